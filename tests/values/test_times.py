"""Times are aware, and UTC from the door on."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpurchase.errors import InvalidInput, NaiveTime
from postpurchase.values.times import aware, local_moment


def test_a_time_in_utc_stays_as_it_is():
    at = datetime(2026, 5, 1, tzinfo=UTC)

    assert at is aware(at)


class Nowhere(tzinfo):
    def utcoffset(self, when):
        return None


@given(st.datetimes(timezones=st.timezones()))
def test_an_aware_time_stays_the_same_instant(at):
    try:
        utc = aware(at)
    except InvalidInput:
        assert at.year in {1, 9999}
        return
    assert at.astimezone(UTC) == utc
    assert utc.tzinfo is UTC


@pytest.mark.parametrize("zone", [None, Nowhere()])
def test_a_time_without_a_zone_is_refused(zone):
    with pytest.raises(NaiveTime) as refused:
        aware(datetime(2026, 5, 1, tzinfo=zone), "shipped_at")
    assert refused.value.path == "shipped_at"


@pytest.mark.parametrize("value", ["2026-05-01T00:00Z", 0, None])
def test_what_is_no_time_is_refused(value):
    with pytest.raises(InvalidInput):
        aware(value)


def test_a_time_that_utc_cannot_write_is_refused():
    with pytest.raises(InvalidInput):
        aware(datetime.max.replace(tzinfo=timezone(-timedelta(hours=5))))


@pytest.mark.parametrize("edge", [datetime.min, datetime.max])
def test_a_time_that_no_other_zone_could_tell_is_refused(edge):
    for at in (edge.replace(tzinfo=UTC), edge.replace(tzinfo=timezone(timedelta()))):
        with pytest.raises(InvalidInput, match="calendar"):
            aware(at)


def test_the_two_hours_of_autumn_are_told_apart():
    kyiv = ZoneInfo("Europe/Kyiv")
    first = datetime(2026, 10, 25, 3, 30, tzinfo=kyiv)

    assert timedelta(hours=1) == aware(first.replace(fold=1)) - aware(first)


@pytest.mark.parametrize(
    ("zone", "day", "clock", "moment"),
    [
        ("Europe/Lisbon", (2026, 3, 29), time(1, 30), "2026-03-29T01:00+00:00"),
        ("America/New_York", (2026, 3, 8), time(2, 30, 0, 5), "2026-03-08T07:00+00:00"),
        ("Australia/Lord_Howe", (2026, 10, 4), time(2, 15), "2026-10-03T15:30+00:00"),
        ("Pacific/Apia", (2011, 12, 30), time(14), "2011-12-30T10:00+00:00"),
    ],
)
def test_a_time_that_clocks_skip_is_the_moment_of_the_change(zone, day, clock, moment):
    for later in (False, True):
        found = local_moment(date(*day), clock, ZoneInfo(zone), later=later)
        assert datetime.fromisoformat(moment) == found


def test_a_time_that_clocks_show_twice_is_the_first_unless_the_later_is_meant():
    told = (date(2026, 10, 25), time(3, 30), ZoneInfo("Europe/Kyiv"))

    assert datetime(2026, 10, 25, 0, 30, tzinfo=UTC) == local_moment(*told)
    assert datetime(2026, 10, 25, 1, 30, tzinfo=UTC) == local_moment(*told, later=True)


@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2040, 1, 1)),
    st.timedeltas(timedelta(0), timedelta(days=2)),
    st.timezone_keys(),
    st.booleans(),
)
def test_what_clocks_show_later_never_is_an_earlier_moment(told, after, key, later):
    zone, then = ZoneInfo(key), told + after
    first = local_moment(told.date(), told.time(), zone, later=later)

    assert first <= local_moment(then.date(), then.time(), zone, later=True)
    shown = first.astimezone(zone).replace(tzinfo=None)
    assert shown >= told.replace(fold=0)
