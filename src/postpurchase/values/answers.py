"""What plugins answer: promises, packaging, charges, quotes, rulings, messages.

Answers are asked for before a decision and recorded in its event, so that a replay
needs no plugin. They are checked lightly here, because a plugin wrote them.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

import attrs

from postpurchase.errors import InvalidInput
from postpurchase.errors.inputs import short
from postpurchase.values.contact import Contact
from postpurchase.values.money import Money
from postpurchase.values.personal import PersonalRef
from postpurchase.values.times import aware

__all__ = ["Charge", "Insert", "Message", "Package", "Promise", "Quote", "Ruling"]

_MOST: Final = 10**9
"""More pieces, grams or millimetres than that are a typing error."""


def _moment(value: object) -> datetime | None:
    return None if value is None else aware(value, "window")


CHARGE_KINDS: Final = ("tip", "fee", "duty", "rounding")


@attrs.frozen(kw_only=True)
class Promise:
    """The days between which a parcel is promised to arrive.

    Args:
        earliest_on: First day, in *zone*.
        latest_on: Last day, in *zone*; lateness counts from its end.
        zone: The recipient's time zone, such as ``Europe/Kyiv``.
        probability_percent: How likely the range is kept, 0 to 100, if known.
        price: What the delivery costs the customer, if it was quoted with it.
        calendar_version: The calendar that the range was computed with.
        dispatch_on: The day on which it must leave for the range to hold.
        window_start_at: The agreed slot's start, aware, or None for all day.
        window_end_at: The agreed slot's end, aware; lateness counts from it.
    """

    earliest_on: date
    latest_on: date
    zone: str = "UTC"
    probability_percent: int | None = None
    price: Money | None = None
    calendar_version: str = ""
    dispatch_on: date | None = None
    window_start_at: datetime | None = attrs.field(default=None, converter=_moment)
    window_end_at: datetime | None = attrs.field(default=None, converter=_moment)

    def __attrs_post_init__(self) -> None:
        _in_order(self.earliest_on, self.latest_on, "latest_on")
        if self.dispatch_on is not None:
            _in_order(self.dispatch_on, self.latest_on, "latest_on")
        if self.window_start_at and self.window_end_at:
            _slot(self.window_start_at, self.window_end_at)
        _named(self.zone, "zone")
        _text(self.calendar_version, "calendar_version")
        if self.price is not None:
            _money(self.price, "price")
        percent = self.probability_percent
        if percent is not None:
            _at_least(percent, 0, "probability_percent")
            if percent > 100:
                raise InvalidInput(
                    path="probability_percent",
                    value=short(percent),
                    expected="at most 100",
                )


@attrs.frozen(kw_only=True)
class Insert:
    """Something that is put into a parcel: a card, a sample, a coupon.

    Args:
        code: The shop's name for it.
        text: What is written on it, in *locale*; it may name the recipient, so it
            never enters the log.
        locale: The language of *text*, or empty.
        quantity: Pieces, at least one.
        sealed_text: What stands in the log instead of *text*.
    """

    code: str
    text: str = ""
    locale: str = ""
    quantity: int = 1
    sealed_text: PersonalRef | None = None

    def __attrs_post_init__(self) -> None:
        _named(self.code, "code")
        _text(self.text, "text")
        _text(self.locale, "locale")
        _at_least(self.quantity, 1, "quantity")
        if not isinstance(self.sealed_text, PersonalRef | None):
            raise InvalidInput(
                path="sealed_text",
                value=short(self.sealed_text),
                expected="PersonalRef",
            )


@attrs.frozen(kw_only=True)
class Package:
    """The carton or bag around the goods; 0 means not known."""

    code: str = ""
    weight_grams: int = 0
    length_mm: int = 0
    width_mm: int = 0
    height_mm: int = 0

    def __attrs_post_init__(self) -> None:
        _text(self.code, "code")
        _at_least(self.weight_grams, 0, "weight_grams")
        _at_least(self.length_mm, 0, "length_mm")
        _at_least(self.width_mm, 0, "width_mm")
        _at_least(self.height_mm, 0, "height_mm")


@attrs.frozen(kw_only=True)
class Charge:
    """An amount on the order that belongs to no line.

    Args:
        kind: ``tip``, ``fee``, ``duty`` or ``rounding``.
        amount: The amount; a rounding may be negative.
    """

    kind: str
    amount: Money

    def __attrs_post_init__(self) -> None:
        if self.kind not in CHARGE_KINDS:
            raise InvalidInput(
                path="kind",
                value=short(self.kind),
                expected=f"one of {', '.join(CHARGE_KINDS)}",
            )
        _money(self.amount, "amount")


@attrs.frozen(kw_only=True)
class Quote:
    """A carrier's price for one service, with its days where it states them."""

    carrier: str
    service: str
    price: Money
    earliest_on: date | None = None
    latest_on: date | None = None

    def __attrs_post_init__(self) -> None:
        _named(self.carrier, "carrier")
        _money(self.price, "price")
        if self.earliest_on is not None and self.latest_on is not None:
            _in_order(self.earliest_on, self.latest_on, "latest_on")


