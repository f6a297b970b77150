"""Working days are counted as a published library counts them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpurchase.errors import InvalidInput, UnknownCode
from postpurchase.values.calendar import DAYS_MAX, WorkingCalendar
from postpurchase.values.weeks import week
from shared_data import shared_json

WEEK = WorkingCalendar()
MAY = WorkingCalendar(
    closures=frozenset({date(2026, 5, 1)}),
    extra=frozenset({date(2026, 5, 2)}),
    version="v1",
)
days = st.dates(date(2000, 1, 1), date(2050, 12, 31))
closures = st.frozensets(st.dates(date(2020, 1, 1), date(2020, 3, 31)), max_size=40)


def test_closures_and_extra_days_override_the_week():
    assert [MAY.is_working_day(date(2026, 5, day)) for day in (1, 2, 3)] == [
        False,
        True,
        False,
    ]


def test_an_extra_day_is_worked_even_if_it_is_closed():
    both = WorkingCalendar(
        closures=frozenset({date(2026, 5, 1)}), extra=frozenset({date(2026, 5, 1)})
    )

    assert both.is_working_day(date(2026, 5, 1))


def test_the_neighbours_of_a_day_never_are_the_day_itself():
    assert date(2026, 5, 2) == MAY.next_working_day(date(2026, 4, 30))
    assert date(2026, 4, 30) == MAY.previous_working_day(date(2026, 5, 2))


@pytest.mark.parametrize(
    ("how", "day"),
    [("forward", "2010-11-01"), ("backward", "2010-10-29"), ("modified_forward", "2010-10-29"),
     ("modified_backward", "2010-10-29")],
)  # fmt: skip
def test_a_saturday_rolls_as_asked(how, day):
    assert date.fromisoformat(day) == WEEK.roll(date(2010, 10, 30), how)


def test_modified_backward_goes_forward_at_the_start_of_a_month():
    assert date(2010, 8, 2) == WEEK.roll(date(2010, 8, 1), "modified_backward")


@given(days, st.integers(-60, 60), closures)
def test_going_and_coming_back_ends_where_it_began(day, count, closed):
    calendar = WorkingCalendar(closures=closed)
    start = calendar.roll(day)

    assert start == calendar.add_working_days(
        calendar.add_working_days(start, count), -count
    )


@given(days, st.integers(0, 60), closures)
def test_counting_agrees_with_adding(day, count, closed):
    calendar = WorkingCalendar(closures=closed)
    start = calendar.roll(day)
    end = calendar.add_working_days(start, count)

    assert count == calendar.working_days_between(start, end)
    assert -count == calendar.working_days_between(end, start)
    assert calendar.is_working_day(end)


@pytest.mark.parametrize(
    ("written", "mask"),
    [("Mon", "1000000"), ("SatSun", "0000011"), ("Mon Tue Wed Thu Fri", "1111100"),
     ("Sun, Mon", "1000001"), ([1, 1, 1, 1, 0, 0, 1], "1111001"), ((True,) + (False,) * 6, "1000000")],
)  # fmt: skip
def test_a_week_is_written_in_digits_names_or_a_list(written, mask):
    assert mask == week(written) == WorkingCalendar(weekmask=written).weekmask


@pytest.mark.parametrize(
    "mask",
    ["", "111110", "11111000", "1111102", "0000000", None, 7, "Mo Tu", " , ", "Mon" * 20,
     [], [1] * 6, [2] * 7, [0] * 7, ["1"] * 7],
)  # fmt: skip
def test_a_week_has_seven_days_and_one_is_worked(mask):
    with pytest.raises(InvalidInput) as refused:
        WorkingCalendar(weekmask=mask)
    assert refused.value.path == "weekmask"


@pytest.mark.parametrize("day", [datetime(2026, 5, 1, tzinfo=UTC), "2026-05-01", None])
def test_a_time_is_not_a_day(day):
    with pytest.raises(InvalidInput):
        WEEK.is_working_day(day)


@pytest.mark.parametrize("count", [DAYS_MAX + 1, -DAYS_MAX - 1, 1.0, True])
def test_only_so_many_whole_days_are_counted(count):
    with pytest.raises(InvalidInput):
        WEEK.add_working_days(date(2026, 5, 1), count)

    with pytest.raises(InvalidInput):
        WEEK.working_days_between(date(1, 1, 1), date(9999, 1, 1))


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [(5, 6, 0), (6, 5, -1), (10, 11, 1), (11, 10, 0), (6, 6, 0), (12, 5, -5)],
)
def test_the_first_day_counts_and_the_last_does_not_whichever_way(first, last, count):
    # March 2023: the 5th is a Sunday, the 10th a Friday.
    assert count == WEEK.working_days_between(date(2023, 3, first), date(2023, 3, last))


@given(days, days, closures)
def test_counting_is_looking_at_each_day(first, last, closed):
    calendar = WorkingCalendar(closures=closed)
    last = first + (last - first) % timedelta(days=400) - timedelta(days=200)
    way = 1 if first <= last else -1
    naive, day = 0, first
    while day != last:
        naive += way * calendar.is_working_day(day)
        day += timedelta(days=way)

    assert naive == calendar.working_days_between(first, last)


@pytest.mark.parametrize("how", ["backwards", "", None, "Forward"])
def test_a_way_to_roll_that_is_none_is_refused(how):
    with pytest.raises(InvalidInput) as refused:
        WEEK.roll(date(2010, 10, 30), how)
    assert "roll" == refused.value.path


def test_a_day_that_is_not_worked_can_be_refused():
    with pytest.raises(InvalidInput, match="a working day"):
        WEEK.add_working_days(date(2010, 10, 30), 1, roll="raise")
    assert date(2010, 11, 1) == WEEK.roll(date(2010, 11, 1), "raise")


def test_the_first_working_day_after_a_saturday_is_monday_if_rolled_backward():
    saturday = date(2010, 10, 30)

    assert date(2010, 11, 1) == WEEK.add_working_days(saturday, 1, roll="preceding")
    assert date(2010, 11, 2) == WEEK.add_working_days(saturday, 1, roll="following")


def test_the_shops_own_days_lie_over_the_calendar():
    shop = MAY.with_days(
        closures=[date(2026, 5, 2), date(2026, 5, 4)],
        extra=[date(2026, 5, 1), date(2026, 5, 4)],
    )

    assert [True, False, False, True] == [
        shop.is_working_day(date(2026, 5, day)) for day in (1, 2, 3, 4)
    ]
    assert "v1" == shop.version


@pytest.mark.parametrize("day", ["2026-05-01", datetime(2026, 5, 1, tzinfo=UTC), None])
@pytest.mark.parametrize("name", ["closures", "extra"])
def test_a_closure_that_is_no_date_would_never_be_met_and_is_refused(name, day):
    with pytest.raises(InvalidInput, match="a date"):
        WorkingCalendar(**{name: [day]})


def test_a_calendar_can_have_another_week():
    assert MAY.with_week("Sun").is_working_day(date(2026, 5, 3))
    assert not MAY.with_week("Sun").is_working_day(date(2026, 5, 4))


def test_the_end_of_the_calendar_is_an_error_of_ours():
    with pytest.raises(InvalidInput):
        WEEK.next_working_day(date.max)
    with pytest.raises(InvalidInput):
        WEEK.previous_working_day(date.min)


def test_poland_rests_on_christmas_eve_since_2025():
    poland = WorkingCalendar.of_country("PL", [2024, 2025, 2026])

    assert poland.is_working_day(date(2024, 12, 24))
    assert not poland.is_working_day(date(2025, 12, 24))
    assert date(2026, 12, 28) == poland.add_working_days(date(2026, 12, 23), 1)
    assert poland.version.startswith("holidays ")
    assert poland.version.endswith(" PL")


def test_china_works_on_its_make_up_days():
    china = WorkingCalendar.of_country("CN", [2025])

    assert china.is_working_day(date(2025, 9, 28))
    assert all(day.year == 2025 for day in china.extra)


def test_a_subdivision_has_holidays_of_its_own():
    bavaria = WorkingCalendar.of_country("DE", [2026], subdivision="BY")
    germany = WorkingCalendar.of_country("DE", [2026])
    epiphany = date(2026, 1, 6)

    assert (bavaria.is_working_day(epiphany), germany.is_working_day(epiphany)) == (
        False,
        True,
    )
    assert bavaria.version.endswith("DE-BY")


def test_years_that_are_not_known_are_refused_and_not_guessed():
    with pytest.raises(InvalidInput, match="2026"):
        WorkingCalendar.of_country("PL", [2026]).add_working_days(date(2026, 12, 31), 1)


def test_an_unknown_country_or_subdivision_is_refused_with_the_nearest():
    with pytest.raises(UnknownCode) as refused:
        WorkingCalendar.of_country("PLL", [2026])
    assert "PL" in refused.value.known
    assert refused.value.near

    with pytest.raises(UnknownCode) as refused:
        WorkingCalendar.of_country("DE", [2026], subdivision="BYY")
    assert (refused.value.value, refused.value.near) == ("BYY", "BY")
    assert "There is no subdivision “BYY”" in str(refused.value)


def test_other_holidays_than_public_ones_can_be_kept():
    christmas_eve = date(2026, 12, 24)
    public = WorkingCalendar.of_country("AT", [2026])
    banks = WorkingCalendar.of_country("AT", [2026], categories=["public", "bank"])

    assert public.is_working_day(christmas_eve)
    assert not banks.is_working_day(christmas_eve)
    assert banks.version.endswith(" AT public,bank")


def test_a_category_that_the_country_does_not_have_is_refused():
    with pytest.raises(UnknownCode) as refused:
        WorkingCalendar.of_country("PL", [2026], categories=["bank"])
    assert ("holiday_category", "bank") == (refused.value.kind, refused.value.value)
    assert "public" in refused.value.known


def test_its_repr_is_short():
    assert repr(MAY) == "<WorkingCalendar 1111100 v1>"
    assert repr(WEEK) == "<WorkingCalendar 1111100>"


def _day(text):
    return date.fromisoformat(text if len(text) == 10 else f"{text}-01")


def _answer(case):
    options = case["kwargs"]
    calendar = WorkingCalendar(
        weekmask=options.get("weekmask", "1111100"),
        closures=map(_day, options.get("holidays", ())),
    )
    first, *rest = case["args"]
    match case["fn"]:
        case "is_busday":
            return calendar.is_working_day(_day(first))
        case "busday_count":
            return calendar.working_days_between(_day(first), _day(rest[0]))
        case "busday_offset":
            roll = options.get("roll", "raise")
            return str(calendar.add_working_days(_day(first), rest[0], roll=roll))


@pytest.mark.real_data
def test_published_cases_come_out_the_same():
    cases = shared_json("calendar/business_days.json")["numpy"]["cases"]
    for case in cases:
        expected = case["expected"]
        if isinstance(expected, dict):
            expected = _answer(expected["same_as"])
        assert expected == _answer(case), case
    assert len(cases) >= 60


CORRECTED = {("KR", "2030-04-03"), ("IN", "2016-09-13"), ("IN", "2018-08-24")}
"""Days that later releases of the source moved: an election, and Onam."""


@pytest.mark.real_data
def test_published_holidays_are_not_worked():
    countries = shared_json("calendar/holidays_2016_2030.json")["countries"]
    years = range(2016, 2031)
    for name, published in countries.items():
        country, _, subdivision = name.partition("-")
        every = holidays.country_holidays(country).supported_categories
        ours = WorkingCalendar.of_country(
            country, years, subdivision=subdivision, categories=every
        )
        worked = {(name, day) for day in published if ours.is_working_day(_day(day))}

        assert set() == worked - CORRECTED


@pytest.mark.real_data
@pytest.mark.parametrize("name", ["PL", "GB", "GB-SCT", "DE", "CZ", "FR", "IT", "MX"])
def test_no_day_is_closed_that_is_not_published(name):
    countries = shared_json("calendar/holidays_2016_2030.json")["countries"]
    country, _, subdivision = name.partition("-")
    ours = WorkingCalendar.of_country(
        country, range(2016, 2031), subdivision=subdivision
    )

    assert ours.closures <= {_day(day) for day in countries[name]}
