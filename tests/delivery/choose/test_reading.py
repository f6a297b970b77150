"""A rate book from one document, with the path of every fault."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime

import pytest

from postpurchase.delivery.choose import PackedParcel, Question, choose, read_book
from postpurchase.errors import InvalidInput, UnknownCode
from postpurchase.values.answers import Package
from postpurchase.values.money import Money

DOCUMENT = """
years = [2026]

[[locations]]
code = "waw"
country = "PL"
zone = "Europe/Warsaw"

[[services]]
carrier = "post"
code = "parcel"
transit = { least = 1, most = 2 }

[prices]
currency = "PLN"

[[prices.tariffs]]
carrier = "post"
service = "parcel"
flat = "14.99"

[[prices.routes]]
carrier = "post"
service = "parcel"
from = "PL"
to = "PL"
legs = [{ mode = "road", km = 300 }, { mode = "rail", km = 100 }]
"""


def test_one_document_holds_network_prices_and_routes():
    book = read_book(tomllib.loads(DOCUMENT))
    question = Question(
        parcel=PackedParcel(package=Package(weight_grams=1000)),
        destination=book.network.destination("PL"),
        at=datetime(2026, 5, 4, 9, tzinfo=UTC),
    )
    best = choose(book, question).best

    assert (Money(1499, "PLN"), 21) == (best.price, best.co2_grams)


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("prices", "[prices]", "[destinations_]"),
        ("prices.currency", 'currency = "PLN"', 'currency = "ZŁ"'),
        ("prices.tariffs[0].flat", 'flat = "14.99"', 'flat = "14.999"'),
        ("prices.tarifs", "[[prices.tariffs]]", "[[prices.tarifs]]"),
        ("prices.routes[0].km", "from =", "km = 1\nfrom ="),
        ("prices.routes[0].legs[1].km", ", km = 100", ""),
        ("prices.routes[0].legs[0].km", "km = 300", "km = -1"),
        ("prices.routes[0].legs", "legs = [", "legs = 5 # ["),
    ],
)
def test_a_fault_is_named_with_its_path(path, old, new):
    document = DOCUMENT.replace(old, new, 1)
    if path == "prices":
        document = DOCUMENT[: DOCUMENT.index(old)]
    with pytest.raises(InvalidInput) as caught:
        read_book(tomllib.loads(document))

    assert path == caught.value.path


def test_a_price_for_a_service_that_is_none_is_refused():
    with pytest.raises(UnknownCode):
        read_book(
            tomllib.loads(DOCUMENT.replace('service = "parcel"', 'service = "x"'))
        )
