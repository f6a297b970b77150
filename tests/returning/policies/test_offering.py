"""What an order could send back, before anybody asks."""

from datetime import date, datetime

import pytest

from postpurchase.errors import NaiveTime
from postpurchase.returning.policies import NO_RETURNS, Restocking, Way, Window
from postpurchase.returning.policies.offering import offer
from postpurchase.testing import given, place_order
from returning.policies.asking import day, euros, line, order_of, policy

LATE = day(20)
PAID = policy(
    window=Window.of_days(30),
    restocking=Restocking(basis_points=1000),
    ways=(
        Way(method="post_label", paid_by="customer", price=(euros("3.95"),)),
        Way(method="own_carrier", paid_by="customer"),
        Way(method="in_store"),
    ),
    resolutions=("refund_original",),
)


def test_each_line_has_its_last_day_its_fees_and_its_refund():
    order = order_of(line("A", price="10.00", quantity=2), line("B", price="5.00"))
    found = offer(order, LATE, PAID)

    assert [
        ("A", 2, True, date(2026, 6, 6), euros("18.00")),
        ("B", 1, True, date(2026, 6, 6), euros("4.50")),
    ] == [
        (one.line_id, one.units, one.allowed, one.last_on, one.refund)
        for one in found.lines
    ]
    assert ["restocking"] == [fee.code for fee in found.lines[0].fees]
    assert ["own"] == [one.basis for one in found.lines[0].deadlines][:1]
    assert (euros("22.50"), ("refund_original",)) == (found.refund, found.resolutions)


def test_each_way_has_its_price():
    found = offer(order_of(), LATE, PAID)

    assert {
        "post_label": euros("3.95"),
        "own_carrier": None,
        "in_store": euros("0"),
    } == {one.method: one.price for one in found.ways}


def test_the_law_is_counted_in():
    found = offer(order_of(), day(5), policy(window=NO_RETURNS))

    assert (True, date(2026, 5, 21), euros("10.00")) == (
        found.lines[0].allowed,
        found.lines[0].last_on,
        found.refund,
    )
    assert found.lines[0].reasons[0].basis.startswith("Directive 2011/83/EU")


def test_what_may_not_come_back_says_why():
    found = offer(order_of(), LATE, policy())

    assert (False, None, False, None, ()) == (
        found.lines[0].allowed,
        found.lines[0].refund,
        found.ruling.allowed,
        found.refund,
        found.ways,
    )
    assert found.lines[0].reasons == found.ruling.lines[0].reasons != ()


def test_an_order_that_was_not_paid_brings_nothing():
    assert offer(order_of(paid=False), LATE, PAID).refund is None


def test_before_it_was_sent_nothing_can_come_back():
    order = given(place_order()).order

    found = offer(order, LATE, PAID)
    assert ((), None) == (found.lines, found.ruling)


def test_a_reason_and_segments_can_be_assumed():
    faulty = offer(order_of(), LATE, PAID, reason="quality.defective", segments=["vip"])

    assert ((), euros("10.00")) == (faulty.fees, faulty.refund)


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(NaiveTime):
        offer(order_of(), datetime(2026, 5, 7), PAID)
