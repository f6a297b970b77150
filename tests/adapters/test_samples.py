"""Public sample orders, each on its own and all of them in a row."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from adapters.imports import Shop
from postpurchase.adapters import shopify, woocommerce
from postpurchase.adapters.snapshot import OrderSnapshot
from shared_data import shared_json

pytestmark = pytest.mark.real_data

ORDERS = ("order", "orders")


def shopify_documents():
    for n, entry in enumerate(shared_json("orders/shopify_rest.json")):
        response = entry["response"]
        if any(name in response for name in (*ORDERS, "fulfillment", "fulfillments")):
            yield n, response


def woocommerce_documents():
    for n, entry in enumerate(shared_json("orders/woocommerce.json")):
        document = entry["json"]
        if "_orders.md" not in entry["source"]:
            continue
        listed = isinstance(document, list)
        if listed or {"id", "order", "orders", "create"} & set(document):
            yield n, document


def is_fulfilment(document):
    return "fulfillment" in document or "fulfillments" in document


def raw_totals(document):
    """Find every order's stated total without our readers."""
    if isinstance(document, list):
        for element in document:
            yield from raw_totals(element)
    elif "line_items" in document and "order_id" not in document:
        said = document.get("total_price", document.get("total"))
        yield str(document["id"]), Decimal(said)
    else:
        for name in ("order", "orders", "create", "update", "delete"):
            if name in document:
                yield from raw_totals(document[name])


@pytest.mark.parametrize(
    ("documents", "read"),
    [
        (shopify_documents, shopify.read_orders),
        (woocommerce_documents, woocommerce.read_orders),
    ],
)
def test_each_order_alone_goes_in_with_exactly_its_own_total(documents, read):
    taken = 0
    for n, document in documents():
        for order_id, total in raw_totals(document):
            shop = Shop(read)
            outcomes = shop.take(json.dumps(document).encode())
            if order_id not in shop.orders:
                assert {"missing_field"} <= {
                    getattr(o, "code", "") for o in outcomes
                } | {
                    fault.code for o in outcomes for fault in getattr(o, "faults", ())
                }, (n, outcomes)
                continue
            taken += 1
            order = shop.orders[order_id]
            assert total == Decimal(order.total.decimal_text), n
    print(f"{taken} orders, each with its own total")
    assert taken


def test_every_shopify_order_in_a_row_is_one_order_for_each_id():
    shop = Shop(shopify.read_orders)
    seen = [
        (n, outcome)
        for n, document in shopify_documents()
        if {"order", "orders"} & set(document)
        for outcome in shop.take(json.dumps(document).encode())
    ]
    for n, outcome in seen:
        print(n, outcome)
    words = [
        outcome if isinstance(outcome, str) else outcome.code for _, outcome in seen
    ]
    assert {"imported": 11, "already": 17, "updated": 1, "contradiction": 2} == {
        word: words.count(word) for word in set(words)
    }
    refused = [outcome.path for _, outcome in seen if not isinstance(outcome, str)]
    assert ["order.refunds[0].refund_line_items"] * 2 == refused
    known = shop.orders["450789469"]
    assert ("#1001", "598.94 USD", "209.00 USD") == (
        known.number,
        str(known.total),
        str(known.refunded),
    )


@pytest.mark.parametrize(
    ("documents", "read"),
    [
        (shopify_documents, shopify.read_orders),
        (woocommerce_documents, woocommerce.read_orders),
    ],
)
def test_a_second_import_changes_nothing(documents, read):
    shop = Shop(read)
    orders = [d for _, d in documents() if not is_fulfilment(d)]
    for document in orders:
        shop.take(json.dumps(document).encode())
    before = {order_id: list(events) for order_id, events in shop.events.items()}
    for document in orders:
        for outcome in shop.take(json.dumps(document).encode()):
            assert outcome == "already" or not isinstance(outcome, str)
    assert before == shop.events


def test_the_order_of_the_files_does_not_change_what_an_order_costs():
    shop = Shop(shopify.read_orders)
    for _, document in reversed(list(shopify_documents())):
        shop.take(json.dumps(document).encode())
    assert "598.94 USD" == str(shop.orders["450789469"].total)
    assert len(shop.orders) == 11


def test_fulfilments_of_lines_that_the_order_never_had_are_refused():
    shop = Shop(shopify.read_orders)
    documents = list(shopify_documents())
    first = next(d for _, d in documents if "orders" in d)
    shop.take(json.dumps(first).encode())
    outcomes = [
        outcome
        for _, document in documents
        if {"fulfillment", "fulfillments"} & set(document)
        for outcome in shop.take(json.dumps(document).encode())
    ]
    words = [o if isinstance(o, str) else o.code for o in outcomes]
    assert {"updated": 1, "already": 3, "contradiction": 8} == {
        word: words.count(word) for word in set(words)
    }


def test_every_woocommerce_order_goes_in_with_exactly_its_own_total():
    shop = Shop(woocommerce.read_orders)
    outcomes = [
        outcome
        for _, document in woocommerce_documents()
        for outcome in shop.take(json.dumps(document).encode())
    ]
    assert {"imported", "already", "updated"} == set(outcomes)
    assert {
        "645": "79.87 USD",
        "644": "44.14 USD",
        "727": "29.35 USD",
        "723": "39.00 USD",
        "728": "62.25 USD",
        "729": "54.40 USD",
    } == {order_id: str(order.total) for order_id, order in shop.orders.items()}


def test_what_is_no_order_is_refused():
    for entry in shared_json("orders/woocommerce.json"):
        if "_reports" in entry["source"] or "_webhooks" in entry["source"]:
            content = json.dumps(entry["json"]).encode()
            for record in woocommerce.read_orders(content):
                assert not isinstance(record, OrderSnapshot)
