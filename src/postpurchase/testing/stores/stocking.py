"""The stock book: nothing is sold that is not there, nothing counts twice."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import attrs
import pytest

from postpurchase.errors import (
    ConcurrencyConflict,
    InvalidInput,
    KeyTaken,
    NaiveTime,
    OutOfStock,
)
from postpurchase.stores.base import HEAD0, Batch, EventStore, Key, NewDelivery
from postpurchase.stores.stock import BY_HAND
from postpurchase.testing.stores.case import (
    NOW,
    StoreCase,
    batch_of,
    numbers_of,
    together,
)
from postpurchase.values.stock import ExpectedReceipt, StockLevel, StockMove


def move(units: int = 0, **fields: Any) -> StockMove:
    """Return a move of mugs in Kyiv by hand."""
    known = {"sku": "MUG", "location_code": "KYIV", "reason": "received", "at": NOW}
    return StockMove(**{**known, "on_hand": units, **fields})


def reserve(units: int, **fields: Any) -> StockMove:
    """Return the move with which an order's first event takes mugs in Kyiv."""
    return move(**{"reserved": units, "reason": "allocated", "version": 1, **fields})


def ship(units: int, **fields: Any) -> StockMove:
    """Return the move with which an order's second event sends them off."""
    gone = {"on_hand": -units, "reserved": -units, "reason": "shipped", "version": 2}
    return move(**{**gone, **fields})


def stocked(store: EventStore, units: int, **fields: Any) -> EventStore:
    """Let the store receive mugs, or another article."""
    received = move(units, **fields)
    key = f"first {received.sku} {received.location_code}"
    store.move_stock((received,), key, b"r")
    return store


def level(
    store: EventStore, sku: str = "MUG", location: str = "KYIV"
) -> tuple[int, ...]:
    """Return what is on hand and reserved, or nothing."""
    return next(
        (
            (found.on_hand, found.reserved)
            for found in store.stock((sku,))
            if found.location_code == location
        ),
        (),
    )


def takes(stream: str, *moves: StockMove, **fields: Any) -> Batch:
    """Return a batch with as many events as its moves name, and the moves."""
    last = max(one.version for one in moves)
    head = fields.pop("head", HEAD0)
    numbers = range(head.version + 1, last + 1)
    return batch_of(stream, *numbers, head=head, stock=moves, **fields)


