"""The tables, as a numbered list of changes that every file goes through."""

from __future__ import annotations

import secrets
import sqlite3
from typing import Final

from postpurchase.errors import SchemaTooNew

MIGRATIONS: Final[tuple[tuple[str, ...], ...]] = (
    (
        # Clustered by stream: a stream is read from one or two neighbouring pages,
        # and a file with a million orders answers like an empty one.
        """CREATE TABLE events (
            stream TEXT NOT NULL,
            version INTEGER NOT NULL,
            type TEXT NOT NULL,
            schema INTEGER NOT NULL,
            recorded_at TEXT NOT NULL,
            command_id TEXT NOT NULL,
            source TEXT NOT NULL,
            historical INTEGER NOT NULL,
            data TEXT NOT NULL,
            hash BLOB NOT NULL,
            PRIMARY KEY (stream, version)
        ) WITHOUT ROWID""",
        # The order of all streams. Writers take turns, so positions become visible
        # in order and a reader that goes on from the last one skips nothing. Rows are
        # never deleted, so no position comes twice, and AUTOINCREMENT would only
        # write one more page per append.
        """CREATE TABLE log (
            position INTEGER PRIMARY KEY,
            stream TEXT NOT NULL,
            version INTEGER NOT NULL
        )""",
        """CREATE TABLE keys (
            scope TEXT NOT NULL,
            key TEXT NOT NULL,
            request_hash BLOB NOT NULL,
            stream TEXT NOT NULL,
            first_version INTEGER NOT NULL,
            last_version INTEGER NOT NULL,
            PRIMARY KEY (scope, key)
        ) WITHOUT ROWID""",
        # Every index is one more page in the write-ahead log of every append: the
        # natural key and the time it is due are enough.
        """CREATE TABLE deliveries (
            stream TEXT NOT NULL,
            version INTEGER NOT NULL,
            subscriber TEXT NOT NULL,
            due_at TEXT NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0,
            error TEXT NOT NULL DEFAULT '',
            worker TEXT NOT NULL DEFAULT '',
            lease INTEGER NOT NULL DEFAULT 0,
            dead INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (stream, subscriber, version)
        ) WITHOUT ROWID""",
        "CREATE INDEX deliveries_due ON deliveries (due_at) WHERE dead = 0",
        "CREATE INDEX deliveries_dead ON deliveries (due_at) WHERE dead = 1",
        # Rows are only added at the end and overwritten in place, never deleted: when
        # SQLite splits or merges pages, it leaves copies of rows in their gaps.
        """CREATE TABLE personal (
            id INTEGER PRIMARY KEY,
            ref TEXT NOT NULL UNIQUE,
            owner BLOB NOT NULL,
            stream TEXT NOT NULL,
            forgotten INTEGER NOT NULL DEFAULT 0,
            person TEXT NOT NULL,
            salt TEXT NOT NULL,
            value TEXT NOT NULL
        )""",
        "CREATE INDEX personal_owner ON personal (owner)",
        """CREATE TABLE aliases (
            alias TEXT NOT NULL,
            stream TEXT NOT NULL,
            PRIMARY KEY (alias, stream)
        ) WITHOUT ROWID""",
    ),
    (
        # The constraint is the last guard: nothing is ever sold that is not there.
        """CREATE TABLE stock (
            sku TEXT NOT NULL,
            location_code TEXT NOT NULL,
            on_hand INTEGER NOT NULL,
            reserved INTEGER NOT NULL,
            PRIMARY KEY (sku, location_code),
            CHECK (reserved >= 0 AND on_hand >= reserved)
        ) WITHOUT ROWID""",
        """CREATE TABLE stock_moves (
            position INTEGER PRIMARY KEY,
            stream TEXT NOT NULL,
            version INTEGER NOT NULL,
            key TEXT NOT NULL,
            sku TEXT NOT NULL,
            location_code TEXT NOT NULL,
            on_hand INTEGER NOT NULL,
            reserved INTEGER NOT NULL,
            reason TEXT NOT NULL,
            done_by TEXT NOT NULL,
            at TEXT NOT NULL
        )""",
        "CREATE INDEX stock_moves_of_article ON stock_moves (sku)",
        """CREATE INDEX stock_moves_of_order ON stock_moves (stream, sku)
            WHERE stream <> ''""",
        """CREATE TABLE stock_expected (
            sku TEXT NOT NULL,
            location_code TEXT NOT NULL,
            reference TEXT NOT NULL,
            expected_on TEXT NOT NULL,
            units INTEGER NOT NULL,
            PRIMARY KEY (sku, location_code, reference)
        ) WITHOUT ROWID""",
    ),
    (
        # Orders are found by their parcels' numbers; those that were shipped before
        # are, too. Data that cannot be read is for `verify` to report.
        """INSERT OR IGNORE INTO aliases
            SELECT 'tracking:' || upper(replace(replace(number, ' ', ''), '-', '')),
                stream
            FROM (
                SELECT stream, json_extract(
                    CASE WHEN json_valid(data) THEN data ELSE '{}' END,
                    CASE type
                        WHEN 'ParcelShipped' THEN '$.box.tracking_number'
                        ELSE '$.tracking_number'
                    END
                ) AS number
                FROM events WHERE type IN ('ParcelShipped', 'ParcelLabelled')
            )
            WHERE number <> ''""",
    ),
)
"""Number n of the list brings a file from schema n - 1 to n; entries never change."""


def migrate(db: sqlite3.Connection) -> None:
    """Bring the file to the newest schema, one change per transaction.

    Raises:
        SchemaTooNew: A newer release wrote the file.
    """
    if _schema(db) == len(MIGRATIONS):
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        db.execute(
            "CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value NOT NULL)"
            " WITHOUT ROWID"
        )
        db.execute("INSERT OR IGNORE INTO meta VALUES ('schema', 0)")
        db.execute(
            "INSERT OR IGNORE INTO meta VALUES ('secret', ?)",
            (secrets.token_bytes(32),),
        )
        db.execute("COMMIT")
        for number, statements in enumerate(MIGRATIONS, start=1):
            db.execute("BEGIN IMMEDIATE")
            # Another process may have migrated while this one waited for its turn.
            if _schema(db) < number:
                for statement in statements:
                    db.execute(statement)
                db.execute("UPDATE meta SET value = ? WHERE name = 'schema'", (number,))
            db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def _schema(db: sqlite3.Connection) -> int:
    """Return the file's schema number, 0 for a new file."""
    known = db.execute(
        "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'meta'"
    ).fetchone()
    if known is None:
        return 0
    row = db.execute("SELECT value FROM meta WHERE name = 'schema'").fetchone()
    schema = int(row[0]) if row else 0
    if schema > len(MIGRATIONS):
        raise SchemaTooNew(subject="The store", schema=schema, known=len(MIGRATIONS))
    return schema
