"""The parts of a policy: ways back, fees, exclusions, steps, segments, review."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final, TypeAlias

import attrs

from postpurchase.errors import InvalidInput
from postpurchase.errors.inputs import short
from postpurchase.returning.policies.windows import Window
from postpurchase.values.money import Money, share_half_up
from postpurchase.values.return_reasons import REASONS
from postpurchase.values.return_terms import METHODS, RESOLUTIONS

CONDITIONS: Final = ("unopened", "opened", "used", "seal_broken", "defective")
"""What a customer can say about the state of the goods."""

REQUIRED: Final = ("tags", "packaging", "receipt", "accessories")
"""What a policy can want to come back along with the goods."""

GROUPS: Final = tuple(dict.fromkeys(reason.group for reason in REASONS))
"""The first level of the reasons."""

REASON_NAMES: Final = tuple(dict.fromkeys((*GROUPS, *(one.code for one in REASONS))))
"""What can stand for reasons: a group or one of them."""

PERCENT: Final = 10_000
"""All of it, in basis points."""

Amounts: TypeAlias = tuple[Money, ...]
"""One amount in several currencies; in others there is none."""


def wrong(path: str, value: object, expected: str) -> InvalidInput:
    """Return the error for a value, with the path of its field."""
    return InvalidInput(path=path, value=short(value), expected=expected)


def parts_of(field: attrs.Attribute[Any], value: object) -> tuple[Any, ...]:
    """Return what has to be a tuple: a text would pass for its letters."""
    if not isinstance(value, tuple):
        raise wrong(field.name, value, "a tuple")
    return value


def listed(*known: str) -> Any:
    """Return a validator for a tuple of words of a list, each once."""

    def check(instance: object, field: attrs.Attribute[Any], value: object) -> None:
        found = parts_of(field, value)
        for index, word in enumerate(found):
            if word not in known:
                path = f"{field.name}[{index}]"
                raise wrong(path, word, f"one of {', '.join(known)}")
            if word in found[:index]:
                raise wrong(f"{field.name}[{index}]", word, "each word once")

    return check


def one_of(*known: str) -> Any:
    """Return a validator for a word of a list."""

    def check(instance: object, field: attrs.Attribute[Any], value: object) -> None:
        if not isinstance(value, str) or value not in known:
            raise wrong(field.name, value, f"one of {', '.join(known)}")

    return check


def whole(least: int, most: int) -> Any:
    """Return a validator for a whole number within its limits."""

    def check(instance: object, field: attrs.Attribute[Any], value: object) -> None:
        if type(value) is not int or not least <= value <= most:
            raise wrong(field.name, value, f"a whole number, {least} to {most}")

    return check


def name(instance: object, field: attrs.Attribute[Any], value: object) -> None:
    """Refuse what is no short text."""
    if not isinstance(value, str) or not 0 < len(value) <= 60:
        raise wrong(field.name, value, "a short text")


def names(instance: object, field: attrs.Attribute[Any], value: object) -> None:
    """Refuse what is no tuple of short texts."""
    for index, one in enumerate(parts_of(field, value)):
        if not isinstance(one, str) or not 0 < len(one) <= 60:
            raise wrong(f"{field.name}[{index}]", one, "a short text")


def amounts(instance: object, field: attrs.Attribute[Any], value: object) -> None:
    """Refuse amounts below nothing, or two in one currency."""
    seen: set[str] = set()
    for amount in parts_of(field, value):
        is_money = isinstance(amount, Money) and amount.amount_minor >= 0
        if not is_money or amount.currency in seen:
            raise wrong(field.name, amount, "amounts from zero, one for a currency")
        seen.add(amount.currency)


def amount_in(given: Amounts, currency: str) -> int | None:
    """Return the amount in minor units of a currency, or None if there is none."""
    found = (one.amount_minor for one in given if one.currency == currency)
    return next(found, None)


def matches(reason: str, wanted: Iterable[str]) -> bool:
    """Say whether a reason, or its group, is among those wanted."""
    code = reason or "other"
    return any(one in (code, code.partition(".")[0]) for one in wanted)


@attrs.frozen(kw_only=True)
class Way:
    """A way back and what it costs the customer.

    Args:
        method: One of `METHODS`.
        paid_by: ``shop`` if it is free, or ``customer``.
        price: What is kept back for it; empty where the customer pays the carrier.
    """

    method: str = attrs.field(validator=one_of(*METHODS))
    paid_by: str = attrs.field(default="shop", validator=one_of("shop", "customer"))
    price: Amounts = attrs.field(default=(), validator=amounts)

    def __attrs_post_init__(self) -> None:
        """Refuse a price for what is free."""
        if self.price and self.paid_by == "shop":
            raise wrong("price", self.price[0], "no price for a way that is free")


@attrs.frozen(kw_only=True)
class Restocking:
    """What is kept back from the goods where the reason is the customer's.

    Args:
        basis_points: A share of what the units cost, 0 to 10000; 1500 is 15 %.
        amount: An amount for the whole return, on top.
        least: At least this much of the share, if there is any.
    """

    basis_points: int = attrs.field(default=0, validator=whole(0, PERCENT))
    amount: Amounts = attrs.field(default=(), validator=amounts)
    least: Amounts = attrs.field(default=(), validator=amounts)


def restocking_minor(
    lines: Iterable[tuple[int, Sequence[Restocking]]], currency: str
) -> int:
    """Return the restocking fee of a return, never above what the goods cost.

    The share is taken of each line apart, half up, by the highest of its rules; the
    highest amount for the whole return comes on top, once.

    Args:
        lines: What the units of each line cost, with the rules that are about it.
        currency: The order's.

    >>> restocking_minor([(1290, [Restocking(basis_points=1500)])], "EUR")
    194
    """
    share = fixed = least = worth = 0
    for goods_minor, rules in lines:
        if not rules:
            continue
        worth += goods_minor
        points = max(one.basis_points for one in rules)
        share += share_half_up(goods_minor, points, PERCENT)
        fixed = max(fixed, *(amount_in(one.amount, currency) or 0 for one in rules))
        bound = (one.least for one in rules if one.basis_points)
        least = max(least, *(amount_in(one, currency) or 0 for one in bound), 0)
    return min(max(share, least) + fixed, worth)


@attrs.frozen(kw_only=True)
class Step:
    """Other terms from a day of the window on.

    Args:
        from_day: The first day of them; day 1 is the day after the event.
        resolutions: What the customer can still get; empty for no change.
        restocking: The fee from then on; None for no change.
        ways: The ways back from then on; empty for no change.
    """

    from_day: int = attrs.field(validator=whole(1, 36_500))
    resolutions: tuple[str, ...] = attrs.field(
        default=(), validator=listed(*RESOLUTIONS)
    )
    restocking: Restocking | None = None
    ways: tuple[Way, ...] = ()


@attrs.frozen(kw_only=True)
class Segment:
    """Other terms for customers of whom the shop knows something.

    Args:
        name: What it knows, such as ``vip``; it comes with the request.
        window: Their window; None for no change.
        restocking: Their fee; None for no change.
        ways: Their ways back; empty for no change.
        review: Whether a person looks at all they send back.
    """

    name: str = attrs.field(validator=name)
    window: Window | None = None
    restocking: Restocking | None = None
    ways: tuple[Way, ...] = ()
    review: bool = False


@attrs.frozen(kw_only=True)
class Exclusion:
    """Goods that do not come back, unless something is wrong with them.

    Args:
        categories: Kinds of goods, as the lines of the order name them.
        skus: Articles.
        unless: Conditions in which they may come back after all, such as
            ``unopened``; where the customer named none, they may, too, and whoever
            inspects them looks.
    """

    categories: tuple[str, ...] = attrs.field(default=(), validator=names)
    skus: tuple[str, ...] = attrs.field(default=(), validator=names)
    unless: tuple[str, ...] = attrs.field(default=(), validator=listed(*CONDITIONS))

    def __attrs_post_init__(self) -> None:
        """Refuse an exclusion of nothing."""
        if not self.categories and not self.skus:
            raise wrong("categories", None, "categories or skus that are excluded")

    def names(self, sku: str, categories: Iterable[str]) -> bool:
        """Say whether an article belongs to it."""
        return sku in self.skus or any(one in self.categories for one in categories)


@attrs.frozen(kw_only=True)
class Photos:
    """How many photos are needed for a reason.

    Args:
        reason: A reason or a group of them, such as ``quality``.
        count: How many photos, 1 to 20.
    """

    reason: str = attrs.field(validator=one_of(*REASON_NAMES))
    count: int = attrs.field(validator=whole(1, 20))


@attrs.frozen(kw_only=True)
class Review:
    """When a person looks at a request before it counts.

    Args:
        value_above: If the goods cost more than this.
        units_above: If there are more units than this.
        reasons: For these reasons or groups of them.
    """

    value_above: Amounts = attrs.field(default=(), validator=amounts)
    units_above: int | None = attrs.field(
        default=None, validator=attrs.validators.optional(whole(0, 10**9))
    )
    reasons: tuple[str, ...] = attrs.field(default=(), validator=listed(*REASON_NAMES))
