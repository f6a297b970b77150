"""However a record is broken, it is refused with a typed error and nothing else."""

from __future__ import annotations

import copy
import json

from hypothesis import given
from hypothesis import strategies as st

from adapters.documents_made_up import (
    both,
    fulfilment,
    refund,
    shopify_line,
    shopify_order,
    woo_order,
)
from adapters.imports import Shop
from postpurchase.adapters import csv_orders, shopify, woocommerce
from postpurchase.adapters.reconcile import commands_for
from postpurchase.adapters.snapshot import OrderSnapshot, Refusal
from postpurchase.errors import PostPurchaseError

WHOLE = shopify_order(
    refunds=[refund()],
    fulfillments=[fulfilment(shipment_status="in_transit")],
    total_price_set=both("28.10", "30.00"),
    customer={"id": 5, "first_name": "Ola"},
    shipping_address={"name": "Ola", "address1": "x", "country_code": "PL"},
    payment_gateway_names=["card"],
)
WOO = woo_order(
    refunds=[{"id": 5, "total": "-10.00"}],
    fee_lines=[{"total": "0.00", "total_tax": "0.00"}],
    billing={"first_name": "Ola", "country": "PL", "phone": "1"},
)

strange = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**30), 10**30),
    st.floats(),
    st.sampled_from(
        [
            "",
            " ",
            "0",
            "-1",
            "1e5",
            "1,00",
            "١٢",
            "NaN",
            "Infinity",
            "0.001",
            "9" * 40,
            "x" * 6_000,
            "a\x00b",
            "\ud800",
            "2026-02-30T00:00:00Z",
            "0001-01-01T00:00:00+23:59",
            "9999-12-31T23:59:59-23:59",
            "USD",
            "XYZ",
            "[postpurchase refund \n]",
        ]
    ),
    st.text(max_size=8),
    st.just([]),
    st.just({}),
    st.just([[]]),
    st.just([None, 1, "a", {}]),
    st.just({"shop_money": {"amount": "1", "currency_code": "USD"}}),
    st.just({"shop_money": []}),
    st.just([{"id": 1}] * 6_000),
)


def places(value, path=()):
    yield path
    if isinstance(value, dict):
        for key in value:
            yield from places(value[key], (*path, key))
    elif isinstance(value, list):
        for index in range(len(value)):
            yield from places(value[index], (*path, index))


def broken(document, path, value, *, how):
    if not path:
        return value
    document = copy.deepcopy(document)
    inner = document
    for step in path[:-1]:
        inner = inner[step]
    if how == "missing":
        del inner[path[-1]]
    elif how == "twice" and isinstance(inner, list):
        inner.append(inner[path[-1]])
    else:
        inner[path[-1]] = value
    return document


def mutations(document):
    return st.builds(
        lambda path, value, how: broken(document, path, value, how=how),
        st.sampled_from(sorted(places(document), key=repr)),
        strange,
        st.sampled_from(["missing", "twice", "other", "other"]),
    )


def check(read, document):
    """Every record is a snapshot that goes in whole, or a refusal that says why."""
    for record in read(json.dumps(document).encode()):
        if isinstance(record, Refusal):
            assert isinstance(record.error, PostPurchaseError)
            assert record.error.user_message("en")
            assert record.faults
            assert len(str(record.error)) < 40_000
            continue
        assert isinstance(record, OrderSnapshot)
        shop = Shop(lambda _, record=record: [record])
        [outcome] = shop.take(b"")
        if outcome == "imported":
            assert record.total == shop.orders[record.order_id].total
        else:
            assert isinstance(outcome, PostPurchaseError)
            assert shop.orders == {}


@given(mutations(WHOLE))
def test_a_broken_shopify_order_is_refused_or_taken_whole(document):
    check(shopify.read_orders, document)


@given(mutations(fulfilment(shipment_status="delivered")))
def test_a_broken_fulfilment_is_refused_or_taken_whole(document):
    check(shopify.read_orders, {"fulfillment": document})


@given(mutations(WOO))
def test_a_broken_woocommerce_order_is_refused_or_taken_whole(document):
    check(woocommerce.read_orders, document)


@given(mutations(WHOLE))
def test_a_broken_snapshot_of_a_known_order_changes_all_or_nothing(document):
    shop = Shop(shopify.read_orders)
    shop.take(json.dumps(WHOLE).encode())
    before = shop.orders["9001"]
    for outcome in shop.take(json.dumps(document).encode()):
        if isinstance(outcome, PostPurchaseError):
            assert before is shop.orders["9001"]


ROW = ["A", "2026-03-01T09:30:00+01:00", "EUR", "MUG", "2", "10.00"]
HEAD = ["order_id", "placed_at", "currency", "sku", "quantity", "unit_price"]


@given(
    st.lists(
        st.lists(st.text(max_size=6) | st.sampled_from(ROW), max_size=8), max_size=4
    ),
    st.permutations(HEAD),
)
def test_broken_rows_are_refused_or_taken_whole(rows, head):
    text = "\n".join(",".join(row) for row in [head, ROW, *rows])
    for record in csv_orders.read_orders(text.encode("utf-8", "surrogatepass")):
        if isinstance(record, Refusal):
            assert isinstance(record.error, PostPurchaseError)
        else:
            assert commands_for(record, None)


@given(st.binary(max_size=300))
def test_any_bytes_are_refused_by_every_reader(content):
    for reader in (shopify, woocommerce, csv_orders):
        for record in reader.read_orders(content):
            assert isinstance(record, Refusal)


def test_a_file_of_another_kind_is_given_up_after_a_thousand_refusals():
    content = b"[" + b"{}," * 50_000 + b"{}]"
    records = list(shopify.read_orders(content))
    assert 1_001 == len(records)
    assert "input_too_large" == records[-1].error.code


def test_no_more_than_fifty_faults_of_a_record_are_told():
    lines = [shopify_line(n, "many", "much") for n in range(1, 200)]
    [record] = shopify.read_orders(json.dumps(shopify_order(line_items=lines)).encode())
    assert 50 == len(record.faults)
