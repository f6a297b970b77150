"""Appending: versions, conflicts, all or nothing."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

import attrs
import pytest

from postpurchase.errors import (
    BrokenLog,
    ConcurrencyConflict,
    InvalidInput,
    MalformedInput,
    NaiveTime,
)
from postpurchase.stores.base import (
    HEAD0,
    Batch,
    Entry,
    EventStore,
    Head,
    Key,
    NewDelivery,
    PersonalValue,
)
from postpurchase.testing.stores.case import (
    NOW,
    Counted,
    StoreCase,
    batch_of,
    counted,
    numbers_of,
    together,
)


class AppendingTests(StoreCase):
    """Appending and loading one stream or several."""

    def test_an_unknown_stream_is_empty(self, store: EventStore) -> None:
        assert store.head("order:1") == HEAD0
        assert store.load("order:1") == ()
        assert store.load_events("order:1") == (HEAD0, [])

    def test_append_returns_the_new_head(self, store: EventStore) -> None:
        (first,) = store.append(batch_of("order:1", 1, 2))
        assert first.version == 2
        assert first == store.head("order:1")
        (second,) = store.append(batch_of("order:1", 3, head=first))
        assert second.version == 3
        assert second == store.head("order:1")
        assert len({first.hash, second.hash, b""}) == 3

    def test_events_come_back_as_they_were_written(self, store: EventStore) -> None:
        event = Counted(at=NOW, number=-(2**70), note='Ї "quoted" \\ 🎁\n\u2028')
        store.append(
            Batch(stream="o", head=HEAD0, entries=(Entry(event),), recorded_at=NOW)
        )
        head, events = store.load_events("o")
        assert [event] == events
        assert store.head("o") == head

    def test_the_envelope_comes_back(self, store: EventStore) -> None:
        kyiv = timezone(timedelta(hours=2))
        store.append(
            batch_of(
                "order:1",
                1,
                command_id="c-1",
                source="shopify",
                historical=True,
                recorded_at=NOW.astimezone(kyiv),
            )
        )
        (recorded,) = store.load("order:1")
        assert (recorded.stream, recorded.version) == ("order:1", 1)
        assert counted(1) == (recorded.event,)
        assert recorded.recorded_at == NOW
        assert timedelta(0) == recorded.recorded_at.utcoffset()
        assert (recorded.command_id, recorded.source) == ("c-1", "shopify")
        assert recorded.historical is True
        assert store.head("order:1").hash == recorded.hash

    def test_events_are_not_historical_unless_said(self, store: EventStore) -> None:
        store.append(batch_of("order:1", 1))
        assert [r.historical for r in store.load("order:1")] == [False]

    def test_each_event_keeps_its_own_command(self, store: EventStore) -> None:
        one, two, three = counted(1, 2, 3)
        entries = (Entry(one, "place"), Entry(two, "ship"), Entry(three, "ship"))
        store.append(Batch(stream="o", head=HEAD0, entries=entries, recorded_at=NOW))
        assert [r.command_id for r in store.load("o")] == ["place", "ship", "ship"]

    def test_the_tail_after_a_version_can_be_loaded(self, store: EventStore) -> None:
        (head,) = store.append(batch_of("order:1", 1, 2, 3))
        assert [r.version for r in store.load("order:1", after_version=2)] == [3]
        assert (head, list(counted(3))) == store.load_events("order:1", 2)
        assert store.load("order:1", after_version=3) == ()

    def test_streams_do_not_mix(self, store: EventStore) -> None:
        store.append(batch_of("order:1", 1), batch_of("order:10", 2))
        store.append(batch_of("Order:1", 3))
        assert numbers_of(store, "order:1") == [1]
        assert numbers_of(store, "order:10") == [2]
        assert numbers_of(store, "Order:1") == [3]

    def test_a_stale_head_is_a_conflict(self, store: EventStore) -> None:
        (head,) = store.append(batch_of("order:1", 1))
        store.append(batch_of("order:1", 2, head=head))
        with pytest.raises(ConcurrencyConflict) as caught:
            store.append(batch_of("order:1", 3, head=head))
        assert caught.value.stream == "order:1"
        assert (caught.value.expected_version, caught.value.version) == (1, 2)
        assert numbers_of(store, "order:1") == [1, 2]

    def test_a_stream_begins_only_once(self, store: EventStore) -> None:
        store.append(batch_of("order:1", 1))
        with pytest.raises(ConcurrencyConflict):
            store.append(batch_of("order:1", 2))
        assert numbers_of(store, "order:1") == [1]

    def test_a_gap_is_a_conflict(self, store: EventStore) -> None:
        (head,) = store.append(batch_of("order:1", 1))
        with pytest.raises(ConcurrencyConflict):
            store.append(batch_of("order:1", 3, head=Head(2, head.hash)))
        with pytest.raises(ConcurrencyConflict):
            store.append(batch_of("order:2", 1, head=Head(1, b"x")))
        assert numbers_of(store, "order:1") == [1]
        assert numbers_of(store, "order:2") == []

    def test_the_right_version_with_another_hash_is_refused(
        self, store: EventStore
    ) -> None:
        store.append(batch_of("order:1", 1))
        with pytest.raises(BrokenLog):
            store.append(batch_of("order:1", 2, head=Head(1, b"another")))
        assert numbers_of(store, "order:1") == [1]

    def test_all_streams_of_one_append_are_stored(self, store: EventStore) -> None:
        heads = store.append(batch_of("order:1", 1), batch_of("order:2", 2, 3))
        assert (store.head("order:1"), store.head("order:2")) == heads
        assert numbers_of(store, "order:1") == [1]
        assert numbers_of(store, "order:2") == [2, 3]

    def test_a_conflict_in_one_stream_stores_nothing_of_any(
        self, store: EventStore
    ) -> None:
        store.append(batch_of("order:2", 9))
        good = batch_of(
            "order:1",
            1,
            keys=((Key("shop", "k", b"h"), 1, 1),),
            deliveries=(NewDelivery(1, "email"),),
            personal=(PersonalValue("ref", "person", "salt", '"Ola"'),),
            aliases=("#1",),
        )
        with pytest.raises(ConcurrencyConflict) as caught:
            store.append(good, batch_of("order:2", 2))
        assert caught.value.stream == "order:2"
        assert store.head("order:1") == HEAD0
        assert store.answer("shop", "k") is None
        assert store.pending() == 0
        assert store.personal(["ref"]) == {}
        assert store.find("#1") == ()
        assert [r.stream for r in store.read().recorded] == ["order:2"]
        assert store.verify().broken == ()
        store.append(good)
        assert numbers_of(store, "order:1") == [1]

    def test_two_batches_of_one_stream_are_refused(self, store: EventStore) -> None:
        with pytest.raises(InvalidInput):
            store.append(batch_of("order:1", 1), batch_of("order:1", 2))
        assert store.head("order:1") == HEAD0

    def test_a_naive_time_is_refused(self, store: EventStore) -> None:
        naive = datetime(2026, 3, 2, 9, 30)  # noqa: DTZ001 - that is the point
        with pytest.raises(NaiveTime):
            store.append(batch_of("order:1", 1, recorded_at=naive))
        event = attrs.evolve(counted(1)[0], at=naive)
        with pytest.raises(NaiveTime):
            store.append(attrs.evolve(batch_of("order:1"), entries=(Entry(event),)))
        assert store.head("order:1") == HEAD0

    def test_half_a_surrogate_pair_is_refused(self, store: EventStore) -> None:
        event = Counted(at=NOW, number=1, note="\ud83c")
        with pytest.raises(MalformedInput):
            store.append(attrs.evolve(batch_of("order:1"), entries=(Entry(event),)))
        assert store.head("order:1") == HEAD0

    def test_a_delivery_of_an_event_that_is_not_there_is_refused(
        self, store: EventStore
    ) -> None:
        with pytest.raises(InvalidInput):
            store.append(batch_of("order:1", 1, deliveries=(NewDelivery(2, "email"),)))
        assert store.head("order:1") == HEAD0

    def test_of_writers_at_once_exactly_one_wins(self, store: EventStore) -> None:
        (head,) = store.append(batch_of("order:1", 0))
        results = together(
            8, lambda i: store.append(batch_of("order:1", i + 1, head=head))
        )
        assert sum(isinstance(r, tuple) for r in results) == 1
        assert sum(isinstance(r, ConcurrencyConflict) for r in results) == 7
        assert store.head("order:1").version == 2

    def test_writers_of_many_streams_do_not_disturb_each_other(
        self, store: EventStore
    ) -> None:
        def write(i: int) -> None:
            head = HEAD0
            for number in range(10):
                (head,) = store.append(batch_of(f"order:{i}", number, head=head))

        assert together(6, write) == [None] * 6
        assert [list(range(10))] * 6 == [
            numbers_of(store, f"order:{i}") for i in range(6)
        ]
        assert store.verify().broken == ()

    def test_the_hash_covers_the_envelope(self, store: EventStore) -> None:
        batches = [
            batch_of("order:1", 1),
            batch_of("order:2", 1, command_id="c"),
            batch_of("order:3", 1, source="c"),
            batch_of("order:4", 1, historical=True),
            batch_of("order:5", 1, recorded_at=NOW + timedelta(microseconds=1)),
        ]
        heads = store.append(*batches)
        assert len(batches) == len({head.hash for head in heads})

    def test_the_hash_covers_all_events_before(
        self, store: EventStore, tmp_path: Path
    ) -> None:
        (tmp_path / "other").mkdir()
        with self.open_store(tmp_path / "other") as other:
            for number in (1, 9):
                (head,) = store.append(batch_of(f"o{number}", number, 2))
                (same,) = other.append(batch_of(f"o{number}", 1, 2))
                assert (head == same) is (number == 1)
                assert store.load(f"o{number}")[1].event == counted(2)[0]
