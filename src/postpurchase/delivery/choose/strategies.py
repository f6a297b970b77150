"""Strategies: which of the ways that keep every limit is the best.

A strategy is a value that the shop chooses. It orders rows of numbers; what is
equally good by its own measure is ordered by the next one, and in the end by the
shop's list, so that the same question has the same answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any, Final, Protocol, TypeAlias

import attrs

from postpurchase import wording
from postpurchase.delivery.choose.reasons import (
    Dearer,
    FootprintUnknown,
    LessGreen,
    ListedLater,
    Outweighed,
    Reason,
    Slower,
)
from postpurchase.delivery.choose.rows import (
    CARBON,
    EARLIEST,
    LATEST,
    PLACE,
    PRICE,
    UNKNOWN_GRAMS,
    Row,
)
from postpurchase.delivery.network.checks import check_whole
from postpurchase.values.money import Money

Key: TypeAlias = Callable[[Row], Any]

_BY_PRICE: Final = (PRICE, LATEST, EARLIEST, CARBON)
_LISTED_LATER: Final = ListedLater()
_FOOTPRINT_UNKNOWN: Final = FootprintUnknown()

REASONS_KEPT_MAX: Final = 4096
"""Differences in price that are remembered: most come again with the next order."""


class Strategy(Protocol):
    """What every strategy can do."""

    def key(self, rows: Sequence[Row]) -> Key | None:
        """Return what *rows* are ordered by, or None for their own order."""

    def reasons(self, best: Row, lost: Sequence[Row], currency: str) -> list[Reason]:
        """Say of each row that lost why it did.

        Args:
            best: The row that won.
            lost: All the others.
            currency: Of the prices.

        Returns:
            The reasons in the order of the rows; equal ones may be one object.
        """

    def text(self, locale: str = "en") -> str:
        """Say in one sentence what it looks for."""

    def without_hurry(self) -> Strategy:
        """Return what chooses for a parcel that need not be there before another."""


@attrs.frozen
class Cheapest:
    """The lowest price; of equal prices the earlier, then the greener."""

    def key(self, rows: Sequence[Row]) -> Key | None:
        """A row begins with its price, so that rows are in order as they are."""
        return None

    def reasons(self, best: Row, lost: Sequence[Row], currency: str) -> list[Reason]:
        """Say by how much each is dearer, or what decided between equal prices."""
        return _reasons(best, lost, currency, _BY_PRICE)

    def without_hurry(self) -> Strategy:
        """It is in no hurry."""
        return self

    def text(self, locale: str = "en") -> str:
        """Say it."""
        return wording.text("It is the cheapest.", wording.reader_locale(locale))


@attrs.frozen
class Fastest:
    """The earliest last day; of equal days the cheaper, then the greener.

    Hours are not compared: a stated time on the same day does not win by it.
    """

    def key(self, rows: Sequence[Row]) -> Key | None:
        """Order by day."""
        return itemgetter(LATEST, EARLIEST, PRICE, CARBON, PLACE)

    def reasons(self, best: Row, lost: Sequence[Row], currency: str) -> list[Reason]:
        """Say how much slower each is, or what decided between equal days."""
        return _reasons(best, lost, currency, (LATEST, EARLIEST, PRICE, CARBON))

    def without_hurry(self) -> Strategy:
        """Take the cheapest: sooner than the last parcel is of no use."""
        return Cheapest()

    def text(self, locale: str = "en") -> str:
        """Say it."""
        return wording.text("It is the fastest.", wording.reader_locale(locale))


@attrs.frozen
class Greenest:
    """The fewest grams of CO₂ among those that are known; then the cheaper.

    Where no footprint is known, the cheapest.
    """

    def key(self, rows: Sequence[Row]) -> Key | None:
        """Order by grams; what is not known comes last."""
        return itemgetter(CARBON, PRICE, LATEST, EARLIEST, PLACE)

    def reasons(self, best: Row, lost: Sequence[Row], currency: str) -> list[Reason]:
        """Say how much more each causes, or that it is not known."""
        return _reasons(best, lost, currency, (CARBON, PRICE, LATEST, EARLIEST))

    def without_hurry(self) -> Strategy:
        """It is in no hurry."""
        return self

    def text(self, locale: str = "en") -> str:
        """Say it."""
        return wording.text("It causes the least CO₂.", wording.reader_locale(locale))


@attrs.frozen(kw_only=True)
class Weighted:
    """Price, days and CO₂ together, in money.

    The lowest sum of the price, of what each day is worth to the shop and of what
    each kilogram of CO₂ is. A footprint that is not known counts like the largest
    that is.

    Args:
        day_minor: What a day later costs, in minor units of the prices' currency.
        kilo_co2_minor: What a kilogram of CO₂ costs, in the same.

    Raises:
        InvalidInput: One of them is not a whole number from 0.

    >>> day_at_one_euro = Weighted(day_minor=100)
    >>> slow, fast = (500, 10, 10, 0, 0), (650, 8, 8, 0, 1)
    >>> min((slow, fast), key=day_at_one_euro.key((slow, fast))) == fast
    True
    """

    day_minor: int = 0
    kilo_co2_minor: int = 0

    def __attrs_post_init__(self) -> None:
        """Refuse weights below zero: they would ask for the slowest."""
        check_whole(self.day_minor, "day_minor")
        check_whole(self.kilo_co2_minor, "kilo_co2_minor")

    def key(self, rows: Sequence[Row]) -> Key | None:
        """Order by the weighted sum."""
        most = most_known(rows)
        return lambda row: (self._weight(row, most), row)

    def reasons(self, best: Row, lost: Sequence[Row], currency: str) -> list[Reason]:
        """Say by how much each weighs more."""
        most = most_known((best, *lost))
        least = self._weight(best, most)
        found: list[Reason] = []
        for row in lost:
            more = self._weight(row, most) - least
            if more:
                found.append(Outweighed(Money(-(-more // 1000), currency)))
            else:
                found += _reasons(best, (row,), currency, _BY_PRICE)
        return found

    def without_hurry(self) -> Strategy:
        """Weigh price and CO₂ alone."""
        return attrs.evolve(self, day_minor=0)

    def text(self, locale: str = "en") -> str:
        """Say it."""
        return wording.text(
            "It is the best in price, days and CO₂ together.",
            wording.reader_locale(locale),
        )

    def _weight(self, row: Row, most: int) -> int:
        grams = row[CARBON] if row[CARBON] < UNKNOWN_GRAMS else most
        money = row[PRICE] + row[LATEST] * self.day_minor
        return money * 1000 + grams * self.kilo_co2_minor


def most_known(rows: Sequence[Row]) -> int:
    """Return the largest footprint that is known among *rows*, or 0."""
    known = [row[CARBON] for row in rows if row[CARBON] < UNKNOWN_GRAMS]
    return max(known, default=0)


def _reasons(
    best: Row, lost: Sequence[Row], currency: str, order: Sequence[int]
) -> list[Reason]:
    """Say for each row in which field of *order* it is first worse, and by how much."""
    if not order:
        return [_LISTED_LATER] * len(lost)
    field, *later = order
    least = best[field]
    found: list[Reason] = []
    for row in lost:
        more = row[field] - least
        if not more:
            found += _reasons(best, (row,), currency, later)
        elif field == PRICE:
            found.append(_dearer(more, currency))
        elif field != CARBON:
            found.append(Slower(more))
        elif row[CARBON] == UNKNOWN_GRAMS:
            found.append(_FOOTPRINT_UNKNOWN)
        else:
            found.append(LessGreen(more))
    return found


@lru_cache(maxsize=REASONS_KEPT_MAX)
def _dearer(more: int, currency: str) -> Dearer:
    return Dearer(Money(more, currency))
