"""What is learned of all parcels that share their first group."""

from __future__ import annotations

import math
from typing import Final

from postpurchase.delivery.learn.groups import Groups
from postpurchase.delivery.learn.inflow import Inflow
from postpurchase.delivery.learn.memory import Memory
from postpurchase.delivery.learn.spread import OPENING, Curve, Spread

PACE_AT: Final = (0.25, 0.5, 0.75)
"""Where the pace is read: it is the geometric mean of the quartiles."""


WITHIN_A_DAY: Final = (-0.375, -0.125, 0.125, 0.375)
"""A day is no point: what took three days took two and a half to three and a half."""


class Pool:
    """Inflow, pace and spread of one carrier's parcels.

    Args:
        memory: Half-lives and weights.
    """

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self.inflow = Inflow()
        self.pace = 1.0
        self._day = 0
        self._recent = Spread(memory.pace_days)
        self._spread = Spread(memory.spread_days)
        self._lanes: dict[Groups, Spread] = {}
        self._shares: list[float] = list(OPENING)
        self._curve = Curve(OPENING)
        self._curves: dict[Groups, Curve] = {}
        self._at_rest = self._geometric(Curve(OPENING))

    def add(
        self,
        groups: Groups,
        *,
        day: int,
        days: int,
        typical: float,
        expected: float,
        weight: float,
    ) -> None:
        """Add an arrival.

        Args:
            groups: Its groups.
            day: When it arrived.
            days: What it took.
            typical: What is typical, in days.
            expected: What was expected when it set out, in days.
            weight: What it counts.
        """
        lane = self._lanes.get(groups)
        if lane is None:
            lane = self._lanes[groups] = Spread(self._memory.typical_days)
        for part in WITHIN_A_DAY:
            took, counts = max(0.0, days + part), weight / len(WITHIN_A_DAY)
            self._recent.add(day, took / typical, counts)
            self._spread.add(day, took / expected, counts)
            lane.add(day, took / expected, counts)

    def close(self, day: int) -> None:
        """Make what was added count, from *day* on."""
        parcels = self._memory.opening_parcels
        self._day = day
        self.inflow.turn_to(day)
        self._recent.turn_to(day)
        self._spread.turn_to(day)
        self._shares = self._spread.blended(OPENING, parcels)
        self._curve = Curve(self._shares)
        recent = Curve(self._recent.blended(OPENING, parcels))
        self.pace = self._geometric(recent) / self._at_rest
        self._curves.clear()

    def curve(self, groups: Groups) -> Curve:
        """Return the spread of a lane, drawn towards that of all."""
        lane = self._lanes.get(groups)
        if lane is None:
            return self._curve
        found = self._curves.get(groups)
        if found is None:
            lane.turn_to(self._day)
            found = Curve(lane.blended(self._shares, self._memory.lane_parcels))
            self._curves[groups] = found
        return found

    @staticmethod
    def _geometric(curve: Curve) -> float:
        return math.exp(math.fsum(math.log(curve.ratio(p)) for p in PACE_AT) / 3)
