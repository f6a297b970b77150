"""Ways back from a document: every field, and every fault with its path."""

import tomllib
from datetime import date, time

import pytest

from postpurchase.errors import (
    InvalidInput,
    MissingField,
    PostPurchaseError,
    SeveralFaults,
    UnknownCode,
)
from postpurchase.returning.methods import Visits, WayBack, Window, read_ways
from postpurchase.values.calendar import WorkingCalendar
from postpurchase.values.money import Money

WAYS = """
[[ways]]
method = "locker"
carrier = "boxes"
service = "return"
name = "Boxes round the corner"
price = "2.50 PLN"
surcharge = "1 PLN"
countries = ["PL"]
postcodes = ["00", "01"]
excluded_postcodes = ["00-1"]
weight_grams_max = 25000
sides_mm_max = [640, 410, 380]
needs = ["packaging"]
lifetime_days = 14
location_code = "waw"
refund_when = "scan"

[[ways]]
method = "courier_collection"
carrier = "van"

[ways.visits]
zone = "Europe/Warsaw"
windows = ["09:00-13:00", "17:00 - 20:00"]
week = "Mon Tue Wed"
closures = ["2026-06-08"]
extra = [2026-06-06]
cut_off = "15:00"
lead_days = 2
days_ahead = 3
"""


def test_a_document_has_every_field():
    locker, van = read_ways(tomllib.loads(WAYS))

    assert (
        WayBack(
            method="locker",
            carrier="boxes",
            service="return",
            name="Boxes round the corner",
            price=Money(250, "PLN"),
            surcharge=Money(100, "PLN"),
            countries=frozenset({"PL"}),
            postcodes=("00", "01"),
            excluded_postcodes=("00-1",),
            weight_grams_max=25_000,
            sides_mm_max=(640, 410, 380),
            needs=frozenset({"packaging"}),
            lifetime_days=14,
            location_code="waw",
            refund_when="scan",
        )
        == locker
    )
    assert (
        Visits(
            zone="Europe/Warsaw",
            windows=(Window(time(9), time(13)), Window(time(17), time(20))),
            calendar=WorkingCalendar(
                weekmask="1110000",
                closures=frozenset({date(2026, 6, 8)}),
                extra=frozenset({date(2026, 6, 6)}),
            ),
            cut_off=time(15),
            lead_days=2,
            days_ahead=3,
        )
        == van.visits
    )


def row(**fields):
    return {"ways": [{"method": "drop_off", **fields}]}


def van(**fields):
    visits = {"zone": "Europe/Warsaw", "windows": ["09:00-13:00"], **fields}
    visits = {name: value for name, value in visits.items() if value is not None}
    return {"ways": [{"method": "courier_collection", "visits": visits}]}


def test_public_holidays_count_in_the_years_that_are_stated():
    (way,) = read_ways(van(holidays="PL", years=[2026], week="Mon Fri"))

    assert not way.visits.calendar.is_working_day(date(2026, 5, 1))
    assert way.visits.calendar.is_working_day(date(2026, 5, 8))
    assert "1000100" == way.visits.calendar.weekmask


@pytest.mark.parametrize(
    ("document", "path", "kind"),
    [
        ({"way": []}, "way", UnknownCode),
        ({"ways": {}}, "ways", InvalidInput),
        ({"ways": [5]}, "ways[0]", PostPurchaseError),
        ({"ways": [{"carrier": "post"}]}, "ways[0].method", MissingField),
        (row(prise="1 EUR"), "ways[0].prise", UnknownCode),
        (row(price="1"), "ways[0].price", InvalidInput),
        (row(method="pigeon"), "ways[0].method", InvalidInput),
        (row(sides_mm_max=[1, 2]), "ways[0].sides_mm_max", InvalidInput),
        (van(zone=None), "ways[0].visits.zone", MissingField),
        (van(windows=None), "ways[0].visits.windows", MissingField),
        (van(windows=[]), "ways[0].visits.windows", MissingField),
        (van(windows=["nine to five"]), "ways[0].visits.windows", InvalidInput),
        (van(windows=["13:00-09:00"]), "ways[0].visits.windows", InvalidInput),
        (van(zone="Mars"), "ways[0].visits.zone", InvalidInput),
        (van(week="never"), "ways[0].visits.week", InvalidInput),
        (van(hours=1), "ways[0].visits.hours", UnknownCode),
        (van(holidays="PL"), "ways[0].visits.years", MissingField),
        (van(holidays="QQ", years=[2026]), "ways[0].visits", UnknownCode),
        (van(holidays=5, years=[2026]), "ways[0].visits.holidays", InvalidInput),
    ],
)
def test_a_fault_names_its_place(document, path, kind):
    with pytest.raises(kind) as refused:
        read_ways(document)

    fault = refused.value
    faults = fault.faults if isinstance(fault, SeveralFaults) else (fault,)
    assert any(one.path.startswith(path) for one in faults), [f.path for f in faults]


def test_all_faults_are_told_at_once():
    with pytest.raises(SeveralFaults) as refused:
        read_ways({"ways": [{"method": "pigeon"}, {"price": 5}]})

    assert ["ways[0].method", "ways[1].price", "ways[1].method"] == [
        fault.path for fault in refused.value.faults
    ]


def test_no_ways_are_no_fault():
    assert () == read_ways({})
