"""What a shop told its customers about their rights, and what it offers beyond them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import attrs

from postpurchase.returning.statutes.periods import check_day
from postpurchase.values.money import Money


def _day(instance: object, field: attrs.Attribute[date], value: object) -> None:
    if value is not None:
        check_day(value, field.name)


def _amounts(value: Money | Iterable[Money] | None) -> tuple[Money, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, Money) else tuple(value)


@attrs.frozen(kw_only=True)
class Assurances:
    """What the shop told its customers, and what it offers beyond the law.

    Args:
        is_informed: Whether it explains the right to withdraw.
        informed_on: When it did so for this order, if later than with the delivery.
        pays_return: Whether it pays for the way back.
        collects: Whether it offered to collect the goods.
        subdivision: The customer's state, where holidays differ; such as ``BY``, or
            ``DE-BY``, which holds for orders to that country alone.
        outbound_max: What the cheapest ordinary delivery would have cost, one amount
            or one for each currency; none refunds what was paid for delivery.

    Raises:
        InvalidInput: `informed_on` is no date, or outside the years that are counted.

    >>> Assurances(subdivision="DE-BY").subdivision_in("PL")
    ''
    """

    is_informed: bool = True
    informed_on: date | None = attrs.field(default=None, validator=_day)
    pays_return: bool = False
    collects: bool = False
    subdivision: str = ""
    outbound_max: tuple[Money, ...] = attrs.field(default=(), converter=_amounts)

    def subdivision_in(self, country: str) -> str:
        """Return the customer's state in a country, empty for none."""
        there, dash, state = self.subdivision.partition("-")
        if not dash:
            return self.subdivision
        return state if there == country else ""

    def outbound_in(self, currency: str) -> Money | None:
        """Return the most of the delivery out in a currency, None for no limit."""
        return next(
            (one for one in self.outbound_max if one.currency == currency), None
        )
