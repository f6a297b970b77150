"""What a shop told its customers, wherever an order goes and whatever it is paid in."""

import pytest

from postpurchase.returning.statutes import Assurances, statute_ruling
from postpurchase.values.money import Money
from returning.policies.asking import day, euros, order_of, wish


@pytest.mark.parametrize(
    ("subdivision", "country", "there"),
    [
        ("BY", "DE", "BY"),
        ("DE-BY", "DE", "BY"),
        ("DE-BY", "PL", ""),
        ("", "DE", ""),
        ("GB-SCT", "GB", "SCT"),
    ],
)
def test_a_state_is_that_of_its_country_alone(subdivision, country, there):
    assert there == Assurances(subdivision=subdivision).subdivision_in(country)


def test_the_most_of_the_delivery_out_is_that_of_the_orders_currency():
    both = Assurances(outbound_max=[euros("4"), Money.parse("9.99", "PLN")])

    assert (euros("4"), Money.parse("9.99", "PLN"), None) == tuple(
        both.outbound_in(currency) for currency in ("EUR", "PLN", "JPY")
    )


@pytest.mark.parametrize(
    ("outbound_max", "outbound"),
    [
        (None, ("share", None)),
        (euros("4"), ("standard", euros("4"))),
    ],
)
def test_the_ruling_says_what_is_paid_back_of_the_delivery(outbound_max, outbound):
    said = Assurances(outbound_max=outbound_max)
    ruling = statute_ruling(wish(), order_of(), day(1), assurances=said)

    assert outbound == (ruling.outbound, ruling.outbound_max)


def test_a_state_of_another_country_stops_no_order():
    said = Assurances(subdivision="DE-BY")

    assert statute_ruling(wish(), order_of(), day(1), assurances=said) == (
        statute_ruling(wish(), order_of(), day(1))
    )
