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
        InvalidInput: It is not a `datetime`, or falls out of the calendar in UTC.

    >>> from datetime import timedelta, timezone
    >>> aware(datetime(2026, 1, 5, 14, 0, tzinfo=timezone(timedelta(hours=2))))
    datetime.datetime(2026, 1, 5, 12, 0, tzinfo=datetime.timezone.utc)
    """
    if not isinstance(value, datetime):
        raise InvalidInput(
            path=path, value=type(value).__name__, expected="an aware datetime"
        )
    if value.tzinfo is UTC:
        return value
    if value.utcoffset() is None:
        raise NaiveTime(path=path, value=value.isoformat())
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise InvalidInput(
            path=path, value=value.isoformat(), expected="a time of the calendar"
        ) from None
