"""How long to wait before a delivery is tried again."""

from __future__ import annotations

from datetime import timedelta

PAUSES: tuple[timedelta, ...] = (
    timedelta(seconds=5),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(hours=24),
)
"""The pause after the first failure, the second, and so on; after the last one
the delivery becomes a dead letter."""


def pause_after(attempts: int, *, at_least_s: float = 0) -> timedelta | None:
    """Say how long to wait after so many failed attempts; None to give up.

    Args:
        attempts: Failed attempts so far, from 1.
        at_least_s: What the other side asked for, in seconds; at most a day.

    >>> pause_after(1), pause_after(8)
    (datetime.timedelta(seconds=5), None)
    """
    if attempts > len(PAUSES):
        return None
    asked = timedelta(seconds=min(max(at_least_s, 0), 86_400))
    return max(PAUSES[attempts - 1], asked)
