"""Stock: how many units of an article lie where, what moves them, what is on its way.

A unit on hand is reserved for an order or available. Everything else that a shop
calls stock (free, sellable, committed) is a sum of these two.
"""

from __future__ import annotations

from datetime import date, datetime

import attrs


@attrs.frozen(kw_only=True)
class StockLevel:
    """Units of one article at one location.

    Args:
        sku: The article.
        location_code: Where; empty for a shop that has one place only.
        on_hand: Units that lie there, from 0.
        reserved: Units of those that orders wait for, from 0 to `on_hand`.

    >>> StockLevel(sku="MUG", location_code="KYIV", on_hand=10, reserved=4).available
    6
    """

    sku: str
    location_code: str
    on_hand: int
    reserved: int = 0

    @property
    def available(self) -> int:
        """Units that may still be reserved."""
        return self.on_hand - self.reserved


@attrs.frozen(kw_only=True)
class StockMove:
    """A change of the stock of one article at one location.

    Args:
        sku: The article.
        location_code: Where.
        on_hand: Units that come (positive) or leave (negative).
        reserved: Units that are set aside (positive) or set free (negative).
        counted: Instead of `on_hand`: somebody counted, and so many lie there.
        reason: Such as ``received``, ``counted``, ``scrapped``, ``allocated``.
        by: Who did it, as a pseudonymous code such as ``staff:7``.
        at: When, aware.
        reference: The delivery that came in, such as a purchase order's number.
        version: The event of the order that it follows from; 0 for a move by hand.
    """

    sku: str
    location_code: str
    on_hand: int = 0
    reserved: int = 0
    counted: int | None = None
    reason: str
    by: str = ""
    at: datetime
    reference: str = ""
    version: int = 0


@attrs.frozen(kw_only=True)
class ExpectedReceipt:
    """Units that are on their way to a location; promises may count on them.

    Args:
        reference: The delivery, such as a purchase order's number; with article
            and location it names the expectation, which a later one replaces.
        sku: The article.
        location_code: Where they will come in.
        expected_on: The day, at the location.
        units: How many are still to come; 0 means none any more.
    """

    reference: str
    sku: str
    location_code: str
    expected_on: date
    units: int
