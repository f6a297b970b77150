"""Delivered after a guaranteed time: found from the facts, kept until people close it."""

from datetime import date

import attrs
import pytest

from delivery.watch.making import (
    NOON,
    PROMISE,
    SHOP,
    day,
    fact,
    found,
    kinds,
    look,
    order_of,
    placed,
    shipped,
    tracked,
)
from postpurchase.delivery.watch import examine
from postpurchase.order import commands as c

BY_NOON = attrs.evolve(PROMISE, window_end_at=day(8, 10))
"""Friday by 12:00 in Warsaw."""

SENT = [placed(promise=BY_NOON), shipped()]


def delivered(at, code="delivered.signed", **more):
    return tracked(fact(code, at), **more)


def revised(promise, at, reason="carrier_delay"):
    return c.RevisePromise(order_id="1001", at=at, promise=promise, reason=reason)


def missed(order, at):
    return [
        (one.kind, one.whose, one.stage)
        for one in examine(order, at, SHOP).opened
        if one.kind == "guarantee_missed"
    ]


def test_a_late_delivery_is_found_although_nobody_looked_between_its_time_and_its_fact():
    order = order_of(SENT, delivered(day(8, 13, 5)))

    (finding,) = examine(order, day(8, 14), SHOP).opened
    assert ("guarantee_missed", "carrier", "claim", day(8, 10), "P1", "dhl") == (
        finding.kind,
        finding.whose,
        finding.action,
        finding.since_at,
        finding.parcel_id,
        finding.carrier,
    )
    assert (
        "promised until 2026-05-08 12:00, arrived 2026-05-08 15:05" == finding.evidence
    )


def test_it_takes_the_place_of_lateness_and_stays_until_people_close_it():
    order = look(order_of(SENT), day(8, 12))
    assert "late" in kinds(order)
    order = look(order_of(delivered(day(8, 13)), order=order), day(8, 13))
    assert ["guarantee_missed"] == kinds(order)

    order = look(order, day(29))
    (finding,) = order.findings
    closing = c.CloseFinding(
        order_id="1001", at=day(29), finding_id=finding.finding_id, reason="claimed"
    )
    order = look(order_of(closing, order=order), day(30))
    assert [] == kinds(order)


@pytest.mark.parametrize("at", [day(8, 9), day(8, 10)])
def test_up_to_the_guaranteed_moment_itself_it_is_kept(at):
    assert [] == found(order_of(SENT, delivered(at)), day(8, 14))


def test_whole_days_are_no_guarantee():
    order = order_of(placed(), shipped(), delivered(day(9, 13)))

    assert [] == found(order, day(10))


def test_waiting_at_the_pick_up_point_in_time_is_in_time():
    order = order_of(
        SENT,
        tracked(fact("available_for_pickup.locker", day(8, 9))),
        delivered(day(9, 9), "delivered.collected"),
    )

    assert [] == found(order, day(9, 10))


@pytest.mark.parametrize(
    ("cause", "whose", "stage"),
    [
        (fact("exception.customs_held", day(7)), "customs", "customs"),
        (fact("in_transit.delayed_weather", day(7)), "weather", "transport"),
        (
            fact("delivery_attempted.recipient_absent", day(8, 9)),
            "customer",
            "last_mile",
        ),
        (fact("in_transit.missorted", day(7)), "carrier", "transport"),
        (fact("exception.customs_held", day(8, 11)), "carrier", "transport"),
    ],
)
def test_it_is_whose_the_carrier_said_before_the_time_was_over(cause, whose, stage):
    order = order_of(SENT, tracked(cause), delivered(day(8, 13)))

    assert [("guarantee_missed", whose, stage)] == missed(order, day(8, 13))
    (finding,) = examine(order, day(8, 13), SHOP).opened
    assert ("claim" if whose == "carrier" else "investigate") == finding.action


def test_a_parcel_that_left_late_misses_its_time_because_of_the_shop():
    order = order_of(placed(promise=BY_NOON), shipped(at=day(7)), delivered(day(8, 13)))

    assert [("guarantee_missed", "shop", "shipped")] == missed(order, day(8, 13))


def test_the_first_guarantee_counts_and_not_what_was_promised_when_it_was_lost():
    later = BY_NOON.postponed(date(2026, 5, 11), date(2026, 5, 11))
    order = order_of(SENT, revised(later, day(7)), delivered(day(11, 9)))

    assert [("guarantee_missed", "carrier", "transport")] == missed(order, day(11, 9))


def test_a_time_that_was_first_stated_later_is_a_guarantee_from_then_on():
    order = order_of(
        placed(), shipped(), revised(BY_NOON, day(6)), delivered(day(8, 13))
    )

    assert 1 == len(missed(order, day(8, 13)))


@pytest.mark.parametrize(("asked_at", "count"), [(day(8, 9), 0), (day(8, 10), 1)])
def test_another_time_that_the_customer_chose_before_it_was_over_takes_its_place(
    asked_at, count
):
    chosen = BY_NOON.postponed(date(2026, 5, 11), date(2026, 5, 11))
    order = order_of(
        SENT, revised(chosen, asked_at, "customer_request"), delivered(day(11, 9))
    )

    assert count == len(missed(order, day(11, 9)))


def test_another_parcel_s_promise_is_not_this_one_s():
    order = order_of(
        placed(),
        shipped(units=1),
        shipped(units=1, parcel_id="P2"),
        c.RevisePromise(
            order_id="1001", at=NOON, promise=BY_NOON, reason="x", parcel_id="P2"
        ),
        delivered(day(8, 13)),
        delivered(day(8, 13), parcel_id="P2"),
    )

    (finding,) = examine(order, day(8, 13), SHOP).opened
    assert ("guarantee_missed", "P2") == (finding.kind, finding.parcel_id)


def test_facts_that_come_later_and_say_that_it_was_in_time_close_it():
    order = look(order_of(SENT, delivered(day(8, 13))), day(8, 13))
    order = look(order_of(delivered(day(8, 9)), order=order), day(8, 14))

    assert [] == kinds(order)


@pytest.mark.parametrize("came_at", [day(8, 13), day(9, 9)])
def test_a_delivery_that_was_none_is_missed_again_when_it_really_comes(came_at):
    order = look(order_of(SENT, delivered(day(8, 13))), day(8, 13))
    back = tracked(fact("in_transit.general", day(8, 14)), is_correction=True)
    order = look(order_of(back, order=order), day(8, 14))
    assert "guarantee_missed" not in kinds(order)

    order = look(
        order_of(delivered(came_at, is_correction=True), order=order), day(9, 9)
    )
    assert ["guarantee_missed"] == kinds(order)


def test_a_delivery_in_time_that_turned_out_to_be_none_keeps_no_guarantee():
    order = order_of(
        SENT,
        delivered(day(8, 9)),
        tracked(fact("in_transit.general", day(8, 9, 30)), is_correction=True),
        delivered(day(8, 13), is_correction=True),
    )

    assert [("guarantee_missed", "carrier", "transport")] == missed(order, day(8, 13))


def test_what_left_after_the_first_dispatch_day_is_the_shop_s_whatever_came_later():
    later = attrs.evolve(
        PROMISE, latest_on=date(2026, 5, 11), dispatch_on=date(2026, 5, 7)
    )
    order = order_of(
        placed(promise=BY_NOON),
        revised(later, day(6, 9)),
        shipped(at=day(7)),
        delivered(day(8, 13)),
    )

    assert [("guarantee_missed", "shop", "shipped")] == missed(order, day(8, 13))
