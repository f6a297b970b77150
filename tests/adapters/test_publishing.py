"""An imported order's whole round: in, worked on, told back, in again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from adapters.documents_made_up import shopify_order
from adapters.shop_server import FAULTS, running_shop
from postpurchase import PostPurchase
from postpurchase.adapters.shopify_outbox import ShopifySource
from postpurchase.adapters.transport import HttpTransport
from postpurchase.order.commands import (
    RecordTracking,
    RequestRefund,
    SendRefund,
    SettleRefund,
    ShipParcel,
    SkipSteps,
)
from postpurchase.testing import Clock, place_order, ship_parcel
from postpurchase.tracking.facts import TrackingFact
from postpurchase.values.money import Money

AT = datetime(2026, 3, 4, 12, tzinfo=UTC)
BASE = {"order_id": "9001", "at": AT}


@pytest.fixture
def connected(tmp_path):
    """Open a shop that has one order from Shopify, and the ledger over there."""
    with running_shop() as (url, ledger):
        transport = HttpTransport(url, headers={}, timeout_s=0.3, plugin="shopify")
        source = ShopifySource(transport)
        orders = tmp_path / "orders.json"
        orders.write_bytes(_document(shopify_order()))
        with PostPurchase.open(
            "memory:", plugins=[source], entry_points=False, clock=Clock()
        ) as shop:
            shop.import_file("shopify", orders)
            yield shop, ledger, orders


def _document(*orders):
    import json

    return json.dumps({"orders": orders}).encode()


def work_on(shop):
    for command in (
        SkipSteps(**BASE, units={"11": 2}, reason="packed_at_once"),
        ShipParcel(
            **BASE, parcel_id="P1", units={"11": 2}, carrier="dhl", tracking_number="T1"
        ),
        RecordTracking(
            **BASE,
            parcel_id="P1",
            facts=TrackingFact(at=AT, code="in_transit.accepted"),
        ),
        RequestRefund(**BASE, refund_id="R1", goodwill=Money(300, "EUR")),
        SendRefund(**BASE, refund_id="R1"),
        SettleRefund(**BASE, refund_id="R1", outcome="succeeded"),
    ):
        shop.handle(command)


def dispatch_until_quiet(shop):
    for _ in range(8):
        shop.dispatch()
        if not shop.pending():
            return
        shop.clock.advance(days=1)


def test_importing_history_asks_the_shop_nothing(connected):
    shop, ledger, _ = connected
    shop.dispatch()

    assert shop.pending() == 0
    assert ledger.requests == []


def test_what_happened_here_is_told_there_once(connected):
    shop, ledger, _ = connected
    work_on(shop)
    dispatch_until_quiet(shop)
    shop.dispatch()

    assert [one["tracking_number"] for one in ledger.fulfilments] == ["T1"]
    assert [one["status"] for one in ledger.events] == ["carrier_picked_up"]
    assert [one["transactions"][0]["amount"] for one in ledger.refunds] == ["3.00"]
    assert shop.store.dead_letters() == ()


@pytest.mark.parametrize("fault", FAULTS)
def test_each_thing_stands_there_once_whatever_fails_on_the_way(connected, fault):
    shop, ledger, _ = connected
    ledger.faults.extend([fault, "", fault, "", fault])
    work_on(shop)
    dispatch_until_quiet(shop)

    assert (1, 1, 1) == (
        len(ledger.fulfilments),
        len(ledger.events),
        len(ledger.refunds),
    )
    assert shop.pending() == 0


def test_what_comes_back_from_there_is_known_here(connected):
    shop, ledger, orders = connected
    work_on(shop)
    dispatch_until_quiet(shop)
    version = shop.order("9001").version
    sent = shopify_order(
        updated_at="2026-03-05T10:00:00+01:00",
        fulfillments=[
            {**one, "order_id": 9001, "created_at": "2026-03-04T13:00:00+01:00"}
            for one in ledger.fulfilments
        ],
        refunds=[
            {**one, "order_id": 9001, "created_at": "2026-03-04T13:00:00+01:00"}
            for one in ledger.refunds
        ],
        financial_status="partially_refunded",
    )
    for refund in sent["refunds"]:
        for transaction in refund["transactions"]:
            transaction["status"] = "success"
    orders.write_bytes(_document(sent))

    report = shop.import_file("shopify", orders)

    assert report.refused == []
    order = shop.order("9001")
    assert len(order.parcels) == 1
    assert len(order.refunds) == 1
    assert order.version == version


def test_orders_of_the_shops_own_are_told_to_nobody(connected):
    shop, ledger, _ = connected
    shop.handle(place_order())
    shop.handle(ship_parcel())
    dispatch_until_quiet(shop)

    assert ledger.requests == []
