"""The spread of times around what is typical: a histogram that forgets."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate
from typing import Final

BIN: Final = 0.02
"""Width of a bin, in natural logarithms: two percent of the time."""

LEAST: Final = math.log(0.05)
BINS: Final = 300
"""From a twentieth to twenty times what is typical."""

WITHIN_A_DAY: Final = (-0.375, -0.125, 0.125, 0.375)

OPENING_DEVIATION: Final = 0.55
"""Spread that is assumed before anything arrived: the logarithm's deviation."""


def bin_of(ratio: float) -> int:
    """Return the bin whose upper edge is the first that is not below *ratio*."""
    if ratio <= 0:
        return 0
    return max(0, min(BINS - 1, math.ceil((math.log(ratio) - LEAST) / BIN - 1e-9)))


def bins_of(days: int, scale: float) -> list[int]:
    """Return the bins of a whole number of days, measured by *scale* days.

    A day is no point: what took three days took two and a half to three and a half.
    """
    return [bin_of(max(0.0, days + part) / scale) for part in WITHIN_A_DAY]


def edge_of(index: float) -> float:
    """Return the ratio at a bin's upper edge, or within the bin."""
    return math.exp(LEAST + BIN * index)


def _opening() -> tuple[float, ...]:
    scale = OPENING_DEVIATION * math.sqrt(2)
    below = [math.erf((LEAST + BIN * i) / scale) / 2 + 0.5 for i in range(BINS)]
    return tuple(x - y for x, y in zip(below, [0.0, *below], strict=False))


OPENING: Final = _opening()
"""The assumed spread, as shares of one."""


class Spread:
    """Weights of ratios, by day forgotten.

    Args:
        half_life_days: After so many days a parcel counts half.
    """

    def __init__(self, half_life_days: float) -> None:
        self._keep = 0.5 ** (1 / half_life_days)
        self._weights: dict[int, float] = {}
        self._day = 0

    def add(self, day: int, bins: Sequence[int], weight: float) -> None:
        """Add a parcel that arrived on *day*, evenly over some bins."""
        self.turn_to(day)
        weights, part = self._weights, weight / len(bins)
        for index in bins:
            weights[index] = weights.get(index, 0.0) + part

    def turn_to(self, day: int) -> None:
        """Forget up to *day*; days never go back."""
        if day > self._day:
            if self._weights:
                kept = self._keep ** (day - self._day)
                self._weights = {i: w * kept for i, w in self._weights.items()}
            self._day = day

    @property
    def weight(self) -> float:
        """How many parcels it stands on, after forgetting."""
        return math.fsum(self._weights.values())

    def blended(self, prior: Sequence[float], parcels: float) -> list[float]:
        """Return shares by bin: own weights with a prior that counts *parcels*."""
        total = self.weight + parcels
        shares = [share * parcels / total for share in prior]
        for index, weight in self._weights.items():
            shares[index] += weight / total
        return shares


class Curve:
    """Shares by bin, added up: what part of the parcels is there by a ratio."""

    def __init__(self, shares: Sequence[float]) -> None:
        self._below = list(accumulate(shares))

    def ratio(self, probability: float) -> float:
        """Return the ratio by which that part is there; the inverse of `share`."""
        wanted = probability * self._below[-1]
        index = bisect_left(self._below, wanted)
        if not index:
            return edge_of(0)
        low, high = self._below[index - 1], self._below[index]
        return edge_of(index - 1 + (wanted - low) / (high - low))

    def share(self, ratio: float) -> float:
        """Return the part that is there by *ratio*, even between the edges."""
        if ratio <= 0:
            return 0.0
        place = (math.log(ratio) - LEAST) / BIN
        if place <= 0:
            return 0.0
        index = math.floor(place)
        if index >= BINS - 1:
            return 1.0
        low, high = self._below[index], self._below[index + 1]
        return min(1.0, (low + (high - low) * (place - index)) / self._below[-1])
