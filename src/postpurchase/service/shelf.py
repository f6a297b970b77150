"""What is left of stock while works of one transaction take of it.

The store is the judge. Only when it refused a work for want of stock does the next
try look here first, so that a hundred works that cannot be served are refused in one
pass and not in a hundred.
"""

from __future__ import annotations

from collections.abc import Sequence

from postpurchase.errors import OutOfStock
from postpurchase.stores.stock import StockBook
from postpurchase.values.stock import StockMove


class Shelf:
    """Units that are still available, as far as anybody asked.

    It never counts less than the store: what an order sets free may have been held
    outside of the book, and then only the store's refusal tells.

    Args:
        book: Where the levels are read, once for each article.
    """

    def __init__(self, book: StockBook) -> None:
        self._book = book
        self._left: dict[str, dict[str, int] | None] = {}

    def take(self, moves: Sequence[StockMove], stream: str) -> None:
        """Take what a work needs, or nothing.

        Raises:
            OutOfStock: The works before left too little.
        """
        taken: dict[tuple[str, str], int] = {}
        for move in moves:
            left = self._of(move.sku)
            if left is None:
                continue
            place = move.sku, move.location_code
            needed = max(move.reserved, 0) - max(-move.reserved, 0) * (
                move.on_hand == 0
            )
            available = left.get(move.location_code, 0) - taken.get(place, 0)
            if needed > available:
                raise OutOfStock(
                    sku=move.sku,
                    location_code=move.location_code,
                    asked=needed,
                    available=available,
                    stream=stream,
                    version=move.version,
                )
            taken[place] = taken.get(place, 0) + needed
        for (sku, location), units in taken.items():
            left = self._of(sku)
            if left is not None:
                left[location] = left.get(location, 0) - units

    def _of(self, sku: str) -> dict[str, int] | None:
        """Return what is available by location; None for an article not counted."""
        if sku not in self._left:
            levels = self._book.stock((sku,))
            found = {level.location_code: level.available for level in levels}
            self._left[sku] = found or None
        return self._left[sku]
