"""Read the whole file and check that everything fits."""

from __future__ import annotations

from collections.abc import Callable

from postpurchase.errors import BrokenLog
from postpurchase.stores.base import Broken, Verification
from postpurchase.stores.chain import check_link
from postpurchase.stores.sqlite.connection import Connection

_CHUNK = 2000

# As blobs: a flipped bit can leave text that is no UTF-8, and reading must go on.
_EVENTS = """SELECT CAST(stream AS BLOB), version, CAST(type AS BLOB), schema,
        CAST(recorded_at AS BLOB), CAST(command_id AS BLOB), CAST(source AS BLOB),
        historical, CAST(data AS BLOB), hash
    FROM events WHERE (stream, version) > (CAST(? AS TEXT), ?)
    ORDER BY stream, version LIMIT ?"""
_LOG_WITHOUT_EVENT = """SELECT CAST(l.stream AS BLOB), l.version FROM log AS l
    LEFT JOIN events AS e ON e.stream = l.stream AND e.version = l.version
    WHERE e.version IS NULL"""
_KEY_WITHOUT_EVENT = """SELECT CAST(k.stream AS BLOB), k.last_version FROM keys AS k
    LEFT JOIN events AS e ON e.stream = k.stream AND e.version = k.last_version
    WHERE k.last_version >= k.first_version AND e.version IS NULL"""
_DELIVERY_WITHOUT_EVENT = """SELECT CAST(d.stream AS BLOB), d.version
    FROM deliveries AS d
    LEFT JOIN events AS e ON e.stream = d.stream AND e.version = d.version
    WHERE d.version > 0 AND e.version IS NULL"""
_SUMS = """SELECT (SELECT count(*) FROM log), (SELECT count(*) FROM events),
    (SELECT sum(version) FROM log), (SELECT sum(version) FROM events)"""
_REFERENCES = (
    (_LOG_WITHOUT_EVENT, "the log names an event that is not there"),
    (_KEY_WITHOUT_EVENT, "a key was answered with an event that is not there"),
    (_DELIVERY_WITHOUT_EVENT, "a delivery is of an event that is not there"),
)


def verify(
    connection: Connection, progress: Callable[[int], None] | None
) -> Verification:
    """Check every hash, every version and every reference; see `EventStore.verify`.

    Writers may go on between two chunks of events: what they add is read or not,
    and fits either way.
    """
    broken: list[Broken] = []
    streams = events = 0
    try:
        streams, events = _check_chains(connection, broken, progress)
        _check_references(connection, broken)
    except BrokenLog as fault:
        broken.append(Broken(fault.stream, fault.version, fault.reason))
    return Verification(streams, events, tuple(broken))


def _check_references(connection: Connection, broken: list[Broken]) -> None:
    """Note what names an event that is not there, and damaged pages."""
    with connection.reading() as db:
        for (said,) in db.execute("PRAGMA quick_check"):
            if said != "ok":
                broken.append(Broken("", 0, f"the file is damaged: {said}"))
        for statement, reason in _REFERENCES:
            for stream, version in db.execute(statement):
                broken.append(Broken(_shown(stream), version, reason))
        logged, stored, logged_sum, stored_sum = db.execute(_SUMS).fetchone()
        if (logged, logged_sum) != (stored, stored_sum):
            reason = f"{stored} events, but the log names {logged}, or others"
            broken.append(Broken("", 0, reason))


def _check_chains(
    connection: Connection,
    broken: list[Broken],
    progress: Callable[[int], None] | None,
) -> tuple[int, int]:
    """Read all events in order, note what breaks, count streams and events."""
    streams = events = version = 0
    stream = b""
    digest = b""
    after = b"", 0
    while True:
        with connection.reading() as db:
            rows = db.execute(_EVENTS, (*after, _CHUNK)).fetchall()
        for row in rows:
            if row[0] != stream or not streams:
                stream, version, digest = row[0], 0, b""
                streams += 1
            fault = check_link(digest, version, row)
            if fault:
                broken.append(Broken(_shown(stream), row[1], fault))
            version, digest = row[1], row[9]
        events += len(rows)
        if progress is not None:
            progress(events)
        if len(rows) < _CHUNK:
            return streams, events
        after = rows[-1][0], rows[-1][1]


def _shown(stream: bytes) -> str:
    return stream.decode(errors="replace")
