"""Tariffs as data: checked when they are read, with the path of the fault."""

from __future__ import annotations

import copy
import tomllib

import pytest

from postpurchase.delivery.prices import Consignment, read_tariffs
from postpurchase.errors import InvalidInput

DOCUMENT = """
currency = "EUR"

[[tariffs]]
carrier = "post"
service = "parcel"
free_above = "80.00"
surcharges = [
  { kind = "fuel", basis_points = 1000 },
  { kind = "residential", amount = "1.20" },
  { kind = "per_kilo", amount = "0.30", over_grams = 3000 },
  { kind = "fixed", amount = "0.05", name = "Climate" },
]
rows = [
  { zones = ["PL"], postcodes = ["00-9"], weight_grams_max = 5000, amount = "3.90" },
  { zones = ["EU"], weight_grams_max = 5000, value_max = "50.00", amount = "11.90" },
  { countries = ["UA"], amount = "20" },
]
chart = [{ from = "PL", to = "DE", zone = "EU" }]

[[tariffs]]
carrier = "van"
service = "city"
currency = "PLN"
flat = "15.00"

[[tariffs]]
carrier = "fast"
service = "air"
quoted = true

[[tariffs]]
carrier = "map"
service = "each"

[tariffs.countries.PL]
flat = "1.00"
free_above = "10.00"

[tariffs.countries."*"]
flat = "9.00"
"""


def given(change=lambda _: None):
    document = tomllib.loads(DOCUMENT)
    change(document)
    return document


def test_a_document_gives_tariffs_that_answer():
    post, van, fast, each = read_tariffs(given())
    abroad = Consignment(
        currency="EUR",
        zone=post.zone("PL", "DE"),
        weight_grams=3001,
        value_minor=5000,
        is_residential=True,
    )

    assert 1190 + 119 + 120 + 30 + 5 == post.price(abroad).amount.amount_minor
    assert "15.00 PLN" == str(van.price(Consignment(currency="PLN")).amount)
    assert fast.price(abroad) is None
    assert [100, 0, 900] == [
        each.price(
            Consignment(currency="EUR", country=country, value_minor=value)
        ).amount.amount_minor
        for country, value in (("PL", 0), ("PL", 1000), ("DE", 1000))
    ]


def put(*path, value):
    def change(document):
        inner = document
        for name in path[:-1]:
            inner = inner[name]
        inner[path[-1]] = value

    return change


def drop(*path):
    def change(document):
        inner = document
        for name in path[:-1]:
            inner = inner[name]
        del inner[path[-1]]

    return change


FIRST = ("tariffs", 0)


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("currency", drop("currency")),
        ("currency", put("currency", value="EURO")),
        ("tariffs", drop("tariffs")),
        ("tariffs", put("tariffs", value="x")),
        ("tariffs[0]", put("tariffs", 0, value="x")),
        ("curency", put("curency", value="EUR")),
        ("tariffs[0].carier", put(*FIRST, "carier", value="x")),
        ("tariffs[0].carrier", drop(*FIRST, "carrier")),
        ("tariffs[0].service", put(*FIRST, "service", value="")),
        ("tariffs[0]", drop(*FIRST, "rows")),
        ("tariffs[0]", put(*FIRST, "flat", value="1.00")),
        ("tariffs[0].rows[1].amount", put(*FIRST, "rows", 1, "amount", value="1.999")),
        ("tariffs[0].rows[1].amount", put(*FIRST, "rows", 1, "amount", value=1.5)),
        ("tariffs[0].rows[1].amount", put(*FIRST, "rows", 1, "amount", value="-1")),
        ("tariffs[0].rows[1].amount", drop(*FIRST, "rows", 1, "amount")),
        ("tariffs[0].rows[0].zones", put(*FIRST, "rows", 0, "zones", value="PL")),
        ("tariffs[0].rows[0].zones", put(*FIRST, "rows", 0, "zones", value=[1])),
        (
            "tariffs[0].rows[0].weight_grams_max",
            put(*FIRST, "rows", 0, "weight_grams_max", value=0),
        ),
        (
            "tariffs[0].rows[2].countries[0]",
            put(*FIRST, "rows", 2, "countries", value=["UK"]),
        ),
        ("tariffs[0].rows[2].price", put(*FIRST, "rows", 2, "price", value="1.00")),
        ("tariffs[0].free_above", put(*FIRST, "free_above", value=True)),
        ("tariffs[0].surcharges", put(*FIRST, "surcharges", value={})),
        (
            "tariffs[0].surcharges[0].kind",
            put(*FIRST, "surcharges", 0, "kind", value="feul"),
        ),
        (
            "tariffs[0].surcharges[0].basis_points",
            put(*FIRST, "surcharges", 0, "basis_points", value=-1),
        ),
        (
            "tariffs[0].surcharges[0].basis_points",
            drop(*FIRST, "surcharges", 0, "basis_points"),
        ),
        ("tariffs[0].surcharges[3].name", drop(*FIRST, "surcharges", 3, "name")),
        ("tariffs[0].chart[0].zone", drop(*FIRST, "chart", 0, "zone")),
        ("tariffs[2].quoted", put("tariffs", 2, "quoted", value=1)),
        ("tariffs[3].countries.XX", put("tariffs", 3, "countries", "XX", value={})),
        (
            "tariffs[3].countries.PL.countries",
            put("tariffs", 3, "countries", "PL", "countries", value={}),
        ),
    ],
)
def test_a_fault_is_named_with_its_path(path, change):
    with pytest.raises(InvalidInput) as caught:
        read_tariffs(given(change))

    assert path == caught.value.path


def zoned(document):
    first = document["tariffs"][0]
    first["rows"] = first["rows"][:2]
    first["chart"].append({"from": "PL", "to": "UA", "zone": "EAST"})


def test_a_zone_of_the_chart_that_no_row_is_for_is_refused():
    with pytest.raises(InvalidInput) as caught:
        read_tariffs(given(zoned))

    assert "tariffs[0].chart[1].zone" == caught.value.path
    assert "EU" in str(caught.value)


def test_a_row_for_every_zone_takes_any_zone_of_the_chart():
    def open_ended(document):
        zoned(document)
        document["tariffs"][0]["rows"].append({"amount": "30"})

    first, *_ = read_tariffs(given(open_ended))

    assert "EAST" == first.zone("PL", "UA")


def test_a_service_is_priced_once():
    def twice(document):
        document["tariffs"].append(copy.deepcopy(document["tariffs"][0]))

    with pytest.raises(InvalidInput) as caught:
        read_tariffs(given(twice))

    assert "tariffs[4].service" == caught.value.path