@attrs.frozen(kw_only=True)
class Ruling:
    """A return policy's answer, with its reasons in words.

    Args:
        policy: The code of the policy.
        allowed: Whether the units may come back.
        reasons: Why, in the shop's or the customer's language.
        last_on: The last day on which the return may be asked for.
        fee: What is kept back from the refund.
        review: Whether a person should look before it counts.
    """

    policy: str
    allowed: bool
    reasons: tuple[str, ...] = ()
    last_on: date | None = None
    fee: Money | None = None
    review: bool = False

    def __attrs_post_init__(self) -> None:
        _named(self.policy, "policy")


@attrs.frozen(kw_only=True)
class Message:
    """A message to one person, ready for a channel.

    Args:
        topic: What it is about, such as ``parcel_shipped``.
        locale: The language that it is written in.
        to: Who reads it.
        subject: One line, without line breaks.
        body: Plain text.
        order_id: The order that it belongs to.
        html: The same as a page, or empty.
    """

    topic: str
    locale: str
    to: Contact
    subject: str = attrs.field(repr=False)
    body: str = attrs.field(repr=False)
    order_id: str
    html: str = attrs.field(default="", repr=False)

    def __attrs_post_init__(self) -> None:
        _named(self.topic, "topic")
        if "\n" in self.subject or "\r" in self.subject:
            raise InvalidInput(
                path="subject", value="a line break", expected="one line"
            )


def _named(value: object, path: str) -> None:
    if not isinstance(value, str) or not value:
        raise InvalidInput(path=path, value=short(value), expected="a code")


def _text(value: object, path: str) -> None:
    if not isinstance(value, str):
        raise InvalidInput(path=path, value=short(value), expected="text")


def _at_least(value: object, least: int, path: str) -> None:
    if type(value) is not int or not least <= value <= _MOST:
        raise InvalidInput(
            path=path,
            value=short(value),
            expected=f"a whole number, at least {least}, at most {_MOST}",
        )


def _money(value: object, path: str) -> None:
    if not isinstance(value, Money):
        raise InvalidInput(path=path, value=short(value), expected="Money")


def _slot(start_at: datetime, end_at: datetime) -> None:
    if end_at <= start_at:
        raise InvalidInput(
            path="window_end_at", value=str(end_at), expected=f"after {start_at}"
        )


def _in_order(first: object, last: object, path: str) -> None:
    for day in (first, last):
        is_day = isinstance(day, date) and not isinstance(day, datetime)
        # At the ends of the calendar no other time zone could tell it.
        if not is_day or not 1 < day.year < 9999:  # type: ignore[attr-defined]
            raise InvalidInput(path=path, value=short(day), expected="a date")
    if last < first:  # type: ignore[operator]
        raise InvalidInput(path=path, value=str(last), expected=f"on or after {first}")