class StockingTests(StoreCase):
    """Levels, moves and what is on its way."""

    def test_a_new_store_counts_no_article(self, store: EventStore) -> None:
        assert store.stock(("MUG",)) == ()
        assert store.stocked() == ()
        assert store.stock_entries("MUG") == ()

    def test_an_article_counts_from_its_first_receipt(self, store: EventStore) -> None:
        store.append(takes("order:1", reserve(5)))
        assert store.stock(("MUG",)) == ()
        stocked(store, 10)
        store.append(takes("order:2", reserve(4)))
        mugs = StockLevel(sku="MUG", location_code="KYIV", on_hand=10, reserved=4)
        assert store.stock(("MUG", "CUP")) == (mugs,)
        assert store.stocked() == ("MUG",)

    def test_an_article_that_is_not_counted_passes_beside_one_that_is(
        self, store: EventStore
    ) -> None:
        stocked(store, 1)
        store.append(takes("order:1", reserve(9, sku="CUP"), reserve(1)))
        assert level(store) == (1, 1)
        assert store.stocked() == ("MUG",)
        assert store.stock_entries("CUP") == ()

    def test_what_was_taken_before_the_book_does_not_count_later(
        self, store: EventStore
    ) -> None:
        (head,) = store.append(takes("order:1", reserve(5)))
        stocked(store, 10)
        store.append(takes("order:1", ship(5), head=head))
        assert level(store) == (10, 0)

    def test_shipping_takes_what_was_reserved(self, store: EventStore) -> None:
        stocked(store, 10)
        (head,) = store.append(takes("order:1", reserve(4)))
        store.append(takes("order:1", ship(3), head=head))
        assert level(store) == (7, 1)

    def test_one_order_never_takes_what_another_reserved(
        self, store: EventStore
    ) -> None:
        stocked(store, 10)
        store.append(takes("order:1", reserve(4)))
        store.append(takes("order:2", ship(3)))
        assert level(store) == (10, 4)

    def test_the_last_unit_is_sold_once(self, store: EventStore) -> None:
        stocked(store, 3)
        store.append(takes("order:1", reserve(2)))
        with pytest.raises(OutOfStock) as caught:
            store.append(takes("order:2", reserve(2)))
        refusal = caught.value
        assert (refusal.sku, refusal.location_code) == ("MUG", "KYIV")
        assert (refusal.asked, refusal.available) == (2, 1)
        assert (refusal.stream, refusal.version) == ("order:2", 1)
        assert level(store) == (3, 2)
        store.append(takes("order:2", reserve(1)))
        assert level(store) == (3, 3)

    def test_another_location_has_stock_of_its_own(self, store: EventStore) -> None:
        stocked(store, 3)
        with pytest.raises(OutOfStock) as caught:
            store.append(takes("order:1", reserve(1, location_code="LVIV")))
        assert caught.value.available == 0
        stocked(store, 1, location_code="LVIV")
        store.append(takes("order:1", reserve(1, location_code="LVIV")))
        assert level(store, location="LVIV") == (1, 1)
        assert level(store) == (3, 0)

    def test_a_refusal_stores_nothing_of_any_batch(self, store: EventStore) -> None:
        stocked(store, 3)
        stocked(store, 5, sku="CUP")
        key = Key("order:1", "k", b"h")
        good = takes(
            "order:1",
            reserve(2, sku="CUP"),
            reserve(1),
            keys=((key, 1, 1),),
            deliveries=(NewDelivery(1, "email"),),
        )
        bad = takes("order:2", reserve(2), reserve(1))
        with pytest.raises(OutOfStock) as caught:
            store.append(good, bad)
        assert caught.value.stream == "order:2"
        assert [level(store), level(store, "CUP")] == [(3, 0), (5, 0)]
        assert [numbers_of(store, f"order:{n}") for n in (1, 2)] == [[], []]
        assert (store.answer("order:1", "k"), store.pending()) == (None, 0)
        assert len(store.stock_entries("MUG")) == 1
        assert store.verify().broken == ()
        store.append(good)
        assert [level(store), level(store, "CUP")] == [(3, 1), (5, 2)]

    def test_a_key_and_a_conflict_are_told_before_stock(
        self, store: EventStore
    ) -> None:
        stocked(store, 1)
        key = Key("order:1", "k", b"h")
        (head,) = store.append(takes("order:1", reserve(1), keys=((key, 1, 1),)))
        with pytest.raises(KeyTaken):
            store.append(takes("order:2", reserve(9), keys=((key, 1, 1),)))
        with pytest.raises(ConcurrencyConflict):
            store.append(takes("order:1", reserve(9)))
        assert (store.head("order:1"), level(store)) == (head, (1, 1))

    def test_what_is_set_free_is_sold_again(self, store: EventStore) -> None:
        stocked(store, 2)
        (head,) = store.append(takes("order:1", reserve(2)))
        free = move(reserved=-2, reason="cancelled", version=2)
        store.append(takes("order:1", free, head=head))
        store.append(takes("order:2", reserve(2)))
        assert level(store) == (2, 2)

    def test_a_move_by_hand_counts_once_for_ever(self, store: EventStore) -> None:
        store.move_stock((move(10),), "PO-7", b"r")
        with pytest.raises(KeyTaken) as caught:
            store.move_stock((move(10),), "PO-7", b"r")
        assert (caught.value.scope, caught.value.key) == (BY_HAND, "PO-7")
        assert level(store) == (10, 0)
        answer = store.answer(BY_HAND, "PO-7")
        assert answer is not None
        assert answer.request_hash == b"r"

    def test_moves_by_hand_are_made_together_or_not(self, store: EventStore) -> None:
        stocked(store, 3)
        moves = (move(2, location_code="LVIV"), move(-4, reason="transferred"))
        with pytest.raises(OutOfStock):
            store.move_stock(moves, "T-1", b"r")
        assert store.answer(BY_HAND, "T-1") is None
        assert [one.location_code for one in store.stock(("MUG",))] == ["KYIV"]
        with pytest.raises(OutOfStock):
            store.move_stock((move(2, sku="NEW"), move(-4)), "T-1", b"r")
        assert store.stocked() == ("MUG",)
        store.move_stock((moves[0], move(-3)), "T-1", b"r")
        assert [level(store), level(store, location="LVIV")] == [(0, 0), (2, 0)]

    def test_a_count_says_what_is_there(self, store: EventStore) -> None:
        stocked(store, 10)
        store.append(takes("order:1", reserve(4)))
        store.move_stock((move(counted=7, reason="counted"),), "C-1", b"r")
        assert level(store) == (7, 4)
        store.move_stock((move(counted=0, sku="CUP"),), "C-2", b"r")
        assert level(store, "CUP") == (0, 0)
        with pytest.raises(OutOfStock):
            store.append(takes("order:2", reserve(1, sku="CUP")))

    def test_a_count_below_what_is_reserved_is_refused(self, store: EventStore) -> None:
        stocked(store, 10)
        store.append(takes("order:1", reserve(4)))
        with pytest.raises(OutOfStock) as caught:
            store.move_stock((move(counted=3),), "C-1", b"r")
        assert (caught.value.asked, caught.value.available) == (7, 6)
        assert level(store) == (10, 4)

    def test_only_orders_reserve(self, store: EventStore) -> None:
        for odd in (
            move(reserved=1),
            move(1, version=3),
            move(1, sku=""),
            move(counted=-1),
            move(2, counted=1),
        ):
            with pytest.raises(InvalidInput):
                store.move_stock((odd,), "odd", b"r")
        assert store.stocked() == ()

    def test_a_move_without_a_time_zone_is_refused(self, store: EventStore) -> None:
        naive = move(1, at=NOW.replace(tzinfo=None))
        with pytest.raises(NaiveTime):
            store.move_stock((naive,), "k", b"r")
        assert (store.stocked(), store.answer(BY_HAND, "k")) == ((), None)

    def test_the_ledger_tells_who_moved_what(self, store: EventStore) -> None:
        stocked(store, 10, by="staff:7")
        stocked(store, 1, sku="CUP")
        later = NOW + timedelta(hours=1)
        (head,) = store.append(takes("order:1", reserve(4, at=later)))
        store.append(takes("order:1", ship(4), head=head))
        entries = store.stock_entries("MUG")
        assert [(e.stream, e.version, e.on_hand, e.reserved) for e in entries] == [
            ("", 0, 10, 0),
            ("order:1", 1, 0, 4),
            ("order:1", 2, -4, -4),
        ]
        assert [e.reason for e in entries] == ["received", "allocated", "shipped"]
        assert (entries[0].by, entries[0].key) == ("staff:7", "first MUG KYIV")
        assert entries[1].at == later
        assert store.stock_entries("MUG", after=entries[0].position) == entries[1:]
        assert store.stock_entries("MUG", limit=2) == entries[:2]

    def test_articles_come_a_page_at_a_time(self, store: EventStore) -> None:
        for sku in ("b", "a", "c"):
            stocked(store, 1, sku=sku)
        assert store.stocked(limit=2) == ("a", "b")
        assert store.stocked(after="b") == ("c",)

    def test_what_is_expected_can_change_and_arrive(self, store: EventStore) -> None:
        first = ExpectedReceipt(
            reference="PO-7",
            sku="MUG",
            location_code="KYIV",
            expected_on=NOW.date(),
            units=10,
        )
        sooner = attrs.evolve(
            first, reference="PO-8", expected_on=NOW.date() - timedelta(days=1)
        )
        store.expect_stock(first)
        store.expect_stock(sooner)
        assert store.expected_stock(("MUG", "CUP")) == (sooner, first)
        changed = attrs.evolve(first, units=12)
        store.expect_stock(changed)
        store.expect_stock(attrs.evolve(sooner, units=0))
        assert store.expected_stock(("MUG",)) == (changed,)
        store.move_stock((move(5, reference="PO-7"),), "1", b"r")
        assert [each.units for each in store.expected_stock(("MUG",))] == [7]
        store.move_stock((move(9, reference="PO-7"),), "2", b"r")
        assert store.expected_stock(("MUG",)) == ()
        assert level(store) == (14, 0)

    def test_of_takers_at_once_only_as_many_win_as_there_are_units(
        self, store: EventStore
    ) -> None:
        stocked(store, 5)
        results = together(8, lambda i: store.append(takes(f"order:{i}", reserve(1))))
        assert sum(isinstance(result, tuple) for result in results) == 5
        assert sum(isinstance(result, OutOfStock) for result in results) == 3
        assert level(store) == (5, 5)
        assert store.verify().broken == ()

    def test_verify_notices_stock_that_was_changed_by_hand(
        self, store: EventStore
    ) -> None:
        stocked(store, 5)
        store.append(takes("order:1", reserve(2)))
        assert store.verify().broken == ()
        self.tamper_stock(store, "MUG", "KYIV", 7)
        (broken,) = store.verify().broken
        assert "the stock of MUG at “KYIV”" in broken.reason


class DurableStockTests(StoreCase):
    """Stock that outlives the process."""

    def test_stock_is_there_after_reopening(self, tmp_path: Path) -> None:
        with self.open_store(tmp_path) as store:
            stocked(store, 5)
            store.append(takes("order:1", reserve(2)))
            before = store.stock(("MUG",)), store.stock_entries("MUG")
        with self.open_store(tmp_path) as store:
            assert before == (store.stock(("MUG",)), store.stock_entries("MUG"))
            assert store.verify().broken == ()

    def test_two_openers_share_one_stock(self, tmp_path: Path) -> None:
        with self.open_store(tmp_path) as one, self.open_store(tmp_path) as two:
            one.append(takes("order:0", reserve(9)))
            stocked(two, 3)
            one.append(takes("order:1", reserve(2)))
            with pytest.raises(OutOfStock):
                two.append(takes("order:2", reserve(2)))
            assert level(two) == (3, 2)
