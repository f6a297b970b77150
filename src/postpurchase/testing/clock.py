"""A clock that stands still until a test turns it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from postpurchase.errors import InvalidInput
from postpurchase.values.times import aware

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
"""A Monday noon in UTC at which every clock of a test starts."""


class Clock:
    """Tells the same time again and again, until it is advanced.

    Args:
        at: The time to start with, aware.

    >>> clock = Clock()
    >>> clock.advance(days=14)
    >>> clock().isoformat()
    '2026-05-18T12:00:00+00:00'
    """

    def __init__(self, at: datetime = NOON) -> None:
        self.at: datetime = aware(at)

    def __call__(self) -> datetime:
        """Tell the time, in UTC."""
        return self.at

    def advance(
        self, *, days: int = 0, hours: int = 0, minutes: int = 0, seconds: int = 0
    ) -> None:
        """Turn the clock forward.

        Raises:
            InvalidInput: It would go backward.
        """
        step = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
        if step < timedelta():
            raise InvalidInput(path="advance", value=str(step), expected="forward")
        self.at += step
