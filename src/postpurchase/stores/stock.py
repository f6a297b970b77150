"""The stock book: what every store keeps of stock, and the one rule of its moves.

The book counts an article from the first time that it is received or counted
anywhere; until then moves of it pass untouched. What an order took before that, or
while it was history, the book never reserved and does not count later either.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final, Protocol

import attrs

from postpurchase.errors import InvalidInput, OutOfStock
from postpurchase.values.stock import ExpectedReceipt, StockLevel, StockMove
from postpurchase.values.times import aware

BY_HAND: Final = "stock"
"""The scope of the keys of moves that follow from no order."""


@attrs.frozen(kw_only=True)
class StockEntry:
    """A line of the book's ledger: what one move changed, for ever.

    Args:
        position: Its place in the ledger, growing.
        stream: The order's stream; empty for a move by hand.
        version: The event that it follows from; 0 for a move by hand.
        key: The key of a move by hand.
        sku: The article.
        location_code: Where.
        on_hand: Units that came or left.
        reserved: Units that were set aside or set free.
        reason: Why.
        by: Who did it.
        at: When it happened.
    """

    position: int
    stream: str
    version: int
    key: str
    sku: str
    location_code: str
    on_hand: int
    reserved: int
    reason: str
    by: str
    at: datetime


class StockBook(Protocol):
    """The stock side of a store.

    Batches move stock in `EventStore.append`; the rest is here.
    """

    def stock(self, skus: Iterable[str]) -> tuple[StockLevel, ...]:
        """The levels of articles, by sku and location; none of one not counted."""

    def stocked(self, after: str = "", limit: int = 1000) -> tuple[str, ...]:
        """The articles that are counted, in sorted order, a page at a time."""

    def move_stock(
        self, moves: Sequence[StockMove], key: str, request_hash: bytes
    ) -> None:
        """Make moves by hand, all or none.

        They begin the counting of articles that were not counted before. Moves that
        name a reference take the units off what was expected under it. The key is
        answered in the scope `BY_HAND`.

        Raises:
            KeyTaken: The key was used before; nothing is done.
            OutOfStock: More would leave than is available.
        """

    def stock_entries(
        self, sku: str, after: int = 0, limit: int = 1000
    ) -> tuple[StockEntry, ...]:
        """The ledger of an article after a position, oldest first."""

    def expect_stock(self, receipt: ExpectedReceipt) -> None:
        """Note what is on its way, in the place of what was noted before."""

    def expected_stock(self, skus: Iterable[str]) -> tuple[ExpectedReceipt, ...]:
        """What is on its way of articles, soonest first."""


def changes(
    level: StockLevel, move: StockMove, *, held: int, stream: str = ""
) -> tuple[int, int]:
    """Say by how much a move changes what is on hand and what is reserved.

    What is set free or leaves for an order is at most what the book reserved for it.

    Args:
        level: What the book says before the move.
        move: The move.
        held: Units that the book reserved there for the order, for a move that
            takes of them.
        stream: The order's stream, for the refusal.

    Raises:
        OutOfStock: The move takes more than is available.

    >>> from datetime import datetime, timezone
    >>> mugs = StockLevel(sku="MUG", location_code="KYIV", on_hand=10, reserved=8)
    >>> noon = datetime(2026, 6, 1, 12, tzinfo=timezone.utc)
    >>> taken = {"sku": "MUG", "location_code": "KYIV", "at": noon}
    >>> shipped = StockMove(on_hand=-3, reserved=-3, reason="shipped", **taken)
    >>> changes(mugs, shipped, held=2)
    (-2, -2)
    >>> changes(mugs, StockMove(reserved=3, reason="allocated", **taken), held=0)
    Traceback (most recent call last):
    ...
    postpurchase.errors.rejections.OutOfStock: Article MUG at “KYIV”: available 2, \
asked 3.
    """
    on_hand, reserved = move.on_hand, move.reserved
    if move.counted is not None:
        on_hand = move.counted - level.on_hand
    if reserved < 0:
        reserved = -min(-reserved, held)
        on_hand = max(on_hand, reserved)
    taken = reserved - on_hand
    if taken > 0 and taken > level.available:
        raise OutOfStock(
            sku=move.sku,
            location_code=move.location_code,
            asked=taken,
            available=level.available,
            stream=stream,
            version=move.version,
        )
    return on_hand, reserved


def check_by_hand(moves: Sequence[StockMove]) -> None:
    """Refuse moves by hand that only an order can make.

    Raises:
        InvalidInput: A move reserves, sets free, or counts less than nothing.
        NaiveTime: It has a time without a zone.
    """
    for n, move in enumerate(moves):
        aware(move.at, f"moves[{n}].at")
        if move.reserved or move.version:
            expected = "a move that reserves nothing"
        elif not move.sku:
            expected = "an article"
        elif move.counted is not None and (move.counted < 0 or move.on_hand):
            expected = "either units counted, from 0, or units that come or leave"
        else:
            continue
        raise InvalidInput(path=f"moves[{n}]", value=move.reason, expected=expected)


def by_day(receipt: ExpectedReceipt) -> tuple[date, str, str, str]:
    """Return what receipts are sorted by."""
    where = receipt.sku, receipt.location_code, receipt.reference
    return receipt.expected_on, *where
