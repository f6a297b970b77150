"""When a courier comes for goods: windows on working days, or within the hour."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import attrs

from postpurchase.errors import InvalidInput, MissingField
from postpurchase.errors.inputs import short
from postpurchase.values.calendar import WorkingCalendar
from postpurchase.values.times import aware, local_moment

DAYS_AHEAD_MAX: Final = 60
"""The most days on which visits are offered."""

MINUTES_MAX: Final = 24 * 60


def check_whole(value: object, path: str, least: int, most: int) -> None:
    """Refuse what is not a whole number from *least* to *most*."""
    if type(value) is not int or not least <= value <= most:
        raise InvalidInput(
            path=path,
            value=short(value),
            expected=f"a whole number from {least} to {most}",
        )


def _clock(instance: object, field: attrs.Attribute[time], value: object) -> None:
    if not isinstance(value, time) or value.tzinfo is not None:
        raise InvalidInput(
            path=field.name, value=short(value), expected="a time of day such as 14:00"
        )


def _zone(instance: object, field: attrs.Attribute[str], value: object) -> None:
    try:
        ZoneInfo(value)  # type: ignore[arg-type]
    except (LookupError, TypeError, ValueError, OSError):
        raise InvalidInput(
            path=field.name,
            value=short(value),
            expected="a time zone such as Europe/Kyiv",
        ) from None


@attrs.frozen
class Window:
    """Hours of a day.

    Args:
        starts: Local time.
        ends: Local time of the same day, after *starts*.

    Raises:
        InvalidInput: It ends before it starts.

    >>> str(Window(time(10), time(12, 30)))
    '10:00-12:30'
    """

    starts: time = attrs.field(validator=_clock)
    ends: time = attrs.field(validator=_clock)

    def __attrs_post_init__(self) -> None:
        if self.ends <= self.starts:
            raise InvalidInput(
                path="ends", value=str(self.ends), expected="after its start"
            )

    def __str__(self) -> str:
        return f"{self.starts:%H:%M}-{self.ends:%H:%M}"


@attrs.frozen(kw_only=True)
class Visit:
    """A visit of the courier that can be had.

    Args:
        on: The day, where the courier is.
        window: From when to when, local.
        starts_at: Its start, in UTC.
        ends_at: Its end, in UTC.
    """

    on: date
    window: Window
    starts_at: datetime
    ends_at: datetime

    @property
    def slot(self) -> str:
        """The hours as `ChooseReturnWay` takes them, such as ``10:00-12:00``."""
        return str(self.window)


@attrs.frozen(kw_only=True, cache_hash=True)
class Visits:
    """When a courier can be had.

    Args:
        zone: The time zone of its hours.
        windows: Its hours on a working day. A visit takes one of them whole; with
            *within_minutes* they are the hours in which it works.
        calendar: The days on which it works.
        cut_off: Local time up to which an order counts for the same day; one at that
            very time does.
        lead_days: Working days from the day that an order counts for to the first
            day with a visit; with 0 that day's windows that have not begun.
        days_ahead: On how many working days visits are offered.
        within_minutes: How soon it comes, wherever it works now; 0 for a courier
            that comes on a chosen day.

    Raises:
        InvalidInput: A value is not what its field needs.
        MissingField: There are no windows.

    >>> van = Visits(zone="Europe/Warsaw", windows=(Window(time(9), time(13)),))
    >>> van.after(datetime(2026, 4, 30, 12, tzinfo=UTC))[0].on
    datetime.date(2026, 5, 1)
    """

    zone: str = attrs.field(validator=_zone)
    windows: tuple[Window, ...]
    calendar: WorkingCalendar = attrs.field(factory=WorkingCalendar)
    cut_off: time = attrs.field(default=time(17), validator=_clock)
    lead_days: int = 1
    days_ahead: int = 5
    within_minutes: int = 0

    def __attrs_post_init__(self) -> None:
        if not self.windows:
            raise MissingField(path="windows", expected="this field")
        check_whole(self.lead_days, "lead_days", 0, DAYS_AHEAD_MAX)
        check_whole(self.days_ahead, "days_ahead", 1, DAYS_AHEAD_MAX)
        check_whole(self.within_minutes, "within_minutes", 0, MINUTES_MAX)

    def after(self, at: datetime) -> tuple[Visit, ...]:
        """Return the visits that can be ordered at a moment, the earliest first.

        Args:
            at: When it is ordered, aware.

        Raises:
            InvalidInput: A day lies beyond the years whose holidays are known.
        """
        here = aware(at).astimezone(ZoneInfo(self.zone))
        if self.within_minutes:
            return self._at_once(here)
        ordered_on = here.date()
        is_too_late = here.time() > self.cut_off
        first_on = self.calendar.roll(ordered_on)
        if is_too_late and first_on == ordered_on:
            first_on = self.calendar.next_working_day(ordered_on)
        day = self.calendar.add_working_days(first_on, self.lead_days)
        found: list[Visit] = []
        for _ in range(self.days_ahead):
            found += [
                visit
                for visit in map(self._on(day), self.windows)
                if here <= visit.starts_at < visit.ends_at
            ]
            day = self.calendar.next_working_day(day)
        return tuple(sorted(found, key=lambda one: (one.starts_at, one.ends_at)))

    def _on(self, day: date) -> _Day:
        return _Day(day, ZoneInfo(self.zone))

    def _at_once(self, here: datetime) -> tuple[Visit, ...]:
        """Come now, if the courier works until it has come."""
        if not self.calendar.is_working_day(here.date()):
            return ()
        now_at = here.astimezone(UTC).replace(second=0, microsecond=0)
        until_at = now_at + timedelta(minutes=self.within_minutes)
        there = until_at.astimezone(here.tzinfo)
        for hours in map(self._on(here.date()), self.windows):
            # Clocks that go back could show the end before the start.
            is_told = there.time() > here.time()
            if hours.starts_at <= now_at and until_at <= hours.ends_at and is_told:
                window = Window(
                    here.time().replace(second=0, microsecond=0), there.time()
                )
                return (
                    Visit(
                        on=here.date(),
                        window=window,
                        starts_at=now_at,
                        ends_at=until_at,
                    ),
                )
        return ()


@attrs.frozen
class _Day:
    """A day somewhere; called with a window, it is a visit."""

    on: date
    zone: ZoneInfo

    def __call__(self, window: Window) -> Visit:
        return Visit(
            on=self.on,
            window=window,
            starts_at=local_moment(self.on, window.starts, self.zone),
            ends_at=local_moment(self.on, window.ends, self.zone, later=True),
        )
