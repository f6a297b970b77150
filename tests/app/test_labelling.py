"""One label for a parcel, whatever happens while it is ordered."""

from __future__ import annotations

import pytest

from postpurchase import PostPurchase
from postpurchase.app.labelling import _Tries, order_label
from postpurchase.errors import (
    ConcurrencyConflict,
    Contradiction,
    InvalidInput,
    OutcomeUnknown,
    PermanentFailure,
    PostPurchaseError,
    TemporaryFailure,
    UnknownCode,
)
from postpurchase.order.commands import AddNote, OpenParcel, VoidParcel
from postpurchase.testing import NOON, Clock, FakeCarrier, label_request, place_order

SAMPLE = label_request()


class Blind(FakeCarrier):
    """Cannot tell what became of a label."""

    find_label = None


def open_shop(url, *carriers):
    return PostPurchase.open(url, plugins=carriers, clock=Clock(), entry_points=False)


def parcel_in(shop, **order):
    shop.handle(
        place_order(
            recipient=SAMPLE.recipient.contact,
            address=SAMPLE.recipient.address,
            **order,
        )
    )
    shop.handle(OpenParcel(order_id="1001", at=NOON, parcel_id="P1", units={"L1": 2}))


def ask(shop, **changes):
    wish = {"carrier": "fake", "service": "standard", "sender": SAMPLE.sender}
    return order_label(shop, "1001", "P1", **{**wish, **changes})


@pytest.fixture(params=[FakeCarrier, Blind])
def kind(request):
    return request.param


def test_a_label_is_ordered_and_put_on_the_parcel(kind):
    carrier = kind()
    with open_shop("memory:", carrier) as shop:
        parcel_in(shop)

        label = ask(shop)

        parcel = shop.order("1001").parcel("P1")
        assert ("labelled", "FAKE1") == (parcel.state, parcel.tracking_number)
        assert label.document
        assert 1 == len(carrier.ledger)


def test_repeated_it_gives_the_same_number_and_orders_nothing(kind):
    carrier = kind()
    with open_shop("memory:", carrier) as shop:
        parcel_in(shop)
        first = ask(shop)

        again = ask(shop)

        assert first.tracking_number == again.tracking_number
        assert bool(again.document) == (kind is FakeCarrier)
        assert 1 == len(carrier.ledger)


@pytest.mark.parametrize(
    ("fault", "failure"), [("busy", TemporaryFailure), ("refused", PermanentFailure)]
)
def test_what_surely_came_to_nothing_is_asked_again(kind, fault, failure):
    carrier = kind(faults=[fault])
    with open_shop("memory:", carrier) as shop:
        parcel_in(shop)
        with pytest.raises(failure):
            ask(shop)

        assert "FAKE1" == ask(shop).tracking_number
        assert 1 == len(carrier.ledger)


@pytest.mark.parametrize("fault", ["lost_before", "lost_after"])
def test_a_lost_answer_is_asked_for_where_the_carrier_can_tell(fault):
    carrier = FakeCarrier(faults=[fault])
    with open_shop("memory:", carrier) as shop:
        parcel_in(shop)
        with pytest.raises(OutcomeUnknown):
            ask(shop)

        assert "FAKE1" == ask(shop).tracking_number
        assert 1 == len(carrier.ledger)


@pytest.mark.parametrize("fault", ["lost_before", "lost_after"])
def test_a_lost_answer_waits_for_a_person_where_it_cannot(tmp_path, fault):
    """Also after a restart, with another object of the carrier."""
    url = f"sqlite:///{tmp_path / 'shop.db'}"
    with open_shop(url, Blind(faults=[fault])) as shop:
        parcel_in(shop)
        with pytest.raises(OutcomeUnknown):
            ask(shop)

    carrier = Blind()
    with open_shop(url, carrier) as shop:
        for _ in range(2):
            with pytest.raises(OutcomeUnknown, match="the reference #1001 P1"):
                ask(shop)
        assert [] == carrier.ledger

        ask(shop, is_surely_missing=True)
        assert 1 == len(carrier.ledger)


