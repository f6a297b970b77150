"""`returns options`: what may come back, on one screen or as one document."""

from __future__ import annotations

import pytest

from cli.test_documented_shapes import SHAPES, paths
from postpurchase import PostPurchase
from postpurchase.testing import (
    CUSTOMER,
    deliver_parcel,
    label_request,
    place_order,
    ship_parcel,
)

WAYS = """
[[ways]]
method = "post_label"
carrier = "post"
price = "3.50 EUR"
needs = ["printer", "packaging"]
lifetime_days = 14

[[ways]]
method = "courier_collection"
carrier = "van"
price = "0.50 EUR"
surcharge = "0.50 EUR"

[ways.visits]
zone = "Europe/Warsaw"
windows = ["09:00-13:00"]

[[ways]]
method = "locker"
carrier = "boxes"
countries = ["UA"]
"""
AT = "2026-05-11T10:00+02:00"


@pytest.fixture
def store(tmp_path):
    url = f"sqlite:///{tmp_path / 'shop.db'}"
    home = label_request().recipient.address
    with PostPurchase.open(url, entry_points=False) as shop:
        shop.handle(place_order(recipient=CUSTOMER, address=home))
        shop.handle(ship_parcel())
        shop.handle(deliver_parcel())
    return url


@pytest.fixture
def ways(tmp_path):
    file = tmp_path / "ways.toml"
    file.write_text(WAYS, encoding="utf-8")
    return file


def ask(cli, store, *options):
    return cli("returns", "options", "#1001", "--store", store, "--at", AT, *options)


def test_the_document_says_lines_ways_and_what_is_not_offered(cli, store, ways):
    document = ask(cli, store, "--ways", str(ways), "--json").document

    (line,) = document["lines"]
    assert ("L1", 2, True) == (line["line_id"], line["units"], line["allowed"])
    assert [("courier_collection", 100), ("post_label", 350)] == [
        (way["method"], way["price"]["amount_minor"]) for way in document["ways"]
    ]
    assert {"on": "2026-05-12", "slot": "09:00-13:00"} == (
        document["ways"][0]["visits"][0]
    )
    assert [("locker", "country")] == [
        (one["method"], one["reason"]) for one in document["not_offered"]
    ]


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("en", "by post, with a label to print"),
        ("uk", "поштою, з етикеткою для друку"),
        ("pl", "pocztą, z etykietą do wydruku"),
        ("ru", "почтой, с этикеткой для печати"),
        ("zh", "邮寄，自行打印标签"),
    ],
)
def test_the_table_speaks_the_reader_s_language(cli, store, ways, locale, words):
    ended = ask(cli, store, "--ways", str(ways), "--locale", locale)

    assert (0, "") == (ended.code, ended.err)
    assert words in ended.out


def test_a_fault_of_the_file_names_its_line(cli, store, ways):
    ways.write_text(WAYS.replace('"3.50 EUR"', '"much"'), encoding="utf-8")

    ended = ask(cli, store, "--ways", str(ways))

    assert 1 == ended.code
    assert "ways.toml:5: ways[0].price" in ended.err


def test_a_time_without_offset_is_wrong_usage(cli, store):
    ended = cli("returns", "options", "1001", "--store", store, "--at", "2026-05-11")

    assert 2 == ended.code
    assert "is not a time with its offset" in ended.err


def test_the_document_has_the_documented_fields_and_no_others(cli, store, ways):
    found = ask(cli, store, "--ways", str(ways), "--json").document

    assert set(paths(SHAPES["returns options"])) == set(paths(found))


def test_where_nothing_may_come_back_no_empty_table_is_shown(cli, store, ways):
    with PostPurchase.open(store, entry_points=False) as shop:
        shop.handle(ship_parcel(parcel_id="P2", units={"L2": 1}))
        shop.handle(deliver_parcel(parcel_id="P2"))

    ended = ask(cli, store, "--ways", str(ways), "--at", "2027-05-11T09:00+00:00")

    assert 0 == ended.code
    assert "may come back" in ended.out
    assert "carrier" not in ended.out
