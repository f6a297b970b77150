"""Idempotency keys: one effect, one answer, for ever."""

from __future__ import annotations

import pytest

from postpurchase.errors import ConcurrencyConflict, KeyTaken
from postpurchase.stores.base import HEAD0, Answer, EventStore, Head, Key, NewDelivery
from postpurchase.testing.stores.case import StoreCase, batch_of, numbers_of, together

KEY = Key("shop", "k-1", b"request")


class KeyTests(StoreCase):
    """A key is claimed in the transaction of its events."""

    def test_an_unused_key_has_no_answer(self, store: EventStore) -> None:
        assert store.answer("shop", "k-1") is None

    def test_a_key_is_answered_with_its_events(self, store: EventStore) -> None:
        store.append(batch_of("order:1", 1, 2, keys=((KEY, 1, 2),)))
        assert Answer(b"request", "order:1", 1, 2) == store.answer("shop", "k-1")

    def test_a_batch_can_answer_several_keys(self, store: EventStore) -> None:
        other = Key("shop", "k-2", b"other")
        store.append(batch_of("order:1", 1, 2, 3, keys=((KEY, 1, 1), (other, 2, 3))))
        assert Answer(b"request", "order:1", 1, 1) == store.answer("shop", "k-1")
        assert Answer(b"other", "order:1", 2, 3) == store.answer("shop", "k-2")

    def test_a_used_key_is_refused_with_everything_beside_it(
        self, store: EventStore
    ) -> None:
        (head,) = store.append(batch_of("order:1", 1, keys=((KEY, 1, 1),)))
        again = batch_of(
            "order:1",
            2,
            head=head,
            keys=((KEY, 2, 2),),
            deliveries=(NewDelivery(2, "email"),),
        )
        with pytest.raises(KeyTaken) as caught:
            store.append(again)
        assert (caught.value.scope, caught.value.key) == ("shop", "k-1")
        assert numbers_of(store, "order:1") == [1]
        assert store.pending() == 0
        assert Answer(b"request", "order:1", 1, 1) == store.answer("shop", "k-1")

    def test_a_used_key_is_refused_in_every_stream(self, store: EventStore) -> None:
        store.append(batch_of("order:1", 1, keys=((KEY, 1, 1),)))
        with pytest.raises(KeyTaken):
            store.append(batch_of("order:2", 1, keys=((KEY, 1, 1),)))
        assert store.head("order:2") == HEAD0

    def test_a_key_twice_in_one_append_is_refused(self, store: EventStore) -> None:
        with pytest.raises(KeyTaken):
            store.append(
                batch_of("order:1", 1, keys=((KEY, 1, 1),)),
                batch_of("order:2", 1, keys=((KEY, 1, 1),)),
            )
        assert store.answer("shop", "k-1") is None

    def test_another_scope_is_another_key(self, store: EventStore) -> None:
        elsewhere = Key("import", "k-1", b"request")
        store.append(batch_of("order:1", 1, keys=((KEY, 1, 1),)))
        store.append(batch_of("order:2", 1, keys=((elsewhere, 1, 1),)))
        answer = store.answer("import", "k-1")
        assert answer is not None
        assert answer.stream == "order:2"

    def test_that_nothing_happened_is_kept_too(self, store: EventStore) -> None:
        (head,) = store.append(batch_of("order:1", 1))
        heads = store.append(batch_of("order:1", head=head, keys=((KEY, 2, 1),)))
        assert (head,) == heads
        assert Answer(b"request", "order:1", 2, 1) == store.answer("shop", "k-1")
        assert numbers_of(store, "order:1") == [1]

    def test_that_nothing_happened_needs_the_head_too(self, store: EventStore) -> None:
        (head,) = store.append(batch_of("order:1", 1))
        store.append(batch_of("order:1", 2, head=head))
        with pytest.raises(ConcurrencyConflict):
            store.append(batch_of("order:1", head=head, keys=((KEY, 2, 1),)))
        assert store.answer("shop", "k-1") is None

    def test_a_used_key_is_told_before_a_conflict(self, store: EventStore) -> None:
        store.append(batch_of("order:1", 1, keys=((KEY, 1, 1),)))
        with pytest.raises(KeyTaken):
            store.append(batch_of("order:1", 1, head=Head(7, b""), keys=((KEY, 8, 8),)))

    def test_of_repeats_at_once_one_has_an_effect(self, store: EventStore) -> None:
        results = together(
            8, lambda i: store.append(batch_of(f"order:{i}", 1, keys=((KEY, 1, 1),)))
        )
        assert sum(isinstance(r, tuple) for r in results) == 1
        assert sum(isinstance(r, KeyTaken) for r in results) == 7
        assert len(store.streams()) == 1
