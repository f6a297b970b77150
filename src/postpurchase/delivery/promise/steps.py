"""The steps of a promise: what each part of the way adds, and on which days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import attrs

from postpurchase.delivery.promise.telling import PromiseStep
from postpurchase.delivery.promise.workdays import delivery_calendar, pick_up_calendar
from postpurchase.delivery.promise.worked_out import WorkedOut

_DAY: Final = timedelta(days=1)


def steps_of(made: WorkedOut) -> tuple[PromiseStep, ...]:
    """Return the steps of a promise in the order in which they happen."""
    journey, dispatch = made.journey, made.dispatch_on
    found = [_ordered(made)]
    if made.available_on is not None and made.available_on > made.counts_from_on:
        on = journey.counts_from_on
        found.append(PromiseStep(code="goods_expected", on=on, until_on=on))
    ready = journey.ready_on
    found += _joined(step for step in _days_off_here(made) if step.on < ready)
    found.append(
        PromiseStep(
            code="processing",
            on=ready,
            until_on=ready,
            days=made.location.processing_days,
        )
    )
    found += _joined(step for step in _days_off_here(made) if step.on >= ready)
    if made.service.kind != "store" or journey.most_days:
        found.append(
            PromiseStep(
                code="collected",
                on=dispatch,
                until_on=dispatch,
                clock=made.service.pick_up_at,
                zone=_zone_here(made),
            )
        )
    if journey.most_days:
        found.append(
            PromiseStep(
                code="transit",
                on=made.latest_on,
                until_on=made.latest_on,
                days=journey.most_days,
                days_least=journey.least_days,
                unit=made.transit.unit,
            )
        )
    found += _joined(_days_off_there(made))
    if made.service.by_at and journey.by_at is None and made.slot is None:
        named = journey.named_on
        found.append(PromiseStep(code="no_stated_time", on=named, until_on=named))
    return (*found, _arrives(made))


def _ordered(made: WorkedOut) -> PromiseStep:
    """Say what the time of the order means for the day that it counts for."""
    on, calendar = _ordered_on(made), made.location.calendar
    first = made.counts_from_on
    if not calendar.is_working_day(on):
        code = "day_off"
    else:
        code = "in_time" if first == on else "after_cut_off"
    return PromiseStep(
        code=code,
        on=first,
        until_on=first,
        clock=made.location.cut_off,
        zone=_zone_here(made),
    )


def _days_off_here(made: WorkedOut) -> Iterator[PromiseStep]:
    """Yield the days between order and collection on which nothing happened.

    Of the weekly days off only those that were in the way: not those that were over
    before work could begin.
    """
    location, calendar = made.location, made.location.calendar
    collecting = pick_up_calendar(location, made.service)
    in_the_way_on = _in_the_way_on(made)
    for day in _days(_ordered_on(made), made.journey.dispatch_on):
        is_in_week = calendar.weekmask[day.weekday()] == "1"
        if is_in_week and day in location.public_holidays:
            yield PromiseStep(
                code="holiday", on=day, until_on=day, country=location.country
            )
        elif not calendar.is_working_day(day):
            if is_in_week or day >= in_the_way_on:
                yield PromiseStep(code="closed", on=day, until_on=day)
        elif (
            day >= made.journey.ready_on
            and collecting is not None
            and not collecting.is_working_day(day)
        ):
            yield PromiseStep(code="no_collection", on=day, until_on=day)


def _in_the_way_on(made: WorkedOut) -> date:
    """Return the day from which on a day off makes the customer wait longer."""
    on = _ordered_on(made)
    is_worked = made.location.calendar.is_working_day(on)
    if is_worked and made.journey.counts_from_on == made.counts_from_on:
        return on
    return made.journey.counts_from_on


def _days_off_there(made: WorkedOut) -> Iterator[PromiseStep]:
    """Yield the days without delivery that make the way longer.

    Working days are not counted on them; calendar days are, and only where they lead
    to such a day it is in the way, with those that follow it.
    """
    service, destination = made.service, made.destination
    delivering = delivery_calendar(service, destination)
    begins_on = made.dispatch_on + _DAY
    if made.transit.unit == "calendar" or made.journey.most_days == 0:
        begins_on = made.dispatch_on + _DAY * made.journey.most_days
    for day in _days(begins_on, made.latest_on):
        if delivering is None or delivering.is_working_day(day):
            continue
        is_in_week = service.delivery_week[day.weekday()] == "1"
        if is_in_week and day in destination.calendar.closures:
            yield PromiseStep(
                code="holiday", on=day, until_on=day, country=destination.country
            )
        else:
            yield PromiseStep(code="no_delivery", on=day, until_on=day)


def _days(first: date, end: date) -> Iterator[date]:
    while first < end:
        yield first
        first += _DAY


def _joined(steps: Iterable[PromiseStep]) -> list[PromiseStep]:
    """Make one step of days that follow each other for the same reason."""
    found: list[PromiseStep] = []
    for step in steps:
        last = found[-1] if found else None
        if last and last.code == step.code and last.until_on + _DAY == step.on:
            found[-1] = attrs.evolve(last, until_on=step.on)
        else:
            found.append(step)
    return found


def _arrives(made: WorkedOut) -> PromiseStep:
    clock = until = None
    code = "arrives" if made.service.kind == "home" else "ready_for_pick_up"
    if made.slot:
        code = "slot"
        clock, until = made.slot.slot.starts, made.slot.slot.ends
    elif made.service.by_at and made.journey.by_at:
        code, clock = "arrives_by", made.service.by_at
    return PromiseStep(
        code=code,
        on=made.earliest_on,
        until_on=made.latest_on,
        clock=clock,
        until=until,
        percent=made.probability_percent,
    )


def _ordered_on(made: WorkedOut) -> date:
    return made.ordered_at.astimezone(ZoneInfo(made.location.zone)).date()


def _zone_here(made: WorkedOut) -> str:
    here = made.location.zone
    return "" if here == made.destination.zone else here
