"""Detectors of lateness: a promise that is broken, or soon will be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
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
from postpurchase.delivery.watch.whose import delayed_by, late_by
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

_SECOND: Final = timedelta(seconds=1)
"""The next moment: carriers tell whole seconds."""


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
    late_at = _late_at(parcel, promise, thresholds)
    stage, whose = late_by(order, parcel, thresholds, promise)
    yield concern(
        "late",
        *_promised(order, parcel, promise),
        due_at=late_at,
        since_at=promise.ends_at,
        parcel=parcel,
        stage=stage,
        whose=whose,
        skus=skus_of(order, parcel),
        evidence=evidence_of(promise),
    )
    yield from _expected(order, parcel, promise, late_at)
    if late_risk is not None:
        risk = partial(late_risk, lane_of(order, parcel))
        percent = thresholds.of_parcel(parcel.carrier, parcel.service).late_percent
        yield from _at_risk(order, parcel, promise, late_at, percent, risk)


def _late_at(parcel: Parcel, promise: Promise, thresholds: Thresholds) -> datetime:
    """Say from when on a parcel that nobody reports as delivered is late.

    At the end of a stated time it is still in time, and the carrier has a while to
    report it. Whole days have their evening for that.
    """
    if promise.window_end_at is None:
        return promise.ends_at
    own = thresholds.of_parcel(parcel.carrier, parcel.service)
    place = thresholds.place(parcel.location_code)
    reported_at = own.late_after.after(promise.window_end_at, *place).astimezone(UTC)
    return max(reported_at, promise.window_end_at + _SECOND)


def _promised(order: Order, parcel: Parcel, promise: Promise) -> tuple[str, ...]:
    """Name what lateness arises from: a promise, and how often it was none since.

    A parcel that leaves its pick-up point again, or turned out not to be delivered
    or going back, is late for a new reason.
    """
    rests = sum(_is_no_way(fact.code) for fact in facts_of(parcel))
    revisions = str(len(order.circumstances.revisions))
    return (promise.latest_on.isoformat(), revisions, *([str(rests)] if rests else []))


def _is_no_way(code: str) -> bool:
    return code.startswith("available_for_pickup.") or place_of(code) != "shipped"


def _expected(
    order: Order, parcel: Parcel, promise: Promise, late_at: datetime
) -> Iterator[Concern]:
    """Take the carrier at its word when it expects to be late, and says why."""
    estimates = [fact for fact in facts_of(parcel) if fact.estimated_on is not None]
    if not estimates:
        return
    said = max(
        estimates, key=lambda fact: (fact.correction, fact.at, fact.estimated_on)
    )
    if said.estimated_on is not None and said.estimated_on > promise.latest_on:
        stage, whose = delayed_by(said)
        yield concern(
            "predicted_late",
            *_promised(order, parcel, promise),
            stamp(said.at),
            due_at=said.at,
            until_at=late_at,
            parcel=parcel,
            stage=stage,
            whose=whose,
            skus=skus_of(order, parcel),
            evidence=f"carrier expects {said.estimated_on}",
        )


def _at_risk(
    order: Order,
    parcel: Parcel,
    promise: Promise,
    late_at: datetime,
    percent: int,
    risk_of: Callable[..., float],
) -> Iterator[Concern]:
    """Say on which day the parcel, if it has not arrived, is probably late.

    Days are those of the recipient, and each begins without a delivery.
    """
    start_at, zone = parcel.shipped_at, zone_or_utc(promise.zone)
    assert start_at is not None
    shipped_on = start_at.astimezone(zone).date()
    days = (promise.latest_on - shipped_on).days
    for elapsed in range(min(days, RISK_DAYS_MAX) + 1):
        risk = risk_of(elapsed_days=elapsed, days_left=days - elapsed)
        if risk * 100 >= percent:
            day = shipped_on + timedelta(days=elapsed)
            began_at = day_begins_at(day, zone)
            yield concern(
                "predicted_late",
                *_promised(order, parcel, promise),
                due_at=max(start_at, began_at),
                until_at=late_at,
                parcel=parcel,
                skus=skus_of(order, parcel),
                evidence=f"{risk * 100:.0f} % after {elapsed} days",
            )
            return
