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
from postpurchase.delivery.watch.kinds import AT_REST, KINDS, SIGNALS
from postpurchase.delivery.watch.lateness import LaneOf, LateRisk, lateness
from postpurchase.delivery.watch.whose import reported_whose
from postpurchase.tracking.fold import is_held_by_carrier, place_of

if TYPE_CHECKING:
    from postpurchase.delivery.watch.thresholds import Thresholds
    from postpurchase.delivery.watch.waits import Wait
    from postpurchase.order.model import Order
    from postpurchase.order.parcels import Parcel


_QUIET: Final = AT_REST | {"customs_held", "documents_missing", "charges_due"}
"""Kinds in which a parcel rightly stands still, or silence has a cause already."""

_THERE: Final = frozenset(
    {
        "in_transit.arrived_destination_country",
        "in_transit.at_delivery_facility",
        "out_for_delivery",
        "delivery_attempted",
        "available_for_pickup",
    }
)
"""Codes and statuses of a parcel that has come to the recipient's country."""


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
    yield from _other_service(order, parcel)
    if kind not in AT_REST:
        yield from lateness(order, parcel, thresholds, late_risk, lane_of)


def reported(order: Order, parcel: Parcel) -> Iterator[Concern]:
    """Say what the carrier's own word means, as soon as it is said."""
    signal = SIGNALS.get(parcel.code)
    if signal is None or parcel.tracking is None or signal.kind in AT_REST:
        return
    latest = parcel.tracking.latest
    yield concern(
        signal.kind,
        stamp(latest.at),
        str(latest.correction),
        due_at=latest.at,
        parcel=parcel,
        whose=reported_whose(parcel, latest, signal.whose or KINDS[signal.kind].whose),
        skus=skus_of(order, parcel),
        evidence=latest.code,
    )


def _after(
    order: Order,
    parcel: Parcel,
    thresholds: Thresholds,
    wait: Wait,
    start_at: datetime,
) -> datetime:
    """Say when a wait is over by the calendar of where the parcel is.

    Until a fact says that it has come to the recipient's country, that of the
    location counts.
    """
    place = thresholds.place(parcel.location_code)
    if any(_is_there(fact.code) for fact in facts_of(parcel)):
        place = thresholds.country(order.country) or place
    return wait.after(start_at, *place).astimezone(UTC)


def _is_there(code: str) -> bool:
    return code in _THERE or code.partition(".")[0] in _THERE


def _silence(order: Order, parcel: Parcel, thresholds: Thresholds) -> Iterator[Concern]:
    """Name the missing first scan or the missing next one, and in the end a loss."""
    own = thresholds.of_parcel(parcel.carrier, parcel.service)
    scans = [fact.at for fact in facts_of(parcel) if is_held_by_carrier(fact.code)]
    assert parcel.shipped_at is not None
    last_at = max(scans, default=parcel.shipped_at)
    kind, wait = (
        ("no_movement", own.no_movement) if scans else ("not_scanned", own.first_scan)
    )
    lost_at = _after(order, parcel, thresholds, own.lost_after, last_at)
    due_at = _after(order, parcel, thresholds, wait, last_at)
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


def _other_service(order: Order, parcel: Parcel) -> Iterator[Concern]:
    """Name a parcel that left with another service than its promise was made for.

    A promise that was made after that knows how it travels.
    """
    promise, shipped_at = parcel.promise or order.promise, parcel.shipped_at
    if promise is None or shipped_at is None:
        return
    pairs = ((promise.carrier, parcel.carrier), (promise.service, parcel.service))
    is_other = any(wanted and used and wanted != used for wanted, used in pairs)
    own = ("", parcel.parcel_id)
    if is_other and not any(
        one.at >= shipped_at and one.parcel_id in own for one in order.revisions
    ):
        yield concern(
            "other_service",
            stamp(shipped_at),
            # One that turned out not to be delivered or lost is under way anew.
            str(sum(place_of(fact.code) != "shipped" for fact in facts_of(parcel))),
            due_at=shipped_at,
            parcel=parcel,
            skus=skus_of(order, parcel),
            evidence=f"promised {promise.carrier} {promise.service}".strip(),
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
    remind_at = _after(order, parcel, thresholds, own.pickup_reminder, since_at)
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
        due_at=_after(order, parcel, thresholds, own.customs, since_at),
        since_at=since_at,
        parcel=parcel,
        skus=skus_of(order, parcel),
        evidence=parcel.code,
    )
