"""Times: aware, and in UTC from the door on."""

from __future__ import annotations

from datetime import UTC, datetime

from postpurchase.errors import InvalidInput, NaiveTime


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
