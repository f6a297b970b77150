"""Every store of the library keeps every promise of the suite."""

from __future__ import annotations

from pathlib import Path

import attrs

from postpurchase.stores.base import EventStore
from postpurchase.stores.memory import MemoryStore
from postpurchase.stores.sqlite import SqliteStore
from postpurchase.testing.stores import WIRE, DurableStoreSuite, EventStoreSuite


class TestMemory(EventStoreSuite):
    def open_store(self, folder: Path) -> EventStore:
        return MemoryStore(WIRE)

    def tamper(self, store: EventStore, stream: str, version: int) -> None:
        assert isinstance(store, MemoryStore)
        row = store._rows[stream][version - 1]
        changed = (*row[:8], row[8].replace("2", "3", 1), row[9])
        store._rows[stream][version - 1] = changed

    def tamper_stock(
        self, store: EventStore, sku: str, location_code: str, on_hand: int
    ) -> None:
        assert isinstance(store, MemoryStore)
        known = store._book._levels[sku, location_code]
        changed = attrs.evolve(known, on_hand=on_hand)
        store._book._levels[sku, location_code] = changed


def tamper_sqlite(store: EventStore, stream: str, version: int) -> None:
    assert isinstance(store, SqliteStore)
    with store._connection.writing() as db:
        changed = db.execute(
            "UPDATE events SET data = replace(data, '2', '3')"
            " WHERE stream = ? AND version = ?",
            (stream, version),
        )
        assert changed.rowcount == 1


def tamper_sqlite_stock(
    store: EventStore, sku: str, location_code: str, on_hand: int
) -> None:
    assert isinstance(store, SqliteStore)
    with store._connection.writing() as db:
        changed = db.execute(
            "UPDATE stock SET on_hand = ? WHERE sku = ? AND location_code = ?",
            (on_hand, sku, location_code),
        )
        assert changed.rowcount == 1


class TestSqliteInMemory(EventStoreSuite):
    def open_store(self, folder: Path) -> EventStore:
        return SqliteStore(None, WIRE)

    def tamper(self, store: EventStore, stream: str, version: int) -> None:
        tamper_sqlite(store, stream, version)

    def tamper_stock(
        self, store: EventStore, sku: str, location_code: str, on_hand: int
    ) -> None:
        tamper_sqlite_stock(store, sku, location_code, on_hand)


class TestSqliteFile(DurableStoreSuite):
    def open_store(self, folder: Path) -> EventStore:
        return SqliteStore(folder / "orders.db", WIRE)

    def tamper(self, store: EventStore, stream: str, version: int) -> None:
        tamper_sqlite(store, stream, version)

    def tamper_stock(
        self, store: EventStore, sku: str, location_code: str, on_hand: int
    ) -> None:
        tamper_sqlite_stock(store, sku, location_code, on_hand)
