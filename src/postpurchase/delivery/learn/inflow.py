"""How many parcels set out: what the arrivals of a day are measured by."""

from __future__ import annotations

from typing import Final

AROUND_DAYS: Final = 3
"""Days before and after that a day's count is averaged with: a week in all."""

AVERAGE_KEEP: Final = 0.5 ** (1 / 60)

WEIGHT_MAX: Final = 5.0
"""The most that one arrival counts, lest a lone parcel of a quiet week decides."""


class Inflow:
    """Parcels set out by day.

    A parcel that arrives today stands for all of its age. If many set out on its
    day, many of them arrive, and each counts for less: so a rush does not look like
    a change of speed. Parcels still under way are counted here and nowhere else, and
    that is all that is needed for their absence not to mislead.
    """

    def __init__(self) -> None:
        self._counts: dict[int, int] = {}
        self._first = 0
        self._day = 0
        self._sum = 0.0
        self._days = 0.0

    def add(self, day: int) -> None:
        """Count one parcel that sets out on *day*."""
        if not self._counts:
            self._first = self._day = day
        self._first = min(self._first, day)
        self._counts[day] = self._counts.get(day, 0) + 1

    def turn_to(self, day: int) -> None:
        """Take the days before *day* into the average; days never go back."""
        while self._counts and self._day < day:
            self._sum = self._sum * AVERAGE_KEEP + self._counts.get(self._day, 0)
            self._days = self._days * AVERAGE_KEEP + 1
            self._day += 1

    def weight(self, day: int, today: int) -> float:
        """Return what an arrival counts that set out on *day*.

        Args:
            day: When it set out.
            today: The first day that is not complete.
        """
        first = max(day - AROUND_DAYS, self._first)
        last = max(day, min(day + AROUND_DAYS, today - 1))
        counted = sum(self._counts.get(d, 0) for d in range(first, last + 1))
        if not counted or not self._sum:
            return 1.0
        usual = self._sum / self._days
        return min(WEIGHT_MAX, usual * (last - first + 1) / counted)
