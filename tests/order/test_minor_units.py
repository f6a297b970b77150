"""Amounts of commands in minor units; a refusal says where, what and why."""

import pytest

from order.making import eur
from postpurchase.errors import CurrencyMismatch, InvalidMoney
from postpurchase.order.minor_units import minor, minor_above_zero, minor_from_zero
from postpurchase.values.money import Money


def test_amounts_are_read_in_the_currency_of_the_order():
    assert (0, 7, -7) == (
        minor(None, "EUR", "fee"),
        minor(eur(7), "EUR", "fee"),
        minor(eur(-7), "EUR", "fee"),
    )
    assert (0, 0, 7) == (
        minor_from_zero(None, "EUR", "fee"),
        minor_from_zero(eur(0), "EUR", "fee"),
        minor_from_zero(eur(7), "EUR", "fee"),
    )
    assert 1 == minor_above_zero(eur(1), "EUR", "fee")


@pytest.mark.parametrize(
    ("read", "amount", "error", "value", "expected"),
    [
        (minor, Money(5, "UAH"), CurrencyMismatch, "0.05 UAH", "EUR"),
        (minor_from_zero, Money(5, "UAH"), CurrencyMismatch, "0.05 UAH", "EUR"),
        (minor_above_zero, Money(5, "UAH"), CurrencyMismatch, "0.05 UAH", "EUR"),
        (minor_from_zero, eur(-1), InvalidMoney, "-0.01 EUR", "0 or more"),
        (minor_above_zero, eur(0), InvalidMoney, "0.00 EUR", "more than 0"),
        (minor_above_zero, eur(-1), InvalidMoney, "-0.01 EUR", "more than 0"),
    ],
)
def test_a_refusal_says_where_what_and_why(read, amount, error, value, expected):
    with pytest.raises(error) as refused:
        read(amount, "EUR", "fee")

    assert ("fee", value, expected) == (
        refused.value.path,
        refused.value.value,
        refused.value.expected,
    )
