"""What is learned of all parcels that share their first group."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from postpurchase.delivery.learn.groups import Groups
from postpurchase.delivery.learn.inflow import Inflow
from postpurchase.delivery.learn.memory import Memory
from postpurchase.delivery.learn.spread import OPENING, Curve, Spread, bins_of

PACE_AT: Final = (0.25, 0.5, 0.75)
"""Where the pace is read: it is the geometric mean of the quartiles."""

TREND: Final = 0.6
"""How far a change of pace is thought on: what arrives today set out some time ago."""

HEARD_AT: Final = 0.02
"""Part of its full say at which a group's own spread is heard."""


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
        self._longer = Spread(memory.trend_days)
        self._spread = Spread(memory.spread_days)
        self._groups: dict[str, Spread] = {}
        self._shares: dict[Groups, Sequence[float]] = {(): OPENING}
        self._curves: dict[Groups, Curve] = {}

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
        missed = bins_of(days, expected)
        took = bins_of(days, typical)
        self._recent.add(day, took, weight)
        self._longer.add(day, took, weight)
        self._spread.add(day, missed, weight)
        for group in groups[1:]:
            spread = self._groups.get(group)
            if spread is None:
                spread = Spread(self._memory.group_spread_days)
                self._groups[group] = spread
            spread.add(day, missed, weight)

    def close(self, day: int) -> None:
        """Make what was added count, from *day* on."""
        parcels = self._memory.opening_parcels
        self._day = day
        self.inflow.turn_to(day)
        self._spread.turn_to(day)
        self._shares.clear()
        self._curves.clear()
        self._shares[()] = self._spread.blended(OPENING, parcels)
        recent, longer = self._paced(self._recent), self._paced(self._longer)
        self.pace = recent * math.pow(recent / longer, TREND)

    def curve(self, groups: Groups) -> Curve:
        """Return the spread of the parcels of some groups."""
        found = self._curves.get(groups)
        if found is None:
            found = self._curves[groups] = Curve(self._shares_of(groups[1:]))
        return found

    def _shares_of(self, groups: Groups) -> Sequence[float]:
        """Start with all parcels and give each group its say, the broadest first."""
        found = self._shares.get(groups)
        if found is None:
            found = self._shares_of(groups[:-1])
            spread = self._groups.get(groups[-1])
            parcels = self._memory.group_spread_parcels
            if spread is not None:
                spread.turn_to(self._day)
                if spread.weight >= HEARD_AT * parcels:
                    found = spread.blended(found, parcels)
            self._shares[groups] = found
        return found

    def _paced(self, arrivals: Spread) -> float:
        """Compare arrivals with what was typical for them."""
        arrivals.turn_to(self._day)
        curve = Curve(arrivals.blended(OPENING, self._memory.opening_parcels))
        return _middle(curve) / AT_REST


def _middle(curve: Curve) -> float:
    return math.exp(math.fsum(math.log(curve.ratio(p)) for p in PACE_AT) / 3)


AT_REST: Final = _middle(Curve(OPENING))
"""The middle of a spread while nothing changes."""
