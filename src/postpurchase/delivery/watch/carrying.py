"""Detectors while the carrier has the parcel: silence, lateness, what it reports."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final, Protocol

from postpurchase.delivery.network.places import Lane
from postpurchase.delivery.watch.concerns import (
    Concern,
    concern,
    evidence_of,
    skus_of,
    stamp,
)
from postpurchase.delivery.watch.kinds import KINDS, SIGNALS
from postpurchase.delivery.watch.preparing import dispatch_at
from postpurchase.tracking.fold import is_held_by_carrier, place_of
from postpurchase.values.times import day_begins_at, zone_or_utc

if TYPE_CHECKING:
    from postpurchase.delivery.watch.thresholds import Thresholds, Wait
    from postpurchase.order.model import Order
    from postpurchase.order.parcels import Parcel
    from postpurchase.tracking.facts import TrackingFact
    from postpurchase.values.answers import Promise


class LateRisk(Protocol):
    """Says how probably a parcel under way is late, such as `TransitBook.late_risk`."""

    def __call__(self, lane: Lane, *, elapsed_days: int, days_left: int) -> float:
        """Return the probability, from 0 to 1.

        Args:
            lane: The parcel's lane.
            elapsed_days: Days since hand-over on which it did not arrive.
            days_left: Days until the end of the promise, that day included.
        """


LaneOf = Callable[["Order", "Parcel"], Lane]
"""Which lane a parcel goes, for `LateRisk`."""

RISK_DAYS_MAX: Final = 60
"""Days ahead for which a risk is computed; no promise is longer."""

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
    promise = parcel.promise or order.promise
    if promise is not None and kind not in _AT_REST:
        yield from _lateness(order, parcel, promise, thresholds)
        yield from _estimated(order, parcel, promise)
        if late_risk is not None:
            lane = lane_of(order, parcel)
            yield from _at_risk(order, parcel, promise, thresholds, late_risk, lane)


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


def lane_by_country(order: Order, parcel: Parcel) -> Lane:
    """Name a lane by the location that a parcel leaves and its country."""
    return Lane(parcel.carrier, parcel.service, parcel.location_code, order.country)


def _facts(parcel: Parcel) -> tuple[TrackingFact, ...]:
    return parcel.tracking.facts if parcel.tracking else ()


def _after(
    wait: Wait, start_at: datetime, parcel: Parcel, thresholds: Thresholds
) -> datetime:
    zone, calendar = thresholds.place(parcel.location_code)
    return wait.after(start_at, zone, calendar).astimezone(UTC)


def _silence(order: Order, parcel: Parcel, thresholds: Thresholds) -> Iterator[Concern]:
    """Name the missing first scan or the missing next one, and in the end a loss."""
    own = thresholds.of_parcel(parcel.carrier, parcel.service)
    scans = [fact.at for fact in _facts(parcel) if is_held_by_carrier(fact.code)]
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
    facts = _facts(parcel)
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


def _lateness(
    order: Order, parcel: Parcel, promise: Promise, thresholds: Thresholds
) -> Iterator[Concern]:
    """Say when the promise is broken, and whose it is.

    A parcel that left after its dispatch was due is the shop's; one that met nobody
    in time is the customer's; every other is the carrier's.
    """
    due_at = promise.ends_at
    stage, whose = "", ""
    leave_at = dispatch_at(order, thresholds, parcel.location_code)
    assert parcel.shipped_at is not None
    if parcel.shipped_at > leave_at:
        stage, whose = "shipped", "shop"
    elif _met_nobody(parcel, due_at):
        stage, whose = "last_mile", "customer"
    yield concern(
        "late",
        *_promised(order, parcel, promise),
        due_at=due_at,
        parcel=parcel,
        stage=stage,
        whose=whose,
        skus=skus_of(order, parcel),
        evidence=evidence_of(promise),
    )


def _promised(order: Order, parcel: Parcel, promise: Promise) -> tuple[str, ...]:
    """Name what lateness arises from: a promise, and the last time it was none.

    A parcel that leaves its pick-up point again, or turned out not to be delivered
    or going back, is late for a new reason.
    """
    rests = [f.at for f in _facts(parcel) if _is_no_way(f.code)]
    rest = (stamp(max(rests)),) if rests else ()
    revisions = str(len(order.circumstances.revisions))
    return (promise.latest_on.isoformat(), revisions, *rest)


def _is_no_way(code: str) -> bool:
    return code.startswith("available_for_pickup.") or place_of(code) != "shipped"


def _met_nobody(parcel: Parcel, due_at: datetime) -> bool:
    for fact in _facts(parcel):
        signal = SIGNALS.get(fact.code)
        if (
            signal == SIGNALS["delivery_attempted.recipient_absent"]
            and fact.at < due_at
        ):
            return True
    return False


def _estimated(order: Order, parcel: Parcel, promise: Promise) -> Iterator[Concern]:
    """Take the carrier at its word when it expects to be late."""
    estimates = [fact for fact in _facts(parcel) if fact.estimated_on is not None]
    if not estimates:
        return
    said = max(
        estimates, key=lambda fact: (fact.correction, fact.at, fact.estimated_on)
    )
    if said.estimated_on is not None and said.estimated_on > promise.latest_on:
        yield concern(
            "predicted_late",
            *_promised(order, parcel, promise),
            stamp(said.at),
            due_at=said.at,
            until_at=promise.ends_at,
            parcel=parcel,
            skus=skus_of(order, parcel),
            evidence=f"carrier expects {said.estimated_on}",
        )


def _at_risk(
    order: Order,
    parcel: Parcel,
    promise: Promise,
    thresholds: Thresholds,
    late_risk: LateRisk,
    lane: Lane,
) -> Iterator[Concern]:
    """Say on which day the parcel, if it has not arrived, is probably late.

    Days are those of the recipient, and each begins without a delivery.
    """
    start_at, zone = parcel.shipped_at, zone_or_utc(promise.zone)
    assert start_at is not None
    own = thresholds.of_parcel(parcel.carrier, parcel.service)
    shipped_on = start_at.astimezone(zone).date()
    days = (promise.latest_on - shipped_on).days
    for elapsed in range(min(days, RISK_DAYS_MAX) + 1):
        risk = late_risk(lane, elapsed_days=elapsed, days_left=days - elapsed)
        if risk * 100 >= own.late_percent:
            day = shipped_on + timedelta(days=elapsed)
            began_at = day_begins_at(day, zone)
            yield concern(
                "predicted_late",
                *_promised(order, parcel, promise),
                due_at=max(start_at, began_at),
                until_at=promise.ends_at,
                parcel=parcel,
                skus=skus_of(order, parcel),
                evidence=f"{risk * 100:.0f} % after {elapsed} days",
            )
            return


def _whose(parcel: Parcel, latest: TrackingFact, usual: str) -> str:
    """Say whose a report is: what the carrier names as the cause comes first."""
    for word, whose in _BY_REASON.items():
        if word in latest.reason:
            return whose
    codes = {fact.code for fact in _facts(parcel)}
    if latest.status in ("returning", "returned") and codes & {
        "exception.refused",
        "exception.unclaimed",
    }:
        return "customer"
    return usual
