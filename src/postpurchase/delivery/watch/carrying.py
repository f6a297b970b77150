"""Detectors while the carrier has the parcel: silence, lateness, what it reports."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from postpurchase.delivery.watch.concerns import (
    Concern,
    concern,
    facts_of,
    skus_of,
    stamp,
)
from postpurchase.delivery.watch.kinds import KINDS, SIGNALS
from postpurchase.delivery.watch.lateness import LaneOf, LateRisk, lateness
from postpurchase.tracking.fold import is_held_by_carrier

if TYPE_CHECKING:
    from postpurchase.delivery.watch.thresholds import Thresholds, Wait
    from postpurchase.order.model import Order
    from postpurchase.order.parcels import Parcel
    from postpurchase.tracking.facts import TrackingFact


_AT_REST: Final = frozenset({"waiting_at_pickup", "pickup_expiring"})
_QUIET: Final = _AT_REST | {"customs_held", "documents_missing", "charges_due"}
"""Kinds in which a parcel rightly stands still, or silence has a cause already."""

_BY_REASON: Final = {
    "weather": "weather",
    "customs": "customs",
    "recipient": "customer",
}


def carrying(
    order: Order,
    parcel: Parcel,
    thresholds: Thresholds,
    late_risk: LateRisk | None,
    lane_of: LaneOf,
) -> Iterator[Concern]:
    """Say what may go wrong with a parcel that is on its way."""
    signal = SIGNALS.get(parcel.code)
    kind = signal.kind if signal else ""
    if kind not in _QUIET:
        yield from _silence(order, parcel, thresholds)
    if parcel.status == "available_for_pickup":
        yield from _pickup(order, parcel, thresholds)
    elif parcel.code == "in_transit.customs_submitted":
        yield _customs(order, parcel, thresholds)
    if kind not in _AT_REST:
        yield from lateness(order, parcel, thresholds, late_risk, lane_of)


def reported(order: Order, parcel: Parcel) -> Iterator[Concern]:
    """Say what the carrier's own word means, as soon as it is said."""
    signal = SIGNALS.get(parcel.code)
    if signal is None or parcel.tracking is None or signal.kind in _AT_REST:
        return
    latest = parcel.tracking.latest
    yield concern(
        signal.kind,
        stamp(latest.at),
        str(latest.correction),
        due_at=latest.at,
        parcel=parcel,
        whose=_whose(parcel, latest, signal.whose or KINDS[signal.kind].whose),
        skus=skus_of(order, parcel),
        evidence=latest.code,
    )


def _after(
    wait: Wait, start_at: datetime, parcel: Parcel, thresholds: Thresholds
) -> datetime:
    zone, calendar = thresholds.place(parcel.location_code)
    return wait.after(start_at, zone, calendar).astimezone(UTC)


def _silence(order: Order, parcel: Parcel, thresholds: Thresholds) -> Iterator[Concern]:
    """Name the missing first scan or the missing next one, and in the end a loss."""
    own = thresholds.of_parcel(parcel.carrier, parcel.service)
    scans = [fact.at for fact in facts_of(parcel) if is_held_by_carrier(fact.code)]
    assert parcel.shipped_at is not None
    last_at = max(scans, default=parcel.shipped_at)
    kind, wait = (
        ("no_movement", own.no_movement) if scans else ("not_scanned", own.first_scan)
    )
    lost_at = _after(own.lost_after, last_at, parcel, thresholds)
    due_at = _after(wait, last_at, parcel, thresholds)
    # Where the parcel rightly stood still in between, its latest code tells.
    cause = (stamp(last_at), parcel.code, stamp(parcel.status_at or last_at))
    skus = skus_of(order, parcel)
    if due_at < lost_at:
        yield concern(
            kind,
            *cause,
            due_at=due_at,
            since_at=last_at,
            until_at=lost_at,
            parcel=parcel,
            skus=skus,
            evidence=parcel.code,
        )
    yield concern(
        "lost",
        "silence",
        *cause,
        due_at=lost_at,
        since_at=last_at,
        parcel=parcel,
        skus=skus,
        evidence="silence",
    )


def _pickup(order: Order, parcel: Parcel, thresholds: Thresholds) -> Iterator[Concern]:
    """Tell the customer that it is there, and remind them before it goes back."""
    facts = facts_of(parcel)
    waits = [fact.at for fact in facts if fact.status == "available_for_pickup"]
    moves = [
        fact.at
        for fact in facts
        if is_held_by_carrier(fact.code) and fact.status != "available_for_pickup"
    ]
    again = [at for at in waits if not moves or at > max(moves)]
    since_at = min(again, default=max(waits))
    own = thresholds.of_parcel(parcel.carrier, parcel.service)
    remind_at = _after(own.pickup_reminder, since_at, parcel, thresholds)
    expires = [f.at for f in facts if f.code == "available_for_pickup.expiring"]
    skus = skus_of(order, parcel)
    for kind, due_at in (
        ("waiting_at_pickup", since_at),
        (
            "pickup_expiring",
            min([remind_at, *(at for at in expires if at >= since_at)]),
        ),
    ):
        yield concern(
            kind,
            stamp(since_at),
            due_at=due_at,
            since_at=since_at,
            parcel=parcel,
            skus=skus,
            evidence=parcel.code,
        )


def _customs(order: Order, parcel: Parcel, thresholds: Thresholds) -> Concern:
    """Say when customs take longer than usual."""
    own = thresholds.of_parcel(parcel.carrier, parcel.service)
    since_at = parcel.status_at or order.placed_at
    return concern(
        "customs_held",
        stamp(since_at),
        due_at=_after(own.customs, since_at, parcel, thresholds),
        since_at=since_at,
        parcel=parcel,
        skus=skus_of(order, parcel),
        evidence=parcel.code,
    )


def _whose(parcel: Parcel, latest: TrackingFact, usual: str) -> str:
    """Say whose a report is: what the carrier names as the cause comes first."""
    for word, whose in _BY_REASON.items():
        if word in latest.reason:
            return whose
    codes = {fact.code for fact in facts_of(parcel)}
    if latest.status in ("returning", "returned") and codes & {
        "exception.refused",
        "exception.unclaimed",
    }:
        return "customer"
    return usual
