"""Counting days and months, and ends that move."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from postpurchase.errors import InvalidInput
from postpurchase.errors.inputs import short
from postpurchase.returning.statutes.facts import LegalFacts
from postpurchase.returning.statutes.periods import (
    Place,
    after_days,
    after_months,
    check_day,
)
from postpurchase.returning.statutes.rest_days import REST_DAYS, rest_calendar


@pytest.mark.parametrize(
    ("event", "months", "last_on"),
    [
        (date(2026, 6, 15), 12, date(2027, 6, 15)),
        (date(2028, 2, 29), 24, date(2030, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 1, 1), 11, date(2026, 12, 1)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
    ],
)
def test_months_end_on_the_same_date_or_the_last_of_the_month(event, months, last_on):
    assert last_on == after_months(event, months)


def test_the_day_of_the_event_is_not_counted():
    assert date(2026, 6, 2) == after_days(date(2026, 6, 1), 1)


@pytest.mark.parametrize(
    ("event", "days", "last_on"),
    [
        # Two days over New Year: the Friday is a holiday, so Monday is the first
        # working day and Tuesday the second.
        ("2026-12-31", 2, "2027-01-05"),
        ("2026-12-31", 1, "2027-01-04"),
        ("2026-12-30", 2, "2027-01-04"),
        ("2026-06-05", 2, "2026-06-09"),
        ("2026-06-05", 1, "2026-06-08"),
        ("2026-06-01", 2, "2026-06-03"),
        ("2026-06-03", 3, "2026-06-08"),
        ("2026-06-02", 2, "2026-06-05"),
    ],
)
def test_two_days_or_more_have_two_working_days(event, days, last_on):
    day = date.fromisoformat(event)

    found, _ = Place("PL").last_day(day, after_days(day, days))

    assert last_on == str(found)


@pytest.mark.parametrize(
    "wrong",
    ["2026-06-01", None, 20260601, datetime(2026, 6, 1, tzinfo=UTC)],
)
def test_only_a_plain_date_is_a_day(wrong):
    with pytest.raises(InvalidInput, match="a date") as refused:
        check_day(wrong, "delivered_on")

    assert ("delivered_on", short(wrong), "a date") == (
        refused.value.path,
        refused.value.value,
        refused.value.expected,
    )


@pytest.mark.parametrize("wrong", [date(1999, 12, 31), date(2100, 1, 1), date.max])
def test_other_centuries_are_refused(wrong):
    with pytest.raises(InvalidInput, match="the years 2000 to 2099") as refused:
        LegalFacts(country="PL", notice_on=wrong)

    assert ("notice_on", str(wrong)) == (refused.value.path, refused.value.value)


@pytest.mark.parametrize("right", [date(2000, 1, 1), date(2099, 12, 31)])
def test_the_first_and_last_day_of_this_century_count(right):
    assert right == check_day(right, "notice_on")


def test_a_delivery_is_one_of_the_known_ones():
    with pytest.raises(InvalidInput, match="single, several") as refused:
        LegalFacts(country="PL", delivery="pieces")

    assert ("delivery", short("pieces")) == (refused.value.path, refused.value.value)


def test_released_is_what_came_first():
    one, other = date(2026, 6, 10), date(2026, 6, 12)

    def released(returned_on, evidence_on):
        return LegalFacts(
            country="PL", returned_on=returned_on, evidence_on=evidence_on
        ).released_on

    assert [one, one, one, other, None] == [
        released(one, other),
        released(other, one),
        released(one, None),
        released(None, other),
        released(None, None),
    ]


def test_each_state_with_rest_days_of_its_own_stands_once_with_its_source():
    assert ["AT", "DK", "NL", "SE"] == [row.country for row in REST_DAYS]
    assert all(row.source for row in REST_DAYS)


def test_a_calendar_knows_the_years_that_were_asked_for_and_no_others():
    known = rest_calendar("DK", "", 2026, 2027)

    assert {2026, 2027} == known.years
    assert [False, False, True] == [
        known.is_working_day(date(2027, *day)) for day in ((6, 5), (12, 31), (6, 4))
    ]
    with pytest.raises(InvalidInput):
        known.is_working_day(date(2028, 1, 1))


def test_christmas_eve_is_worked_in_austria_and_good_friday_is_not():
    known = rest_calendar("AT", "", 2026, 2026)

    assert [True, True, False] == [
        known.is_working_day(date(2026, *day)) for day in ((12, 24), (12, 31), (4, 3))
    ]
