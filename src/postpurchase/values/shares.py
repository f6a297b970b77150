"""Shares: a part of a number, with how far it can be trusted."""

from __future__ import annotations

import math
from typing import Final

import attrs

from postpurchase.errors import InvalidInput
from postpurchase.errors.inputs import short

Z: Final = 1.959963984540054
"""Standard deviations of an interval that holds in 95 of 100 cases."""


@attrs.frozen
class Share:
    """A part of a number of things, with the range that the true share lies in.

    Args:
        count: How many.
        out_of: Of how many.

    Raises:
        InvalidInput: More than there are, or below 0.

    Source: the score interval of E. B. Wilson (1927).

    >>> one = Share(1, 1)
    >>> one.value, round(one.least, 2), one.most
    (1.0, 0.21, 1.0)
    >>> str(Share(93, 100))
    '93 of 100 (86-97 %)'
    """

    count: int
    out_of: int

    def __attrs_post_init__(self) -> None:
        if not 0 <= self.count <= self.out_of:
            raise InvalidInput(
                path="count", value=short(self.count), expected="0 to out_of"
            )

    def __str__(self) -> str:
        if not self.out_of:
            return "0 of 0"
        low, high = round(100 * self.least), round(100 * self.most)
        return f"{self.count} of {self.out_of} ({low}-{high} %)"

    @property
    def value(self) -> float | None:
        """The share, or None of nothing."""
        return self.count / self.out_of if self.out_of else None

    @property
    def least(self) -> float:
        """The lower end of the range; 0 of nothing."""
        return self._end(-1)

    @property
    def most(self) -> float:
        """The upper end of the range; 1 of nothing."""
        return self._end(+1)

    def _end(self, side: int) -> float:
        n = self.out_of
        if self.count == (0 if side < 0 else n):
            return 0.0 if side < 0 else 1.0
        part, z = self.count / n, Z * Z / n
        middle = part + z / 2
        width = Z * math.sqrt(part * (1 - part) / n + z / (4 * n))
        return (middle + side * width) / (1 + z)
