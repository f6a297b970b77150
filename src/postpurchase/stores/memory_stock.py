"""The stock book of the store in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import attrs

from postpurchase.stores.base import Batch
from postpurchase.stores.chain import stamp, unstamp
from postpurchase.stores.stock import StockEntry, by_day, changes
from postpurchase.values.stock import ExpectedReceipt, StockLevel, StockMove

_Place = tuple[str, str]
_Order = tuple[str, str, str]


class MemoryBook:
    """Levels, their ledger, and what is on its way; the store guards it."""

    def __init__(self) -> None:
        self._levels: dict[_Place, StockLevel] = {}
        self._counted: set[str] = set()
        self._held: dict[_Order, int] = {}
        self._entries: list[StockEntry] = []
        self._before: list[tuple[StockLevel | None, _Order, int]] = []
        self._expected: dict[tuple[str, str, str], ExpectedReceipt] = {}

    def move(self, batches: Iterable[Batch]) -> None:
        """Make the moves of batches that are of counted articles, all or none.

        Raises:
            OutOfStock: More is asked than is available.
        """
        with self._all_or_none():
            for batch in batches:
                for move in batch.stock:
                    if move.sku in self._counted:
                        self._make(move, stream=batch.stream, key="")

    def move_by_hand(self, moves: Sequence[StockMove], key: str) -> None:
        """Make moves by hand, all or none.

        Raises:
            OutOfStock: More would leave than is available.
        """
        with self._all_or_none():
            for move in moves:
                self._make(move, stream="", key=key)
        for move in moves:
            known = self._expected.get((move.sku, move.location_code, move.reference))
            if known is not None and move.reference and move.on_hand > 0:
                left = max(0, known.units - move.on_hand)
                self.expect(attrs.evolve(known, units=left))

    def levels(self, skus: Iterable[str]) -> tuple[StockLevel, ...]:
        """Return the levels of articles, by sku and location."""
        wanted = set(skus)
        found = (place for place in self._levels if place[0] in wanted)
        return tuple(self._levels[place] for place in sorted(found))

    def stocked(self, after: str, limit: int) -> tuple[str, ...]:
        """Return a page of the articles that are counted."""
        return tuple(sorted(sku for sku in self._counted if sku > after)[:limit])

    def entries(self, sku: str, after: int, limit: int) -> tuple[StockEntry, ...]:
        """Return a page of an article's ledger."""
        found = (e for e in self._entries[after:] if e.sku == sku)
        return tuple(found)[:limit]

    def expect(self, receipt: ExpectedReceipt) -> None:
        """Note an expected receipt in the place of an earlier note."""
        place = receipt.sku, receipt.location_code, receipt.reference
        if receipt.units:
            self._expected[place] = receipt
        else:
            self._expected.pop(place, None)

    def expected(self, skus: Iterable[str]) -> tuple[ExpectedReceipt, ...]:
        """Return what is on its way of articles, soonest first."""
        wanted = set(skus)
        found = (each for each in self._expected.values() if each.sku in wanted)
        return tuple(sorted(found, key=by_day))

    def faults(self) -> list[str]:
        """Say which levels are negative or not what their moves add up to."""
        sums = dict.fromkeys(self._levels, (0, 0))
        for entry in self._entries:
            place = entry.sku, entry.location_code
            came, reserved = sums.get(place, (0, 0))
            sums[place] = came + entry.on_hand, reserved + entry.reserved
        faults = []
        for place, level in self._levels.items():
            where = f"the stock of {level.sku} at “{level.location_code}”"
            if (level.on_hand, level.reserved) != sums[place]:
                faults.append(f"{where} is not what its moves add up to")
            if not 0 <= level.reserved <= level.on_hand:
                faults.append(f"{where} is negative")
        return faults

    @contextmanager
    def _all_or_none(self) -> Iterator[None]:
        """Put everything back if one of several moves is refused."""
        count = len(self._entries)
        self._before = []
        try:
            yield
        except BaseException:
            for level, order, held in reversed(self._before):
                self._put_back(level, order, held)
            del self._entries[count:]
            raise

    def _put_back(self, level: StockLevel | None, order: _Order, held: int) -> None:
        _, sku, location = order
        self._held[order] = held
        if level is not None:
            self._levels[sku, location] = level
        else:
            del self._levels[sku, location]
            if not any(known == sku for known, _ in self._levels):
                self._counted.discard(sku)

    def _make(self, move: StockMove, *, stream: str, key: str) -> None:
        place = move.sku, move.location_code
        level = self._levels.get(place)
        if level is None:
            level = StockLevel(sku=place[0], location_code=place[1], on_hand=0)
        order = stream, *place
        held = self._held.get(order, 0)
        came, set_aside = changes(level, move, held=held, stream=stream)
        if stream and not (came or set_aside):
            return
        self._before.append((self._levels.get(place), order, held))
        self._counted.add(move.sku)
        self._levels[place] = attrs.evolve(
            level, on_hand=level.on_hand + came, reserved=level.reserved + set_aside
        )
        self._held[order] = held + set_aside
        self._entries.append(
            StockEntry(
                position=len(self._entries) + 1,
                stream=stream,
                version=move.version,
                key=key,
                sku=move.sku,
                location_code=move.location_code,
                on_hand=came,
                reserved=set_aside,
                reason=move.reason,
                by=move.by,
                at=unstamp(stamp(move.at)),
            )
        )
