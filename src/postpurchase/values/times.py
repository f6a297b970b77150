"""Times: aware, and in UTC from the door on."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from postpurchase.errors import InvalidInput, NaiveTime

_SECOND: Final = timedelta(seconds=1)


def aware(value: object, path: str = "at") -> datetime:
    """Return *value* in UTC.

    Args:
        value: A `datetime` with a time zone.
        path: Where it stood in the input, for the error.

    Raises:
        NaiveTime: The time has no zone.
        InvalidInput: It is not a `datetime`, or in UTC not in the years 2 to 9998:
            at the ends of the calendar no other zone could tell it.

    >>> from datetime import timedelta, timezone
    >>> aware(datetime(2026, 1, 5, 14, 0, tzinfo=timezone(timedelta(hours=2))))
    datetime.datetime(2026, 1, 5, 12, 0, tzinfo=datetime.timezone.utc)
    """
    if not isinstance(value, datetime):
        raise InvalidInput(
            path=path, value=type(value).__name__, expected="an aware datetime"
        )
    if value.tzinfo is UTC and 1 < value.year < 9999:
        return value
    if value.utcoffset() is None:
        raise NaiveTime(path=path, value=value.isoformat())
    try:
        at = value.astimezone(UTC)
    except OverflowError:
        at = value
    if not 1 < at.year < 9999:
        raise InvalidInput(
            path=path, value=value.isoformat(), expected="a time of the calendar"
        )
    return at


def zone_or_utc(name: str) -> tzinfo:
    """Find a time zone by its name; an unknown one counts as UTC.

    >>> str(zone_or_utc("Europe/Kyiv")), str(zone_or_utc("Mars/Olympus_Mons"))
    ('Europe/Kyiv', 'UTC')
    """
    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        return UTC


def day_begins_at(day: date, zone: tzinfo) -> datetime:
    """Return the moment at which a day begins in *zone*, in UTC.

    >>> str(day_begins_at(date(2026, 5, 6), ZoneInfo("Europe/Kyiv")))
    '2026-05-05 21:00:00+00:00'
    """
    return datetime.combine(day, time(), zone).astimezone(UTC)


def local_moment(
    day: date, clock: time, zone: ZoneInfo, *, later: bool = False
) -> datetime:
    """Return the moment at which clocks in *zone* show a time, in UTC.

    When clocks go forward, a time that they skip is the moment of the change. When
    they go back, a time that they show twice is the first moment, or the *later*.

    Args:
        day: The local day.
        clock: The local time of day.
        zone: Where the clocks are.
        later: Which of two moments is meant.

    Raises:
        InvalidInput: The moment is not in the years 2 to 9998.

    >>> new_york = ZoneInfo("America/New_York")
    >>> str(local_moment(date(2026, 3, 8), time(2, 30), new_york))
    '2026-03-08 07:00:00+00:00'
    >>> str(local_moment(date(2026, 11, 1), time(1, 30), new_york, later=True))
    '2026-11-01 06:30:00+00:00'
    """
    told = datetime.combine(day, clock, zone)
    moment = aware(told.replace(fold=int(later)), "day")
    if moment.astimezone(zone).replace(tzinfo=None) == told.replace(tzinfo=None):
        return moment
    # The zone's rules before the change tell a moment after it, and the other way.
    whole = told.replace(microsecond=0)
    after, before = aware(whole.replace(fold=0)), aware(whole.replace(fold=1))
    while after - before > _SECOND:
        middle = (before + (after - before) / 2).replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == after.astimezone(zone).utcoffset():
            after = middle
        else:
            before = middle
    return after
