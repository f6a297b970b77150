"""The statuses of an order, derived from units and money; never stored.

The words are those that Shopify displays, so that a shop's staff and tools know
them.

Source: Shopify Admin API, OrderDisplayFulfillmentStatus,
OrderDisplayFinancialStatus and OrderReturnStatus, version 2026-07.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from postpurchase.order.amounts import owed_minor, total_minor

if TYPE_CHECKING:
    from postpurchase.order.draft import Draft

FULFILMENT: tuple[str, ...] = (
    "UNFULFILLED",
    "IN_PROGRESS",
    "ON_HOLD",
    "PARTIALLY_FULFILLED",
    "FULFILLED",
)
"""Fulfilment statuses, by how far the order is."""

FINANCIAL: tuple[str, ...] = (
    "PENDING",
    "AUTHORIZED",
    "PARTIALLY_PAID",
    "PAID",
    "PARTIALLY_REFUNDED",
    "REFUNDED",
    "VOIDED",
)
"""Payment statuses, by how far the money is."""

RETURN: tuple[str, ...] = (
    "NO_RETURN",
    "RETURN_REQUESTED",
    "IN_PROGRESS",
    "INSPECTION_COMPLETE",
    "RETURNED",
    "RETURN_FAILED",
)
"""Return statuses, by how far goods came back."""


@attrs.frozen
class OrderStatus:
    """The three statuses of an order.

    Args:
        fulfilment: One of `FULFILMENT`.
        financial: One of `FINANCIAL`.
        return_: One of `RETURN`.
    """

    fulfilment: str
    financial: str
    return_: str


def status_of(order: Draft) -> OrderStatus:
    """Derive all three statuses."""
    return OrderStatus(fulfilment(order), financial(order), returning(order))


def fulfilment(order: Draft) -> str:
    """Say how much of what is owed has been sent.

    Cancelled units are not owed. An order of which nothing is owed is
    ``UNFULFILLED``. A hold shows only while something waits.
    """
    sent = waiting = started = 0
    for line_no, places in enumerate(order.grid.places):
        for name in places.names:
            units = order.count(line_no, name)
            if name in places.before:
                waiting += units
                started += units if name != "placed" else 0
            elif name != "cancelled":
                sent += units
    if sent and not waiting:
        return "FULFILLED"
    if waiting and order.holds:
        return "ON_HOLD"
    if sent:
        return "PARTIALLY_FULFILLED"
    return "IN_PROGRESS" if started else "UNFULFILLED"


def financial(order: Draft) -> str:
    """Say how much of what is owed has been paid, and how much went back.

    What a bank took back for good counts like a refund; what it only demands does
    not count yet.
    """
    ledger = order.ledger
    captured = ledger.captured_minor
    went = ledger.refunded_minor + ledger.charged_back_minor
    if went:
        return "REFUNDED" if went >= captured else "PARTIALLY_REFUNDED"
    if captured:
        return "PAID" if captured >= owed_minor(order) else "PARTIALLY_PAID"
    states = {payment.state for payment in ledger.payments}
    if "authorized" in states:
        return "AUTHORIZED"
    if states == {"voided"}:
        return "VOIDED"
    return "PENDING" if total_minor(order) else "PAID"


def returning(order: Draft) -> str:
    """Say how far goods came back, by what is least far.

    Units on their way back come first, with a return or with a parcel that turned
    back; then a return that is here and not dealt with, one that waits for an
    answer, and what is back for good. ``RETURN_FAILED`` is an order of whose agreed
    returns nothing came: they ran out, or were lost.
    """
    returns, lines = order.circumstances.returns, range(len(order.grid.lines))
    if any(order.count(n, "returning") for n in lines):
        return "IN_PROGRESS"
    agreed = [known for known in returns if known.intent == "approved"]
    if any(known.inspection != "done" for known in agreed):
        return "IN_PROGRESS"
    if agreed:
        return "INSPECTION_COMPLETE"
    if any(known.intent == "requested" for known in returns):
        return "RETURN_REQUESTED"
    if any(order.count(n, place) for n in lines for place in ("returned", "kept")):
        return "RETURNED"
    if any(known.intent == "expired" or known.logistics == "lost" for known in returns):
        return "RETURN_FAILED"
    return "NO_RETURN"
