"""A time to wait: hours by the clock, or working days of a calendar."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import attrs

from postpurchase.delivery.network.checks import check_whole
from postpurchase.values.calendar import WorkingCalendar

HOURS_MAX: Final = 24 * 365
"""The longest wait: a year."""


@attrs.frozen
class Wait:
    """A time to wait: hours by the clock, or whole working days.

    Working days keep the local time of day, also where the clocks change in
    between: three days after Friday 10:00 is Wednesday 10:00.

    Args:
        hours: Hours by the clock, 0 to 8760.
        working_days: Working days, 0 to 365; counted first.

    Raises:
        InvalidInput: A number is out of its range.

    >>> warsaw = ZoneInfo("Europe/Warsaw")
    >>> friday = datetime(2026, 3, 27, 10, tzinfo=warsaw)
    >>> Wait(working_days=1).after(friday, warsaw, WorkingCalendar()).isoformat()
    '2026-03-30T10:00:00+02:00'
    >>> Wait(hours=72).after(friday, warsaw, WorkingCalendar()).isoformat()
    '2026-03-30T11:00:00+02:00'
    """

    hours: int = 0
    working_days: int = 0

    def __attrs_post_init__(self) -> None:
        """Refuse numbers that no shop waits for."""
        check_whole(self.hours, "hours", 0, HOURS_MAX)
        check_whole(self.working_days, "working_days", 0, 365)

    def after(
        self, start_at: datetime, zone: ZoneInfo, calendar: WorkingCalendar
    ) -> datetime:
        """Say when the wait that begins at *start_at* is over.

        Args:
            start_at: When it begins, aware.
            zone: Where days begin and end.
            calendar: Which days count; beyond its years only its week does.
        """
        local = start_at.astimezone(zone)
        if self.working_days:
            known = within_years(calendar, local.date(), self.working_days)
            day = known.add_working_days(local.date(), self.working_days)
            local = datetime.combine(day, local.time(), zone)
        # Hours pass alike everywhere, also where the clocks change.
        elapsed = local.astimezone(_UTC) + timedelta(hours=self.hours)
        return elapsed.astimezone(zone)


_UTC: Final = ZoneInfo("UTC")


def within_years(
    calendar: WorkingCalendar, start_on: date, working_days: int
) -> WorkingCalendar:
    """Return the calendar, or its bare week where its years do not reach.

    Nobody is to miss a finding because next year's holidays are not known yet.
    """
    reach = start_on + timedelta(days=3 * working_days + 30)
    years = range(start_on.year, reach.year + 1)
    if not calendar.years or calendar.years >= set(years):
        return calendar
    return WorkingCalendar(weekmask=calendar.weekmask)
