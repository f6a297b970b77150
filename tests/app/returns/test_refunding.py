"""Open refunds are looked up at once, and a provider's news is looked up, too."""

from datetime import timedelta

import pytest

from postpurchase import CapturePayment, Money, PostPurchase, RequestRefund
from postpurchase.errors import UnknownCode, UnknownOrder, UnknownRefund
from postpurchase.testing import Clock, FakeGateway, place_order

DAY = timedelta(hours=24)


@pytest.fixture
def clock():
    return Clock()


def open_shop(clock, *plugins):
    shop = PostPurchase.open(
        "memory:", plugins=plugins, entry_points=False, clock=clock
    )
    for order_id in ("1001", "1002"):
        shop.handle(place_order(order_id=order_id, number=f"#{order_id}"))
        ask(
            shop,
            CapturePayment,
            order_id=order_id,
            payment_id="P1",
            method="card",
            amount=Money(3240, "EUR"),
        )
        ask(shop, RequestRefund, order_id=order_id, refund_id="R1", units={"L1": 1})
    return shop


def ask(shop, kind, **fields):
    return shop.handle(kind(at=shop.clock(), **fields))


def states(shop):
    return [shop.order(one).refund("R1").state for one in ("1001", "1002")]


def test_what_is_open_is_settled_at_once(clock):
    gateway = FakeGateway(
        faults=["lost_after", "pending"], key_lifetime=DAY, clock=clock
    )
    shop = open_shop(clock, gateway)
    shop.dispatch()
    assert ["unknown", "sent"] == states(shop)

    found = shop.reconcile_refunds()

    assert (2, 1, ()) == (found.looked_up, found.settled, found.faults)
    (one,) = found.still_open
    assert ("1002", "R1", "sent", "12.50 EUR", "fake", False) == (
        one.order_id,
        one.refund_id,
        one.state,
        one.amount,
        one.gateway,
        one.needs_person,
    )
    clock.advance(hours=2)
    assert 1 == shop.reconcile_refunds().settled
    assert ["succeeded", "succeeded"] == states(shop)
    assert (0, 0) == (shop.reconcile_refunds().looked_up, len(shop.open_refunds()))
    assert 2500 == gateway.paid()


def test_what_was_never_sent_is_sent_now_that_there_is_a_gateway(clock):
    gateway = FakeGateway(clock=clock)
    shop = open_shop(clock, gateway)

    found = shop.reconcile_refunds()

    assert (2, 0) == (found.looked_up, found.settled)
    assert ["sent", "sent"] == states(shop)
    assert 0 == gateway.paid()
    shop.dispatch()
    assert ["succeeded", "succeeded"] == states(shop)
    assert 2500 == gateway.paid()


def test_without_a_gateway_it_says_what_the_shop_has_to_settle(clock):
    shop = open_shop(clock)
    shop.dispatch()

    found = shop.reconcile_refunds()

    assert (2, 0) == (found.looked_up, found.settled)
    assert [("requested", "", True)] * 2 == [
        (one.state, one.gateway, one.needs_person) for one in found.still_open
    ]


def test_one_gateway_that_breaks_does_not_hold_the_others_up(clock):
    class Broken(FakeGateway):
        def find_refund(self, request, *, key):
            if request.order_id == "1001":
                raise KeyError("status")
            return super().find_refund(request, key=key)

    shop = open_shop(clock, Broken(faults=["lost_after"] * 2, clock=clock))
    shop.dispatch()

    found = shop.reconcile_refunds()

    assert ["KeyError"] == [fault.reason for fault in found.faults]
    assert ["unknown", "succeeded"] == states(shop)


def test_an_answer_that_is_none_is_reported_and_settles_nothing(clock):
    class Odd(FakeGateway):
        def find_refund(self, request, *, key):
            return "succeeded"

    shop = open_shop(clock, Odd(faults=["lost_after"] * 2, clock=clock))
    shop.dispatch()

    found = shop.reconcile_refunds()

    assert ["plugin_answer_invalid"] * 2 == [fault.code for fault in found.faults]
    assert ["unknown", "unknown"] == states(shop)


@pytest.mark.parametrize(
    ("fault", "before", "after"),
    [
        ("fails_later", "succeeded", "failed"),
        ("pays_later", "failed", "succeeded"),
        ("pending", "sent", "succeeded"),
    ],
)
def test_late_news_is_looked_up_and_the_providers_books_count(
    clock, fault, before, after
):
    gateway = FakeGateway(faults=[fault, ""], key_lifetime=DAY, clock=clock)
    shop = open_shop(clock, gateway)
    shop.dispatch()
    assert before == states(shop)[0]
    clock.advance(hours=2)

    known = [shop.look_up_refund("#1001", "R1").state for _ in range(3)]

    assert [after] * 3 == known
    shop.dispatch()
    assert [after, "succeeded"] == states(shop)


def test_news_of_what_is_not_there_is_refused_by_name(clock):
    shop = open_shop(clock, FakeGateway(clock=clock))

    with pytest.raises(UnknownOrder):
        shop.look_up_refund("9", "R1")
    with pytest.raises(UnknownRefund):
        shop.look_up_refund("1001", "R9")


def test_a_gateway_that_was_unplugged_is_named(clock):
    shop = open_shop(clock, FakeGateway(faults=["pending"], clock=clock))
    shop.dispatch()
    left = PostPurchase.open("memory:", entry_points=False, clock=clock)
    shop.plugins, left.plugins = left.plugins, shop.plugins

    with pytest.raises(UnknownCode, match="fake"):
        shop.look_up_refund("1001", "R1")


def standing(shop):
    """What the explanation says of where the refund stands."""
    (_, said) = [one.answer for one in shop.explain("1001") if one.question == "refund"]
    return said.partition("; ")[2].partition(", under the key")[0]


def test_it_is_explained_where_a_refund_stands_and_whose_turn_it_is(clock):
    gateway = FakeGateway(faults=["lost_before"], key_lifetime=DAY, clock=clock)
    shop = open_shop(clock, gateway)
    waits = "requested; a gateway for card pays it, or you settle it by hand"

    assert waits == standing(shop)
    shop.dispatch()
    assert "unknown from fake" == standing(shop)
    clock.advance(days=2)
    shop.dispatch()
    look = "unknown from fake; nothing is sent by itself any more, look there"
    assert look == standing(shop)


def test_it_is_explained_under_which_id_the_provider_paid(clock):
    shop = open_shop(clock, FakeGateway(clock=clock))
    shop.dispatch()

    assert "succeeded from fake as fake-4:1001:R1" == standing(shop)
