"""Prices from a table: the first row that holds, and rows checked when loaded."""

import pytest

from postpurchase.errors import InvalidInput, MalformedInput, MissingField
from postpurchase.plugins.table_rate_carrier import TableRateCarrier
from postpurchase.testing import NOON
from postpurchase.values.answers import Package


def row(**changes):
    return {
        "service": "parcel",
        "countries": ["PL"],
        "price": "12.99",
        "currency": "PLN",
        **changes,
    }


def quotes(*rows, weight_grams=500, country="PL", postcode="00-950"):
    offered = TableRateCarrier(rates=rows).quote(
        Package(weight_grams=weight_grams),
        origin_country="PL",
        destination_country=country,
        postcode=postcode,
        at=NOON,
    )
    return [(one.service, str(one.price.decimal_text)) for one in offered]


def test_the_first_row_that_holds_gives_the_price():
    light = row(weight_grams_max=1000, price="9.99")

    assert quotes(light, row()) == [("parcel", "9.99")]
    assert quotes(light, row(), weight_grams=1001) == [("parcel", "12.99")]


def test_the_heaviest_weight_itself_still_fits():
    assert quotes(row(weight_grams_max=500)) == [("parcel", "12.99")]


def test_each_service_is_offered_once():
    express = row(service="express", price="29.00")

    assert quotes(row(), express, row(price="1.00")) == [
        ("parcel", "12.99"),
        ("express", "29.00"),
    ]


def test_a_country_that_is_not_in_the_table_is_offered_nothing():
    assert quotes(row(), country="DE") == []


def test_a_star_stands_for_every_country():
    assert quotes(row(countries=["*"]), country="DE") == [("parcel", "12.99")]


def test_postcodes_are_matched_by_their_beginning():
    island = row(postcodes=["72-6"], price="19.99")

    assert quotes(island, row(), postcode="72-600") == [("parcel", "19.99")]
    assert quotes(island, row(), postcode="00-950") == [("parcel", "12.99")]


def test_a_parcel_of_unknown_weight_gets_no_price_that_depends_on_weight():
    assert quotes(row(weight_grams_max=1000), weight_grams=0) == []
    assert quotes(row(), weight_grams=0) == [("parcel", "12.99")]


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        (row(price=12.99), "rates[1].price"),
        (row(price="12,99"), "rates[1].price"),
        (row(price="12.999"), "rates[1].price"),
        (row(price="-1.00"), "rates[1].price"),
        (row(currency=7), "rates[1].currency"),
        (row(countries="PL"), "rates[1].countries"),
        (row(postcodes=[7]), "rates[1].postcodes"),
        (row(weight_grams_max=0), "rates[1].weight_grams_max"),
        (row(weight_grams_max="5 kg"), "rates[1].weight_grams_max"),
        (row(weight_grams_max=True), "rates[1].weight_grams_max"),
        (row(service=""), "rates[1].service"),
        (row(colour="red"), "rates[1].colour"),
        ("parcel", "rates[1]"),
    ],
)
def test_a_wrong_row_is_named_when_the_table_is_loaded(wrong, path):
    with pytest.raises(InvalidInput) as refused:
        TableRateCarrier(rates=[row(), wrong])

    assert refused.value.path == path


def test_a_missing_field_is_named():
    without_price = {"service": "parcel", "countries": ["PL"], "currency": "PLN"}

    with pytest.raises(MissingField) as refused:
        TableRateCarrier(rates=[without_price])

    assert refused.value.path == "rates[0].price"


def test_a_table_is_read_from_toml(tmp_path):
    file = tmp_path / "rates.toml"
    file.write_text(
        'tracking_page = "https://post.example/{tracking_number}"\n'
        '[[rates]]\nservice = "letter"\ncountries = ["UA"]\n'
        'price = "65.00"\ncurrency = "UAH"\n',
        encoding="utf-8",
    )

    carrier = TableRateCarrier.from_toml(file, code="ukrposhta", name="Укрпошта")

    assert carrier.rates[0].price.amount_minor == 6500
    assert carrier.tracking_url("A 1/2") == "https://post.example/A%201%2F2"


@pytest.mark.parametrize("content", [b"[[rates", b"\xff\xfe"])
def test_a_file_that_is_not_toml_is_refused_by_name(tmp_path, content):
    file = tmp_path / "rates.toml"
    file.write_bytes(content)

    with pytest.raises(MalformedInput) as refused:
        TableRateCarrier.from_toml(file)

    assert refused.value.path == "rates.toml"


def test_a_carrier_without_a_tracking_page_has_no_address():
    assert TableRateCarrier().tracking_url("T1") == ""
