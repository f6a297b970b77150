"""Keeping promises at the share that was chosen, while the world changes."""

from __future__ import annotations

import math
from typing import Final

from postpurchase.errors import InvalidInput
from postpurchase.errors.inputs import short

ANSWER: Final = 0.5
"""How strongly the level answers: twice the misses allowed, 1/√2 of the allowance."""

RESERVE: Final = 0.15
"""Part of the misses allowed that is not spent: a rush comes unannounced, and what it
costs is not made good by later promises."""

PRIOR_PARCELS: Final = 100.0
"""Parcels that are taken to have kept the share, so that one miss is no news."""

ALLOWANCE_LEAST, ALLOWANCE_MOST = 0.25, 2.0
"""Bounds of the answer, as factors of the allowance."""


class PromiseLevel:
    """The probability to ask a book for, so that a share of promises is kept.

    Who allows five misses in a hundred and sees ten asks for more than 95 % from now
    on; who sees two asks for less. The record forgets, so that it follows the season.
    Some of what is allowed is kept in reserve.

    Args:
        probability: The share of promises to be kept, above 0 and below 1.
        half_life_days: After so many days a parcel counts half.

    Raises:
        InvalidInput: The probability is not between 0 and 1.

    >>> level = PromiseLevel(0.9)
    >>> round(level.nominal, 3)
    0.915
    >>> for _ in range(50):
    ...     level.add(day=1, weight=1.0, is_kept=False)
    >>> round(level.nominal, 3)
    0.96
    """

    def __init__(self, probability: float, half_life_days: float = 30.0) -> None:
        if not 0 < probability < 1:
            raise InvalidInput(
                path="probability",
                value=short(probability),
                expected="a number above 0 and below 1, such as 0.95",
            )
        self.probability = probability
        self._keep = 0.5 ** (1 / half_life_days)
        self._day = 0
        self._parcels = self._missed = 0.0

    def add(self, *, day: int, weight: float, is_kept: bool) -> None:
        """Count a parcel that arrived on *day*."""
        self.turn_to(day)
        self._parcels += weight
        self._missed += 0.0 if is_kept else weight

    def turn_to(self, day: int) -> None:
        """Forget up to *day*; days never go back."""
        if day > self._day:
            kept = self._keep ** (day - self._day)
            self._parcels, self._missed = self._parcels * kept, self._missed * kept
            self._day = day

    @property
    def nominal(self) -> float:
        """The probability to ask for now."""
        allowed = (1 - self.probability) * (1 - RESERVE)
        missed = self._missed + PRIOR_PARCELS * allowed
        overdrawn = missed / (allowed * (self._parcels + PRIOR_PARCELS))
        answer = math.pow(overdrawn, -ANSWER)
        return 1 - allowed * max(ALLOWANCE_LEAST, min(ALLOWANCE_MOST, answer))
