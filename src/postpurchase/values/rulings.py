"""How a return policy or a statute rules on a wish, and until when things may be done.

A `Ruling` names every rule that decided, in the customer's language, for each line
apart; it is asked for before the order decides and kept with the event, so that a
replay needs neither the policy nor the statute of that day.
"""

from __future__ import annotations

from datetime import date, datetime

import attrs

from postpurchase.errors import InvalidInput
from postpurchase.errors.inputs import short
from postpurchase.values.money import Money
from postpurchase.values.return_terms import (
    METHODS,
    REFUND_MOMENTS,
    RESOLUTIONS,
    RETURN_KINDS,
)


def _code(instance: object, field: attrs.Attribute[str], value: object) -> None:
    if not isinstance(value, str) or not value:
        raise InvalidInput(path=field.name, value=short(value), expected="a code")


def _day(instance: object, field: attrs.Attribute[date], value: object) -> None:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise InvalidInput(path=field.name, value=short(value), expected="a date")


def _from_zero(instance: object, field: attrs.Attribute[int], value: object) -> None:
    if type(value) is not int or value < 0:
        raise InvalidInput(
            path=field.name, value=short(value), expected="a whole number from 0"
        )


@attrs.frozen(kw_only=True)
class Deadline:
    """The last day of something, with the rule that it follows from.

    Args:
        name: What ends: ``withdraw``, ``send_back``, ``refund``, ``withhold``,
            ``return``, ``guarantee``, ``claim`` or another short code.
        last_on: The last day, in the time zone of whoever it binds.
        basis: The legal basis or the policy's own code, such as
            ``Directive 2011/83/EU, art. 9(2)(b)(i)``.
        calendar: Version of the working-day calendar that it was rolled on; empty
            where no calendar was needed.
        rolled_from: The day on which it would have ended, had that been a working
            day; None where nothing was rolled.
    """

    name: str = attrs.field(validator=_code)
    last_on: date = attrs.field(validator=_day)
    basis: str = attrs.field(validator=_code)
    calendar: str = ""
    rolled_from: date | None = None


@attrs.frozen(kw_only=True)
class RulingReason:
    """One rule that decided.

    Args:
        rule: Its code, such as ``window`` or ``eu.withdrawal``.
        text: What it says, in the customer's language.
        basis: The legal basis, if it is a law.
    """

    rule: str = attrs.field(validator=_code)
    text: str = ""
    basis: str = ""


@attrs.frozen(kw_only=True)
class LineRuling:
    """What was ruled on the units of one line.

    Args:
        line_id: The line.
        units: How many units it is about.
        allowed: Whether they may come back.
        reasons: Each rule that decided, the decisive one first.
        last_on: The last day on which the return may be asked for.
        fault: Whose fault the reason is: ``customer``, ``merchant`` or ``carrier``.
        review: Whether a person should look before it counts.
    """

    line_id: str = attrs.field(validator=_code)
    units: int = attrs.field(validator=_from_zero)
    allowed: bool
    reasons: tuple[RulingReason, ...] = ()
    last_on: date | None = None
    fault: str = "customer"
    review: bool = False


@attrs.frozen(kw_only=True)
class Fee:
    """Something that is kept back from a refund.

    Args:
        code: Such as ``restocking`` or ``return_freight``.
        amount: How much, from 0.
        text: What it is, in the customer's language.
    """

    code: str = attrs.field(validator=_code)
    amount: Money
    text: str = ""

    def __attrs_post_init__(self) -> None:
        """Refuse an amount that would be given instead of kept."""
        amount: object = self.amount
        if not isinstance(amount, Money) or amount.amount_minor < 0:
            raise InvalidInput(
                path="amount", value=short(amount), expected="Money from 0"
            )


@attrs.frozen(kw_only=True)
class Ruling:
    """The answer to a wish to send something back, with its reasons in words.

    Args:
        policy: The code of the policy, or of the statute where it decided.
        allowed: Whether at least one unit may come back.
        reasons: Why, in the shop's or the customer's language.
        last_on: The last day on which the return may be asked for.
        review: Whether a person should look before it counts.
        kind: What kind of return it is: one of `RETURN_KINDS`.
        lines: What was ruled on each line; empty means the same for all.
        fees: What is kept back from the refund.
        methods: The ways back that are offered, of `METHODS`; empty for any.
        resolutions: What the customer may get, of `RESOLUTIONS`; empty for any.
        freight_by: Who pays the way back: ``shop`` or ``customer``.
        outbound: What is paid back of the delivery out: ``share`` for what falls
            to the units, ``standard`` for that up to `outbound_max`, or ``none``.
        outbound_max: What the cheapest ordinary delivery of the order would have
            cost, with ``standard``.
        keeps_item: Whether the customer keeps the goods and is refunded anyway.
        photos: How many photos are needed before it counts.
        refund_when: When the money is due: one of `REFUND_MOMENTS`.
        bonus_percent: What is added when the customer takes store credit.
        deadlines: Every last day that follows, each with its basis.
    """

    policy: str = attrs.field(validator=_code)
    allowed: bool
    reasons: tuple[str, ...] = ()
    last_on: date | None = None
    review: bool = False
    kind: str = "policy_return"
    lines: tuple[LineRuling, ...] = ()
    fees: tuple[Fee, ...] = ()
    methods: tuple[str, ...] = ()
    resolutions: tuple[str, ...] = ()
    freight_by: str = "customer"
    outbound: str = "share"
    outbound_max: Money | None = None
    keeps_item: bool = False
    photos: int = attrs.field(default=0, validator=_from_zero)
    refund_when: str = "inspection"
    bonus_percent: int = attrs.field(default=0, validator=_from_zero)
    deadlines: tuple[Deadline, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Refuse words that mean nothing here."""
        for path, known in _WORDS.items():
            value = getattr(self, path)
            for word in value if isinstance(value, tuple) else (value,):
                if word not in known:
                    raise InvalidInput(
                        path=path,
                        value=short(word),
                        expected=f"one of {', '.join(known)}",
                    )
        if (self.outbound == "standard") != (self.outbound_max is not None):
            raise InvalidInput(
                path="outbound_max",
                value=short(self.outbound_max),
                expected="an amount with outbound='standard', and only then",
            )

    @property
    def fee(self) -> Money | None:
        """All fees together; None if there is none."""
        if not self.fees:
            return None
        total = self.fees[0].amount
        for fee in self.fees[1:]:
            total += fee.amount
        return total

    def line(self, line_id: str) -> LineRuling | None:
        """Find what was ruled on one line."""
        return next((one for one in self.lines if one.line_id == line_id), None)


_WORDS: dict[str, tuple[str, ...]] = {
    "kind": RETURN_KINDS,
    "methods": METHODS,
    "resolutions": RESOLUTIONS,
    "freight_by": ("shop", "customer"),
    "outbound": ("share", "standard", "none"),
    "refund_when": REFUND_MOMENTS,
}