def test_any_other_exception_leaves_the_outcome_open():
    class Crashing(Blind):
        def label(self, request, *, key):
            raise RuntimeError(key)

    with open_shop("memory:", Crashing()) as shop:
        parcel_in(shop)
        with pytest.raises(RuntimeError):
            ask(shop)

        with pytest.raises(OutcomeUnknown):
            ask(shop)


def test_two_at_once_order_one_label():
    """The second finds the key of the first, whose answer is still to come."""

    class Slow(Blind):
        def label(self, request, *, key):
            with pytest.raises(OutcomeUnknown):
                ask(shop)
            return super().label(request, key=key)

    carrier = Slow()
    with open_shop("memory:", carrier) as shop:
        parcel_in(shop)

        ask(shop)

        assert 1 == len(carrier.ledger)


def test_others_may_write_to_the_order_meanwhile():
    class Noted(FakeCarrier):
        def label(self, request, *, key):
            shop.handle(AddNote(order_id="1001", at=NOON, note_id="N1", text="gift"))
            return super().label(request, key=key)

    with open_shop("memory:", Noted()) as shop:
        parcel_in(shop)

        assert "FAKE1" == ask(shop).tracking_number


@pytest.mark.parametrize(
    ("changes", "failure"),
    [
        ({"service": "express"}, Contradiction),
        ({"carrier": "other"}, Contradiction),
        ({"carrier": "nobody"}, UnknownCode),
        ({"carrier": "table-rate"}, PermanentFailure),
    ],
)
def test_what_cannot_be_is_refused_before_the_carrier_is_asked(changes, failure):
    first, other = FakeCarrier(), FakeCarrier(code="other")
    with open_shop("memory:", first, other) as shop:
        parcel_in(shop)
        ask(shop)

        with pytest.raises(failure):
            ask(shop, **changes)

        assert [1, 0] == [len(first.ledger), len(other.ledger)]


def test_a_voided_parcel_gets_no_label():
    carrier = FakeCarrier()
    with open_shop("memory:", carrier) as shop:
        parcel_in(shop)
        shop.handle(VoidParcel(order_id="1001", at=NOON, parcel_id="P1"))

        with pytest.raises(PostPurchaseError):
            ask(shop)

        assert [] == carrier.ledger


def test_a_forgotten_recipient_is_asked_for():
    carrier = FakeCarrier()
    with open_shop("memory:", carrier) as shop:
        parcel_in(shop)
        shop.forget(order_id="1001")

        with pytest.raises(InvalidInput, match="recipient"):
            ask(shop)
        assert "FAKE1" == ask(shop, recipient=SAMPLE.recipient).tracking_number


def test_of_two_that_begin_at_the_same_moment_one_asks():
    with open_shop("memory:", FakeCarrier()) as shop:
        parcel_in(shop)
        first, second = (_Tries(shop, "1001", "P1:fake:standard") for _ in range(2))
        first.begin()

        with pytest.raises(OutcomeUnknown, match="right now"):
            second.begin()


def test_a_conflict_with_another_writer_is_met_with_another_try(monkeypatch):
    with open_shop("memory:", FakeCarrier()) as shop:
        parcel_in(shop)
        conflict = ConcurrencyConflict(stream="s", expected_version=1, version=2)
        conflicts, append = [conflict, conflict], shop.store.append

        def contended(*batches):
            if conflicts:
                raise conflicts.pop()
            return append(*batches)

        monkeypatch.setattr(shop.store, "append", contended)
        tries = _Tries(shop, "1001", "P1:fake:standard")

        assert "1001:P1:fake:standard:1" == tries.begin()

        conflicts.extend([conflict] * 99)
        with pytest.raises(OutcomeUnknown, match="others write"):
            tries.came_to_nothing()
