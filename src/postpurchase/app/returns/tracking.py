"""What carriers' facts about a parcel on its way back mean for its return."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from postpurchase.order.commands import Command, SendReturn
from postpurchase.order.model import Order
from postpurchase.order.returns import Return
from postpurchase.service.aliases import plain_number
from postpurchase.tracking.facts import TrackingFact

MOVED: Final = frozenset(
    {
        "in_transit",
        "out_for_delivery",
        "delivery_attempted",
        "available_for_pickup",
        "delivered",
        "returning",
        "returned",
    }
)
"""Statuses that a parcel has only once the carrier has it."""

_AWAITED: Final = ("awaiting", "issued", "expired")


def returns_with(order: Order, number: str) -> Iterator[Return]:
    """Find the returns whose parcel has a number, however it is written."""
    plain = plain_number(number)
    for known in order.returns:
        if known.way is not None and plain_number(known.way.tracking_number) == plain:
            yield known


def scan_commands(
    order: Order,
    known: Return,
    facts: Iterable[TrackingFact],
    *,
    at: datetime,
    command_id: str = "",
) -> tuple[Command, ...]:
    """Say what is asked when a carrier says something about a return's parcel.

    The first scan is the evidence that the goods were sent. Its arrival says only
    that it is where it was sent to: what was in it, somebody has to look at.

    Args:
        order: The order.
        known: Its return.
        facts: What the carrier says, in any order.
        at: Now, aware; a scan counts from its own time.
        command_id: Names the message, so that it counts once.
    """
    scans = [fact.at for fact in facts if fact.code.partition(".")[0] in MOVED]
    if not scans or known.intent != "approved" or known.logistics not in _AWAITED:
        return ()
    return (
        SendReturn(
            order_id=order.order_id,
            at=max(min(*scans, at), known.asked_at),
            command_id=command_id,
            return_id=known.return_id,
            evidence="scan",
        ),
    )
