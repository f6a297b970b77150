"""What carriers and duty calculators are asked before an order is paid."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from postpurchase import LandedCost, Money, Package, PostPurchase, Quote, hookimpl
from postpurchase.delivery.choose import PackedParcel, Question, choose, read_book
from postpurchase.values.customs import CustomsItem

AT = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
BOOK = {
    "years": [2026],
    "locations": [
        {"code": "waw", "country": "PL", "zone": "Europe/Warsaw"},
        {"code": "ber", "country": "DE", "zone": "Europe/Berlin"},
    ],
    "services": [
        {
            "carrier": "swift",
            "code": "express",
            "name": "Swift",
            "transit": {"least": 1, "most": 1},
        },
        {
            "carrier": "post",
            "code": "parcel",
            "name": "Post",
            "transit": {"least": 1, "most": 1},
        },
    ],
    "prices": {
        "currency": "EUR",
        "tariffs": [
            {"carrier": "swift", "service": "express", "quoted": True},
            {"carrier": "post", "service": "parcel", "flat": "9.00"},
        ],
    },
}


class Swift:
    """A carrier that asks 5 euros, 7 from Germany, and notes its questions."""

    code, name = "swift", "Swift"

    def __init__(self, answer=None):
        self.asked = []
        self.answer = answer

    def quote(self, package, *, origin_country, destination_country, postcode, at):
        self.asked.append((origin_country, destination_country, postcode, at))
        if self.answer is not None:
            return self.answer()
        price = Money.parse("7" if origin_country == "DE" else "5", "EUR")
        return [Quote(carrier="swift", service="express", price=price)]

    def tracking_url(self, tracking_number):
        return ""


class Customs:
    code = "customs"

    def __init__(self, answer):
        self.answer = answer

    def landed_cost(self, goods, *, origin_country, destination_country, shipping, at):
        return self.answer()


def plugin(hook, *objects):
    def register_them(register):
        for one in objects:
            register(one)

    return SimpleNamespace(**{hook: hookimpl(register_them)})


def shop_with(*plugins):
    return PostPurchase.open(
        "memory:", plugins=plugins, entry_points=False, clock=lambda: AT
    )


@pytest.fixture
def book():
    return read_book(BOOK)


def question(book):
    return Question(
        parcel=PackedParcel(package=Package(weight_grams=800)),
        destination=book.network.destination("PL", "00-950"),
        at=AT,
    )


def test_a_carrier_is_asked_once_for_each_country(book):
    swift = Swift()
    with shop_with(plugin("register_carriers", swift)) as shop:
        asked = shop.ask_carriers(book, question(book))

    assert swift.asked == [("PL", "PL", "00-950", AT), ("DE", "PL", "00-950", AT)]
    best = choose(book, asked).best
    assert (best.carrier, best.location, str(best.price)) == (
        "swift",
        "waw",
        "5.00 EUR",
    )


def test_a_quote_that_is_known_already_stays(book):
    known = Quote(carrier="swift", service="express", price=Money.parse("1", "EUR"))
    asked = Question(
        parcel=PackedParcel(package=Package(weight_grams=800)),
        destination=book.network.destination("PL"),
        at=AT,
        quotes={("waw", "swift", "express"): known},
    )
    with shop_with(plugin("register_carriers", Swift())) as shop:
        found = shop.ask_carriers(book, asked)

    assert found.quotes["waw", "swift", "express"] is known
    assert str(found.quotes["ber", "swift", "express"].price) == "7.00 EUR"


def test_a_carrier_that_is_not_plugged_in_has_no_price(book):
    with shop_with() as shop:
        found = choose(book, shop.ask_carriers(book, question(book)))

    assert (found.best.carrier, str(found.best.price)) == ("post", "9.00 EUR")


def broken():
    raise RuntimeError("no connection")


def leaves():
    raise SystemExit


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (broken, "PluginFailed"),
        (leaves, "PluginFailed"),
        (lambda: ["5 euros"], "PluginAnswerInvalid"),
        (
            lambda: [Quote(carrier="post", service="p", price=Money.parse("1", "EUR"))],
            "PluginAnswerInvalid",
        ),
        (
            lambda: (
                Quote(carrier="swift", service=str(n), price=Money.parse("1", "EUR"))
                for n in iter(int, 1)
            ),
            "PluginAnswerInvalid",
        ),
    ],
    ids=["raises", "exits", "no quotes", "another's quotes", "without end"],
)
def test_a_carrier_that_fails_loses_its_say_and_is_reported(book, answer, problem):
    with shop_with(plugin("register_carriers", Swift(answer))) as shop:
        found = choose(book, shop.ask_carriers(book, question(book)))

        assert found.best.carrier == "post"
        assert {type(one).__name__ for one in shop.plugins.problems} == {problem}


GOODS = [CustomsItem(description="lamp", value=Money.parse("100", "EUR"))]


def landed(shop, destination="GB"):
    return shop.landed_cost(
        GOODS,
        origin_country="PL",
        destination_country=destination,
        shipping=Money.parse("10", "EUR"),
    )


def test_within_one_customs_territory_nothing_comes_on_top():
    with shop_with(plugin("register_duty_calculators", Customs(broken))) as shop:
        assert landed(shop, "DE") is None
        assert shop.plugins.problems == ()


def test_the_first_calculator_that_knows_answers():
    cost = LandedCost(paid_by="shop")
    unsure, sure = Customs(lambda: None), Customs(lambda: cost)
    sure.code = "other"
    with shop_with(plugin("register_duty_calculators", unsure, sure)) as shop:
        assert landed(shop) is cost


@pytest.mark.parametrize(
    ("answer", "problem"),
    [(broken, "PluginFailed"), (lambda: 20, "PluginAnswerInvalid")],
)
def test_where_nobody_knows_the_customer_is_told_to_ask_first(answer, problem):
    with shop_with(plugin("register_duty_calculators", Customs(answer))) as shop:
        found = landed(shop)

        assert found == LandedCost(paid_by="unknown")
        assert "ask before you order" in found.text()
        assert [type(one).__name__ for one in shop.plugins.problems] == [problem]
