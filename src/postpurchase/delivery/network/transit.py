"""How long a carrier takes: days by how likely they are kept."""

from __future__ import annotations

from itertools import pairwise
from typing import Final, Literal, Self

import attrs

from postpurchase.delivery.network.checks import DAYS_MAX, check_whole
from postpurchase.errors import InvalidInput, MissingField
from postpurchase.errors.inputs import short

Unit = Literal["working", "calendar"]
"""What a carrier's days are: days on which it delivers, or all days."""

UNITS: Final[tuple[Unit, ...]] = ("working", "calendar")


@attrs.frozen(kw_only=True, cache_hash=True)
class TransitTime:
    """Days from the pick-up to the delivery.

    Args:
        likely: Rows of (percent, days), both rising: so many percent of the parcels
            arrive within so many days.
        unit: ``working`` counts the days on which the carrier delivers at the
            destination, ``calendar`` all days.
        is_learned: Whether the percents were measured. A carrier's stated range
            names none, so a promise made with it claims no probability.

    Raises:
        MissingField: There is no row.
        InvalidInput: A percent is beyond 1 to 100, or the rows do not rise.

    >>> learned = TransitTime(likely=((50, 1), (90, 2), (97, 4)))
    >>> learned.at(90), learned.at(91), learned.at(99)
    (2, 4, 4)
    """

    likely: tuple[tuple[int, int], ...]
    unit: Unit = "working"
    is_learned: bool = True

    def __attrs_post_init__(self) -> None:
        if not self.likely:
            raise MissingField(
                path="likely", expected="at least one row of percent and days"
            )
        for index, row in enumerate(self.likely):
            _check_row(row, f"likely[{index}]")
        for index, (row, following) in enumerate(pairwise(self.likely), start=1):
            _check_rise(row, following, f"likely[{index}]")
        if self.unit not in UNITS:
            raise InvalidInput(
                path="unit",
                value=short(self.unit),
                expected=f"one of {', '.join(UNITS)}",
            )

    @classmethod
    def stated(cls, least: int, most: int, *, unit: Unit = "working") -> Self:
        """Make the transit time that a carrier states as a range.

        Args:
            least: The fewest days.
            most: The most days.
            unit: What the days are.

        Raises:
            InvalidInput: Not whole days, or the range is turned round.

        >>> TransitTime.stated(1, 2).likely
        ((50, 1), (100, 2))
        """
        check_whole(least, "least", 0, DAYS_MAX)
        check_whole(most, "most", 0, DAYS_MAX)
        if most < least:
            raise InvalidInput(
                path="most", value=short(most), expected=f"at least {least}"
            )
        return cls(likely=((50, least), (100, most)), unit=unit, is_learned=False)

    def at(self, percent: int) -> int:
        """Return the days within which *percent* of the parcels arrive.

        Where no row is so likely, the last row's days.
        """
        for likely, days in self.likely:
            if likely >= percent:
                return days
        return self.likely[-1][1]

    def probability(self, percent: int) -> int | None:
        """Return the percent that the days of `at` are kept with, if it is known.

        >>> TransitTime(likely=((50, 1), (90, 2))).probability(80)
        90
        >>> TransitTime.stated(1, 2).probability(80)
        """
        if not self.is_learned:
            return None
        found = [likely for likely, _ in self.likely if likely >= percent]
        return found[0] if found else self.likely[-1][0]


def _check_row(row: object, path: str) -> None:
    if not isinstance(row, tuple) or len(row) != 2:
        raise InvalidInput(path=path, value=short(row), expected="two numbers")
    check_whole(row[0], f"{path}[0]", 1, 100)
    check_whole(row[1], f"{path}[1]", 0, DAYS_MAX)


def _check_rise(row: tuple[int, int], following: tuple[int, int], path: str) -> None:
    if following[0] <= row[0]:
        raise InvalidInput(
            path=f"{path}[0]",
            value=short(following[0]),
            expected="a higher percent than in the row before",
        )
    if following[1] < row[1]:
        raise InvalidInput(
            path=f"{path}[1]",
            value=short(following[1]),
            expected="as many days as in the row before, or more",
        )
