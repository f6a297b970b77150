"""Olist's eight statuses as what an order looks like, and back again."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from postpurchase import Event, Order, UnitsCancelled

WORKFLOW = ("approved", "invoiced", "processing")
"""The steps between the purchase and the carrier, in Olist's own words."""

TIMES = {
    "approved": "order_approved_at",
    "shipped": "order_delivered_carrier_date",
    "delivered": "order_delivered_customer_date",
}
"""Which column holds the time of which stage. Invoices and processing have no
time of their own: they count from the stage before them."""


@attrs.frozen
class Ending:
    """How far an order came.

    Args:
        stages: Every stage that it went through.
        reason: Why it was cancelled then; empty if it was not.
    """

    stages: tuple[str, ...]
    reason: str = ""


ENDINGS = {
    "created": Ending(()),
    "approved": Ending(WORKFLOW[:1]),
    "invoiced": Ending(WORKFLOW[:2]),
    "processing": Ending(WORKFLOW),
    "shipped": Ending((*WORKFLOW, "shipped")),
    "delivered": Ending((*WORKFLOW, "shipped", "delivered")),
    # Approved, if there is a time for it, and then cancelled. Handing over and
    # delivery do not count: units that left cannot be cancelled, and the status
    # is what the shop stands by. Their times become findings.
    "canceled": Ending(WORKFLOW[:1], "other"),
    "unavailable": Ending(WORKFLOW[:1], "out_of_stock"),
}
"""Every status of the table; there is no ninth."""

_REASONS = {e.reason: status for status, e in ENDINGS.items() if e.reason}
_PLACES = {
    e.stages[-1] if e.stages else "placed": status
    for status, e in ENDINGS.items()
    if not e.reason
}


def status_of(order: Order, events: Iterable[Event]) -> str:
    """Derive Olist's status from an order and its log.

    Only where the units are counts; of two ways to be cancelled, the recorded
    reason tells. Nothing that the table said is looked at.

    Returns:
        One of the eight, or the places where the units are if they disagree.
    """
    places = {place for line in order.lines for place, n in line.places.items() if n}
    if places == {"cancelled"}:
        reasons = [e.reason for e in events if isinstance(e, UnitsCancelled)]
        return _REASONS.get(reasons[-1], reasons[-1])
    if len(places) == 1:
        (place,) = places
        return _PLACES.get(place, place)
    return " and ".join(sorted(places))
