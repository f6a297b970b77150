"""Thresholds: read from a document, with every fault and its path."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from postpurchase.delivery.network import Destination
from postpurchase.delivery.watch.concerns import finding_id
from postpurchase.delivery.watch.kinds import KINDS, SIGNALS, Kind, Signal, check_kinds
from postpurchase.delivery.watch.thresholds import Thresholds
from postpurchase.delivery.watch.waits import Wait, within_years
from postpurchase.errors import InvalidInput, SeveralFaults, UnknownCode
from postpurchase.tracking.vocabulary import CODES
from postpurchase.values.calendar import WorkingCalendar

WARSAW = ZoneInfo("Europe/Warsaw")


def test_a_document_says_everything():
    read = Thresholds.read(
        {
            "zone": "Europe/Warsaw",
            "week": "1111110",
            "hand_over_at": "16:30",
            "dispatch": {"working_days": 1},
            "hold": {"hours": 12},
            "backorder": {"working_days": 5, "hours": 2},
            "hours_before_dispatch": {"engraved": 5},
            "parcels": {
                "": {"first_scan": {"hours": 30}},
                "gls/express": {"no_movement": {"hours": 8}, "late_percent": 40},
            },
        }
    )

    assert ("1111110", time(16, 30), Wait(0, 1)) == (
        read.calendar.weekmask,
        read.hand_over_at,
        read.dispatch,
    )
    assert (Wait(12), Wait(2, 5)) == (read.hold, read.backorder)
    assert (5, 8) == (
        read.hours_before_dispatch["engraved"],
        read.hours_before_dispatch["allocated"],
    )
    assert Wait(8) == read.of_parcel("gls", "express").no_movement
    assert 40 == read.of_parcel("gls", "express").late_percent
    assert Wait(30) == read.of_parcel("gls", "paket").first_scan
    assert Thresholds() == Thresholds.read({})


@pytest.mark.parametrize(
    ("document", "path"),
    [
        ({"zone": "Mars/Base"}, "zone"),
        ({"hand_over_at": "late"}, "hand_over_at"),
        ({"hold": 48}, "hold"),
        ({"hold": {}}, "hold"),
        ({"hold": {"days": 2}}, "hold"),
        ({"hold": {"hours": -1}}, "hold.hours"),
        ({"dispatch": {"working_days": 366}}, "dispatch.working_days"),
        ({"hours_before_dispatch": 3}, "hours_before_dispatch"),
        ({"hours_before_dispatch": {"picked": "x"}}, "hours_before_dispatch.picked"),
        ({"week": "0000000"}, "week"),
        ({"parcels": {"gls": {"late_percent": 0}}}, "parcels.gls.late_percent"),
        (
            {"parcels": {"gls": {"customs": {"hours": 1.5}}}},
            "parcels.gls.customs.hours",
        ),
        ({"parcels": {"gls": 7}}, "parcels.gls"),
        ({"parcels": 7}, "parcels"),
    ],
)
def test_a_fault_has_its_path(document, path):
    with pytest.raises(InvalidInput) as refused:
        Thresholds.read(document)

    assert path == refused.value.path


def test_a_misspelt_name_is_told_with_the_nearest_and_all_faults_together():
    with pytest.raises(UnknownCode) as refused:
        Thresholds.read({"parcels": {"gls": {"no_movment": {"hours": 1}}}})
    assert ("parcels.gls.no_movment", "no_movement") == (
        refused.value.path,
        refused.value.near,
    )

    with pytest.raises(SeveralFaults) as several:
        Thresholds.read({"zone": "x", "hold": 1, "hand_over_at": 5, "colour": 1})
    assert len(several.value.faults) >= 3


@pytest.mark.parametrize(
    "fields", [{"zone": ""}, {"hand_over_at": 5}, {"hours_before_dispatch": {"x": -1}}]
)
def test_what_is_no_threshold_is_refused(fields):
    with pytest.raises(InvalidInput):
        Thresholds(**fields)


def test_a_calendar_whose_years_end_counts_by_its_week():
    known = WorkingCalendar(
        closures=frozenset({date(2026, 12, 31)}), years=frozenset({2026})
    )
    start = datetime(2026, 12, 30, 10, tzinfo=UTC)

    assert date(2026, 12, 31) == Wait(working_days=1).after(start, WARSAW, known).date()
    assert known is within_years(known, date(2026, 6, 1), 5)
    assert "1111100" == within_years(known, date(2026, 12, 30), 5).weekmask


@pytest.mark.parametrize("hours", [-1, 8761, 1.5, True])
def test_a_wait_is_whole_hours_of_at_most_a_year(hours):
    with pytest.raises(InvalidInput):
        Wait(hours=hours)


def test_working_days_and_hours_add_up():
    friday = datetime(2026, 5, 8, 10, tzinfo=WARSAW)

    after = Wait(hours=3, working_days=1).after(friday, WARSAW, WorkingCalendar())
    assert datetime(2026, 5, 11, 13, tzinfo=WARSAW) == after


@pytest.mark.parametrize(
    ("kinds", "signals"),
    [
        ({"x": Kind("x", "nowhere", "shop", "warn", "y")}, {}),
        ({"x": Kind("x", "picked", "nobody", "warn", "y")}, {}),
        ({"x": Kind("x", "picked", "shop", "loud", "y")}, {}),
        (KINDS, {"no.code": Signal("late")}),
        (KINDS, {"exception.lost": Signal("nothing")}),
        (KINDS, {"exception.lost": Signal("lost", "nobody")}),
        ({}, {}),
    ],
)
def test_a_table_that_could_not_work_is_refused(kinds, signals):
    with pytest.raises(ValueError, match=r"is no|does not exist|is none of"):
        check_kinds(kinds, signals)


def test_every_code_that_needs_somebody_to_act_is_a_signal():
    quiet = {"info_received.awaiting_pickup", "expired.no_updates"}
    acting = {code for code, row in CODES.items() if row.action_by != "none"}

    assert acting - quiet - set(SIGNALS) == set()


def test_an_id_is_printable_and_short_enough():
    assert finding_id("late", "P\n1").startswith("late:")
    assert len(finding_id("late", "x" * 500)) <= 128


def test_the_grace_for_reports_and_countries_are_read_like_the_others():
    kyiv = Destination(country="UA", zone="Europe/Kyiv")
    document = {"parcels": {"falcon": {"late_after": {"hours": 2}}}}
    read = Thresholds.read(document, destinations=(kyiv,))

    assert Wait(hours=2) == read.of_parcel("falcon", "").late_after
    assert Wait(hours=1) == read.of_parcel("gls", "").late_after
    assert (ZoneInfo("Europe/Kyiv"), kyiv.calendar) == read.country("UA")
    assert read.country("PL") is None
