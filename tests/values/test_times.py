"""Times are aware, and UTC from the door on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpurchase.errors import InvalidInput, NaiveTime
from postpurchase.values.times import aware


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
