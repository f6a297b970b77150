"""From a batch to rows that every store writes alike: times, hashes, limits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any, cast

from postpurchase.errors import (
    BrokenLog,
    ConcurrencyConflict,
    InvalidInput,
    MalformedInput,
)
from postpurchase.stores.base import Batch, Cursor, Head
from postpurchase.stores.wire import Wire
from postpurchase.values.times import aware

Columns = tuple[str, int, str, int, str, str, str, int, str]
Row = tuple[str, int, str, int, str, str, str, int, str, bytes]
"""stream, version, type, schema, recorded_at, command_id, source, historical,
data, hash."""


def stamp(at: datetime) -> str:
    """Write an aware time in UTC with a fixed width, so that text sorts by time.

    >>> stamp(datetime(2026, 3, 1, 12, tzinfo=UTC))
    '2026-03-01T12:00:00.000000Z'

    Raises:
        NaiveTime: It has no time zone.
    """
    if at.tzinfo is not UTC:
        at = aware(at)
    return at.isoformat(timespec="microseconds")[:-6] + "Z"


def unstamp(text: str) -> datetime:
    """Read what `stamp` wrote."""
    return datetime.fromisoformat(text)


def link(previous: bytes, columns: Columns) -> bytes:
    """Hash an event's columns together with the hash of the event before it.

    Free texts go in with their lengths, so that no two rows give the same bytes.
    16 bytes are plenty against accidents; the chain is a checksum, not a
    signature: whoever can write the whole file can also write its hashes.
    """
    stream, version, type_, schema, recorded_at, command_id, source = columns[:7]
    historical, data = columns[7:]
    text = (
        f"{len(stream)},{stream},{version},{type_},{schema},{recorded_at},"
        f"{len(command_id)},{command_id},{len(source)},{source},{historical},{data}"
    )
    return blake2b(previous + text.encode(), digest_size=16).digest()


def link_rows(wire: Wire, batch: Batch) -> list[Row]:
    """Write a batch's events as rows, chained to its head.

    Raises:
        MalformedInput: A text holds half a surrogate pair and cannot be stored.
    """
    stream, source, historical = batch.stream, batch.source, int(batch.historical)
    recorded_at = stamp(batch.recorded_at)
    version, digest = batch.head.version, batch.head.hash
    rows: list[Row] = []
    try:
        for entry in batch.entries:
            version += 1
            type_, schema, data = wire.dump(entry.event)
            known = stream, version, type_, schema, recorded_at
            columns = (*known, entry.command_id, source, historical, data)
            digest = link(digest, columns)
            rows.append((*columns, digest))
    except UnicodeEncodeError as fault:
        raise MalformedInput(
            value=repr(fault.object[fault.start : fault.end]), expected="Unicode text"
        ) from None
    return rows


def check_batches(batches: Sequence[Batch]) -> None:
    """Refuse batches that no store could take, whatever it holds.

    Raises:
        InvalidInput: Two batches of one stream, or a delivery or an answer of an
            event that does not exist.
    """
    streams: set[str] = set()
    for batch in batches:
        if batch.stream in streams:
            raise InvalidInput(value=batch.stream, expected="one batch per stream")
        streams.add(batch.stream)
        last = batch.head.version + len(batch.entries)
        named = [delivery.version for delivery in batch.deliveries]
        named += [last_version for _, _, last_version in batch.keys]
        for version in named:
            if not 0 <= version <= last:
                raise InvalidInput(
                    value=f"version {version}", expected=f"a version of 0 to {last}"
                )


def check_head(batch: Batch, stored: Head) -> None:
    """Refuse a batch that does not go on from the stream's head.

    Raises:
        ConcurrencyConflict: Another writer was first, or the batch leaves a gap.
        BrokenLog: The same version with another hash: the log was changed.
    """
    if stored.version != batch.head.version:
        raise ConcurrencyConflict(
            stream=batch.stream,
            expected_version=batch.head.version,
            version=stored.version,
        )
    if stored.hash != batch.head.hash:
        raise BrokenLog(
            stream=batch.stream,
            version=stored.version,
            reason="its hash is not the one that the batch goes on from",
        )


def position_of(cursor: Cursor | None) -> int:
    """Read the position out of a cursor.

    Raises:
        InvalidInput: The text is no cursor of a store.
    """
    if cursor is None:
        return 0
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) <= 18):
        raise InvalidInput(value=repr(cursor)[:40], expected="a cursor of this store")
    return int(cursor)


def check_link(previous: bytes, previous_version: int, columns: Sequence[Any]) -> str:
    """Say what is wrong with a stored event, or nothing.

    Args:
        previous: The hash of the event before it in its stream.
        previous_version: That event's version, 0 at the start.
        columns: The columns of a `Row`; texts may come as bytes.
    """
    version, digest = columns[1], columns[9]
    if version != previous_version + 1:
        return f"follows on version {previous_version}"
    try:
        texts = [c.decode() if isinstance(c, bytes) else c for c in columns[:9]]
    except UnicodeDecodeError:
        return "its text is not UTF-8"
    fits = link(previous, cast(Columns, tuple(texts))) == digest
    return "" if fits else "its hash does not fit"
