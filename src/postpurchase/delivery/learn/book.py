"""The book of transit times: told of what sets out and arrives, asked for days."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from itertools import accumulate
from typing import Final

import attrs

from postpurchase.delivery.learn.groups import Groups, groups_of
from postpurchase.delivery.learn.level import PromiseLevel
from postpurchase.delivery.learn.memory import Memory
from postpurchase.delivery.learn.pool import Pool
from postpurchase.delivery.learn.typical import TypicalDays
from postpurchase.delivery.network.places import Lane
from postpurchase.delivery.network.transit import TransitTime
from postpurchase.errors import InvalidInput
from postpurchase.errors.inputs import short

PERCENTS: Final = (10, 50, 80, 90, 95, 98)
"""The rows of a `TransitTime` that a book states."""

OPEN_DAYS_MAX: Final = 180
"""Days after which a parcel that did not arrive is no longer waited for."""


@attrs.frozen
class _Open:
    groups: Groups
    day: int
    expected: float
    promised: tuple[int, ...]


@attrs.frozen(order=True)
class _Arrival:
    groups: Groups
    set_out: int
    days: int
    expected: float
    promised: tuple[int, ...]


class TransitBook:
    """Learns how long parcels take, by lane, and how sure that is.

    Expected days are what is typical for the parcel's groups times the pace of the
    last days; the spread is that of parcels against what was expected of them when
    they set out. A day counts once it is over: what is asked on a day is answered
    from the days before it, whatever was told on the day itself and in which order.

    Args:
        memory: How fast it forgets.
        promising: Shares of promises to be kept, such as ``(0.95,)``. For each the
            book remembers what it promised and corrects itself; see `promise`.

    Raises:
        InvalidInput: A share is not between 0 and 1.

    >>> book = TransitBook(promising=(0.9,))
    >>> lane = Lane("inpost", "locker", "PL", "PL-0")
    >>> for day in range(1, 29):
    ...     _ = book.set_out(f"p{day}", lane, on=date(2026, 2, day))
    ...     if day > 2:
    ...         book.arrived(f"p{day - 2}", on=date(2026, 2, day))
    >>> book.turn_to(date(2026, 3, 1))
    >>> book.days(lane, 0.5), book.promise(lane, 0.9) <= 4
    (2, True)
    """

    def __init__(
        self, memory: Memory | None = None, *, promising: Sequence[float] = ()
    ) -> None:
        self.memory = memory or Memory()
        self._half_life = self.memory.level_days
        self._levels = {p: PromiseLevel(p, self._half_life) for p in promising}
        self._typical = TypicalDays(self.memory)
        self._pools: dict[str, Pool] = {}
        self._open: dict[str, _Open] = {}
        self._arrivals: list[_Arrival] = []
        self._day = 0

    def set_out(self, key: str, lane: Lane | Groups, *, on: date) -> tuple[int, ...]:
        """Note that a parcel, or an order, set out.

        Args:
            key: Its id; one that is under way already is left as it is.
            lane: Its lane, or groups of one's own.
            on: When. A day that is over already still counts as its start.

        Returns:
            The days promised for each share that the book is promising.
        """
        if key in self._open:
            return self._open[key].promised
        groups = groups_of(lane)
        self.turn_to(on)
        self._pool(groups).inflow.add(on.toordinal())
        promised = tuple(self.promise(groups, level) for level in self._levels)
        expected = self.expected_days(groups)
        self._open[key] = _Open(groups, on.toordinal(), expected, promised)
        return promised

    def arrived(self, key: str, *, on: date) -> None:
        """Note that it arrived; one that is not under way is ignored.

        An arrival before the start is dropped: one of the two days is wrong.
        """
        self.turn_to(on)
        found = self._open.pop(key, None)
        if found is None or on.toordinal() < found.day:
            return
        days = on.toordinal() - found.day
        self._arrivals.append(
            _Arrival(found.groups, found.day, days, found.expected, found.promised)
        )

    def dropped(self, key: str) -> None:
        """Note that it will not arrive: lost, turned back, cancelled."""
        self._open.pop(key, None)

    def turn_to(self, on: date) -> None:
        """Close the days before *on*; a day that is over already changes nothing."""
        today = on.toordinal()
        if today <= self._day:
            return
        learned_on = self._day
        self._day = today
        for arrival in sorted(self._arrivals):
            self._learn(arrival, learned_on, today)
        self._arrivals.clear()
        for level in self._levels.values():
            level.turn_to(today)
        self._typical.turn_to(today)
        for pool in self._pools.values():
            pool.close(today)
        if today // 30 != learned_on // 30:
            oldest = today - OPEN_DAYS_MAX
            self._open = {k: o for k, o in self._open.items() if o.day >= oldest}

    def expected_days(self, lane: Lane | Groups) -> float:
        """Return the typical days of the lane at the pace of today."""
        groups = groups_of(lane)
        return self._typical.days(groups) * self._pool(groups).pace

    def days(self, lane: Lane | Groups, probability: float) -> int:
        """Return the days within which that share of parcels arrives.

        Args:
            lane: A lane, or groups.
            probability: Above 0 and below 1.

        Raises:
            InvalidInput: The probability is not between 0 and 1.
        """
        _check(probability)
        groups = groups_of(lane)
        ratio = self._pool(groups).curve(groups).ratio(probability)
        return max(0, math.ceil(self.expected_days(groups) * ratio - HALF))

    def promise(self, lane: Lane | Groups, probability: float) -> int:
        """Return the days to promise, so that this share of promises is kept.

        Of a share that the book is `promising`, it knows how many were kept lately,
        and asks for more or less than the share accordingly; else this is `days`.
        """
        level = self._levels.get(probability)
        return self.days(lane, level.nominal if level else probability)

    def late_risk(
        self, lane: Lane | Groups, *, elapsed_days: int, days_left: int
    ) -> float:
        """Return the probability that a parcel under way will be late.

        Args:
            lane: Its lane, or groups.
            elapsed_days: Days since it set out, on which it did not arrive.
            days_left: Days until it must be there, that day included; below 0 it
                is late already.
        """
        if days_left < 0:
            return 1.0
        groups = groups_of(lane)
        curve, scale = self._pool(groups).curve(groups), self.expected_days(groups)
        gone = curve.share((elapsed_days - HALF) / scale)
        there = curve.share((elapsed_days + days_left + HALF) / scale)
        return 1.0 if gone >= 1 else max(0.0, (1 - there) / (1 - gone))

    def days_left(
        self, lane: Lane | Groups, *, elapsed_days: int, probability: float
    ) -> int:
        """Return the further days within which it arrives with that probability.

        Raises:
            InvalidInput: The probability is not between 0 and 1.
        """
        _check(probability)
        groups = groups_of(lane)
        curve, scale = self._pool(groups).curve(groups), self.expected_days(groups)
        gone = curve.share((elapsed_days - HALF) / scale)
        ratio = curve.ratio(gone + probability * (1 - gone))
        return max(0, math.ceil(scale * ratio - HALF) - elapsed_days)

    def transit_time(self, lane: Lane | Groups) -> TransitTime:
        """Return what the book knows of a lane, as a network takes it.

        Shares that the book is `promising` have the days of `promise`.

        >>> TransitBook().transit_time(Lane("dpd", "classic", "PL", "DE")).unit
        'calendar'
        """
        days = [self.promise(lane, percent / 100) for percent in PERCENTS]
        # Levels correct themselves one by one, so that a higher may ask for less.
        rising = accumulate(days, max)
        rows = tuple(zip(PERCENTS, rising, strict=True))
        return TransitTime(likely=rows, unit="calendar")

    def _learn(self, arrival: _Arrival, day: int, today: int) -> None:
        groups, days = arrival.groups, arrival.days
        pool = self._pool(groups)
        weight = pool.inflow.weight(arrival.set_out, today)
        for level, promised in zip(
            self._levels.values(), arrival.promised, strict=True
        ):
            level.add(day=day, weight=weight, is_kept=days <= promised)
        pool.add(
            groups,
            day=day,
            days=days,
            typical=self._typical.days(groups),
            expected=arrival.expected,
            weight=weight,
        )
        self._typical.add(groups, day, days, weight)

    def _pool(self, groups: Groups) -> Pool:
        found = self._pools.get(groups[0])
        if found is None:
            found = self._pools[groups[0]] = Pool(self.memory)
        return found


HALF: Final = 0.5
"""A parcel that arrives on a day arrives between half a day before and after it."""


def _check(probability: float) -> None:
    if not 0 < probability < 1:
        raise InvalidInput(
            path="probability",
            value=short(probability),
            expected="a number above 0 and below 1, such as 0.95",
        )
