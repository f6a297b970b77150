"""Detectors of lateness: a promise that is broken, or soon will be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, Protocol

from postpurchase.delivery.network.places import Lane
from postpurchase.delivery.watch.concerns import (
    Concern,
    concern,
    evidence_of,
    facts_of,
    skus_of,
    stamp,
)
from postpurchase.delivery.watch.kinds import SIGNALS
from postpurchase.delivery.watch.preparing import dispatch_at
from postpurchase.tracking.fold import place_of
from postpurchase.values.times import day_begins_at, zone_or_utc

if TYPE_CHECKING:
    from postpurchase.delivery.watch.thresholds import Thresholds
    from postpurchase.order.model import Order
    from postpurchase.order.parcels import Parcel
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


def lane_by_country(order: Order, parcel: Parcel) -> Lane:
    """Name a lane by the location that a parcel leaves and its country."""
    return Lane(parcel.carrier, parcel.service, parcel.location_code, order.country)


def lateness(
    order: Order,
    parcel: Parcel,
    thresholds: Thresholds,
    late_risk: LateRisk | None,
    lane_of: LaneOf,
) -> Iterator[Concern]:
    """Say when a parcel under way is late, and when that can be foreseen."""
    promise = parcel.promise or order.promise
    if promise is None:
        return
    yield from _broken(order, parcel, promise, thresholds)
    yield from _expected(order, parcel, promise)
    if late_risk is not None:
        lane = lane_of(order, parcel)
        yield from _at_risk(order, parcel, promise, thresholds, late_risk, lane)


def _broken(
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
    rests = [f.at for f in facts_of(parcel) if _is_no_way(f.code)]
    rest = (stamp(max(rests)),) if rests else ()
    revisions = str(len(order.circumstances.revisions))
    return (promise.latest_on.isoformat(), revisions, *rest)


def _is_no_way(code: str) -> bool:
    return code.startswith("available_for_pickup.") or place_of(code) != "shipped"


def _met_nobody(parcel: Parcel, due_at: datetime) -> bool:
    for fact in facts_of(parcel):
        signal = SIGNALS.get(fact.code)
        if (
            signal == SIGNALS["delivery_attempted.recipient_absent"]
            and fact.at < due_at
        ):
            return True
    return False


def _expected(order: Order, parcel: Parcel, promise: Promise) -> Iterator[Concern]:
    """Take the carrier at its word when it expects to be late."""
    estimates = [fact for fact in facts_of(parcel) if fact.estimated_on is not None]
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
