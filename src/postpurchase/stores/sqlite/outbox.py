"""The outbox: lease, done, retry, bury, revive."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from postpurchase.stores.base import Delivery
from postpurchase.stores.chain import unstamp

# A leased row keeps its place with the end of its lease as `due_at`: while it
# stands there, later ones of its stream and subscriber wait behind it, and when the
# lease runs out it is due again without anyone's help.
_DUE = """SELECT stream, version, subscriber, due_at, attempts, error, worker, lease
    FROM deliveries AS d
    WHERE dead = 0 AND due_at <= ? AND (
        subscriber GLOB 'timer:*' OR NOT EXISTS (
            SELECT 1 FROM deliveries AS earlier
            WHERE earlier.stream = d.stream AND earlier.subscriber = d.subscriber
                AND earlier.version < d.version AND earlier.dead = 0))
    ORDER BY due_at, stream, version LIMIT ?"""
_LEASE = """UPDATE deliveries
    SET due_at = ?, attempts = attempts + 1, worker = ?, lease = lease + 1
    WHERE stream = ? AND version = ? AND subscriber = ?"""
_DONE = """DELETE FROM deliveries
    WHERE stream = ? AND version = ? AND subscriber = ?
        AND lease = ? AND worker = ? AND dead = 0"""
_RETRY = """UPDATE deliveries
    SET due_at = ?, error = ?, worker = '', lease = lease + 1
    WHERE stream = ? AND version = ? AND subscriber = ?
        AND lease = ? AND worker = ? AND dead = 0"""
_BURY = """UPDATE deliveries
    SET dead = 1, error = ?, worker = '', lease = lease + 1
    WHERE stream = ? AND version = ? AND subscriber = ?
        AND lease = ? AND worker = ? AND dead = 0"""
_REVIVE = """UPDATE deliveries
    SET dead = 0, due_at = ?, attempts = 0, lease = lease + 1
    WHERE dead = 1 AND stream || '/' || version || '/' || subscriber = ?"""
_DEAD = """SELECT stream, version, subscriber, due_at, attempts, error, worker, lease
    FROM deliveries WHERE dead = 1
    ORDER BY due_at, stream, version LIMIT ?"""
_NEXT = "SELECT min(due_at) FROM deliveries WHERE dead = 0"
_PENDING = "SELECT count(*) FROM deliveries WHERE dead = 0"


def _delivery(row: tuple[str, int, str, str, int, str, str, int]) -> Delivery:
    stream, version, subscriber, due_at, attempts, error, worker, lease = row
    return Delivery(
        stream=stream,
        version=version,
        subscriber=subscriber,
        due_at=unstamp(due_at),
        attempts=attempts,
        error=error,
        worker=worker,
        lease=lease,
    )


def claim(
    db: sqlite3.Connection, now: str, limit: int, lease_until: str, worker: str
) -> tuple[Delivery, ...]:
    """Lease what is due; see `EventStore.claim`."""
    claimed = []
    for row in db.execute(_DUE, (now, limit)).fetchall():
        db.execute(_LEASE, (lease_until, worker, *row[:3]))
        leased = (*row[:3], lease_until, row[4] + 1, row[5], worker, row[7] + 1)
        claimed.append(_delivery(leased))
    return tuple(claimed)


def done(db: sqlite3.Connection, delivery: Delivery) -> bool:
    """Remove it, if it is still the caller's."""
    return _changed(db, _DONE, *_owner(delivery))


def retry(db: sqlite3.Connection, delivery: Delivery, due_at: str, error: str) -> bool:
    """Make it due again later, if it is still the caller's."""
    return _changed(db, _RETRY, due_at, error, *_owner(delivery))


def bury(db: sqlite3.Connection, delivery: Delivery, error: str) -> bool:
    """Make it a dead letter, if it is still the caller's."""
    return _changed(db, _BURY, error, *_owner(delivery))


def revive(db: sqlite3.Connection, delivery_id: str, now: str) -> bool:
    """Make a dead letter due again."""
    return _changed(db, _REVIVE, now, delivery_id)


def dead_letters(db: sqlite3.Connection, limit: int) -> tuple[Delivery, ...]:
    """Return the dead letters, oldest first."""
    return tuple(_delivery(row) for row in db.execute(_DEAD, (limit,)))


def next_due(db: sqlite3.Connection) -> datetime | None:
    """Return the earliest time at which something is due."""
    (due_at,) = db.execute(_NEXT).fetchone()
    return unstamp(due_at) if due_at else None


def pending(db: sqlite3.Connection) -> int:
    """Count what is not dead."""
    (count,) = db.execute(_PENDING).fetchone()
    return int(count)


def _owner(delivery: Delivery) -> tuple[str, int, str, int, str]:
    where = delivery.stream, delivery.version, delivery.subscriber
    return *where, delivery.lease, delivery.worker


def _changed(db: sqlite3.Connection, statement: str, *values: object) -> bool:
    return db.execute(statement, values).rowcount == 1
