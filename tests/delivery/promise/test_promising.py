"""A promise counts as people would on a calendar, in every zone and season."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from delivery.promise.worlds import (
    NOON,
    calendar,
    days,
    destination,
    location,
    service,
    utc,
)
from postpurchase.delivery.network import TransitTime
from postpurchase.delivery.promise import counts_from, promise
from postpurchase.errors import InvalidInput, NaiveTime, NoPromise
from postpurchase.values.calendar import WorkingCalendar
from postpurchase.values.money import Money
from postpurchase.values.times import local_moment

WARSAW, PARCEL, HOME = location(), service(), destination()


@pytest.mark.parametrize(
    ("ordered_at", "counted"),
    [
        ("2026-05-05T13:59:59+02:00", "2026-05-05"),
        ("2026-05-05T14:00:00+02:00", "2026-05-05"),
        ("2026-05-05T14:00:00.000001+02:00", "2026-05-06"),
        ("2026-05-08T14:01:00+02:00", "2026-05-11"),
        ("2026-05-09T08:00:00+02:00", "2026-05-11"),
        ("2026-04-30T15:00:00+02:00", "2026-05-04"),
        ("2026-12-23T15:00:00+01:00", "2026-12-28"),
    ],
)
def test_an_order_counts_for_its_day_up_to_the_cut_off(ordered_at, counted):
    assert date.fromisoformat(counted) == counts_from(WARSAW, utc(ordered_at))


@pytest.mark.parametrize(
    ("where", "ordered_at", "counted"),
    [
        # Tonga is thirteen hours ahead: its Tuesday night is Lisbon's Monday noon.
        (("PT", "Europe/Lisbon"), "2026-05-05T01:59:00+13:00", "2026-05-04"),
        (("PT", "Europe/Lisbon"), "2026-05-05T02:01:00+13:00", "2026-05-05"),
        # The clocks of New York skip half past two, and those of Kyiv show it twice.
        (("US", "America/New_York"), "2026-03-08T07:00:00+00:00", "2026-03-08"),
        (("US", "America/New_York"), "2026-03-08T07:00:01+00:00", "2026-03-09"),
        (("UA", "Europe/Kyiv"), "2026-10-25T00:30:00+00:00", "2026-10-25"),
        (("UA", "Europe/Kyiv"), "2026-10-25T01:30:00+00:00", "2026-10-26"),
    ],
)
def test_the_cut_off_is_told_by_the_clocks_of_the_location(where, ordered_at, counted):
    clock = {"America/New_York": time(2, 30), "Europe/Kyiv": time(3, 30)}.get(
        where[1], time(14)
    )
    open_daily = location(
        *where, cut_off=clock, calendar=WorkingCalendar(weekmask="1" * 7)
    )

    assert date.fromisoformat(counted) == counts_from(open_daily, utc(ordered_at))


@pytest.mark.parametrize(
    ("origin", "carried", "end", "ordered_at", "expected"),
    [
        # A long week-end in Poland: the 1st is a holiday, the 3rd a Sunday.
        ({}, {}, {}, "2026-04-30T10:00+02:00", ("2026-04-30", "2026-05-04", "2026-05-05")),
        ({"processing_days": 1}, {}, {}, "2026-04-30T10:00+02:00",
         ("2026-05-04", "2026-05-05", "2026-05-06")),
        # Saturday deliveries, but no collection on Saturdays.
        ({}, {"delivery_week": "1111110"}, {}, "2026-05-07T10:00+02:00",
         ("2026-05-07", "2026-05-08", "2026-05-09")),
        # Collected on Tuesdays and Fridays only.
        ({}, {"pick_up_week": "Tue Fri"}, {}, "2026-05-06T10:00+02:00",
         ("2026-05-08", "2026-05-11", "2026-05-12")),
        # Collected at noon: what is ready at two the same day waits a day.
        ({}, {"pick_up_at": NOON}, {}, "2026-05-06T10:00+02:00",
         ("2026-05-07", "2026-05-08", "2026-05-11")),
        ({"processing_days": 1}, {"pick_up_at": NOON}, {}, "2026-05-06T10:00+02:00",
         ("2026-05-07", "2026-05-08", "2026-05-11")),
        # Calendar days run on Sundays, deliveries do not.
        ({}, {"unit": "calendar", "least": 2, "most": 3}, {}, "2026-05-07T10:00+02:00",
         ("2026-05-07", "2026-05-11", "2026-05-11")),
        # Corpus Christi is a holiday in Poland, not in Czechia.
        ({}, {}, {"country": "CZ", "zone": "Europe/Prague"}, "2026-06-02T10:00+02:00",
         ("2026-06-02", "2026-06-03", "2026-06-04")),
        ({"country": "CZ", "zone": "Europe/Prague"}, {}, {}, "2026-06-02T10:00+02:00",
         ("2026-06-02", "2026-06-03", "2026-06-05")),
        # The national week of China begins on 1 October 2026.
        ({"country": "CN", "zone": "Asia/Shanghai"}, {"least": 7, "most": 12, "unit": "calendar"}, {},
         "2026-09-30T15:00+08:00", ("2026-10-08", "2026-10-15", "2026-10-20")),
        # Thanksgiving; the day after is worked.
        ({"country": "US", "zone": "America/New_York"}, {"least": 2, "most": 2},
         {"country": "US", "zone": "America/Los_Angeles"}, "2026-11-25T10:00-05:00",
         ("2026-11-25", "2026-11-30", "2026-11-30")),
        # Under martial law the holidays of Ukraine are worked.
        ({"country": "UA", "zone": "Europe/Kyiv"}, {}, {"country": "UA", "zone": "Europe/Kyiv"},
         "2026-05-01T10:00+03:00", ("2026-05-01", "2026-05-04", "2026-05-05")),
        # Ordered in Tonga on Tuesday, while Lisbon has Monday.
        ({"country": "PT", "zone": "Europe/Lisbon"}, {}, {"country": "PT", "zone": "Europe/Lisbon"},
         "2026-05-05T01:00+13:00", ("2026-05-04", "2026-05-05", "2026-05-06")),
    ],
)  # fmt: skip
def test_worked_examples(origin, carried, end, ordered_at, expected):
    made = promise(
        utc(ordered_at), location(**origin), service(**carried), destination(**end)
    )

    assert expected == days(made)


def test_a_business_takes_parcels_on_its_own_working_days_only():
    saturday = service(delivery_week="1111110")
    ordered_at = utc("2026-05-07T10:00+02:00")
    office = destination(is_residential=False)

    assert date(2026, 5, 11) == promise(ordered_at, WARSAW, saturday, office).latest_on
    locker = attrs.evolve(saturday, kind="locker")
    assert date(2026, 5, 9) == promise(ordered_at, WARSAW, locker, office).latest_on


def test_a_carrier_that_works_on_holidays_comes_and_delivers_on_them():
    always = service(
        works_on_holidays=True, pick_up_week="1" * 7, delivery_week="1" * 7
    )
    open_daily = location(
        calendar=WorkingCalendar(weekmask="1" * 7), holidays=calendar("PL").closures
    )
    ordered_at = utc("2026-05-01T10:00+02:00")

    assert "2026-05-01" == days(promise(ordered_at, open_daily, always, HOME))[0]
    keeps = attrs.evolve(always, works_on_holidays=False)
    assert "2026-05-02" == days(promise(ordered_at, open_daily, keeps, HOME))[0]


def test_a_closed_location_hands_nothing_over():
    stocktaking = location(
        calendar=calendar("PL").with_days(closures=[date(2026, 5, 6)])
    )

    assert ("2026-05-07", "2026-05-08", "2026-05-11") == days(
        promise(utc("2026-05-05T15:00+02:00"), stocktaking, PARCEL, HOME)
    )


def test_a_working_saturday_is_collected_if_the_carrier_comes():
    fair = location(calendar=calendar("PL").with_days(extra=[date(2026, 12, 19)]))
    ordered_at = utc("2026-12-18T15:00+01:00")

    assert "2026-12-21" == days(promise(ordered_at, fair, PARCEL, HOME))[0]
    daily = service(pick_up_week="1" * 7)
    assert "2026-12-19" == days(promise(ordered_at, fair, daily, HOME))[0]


def test_goods_that_are_expected_are_waited_for():
    made = promise(
        utc("2026-05-05T10:00+02:00"),
        WARSAW,
        PARCEL,
        HOME,
        available_on=date(2026, 5, 9),
    )

    assert ("2026-05-11", "2026-05-12", "2026-05-13") == days(made)
    assert days(promise(made.ordered_at, WARSAW, PARCEL, HOME)) == days(
        promise(made.ordered_at, WARSAW, PARCEL, HOME, available_on=date(2026, 5, 1))
    )


def test_the_chosen_probability_sets_the_last_day():
    learned = TransitTime(likely=((5, 1), (50, 2), (90, 3), (97, 5)))
    ordered_at = utc("2026-05-04T10:00+02:00")
    made = {
        percent: promise(
            ordered_at, WARSAW, PARCEL, HOME, transit=learned, percent=percent
        )
        for percent in (50, 90, 95, 99)
    }

    assert [6, 7, 11, 11] == [one.latest_on.day for one in made.values()]
    assert [50, 90, 97, 97] == [one.probability_percent for one in made.values()]
    assert {6} == {one.earliest_on.day for one in made.values()}
    sooner = promise(ordered_at, WARSAW, PARCEL, HOME, transit=learned, early_percent=5)
    assert 5 == sooner.earliest_on.day


def test_a_stated_range_promises_without_a_probability():
    assert (
        promise(utc("2026-05-04T10:00+02:00"), WARSAW, PARCEL, HOME).probability_percent
        is None
    )


def test_a_time_definite_service_promises_the_moment():
    by_ten = service(1, 1, by_at=time(10))
    made = promise(utc("2026-10-23T10:00+02:00"), WARSAW, by_ten, HOME)

    assert date(2026, 10, 26) == made.latest_on
    # The clocks went back in between.
    assert utc("2026-10-26T10:00+01:00") == made.window_end_at
    assert made.to_promise().window_start_at is None


@pytest.mark.parametrize(
    ("ordered", "unit", "latest_on", "has_time"),
    [
        ("2026-05-04T10:00+02:00", "calendar", date(2026, 5, 6), True),
        # Thursday and two days are a Saturday; Wednesday and two, a public holiday.
        ("2026-05-07T10:00+02:00", "calendar", date(2026, 5, 11), False),
        ("2026-04-29T10:00+02:00", "calendar", date(2026, 5, 4), False),
        ("2026-05-07T10:00+02:00", "working", date(2026, 5, 11), True),
    ],
)
def test_where_the_named_day_has_no_delivery_the_end_of_the_next_working_day_counts(
    ordered, unit, latest_on, has_time
):
    express = service(2, 2, unit=unit, by_at=NOON)
    made = promise(utc(ordered), WARSAW, express, HOME)

    at_noon = local_moment(latest_on, NOON, ZoneInfo("Europe/Warsaw"))
    assert (latest_on, at_noon if has_time else None) == (
        made.latest_on,
        made.window_end_at,
    )
    end_of_day = local_moment(latest_on, time(23, 59, 59), ZoneInfo("Europe/Warsaw"))
    assert has_time is (made.to_promise().ends_at < end_of_day)


def test_a_carrier_that_delivers_on_saturday_states_its_time_for_saturday():
    express = service(2, 2, unit="calendar", by_at=NOON, delivery_week="1111110")
    made = promise(utc("2026-05-07T10:00+02:00"), WARSAW, express, HOME)

    assert utc("2026-05-09T12:00+02:00") == made.window_end_at


def test_a_promise_knows_what_it_was_made_for():
    made = promise(utc("2026-05-07T10:00+02:00"), WARSAW, service(), HOME).to_promise()

    assert ("post", "parcel") == (made.carrier, made.service)


def test_a_stated_time_that_is_over_when_the_parcel_leaves_is_the_next_days():
    courier = service(0, 0, by_at=NOON, pick_up_at=time(16))

    assert ("2026-05-05", "2026-05-06", "2026-05-06") == days(
        promise(utc("2026-05-05T10:00+02:00"), WARSAW, courier, HOME)
    )


@pytest.mark.parametrize(
    ("processing_days", "pick_up_at", "by_at", "latest_on"),
    [
        (0, time(16), time(16), 6), (0, time(16), time(16, 1), 5),
        (0, None, time(14), 6), (0, None, time(14, 1), 5), (1, None, time(0, 1), 6),
    ],
)  # fmt: skip
def test_a_parcel_never_arrives_before_it_can_have_left(
    processing_days, pick_up_at, by_at, latest_on
):
    courier = service(0, 0, by_at=by_at, pick_up_at=pick_up_at)
    here = location(processing_days=processing_days)
    made = promise(utc("2026-05-05T10:00+02:00"), here, courier, HOME)

    assert latest_on == made.latest_on.day


def test_what_is_ready_at_the_very_time_of_the_collection_goes_along():
    at_two = service(pick_up_at=time(14))

    assert (
        "2026-05-06"
        == days(promise(utc("2026-05-06T10:00+02:00"), WARSAW, at_two, HOME))[0]
    )


def test_a_working_day_on_a_public_holiday_is_not_collected():
    labour_day = date(2026, 5, 1)
    busy = location(
        calendar=calendar("PL").with_days(extra=[labour_day]),
        holidays=calendar("PL").closures,
    )
    ordered_at = utc("2026-05-01T10:00+02:00")

    assert labour_day == counts_from(busy, ordered_at)
    assert "2026-05-04" == days(promise(ordered_at, busy, PARCEL, HOME))[0]


def test_a_low_probability_still_is_a_range():
    learned = TransitTime(likely=((5, 1), (10, 2), (90, 3)))
    made = promise(
        utc("2026-05-04T10:00+02:00"), WARSAW, PARCEL, HOME, transit=learned, percent=5
    )

    assert made.earliest_on == made.latest_on == date(2026, 5, 5)


def test_where_the_day_is_ahead_nothing_arrives_on_a_day_that_is_over():
    auckland = destination("NZ", "Pacific/Auckland")
    drone = service(0, 0, pick_up_at=time(17))

    # Five o'clock on Tuesday in Lisbon is four in the night of Wednesday there.
    made = promise(
        utc("2026-05-05T10:00+01:00"), location("PT", "Europe/Lisbon"), drone, auckland
    )
    assert ("2026-05-05", "2026-05-06", "2026-05-06") == days(made)


def test_what_the_order_records_has_everything():
    made = promise(
        utc("2026-05-04T10:00+02:00"),
        WARSAW,
        PARCEL,
        destination("CZ", "Europe/Prague"),
        transit=TransitTime(likely=((90, 2),)),
        price=Money(1290, "PLN"),
    ).to_promise()

    assert ("Europe/Prague", 90, Money(1290, "PLN")) == (
        made.zone,
        made.probability_percent,
        made.price,
    )
    assert date(2026, 5, 4) == made.dispatch_on
    assert [" PL", " CZ"] == [one[-3:] for one in made.calendar_version.split("; ")]


@pytest.mark.parametrize(
    ("carried", "end", "reason"),
    [
        ({"locations": frozenset({"lviv"})}, {}, "not_collected"),
        ({"countries": frozenset({"UA"})}, {}, "not_served"),
        ({"pick_up_week": "Sun"}, {}, "never_collected"),
        ({"delivery_week": "Sun"}, {"is_residential": False}, "never_delivered"),
    ],
)
def test_a_service_that_cannot_says_why(carried, end, reason):
    with pytest.raises(NoPromise) as refused:
        promise(
            utc("2026-05-04T10:00+02:00"),
            WARSAW,
            service(**carried),
            destination(**end),
        )
    assert (reason, "pl", "post", "parcel") == (
        refused.value.reason, refused.value.location, refused.value.carrier, refused.value.service,
    )  # fmt: skip
    assert "Nie można obiecać dostawy" in refused.value.user_message("pl")


@pytest.mark.parametrize(
    ("wrong", "path"),
    [({"percent": 0}, "percent"), ({"percent": 101}, "percent"), ({"early_percent": 0.5}, "early_percent")],
)  # fmt: skip
def test_a_probability_is_a_whole_percent(wrong, path):
    with pytest.raises(InvalidInput) as refused:
        promise(utc("2026-05-04T10:00+02:00"), WARSAW, PARCEL, HOME, **wrong)
    assert path == refused.value.path


def test_a_time_without_zone_is_refused():
    with pytest.raises(NaiveTime):
        promise(datetime(2026, 5, 4, 10), WARSAW, PARCEL, HOME)


def test_beyond_the_known_holidays_nothing_is_promised():
    with pytest.raises(InvalidInput, match="2025 to 2027"):
        promise(utc("2027-12-30T10:00+01:00"), WARSAW, PARCEL, HOME)


ZONES = ("UTC", "Europe/Warsaw", "America/New_York", "Pacific/Auckland", "Pacific/Honolulu",
         "Pacific/Tongatapu", "Australia/Lord_Howe", "Europe/Lisbon")  # fmt: skip
moments = st.datetimes(
    datetime(2026, 1, 2), datetime(2026, 12, 1), timezones=st.just(UTC)
)
clocks = st.times(time(0), time(23, 59))
weeks = st.integers(1, 127).map(lambda bits: f"{bits:07b}")
holidays = st.frozensets(st.dates(date(2026, 1, 1), date(2027, 3, 1)), max_size=40)
rows = st.lists(
    st.tuples(st.integers(1, 100), st.integers(0, 12)), min_size=1, max_size=5
).map(
    lambda drawn: tuple(
        zip(sorted({p for p, _ in drawn}), sorted(d for _, d in drawn), strict=False)
    )
)


@st.composite
def journeys(draw):
    here = location(
        "PT",
        draw(st.sampled_from(ZONES)),
        calendar=WorkingCalendar(weekmask=draw(weeks), closures=draw(holidays)),
        cut_off=draw(clocks),
        processing_days=draw(st.integers(0, 4)),
    )
    there = destination(
        "NZ",
        draw(st.sampled_from(ZONES)),
        calendar=WorkingCalendar(weekmask=draw(weeks), closures=draw(holidays)),
        is_residential=draw(st.booleans()),
    )
    by = service(
        pick_up_week=draw(weeks),
        delivery_week=draw(weeks),
        pick_up_at=draw(st.none() | clocks),
        by_at=draw(st.none() | clocks),
        works_on_holidays=draw(st.booleans()),
        transit=TransitTime(
            likely=draw(rows), unit=draw(st.sampled_from(["working", "calendar"]))
        ),
    )
    return here, by, there


def promised(at, way, **more):
    try:
        return promise(at, *way, **more)
    except NoPromise:
        assume(False)


@given(moments, journeys())
def test_nothing_is_promised_for_a_day_before_the_order(at, way):
    made = promised(at, way)
    ordered_there = at.astimezone(ZoneInfo(way[2].zone)).date()
    ordered_here = at.astimezone(ZoneInfo(way[0].zone)).date()
    assert ordered_there <= made.earliest_on <= made.latest_on
    assert (
        ordered_here
        <= made.journey.counts_from_on
        <= made.journey.ready_on
        <= made.dispatch_on
    )
    assert made.window_end_at is None or made.window_end_at > at
    assert made.to_promise().latest_on == made.latest_on


@given(moments, st.timedeltas(timedelta(0), timedelta(days=9)), journeys())
def test_ordering_later_never_promises_an_earlier_day(at, later, way):
    first, second = promised(at, way), promised(at + later, way)

    assert first.dispatch_on <= second.dispatch_on
    assert first.earliest_on <= second.earliest_on
    assert first.latest_on <= second.latest_on


@given(moments, journeys(), st.integers(1, 100), st.integers(1, 100))
def test_more_certainty_never_promises_an_earlier_last_day(at, way, one, other):
    low, high = sorted((one, other))

    assert (
        promised(at, way, percent=low).latest_on
        <= promised(at, way, percent=high).latest_on
    )


@given(moments, journeys(), holidays, st.booleans())
def test_a_holiday_never_makes_it_sooner(at, way, more, is_here):
    here, by, there = way
    if is_here:
        slower = (
            attrs.evolve(here, calendar=here.calendar.with_days(closures=more)),
            by,
            there,
        )
    else:
        slower = (
            here,
            by,
            attrs.evolve(there, calendar=there.calendar.with_days(closures=more)),
        )
    first, second = promised(at, way), promised(at, slower)

    assert first.dispatch_on <= second.dispatch_on
    assert first.latest_on <= second.latest_on


@given(moments, journeys(), st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_waiting_for_goods_never_makes_it_sooner(at, way, on):
    assert promised(at, way).latest_on <= promised(at, way, available_on=on).latest_on


@given(moments, journeys())
def test_every_day_of_a_promise_is_one_on_which_it_can_happen(at, way):
    here, by, there = way
    made = promised(at, way)

    assert here.calendar.is_working_day(made.dispatch_on)
    assert "1" == by.pick_up_week[made.dispatch_on.weekday()]
    for day in (made.earliest_on, made.latest_on):
        assert "1" == by.delivery_week[day.weekday()]
        assert by.works_on_holidays or day not in there.calendar.closures
        assert there.is_residential or "1" == there.calendar.weekmask[day.weekday()]


@given(moments, journeys(), st.sampled_from(["en", "uk", "pl", "ru", "zh"]))
def test_every_step_can_be_said_in_every_language(at, way, locale):
    made = promised(at, way)
    said = made.words(locale)

    assert len(said) == len(made.steps) >= 3
    assert not any("{" in one for one in said)
