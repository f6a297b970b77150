"""What a store keeps and what every store can do.

A store is an append-only log of events, one stream per order, with everything
that must be true together with an event written in the same transaction: the
idempotency key of its command, the rows that tell subscribers of it, timers,
personal values and aliases.

Two constraints carry correctness, not an isolation level: `(stream, version)` is
unique, and `(scope, key)` is unique for ever.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from types import TracebackType
from typing import NewType, Protocol, Self

import attrs

from postpurchase.stores.stock import StockBook
from postpurchase.values.stock import StockMove

Cursor = NewType("Cursor", str)
"""A place in the log of all streams; its text has no meaning to a caller."""

TIMER = "timer:"
"""How the subscriber of a timer begins; timers do not wait for each other."""


@attrs.frozen
class Head:
    """The last event of a stream: its version and the hash of the whole chain.

    >>> HEAD0
    Head(version=0, hash=b'')
    """

    version: int
    hash: bytes


HEAD0 = Head(0, b"")


@attrs.frozen(kw_only=True)
class Recorded:
    """An event with its envelope.

    Args:
        stream: The stream, such as ``order:1001``.
        version: Its place in the stream, from 1 without gaps. This is the order
            of events; `recorded_at` and the event's own `at` are not.
        event: The event.
        recorded_at: When it was stored, aware UTC.
        command_id: The command that caused it, or empty.
        source: The system it was imported from, or empty.
        historical: Imported as history: nobody is told of it.
        hash: The hash over this event and all before it in the stream.
    """

    stream: str
    version: int
    event: object
    recorded_at: datetime
    command_id: str
    source: str
    historical: bool
    hash: bytes


@attrs.frozen
class Key:
    """An idempotency key and the keyed hash of the request that claims it."""

    scope: str
    key: str
    request_hash: bytes


@attrs.frozen
class Answer:
    """What a key was answered with: the versions of the events it caused.

    `last_version < first_version` means that nothing happened.
    """

    request_hash: bytes
    stream: str
    first_version: int
    last_version: int


@attrs.frozen
class Entry:
    """An event to append and the command that caused it."""

    event: object
    command_id: str = ""


@attrs.frozen
class NewDelivery:
    """One subscriber to tell of one event.

    Args:
        version: The event's version in the batch's stream.
        subscriber: Who is told; a timer's begins with ``timer:``.
        due_at: Not before this; None means as soon as it is stored.
    """

    version: int
    subscriber: str
    due_at: datetime | None = None


@attrs.frozen(kw_only=True)
class Delivery:
    """A row of the outbox.

    Stream, version and subscriber name it; `id` is the three in one text.

    Args:
        stream: The stream of the event.
        version: The version of the event.
        subscriber: Who is told.
        due_at: When it may be claimed; while it is claimed, when the lease ends.
        attempts: How often it was claimed since it was written or revived.
        error: What the last attempt said, or empty.
        worker: Who holds the lease, or empty.
        lease: Counts every change of owner; with it a store knows a late caller.
    """

    stream: str
    version: int
    subscriber: str
    due_at: datetime
    attempts: int = 0
    error: str = ""
    worker: str = ""
    lease: int = 0

    @property
    def id(self) -> str:
        """The delivery in one text, such as ``order:1001/3/email``."""
        return f"{self.stream}/{self.version}/{self.subscriber}"


@attrs.frozen
class PersonalValue:
    """A personal value that an event refers to, kept apart so that it can go.

    Args:
        ref: The random reference that stands in the event.
        person: Whose it is: what `forget` is called with.
        salt: The salt of the commitment that stands in the event.
        value: The value as JSON.
    """

    ref: str
    person: str
    salt: str = attrs.field(repr=False)
    value: str = attrs.field(repr=False)


@attrs.frozen(kw_only=True)
class Batch:
    """What one transaction appends to one stream.

    Args:
        stream: The stream; it begins with its first batch.
        head: The head that the events were decided from. The batch is refused
            unless it is still the stream's head.
        entries: The events in order, each with its command. An import puts the
            events of several commands into one batch. Empty: only keys are kept,
            and the head is checked all the same.
        recorded_at: Now, aware.
        source: The system it was imported from, or empty.
        historical: Imported as history.
        keys: `(key, first_version, last_version)`: each key with its answer.
        deliveries: Whom to tell of which of the events, now or later.
        personal: The values behind the references in the events.
        aliases: Names that find the stream, such as ``#1001``.
        stock: What the events move in stock; see `StockBook`.
    """

    stream: str
    head: Head
    entries: tuple[Entry, ...] = ()
    recorded_at: datetime
    source: str = ""
    historical: bool = False
    keys: tuple[tuple[Key, int, int], ...] = ()
    deliveries: tuple[NewDelivery, ...] = ()
    personal: tuple[PersonalValue, ...] = ()
    aliases: tuple[str, ...] = ()
    stock: tuple[StockMove, ...] = ()


@attrs.frozen
class Page:
    """Events of all streams in the order of the log, and where to go on."""

    recorded: tuple[Recorded, ...]
    cursor: Cursor


@attrs.frozen
class Broken:
    """One thing in the log that does not fit."""

    stream: str
    version: int
    reason: str


@attrs.frozen
class Verification:
    """What `verify` read and what it found."""

    streams: int
    events: int
    broken: tuple[Broken, ...]


class EventStore(StockBook, Protocol):
    """What the library asks of a store.

    `postpurchase.testing.stores.EventStoreSuite` says it in tests. A store may be
    used from several threads.

    Raises:
        StoreUnavailable: From every method, if the store cannot be used now.
        BrokenLog: From every method that reads events.
        SchemaTooNew: Likewise, if a newer release wrote them.
    """

    @property
    def secret(self) -> bytes:
        """Random bytes of this store, made with it: the key of request hashes."""

    def append(self, *batches: Batch) -> tuple[Head, ...]:
        """Write all batches in one transaction, at most one per stream.

        When it returns, the batches are durable; when it raises, nothing of any of
        them was stored, except that a crash or `StoreUnavailable` leaves open
        whether it was: then a repeat with the same keys tells.

        Returns:
            The new head of each batch's stream, in the order given.

        Raises:
            KeyTaken: A key is in the store already. Told before a conflict.
            ConcurrencyConflict: A stream's head is not the batch's head.
            BrokenLog: The version fits and the hash does not.
            OutOfStock: More is to be reserved than is available. Told last.
            InvalidInput: A naive time, a text that is not Unicode, or a delivery
                or answer of an event that does not exist.
        """

    def head(self, stream: str) -> Head:
        """The last version and hash; `HEAD0` for an unknown stream."""

    def load(self, stream: str, after_version: int = 0) -> tuple[Recorded, ...]:
        """The stream's events with their envelopes; empty for an unknown stream."""

    def load_events(
        self, stream: str, after_version: int = 0
    ) -> tuple[Head, list[object]]:
        """Only what a replay needs: the head and the bare events.

        Without events after `after_version`, the head is `HEAD0`.
        """

    def answer(self, scope: str, key: str) -> Answer | None:
        """What the key was answered with, or None if it was never used."""

    def find(self, alias: str) -> tuple[str, ...]:
        """The streams that carry the alias, sorted."""

    def streams(self, after: str = "", limit: int = 1000) -> tuple[str, ...]:
        """The streams' names in sorted order, a page at a time."""

    def read(self, after: Cursor | None = None, limit: int = 1000) -> Page:
        """Events of all streams in the order in which they were stored.

        No event is ever skipped by a reader that goes on from the last cursor.
        """

    def claim(
        self, now: datetime, limit: int, lease_until: datetime, worker: str
    ) -> tuple[Delivery, ...]:
        """Lease due deliveries to a worker.

        Of one stream and subscriber only the lowest version is given out; later
        ones wait until it is done or buried. Timers do not wait for each other.
        What is not done, retried or buried by `lease_until` is due again.
        """

    def done(self, delivery: Delivery) -> bool:
        """Remove a delivery; False if the lease has gone to another."""

    def retry(self, delivery: Delivery, due_at: datetime, error: str) -> bool:
        """Make it due again later; False if the lease has gone to another."""

    def bury(self, delivery: Delivery, error: str) -> bool:
        """Make it a dead letter; False if the lease has gone to another."""

    def dead_letters(self, limit: int = 100) -> tuple[Delivery, ...]:
        """The buried deliveries, oldest first."""

    def revive(self, delivery_id: str, now: datetime) -> bool:
        """Make a dead letter due again with no attempts; False if there is none.

        It may now reach its subscriber after later events of the stream.
        """

    def next_due(self) -> datetime | None:
        """When the next delivery is due or the next lease ends; None if none."""

    def pending(self) -> int:
        """How many deliveries are not done and not buried, timers included."""

    def personal(self, refs: Iterable[str]) -> dict[str, PersonalValue]:
        """The values behind the references; a forgotten one is missing."""

    def forget(self, person: str) -> int:
        """Delete all values of a person, also from the bytes on the disk.

        Returns:
            How many values were deleted.
        """

    def verify(self, progress: Callable[[int], None] | None = None) -> Verification:
        """Read everything and check hashes, versions and references.

        Args:
            progress: Called now and then with the number of events read.
        """

    def close(self) -> None:
        """Give up files and connections; a second call does nothing."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None: ...
