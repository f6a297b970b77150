"""Whose a trouble is: what the order and the carrier's own facts say about it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from postpurchase.delivery.watch.concerns import facts_of
from postpurchase.delivery.watch.kinds import AT_REST, KINDS, SIGNALS
from postpurchase.delivery.watch.preparing import dispatch_at

if TYPE_CHECKING:
    from postpurchase.delivery.watch.thresholds import Thresholds
    from postpurchase.order.model import Order
    from postpurchase.order.parcels import Parcel
    from postpurchase.tracking.facts import TrackingFact
    from postpurchase.values.answers import Promise

_BY_REASON: Final = {
    "weather": "weather",
    "customs": "customs",
    "recipient": "customer",
}
_NO_CAUSE: Final = AT_REST | {"returned"}
"""Kinds that say where a parcel is, and nothing of why it is late."""


def reported_whose(parcel: Parcel, fact: TrackingFact, usual: str) -> str:
    """Say whose a report is: what the carrier names as the cause comes first.

    Args:
        parcel: The parcel.
        fact: What the carrier reports.
        usual: Whose such a report usually is.
    """
    by_reason = _named_by_reason(fact)
    if by_reason:
        return by_reason
    codes = {known.code for known in facts_of(parcel)}
    if fact.status in ("returning", "returned") and codes & {
        "exception.refused",
        "exception.unclaimed",
    }:
        return "customer"
    return usual


def delayed_by(fact: TrackingFact) -> tuple[str, str]:
    """Say at which stage and because of whom a fact delays; empty if it does not tell.

    >>> from datetime import UTC, datetime
    >>> from postpurchase.tracking.facts import TrackingFact
    >>> noon = datetime(2026, 4, 30, 12, tzinfo=UTC)
    >>> delayed_by(TrackingFact(at=noon, code="exception.customs_held"))
    ('customs', 'customs')
    >>> delayed_by(TrackingFact(at=noon, code="in_transit.general"))
    ('', '')
    """
    signal = SIGNALS.get(fact.code)
    whose = _named_by_reason(fact)
    if signal is None or signal.kind in _NO_CAUSE:
        return "", whose
    row = KINDS[signal.kind]
    return row.stage, whose or signal.whose or row.whose


def late_by(
    order: Order, parcel: Parcel, thresholds: Thresholds, promise: Promise
) -> tuple[str, str]:
    """Say at which stage and because of whom a promise was not kept.

    A parcel that left after its dispatch was due is the shop's. Otherwise the last
    cause counts that the carrier named in time and that is not its own: customs,
    the weather, the customer. Without one it is the carrier's.

    Args:
        order: The order.
        parcel: A parcel that was handed over.
        thresholds: When parcels leave.
        promise: What was not kept.

    Returns:
        Stage and owner; empty for the usual ones of the kind.
    """
    leave_at = dispatch_at(order, thresholds, parcel.location_code, promise)
    if parcel.shipped_at is not None and parcel.shipped_at > leave_at:
        return "shipped", "shop"
    causes = [cause for cause in _causes(parcel) if cause[0].at < promise.ends_at]
    if not causes:
        return "", ""
    _, stage, whose = max(causes, key=lambda cause: (cause[0].at, *cause[1:]))
    return stage, whose


def _causes(parcel: Parcel) -> Iterator[tuple[TrackingFact, str, str]]:
    for fact in facts_of(parcel):
        stage, whose = delayed_by(fact)
        if whose not in ("", "carrier"):
            yield fact, stage, whose


def _named_by_reason(fact: TrackingFact) -> str:
    found = (whose for word, whose in _BY_REASON.items() if word in fact.reason)
    return next(found, "")
