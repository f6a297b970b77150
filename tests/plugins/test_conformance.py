"""The built-in plugins keep every promise that authors are asked to keep."""

import pytest

from postpurchase.plugins.plain_packaging import PlainPackaging
from postpurchase.plugins.table_rate_carrier import TableRateCarrier
from postpurchase.testing import FakeCarrier, FakeChannel, check_plugin

RATES = [
    {
        "service": "parcel",
        "countries": ["PL"],
        "weight_grams_max": 30_000,
        "price": "12.99",
        "currency": "PLN",
    }
]


BUILT_IN = [
    "table_rate_carrier",
    "console_channel",
    "email_channel",
    "plain_packaging",
    "window_return_policy",
]


@pytest.mark.parametrize("name", BUILT_IN)
def test_a_built_in_plugin_breaks_no_rule(name):
    report = check_plugin(name)

    assert report.broken == ()
    assert sum(row.outcome == "kept" for row in report.rows) >= 15


def behaviour(target):
    """Return the broken rules that are about behaviour, not about a project."""
    surroundings = ("readme", "states", "owner", "changelog", "suite", "loads", "typed")
    return [
        (row.rule.rule_id, row.detail)
        for row in check_plugin(target).broken
        if not row.rule.rule_id.startswith(surroundings)
    ]


def test_a_table_with_rows_keeps_every_promise():
    carrier = TableRateCarrier(
        code="table", rates=RATES, tracking_page="https://x.example/{tracking_number}"
    )

    assert behaviour(carrier) == []


def test_plain_packaging_with_a_slip_keeps_every_promise():
    assert behaviour(PlainPackaging(code="slip", packing_slip=True)) == []


def test_the_fakes_keep_every_promise_of_behaviour():
    assert behaviour(FakeCarrier(code="test-carrier")) == []
    assert behaviour(FakeChannel(code="test-channel")) == []
