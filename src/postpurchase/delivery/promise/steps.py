"""Each part of a promise as a value: what it adds, and about which days it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import attrs

if TYPE_CHECKING:
    from postpurchase.delivery.promise.promising import PromisedDelivery

CODES: Final = (
    "in_time",
    "after_cut_off",
    "day_off",
    "goods_expected",
    "holiday",
    "closed",
    "processing",
    "collected",
    "transit",
    "arrives",
    "arrives_by",
    "slot",
)
"""What a step can be, in about the order in which they happen."""

_DAY: Final = timedelta(days=1)


@attrs.frozen(kw_only=True)
class PromiseStep:
    """What one part of the way adds to a promise.

    Args:
        code: One of `CODES`.
        on: The day that the step leads to, or about which it is.
        until_on: The last of several days, else the same.
        days: How many days it takes, at most.
        days_least: How many at least.
        unit: ``working`` or ``calendar`` days.
        clock: A local time that matters, or None.
        until: The end of a window, or None.
        zone: The time zone of *clock*, where it is not the destination's.
        country: Whose holiday it is.
        percent: How likely it is, if that is known.
    """

    code: str
    on: date
    until_on: date
    days: int = 0
    days_least: int = 0
    unit: str = "working"
    clock: time | None = None
    until: time | None = None
    zone: str = ""
    country: str = ""
    percent: int | None = None

    def words(self, locale: str = "en") -> str:
        """Say the step in the reader's language.

        >>> day = date(2026, 5, 6)
        >>> PromiseStep(code="holiday", on=day, until_on=day, country="PL").words("pl")
        'Dzień wolny od pracy (Polska): środa, 6 maja.'
        """
        from postpurchase.delivery.promise.telling import step_words

        return step_words(self, locale)


def steps_of(made: PromisedDelivery) -> tuple[PromiseStep, ...]:
    """Return the steps of a promise in the order in which they happen."""
    journey, dispatch = made.journey, made.dispatch_on
    found = [_ordered(made)]
    if made.available_on is not None and made.available_on > _ordered_on(made):
        on = journey.counts_from_on
        found.append(PromiseStep(code="goods_expected", on=on, until_on=on))
    found += _joined(_days_off_here(made))
    ready = journey.ready_on
    found += [
        PromiseStep(
            code="processing",
            on=ready,
            until_on=ready,
            days=made.location.processing_days,
        ),
        PromiseStep(
            code="collected",
            on=dispatch,
            until_on=dispatch,
            clock=made.service.pick_up_at,
            zone=_zone_here(made),
        ),
    ]
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


def _ordered(made: PromisedDelivery) -> PromiseStep:
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


def _days_off_here(made: PromisedDelivery) -> Iterator[PromiseStep]:
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


def _days_off_there(made: PromisedDelivery) -> Iterator[PromiseStep]:
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


def _arrives(made: PromisedDelivery) -> PromiseStep:
    clock = until = None
    code = "arrives"
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


def _ordered_on(made: PromisedDelivery) -> date:
    return made.ordered_at.astimezone(ZoneInfo(made.location.zone)).date()


def _zone_here(made: PromisedDelivery) -> str:
    here = made.location.zone
    return "" if here == made.destination.zone else here
