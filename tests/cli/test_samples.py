"""Importing history tells nobody; importing live orders does."""

from __future__ import annotations

import json

import pytest

from cli.calls import seen_by
from shared_data import shared_json


def shopify_orders():
    """Return the order documents among the public samples."""
    answers = [
        one.get("response") or {} for one in shared_json("orders/shopify_rest.json")
    ]
    found = [order for one in answers for order in one.get("orders", [])]
    return found + [one["order"] for one in answers if "order" in one]


@pytest.mark.real_data
def test_importing_samples_sends_nothing_and_calls_no_plugin(
    cli, tmp_path, plugin_file, monkeypatch
):
    def no_mail(*_):
        raise AssertionError("somebody opened a connection to send mail")

    monkeypatch.setattr("smtplib.SMTP.__init__", no_mail)
    file = tmp_path / "samples.json"
    file.write_text(json.dumps({"orders": shopify_orders()}), encoding="utf-8")
    url = f"sqlite:///{tmp_path / 'shop.db'}"
    more = ["--store", url, "--plugin", plugin_file, "--notify", "email"]

    imported = cli("import", "--format", "shopify", file, *more, "--json").document
    told = cli("dispatch", *more, "--json").document

    assert imported["imported"] > 5
    assert told == {"done": 0, "retried": 0, "buried": 0}
    assert seen_by(plugin_file) == []


def test_live_orders_are_told_and_older_ones_are_not(
    cli, tmp_path, orders_file, plugin_file
):
    url = f"sqlite:///{tmp_path / 'shop.db'}"
    more = ["--store", url, "--plugin", plugin_file]

    cli("import", "--format", "csv", orders_file, "--live-from", "2026-03-02", *more)
    told = cli("dispatch", *more, "--json").document

    assert told["done"] == len(seen_by(plugin_file)) > 0
    assert seen_by(plugin_file).count("OrderPlaced") == 1


def test_customers_of_live_orders_are_written_to_in_their_language(
    cli, tmp_path, orders_file
):
    url = f"sqlite:///{tmp_path / 'shop.db'}"
    more = ["--store", url, "--notify", "console"]
    cli("import", "--format", "csv", orders_file, "--live-from", "2026-01-01", *more)

    told = cli("dispatch", *more)

    assert told.code == 0
    assert "To: Olena Koval" in told.err
    assert "Замовлення #1001" in told.err
    assert "zamówienie #1002" in told.err
