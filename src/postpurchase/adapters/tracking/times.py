"""Reading the times of carriers: aware where they name a zone, else their clock."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Final

import attrs

TEXT_MAX: Final = 40
"""Characters of a time; more are none."""

_FORMATS: Final = (
    "%m/%d/%Y %I:%M:%S %p",
    "%d-%m-%Y %H:%M:%S",
    "%d.%m.%Y %H:%M:%S",
    "%d.%m.%Y %H:%M",
    "%d.%m.%Y, %H:%M",
    "%Y%m%d%H%M%S",
    "%Y%m%d%H%M",
)
_DAY_FORMATS: Final = ("%d-%m-%Y", "%d.%m.%Y", "%m/%d/%Y", "%Y%m%d")
_OFFSET: Final = re.compile(r"([+-])(\d{2}):?(\d{2})(?::?\d{2})?")
_YEARS: Final = range(1970, 9998)
"""Carriers write the year 1, or 9999, where there is no time."""


@attrs.frozen
class Moment:
    """When something happened, as far as the carrier said so.

    Args:
        at: The time with the carrier's own offset, if it named one.
        local_at: Its clock without an offset, or the day alone, else empty.
    """

    at: datetime | None = None
    local_at: str = ""

    def __bool__(self) -> bool:
        return self.at is not None or bool(self.local_at)

    def estimate(self, zone: tzinfo = UTC) -> datetime | None:
        """Place the moment in time; a bare clock reading as if it were in *zone*.

        >>> clock = moment("2021-01-14T00:52:00")
        >>> clock.estimate(timezone(timedelta(hours=1))).isoformat()
        '2021-01-13T23:52:00+00:00'
        """
        if self.at is not None:
            return self.at.astimezone(UTC)
        if not self.local_at:
            return None
        local = datetime.fromisoformat(self.local_at).replace(tzinfo=zone)
        return local.astimezone(UTC)

    def document(self) -> str | None:
        """Write it for scripts: with an offset only where the carrier gave one."""
        if self.at is None:
            return self.local_at or None
        return self.at.isoformat().replace("+00:00", "Z")


NO_MOMENT: Final = Moment()


def moment(said: str) -> Moment:
    """Read a time in one of the shapes that carriers write.

    Raises:
        ValueError: It is none of them.

    >>> moment("2024-10-07T10:46:14+0200").document()
    '2024-10-07T10:46:14+02:00'
    >>> moment("8/19/2021 5:11:26 PM").document()
    '2021-08-19T17:11:26'
    >>> bool(moment("0001-01-01 00:00:00"))
    False
    """
    text = said.strip()
    if not text:
        return NO_MOMENT
    if len(text) > TEXT_MAX:
        raise ValueError(text)
    at = _read(text)
    if at.year not in _YEARS:
        return NO_MOMENT
    if not isinstance(at, datetime):
        return Moment(local_at=at.isoformat())
    if at.tzinfo is None:
        return Moment(local_at=_clock(at))
    return Moment(at.replace(microsecond=0))


def moment_of(day: str, clock: str, offset: str = "") -> Moment:
    """Read a day and a time of day that stand apart, with an offset if one stands.

    Raises:
        ValueError: They are no day and time.

    >>> moment_of("20210210", "071356").document()
    '2021-02-10T07:13:56'
    >>> moment_of("2024-11-22", "13:58 PM", "-05:00").document()
    '2024-11-22T13:58:00-05:00'
    """
    if not day.strip():
        return NO_MOMENT
    said = _read(day.strip())
    on = said.date() if isinstance(said, datetime) else said
    if on.year not in _YEARS:
        return NO_MOMENT
    if not clock.strip():
        return Moment(local_at=on.isoformat())
    at = datetime.combine(on, _time_of_day(clock.strip()))
    zone = _zone(offset.strip())
    if zone is None:
        return Moment(local_at=_clock(at))
    return Moment(at.replace(tzinfo=zone))


def day(said: str) -> date | None:
    """Read the day of a date or time; None if it is no real one.

    >>> day("2018-08-03T00:00:00Z"), day("19-11-2016"), day("")
    (datetime.date(2018, 8, 3), datetime.date(2016, 11, 19), None)
    """
    text = said.strip()
    if not text or len(text) > TEXT_MAX:
        return None
    try:
        at = _read(text)
    except ValueError:
        return None
    on = at.date() if isinstance(at, datetime) else at
    return on if on.year in _YEARS else None


def _read(text: str) -> datetime | date:
    if len(text) == 10 and text[4] == "-":
        return date.fromisoformat(text)
    if len(text) != 8 or not text.isdigit():
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            pass
    for shape in _FORMATS:
        try:
            return datetime.strptime(text, shape)  # noqa: DTZ007 - the carrier's clock
        except ValueError:
            continue
    for shape in _DAY_FORMATS:
        try:
            return datetime.strptime(text, shape).date()  # noqa: DTZ007 - a day
        except ValueError:
            continue
    raise ValueError(text)


_TIME: Final = re.compile(r"(\d{1,2}):?(\d{2})(?::?(\d{2})(?:\.\d+)?)?(?:\s*([AP]M))?")


def _time_of_day(text: str) -> time:
    found = _TIME.fullmatch(text.upper())
    if found is None:
        raise ValueError(text)
    hour, minute = int(found[1]), int(found[2])
    # Some write "13:58 PM", and "00:00 AM"; only 1 to 12 can be a half of the day.
    if found[4] == "PM" and hour < 12:
        hour += 12
    elif found[4] == "AM" and hour == 12:
        hour = 0
    return time(hour, minute, int(found[3] or 0))


def _zone(offset: str) -> tzinfo | None:
    found = _OFFSET.fullmatch(offset)
    if found is None:
        return UTC if offset == "Z" else None
    span = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return timezone(-span if found[1] == "-" else span)


def _clock(at: datetime) -> str:
    return at.replace(microsecond=0).isoformat()
