"""One way of delivery as a row of plain numbers, which compare quickly."""

from __future__ import annotations

from typing import Final, TypeAlias

Row: TypeAlias = tuple[int, int, int, int, int]
"""Price in minor units, latest day, earliest day, grams of CO₂, place in the list.

Days are ordinals. The place counts services first, locations within a service, so
that no two rows are alike and every order of them is the same on every run.
"""

PRICE: Final = 0
LATEST: Final = 1
EARLIEST: Final = 2
CARBON: Final = 3
PLACE: Final = 4

UNKNOWN_GRAMS: Final = 10**12
"""Stands for a footprint that is not known: more than any that is."""
