"""When a courier can be had: after the cut-off, over a weekend, within the hour."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpurchase.errors import InvalidInput, MissingField, NaiveTime
from postpurchase.returning.methods import Visits, Window
from postpurchase.values.calendar import WorkingCalendar

MORNING, EVENING = Window(time(9), time(13)), Window(time(17), time(20))
WARSAW = "Europe/Warsaw"


def van(**changes):
    terms = {"zone": WARSAW, "windows": (EVENING, MORNING), "cut_off": time(15)}
    return Visits(**{**terms, **changes})


def local(written):
    return datetime.fromisoformat(written).astimezone(UTC)


def told(visits):
    return [(visit.on.isoformat(), visit.slot) for visit in visits]


def test_an_order_at_the_cut_off_counts_for_the_day_and_a_second_later_it_does_not():
    # Thursday in Warsaw, two hours ahead of UTC.
    at, after = local("2026-06-04T15:00+02:00"), local("2026-06-04T15:00:01+02:00")

    assert ("2026-06-05", "09:00-13:00") == told(van().after(at))[0]
    assert ("2026-06-08", "09:00-13:00") == told(van().after(after))[0]


def test_a_weekend_order_counts_for_the_next_working_day_however_late_it_is():
    saturday_evening = local("2026-06-06T23:00+02:00")

    first = van().after(saturday_evening)[0]

    assert (date(2026, 6, 9), local("2026-06-09T09:00+02:00")) == (
        first.on,
        first.starts_at,
    )
    assert local("2026-06-09T13:00+02:00") == first.ends_at


def test_visits_stand_in_their_order_on_as_many_working_days_as_are_offered():
    visits = van(days_ahead=2).after(local("2026-06-04T10:00+02:00"))

    assert [
        ("2026-06-05", "09:00-13:00"),
        ("2026-06-05", "17:00-20:00"),
        ("2026-06-08", "09:00-13:00"),
        ("2026-06-08", "17:00-20:00"),
    ] == told(visits)


def test_on_the_same_day_only_windows_that_have_not_begun_are_left():
    same_day = van(lead_days=0, days_ahead=1)

    assert ["09:00-13:00", "17:00-20:00"] == [
        one.slot for one in same_day.after(local("2026-06-04T09:00+02:00"))
    ]
    assert ["17:00-20:00"] == [
        one.slot for one in same_day.after(local("2026-06-04T09:01+02:00"))
    ]


def test_a_closed_day_is_passed_over():
    closed = WorkingCalendar(closures=frozenset({date(2026, 6, 5)}))

    assert (
        "2026-06-08"
        == told(van(calendar=closed).after(local("2026-06-04T10:00+02:00")))[0][0]
    )


def test_a_window_that_the_clocks_skip_is_not_offered():
    night = van(
        windows=(Window(time(2), time(3)),),
        calendar=WorkingCalendar(weekmask="1111111"),
        days_ahead=2,
    )

    # On Sunday, March 29, clocks go from two to three.
    visits = night.after(local("2026-03-28T10:00+01:00"))

    assert ["2026-03-30"] == [on for on, _ in told(visits)]


HOUR = {"windows": (Window(time(8), time(20)),), "within_minutes": 60}


@pytest.mark.parametrize(
    ("at", "slot"),
    [
        ("2026-06-04T08:00+02:00", "08:00-09:00"),
        ("2026-06-04T14:07:31+02:00", "14:07-15:07"),
        ("2026-06-04T19:00:59+02:00", "19:00-20:00"),
    ],
)
def test_within_the_hour_means_from_now(at, slot):
    (visit,) = van(**HOUR).after(local(at))

    assert slot == visit.slot
    assert 3600 == (visit.ends_at - visit.starts_at).total_seconds()
    assert date(2026, 6, 4) == visit.on


@pytest.mark.parametrize(
    "at",
    [
        "2026-06-04T07:59+02:00",
        "2026-06-04T19:01+02:00",
        "2026-06-06T14:00+02:00",
        "2026-06-04T23:30+02:00",
    ],
)
def test_outside_the_courier_s_hours_there_is_no_hour(at):
    assert () == van(**HOUR).after(local(at))


def test_an_hour_that_clocks_tell_twice_is_not_offered():
    always = van(
        windows=(Window(time(0), time(23, 59)),),
        within_minutes=60,
        calendar=WorkingCalendar(weekmask="1111111"),
    )

    # On Sunday, October 25, the hour from two comes twice.
    assert () == always.after(local("2026-10-25T02:10+02:00"))


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"zone": "Mars/Base"}, "zone"),
        ({"zone": 5}, "zone"),
        ({"cut_off": "15:00"}, "cut_off"),
        ({"cut_off": time(15, tzinfo=UTC)}, "cut_off"),
        ({"lead_days": -1}, "lead_days"),
        ({"lead_days": 61}, "lead_days"),
        ({"days_ahead": 0}, "days_ahead"),
        ({"days_ahead": True}, "days_ahead"),
        ({"within_minutes": 1441}, "within_minutes"),
    ],
)
def test_what_is_no_term_is_refused_with_its_path(changes, path):
    with pytest.raises(InvalidInput) as refused:
        van(**changes)

    assert path == refused.value.path


def test_a_courier_without_hours_is_refused():
    with pytest.raises(MissingField) as refused:
        van(windows=())
    assert "windows" == refused.value.path

    for ends in (time(9), time(8, 59)):
        with pytest.raises(InvalidInput) as refused:
            Window(time(9), ends)
        assert "ends" == refused.value.path


def test_a_time_without_zone_is_refused():
    with pytest.raises(NaiveTime):
        van().after(datetime(2026, 6, 4, 10))


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1), timezones=st.just(UTC)),
    st.integers(0, 4),
    st.integers(1, 10),
)
def test_every_visit_is_after_the_order_on_a_working_day(at, lead_days, days_ahead):
    terms = van(lead_days=lead_days, days_ahead=days_ahead)

    visits = terms.after(at)

    assert list(visits) == sorted(visits, key=lambda one: one.starts_at)
    assert len({one.on for one in visits}) <= days_ahead
    for one in visits:
        assert at <= one.starts_at < one.ends_at
        assert terms.calendar.is_working_day(one.on)
