"""What is typical for a parcel, from the groups that it belongs to."""

from __future__ import annotations

import math
from typing import Final

from postpurchase.delivery.learn.groups import Groups
from postpurchase.delivery.learn.memory import Memory

REFIT_DAYS: Final = 7
"""Days after which the groups are weighed against each other again."""

ROUNDS: Final = 6
"""Rounds of weighing; the groups then agree to well below a percent."""

HALF: Final = 0.5
"""Added to days before the logarithm is taken, so that a day of 0 counts."""


class TypicalDays:
    """The geometric mean of days, as a factor for each group.

    A group's factor is drawn towards 1, the more so the fewer its parcels: with none
    it is 1, and what is known of the broader groups stands. All factors are found
    together, so that a lane is not charged for what its destination explains.

    Args:
        memory: Half-lives and weights.
    """

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._sums: dict[Groups, tuple[float, float]] = {}
        self._effects: dict[str, float] = {}
        self._mean = math.log(memory.opening_days + HALF)
        self._first: int | None = None
        self._next = 0

    def add(self, groups: Groups, day: int, days: int, weight: float) -> None:
        """Add a parcel that arrived on *day* after *days*."""
        if self._first is None:
            self._first = day
        weight *= 2.0 ** ((day - self._first) / self._memory.typical_days)
        known, total = self._sums.get(groups, (0.0, 0.0))
        said = math.log(days + HALF)
        self._sums[groups] = known + weight, total + weight * said

    def turn_to(self, day: int) -> None:
        """Weigh the groups again if it is time; days never go back."""
        if self._first is not None and day >= self._next:
            self._next = day + REFIT_DAYS
            age = (day - self._first) / self._memory.typical_days
            self._refit(0.5**age)

    def days(self, groups: Groups) -> float:
        """Return what is typical, in days."""
        known = self._effects
        return math.exp(self._mean + math.fsum(known.get(g, 0.0) for g in groups))

    def _refit(self, forgotten: float) -> None:
        rows = [(g, w * forgotten, t * forgotten) for g, (w, t) in self._sums.items()]
        opening = self._memory.opening_parcels / 10
        members: dict[str, list[int]] = {}
        for index, (groups, _, _) in enumerate(rows):
            for group in groups:
                members.setdefault(group, []).append(index)
        weights = [weight for _, weight, _ in rows]
        rest = [total - weight * self._mean for _, weight, total in rows]
        effects = dict.fromkeys(members, 0.0)
        prior = opening * (math.log(self._memory.opening_days + HALF) - self._mean)
        for _ in range(ROUNDS):
            step = (math.fsum(rest) + prior) / (math.fsum(weights) + opening)
            self._mean += step
            prior -= opening * step
            rest = [r - step * w for r, w in zip(rest, weights, strict=True)]
            for group, indexes in members.items():
                weight = math.fsum(weights[i] for i in indexes)
                total = math.fsum(rest[i] for i in indexes) + weight * effects[group]
                found = total / (weight + self._memory.group_parcels)
                for i in indexes:
                    rest[i] -= (found - effects[group]) * weights[i]
                effects[group] = found
        self._effects = effects
