"""Asked at the checkout: quotes and landed cost; a plugin that fails loses its say."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest

from postpurchase.delivery.choose import PackedParcel, Question, RateBook, choose
from postpurchase.delivery.network import (
    Destination,
    Location,
    Network,
    Service,
    TransitTime,
)
from postpurchase.delivery.prices import Quoted, Tariff
from postpurchase.errors import (
    PermanentFailure,
    PluginAnswerInvalid,
    PluginFailed,
    PluginTimeout,
)
from postpurchase.hooks import load_plugins
from postpurchase.hooks.pricing import carrier_quotes, landed_cost
from postpurchase.values.answers import Package, Quote
from postpurchase.values.customs import CustomsItem, LandedCost
from postpurchase.values.money import Money

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
PLACES = (
    Location(code="waw", country="PL", zone="Europe/Warsaw"),
    Location(code="krk", country="PL", zone="Europe/Warsaw"),
    Location(code="ber", country="DE", zone="Europe/Berlin"),
)
LONDON = Destination(country="GB", zone="Europe/London", postcode="SW1A 1AA")
PACKAGE = Package(weight_grams=900)


def euros(minor):
    return Money(minor, "EUR")


class Quotes:
    """A carrier that answers as it is told."""

    name = "Quotes"

    def __init__(self, answer, code="quotes"):
        self.code, self.answer, self.asked = code, answer, []

    def quote(self, package, *, origin_country, destination_country, postcode, at):
        self.asked.append((origin_country, destination_country, postcode))
        return self.answer(origin_country)

    def tracking_url(self, tracking_number):
        return ""


class Duties:
    """A calculator that answers as it is told."""

    def __init__(self, answer, code="duties"):
        self.code, self.answer = code, answer

    def landed_cost(self, goods, *, origin_country, destination_country, shipping, at):
        return self.answer()


def load(*plugins):
    return load_plugins(plugins, entry_points=False)


def an_offer(minor, carrier="quotes"):
    return Quote(carrier=carrier, service="air", price=euros(minor))


def quoted(plugins, **known):
    return carrier_quotes(plugins, PACKAGE, PLACES, LONDON, at=NOON, **known)


def landed(plugins, origin="PL", destination="GB", **known):
    return landed_cost(
        plugins,
        (CustomsItem(value=euros(5000)),),
        origin_country=origin,
        destination_country=destination,
        shipping=euros(900),
        at=NOON,
        **known,
    )


def raising(fault):
    def answer(*_):
        raise fault

    return answer


def test_each_carrier_is_asked_once_for_each_country():
    carrier = Quotes(lambda country: [an_offer(900 if country == "PL" else 1200)])
    found = quoted(load(carrier))

    assert [("PL", "GB", "SW1A 1AA"), ("DE", "GB", "SW1A 1AA")] == carrier.asked
    assert {"waw": 900, "krk": 900, "ber": 1200} == {
        location: quote.price.amount_minor for (location, *_), quote in found.items()
    }


def test_the_quotes_go_straight_into_a_question():
    carrier = Quotes(lambda _: [an_offer(900)])
    air = Service(carrier="quotes", code="air", transit=TransitTime.stated(1, 2))
    book = RateBook(
        network=Network(locations=PLACES, services=(air,)),
        tariffs=(
            Tariff(carrier="quotes", service="air", currency="EUR", rule=Quoted()),
        ),
    )
    question = Question(
        parcel=PackedParcel(package=PACKAGE),
        destination=LONDON,
        at=NOON,
        quotes=quoted(load(carrier)),
    )

    assert euros(900) == choose(book, question).best.price


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (raising(RuntimeError("down")), PluginFailed),
        (raising(PermanentFailure(reason="no")), PluginFailed),
        (raising(SystemExit()), PluginFailed),
        (lambda _: [an_offer(900), "free!"], PluginAnswerInvalid),
        (lambda _: None, PluginFailed),
    ],
)
def test_a_carrier_that_fails_is_reported_and_the_others_are_heard(answer, problem):
    plugins = load(Quotes(answer, "bad"), Quotes(lambda _: [an_offer(700)]))

    assert {700} == {quote.price.amount_minor for quote in quoted(plugins).values()}
    assert problem in {type(one) for one in plugins.problems}


def test_a_carrier_that_does_not_answer_holds_nobody_up():
    never = threading.Event()
    plugins = load(Quotes(lambda _: never.wait(60) and [], "slow"))

    assert {} == quoted(plugins, within_s=0.01)
    assert PluginTimeout in {type(one) for one in plugins.problems}
    never.set()


def test_a_carrier_without_an_end_has_no_price():
    def forever(_):
        number = 0
        while True:
            yield Quote(carrier="quotes", service=f"s{number}", price=euros(1))
            number += 1

    plugins = load(Quotes(forever))

    assert {} == quoted(plugins)
    assert "PluginAnswerInvalid" in {type(one).__name__ for one in plugins.problems}


def test_the_first_calculator_that_knows_gives_the_landed_cost():
    known = LandedCost(paid_by="recipient", import_tax=euros(1180))
    plugins = load(Duties(lambda: None, "first"), Duties(lambda: known))

    assert known == landed(plugins)


@pytest.mark.parametrize(
    "answer", [lambda: None, raising(RuntimeError("down")), lambda: "20 percent"]
)
def test_where_nobody_knows_it_is_said_who_pays(answer):
    plugins = load(Duties(answer))

    assert LandedCost(paid_by="recipient") == landed(plugins, paid_by="recipient")
    assert LandedCost(paid_by="unknown") == landed(load())


def test_without_a_border_there_is_nothing_to_say():
    calculator = Duties(raising(AssertionError("it is not to be asked")))
    plugins = load(calculator)

    assert landed(plugins, "PL", "DE") is None
    assert () == plugins.problems
