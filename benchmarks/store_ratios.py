"""Durable commands and replay on SQLite, held against plain `sqlite3` in one run.

The floor does the least that is still correct: one row per event with a unique
(stream, version), `json`, one transaction per command, `synchronous=FULL`. The
store writes the same number of events of the same size, with envelope, hash chain,
log, idempotency key and a row of the outbox. Rounds are interleaved and a ratio is
the median of the rounds' ratios, so that a busy machine slows both sides.

    python benchmarks/store_ratios.py [--rounds 5] [--orders 100] [--folder DIR]
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from postpurchase.order.events import StepCompleted
from postpurchase.order.quantities import LineUnits
from postpurchase.stores import order_wire
from postpurchase.stores.base import HEAD0, Batch, Entry, Head, Key, NewDelivery
from postpurchase.stores.sqlite import SqliteStore

COMMANDS = 12
AT = datetime(2026, 11, 21, 18, 50, 1, 123456, tzinfo=UTC)
SCHEMA = """CREATE TABLE events (
    position INTEGER PRIMARY KEY, stream TEXT NOT NULL, version INTEGER NOT NULL,
    name TEXT NOT NULL, data TEXT NOT NULL, UNIQUE (stream, version))"""
INSERT = "INSERT INTO events (stream, version, name, data) VALUES (?, ?, ?, ?)"
SELECT = "SELECT version, data FROM events WHERE stream = ? ORDER BY version"


def event(number: int) -> StepCompleted:
    """Return an event of three lines, about 220 bytes as JSON."""
    units = (LineUnits("L1", 2), LineUnits("L2", 1), LineUnits("L3", number % 9 + 1))
    by = "user:7f3a2c, the warehouse worker of shift two in the big hall of Lublin"
    place = f"WH-1/AISLE-42/SHELF-{number:06d}"
    return StepCompleted(at=AT, by=by, step="picked", units=units, location_code=place)


def payload(number: int) -> dict[str, Any]:
    """Return the same as a plain object."""
    made = event(number)
    lines = [{"line": u.line_id, "qty": u.units} for u in made.units]
    return {
        "at": AT.isoformat(),
        "by": made.by,
        "step": made.step,
        "lines": lines,
        "location": made.location_code,
    }


def open_raw(folder: Path) -> sqlite3.Connection:
    """Open a new file as a careful script would."""
    db = sqlite3.connect(folder / f"{uuid4()}.db", isolation_level=None)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=FULL")
    db.execute(SCHEMA)
    return db


def open_ours(folder: Path) -> SqliteStore:
    """Open a new store."""
    return SqliteStore(folder / f"{uuid4()}.db", order_wire())


def fold_raw(db: sqlite3.Connection, stream: str) -> dict[str, Any]:
    """Load and fold a stream with nothing but json."""
    state: dict[str, Any] = {"version": 0, "step": "", "qty": {}}
    for version, data in db.execute(SELECT, (stream,)):
        read = json.loads(data)
        state["version"], state["step"] = version, read["step"]
        for line in read["lines"]:
            state["qty"][line["line"]] = line["qty"]
    return state


def fold_ours(store: SqliteStore, stream: str) -> tuple[Head, dict[str, Any]]:
    """Load and fold a stream from typed events."""
    head, events = store.load_events(stream)
    state: dict[str, Any] = {"version": head.version, "step": "", "qty": {}}
    for read in events:
        assert isinstance(read, StepCompleted)
        state["step"] = read.step
        for line in read.units:
            state["qty"][line.line_id] = line.units
    return head, state


def commands(orders: int) -> Iterator[tuple[str, int]]:
    """Return (stream, version before), interleaved as commands arrive."""
    streams = [str(uuid4()) for _ in range(orders)]
    return ((s, v) for v in range(COMMANDS) for s in streams)


def raw_commands(folder: Path, orders: int) -> float:
    """Load, fold, insert, one transaction each; return seconds per command."""
    db, todo = open_raw(folder), list(commands(orders))
    begun = time.perf_counter()
    for stream, version in todo:
        assert fold_raw(db, stream)["version"] == version
        db.execute("BEGIN IMMEDIATE")
        text = json.dumps(payload(version))
        db.execute(INSERT, (stream, version + 1, "picked", text))
        db.execute("COMMIT")
    seconds = time.perf_counter() - begun
    db.close()
    return seconds / len(todo)


def _batch(stream: str, head: Head) -> Batch:
    new = head.version + 1
    return Batch(
        stream=stream,
        head=head,
        entries=(Entry(event(head.version), f"c-{new}"),),
        recorded_at=AT,
        keys=((Key(stream, f"c-{new}", b"0123456789abcdef"), new, new),),
        deliveries=(NewDelivery(new, "on_event"),),
    )


def cold_commands(folder: Path, orders: int) -> float:
    """Load, fold, append; return seconds per command."""
    todo = list(commands(orders))
    with open_ours(folder) as store:
        begun = time.perf_counter()
        for stream, version in todo:
            head, state = fold_ours(store, stream)
            assert state["version"] == version
            store.append(_batch(stream, head))
        return (time.perf_counter() - begun) / len(todo)


def known_commands(folder: Path, orders: int, batch: int = 1) -> float:
    """Append from heads that are held; return seconds per command."""
    todo = list(commands(orders))
    heads = dict.fromkeys([stream for stream, _ in todo], HEAD0)
    with open_ours(folder) as store:
        begun = time.perf_counter()
        for first in range(0, len(todo), batch):
            part = [stream for stream, _ in todo[first : first + batch]]
            made = store.append(*[_batch(stream, heads[stream]) for stream in part])
            heads.update(zip(part, made, strict=True))
        return (time.perf_counter() - begun) / len(todo)


def replay(folder: Path, length: int, events: int = 3600) -> Callable[[], float]:
    """Return a round of reading streams of a length: ours over raw."""
    streams = [str(uuid4()) for _ in range(max(1, events // length))]
    db, store = open_raw(folder), open_ours(folder)
    db.execute("BEGIN")
    for stream in streams:
        texts = [json.dumps(payload(v)) for v in range(length)]
        db.executemany(INSERT, [(stream, v + 1, "x", t) for v, t in enumerate(texts)])
        entries = tuple(Entry(event(v), f"c-{v}") for v in range(length))
        store.append(Batch(stream=stream, head=HEAD0, entries=entries, recorded_at=AT))
    db.execute("COMMIT")

    def run() -> float:
        begun = time.perf_counter()
        for stream in streams:
            fold_raw(db, stream)
        between = time.perf_counter()
        for stream in streams:
            fold_ours(store, stream)
        return (time.perf_counter() - between) / (between - begun)

    return run


def fdatasync_ms(folder: Path, count: int = 200) -> float:
    """Return what the disk takes to keep 300 bytes: state it with every figure."""
    file = os.open(folder / "sync", os.O_WRONLY | os.O_CREAT)
    begun = time.perf_counter()
    for _ in range(count):
        os.write(file, b"x" * 300)
        os.fdatasync(file)
    seconds = time.perf_counter() - begun
    os.close(file)
    return seconds / count * 1000


def measure(folder: Path, rounds: int = 5, orders: int = 100) -> dict[str, float]:
    """Return the ratios to the floor by name, and what they were measured with."""
    sides: dict[str, Callable[[], float]] = {
        "cold": lambda: cold_commands(folder, orders),
        "known": lambda: known_commands(folder, orders),
        "known, 100 per append": lambda: known_commands(
            folder, orders, min(100, orders)
        ),
    }
    found: dict[str, list[float]] = {name: [] for name in sides}
    raw = []
    for _ in range(rounds):
        floor = raw_commands(folder, orders)
        raw.append(floor * 1e6)
        for name, side in sides.items():
            found[name].append(side() / floor)
    for length in (12, 1000):
        run = replay(folder, length)
        found[f"replay {length}"] = [run() for _ in range(rounds)]
    measured = {name: statistics.median(ratios) for name, ratios in found.items()}
    measured["raw command, us"] = statistics.median(raw)
    measured["fdatasync, ms"] = fdatasync_ms(folder)
    return measured


def main() -> None:
    """Print one line per figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--orders", type=int, default=100)
    parser.add_argument("--folder", type=Path, default=Path.cwd())
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        for name, value in measure(Path(folder), asked.rounds, asked.orders).items():
            print(f"{name:24} {value:8.2f}")


if __name__ == "__main__":
    main()
