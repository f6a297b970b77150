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
# The levels are what the ledger adds up to, never below nothing.
_STOCK = """SELECT CAST(sku AS BLOB), CAST(location_code AS BLOB) FROM (
        SELECT sku, location_code, on_hand, reserved FROM stock
        UNION ALL
        SELECT sku, location_code, -on_hand, -reserved FROM stock_moves)
    GROUP BY sku, location_code HAVING sum(on_hand) <> 0 OR sum(reserved) <> 0"""
_NEGATIVE = """SELECT CAST(sku AS BLOB), CAST(location_code AS BLOB) FROM stock
    WHERE reserved < 0 OR on_hand < reserved"""
_OVERDRAWN = """SELECT CAST(stream AS BLOB), 0 FROM stock_moves WHERE stream <> ''
    GROUP BY stream, sku, location_code HAVING sum(reserved) < 0"""
_MOVE_WITHOUT_EVENT = """SELECT CAST(m.stream AS BLOB), m.version
    FROM stock_moves AS m
    LEFT JOIN events AS e ON e.stream = m.stream AND e.version = m.version
    WHERE m.stream <> '' AND e.version IS NULL"""
_REFERENCES = (
    (_LOG_WITHOUT_EVENT, "the log names an event that is not there"),
    (_KEY_WITHOUT_EVENT, "a key was answered with an event that is not there"),
    (_DELIVERY_WITHOUT_EVENT, "a delivery is of an event that is not there"),
    (_MOVE_WITHOUT_EVENT, "stock was moved by an event that is not there"),
    (_OVERDRAWN, "more stock was set free for it than was reserved"),
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
        for statement, reason in (
            (_STOCK, "is not what its moves add up to"),
            (_NEGATIVE, "is negative"),
        ):
            for sku, location in db.execute(statement):
                where = f"the stock of {_shown(sku)} at “{_shown(location)}”"
                broken.append(Broken("", 0, f"{where} {reason}"))


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
