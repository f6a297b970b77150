"""The demonstration shows what it promises, in the reader's language."""

from __future__ import annotations

import pytest

from postpurchase.cli.demo.stories import HERO, STORIES
from postpurchase.values.money import Money
from postpurchase.wording import say, text


@pytest.fixture
def orders(cli):
    found = cli("demo", "--json").document["orders"]
    return {order["order_id"]: order for order in found}


@pytest.fixture
def told(cli):
    return [entry["kind"] for entry in cli("demo", "--json").document["timeline"]]


@pytest.mark.parametrize("locale", ["en", "uk-UA", "uk_UA", "pl", "ru", "zh"])
def test_it_speaks_the_readers_language(cli, locale):
    ended = cli("demo", "--locale", locale)

    heading = text("Order {number}, day by day", locale, number="#1001")
    assert (ended.code, ended.err) == (0, "")
    assert heading in ended.out
    assert heading.startswith("Order") == (locale == "en")
    assert all(f"#{story.order_id}" in ended.out for story in STORIES)


def test_the_news_of_an_order_are_in_its_own_language(cli):
    shown = cli("demo", "--locale", "en").out

    assert say("RefundSucceeded", "uk", amount=Money(39284, "UAH")) in shown
    assert say("PaymentRemitted", "pl", amount=Money(32299, "PLN")) in shown
    assert say("TrackingRecorded", "en", variant="out_for_delivery") in shown
    assert say("TrackingRecorded", "zh", variant="in_transit") in shown
    assert say("ParcelDelivered", "ru", n=2) in shown


def test_orders_come_in_several_currencies_and_all_languages():
    assert len(STORIES) >= 6
    assert len({story.currency for story in STORIES}) >= 6
    assert {story.customer.locale[:2] for story in STORIES} == {
        *("en", "pl", "ru", "uk", "zh")
    }


def test_the_hero_has_a_split_shipment_a_failed_check_a_delay_and_a_refund(told):
    assert told.count("ParcelShipped") == 2
    assert told.count("ParcelDelivered") == 2
    assert told.index("StepFailed") < told.index("PromiseRevised")
    assert told.index("RefundRequested") < told.index("RefundSent")
    assert told.index("RefundSent") < told.index("RefundSucceeded")
    assert told.count("CustomerTold") >= 5
    assert HERO.order_id == "1001"


def test_a_refund_is_the_share_of_what_was_paid(orders):
    hero = orders["1001"]

    assert hero["status"]["financial"] == "PARTIALLY_REFUNDED"
    assert 0 < hero["refunded"]["amount_minor"] < hero["captured"]["amount_minor"]


def test_cash_is_collected_and_passed_on(orders):
    [payment] = orders["1002"]["payments"]

    assert payment["method"] == "cash_on_delivery"
    assert payment["state"] == "remitted"
    assert orders["1002"]["balance_due"]["amount_minor"] == 0


def test_a_digital_line_is_delivered_without_a_parcel(orders):
    book = orders["1004"]["lines"][1]

    assert book["places"] == {"delivered": 1}
    assert all("B" not in parcel["units"] for parcel in orders["1004"]["parcels"])


def test_a_hold_keeps_what_is_not_there_and_a_scan_catches_a_mistake(orders):
    assert orders["1007"]["status"]["fulfilment"] == "ON_HOLD"
    assert orders["1007"]["holds"] == [{"hold_id": "stock", "reason": "out_of_stock"}]
    assert orders["1008"]["errors_caught"] == 1


def test_a_missing_unit_is_cancelled_and_paid_back(orders):
    assert orders["1005"]["lines"][0]["places"] == {"delivered": 2, "cancelled": 1}
    assert orders["1005"]["refunds"][0]["units"] == {"A": 1}


def test_it_uses_no_network(cli, monkeypatch):
    def no_network(*_):
        raise AssertionError("somebody opened a connection")

    monkeypatch.setattr("socket.socket.connect", no_network)

    assert cli("demo", "--fast").code == 0


def test_it_leaves_nothing_behind(cli, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    cli("demo")

    assert list(tmp_path.iterdir()) == []


def test_each_moment_changes_something():
    """A story that repeats itself would show nothing new."""
    from postpurchase.cli.demo.playing import perform
    from postpurchase.cli.demo.shop import Clock, Letters, open_shop
    from postpurchase.cli.session import Session

    clock, letters = Clock(), Letters()
    with open_shop(Session(), clock, letters) as shop:
        news = [text for _, text in perform(shop, clock)]

    assert len(news) == sum(1 + len(story.moments) for story in STORIES)
    assert all(news)
    assert {message.locale[:2] for message in letters.kept} == {
        *("en", "pl", "ru", "uk", "zh")
    }
