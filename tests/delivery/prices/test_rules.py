"""Price rules: exact, composable, and silent where they have no price."""

from __future__ import annotations

from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpurchase.delivery.prices import (
    Consignment,
    Fixed,
    Flat,
    FreeAbove,
    Fuel,
    PerCountry,
    PerKilo,
    Quoted,
    Residential,
    Row,
    Surcharged,
    Table,
    Tariff,
)
from postpurchase.errors import CurrencyMismatch, UnknownCurrency
from postpurchase.values.answers import Quote
from postpurchase.values.money import Money
from postpurchase.wording import LOCALES

minor = st.integers(0, 10**6)
grams = st.integers(1, 60_000)


def asked(**known):
    return Consignment(currency="EUR", **known)


def amount(rule, **known):
    price = rule.price(asked(**known))
    return None if price is None else price.amount.amount_minor


def half_up(exact):
    return floor(exact + Fraction(1, 2))


def test_a_flat_rate_is_the_same_for_all():
    assert [490, 490] == [amount(Flat(490), weight_grams=g) for g in (0, 30_000)]


def test_the_first_row_that_holds_counts():
    rule = Table(
        (
            Row(zones=("1",), weight_grams_max=1000, amount_minor=490),
            Row(zones=("1",), weight_grams_max=5000, amount_minor=890),
            Row(weight_grams_max=5000, amount_minor=1290),
        )
    )

    assert 490 == amount(rule, zone="1", weight_grams=1000)
    assert 890 == amount(rule, zone="1", weight_grams=1001)
    assert 1290 == amount(rule, zone="2", weight_grams=1)
    assert amount(rule, zone="1", weight_grams=5001) is None


@pytest.mark.parametrize("written", ["00-950", "00 950", "00950"])
def test_postcodes_are_compared_by_their_beginning_however_they_are_written(written):
    rule = Table((Row(postcodes=("00-9",), amount_minor=700), Row(amount_minor=900)))

    assert 700 == amount(rule, postcode=written)
    assert 900 == amount(rule, postcode="01-950")


def test_a_parcel_of_unknown_weight_has_no_price_that_depends_on_it():
    limited = Table((Row(weight_grams_max=1000, amount_minor=490),))
    by_kilo = Surcharged(Flat(490), (PerKilo(30),))

    assert amount(limited, weight_grams=0) is None
    assert amount(by_kilo, weight_grams=0) is None
    assert 490 == amount(Table((Row(amount_minor=490),)), weight_grams=0)


def test_rows_hold_by_country_and_up_to_a_value():
    rule = Table(
        (
            Row(countries=("PL",), value_minor_max=9999, amount_minor=500),
            Row(countries=("PL",), amount_minor=0),
        )
    )

    assert [500, 0] == [
        amount(rule, country="PL", value_minor=value) for value in (9999, 10_000)
    ]
    assert amount(rule, country="DE") is None


def test_without_the_carriers_quote_there_is_no_price():
    offer = Quote(carrier="x", service="y", price=Money(1234, "EUR"))

    assert amount(Quoted()) is None
    assert 1234 == amount(Quoted(), quote=offer)


def test_a_quote_in_another_currency_is_refused():
    offer = Quote(carrier="x", service="y", price=Money(1234, "PLN"))

    with pytest.raises(CurrencyMismatch):
        amount(Quoted(), quote=offer)


@given(base=minor, points=st.integers(0, 100_000))
def test_fuel_is_a_share_rounded_half_up(base, points):
    rule = Surcharged(Flat(base), (Fuel(points),))

    assert base + half_up(Fraction(base * points, 10_000)) == amount(rule)


@given(
    base=minor,
    points=st.integers(0, 5000),
    home=minor,
    kilo=minor,
    over=grams,
    weight=grams,
    is_home=st.booleans(),
)
def test_surcharges_come_one_after_the_other(
    base, points, home, kilo, over, weight, is_home
):
    rule = Surcharged(
        Flat(base),
        (PerKilo(kilo, over_grams=over), Fuel(points), Residential(home)),
    )
    begun = max(0, -floor(-Fraction(weight - over, 1000)))
    carried = base + begun * kilo
    expected = carried + half_up(Fraction(carried * points, 10_000))

    assert expected + (home if is_home else 0) == amount(
        rule, weight_grams=weight, is_residential=is_home
    )


