"""Full, locked, gone, not ours: every fault has a name, and nothing is half done."""

from __future__ import annotations

import gc
import sqlite3
import warnings
from pathlib import Path

import pytest

from postpurchase.errors import (
    InvalidInput,
    MalformedInput,
    StoreError,
    StoreUnavailable,
)
from postpurchase.stores import open_store
from postpurchase.stores.base import HEAD0, Key, NewDelivery, PersonalValue
from postpurchase.stores.memory import MemoryStore
from postpurchase.stores.sqlite import SqliteStore, connection
from postpurchase.testing.stores import WIRE, batch_of


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "orders.db"


def test_a_full_disk_stores_nothing_of_the_append(path: Path) -> None:
    with SqliteStore(path, WIRE) as store:
        (head,) = store.append(batch_of("o", 1))
        with store._connection.reading() as db:
            (pages,) = db.execute("PRAGMA page_count").fetchone()
            db.execute(f"PRAGMA max_page_count = {pages}")
        acknowledged = 1
        full = None
        while full is None:
            key = Key("s", f"k{acknowledged}", b"h")
            more = batch_of("o", *range(20), head=head, keys=((key, 1, 1),))
            try:
                (head,) = store.append(more)
                acknowledged += 20
            except StoreUnavailable as fault:
                full = fault
        assert "full" in full.reason
        assert store.head("o").version == acknowledged
        assert store.answer("s", f"k{acknowledged}") is None
        assert store.verify().broken == ()
        with store._connection.reading() as db:
            db.execute("PRAGMA max_page_count = 1000000")
        assert store.append(batch_of("o", 1, head=head))[0].version == acknowledged + 1


def test_a_file_that_cannot_be_written_says_so(path: Path) -> None:
    with SqliteStore(path, WIRE) as store:
        store.append(batch_of("o", 1))
        with store._connection.reading() as db:
            db.execute("PRAGMA query_only = ON")
        with pytest.raises(StoreUnavailable, match="written"):
            store.append(batch_of("p", 1))
        assert store.head("o").version == 1
        assert store.head("p") == HEAD0


def test_a_file_that_another_keeps_locked_says_so(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "BUSY_TIMEOUT_S", 0.05)
    with SqliteStore(path, WIRE) as store:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailable, match="locked"):
            store.append(batch_of("o", 1))
        assert store.head("o") == HEAD0
        other.execute("ROLLBACK")
        other.close()
        assert store.append(batch_of("o", 1))[0].version == 1


def test_a_writer_has_its_turn_before_it_reads(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "BUSY_TIMEOUT_S", 0.05)
    with SqliteStore(path, WIRE) as one, SqliteStore(path, WIRE) as two:
        with (
            one._connection.writing(),
            pytest.raises(StoreUnavailable, match="locked"),
        ):
            two.append(batch_of("o", 1))
        assert two.append(batch_of("o", 1))[0].version == 1


def test_a_new_file_that_another_keeps_locked_says_so(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "BUSY_TIMEOUT_S", 0.05)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreUnavailable, match="locked"):
        SqliteStore(path, WIRE)
    other.execute("ROLLBACK")
    other.close()
    with SqliteStore(path, WIRE) as store:
        assert repr(store) == f"<SqliteStore {path}>"


def test_half_a_surrogate_pair_in_a_side_row_stores_nothing(path: Path) -> None:
    with SqliteStore(path, WIRE) as store:
        with pytest.raises(MalformedInput):
            store.append(batch_of("o", 1, aliases=("#\ud83c",)))
        assert store.head("o") == HEAD0


def test_a_file_that_was_deleted_is_not_written_to(path: Path) -> None:
    with SqliteStore(path, WIRE) as store:
        (head,) = store.append(batch_of("o", 1))
        path.unlink()
        with pytest.raises(StoreUnavailable, match="deleted"):
            store.append(batch_of("o", 2, head=head))


def test_a_file_that_was_replaced_is_not_written_to(path: Path) -> None:
    with SqliteStore(path, WIRE) as store, SqliteStore(path.parent / "b", WIRE):
        (path.parent / "b").replace(path)
        with pytest.raises(StoreUnavailable, match="replaced"):
            store.append(batch_of("o", 2))


def test_a_folder_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="cannot be opened"):
        SqliteStore(tmp_path / "missing" / "orders.db", WIRE)


