"""When the consumer had everything, as the order's log tells it."""

from __future__ import annotations

from datetime import date, tzinfo
from typing import Final

import attrs

from postpurchase.order.model import Order
from postpurchase.returning.statutes.laws import BY_CONTRACT
from postpurchase.values.times import zone_or_utc

_THERE: Final = ("delivered", "returning", "returned", "kept", "cancelled", "lost")
"""Places of units that are not waited for any more."""


@attrs.frozen
class Possession:
    """How far the delivery of an order has come.

    Args:
        is_complete: Whether nothing is waited for any more.
        last_on: The day on which the last parcel came; None if none did, or if the
            log does not say when.
        parcels: How many parcels came.
    """

    is_complete: bool
    last_on: date | None
    parcels: int

    @property
    def delivery(self) -> str:
        """How it was delivered, as `LegalFacts` wants it."""
        return "several" if self.parcels > 1 else "single"


def zone_of(order: Order) -> tzinfo:
    """Return where the customer lives; an imported order may name no real zone."""
    return zone_or_utc(order.terms.zone)


def contract_kind(categories: tuple[str, ...]) -> str:
    """Say whether a line's period runs from the contract: as what, or empty.

    >>> contract_kind(("digital", "music")), contract_kind(("mug",))
    ('digital', '')
    """
    return next((kind for kind in BY_CONTRACT if kind in categories), "")


def possession_of(order: Order) -> Possession:
    """Say when the consumer had everything that comes in parcels.

    Of goods that are ordered together and come apart the last one counts, so the
    period has not begun while anything is still on its way.

    Source: Directive 2011/83/EU, art. 9(2)(b)(i).
    """
    zone = zone_of(order)
    days = [
        parcel.status_at.astimezone(zone).date()
        for parcel in order.parcels
        if parcel.state == "delivered" and parcel.status_at is not None
    ]
    goods = [line for line in order.lines if not contract_kind(line.terms.categories)]
    waited = any(
        line.ordered > sum(line.units(place) for place in _THERE) for line in goods
    )
    return Possession(not waited, max(days, default=None), len(days))
