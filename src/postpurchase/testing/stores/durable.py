"""What outlives the process."""

from __future__ import annotations

from pathlib import Path

from postpurchase.errors import ConcurrencyConflict
from postpurchase.stores.base import Key, NewDelivery, PersonalValue
from postpurchase.testing.stores.case import (
    MINUTE,
    NOW,
    StoreCase,
    batch_of,
    numbers_of,
    together,
)


class DurableTests(StoreCase):
    """Closing, opening, several openers."""

    def test_everything_is_there_after_reopening(self, tmp_path: Path) -> None:
        value = PersonalValue("ref", "ola", "salt", '"Ola"')
        with self.open_store(tmp_path) as store:
            (head,) = store.append(
                batch_of(
                    "o",
                    1,
                    2,
                    keys=((Key("shop", "k", b"h"), 1, 2),),
                    deliveries=(NewDelivery(1, "email"),),
                    personal=(value,),
                    aliases=("#1",),
                )
            )
            before = store.load("o"), store.read(), store.answer("shop", "k")
            secret = store.secret
        with self.open_store(tmp_path) as store:
            after = store.load("o"), store.read(), store.answer("shop", "k")
            assert before == after
            assert (head, secret) == (store.head("o"), store.secret)
            assert (("o",), {"ref": value}) == (
                store.find("#1"),
                store.personal(["ref"]),
            )
            assert store.pending() == 1
            store.append(batch_of("o", 3, head=head))
            assert numbers_of(store, "o") == [1, 2, 3]
            assert store.verify().broken == ()

    def test_a_lease_is_there_after_reopening(self, tmp_path: Path) -> None:
        with self.open_store(tmp_path) as store:
            store.append(batch_of("o", 1, deliveries=(NewDelivery(1, "email"),)))
            (leased,) = store.claim(NOW, 1, NOW + MINUTE, "w")
        with self.open_store(tmp_path) as store:
            assert store.claim(NOW, 1, NOW + MINUTE, "other") == ()
            assert store.done(leased) is True

    def test_two_openers_see_each_other(self, tmp_path: Path) -> None:
        with self.open_store(tmp_path) as one, self.open_store(tmp_path) as two:
            (head,) = one.append(batch_of("o", 1))
            assert head == two.head("o")
            two.append(batch_of("o", 2, head=head))
            assert numbers_of(one, "o") == [1, 2]
            assert one.secret == two.secret

    def test_of_openers_at_once_exactly_one_wins(self, tmp_path: Path) -> None:
        def write(number: int) -> int:
            with self.open_store(tmp_path) as store:
                return store.append(batch_of("o", number))[0].version

        results = together(4, write)
        assert sum(result == 1 for result in results) == 1
        assert sum(isinstance(r, ConcurrencyConflict) for r in results) == 3
