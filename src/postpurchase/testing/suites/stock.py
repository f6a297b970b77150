"""What every stock that is kept elsewhere promises."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, islice
from typing import Any

from postpurchase.errors import OutOfStock
from postpurchase.hooks.questions import LEVELS_MAX
from postpurchase.testing.clock import NOON
from postpurchase.testing.suites.checking import need, outcome_of, promise
from postpurchase.testing.suites.project import ProjectSuite
from postpurchase.values.stock import StockLevel, StockMove

_NOWHERE = "no-such-article"
_numbers = count(1)


class StockSuite(ProjectSuite):
    """Subclass it, name your plugin, and an article of which it has two or more.

    Attributes:
        sku: An article that the stock keeps.
        location_code: Where at least two units of it are available.
    """

    kind = "stock"
    sku = "MUG"
    location_code = "main"

    def exercise(self, registered: Any) -> None:
        """Ask for the levels."""
        self.levels(registered)

    def levels(self, stock: Any, *skus: str) -> tuple[Any, ...]:
        """Ask what lies where."""
        return tuple(islice(stock.available(skus or (self.sku,)), LEVELS_MAX + 1))

    def units(self, stock: Any) -> tuple[int, int]:
        """Say what is on hand and available where the suite looks."""
        found = [
            level
            for level in self.levels(stock)
            if (level.sku, level.location_code) == (self.sku, self.location_code)
        ]
        on_hand = sum(level.on_hand for level in found)
        return on_hand, sum(level.available for level in found)

    def move(self, reserved: int, on_hand: int = 0, **known: Any) -> StockMove:
        """Return a move of the suite's article."""
        place = {"sku": self.sku, "location_code": self.location_code, **known}
        return StockMove(
            on_hand=on_hand, reserved=reserved, reason="test", at=NOON, **place
        )

    def key(self) -> str:
        """Return a key that was never used."""
        return f"order:conformance/{next(_numbers)}"

    def _stocked(self) -> Iterator[tuple[Any, int, int]]:
        for stock in self.objects():
            on_hand, available = self.units(stock)
            where = f"{self.sku} at {self.location_code}"
            need(available >= 2, f"{available} × {where}; the suite needs 2")
            yield stock, on_hand, available

    @promise("levels-typed")
    def test_answers_with_levels_of_what_was_asked(self) -> None:
        """Every level is a StockLevel of an article of the question."""
        for stock in self.objects():
            levels = self.levels(stock)
            need(len(levels) <= LEVELS_MAX, f"more than {LEVELS_MAX} levels")
            for level in levels:
                need(
                    isinstance(level, StockLevel), f"{type(level).__name__} is no level"
                )
                need(level.sku == self.sku, f"nobody asked for {level.sku}")
                need(0 <= level.reserved <= level.on_hand, f"{level} is negative")

    @promise("unknown-article")
    def test_passes_over_articles_that_it_does_not_keep(self) -> None:
        """It has no level of them and reserves them without a word."""
        for stock in self.objects():
            need(not self.levels(stock, _NOWHERE), f"it has a level of {_NOWHERE}")
            key = self.key()
            _, fault = outcome_of(stock.reserve, (self.move(1, sku=_NOWHERE),), key=key)
            need(fault is None, f"it refused: {fault}")
            stock.release(key=key)

    @promise("reserve-once")
    def test_reserves_once_for_a_key(self) -> None:
        """A retry with the same key sets nothing more aside."""
        for stock, _, available in self._stocked():
            key = self.key()
            for _ in range(2):
                stock.reserve((self.move(1),), key=key)
            _, left = self.units(stock)
            stock.release(key=key)
            need(left == available - 1, f"of {available} available {left} were left")

    @promise("oversell-refused")
    def test_refuses_more_than_there_is(self) -> None:
        """It raises OutOfStock and sets nothing aside."""
        for stock, on_hand, available in self._stocked():
            key = self.key()
            moves = (self.move(1), self.move(available))
            _, fault = outcome_of(stock.reserve, moves, key=key)
            after = self.units(stock)
            stock.release(key=key)
            need(isinstance(fault, OutOfStock), f"it answered {fault!r}")
            need(after == (on_hand, available), f"{after} were left")

    @promise("release-restores")
    def test_gives_back_what_it_set_aside(self) -> None:
        """After a release everything is as before; a second one is no error."""
        for stock, on_hand, available in self._stocked():
            key = self.key()
            stock.reserve((self.move(2),), key=key)
            for _ in range(2):
                stock.release(key=key)
            after = self.units(stock)
            need(after == (on_hand, available), f"{after} were left")

    @promise("release-unknown")
    def test_takes_the_release_of_an_unknown_key_calmly(self) -> None:
        """The reservation may never have reached it."""
        for stock in self.objects():
            _, fault = outcome_of(stock.release, key=self.key())
            need(fault is None, f"it refused: {fault}")

    @promise("follow-once")
    def test_counts_what_left_once(self) -> None:
        """The same key twice takes one unit off the shelf."""
        for stock, on_hand, available in self._stocked():
            stock.reserve((self.move(1),), key=self.key())
            shipped = self.key()
            for _ in range(2):
                stock.follow((self.move(-1, -1),), key=shipped)
            after = self.units(stock)
            stock.follow((), key=self.key())
            need(after == (on_hand - 1, available - 1), f"{after} were left")
