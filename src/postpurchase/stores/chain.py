"""From a batch to rows that every store writes alike: times, hashes, limits."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import blake2b

from postpurchase.errors import InvalidInput, MalformedInput, NaiveTime
from postpurchase.stores.base import Batch
from postpurchase.stores.wire import Wire

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
        if at.tzinfo is None:
            raise NaiveTime(value=repr(at), expected="an aware datetime")
        at = at.astimezone(UTC)
    return at.isoformat(timespec="microseconds")[:-6] + "Z"


def unstamp(text: str) -> datetime:
    """Read what `stamp` wrote."""
    return datetime.fromisoformat(text)


def link(
    previous: bytes,
    stream: str,
    version: int,
    type_: str,
    schema: int,
    recorded_at: str,
    command_id: str,
    source: str,
    historical: int,
    data: str,
) -> bytes:
    """Hash an event's columns together with the hash of the event before it.

    Free texts go in with their lengths, so that no two rows give the same bytes.
    16 bytes are plenty against accidents; the chain is a checksum, not a
    signature: whoever can write the whole file can also write its hashes.
    """
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
            columns = (type_, schema, recorded_at, entry.command_id, source, historical)
            digest = link(digest, stream, version, *columns, data)
            rows.append((stream, version, *columns, data, digest))
    except UnicodeEncodeError as fault:
        raise MalformedInput(
            value=repr(fault.object[fault.start : fault.end]), expected="Unicode text"
        ) from None
    return rows


def check_references(batch: Batch) -> None:
    """Refuse deliveries and answers that name events which do not exist.

    Raises:
        InvalidInput: A version lies beyond the batch's last.
    """
    last = batch.head.version + len(batch.entries)
    named = [delivery.version for delivery in batch.deliveries]
    named += [answered for _, _, answered in batch.keys]
    for version in named:
        if not 0 <= version <= last:
            raise InvalidInput(
                value=f"version {version}", expected=f"a version of 0 to {last}"
            )
