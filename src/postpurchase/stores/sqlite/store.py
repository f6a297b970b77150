"""A store in one SQLite file, or in memory.

Write-ahead log, `synchronous=FULL`: what `append` acknowledged outlives a crash and
a power cut. Any number of processes may open the file; writers take turns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from postpurchase.errors import StoreUnavailable
from postpurchase.stores.base import (
    HEAD0,
    Answer,
    Batch,
    Cursor,
    Delivery,
    Head,
    Page,
    PersonalValue,
    Recorded,
    Verification,
)
from postpurchase.stores.chain import (
    check_batches,
    link_rows,
    position_of,
    stamp,
    unstamp,
)
from postpurchase.stores.sqlite import appending, outbox, privacy, stock, verifying
from postpurchase.stores.sqlite.connection import Connection
from postpurchase.stores.sqlite.schema import migrate
from postpurchase.stores.stock import StockEntry, check_by_hand
from postpurchase.stores.wire import Wire
from postpurchase.values.stock import ExpectedReceipt, StockLevel, StockMove

_LOAD = """SELECT stream, version, type, schema, recorded_at, command_id, source,
        historical, data, hash
    FROM events WHERE stream = ? AND version > ? ORDER BY version"""
_LOAD_EVENTS = """SELECT version, type, schema, data, hash FROM events
    WHERE stream = ? AND version > ? ORDER BY version"""
_READ = """SELECT position, stream, version, type, schema, recorded_at, command_id,
        source, historical, data, hash
    FROM (SELECT * FROM log WHERE position > ? ORDER BY position LIMIT ?) AS page
    JOIN events USING (stream, version) ORDER BY position"""
_ANSWER = """SELECT request_hash, stream, first_version, last_version FROM keys
    WHERE scope = ? AND key = ?"""
_FIND = "SELECT stream FROM aliases WHERE alias = ? ORDER BY stream"
# Steps from stream to stream instead of reading every event.
_STREAMS = """WITH RECURSIVE names (name) AS (
        SELECT min(stream) FROM events WHERE stream > ?
        UNION ALL
        SELECT (SELECT min(stream) FROM events WHERE stream > name)
        FROM names WHERE name IS NOT NULL)
    SELECT name FROM names WHERE name IS NOT NULL LIMIT ?"""
_META = "SELECT value FROM meta WHERE name = ?"


class SqliteStore:
    """An `EventStore` in one SQLite file.

    Args:
        path: The file, made when it is not there; None keeps all in memory.
        wire: The events that it writes and reads.

    Raises:
        StoreUnavailable: The file cannot be opened, or is no SQLite file.
        SchemaTooNew: A newer release wrote it.
    """

    def __init__(self, path: str | Path | None, wire: Wire) -> None:
        self._wire = wire
        self._connection = Connection(Path(path) if path is not None else None)
        try:
            with self._connection.reading() as db:
                migrate(db)
                (secret,) = db.execute(_META, ("secret",)).fetchone()
                self._secret = bytes(secret)
        except BaseException:
            self._connection.close()
            raise

    def __repr__(self) -> str:
        return f"<SqliteStore {self._connection.path or 'in memory'}>"

    @property
    def secret(self) -> bytes:
        """Random bytes of this file, made with it."""
        return self._secret

    def append(self, *batches: Batch) -> tuple[Head, ...]:
        """Write all batches in one transaction; see `EventStore.append`."""
        check_batches(batches)
        written = [(batch, link_rows(self._wire, batch)) for batch in batches]
        with self._connection.writing() as db:
            for batch in batches:
                appending.write_keys(db, batch)
            for batch, rows in written:
                appending.write_events(db, batch, rows)
                appending.write_side_rows(db, batch)
                privacy.write(db, self._secret, batch)
            stock.write(db, batches)
        return tuple(
            Head(rows[-1][1], rows[-1][9]) if rows else batch.head
            for batch, rows in written
        )

    def head(self, stream: str) -> Head:
        """Return the stream's last version and hash."""
        with self._connection.reading() as db:
            return appending.read_head(db, stream)

    def load(self, stream: str, after_version: int = 0) -> tuple[Recorded, ...]:
        """Return the stream's events with their envelopes."""
        with self._connection.reading() as db:
            rows = db.execute(_LOAD, (stream, after_version)).fetchall()
        return tuple([self._recorded(row) for row in rows])

    def load_events(
        self, stream: str, after_version: int = 0
    ) -> tuple[Head, list[object]]:
        """Return the head and the bare events."""
        with self._connection.reading() as db:
            rows = db.execute(_LOAD_EVENTS, (stream, after_version)).fetchall()
        if not rows:
            return HEAD0, []
        return Head(rows[-1][0], rows[-1][4]), self._wire.read_all(stream, rows)

    def answer(self, scope: str, key: str) -> Answer | None:
        """Return what the key was answered with."""
        with self._connection.reading() as db:
            row = db.execute(_ANSWER, (scope, key)).fetchone()
        return Answer(*row) if row else None

    def find(self, alias: str) -> tuple[str, ...]:
        """Return the streams that carry the alias."""
        with self._connection.reading() as db:
            return tuple(row[0] for row in db.execute(_FIND, (alias,)))

    def streams(self, after: str = "", limit: int = 1000) -> tuple[str, ...]:
        """Return a page of the streams' names."""
        with self._connection.reading() as db:
            return tuple(row[0] for row in db.execute(_STREAMS, (after, limit)))

    def read(self, after: Cursor | None = None, limit: int = 1000) -> Page:
        """Return a page of the log of all streams."""
        position = position_of(after)
        with self._connection.reading() as db:
            rows = db.execute(_READ, (position, limit)).fetchall()
        recorded = tuple([self._recorded(row[1:]) for row in rows])
        return Page(recorded, Cursor(str(rows[-1][0] if rows else position)))

    def claim(
        self, now: datetime, limit: int, lease_until: datetime, worker: str
    ) -> tuple[Delivery, ...]:
        """Lease due deliveries to a worker."""
        times = stamp(now), stamp(lease_until)
        with self._connection.writing() as db:
            return outbox.claim(db, times[0], limit, times[1], worker)

    def done(self, delivery: Delivery) -> bool:
        """Remove a delivery, if the caller still owns it."""
        with self._connection.writing() as db:
            return outbox.done(db, delivery)

    def retry(self, delivery: Delivery, due_at: datetime, error: str) -> bool:
        """Make a delivery due again later, if the caller still owns it."""
        due_text = stamp(due_at)
        with self._connection.writing() as db:
            return outbox.retry(db, delivery, due_text, error)

    def bury(self, delivery: Delivery, error: str) -> bool:
        """Make a delivery a dead letter, if the caller still owns it."""
        with self._connection.writing() as db:
            return outbox.bury(db, delivery, error)

    def dead_letters(self, limit: int = 100) -> tuple[Delivery, ...]:
        """Return the buried deliveries, oldest first."""
        with self._connection.reading() as db:
            return outbox.dead_letters(db, limit)

    def revive(self, delivery_id: str, now: datetime) -> bool:
        """Make a dead letter due again."""
        due_text = stamp(now)
        with self._connection.writing() as db:
            return outbox.revive(db, delivery_id, due_text)

    def next_due(self) -> datetime | None:
        """Return when the next delivery is due or the next lease ends."""
        with self._connection.reading() as db:
            return outbox.next_due(db)

    def pending(self) -> int:
        """Count the deliveries that are not done and not buried."""
        with self._connection.reading() as db:
            return outbox.pending(db)

    def personal(self, refs: Iterable[str]) -> dict[str, PersonalValue]:
        """Return the values behind the references, as far as they are there."""
        with self._connection.reading() as db:
            return privacy.read(db, refs)

    def forget(self, person: str) -> int:
        """Overwrite a person's values with zeros, in the write-ahead log as well.

        The log, which holds older copies, is copied into the file and cut to
        nothing. How many values there were and how long they were stays. Backups
        are the caller's.

        Raises:
            StoreUnavailable: The values are overwritten, but another process reads
                the write-ahead log, which still holds old bytes: call it again.
        """
        with self._connection.writing() as db:
            forgotten = privacy.forget(db, self._secret, person)
        with self._connection.reading() as db:
            busy, _, _ = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise StoreUnavailable(
                reason=f"{forgotten} values are overwritten, but a reader keeps the "
                "write-ahead log; forget again to cut it"
            )
        return forgotten

    def stock(self, skus: Iterable[str]) -> tuple[StockLevel, ...]:
        """Return the levels of articles."""
        with self._connection.reading() as db:
            return stock.levels(db, skus)

    def stocked(self, after: str = "", limit: int = 1000) -> tuple[str, ...]:
        """Return a page of the articles that are counted."""
        with self._connection.reading() as db:
            return stock.stocked(db, after, limit)

    def move_stock(
        self, moves: Sequence[StockMove], key: str, request_hash: bytes
    ) -> None:
        """Make moves by hand, all or none."""
        check_by_hand(moves)
        with self._connection.writing() as db:
            stock.move(db, moves, key, request_hash)

    def stock_entries(
        self, sku: str, after: int = 0, limit: int = 1000
    ) -> tuple[StockEntry, ...]:
        """Return a page of an article's ledger."""
        with self._connection.reading() as db:
            return stock.entries(db, sku, after, limit)

    def expect_stock(self, receipt: ExpectedReceipt) -> None:
        """Note what is on its way."""
        with self._connection.writing() as db:
            stock.expect(db, receipt)

    def expected_stock(self, skus: Iterable[str]) -> tuple[ExpectedReceipt, ...]:
        """Return what is on its way of articles."""
        with self._connection.reading() as db:
            return stock.expected(db, skus)

    def verify(self, progress: Callable[[int], None] | None = None) -> Verification:
        """Check hashes, versions and references of the whole file."""
        return verifying.verify(self._connection, progress)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _recorded(self, row: tuple[Any, ...]) -> Recorded:
        stream, version, type_, schema, recorded_at, command_id, source = row[:7]
        historical, data, digest = row[7:]
        return Recorded(
            stream=stream,
            version=version,
            event=self._wire.read(stream, version, type_, schema, data),
            recorded_at=unstamp(recorded_at),
            command_id=command_id,
            source=source,
            historical=bool(historical),
            hash=digest,
        )
