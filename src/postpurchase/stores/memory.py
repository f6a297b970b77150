"""A store that keeps everything in memory: for tests, scripts and trials."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from types import TracebackType
from typing import Self

import attrs

from postpurchase.errors import KeyTaken, StoreError, StoreUnavailable
from postpurchase.stores.base import (
    HEAD0,
    TIMER,
    Answer,
    Batch,
    Broken,
    Cursor,
    Delivery,
    Head,
    Page,
    PersonalValue,
    Recorded,
    Verification,
)
from postpurchase.stores.chain import (
    Row,
    check_batches,
    check_head,
    check_link,
    link_rows,
    position_of,
    stamp,
    unstamp,
)
from postpurchase.stores.memory_stock import MemoryBook
from postpurchase.stores.stock import BY_HAND, StockEntry, check_by_hand
from postpurchase.stores.wire import Wire
from postpurchase.values.stock import ExpectedReceipt, StockLevel, StockMove


class MemoryStore:
    """An `EventStore` that is gone when it is closed.

    It writes events as rows like any other store, for the hash chain, but gives
    back the very objects that it was given. Threads share it and take turns.

    Args:
        wire: The events that it takes.
    """

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._lock = threading.RLock()
        self._closed = False
        self._secret = secrets.token_bytes(32)
        self._rows: dict[str, list[Row]] = {}
        self._events: dict[str, list[object]] = {}
        self._log: list[tuple[str, int]] = []
        self._answers: dict[tuple[str, str], Answer] = {}
        self._aliases: dict[str, set[str]] = {}
        self._personal: dict[str, PersonalValue] = {}
        self._live: dict[str, Delivery] = {}
        self._dead: dict[str, Delivery] = {}
        self._book = MemoryBook()

    @property
    def secret(self) -> bytes:
        """Random bytes of this store."""
        return self._secret

    def append(self, *batches: Batch) -> tuple[Head, ...]:
        """Write all batches, or nothing; see `EventStore.append`."""
        check_batches(batches)
        with self._open():
            self._check(batches)
            written = [(batch, link_rows(self._wire, batch)) for batch in batches]
            due = [_new_deliveries(batch) for batch in batches]
            self._book.move(batches)
            for (batch, rows), deliveries in zip(written, due, strict=True):
                self._write(batch, rows, deliveries)
            return tuple(
                Head(rows[-1][1], rows[-1][9]) if rows else batch.head
                for batch, rows in written
            )

    def head(self, stream: str) -> Head:
        """Return the stream's last version and hash."""
        with self._open():
            rows = self._rows.get(stream)
            return Head(rows[-1][1], rows[-1][9]) if rows else HEAD0

    def load(self, stream: str, after_version: int = 0) -> tuple[Recorded, ...]:
        """Return the stream's events with their envelopes."""
        with self._open():
            count = len(self._rows.get(stream, ()))
            return tuple(
                self._recorded(stream, version)
                for version in range(after_version + 1, count + 1)
            )

    def load_events(
        self, stream: str, after_version: int = 0
    ) -> tuple[Head, list[object]]:
        """Return the head and the bare events."""
        with self._open():
            events = self._events.get(stream, [])[after_version:]
            return (self.head(stream), events) if events else (HEAD0, [])

    def answer(self, scope: str, key: str) -> Answer | None:
        """Return what the key was answered with."""
        with self._open():
            return self._answers.get((scope, key))

    def find(self, alias: str) -> tuple[str, ...]:
        """Return the streams that carry the alias."""
        with self._open():
            return tuple(sorted(self._aliases.get(alias, ())))

    def streams(self, after: str = "", limit: int = 1000) -> tuple[str, ...]:
        """Return a page of the streams' names."""
        with self._open():
            names = sorted(name for name in self._rows if name > after)
            return tuple(names[:limit])

    def read(self, after: Cursor | None = None, limit: int = 1000) -> Page:
        """Return a page of the log of all streams."""
        position = position_of(after)
        with self._open():
            page = self._log[position : position + limit]
            recorded = tuple(self._recorded(*place) for place in page)
            return Page(recorded, Cursor(str(position + len(page))))

    def claim(
        self, now: datetime, limit: int, lease_until: datetime, worker: str
    ) -> tuple[Delivery, ...]:
        """Lease due deliveries to a worker."""
        due_by, due_again = unstamp(stamp(now)), unstamp(stamp(lease_until))
        with self._open():
            lowest: dict[tuple[str, str], int] = {}
            for d in self._live.values():
                place = d.stream, d.subscriber
                lowest[place] = min(d.version, lowest.get(place, d.version))
            free = [
                d
                for d in self._live.values()
                if d.due_at <= due_by
                and (
                    d.subscriber.startswith(TIMER)
                    or d.version == lowest[d.stream, d.subscriber]
                )
            ]
            free.sort(key=_when)
            claimed = tuple(
                attrs.evolve(
                    d,
                    due_at=due_again,
                    attempts=d.attempts + 1,
                    worker=worker,
                    lease=d.lease + 1,
                )
                for d in free[:limit]
            )
            self._live.update({d.id: d for d in claimed})
            return claimed

    def done(self, delivery: Delivery) -> bool:
        """Remove a delivery, if the caller still owns it."""
        with self._open():
            return self._release(delivery) is not None

    def retry(self, delivery: Delivery, due_at: datetime, error: str) -> bool:
        """Make a delivery due again later, if the caller still owns it."""
        due_again = unstamp(stamp(due_at))
        with self._open():
            released = self._release(delivery)
            if released is None:
                return False
            self._live[released.id] = attrs.evolve(
                released, due_at=due_again, error=error
            )
            return True

    def bury(self, delivery: Delivery, error: str) -> bool:
        """Make a delivery a dead letter, if the caller still owns it."""
        with self._open():
            released = self._release(delivery)
            if released is None:
                return False
            self._dead[released.id] = attrs.evolve(released, error=error)
            return True

    def dead_letters(self, limit: int = 100) -> tuple[Delivery, ...]:
        """Return the buried deliveries, oldest first."""
        with self._open():
            return tuple(sorted(self._dead.values(), key=_when)[:limit])

    def revive(self, delivery_id: str, now: datetime) -> bool:
        """Make a dead letter due again."""
        due_again = unstamp(stamp(now))
        with self._open():
            dead = self._dead.pop(delivery_id, None)
            if dead is None:
                return False
            self._live[dead.id] = attrs.evolve(
                dead, due_at=due_again, attempts=0, lease=dead.lease + 1
            )
            return True

    def next_due(self) -> datetime | None:
        """Return when the next delivery is due or the next lease ends."""
        with self._open():
            return min((d.due_at for d in self._live.values()), default=None)

    def pending(self) -> int:
        """Count the deliveries that are not done and not buried."""
        with self._open():
            return len(self._live)

    def personal(self, refs: Iterable[str]) -> dict[str, PersonalValue]:
        """Return the values behind the references, as far as they are there."""
        with self._open():
            found = {ref: self._personal.get(ref) for ref in refs}
            return {ref: value for ref, value in found.items() if value is not None}

    def forget(self, person: str) -> int:
        """Delete a person's values."""
        with self._open():
            gone = [v.ref for v in self._personal.values() if v.person == person]
            for ref in gone:
                del self._personal[ref]
            return len(gone)

    def stock(self, skus: Iterable[str]) -> tuple[StockLevel, ...]:
        """Return the levels of articles."""
        with self._open():
            return self._book.levels(skus)

    def stocked(self, after: str = "", limit: int = 1000) -> tuple[str, ...]:
        """Return a page of the articles that are counted."""
        with self._open():
            return self._book.stocked(after, limit)

    def move_stock(
        self, moves: Sequence[StockMove], key: str, request_hash: bytes
    ) -> None:
        """Make moves by hand, all or none."""
        check_by_hand(moves)
        with self._open():
            if (BY_HAND, key) in self._answers:
                raise KeyTaken(scope=BY_HAND, key=key)
            self._book.move_by_hand(moves, key)
            self._answers[BY_HAND, key] = Answer(request_hash, "", 1, 0)

    def stock_entries(
        self, sku: str, after: int = 0, limit: int = 1000
    ) -> tuple[StockEntry, ...]:
        """Return a page of an article's ledger."""
        with self._open():
            return self._book.entries(sku, after, limit)

    def expect_stock(self, receipt: ExpectedReceipt) -> None:
        """Note what is on its way."""
        with self._open():
            self._book.expect(receipt)

    def expected_stock(self, skus: Iterable[str]) -> tuple[ExpectedReceipt, ...]:
        """Return what is on its way of articles."""
        with self._open():
            return self._book.expected(skus)

    def verify(self, progress: Callable[[int], None] | None = None) -> Verification:
        """Check the hashes and versions of all streams."""
        broken: list[Broken] = []
        with self._open():
            for stream, rows in self._rows.items():
                version, digest = 0, b""
                for row in rows:
                    fault = check_link(digest, version, row)
                    if fault:
                        broken.append(Broken(stream, row[1], fault))
                    version, digest = row[1], row[9]
            broken += [Broken("", 0, fault) for fault in self._book.faults()]
            events = sum(len(rows) for rows in self._rows.values())
            if progress is not None:
                progress(events)
            return Verification(len(self._rows), events, tuple(broken))

    def close(self) -> None:
        """Forget everything."""
        self._closed = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @contextmanager
    def _open(self) -> Iterator[None]:
        with self._lock:
            if self._closed:
                raise StoreUnavailable(reason="it is closed")
            yield

    def _check(self, batches: tuple[Batch, ...]) -> None:
        """Refuse what any batch would break, before any is written."""
        taken = set(self._answers)
        for batch in batches:
            for key, _, _ in batch.keys:
                if (key.scope, key.key) in taken:
                    raise KeyTaken(scope=key.scope, key=key.key)
                taken.add((key.scope, key.key))
        for batch in batches:
            check_head(batch, self.head(batch.stream))
            known = [
                value.ref for value in batch.personal if value.ref in self._personal
            ]
            if known:
                raise StoreError(reason=f"the reference {known[0]} is there already")

    def _write(self, batch: Batch, rows: list[Row], deliveries: list[Delivery]) -> None:
        stream = batch.stream
        if rows:
            self._rows.setdefault(stream, []).extend(rows)
            events = self._events.setdefault(stream, [])
            events.extend(entry.event for entry in batch.entries)
            self._log.extend((stream, row[1]) for row in rows)
        for key, first_version, last_version in batch.keys:
            self._answers[key.scope, key.key] = Answer(
                key.request_hash, stream, first_version, last_version
            )
        for delivery in deliveries:
            self._live[delivery.id] = delivery
        self._personal.update({value.ref: value for value in batch.personal})
        for alias in batch.aliases:
            self._aliases.setdefault(alias, set()).add(stream)

    def _release(self, delivery: Delivery) -> Delivery | None:
        """Take a leased delivery out, if the caller still owns it."""
        held = self._live.get(delivery.id)
        if held is None or not held.worker:
            return None
        if (held.worker, held.lease) != (delivery.worker, delivery.lease):
            return None
        del self._live[held.id]
        return attrs.evolve(held, worker="", lease=held.lease + 1)

    def _recorded(self, stream: str, version: int) -> Recorded:
        row = self._rows[stream][version - 1]
        return Recorded(
            stream=stream,
            version=version,
            event=self._events[stream][version - 1],
            recorded_at=unstamp(row[4]),
            command_id=row[5],
            source=row[6],
            historical=bool(row[7]),
            hash=row[9],
        )


def _new_deliveries(batch: Batch) -> list[Delivery]:
    return [
        Delivery(
            stream=batch.stream,
            version=new.version,
            subscriber=new.subscriber,
            due_at=unstamp(stamp(new.due_at or batch.recorded_at)),
        )
        for new in batch.deliveries
    ]


def _when(delivery: Delivery) -> tuple[datetime, str, int]:
    return delivery.due_at, delivery.stream, delivery.version
