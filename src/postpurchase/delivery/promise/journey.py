"""The days of one parcel: counted for, ready, collected, and when it may arrive.

Nothing here depends on the time of the order beyond the day that it counts for, so
that all orders of a day share what was worked out once.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache, partial
from typing import Final
from zoneinfo import ZoneInfo

import attrs

from postpurchase.delivery.network import Destination, Location, Service, TransitTime
from postpurchase.delivery.promise.workdays import delivery_calendar, pick_up_calendar
from postpurchase.errors import NoPromise
from postpurchase.values.calendar import WorkingCalendar
from postpurchase.values.times import local_moment

CACHED_MAX: Final = 16_384
"""Journeys that are remembered, about 1 KB each."""

_DAY: Final = timedelta(days=1)


@attrs.frozen(kw_only=True)
class Journey:
    """The days of one parcel.

    Args:
        counts_from_on: The working day that the order counts for.
        ready_on: The day on which the parcel is ready, at the location.
        dispatch_on: The day on which the carrier collects it, at the location.
        left_at: Before this moment it cannot have left.
        least_days: Days on the way at the early end.
        most_days: Days on the way at the chosen probability.
        earliest_on: First day, at the destination.
        latest_on: Last day, at the destination.
        named_on: The day that the days on the way lead to, on which nothing may be
            delivered.
        by_at: The moment by which a time-definite service delivers; None for the
            end of the day, also where nothing is delivered on *named_on*.
    """

    counts_from_on: date
    ready_on: date
    dispatch_on: date
    left_at: datetime
    least_days: int
    most_days: int
    earliest_on: date
    latest_on: date
    named_on: date
    by_at: datetime | None


def journey(
    location: Location,
    service: Service,
    destination: Destination,
    transit: TransitTime,
    *,
    counts_from_on: date,
    percents: tuple[int, int],
) -> Journey:
    """Work out the days of a parcel whose order counts for a day.

    Args:
        location: Where it leaves.
        service: What carries it.
        destination: Where it goes.
        transit: How long that takes.
        counts_from_on: A working day of the location.
        percents: The early and the chosen probability.

    Raises:
        NoPromise: The carrier never collects there, or never delivers.
        InvalidInput: A day lies outside the years of a calendar.
    """
    timetable, area = service.timetable, destination.area
    return _journey(location, timetable, area, transit, counts_from_on, percents)


@lru_cache(maxsize=CACHED_MAX)
def _journey(
    location: Location,
    service: Service,
    destination: Destination,
    transit: TransitTime,
    counts_from_on: date,
    percents: tuple[int, int],
) -> Journey:
    ready = location.calendar.add_working_days(counts_from_on, location.processing_days)
    dispatch = _collected_on(location, service, ready)
    left_at = _left_at(location, service, dispatch, counts_from_on)
    delivering = delivery_calendar(service, destination)
    if delivering is None:
        raise never("never_delivered", location, service)
    zone = ZoneInfo(destination.zone)
    arrive = partial(_arrival, service, delivering, dispatch, left_at, zone)
    least, most = (transit.at(percent) for percent in percents)
    latest = arrive(most, transit.unit)
    named = _named_on(delivering, dispatch, most, transit.unit)
    states_time = service.by_at is not None and delivering.is_working_day(named)
    return Journey(
        counts_from_on=counts_from_on,
        ready_on=ready,
        dispatch_on=dispatch,
        left_at=left_at,
        least_days=least,
        most_days=most,
        earliest_on=arrive(least, transit.unit),
        latest_on=latest,
        named_on=named,
        by_at=local_moment(latest, service.by_at, zone)
        if states_time and service.by_at
        else None,
    )


def last_dispatch_on(
    location: Location,
    service: Service,
    destination: Destination,
    transit: TransitTime,
    *,
    days: Journey,
    latest_on: date,
    before_at: datetime,
) -> date:
    """Return the last collection with which a parcel is there on a later day.

    Args:
        location: Where it leaves.
        service: What carries it.
        destination: Where it goes.
        transit: How long that takes.
        days: The parcel's days if it leaves at once.
        latest_on: The day on which it has to be there.
        before_at: The moment before which it has to have left.
    """
    collecting = pick_up_calendar(location, service)
    delivering = delivery_calendar(service, destination)
    zone = ZoneInfo(destination.zone)
    found = later = days.dispatch_on
    while collecting and delivering and later + _DAY * days.most_days < latest_on:
        later += _DAY
        if not collecting.is_working_day(later):
            continue
        left_at = _left_at(location, service, later, days.counts_from_on)
        arrives_on = _arrival(
            service, delivering, later, left_at, zone, days.most_days, transit.unit
        )
        if arrives_on > latest_on or left_at > before_at:
            break
        found = later
    return found


def never(reason: str, location: Location, service: Service) -> NoPromise:
    """Return the refusal of a service that cannot serve, with its reason."""
    return NoPromise(
        reason=reason,
        location=location.code,
        carrier=service.carrier,
        service=service.code,
    )


def _collected_on(location: Location, service: Service, ready: date) -> date:
    """Return the day on which the carrier collects what is ready."""
    calendar = pick_up_calendar(location, service)
    if calendar is None:
        raise never("never_collected", location, service)
    # Ready at the cut-off of the same day is too late for an earlier collection.
    is_missed = service.pick_up_at is not None and service.pick_up_at < location.cut_off
    if is_missed and location.processing_days == 0:
        return calendar.next_working_day(ready)
    return calendar.roll(ready)


def _left_at(
    location: Location, service: Service, dispatch: date, counts_from: date
) -> datetime:
    """Return the moment before which the parcel cannot have left."""
    clock = service.pick_up_at
    if clock is None:
        clock = location.cut_off if dispatch == counts_from else time(0)
    return local_moment(dispatch, clock, ZoneInfo(location.zone))


def _named_on(
    delivering: WorkingCalendar, dispatch: date, days: int, unit: str
) -> date:
    """Return the day that the days on the way lead to, delivery or not.

    Working days lead to one on which something is delivered; calendar days may not.
    """
    if unit == "calendar" or days == 0:
        return dispatch + _DAY * days
    first = delivering.next_working_day(dispatch)
    return delivering.add_working_days(first, days - 1)


def _arrival(
    service: Service,
    delivering: WorkingCalendar,
    dispatch: date,
    left_at: datetime,
    zone: ZoneInfo,
    days: int,
    unit: str,
) -> date:
    """Return the day after so many days on the way; the first is the day after.

    Where the destination's clocks are ahead, no day can be named that is over there
    when the parcel leaves, nor a stated time.
    """
    counted = _named_on(delivering, dispatch, days, unit)
    found = delivering.roll(max(counted, left_at.astimezone(zone).date()))
    if service.by_at and local_moment(found, service.by_at, zone) <= left_at:
        return delivering.next_working_day(found)
    return found
