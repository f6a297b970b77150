"""The stock book in SQLite: levels that a constraint guards, and their ledger."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date

from postpurchase.errors import KeyTaken
from postpurchase.stores.base import Batch
from postpurchase.stores.chain import stamp, unstamp
from postpurchase.stores.stock import BY_HAND, StockEntry, by_day, changes
from postpurchase.values.stock import ExpectedReceipt, StockLevel, StockMove

_LEVEL = "SELECT on_hand, reserved FROM stock WHERE sku = ? AND location_code = ?"
_COUNTED = "SELECT 1 FROM stock WHERE sku = ? LIMIT 1"
_ANY = "SELECT 1 FROM stock LIMIT 1"
_LEVELS = """SELECT location_code, on_hand, reserved FROM stock WHERE sku = ?
    ORDER BY location_code"""
_SKUS = "SELECT DISTINCT sku FROM stock WHERE sku > ? ORDER BY sku LIMIT ?"
_HELD = """SELECT coalesce(sum(reserved), 0) FROM stock_moves
    WHERE stream = ? AND stream <> '' AND sku = ? AND location_code = ?"""
_SET = """INSERT INTO stock VALUES (?, ?, ?, ?)
    ON CONFLICT (sku, location_code)
    DO UPDATE SET on_hand = excluded.on_hand, reserved = excluded.reserved"""
_ENTRY = """INSERT INTO stock_moves
    (stream, version, key, sku, location_code, on_hand, reserved, reason, done_by, at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_ENTRIES = """SELECT position, stream, version, key, sku, location_code, on_hand,
        reserved, reason, done_by, at
    FROM stock_moves WHERE sku = ? AND position > ? ORDER BY position LIMIT ?"""
_KEY = "INSERT INTO keys VALUES (?, ?, ?, '', 1, 0)"
_EXPECT = """INSERT INTO stock_expected VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (sku, location_code, reference)
    DO UPDATE SET expected_on = excluded.expected_on, units = excluded.units"""
_EXPECTED = """SELECT reference, sku, location_code, expected_on, units
    FROM stock_expected WHERE sku = ? ORDER BY expected_on, location_code, reference"""
_ARRIVED = """UPDATE stock_expected SET units = units - ?
    WHERE sku = ? AND location_code = ? AND reference = ?"""
_NONE_LEFT = """DELETE FROM stock_expected
    WHERE sku = ? AND location_code = ? AND reference = ? AND units <= 0"""


def write(db: sqlite3.Connection, batches: Sequence[Batch]) -> None:
    """Make the moves of orders that are of counted articles.

    A shop that counts none pays for one look into an empty table.

    Raises:
        OutOfStock: More is asked than is available.
    """
    moving = [batch for batch in batches if batch.stock]
    if not moving or db.execute(_ANY).fetchone() is None:
        return
    for batch in moving:
        for move in batch.stock:
            if _known(db, move):
                _make(db, move, stream=batch.stream, key="")


def move(
    db: sqlite3.Connection, moves: Sequence[StockMove], key: str, request_hash: bytes
) -> None:
    """Make moves by hand under a key that counts once.

    Raises:
        KeyTaken: The key was used before.
        OutOfStock: More would leave than is available.
    """
    try:
        db.execute(_KEY, (BY_HAND, key, request_hash))
    except sqlite3.IntegrityError:
        raise KeyTaken(scope=BY_HAND, key=key) from None
    for one in moves:
        _make(db, one, stream="", key=key)
        if one.reference and one.on_hand > 0:
            where = one.sku, one.location_code, one.reference
            db.execute(_ARRIVED, (one.on_hand, *where))
            db.execute(_NONE_LEFT, where)


def _known(db: sqlite3.Connection, move: StockMove) -> bool:
    """Say whether the book counts the article, here or anywhere."""
    return db.execute(_COUNTED, (move.sku,)).fetchone() is not None


def _make(db: sqlite3.Connection, move: StockMove, *, stream: str, key: str) -> None:
    where = move.sku, move.location_code
    on_hand, reserved = db.execute(_LEVEL, where).fetchone() or (0, 0)
    held = 0
    if move.reserved < 0:
        (held,) = db.execute(_HELD, (stream, *where)).fetchone()
    level = StockLevel(
        sku=move.sku,
        location_code=move.location_code,
        on_hand=on_hand,
        reserved=reserved,
    )
    came, set_aside = changes(level, move, held=held, stream=stream)
    if came or set_aside or not stream:
        db.execute(_SET, (*where, on_hand + came, reserved + set_aside))
        why = move.reason, move.by, stamp(move.at)
        changed = (*where, came, set_aside, *why)
        db.execute(_ENTRY, (stream, move.version, key, *changed))


def levels(db: sqlite3.Connection, skus: Iterable[str]) -> tuple[StockLevel, ...]:
    """Return the levels of articles, by sku and location."""
    return tuple(
        StockLevel(sku=sku, location_code=location, on_hand=on_hand, reserved=reserved)
        for sku in sorted(set(skus))
        for location, on_hand, reserved in db.execute(_LEVELS, (sku,)).fetchall()
    )


def stocked(db: sqlite3.Connection, after: str, limit: int) -> tuple[str, ...]:
    """Return a page of the articles that are counted."""
    return tuple(sku for (sku,) in db.execute(_SKUS, (after, limit)))


def entries(
    db: sqlite3.Connection, sku: str, after: int, limit: int
) -> tuple[StockEntry, ...]:
    """Return a page of an article's ledger."""
    rows = db.execute(_ENTRIES, (sku, after, limit)).fetchall()
    return tuple(
        StockEntry(
            position=row[0],
            stream=row[1],
            version=row[2],
            key=row[3],
            sku=row[4],
            location_code=row[5],
            on_hand=row[6],
            reserved=row[7],
            reason=row[8],
            by=row[9],
            at=unstamp(row[10]),
        )
        for row in rows
    )


def expect(db: sqlite3.Connection, receipt: ExpectedReceipt) -> None:
    """Note an expected receipt in the place of an earlier note."""
    where = receipt.sku, receipt.location_code, receipt.reference
    db.execute(_EXPECT, (*where, receipt.expected_on.isoformat(), receipt.units))
    db.execute(_NONE_LEFT, where)


def expected(
    db: sqlite3.Connection, skus: Iterable[str]
) -> tuple[ExpectedReceipt, ...]:
    """Return what is on its way of articles, soonest first."""
    rows = [row for sku in set(skus) for row in db.execute(_EXPECTED, (sku,))]
    found = [
        ExpectedReceipt(
            reference=reference,
            sku=sku,
            location_code=location,
            expected_on=date.fromisoformat(expected_on),
            units=units,
        )
        for reference, sku, location, expected_on, units in rows
    ]
    return tuple(sorted(found, key=by_day))
