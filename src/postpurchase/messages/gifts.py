"""Whose a return is: what a gift's recipient sends back, the giver never hears of."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from postpurchase.order.events import Event
    from postpurchase.order.model import Order


def is_of_gift(event: Event, order: Order) -> bool:
    """Say whether an event belongs to a return that a gift's recipient asked for.

    It does where it names the return, a refund of it, goods that were exchanged or
    replaced for it, or a parcel that holds nothing but such goods.

    Args:
        event: What happened.
        order: The order right after it.
    """
    gifts = {one.return_id for one in order.returns if one.asked_by == "gift_recipient"}
    if not gifts:
        return False
    return_id = getattr(event, "return_id", "")
    refund_id = getattr(event, "refund_id", "")
    exchange_id = getattr(event, "exchange_id", "")
    parcel_id = getattr(event, "parcel_id", "")
    if refund_id:
        return_id = order.refund(refund_id).return_id
    elif exchange_id and not return_id:
        return_id = exchange_id.rpartition(":")[0]
    if return_id or not parcel_id:
        return return_id in gifts
    return set(order.parcel(parcel_id).box.by_line) <= _lines_of(order, gifts)


def _lines_of(order: Order, gifts: set[str]) -> set[str]:
    """Name the lines that replace goods of a gift's return."""
    asked = {
        part.line_id
        for one in order.returns
        if one.return_id in gifts
        for part in one.units
    }
    return {
        line.line_id
        for line in order.lines
        if line.terms.replaces is not None and line.terms.replaces.line_id in asked
    }
