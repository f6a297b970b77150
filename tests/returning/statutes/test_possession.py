"""When the consumer had everything: which parcels count, and by whose clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import attrs
import pytest

from postpurchase.order.commands import CapturePayment, RecordTracking, RequestRefund
from postpurchase.returning.statutes.possession import possession_of, zone_of
from postpurchase.returning.withdrawal import withdrawable
from postpurchase.testing import NOON, deliver_parcel, given, place_order, ship_parcel
from postpurchase.tracking.facts import TrackingFact
from postpurchase.values.money import Money


def mugs(**changes):
    return place_order(lines=place_order().lines[:1], **changes)


def tracked(code, days, parcel_id="P2"):
    at = NOON + timedelta(days=days)
    return RecordTracking(
        order_id="1001",
        at=at,
        parcel_id=parcel_id,
        facts=(TrackingFact(at=at, code=code, raw_code="X"),),
    )


def two_parcels(*more):
    return given(
        mugs(),
        ship_parcel(units={"L1": 1}),
        ship_parcel(parcel_id="P2", units={"L1": 1}, tracking_number="FAKE2"),
        deliver_parcel(),
        *more,
    ).order


def found(order):
    had = possession_of(order)
    return had.is_complete, str(had.last_on), had.parcels, had.delivery


def test_a_parcel_under_way_has_a_day_that_does_not_count():
    assert (False, "2026-05-07", 1, "single") == found(two_parcels())
    assert (False, "2026-05-07", 1, "single") == (
        found(two_parcels(tracked("in_transit.general", 5)))
    )


def test_a_parcel_that_is_lost_is_not_waited_for_and_its_day_does_not_count():
    lost = two_parcels(tracked("exception.lost", 9))

    assert (True, "2026-05-07", 1, "single") == found(lost)


def test_of_two_parcels_the_later_day_counts_in_whatever_order_they_come():
    late = two_parcels(deliver_parcel(parcel_id="P2", at=NOON + timedelta(days=9)))
    early = two_parcels(deliver_parcel(parcel_id="P2", at=NOON + timedelta(days=2)))

    assert (True, "2026-05-13", 2, "several") == found(late)
    assert (True, "2026-05-07", 2, "several") == found(early)


def test_nothing_that_came_has_no_day():
    assert (False, "None", 0, "single") == found(given(mugs()).order)


@pytest.mark.parametrize("name", ["", "Mars/Olympus_Mons", "UTC"])
def test_a_customer_without_a_zone_lives_by_utc(name):
    at = datetime(2026, 5, 7, 23, 30, tzinfo=UTC)
    order = given(mugs(zone=name), ship_parcel(), deliver_parcel(at=at)).order

    assert timedelta(0) == zone_of(order).utcoffset(at.replace(tzinfo=None))
    assert date(2026, 5, 7) == possession_of(order).last_on


def test_what_waits_and_what_came_are_both_withdrawn_from():
    order = given(mugs(), ship_parcel(units={"L1": 1}), deliver_parcel()).order

    assert [("L1", 2)] == [(one.line_id, one.units) for one in withdrawable(order)]


def test_money_that_went_back_already_takes_no_right_away():
    paid = CapturePayment(
        order_id="1001",
        at=NOON,
        payment_id="PAY",
        method="card",
        amount=Money(2500, "EUR"),
    )
    refund = RequestRefund(
        order_id="1001",
        at=NOON + timedelta(days=4),
        refund_id="F1",
        payment_id="PAY",
        units={"L1": 1},
        reason="goodwill",
    )
    order = given(mugs(), paid, ship_parcel(), deliver_parcel(), refund).order

    assert [("L1", 2)] == [(one.line_id, one.units) for one in withdrawable(order)]


def test_a_digital_line_is_not_waited_for():
    mug, tea = place_order().lines
    lines = (mug, attrs.evolve(tea, categories=("digital",)))
    order = given(place_order(lines=lines), ship_parcel(), deliver_parcel()).order

    assert (True, "2026-05-07", 1, "single") == found(order)


def test_a_parcel_in_a_machine_is_had_once_it_is_collected():
    # UOKiK: the day of collection counts, not that on which it came to the machine.
    waiting = (mugs(), ship_parcel(), tracked("available_for_pickup.locker", 3, "P1"))
    collected = tracked("delivered.collected", 6, "P1")

    assert (False, "None", 0, "single") == found(given(*waiting).order)
    assert (True, "2026-05-10", 1, "single") == found(given(*waiting, collected).order)
