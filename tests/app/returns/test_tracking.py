"""A parcel on its way back is found by its number, and its first scan counts."""

from datetime import timedelta

import pytest

from app.delivery.test_webhooks import NUMBERS, send
from postpurchase import PostPurchase
from postpurchase.order import commands as c
from postpurchase.order.events import ReturnSent
from postpurchase.order.returns import ReturnWay
from postpurchase.testing import NOON, Clock, deliver_parcel, place_order, ship_parcel
from postpurchase.tracking.facts import TrackingFact

BACK = NUMBERS["aftership"]


@pytest.fixture
def clock():
    return Clock(NOON)


@pytest.fixture
def shop(clock):
    opened = PostPurchase.open("memory:", entry_points=False, clock=clock)
    opened.handle(place_order())
    opened.handle(ship_parcel())
    opened.handle(deliver_parcel())
    ask(opened)
    opened.handle(
        c.IssueReturnWay(
            order_id="1001",
            at=NOON,
            return_id="R1",
            way=ReturnWay(method="post_label", carrier="usps", tracking_number=BACK),
        )
    )
    return opened


def ask(shop):
    shop.handle(
        c.RequestReturn(order_id="1001", at=NOON, return_id="R1", items={"L1": 2})
    )
    shop.handle(c.ApproveReturn(order_id="1001", at=NOON, return_id="R1"))


def known(shop):
    return shop.order("1001").return_("R1")


def sent(shop):
    return [
        one.event
        for one in shop.store.load("order:1001")
        if isinstance(one.event, ReturnSent)
    ]


def test_a_webhook_about_a_return_sends_it_on_its_way_once(shop):
    first, again = send(shop, "aftership"), send(shop, "aftership")

    (news,) = first.parcels
    assert ("1001", "", "R1", BACK) == (
        news.order_id,
        news.parcel_id,
        news.return_id,
        news.tracking_number,
    )
    assert ("in_transit", "scan") == (known(shop).logistics, sent(shop)[0].evidence)
    assert (False, True) == (first.is_repeated, again.is_repeated)
    assert 1 == len(sent(shop))
    assert first.parcels[0].events == again.parcels[0].events


def test_the_way_out_and_the_way_back_may_have_one_number(shop):
    shop.handle(
        c.IssueReturnWay(
            order_id="1001",
            at=NOON,
            return_id="R1",
            way=ReturnWay(method="own_carrier", tracking_number="FAKE1"),
        )
    )
    fact = TrackingFact(at=NOON, code="in_transit.accepted", raw_code="A")
    shop.record_return_tracking("1001", "R1", [fact])

    assert "in_transit" == known(shop).logistics
    assert "delivered" == shop.order("1001").parcel("P1").state


def fact(code, hours=0):
    return TrackingFact(at=NOON + timedelta(hours=hours), code=code, raw_code="X")


def test_only_a_scan_is_evidence(shop):
    label = fact("info_received.label_created")

    assert None is shop.record_return_tracking("#1001", "R1", [label])
    assert "issued" == known(shop).logistics
    assert None is shop.record_return_tracking("1001", "R1", [])


def test_the_return_counts_as_sent_from_its_first_scan(shop, clock):
    clock.advance(days=2)
    facts = [fact("delivered.general", 30), fact("in_transit.accepted", 5)]

    shop.record_return_tracking("1001", "R1", facts)

    assert NOON + timedelta(hours=5) == known(shop).sent_at
    # What arrived is received by whoever opens it.
    assert ("in_transit", 2) == (
        known(shop).logistics,
        shop.order("1001").line("L1").units("returning"),
    )
    assert None is shop.record_return_tracking("1001", "R1", facts)


def test_a_scan_is_neither_before_the_wish_nor_after_now(shop):
    shop.record_return_tracking("1001", "R1", [fact("in_transit.accepted", -5)])
    assert NOON == known(shop).sent_at


def test_a_clock_ahead_of_the_shop_s_does_not_count(shop):
    shop.record_return_tracking("1001", "R1", [fact("in_transit.accepted", 5)])
    assert NOON == known(shop).sent_at


def test_a_return_that_was_called_off_is_not_sent(shop):
    shop.handle(
        c.CancelReturn(order_id="1001", at=NOON, return_id="R1", reason="customer")
    )

    received = send(shop, "aftership")

    assert [] == sent(shop)
    assert () == received.parcels[0].events
    assert "cancelled" == known(shop).intent


def test_a_number_that_is_said_at_the_counter_is_found_from_then_on(shop):
    shop.handle(
        c.SendReturn(
            order_id="1001",
            at=NOON,
            return_id="R1",
            tracking_number="COUNTER 7",
            evidence="receipt",
        )
    )

    assert ("order:1001",) == tuple(shop.store.find("tracking:COUNTER7"))