@given(base=minor, threshold=st.integers(1, 10**6), value=minor)
def test_from_a_value_on_delivery_is_free(base, threshold, value):
    rule = FreeAbove(threshold, Surcharged(Flat(base), (Fuel(1000),)))
    below = base + half_up(Fraction(base, 10))

    assert (0 if value >= threshold else below) == amount(rule, value_minor=value)


def test_nothing_is_free_where_the_service_does_not_go():
    rule = FreeAbove(100, PerCountry({"PL": Flat(490)}))

    assert amount(rule, country="DE", value_minor=1000) is None


def test_each_country_has_its_rule_and_the_others_one():
    rule = PerCountry({"PL": Flat(490)}, Flat(1490))

    assert [490, 1490] == [amount(rule, country=each) for each in ("PL", "DE")]


@given(base=minor, points=st.integers(0, 3000), value=minor)
def test_the_parts_of_a_price_add_up_to_it(base, points, value):
    rule = FreeAbove(
        5000, Surcharged(Flat(base), (Fuel(points), Fixed(99, name="Insurance")))
    )
    price = rule.price(asked(value_minor=value))

    assert price.amount.amount_minor == sum(
        one.amount.amount_minor for one in price.parts
    )


@pytest.mark.parametrize("locale", LOCALES)
def test_every_part_is_said_in_every_language(locale):
    table = Table((Row(zones=("2",), amount_minor=490), Row(amount_minor=500)))
    rule = FreeAbove(
        5000,
        Surcharged(
            table,
            (Fuel(1250), Residential(200), PerKilo(30), Fixed(99, name="SMS")),
        ),
    )
    said = []
    for zone in ("2", ""):
        price = rule.price(
            asked(zone=zone, weight_grams=2500, value_minor=5000, is_residential=True)
        )
        said += price.words(locale)
    quote = Quote(carrier="x", service="y", price=Money(1234, "EUR"))
    for base in (Flat(490), Quoted()):
        said += base.price(asked(quote=quote)).words(locale)

    assert 14 == len(said)
    assert not any("{" in one for one in said)
    assert all("€" in one or "EUR" in one for one in said)


def test_the_chart_says_which_zone_a_way_costs():
    rule = Table((Row(zones=("3",), amount_minor=990),))
    tariff = Tariff(
        carrier="c", service="s", currency="EUR", rule=rule, chart={("PL", "UA"): "3"}
    )

    assert "3" == tariff.zone("PL", "UA")
    assert "UA" == tariff.zone("DE", "UA")


def test_a_tariff_answers_in_its_own_currency_only():
    tariff = Tariff(carrier="c", service="s", currency="PLN", rule=Flat(990))

    with pytest.raises(CurrencyMismatch):
        tariff.price(asked())
    with pytest.raises(UnknownCurrency):
        Tariff(carrier="c", service="s", currency="XXX1", rule=Flat(990))


places = st.sampled_from(["PL", "DE"])
rows = st.builds(
    Row,
    amount_minor=st.integers(0, 999),
    zones=st.lists(st.sampled_from("12"), max_size=1).map(tuple),
    countries=st.lists(places, max_size=1).map(tuple),
    postcodes=st.lists(st.sampled_from(["0", "00"]), max_size=1).map(tuple),
    weight_grams_max=st.none() | st.integers(0, 4000),
    value_minor_max=st.none() | st.integers(0, 4000),
)


@given(
    table=st.lists(rows, max_size=6).map(tuple),
    over=st.integers(0, 3000),
    weight=st.integers(0, 5000),
    value=st.integers(0, 5000),
    more=st.integers(0, 300),
)
def test_between_two_steps_a_rule_does_not_change(table, over, weight, value, more):
    rule = FreeAbove(
        2500, Surcharged(Table(table), (Fuel(1000), PerKilo(7, over_grams=over)))
    )
    steps = rule.steps()
    crossed = [step for step in steps.weights if weight <= step < weight + more]
    risen = [step for step in steps.values if value <= step < value + more]
    if not crossed:
        known = {"zone": "1", "country": "PL", "postcode": "00", "value_minor": value}

        assert amount(rule, weight_grams=weight, **known) == amount(
            rule, weight_grams=weight + more, **known
        )
    if not risen:
        assert amount(rule, weight_grams=weight, value_minor=value) == amount(
            rule, weight_grams=weight, value_minor=value + more
        )
