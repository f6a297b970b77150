"""The steps of a promise: what each part of the way adds, and on which days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import attrs

from postpurchase.delivery.promise.telling import PromiseStep
from postpurchase.delivery.promise.worked_out import WorkedOut

_DAY: Final = timedelta(days=1)


def steps_of(made: WorkedOut) -> tuple[PromiseStep, ...]:
    """Return the steps of a promise in the order in which they happen."""
    journey, dispatch = made.journey, made.dispatch_on
    found = [_ordered(made)]
    if made.available_on is not None and made.available_on > made.counts_from_on:
        on = journey.counts_from_on
        found.append(PromiseStep(code="goods_expected", on=on, until_on=on))
    found += _joined(_days_off_here(made))
    ready = journey.ready_on
    found.append(
        PromiseStep(
            code="processing",
            on=ready,
            until_on=ready,
            days=made.location.processing_days,
        )
    )
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
    return (*found, *_joined(_days_off_there(made)), _arrives(made))


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
    """Yield the days between order and dispatch on which nothing happened."""
    location, week = made.location, made.location.calendar.weekmask
    day = _ordered_on(made)
    while day < made.dispatch_on:
        if week[day.weekday()] == "1" and day in location.public_holidays:
            yield PromiseStep(
                code="holiday", on=day, until_on=day, country=location.country
            )
        elif week[day.weekday()] == "1" and not location.calendar.is_working_day(day):
            yield PromiseStep(code="closed", on=day, until_on=day)
        day += _DAY


def _days_off_there(made: WorkedOut) -> Iterator[PromiseStep]:
    """Yield the holidays on which the service would have delivered."""
    if made.service.works_on_holidays:
        return
    off = made.destination.calendar.closures - made.destination.calendar.extra
    for day in sorted(off):
        is_missed = made.service.delivery_week[day.weekday()] == "1"
        if made.dispatch_on < day < made.latest_on and is_missed:
            yield PromiseStep(
                code="holiday", on=day, until_on=day, country=made.destination.country
            )


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
    elif made.service.by_at:
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