def test_a_file_of_something_else_says_so(path: Path) -> None:
    path.write_text("order;total\n1001;19.99\n" * 100)
    with pytest.raises(StoreUnavailable, match="not a SQLite file"):
        SqliteStore(path, WIRE)


def test_a_table_that_is_gone_is_a_store_error(path: Path) -> None:
    with SqliteStore(path, WIRE) as store:
        with store._connection.writing() as db:
            db.execute("DROP TABLE aliases")
        with pytest.raises(StoreError, match="aliases"):
            store.find("#1")


def test_a_reference_that_is_there_already_stores_nothing(path: Path) -> None:
    value = PersonalValue("ref", "ola", "salt", '"Ola"')
    for store in (SqliteStore(path, WIRE), MemoryStore(WIRE)):
        store.append(batch_of("a", 1, personal=(value,)))
        with pytest.raises(StoreError):
            store.append(batch_of("b", 1, personal=(value,)))
        assert store.head("b") == HEAD0
        store.close()


def test_an_append_acknowledged_is_on_the_disk_before_it_returns(path: Path) -> None:
    with SqliteStore(path, WIRE) as store, store._connection.reading() as db:
        assert db.execute("PRAGMA synchronous").fetchone() == (2,)
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_nothing_of_a_forgotten_person_is_left_on_the_disk(path: Path) -> None:
    """The canaries are searched in the bytes of the file and of its log."""
    with SqliteStore(path, WIRE) as store:
        for number in range(400):
            person = f"person-{number % 20}-canary"
            text = f'"secret-{number % 20}-canary {"x" * (number % 90)}"'
            value = PersonalValue(f"ref-{number}", person, f"salt-{number}", text)
            store.append(batch_of(f"o{number}", 1, personal=(value,)))
        for number in range(0, 20, 2):
            assert store.forget(f"person-{number}-canary") == 20
        store.append(batch_of("later", 1))
        on_disk = b"".join(p.read_bytes() for p in path.parent.iterdir())
        for number in range(20):
            kept = number % 2 == 1
            assert (f"secret-{number}-canary".encode() in on_disk) is kept
            assert (f"person-{number}-canary".encode() in on_disk) is kept


def test_forgetting_beside_a_reader_says_that_the_log_is_still_there(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "BUSY_TIMEOUT_S", 0.05)
    with SqliteStore(path, WIRE) as store:
        value = PersonalValue("ref", "ola", "salt", '"Ola-canary"')
        store.append(batch_of("o", 1, personal=(value,)))
        reader = sqlite3.connect(path, isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM events").fetchone()
        with pytest.raises(StoreUnavailable, match="forget again"):
            store.forget("ola")
        assert store.personal(["ref"]) == {}
        reader.execute("COMMIT")
        reader.close()
        assert store.forget("ola") == 0
        on_disk = b"".join(p.read_bytes() for p in path.parent.iterdir())
        assert b"Ola-canary" not in on_disk


def test_the_outbox_answers_from_its_index_however_many_timers_wait() -> None:
    with SqliteStore(None, WIRE) as store, store._connection.reading() as db:
        from postpurchase.stores.sqlite import outbox

        plan = str(db.execute(f"EXPLAIN QUERY PLAN {outbox._DUE}", ("", 1)).fetchall())
        assert "deliveries_due" in plan
        assert "SCAN d" not in plan


@pytest.mark.parametrize("url", ["memory:", "sqlite://", "sqlite:///orders.db"])
def test_a_url_opens_a_store(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with open_store(url, WIRE) as store:
        store.append(batch_of("o", 1, deliveries=(NewDelivery(1, "email"),)))
    assert (tmp_path / "orders.db").exists() is url.endswith("orders.db")


@pytest.mark.parametrize("url", ["", "orders.db", "sqlite:orders.db", "mysql://x"])
def test_another_url_is_refused(url: str) -> None:
    with pytest.raises(InvalidInput):
        open_store(url, WIRE)


def test_a_store_that_nobody_closed_is_closed_without_a_warning(path: Path) -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        open_store(f"sqlite:///{path}")
        gc.collect()

    assert [] == [one for one in caught if one.category is ResourceWarning]
    with open_store(f"sqlite:///{path}") as store:
        assert store.pending() == 0
