"""Slots are offered when the parcel can be there, and fix the promise to a window."""

from __future__ import annotations

from datetime import date, time, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from delivery.promise.test_promising import journeys, moments, promised
from delivery.promise.worlds import destination, location, service, utc
from postpurchase.delivery.network import Slot
from postpurchase.delivery.promise import OpenSlot, open_slots, promise
from postpurchase.errors import InvalidInput
from postpurchase.values.money import Money

EVENING = tuple(
    Slot(
        weekday=day,
        starts=time(18),
        ends=time(20),
        price=Money(990, "PLN"),
        lead_hours=6,
    )
    for day in range(5)
)
VAN = service(0, 0, carrier="van", code="evening", slots=EVENING, pick_up_at=time(15))
WARSAW, HOME = location(), destination()


def offered(ordered_at, by=VAN, there=HOME, **more):
    return open_slots(promise(utc(ordered_at), WARSAW, by, there), **more)


def test_the_first_slot_is_the_one_that_the_parcel_reaches():
    found = offered("2026-05-05T10:00+02:00")

    assert [5, 6, 7, 8, 11] == [one.on.day for one in found[:5]]
    assert utc("2026-05-05T18:00+02:00") == found[0].starts_at
    assert utc("2026-05-05T20:00+02:00") == found[0].ends_at


def test_a_slot_must_be_ordered_in_time():
    assert date(2026, 5, 5) == offered("2026-05-05T12:00+02:00")[0].on
    assert date(2026, 5, 6) == offered("2026-05-05T12:00:01+02:00")[0].on


def test_a_slot_that_begins_before_the_parcel_leaves_is_not_offered():
    early = attrs.evolve(VAN, pick_up_at=time(18, 30))

    assert date(2026, 5, 6) == offered("2026-05-05T10:00+02:00", early)[0].on


def test_there_are_no_slots_on_holidays_and_days_without_deliveries():
    holiday, weekend = date(2026, 5, 1), date(2026, 5, 2)
    daily = attrs.evolve(
        VAN, slots=tuple(attrs.evolve(EVENING[0], weekday=day) for day in range(7))
    )
    days = [one.on for one in offered("2026-04-30T10:00+02:00", daily)]

    assert date(2026, 4, 30) in days
    assert not {holiday, weekend} & set(days)


def test_the_horizon_can_be_shorter():
    assert [5, 6, 7] == [
        one.on.day for one in offered("2026-05-05T10:00+02:00", days=3)
    ]
    for days in (0, 15):
        with pytest.raises(InvalidInput):
            offered("2026-05-05T10:00+02:00", days=days)


def test_a_service_without_slots_offers_none():
    assert () == offered("2026-05-05T10:00+02:00", service())


def test_a_chosen_slot_is_the_promise():
    ordered_at = utc("2026-05-05T10:00+02:00")
    thursday = offered("2026-05-05T10:00+02:00")[2]
    made = promise(ordered_at, WARSAW, VAN, HOME, slot=thursday)
    recorded = made.to_promise()

    assert (
        date(2026, 5, 7) == made.earliest_on == made.latest_on == recorded.dispatch_on
    )
    assert (thursday.starts_at, thursday.ends_at) == (
        recorded.window_start_at,
        recorded.window_end_at,
    )


def test_a_slot_by_a_slow_carrier_leaves_in_time_for_it():
    slow = service(1, 2, slots=EVENING)
    ordered_at = utc("2026-05-05T10:00+02:00")
    slots = open_slots(promise(ordered_at, WARSAW, slow, HOME))
    made = [promise(ordered_at, WARSAW, slow, HOME, slot=slot) for slot in slots[:4]]

    assert [7, 8, 11, 12] == [one.latest_on.day for one in made]
    assert [5, 6, 7, 8] == [one.dispatch_on.day for one in made]


@pytest.mark.parametrize(
    "change",
    [{"on": date(2026, 5, 4)}, {"slot": attrs.evolve(EVENING[2], lead_hours=0)}],
)
def test_a_slot_that_is_not_offered_is_refused(change):
    wednesday = offered("2026-05-05T10:00+02:00")[1]

    with pytest.raises(InvalidInput) as refused:
        promise(
            utc("2026-05-05T10:00+02:00"),
            WARSAW,
            VAN,
            HOME,
            slot=attrs.evolve(wednesday, **change),
        )
    assert "slot" == refused.value.path


def test_a_window_in_the_night_when_clocks_change_is_what_clocks_show():
    night = tuple(
        Slot(weekday=6, starts=time(0, 30), ends=time(3, 30)) for _ in range(1)
    )
    by = service(1, 1, slots=night, delivery_week="1" * 7, pick_up_week="1" * 7)
    there = destination("UA", "Europe/Kyiv")
    found = offered("2026-10-23T10:00+02:00", by, there)[0]

    assert timedelta(hours=4) == found.ends_at - found.starts_at


def test_a_window_that_clocks_skip_is_not_offered():
    skipped = (Slot(weekday=6, starts=time(3, 10), ends=time(3, 50)),)
    by = service(1, 1, slots=skipped, delivery_week="1" * 7)
    there = destination("UA", "Europe/Kyiv")

    assert date(2026, 4, 5) == offered("2026-03-26T10:00+01:00", by, there)[0].on


slots = st.builds(
    lambda weekday, hours, lead: Slot(
        weekday=weekday,
        starts=time(min(hours)),
        ends=time(max(hours), 30),
        lead_hours=lead,
    ),
    st.integers(0, 6),
    st.tuples(st.integers(0, 23), st.integers(0, 23)),
    st.integers(0, 72),
)


@given(moments, journeys(), st.lists(slots, min_size=1, max_size=5))
def test_every_open_slot_can_be_promised_and_none_is_too_soon(at, way, windows):
    here, by, there = way
    by = attrs.evolve(by, slots=tuple(windows))
    made = promised(at, (here, by, there))
    for one in open_slots(made):
        fixed = promise(at, here, by, there, slot=one)

        assert isinstance(one, OpenSlot)
        assert one.on == fixed.earliest_on == fixed.latest_on >= made.latest_on
        assert made.dispatch_on <= fixed.dispatch_on
        assert at + timedelta(hours=one.slot.lead_hours) <= one.starts_at < one.ends_at
        assert fixed.to_promise().window_end_at == one.ends_at
        assert len(fixed.words("zh")) == len(fixed.steps)
