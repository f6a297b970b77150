"""Orders in SQLite, driven through the service and through plain `sqlite3`.

The floor does the least that is still correct: one row per event with a unique
(stream, version), `json`, one transaction per command, `synchronous=FULL`. It
stores and folds the very bytes that the library stores.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from workload import NOON, lives

from postpurchase.hooks.manager import load_plugins
from postpurchase.hooks.specs import hookimpl
from postpurchase.order.commands import Command
from postpurchase.order.decide import decide_all
from postpurchase.order.events import Event
from postpurchase.order.model import EMPTY
from postpurchase.service import Service, Work
from postpurchase.service.cache import StateCache
from postpurchase.stores import order_wire
from postpurchase.stores.base import HEAD0, Batch, Entry
from postpurchase.stores.sqlite import SqliteStore

SCHEMA = """CREATE TABLE events (
    position INTEGER PRIMARY KEY, stream TEXT NOT NULL, version INTEGER NOT NULL,
    name TEXT NOT NULL, data TEXT NOT NULL, UNIQUE (stream, version))"""
INSERT = "INSERT INTO events (stream, version, name, data) VALUES (?, ?, ?, ?)"
SELECT = "SELECT version, data FROM events WHERE stream = ? ORDER BY version"
LINES = 3
WIRE = order_wire()
"""One for all stores: a process makes its readers and writers once."""


class Listener:
    """A plugin that is told of every event, so that the outbox is written."""

    plugin_name = "listener"

    @hookimpl
    def on_event(self, event: Event) -> None:
        """Do nothing: nobody dispatches here."""


def interleaved(orders: int) -> list[Command]:
    """Prepare the commands of many orders in the order in which they arrive."""
    return [
        command for row in zip(*lives(orders, LINES), strict=True) for command in row
    ]


@contextmanager
def open_service(folder: Path, *, remembers: bool = True) -> Iterator[Service]:
    """Open a new file with one subscriber, with or without a memory of orders."""
    plugins = load_plugins([Listener()], entry_points=False)
    with SqliteStore(folder / f"{uuid4()}.db", WIRE) as store:
        cache = StateCache(100_000 if remembers else 0)
        yield Service(store, plugins, lambda: NOON, cache=cache)


def handle_each(service: Service, commands: Sequence[Command]) -> None:
    """Handle commands one by one, each in a transaction of its own."""
    for command in commands:
        service.handle(command)


def handle_in_hundreds(service: Service, commands: Sequence[Command]) -> None:
    """Handle a hundred commands per transaction."""
    for first in range(0, len(commands), 100):
        service.handle_all([Work.of(one) for one in commands[first : first + 100]])


def open_raw(folder: Path) -> sqlite3.Connection:
    """Open a new file as a careful script would."""
    db = sqlite3.connect(folder / f"{uuid4()}.db", isolation_level=None)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=FULL")
    db.execute(SCHEMA)
    return db


def fold_raw(db: sqlite3.Connection, stream: str) -> dict[str, object]:
    """Load a stream and fold it with nothing but json."""
    units: dict[str, int] = {}
    state = {"version": 0, "at": "", "by": "", "units": units}
    for version, data in db.execute(SELECT, (stream,)):
        event = json.loads(data)
        state["version"], state["at"], state["by"] = (
            version,
            event["at"],
            event.get("by"),
        )
        for line_id, count in event.get("units", ()):
            units[line_id] = units.get(line_id, 0) + count
    return state


def handle_raw(
    db: sqlite3.Connection, rows: Sequence[tuple[str, int, str, dict[str, object]]]
) -> None:
    """Load, fold and insert each event in a transaction of its own."""
    for stream, version, name, event in rows:
        assert fold_raw(db, stream)["version"] == version - 1
        db.execute("BEGIN IMMEDIATE")
        db.execute(INSERT, (stream, version, name, json.dumps(event)))
        db.execute("COMMIT")


def raw_rows(
    commands: Sequence[Command],
) -> list[tuple[str, int, str, dict[str, object]]]:
    """Return (stream, version, name, event as an object) for what commands lead to."""
    wire = WIRE
    by_order: dict[str, list[Command]] = {}
    for command in commands:
        by_order.setdefault(command.order_id, []).append(command)
    streams = [
        [
            (f"order:{order_id}", n, *_dumped(wire.dump(event)))
            for n, event in enumerate(decide_all(EMPTY, asked)[0], start=1)
        ]
        for order_id, asked in by_order.items()
    ]
    return [row for rows in zip(*streams, strict=True) for row in rows]


def _dumped(row: tuple[str, int, str]) -> tuple[str, dict[str, object]]:
    return row[0], json.loads(row[2])


def fill(
    folder: Path, orders: Sequence[Sequence[Command]]
) -> tuple[SqliteStore, sqlite3.Connection, list[str]]:
    """Store the same orders in a store of the library and in a plain file."""
    store, db = SqliteStore(folder / f"{uuid4()}.db", WIRE), open_raw(folder)
    wire = WIRE
    streams = []
    db.execute("BEGIN")
    for commands in orders:
        stream = f"order:{commands[0].order_id}"
        streams.append(stream)
        events, _ = decide_all(EMPTY, commands)
        entries = tuple(Entry(event) for event in events)
        store.append(
            Batch(stream=stream, head=HEAD0, entries=entries, recorded_at=NOON)
        )
        for version, event in enumerate(events, start=1):
            tag, _, text = wire.dump(event)
            db.execute(INSERT, (stream, version, tag, text))
    db.execute("COMMIT")
    return store, db, streams


def fdatasync_ms(folder: Path, count: int = 100) -> float:
    """Return what the disk takes to keep 300 bytes: state it with every figure."""
    file = os.open(folder / "sync", os.O_WRONLY | os.O_CREAT)
    begun = time.perf_counter()
    for _ in range(count):
        os.write(file, b"x" * 300)
        os.fdatasync(file)
    seconds = time.perf_counter() - begun
    os.close(file)
    return seconds / count * 1000
