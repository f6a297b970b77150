"""The file is damaged: verify finds it, and reading says so instead of guessing."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path

import pytest

from postpurchase.errors import BrokenLog, SchemaTooNew
from postpurchase.stores.base import HEAD0, Key, NewDelivery
from postpurchase.stores.sqlite import SqliteStore, schema, verifying
from postpurchase.stores.sqlite.schema import MIGRATIONS
from postpurchase.testing.stores import WIRE, batch_of

FLIPS = 200
COLUMNS = (
    "stream",
    "version",
    "type",
    "schema",
    "recorded_at",
    "command_id",
    "source",
    "historical",
    "data",
    "hash",
)


def filled(path: Path) -> SqliteStore:
    store = SqliteStore(path, WIRE)
    for stream in ("order:1", "order:2", "order:3"):
        head = HEAD0
        for number in range(4):
            batch = batch_of(
                stream,
                number,
                head=head,
                command_id=f"c-{number}",
                source="shopify",
                keys=((Key(stream, f"c-{number}", b"h"), number + 1, number + 1),),
                deliveries=(NewDelivery(number + 1, "email"),),
            )
            (head,) = store.append(batch)
    return store


def flip(value: int | str | bytes, rng: random.Random) -> int | bytes:
    """Flip one bit of one byte; text comes back as its bytes."""
    if isinstance(value, int):
        return value ^ (1 << rng.randrange(8))
    raw = bytearray(value.encode() if isinstance(value, str) else value)
    raw[rng.randrange(len(raw))] ^= 1 << rng.randrange(8)
    return bytes(raw)


def test_every_flipped_bit_of_an_event_row_is_found(tmp_path: Path) -> None:
    rng = random.Random(20260302)
    store = filled(tmp_path / "orders.db")
    assert store.verify().broken == ()
    missed = []
    with store._connection.reading() as db:
        for _ in range(FLIPS):
            stream, version = f"order:{rng.randint(1, 3)}", rng.randint(1, 4)
            column = rng.choice(COLUMNS)
            where = "WHERE stream = ? AND version = ?"
            db.execute("SAVEPOINT flip")
            (old,) = db.execute(
                f"SELECT {column} FROM events {where}", (stream, version)
            ).fetchone()
            new = flip(old, rng)
            cast = "CAST(? AS TEXT)" if isinstance(old, str) else "?"
            try:
                db.execute(
                    f"UPDATE events SET {column} = {cast} {where}",
                    (new, stream, version),
                )
                if not store.verify().broken:
                    missed.append((stream, version, column, old, new))
            except sqlite3.IntegrityError:
                # The flip makes the version or the stream of another row.
                pass
            db.execute("ROLLBACK TO flip")
            db.execute("RELEASE flip")
    assert missed == []


def test_a_flipped_byte_in_the_file_is_found(tmp_path: Path) -> None:
    rng = random.Random(7)
    path = tmp_path / "orders.db"
    with filled(path):
        pass
    sound = path.read_bytes()
    places = [i for i in range(len(sound)) if sound.startswith(b'{"at":"2026', i)]
    assert len(places) >= 12
    for _ in range(40):
        damaged = bytearray(sound)
        damaged[rng.choice(places) + rng.randrange(40)] ^= 1 << rng.randrange(8)
        path.write_bytes(damaged)
        with SqliteStore(path, WIRE) as store:
            assert store.verify().broken


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM events WHERE stream = 'order:2' AND version = 4",
        "DELETE FROM events WHERE stream = 'order:2' AND version = 2",
        "DELETE FROM events WHERE stream = 'order:2'",
        "DELETE FROM log WHERE stream = 'order:2' AND version = 4",
        "UPDATE log SET version = 3 WHERE stream = 'order:2' AND version = 4",
        "UPDATE log SET stream = 'order:x' WHERE stream = 'order:2' AND version = 4",
        "UPDATE keys SET last_version = 9 WHERE stream = 'order:2'",
        "UPDATE deliveries SET version = version + 9 WHERE stream = 'order:2'",
    ],
)
def test_what_is_missing_is_found(tmp_path: Path, statement: str) -> None:
    with filled(tmp_path / "orders.db") as store:
        with store._connection.writing() as db:
            assert db.execute(statement).rowcount > 0
        assert store.verify().broken


def test_a_gap_is_told_as_a_gap(tmp_path: Path) -> None:
    with filled(tmp_path / "orders.db") as store:
        with store._connection.writing() as db:
            db.execute("DELETE FROM events WHERE stream = 'order:2' AND version = 2")
        reasons = {(b.stream, b.version): b.reason for b in store.verify().broken}
        assert reasons["order:2", 3] == "follows on version 1"
        assert reasons["order:2", 2] == "a delivery is of an event that is not there"


def test_text_that_is_no_unicode_is_a_broken_log(tmp_path: Path) -> None:
    with filled(tmp_path / "orders.db") as store:
        with store._connection.writing() as db:
            db.execute("UPDATE events SET data = CAST(x'7bff7d' AS TEXT)")
        for read in (store.load, store.load_events):
            with pytest.raises(BrokenLog):
                read("order:1")
        with pytest.raises(BrokenLog):
            store.read()
        assert len(store.verify().broken) == 12


def test_a_broken_event_is_named_when_it_is_read(tmp_path: Path) -> None:
    with filled(tmp_path / "orders.db") as store:
        with store._connection.writing() as db:
            db.execute("UPDATE events SET data = '{' WHERE version = 3")
        with pytest.raises(BrokenLog) as caught:
            store.load_events("order:1")
        assert (caught.value.stream, caught.value.version) == ("order:1", 3)


def test_pages_of_zeros_are_found_or_told(tmp_path: Path) -> None:
    path = tmp_path / "orders.db"
    with filled(path):
        pass
    damaged = bytearray(path.read_bytes())
    damaged[4096:12288] = bytes(8192)
    path.write_bytes(damaged)
    with pytest.raises(BrokenLog):
        check(path)


def check(path: Path) -> None:
    with SqliteStore(path, WIRE) as store:
        for broken in store.verify().broken:
            raise BrokenLog(stream="", version=0, reason=broken.reason)


@pytest.mark.parametrize("table", ["events", "log", "keys", "deliveries"])
@pytest.mark.parametrize("junk", [b"\xff", b"\x00", b"\x0d\x00\x00\x00\x09"])
def test_a_page_of_junk_is_found(tmp_path: Path, table: str, junk: bytes) -> None:
    path = tmp_path / "orders.db"
    with filled(path) as store, store._connection.reading() as db:
        (page,) = db.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)
        ).fetchone()
        (size,) = db.execute("PRAGMA page_size").fetchone()
    damaged = bytearray(path.read_bytes())
    begin = (page - 1) * size
    damaged[begin : begin + 8] = (junk * 8)[:8]
    path.write_bytes(damaged)
    with SqliteStore(path, WIRE) as store:
        assert store.verify().broken


def test_progress_is_told_while_a_long_log_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verifying, "_CHUNK", 5)
    seen: list[int] = []
    with filled(tmp_path / "orders.db") as store:
        found = store.verify(seen.append)
    assert seen == [5, 10, 12]
    assert (found.streams, found.events, found.broken) == (3, 12, ())


def test_a_file_of_a_newer_release_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "orders.db"
    with filled(path) as store, store._connection.writing() as db:
        db.execute("UPDATE meta SET value = 99 WHERE name = 'schema'")
    with pytest.raises(SchemaTooNew) as caught:
        SqliteStore(path, WIRE)
    assert (caught.value.schema, caught.value.known) == (99, len(MIGRATIONS))


def test_a_file_from_before_the_stock_book_gets_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "orders.db"
    with monkeypatch.context() as earlier:
        earlier.setattr(schema, "MIGRATIONS", MIGRATIONS[:1])
        filled(path).close()
    with SqliteStore(path, WIRE) as store:
        assert store.stocked() == ()
        assert len(store.load("order:1")) == store.head("order:1").version
        assert store.verify().broken == ()
