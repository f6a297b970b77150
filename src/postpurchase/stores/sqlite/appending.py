"""One append: every row of every batch, or none."""

from __future__ import annotations

import sqlite3

from postpurchase.errors import KeyTaken
from postpurchase.stores.base import HEAD0, Batch, Head
from postpurchase.stores.chain import Row, check_head, stamp

_HEAD = (
    "SELECT version, hash FROM events WHERE stream = ? ORDER BY version DESC LIMIT 1"
)
_EVENT = "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_LOG = "INSERT INTO log (stream, version) VALUES (?, ?)"
_KEY = "INSERT INTO keys VALUES (?, ?, ?, ?, ?, ?)"
_DELIVERY = (
    "INSERT INTO deliveries (stream, version, subscriber, due_at) VALUES (?, ?, ?, ?)"
)
_ALIAS = "INSERT OR IGNORE INTO aliases VALUES (?, ?)"


def read_head(db: sqlite3.Connection, stream: str) -> Head:
    """Return the stream's head, `HEAD0` if it has no events."""
    row = db.execute(_HEAD, (stream,)).fetchone()
    return Head(*row) if row else HEAD0


def write_keys(db: sqlite3.Connection, batch: Batch) -> None:
    """Claim the batch's keys, each with its answer.

    Raises:
        KeyTaken: One of them is there already.
    """
    for key, first_version, last_version in batch.keys:
        answer = (key.request_hash, batch.stream, first_version, last_version)
        try:
            db.execute(_KEY, (key.scope, key.key, *answer))
        except sqlite3.IntegrityError:
            raise KeyTaken(scope=key.scope, key=key.key) from None


def write_events(db: sqlite3.Connection, batch: Batch, rows: list[Row]) -> None:
    """Append the rows to the stream, if its head is the batch's.

    Raises:
        ConcurrencyConflict, BrokenLog: See `check_head`.
    """
    check_head(batch, read_head(db, batch.stream))
    for row in rows:
        db.execute(_EVENT, row)
        db.execute(_LOG, row[:2])


def write_side_rows(db: sqlite3.Connection, batch: Batch) -> None:
    """Write deliveries and aliases."""
    for delivery in batch.deliveries:
        due_at = stamp(delivery.due_at or batch.recorded_at)
        where = batch.stream, delivery.version, delivery.subscriber
        db.execute(_DELIVERY, (*where, due_at))
    for alias in batch.aliases:
        db.execute(_ALIAS, (alias, batch.stream))
