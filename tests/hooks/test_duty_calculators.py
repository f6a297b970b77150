"""Duty calculators: registered like any plugin, asked before payment."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from postpurchase.errors import UnknownCode
from postpurchase.hooks import DutyCalculator, load_plugins
from postpurchase.values.customs import CustomsItem, LandedCost
from postpurchase.values.money import Money

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


class FlatDuty:
    code = "flat-duty"

    def landed_cost(self, goods, *, origin_country, destination_country, shipping, at):
        if destination_country != "GB":
            return None
        value = sum((one.value for one in goods), shipping)
        tax = Money((value.amount_minor * 20 + 50) // 100, value.currency)
        return LandedCost(paid_by="recipient", import_tax=tax)


def ask(calculator, country):
    return calculator.landed_cost(
        (CustomsItem(value=Money(4000, "EUR")),),
        origin_country="PL",
        destination_country=country,
        shipping=Money(1000, "EUR"),
        at=NOON,
    )


def test_a_calculator_is_found_by_its_code():
    plugins = load_plugins([FlatDuty()], entry_points=False)
    found = plugins.get("duty_calculator", "flat-duty")

    assert isinstance(found, DutyCalculator)
    assert ["flat-duty"] == list(plugins.duty_calculators)
    assert Money(1000, "EUR") == ask(found, "GB").import_tax
    assert ask(found, "US") is None


def test_one_that_is_not_plugged_in_is_named():
    plugins = load_plugins(entry_points=False)

    with pytest.raises(UnknownCode) as caught:
        plugins.get("duty_calculator", "flat-duty")
    assert "duty calculator" in str(caught.value)
