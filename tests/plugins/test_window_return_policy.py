"""So many days from delivery, counted where the customer lives."""

from datetime import UTC, date, datetime, timedelta

import pytest

from postpurchase.errors import InvalidInput, NaiveTime, UnknownLine
from postpurchase.hooks import ReturnRequest
from postpurchase.order.commands import DeliverLines
from postpurchase.plugins.window_return_policy import WindowReturnPolicy
from postpurchase.testing import (
    NOON,
    deliver_parcel,
    delivered_order,
    given,
    place_order,
    ship_parcel,
    shipped_order,
)

LINE = ReturnRequest.of("1001", {"L1": 1})


def rule(order, at, *, window_days=14, request=LINE):
    return WindowReturnPolicy(window_days=window_days).rule(request, order, at)


def delivered(at, zone):
    return given(
        place_order(zone=zone, at=at - timedelta(days=3), locale="en"),
        ship_parcel(at=at - timedelta(days=2)),
        deliver_parcel(at=at),
    ).order


LATE_EVENING = datetime(2026, 5, 4, 22, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "last_on", "closes_at"),
    [
        ("UTC", date(2026, 5, 18), datetime(2026, 5, 19, tzinfo=UTC)),
        ("Europe/Kyiv", date(2026, 5, 19), datetime(2026, 5, 19, 21, tzinfo=UTC)),
        ("Asia/Shanghai", date(2026, 5, 19), datetime(2026, 5, 19, 16, tzinfo=UTC)),
        ("America/New_York", date(2026, 5, 18), datetime(2026, 5, 19, 4, tzinfo=UTC)),
    ],
)
def test_the_last_day_ends_at_midnight_where_the_customer_lives(
    zone, last_on, closes_at
):
    order = delivered(LATE_EVENING, zone)
    second = timedelta(seconds=1)

    before, after = rule(order, closes_at - second), rule(order, closes_at)

    assert (before.allowed, before.last_on) == (True, last_on)
    assert (after.allowed, after.last_on) == (False, last_on)


def test_a_change_of_the_clock_inside_the_window_moves_no_day():
    order = delivered(datetime(2026, 3, 20, 12, tzinfo=UTC), "Europe/Warsaw")
    closes_at = datetime(2026, 4, 3, 22, tzinfo=UTC)

    assert rule(order, closes_at - timedelta(seconds=1)).allowed
    assert not rule(order, closes_at).allowed


def test_the_last_parcel_of_the_order_begins_the_window():
    later = NOON + timedelta(days=20)
    order = given(
        place_order(),
        ship_parcel(),
        deliver_parcel(),
        ship_parcel(parcel_id="P2", units={"L2": 1}, at=later),
        deliver_parcel(parcel_id="P2", at=later),
    ).order

    assert rule(order, later).last_on == later.date() + timedelta(days=14)


def test_what_has_not_arrived_cannot_come_back():
    ruling = rule(shipped_order(locale="en"), NOON)

    assert (ruling.allowed, ruling.last_on) == (False, None)
    assert ruling.reasons == ("These items have not arrived yet.",)


def test_more_than_was_delivered_cannot_come_back():
    request = ReturnRequest.of("1001", {"L1": 3})

    assert not rule(delivered_order(), NOON, request=request).allowed


def test_a_delivery_without_a_day_is_for_a_person_to_look_at():
    order = given(
        place_order(
            lines=[
                *place_order().lines[:1],
                type(place_order().lines[0])(
                    line_id="G1",
                    sku="GIFT",
                    quantity=1,
                    unit_price=place_order().lines[0].unit_price,
                    requires_parcel=False,
                ),
            ]
        ),
        DeliverLines(order_id="1001", at=NOON, units={"G1": 1}),
    ).order
    request = ReturnRequest.of("1001", {"G1": 1})

    ruling = rule(order, NOON, request=request)

    assert (ruling.allowed, ruling.review) == (True, True)


def test_reasons_are_said_in_the_customers_language():
    ruling = rule(delivered_order(locale="uk"), NOON + timedelta(days=4))

    assert "2026" in ruling.reasons[0]
    assert ruling.reasons != rule(delivered_order(locale="pl"), NOON).reasons


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(NaiveTime):
        rule(delivered_order(), datetime(2026, 5, 5))


def test_an_unknown_line_is_refused():
    request = ReturnRequest.of("1001", {"L9": 1})

    with pytest.raises(UnknownLine):
        rule(delivered_order(), NOON, request=request)


@pytest.mark.parametrize("days", [0, -1, 3651, True, "14", 1.5])
def test_a_window_is_a_number_of_days(days):
    with pytest.raises(InvalidInput) as refused:
        WindowReturnPolicy(window_days=days)

    assert refused.value.path == "window_days"


def test_a_time_zone_that_does_not_exist_counts_as_utc():
    misspelt = rule(delivered(LATE_EVENING, "Europe/Kiyv"), LATE_EVENING)

    assert misspelt == rule(delivered(LATE_EVENING, "UTC"), LATE_EVENING)
