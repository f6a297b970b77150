"""The outbox: leases, order, retries, dead letters, timers."""

from __future__ import annotations

from postpurchase.stores.base import Delivery, EventStore, NewDelivery
from postpurchase.testing.stores.case import MINUTE, NOW, StoreCase, batch_of, together


def claim(
    store: EventStore, minutes: int = 0, *, worker: str = "w", limit: int = 100
) -> tuple[Delivery, ...]:
    """Claim for one minute at so many minutes after `NOW`."""
    now = NOW + minutes * MINUTE
    return store.claim(now, limit, now + MINUTE, worker)


def places(deliveries: tuple[Delivery, ...]) -> list[tuple[str, int, str]]:
    """Say which deliveries these are."""
    return [(d.stream, d.version, d.subscriber) for d in deliveries]


def tell(store: EventStore, stream: str, count: int, *subscribers: str) -> None:
    """Append events, each with a delivery for each subscriber."""
    rows = [NewDelivery(v, s) for v in range(1, count + 1) for s in subscribers]
    store.append(batch_of(stream, *range(count), deliveries=tuple(rows)))


class DeliveringTests(StoreCase):
    """One (event, subscriber) pair at a time, in order per stream."""

    def test_an_empty_outbox_gives_nothing(self, store: EventStore) -> None:
        store.append(batch_of("o", 1))
        assert claim(store) == ()
        assert store.next_due() is None
        assert store.pending() == 0

    def test_a_delivery_is_due_when_it_is_stored(self, store: EventStore) -> None:
        tell(store, "o", 1, "email")
        assert (store.next_due(), store.pending()) == (NOW, 1)
        (leased,) = claim(store)
        assert places((leased,)) == [("o", 1, "email")]
        assert (leased.attempts, leased.error) == (1, "")
        assert store.done(leased) is True
        assert (store.next_due(), store.pending()) == (None, 0)

    def test_a_later_event_waits_until_the_earlier_is_done(
        self, store: EventStore
    ) -> None:
        tell(store, "o", 3, "email")
        (first,) = claim(store)
        assert claim(store, worker="other") == ()
        store.done(first)
        (second,) = claim(store)
        assert (first.version, second.version) == (1, 2)

    def test_subscribers_and_streams_do_not_wait_for_each_other(
        self, store: EventStore
    ) -> None:
        tell(store, "a", 2, "email", "sms")
        tell(store, "b", 1, "email")
        expected = [("a", 1, "email"), ("a", 1, "sms"), ("b", 1, "email")]
        assert expected == sorted(places(claim(store)))

    def test_a_claim_gives_no_more_than_the_limit(self, store: EventStore) -> None:
        for stream in "abcd":
            tell(store, stream, 1, "email")
        assert len(claim(store, limit=3)) == 3
        assert len(claim(store, limit=3)) == 1

    def test_what_is_leased_is_not_given_out(self, store: EventStore) -> None:
        tell(store, "o", 1, "email")
        claim(store)
        assert claim(store, worker="other") == ()
        assert store.next_due() == NOW + MINUTE
        assert store.pending() == 1

    def test_what_is_left_lying_is_due_again(self, store: EventStore) -> None:
        tell(store, "o", 2, "email")
        claim(store, worker="crashed")
        (again,) = claim(store, 2, worker="other")
        assert places((again,)) == [("o", 1, "email")]
        assert (again.attempts, again.worker) == (2, "other")

    def test_a_worker_that_lost_its_lease_changes_nothing(
        self, store: EventStore
    ) -> None:
        tell(store, "o", 1, "email")
        (late,) = claim(store, worker="same")
        (held,) = claim(store, 2, worker="same")
        assert store.done(late) is False
        assert store.retry(late, NOW, "late") is False
        assert store.bury(late, "late") is False
        assert store.dead_letters() == ()
        assert store.done(held) is True

    def test_a_delivery_is_done_once(self, store: EventStore) -> None:
        tell(store, "o", 1, "email")
        (leased,) = claim(store)
        assert [store.done(leased), store.done(leased)] == [True, False]
        assert store.retry(leased, NOW, "") is False

    def test_a_retry_is_due_later_and_says_why(self, store: EventStore) -> None:
        tell(store, "o", 2, "email")
        (leased,) = claim(store)
        assert store.retry(leased, NOW + 5 * MINUTE, "refused") is True
        assert store.done(leased) is False
        assert claim(store, 4) == ()
        (again,) = claim(store, 5)
        assert (again.version, again.attempts, again.error) == (1, 2, "refused")

    def test_a_dead_letter_lets_the_later_ones_pass(self, store: EventStore) -> None:
        tell(store, "o", 2, "email")
        (leased,) = claim(store)
        assert store.bury(leased, "no such address") is True
        (dead,) = store.dead_letters()
        assert (leased.id, "no such address") == (dead.id, dead.error)
        assert store.pending() == 1
        (second,) = claim(store)
        assert second.version == 2

    def test_a_dead_letter_can_be_revived(self, store: EventStore) -> None:
        tell(store, "o", 1, "email")
        (leased,) = claim(store)
        store.bury(leased, "no such address")
        later = NOW + 9 * MINUTE
        assert [store.revive(leased.id, later) for _ in range(2)] == [True, False]
        assert store.dead_letters() == ()
        assert claim(store, 8) == ()
        (again,) = claim(store, 9)
        assert (again.attempts, again.error) == (1, "no such address")
        assert store.done(leased) is False

    def test_only_dead_letters_are_revived(self, store: EventStore) -> None:
        tell(store, "o", 1, "email")
        (leased,) = claim(store)
        assert store.revive(leased.id, NOW) is False
        assert store.revive("o/9/nobody", NOW) is False

    def test_dead_letters_come_in_pages(self, store: EventStore) -> None:
        for stream in "abc":
            tell(store, stream, 1, "email")
        for leased in claim(store):
            store.bury(leased, "x")
        assert [dead.stream for dead in store.dead_letters(limit=2)] == ["a", "b"]

    def test_a_timer_is_due_at_its_time(self, store: EventStore) -> None:
        timer = NewDelivery(1, "timer:late", NOW + 3 * MINUTE)
        store.append(batch_of("o", 1, deliveries=(timer,)))
        assert store.next_due() == NOW + 3 * MINUTE
        assert claim(store, 2) == ()
        assert places(claim(store, 3)) == [("o", 1, "timer:late")]

    def test_a_timer_does_not_wait_for_an_earlier_events_timer(
        self, store: EventStore
    ) -> None:
        timers = (
            NewDelivery(1, "timer:late", NOW + 60 * MINUTE),
            NewDelivery(2, "timer:late", NOW + 3 * MINUTE),
        )
        store.append(batch_of("o", 1, 2, deliveries=timers))
        assert places(claim(store, 3)) == [("o", 2, "timer:late")]

    def test_the_longest_due_comes_first(self, store: EventStore) -> None:
        tell(store, "z", 1, "email")
        later = batch_of(
            "a", 1, deliveries=(NewDelivery(1, "email"),), recorded_at=NOW + MINUTE
        )
        store.append(later)
        assert [d.stream for d in claim(store, 1)] == ["z", "a"]

    def test_workers_at_once_never_hold_the_same(self, store: EventStore) -> None:
        for number in range(12):
            tell(store, f"o{number}", 2, "email")
        taken = together(4, lambda i: claim(store, worker=f"w{i}", limit=5))
        claimed = [place for part in taken if isinstance(part, tuple) for place in part]
        assert 12 == len(claimed) == len({d.stream for d in claimed})
        assert {1} == {d.version for d in claimed}

    def test_workers_at_once_deliver_everything_in_order(
        self, store: EventStore
    ) -> None:
        told: dict[str, list[int]] = {f"o{n}": [] for n in range(4)}
        for stream in told:
            tell(store, stream, 6, "email")

        def work(index: int) -> None:
            while store.pending():
                for leased in claim(store, worker=f"w{index}", limit=2):
                    told[leased.stream].append(leased.version)
                    store.done(leased)

        assert together(3, work) == [None] * 3
        assert {stream: [1, 2, 3, 4, 5, 6] for stream in told} == told
