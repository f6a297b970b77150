"""A file that an earlier release wrote does all that a new one does."""

from __future__ import annotations

from pathlib import Path

import pytest

from postpurchase import LabelParcel, OpenParcel, PostPurchase
from postpurchase.stores.sqlite import schema
from postpurchase.testing import NOON, place_order, ship_parcel


def store_from_before(path: Path, monkeypatch: pytest.MonkeyPatch, schemas: int) -> str:
    """Write two parcels as the release did that knew no aliases of their numbers."""
    url = f"sqlite:///{path}"
    with monkeypatch.context() as earlier:
        earlier.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:schemas])
        with PostPurchase.open(url, entry_points=False) as shop:
            shop.handle(place_order(order_id="1001"))
            shop.handle(ship_parcel(order_id="1001", tracking_number="rr 473124829-ua"))
            shop.handle(place_order(order_id="1002"))
            shop.handle(
                OpenParcel(order_id="1002", at=NOON, parcel_id="P1", units={"L1": 1})
            )
            shop.handle(
                LabelParcel(
                    order_id="1002",
                    at=NOON,
                    parcel_id="P1",
                    carrier="fake",
                    tracking_number="1Z1",
                )
            )
            with shop.store._connection.writing() as db:
                db.execute("DELETE FROM aliases WHERE alias LIKE 'tracking:%'")
    return url


def test_parcels_that_left_before_are_found_by_their_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = store_from_before(tmp_path / "orders.db", monkeypatch, schemas=1)
    with PostPurchase.open(url, entry_points=False) as shop:
        assert ("order:1001",) == tuple(shop.store.find("tracking:RR473124829UA"))
        assert ("order:1002",) == tuple(shop.store.find("tracking:1Z1"))
        assert () == shop.verify().broken


def test_an_event_that_cannot_be_read_does_not_lock_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "orders.db"
    url = store_from_before(path, monkeypatch, schemas=2)
    with monkeypatch.context() as earlier:
        earlier.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:2])
        shop = PostPurchase.open(url, entry_points=False)
        with shop, shop.store._connection.writing() as db:
            db.execute("UPDATE events SET data = '{' WHERE type = 'ParcelLabelled'")
    with PostPurchase.open(url, entry_points=False) as shop:
        assert ("order:1001",) == tuple(shop.store.find("tracking:RR473124829UA"))
        assert ["order:1002"] == [one.stream for one in shop.verify().broken]
