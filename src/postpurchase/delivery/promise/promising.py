"""Promising: from the time of the order to a range of days with its reasons."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from typing import Final
from zoneinfo import ZoneInfo

import attrs

from postpurchase.delivery.network import Destination, Location, Service, TransitTime
from postpurchase.delivery.network.checks import check_whole
from postpurchase.delivery.promise.journey import journey, last_dispatch_on, never
from postpurchase.delivery.promise.slots import HORIZON_DAYS, OpenSlot, slots_after
from postpurchase.delivery.promise.steps import steps_of
from postpurchase.delivery.promise.telling import PromiseStep
from postpurchase.delivery.promise.worked_out import WorkedOut
from postpurchase.errors import InvalidInput
from postpurchase.errors.inputs import short
from postpurchase.values.money import Money
from postpurchase.values.times import aware, local_moment

EARLY_PERCENT: Final = 10
"""How many percent may come before the first day of a range."""

PERCENT: Final = 90
"""The probability at which a shop promises unless it says otherwise."""


@attrs.frozen(kw_only=True)
class PromisedDelivery(WorkedOut):
    """A promise that explains itself."""

    @cached_property
    def steps(self) -> tuple[PromiseStep, ...]:
        """What each part of the way adds, in order."""
        return steps_of(self)

    def words(self, locale: str = "en") -> tuple[str, ...]:
        """Say the steps in the reader's language."""
        return tuple(step.words(locale) for step in self.steps)


def promise(
    ordered_at: datetime,
    location: Location,
    service: Service,
    destination: Destination,
    *,
    transit: TransitTime | None = None,
    percent: int = PERCENT,
    early_percent: int = EARLY_PERCENT,
    available_on: date | None = None,
    slot: OpenSlot | None = None,
    price: Money | None = None,
) -> PromisedDelivery:
    """Promise when a parcel arrives that is ordered at a time.

    An order counts for its day if that is worked and the cut-off is not over, else
    for the next working day, or for the day on which the goods are there. Then come
    the working days of processing, the first collection by the carrier, its days on
    the way, and the first day on which it delivers.

    Args:
        ordered_at: When the order is placed, aware.
        location: Where the parcel leaves.
        service: What carries it.
        destination: Where it goes.
        transit: Days on the way on this lane, learned or stated; the service's own
            if None.
        percent: How likely the last day is to be kept, 1 to 100.
        early_percent: How many percent may come before the first day.
        available_on: The day from which all goods are at the location.
        slot: One of `open_slots`, asked for with the same arguments.
        price: What the delivery costs the customer.

    Raises:
        NoPromise: The service does not collect there, does not deliver there, or
            never at a time when both are at work.
        NaiveTime: The time has no zone.
        InvalidInput: A percent is none, the slot is not open, or a day lies outside
            the years of a calendar.

    >>> from datetime import UTC
    >>> parcel = promise(
    ...     datetime(2026, 4, 30, 13, 0, tzinfo=UTC),
    ...     Location(code="waw", country="PL", zone="Europe/Warsaw"),
    ...     Service(carrier="post", code="parcel", transit=TransitTime.stated(1, 2)),
    ...     Destination(country="PL", zone="Europe/Warsaw"),
    ... )
    >>> str(parcel.dispatch_on), str(parcel.earliest_on), str(parcel.latest_on)
    ('2026-05-01', '2026-05-04', '2026-05-05')
    """
    at = aware(ordered_at, "ordered_at")
    check_whole(percent, "percent", 1, 100)
    check_whole(early_percent, "early_percent", 1, 100)
    if not service.collects_from(location.code):
        raise never("not_collected", location, service)
    if not service.delivers_to(destination):
        raise never("not_served", location, service)
    transit = service.transit if transit is None else transit
    counted = counts_from(location, at)
    days = journey(
        location,
        service,
        destination,
        transit,
        counts_from_on=_started(location, counted, available_on),
        percents=(min(early_percent, percent), percent),
    )
    made = PromisedDelivery(
        ordered_at=at,
        location=location,
        service=service,
        destination=destination,
        transit=transit,
        percent=percent,
        counts_from_on=counted,
        journey=days,
        dispatch_on=days.dispatch_on,
        available_on=available_on,
        price=price,
    )
    return made if slot is None else _into_slot(made, slot)


def open_slots(
    made: PromisedDelivery, *, days: int = HORIZON_DAYS
) -> tuple[OpenSlot, ...]:
    """Return the slots that can be chosen instead of a promise's range of days.

    Args:
        made: The promise without a slot.
        days: How many days are offered, 1 to `HORIZON_DAYS`.

    Raises:
        InvalidInput: The days are too many.
    """
    check_whole(days, "days", 1, HORIZON_DAYS)
    return slots_after(
        made.journey, made.service, made.destination, made.ordered_at, days=days
    )


def counts_from(location: Location, ordered_at: datetime) -> date:
    """Return the working day of a location that an order counts for by its time.

    Args:
        location: Where the parcel leaves.
        ordered_at: In UTC. At the cut-off itself the day still counts.

    Raises:
        InvalidInput: The day lies outside the years of the calendar.

    >>> from datetime import UTC
    >>> lisbon = Location(code="lis", country="PT", zone="Europe/Lisbon")
    >>> str(counts_from(lisbon, datetime(2026, 5, 4, 13, 0, 1, tzinfo=UTC)))
    '2026-05-05'
    """
    return _counts_from(location, ordered_at)


@lru_cache(maxsize=4096)
def _counts_from(location: Location, ordered_at: datetime) -> date:
    zone = ZoneInfo(location.zone)
    today = ordered_at.astimezone(zone).date()
    if ordered_at > local_moment(today, location.cut_off, zone):
        today += timedelta(days=1)
    return location.calendar.roll(today)


def _started(location: Location, counted: date, available_on: date | None) -> date:
    """Return the day on which work begins: not before the goods are there."""
    if available_on is None or available_on <= counted:
        return counted
    return location.calendar.roll(available_on)


def _into_slot(made: PromisedDelivery, slot: OpenSlot) -> PromisedDelivery:
    if slot not in open_slots(made):
        raise InvalidInput(
            path="slot", value=short(slot.on), expected="one of the open slots"
        )
    on = last_dispatch_on(
        made.location,
        made.service,
        made.destination,
        made.transit,
        days=made.journey,
        latest_on=slot.on,
        before_at=slot.starts_at,
    )
    return attrs.evolve(made, slot=slot, dispatch_on=on)
