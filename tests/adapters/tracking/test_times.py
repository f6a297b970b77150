"""Times of carriers: their clock is kept as theirs, and never called UTC."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from postpurchase.adapters.tracking.report import ReportedFact
from postpurchase.adapters.tracking.times import Moment, day, moment, moment_of


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("2021-01-14T00:52:00", "2021-01-14T00:52:00"),
        ("2021-01-14 00:52", "2021-01-14T00:52:00"),
        ("2021-01-14", "2021-01-14"),
        ("2021-01-14T00:52:00Z", "2021-01-14T00:52:00Z"),
        ("2021-01-14T00:52:00.123+0200", "2021-01-14T00:52:00+02:00"),
        ("8/19/2021 12:05:00 AM", "2021-08-19T00:05:00"),
        ("21.11.2016 13:53:47", "2016-11-21T13:53:47"),
        ("18-11-2016 11:52:42", "2016-11-18T11:52:42"),
        ("20210210", "2021-02-10"),
        ("0001-01-01 00:00:00", None),
        ("9999-12-31T23:59:59-12:00", None),
        ("", None),
    ],
)
def test_a_time_is_read_in_the_shape_that_a_carrier_writes(said, written):
    assert written == moment(said).document()


@pytest.mark.parametrize(
    "said",
    ["yesterday", "2021-13-01", "9" * 41, "24:00", "1²345678"],
)
def test_what_is_no_time_is_refused(said):
    with pytest.raises(ValueError, match=r"."):
        moment(said)


@pytest.mark.parametrize(
    ("clock", "written"),
    [
        ("05:11 AM", "05:11:00"),
        ("12:00 AM", "00:00:00"),
        ("00:00 AM", "00:00:00"),
        ("12:41 PM", "12:41:00"),
        ("13:58 PM", "13:58:00"),
        ("10:46", "10:46:00"),
        ("071356", "07:13:56"),
    ],
)
def test_a_time_of_day_is_read_even_where_halves_of_the_day_are_confused(
    clock, written
):
    assert f"2026-06-01T{written}" == moment_of("2026-06-01", clock).document()


@pytest.mark.parametrize("clock", ["25:00", "10:61", "noon", "1:2:3:4"])
def test_what_is_no_time_of_day_is_refused(clock):
    with pytest.raises(ValueError, match=r"."):
        moment_of("2026-06-01", clock)


def test_a_bare_clock_is_only_estimated_and_kept_beside_the_estimate():
    fact = ReportedFact(moment=moment("2026-06-01T09:00:00"), code="in_transit.general")
    in_kyiv = fact.fact(ZoneInfo("Europe/Kyiv"))

    assert datetime(2026, 6, 1, 6, tzinfo=UTC) == in_kyiv.at
    assert "2026-06-01T09:00:00" == in_kyiv.local_at
    assert "" == ReportedFact(moment=moment("2026-06-01T09:00:00Z")).fact().local_at


def test_a_fact_without_any_time_has_the_time_at_which_it_became_known():
    noon = datetime(2026, 6, 1, 12, tzinfo=UTC)

    assert noon == ReportedFact(moment=Moment()).fact(otherwise=noon).at


@pytest.mark.parametrize("said", ["soon", "", "0001-01-01", "x" * 50])
def test_a_day_that_is_none_is_no_day(said):
    assert day(said) is None
