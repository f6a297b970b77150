"""A snapshot brings an order to where its source is, and contradictions nowhere."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from adapters.documents_made_up import (
    as_bytes,
    fulfilment,
    refund,
    shopify_line,
    shopify_order,
    woo_line,
    woo_order,
)
from adapters.imports import Shop
from postpurchase.adapters import shopify, woocommerce
from postpurchase.adapters.reconcile import commands_for
from postpurchase.errors import PostPurchaseError
from postpurchase.order.commands import EditOrder, PlaceOrder, RecordRefund
from postpurchase.order.evolve import replay

LATER = "2026-03-06T10:00:00+01:00"


@pytest.fixture
def shop():
    return Shop(shopify.read_orders)


def take(shop, **changes):
    [outcome] = shop.take(as_bytes(shopify_order(**changes)))
    return outcome


def order_of(shop, order_id="9001"):
    return shop.orders[order_id]


def test_a_new_order_goes_in_with_its_own_total_and_ids(shop):
    assert "imported" == take(shop, fulfillments=[fulfilment()], refunds=[refund()])
    order = order_of(shop)
    assert ("9001", "#A1", "28.10 EUR", "shopify") == (
        order.order_id,
        order.number,
        str(order.total),
        order.source,
    )
    assert ["501"] == [parcel.parcel_id for parcel in order.parcels]
    assert [("701", "5.50 EUR")] == [
        (r.refund_id, str(order.money(r.amount_minor))) for r in order.refunds
    ]
    assert {"shipped": 2} == order.line("11").places


def test_command_ids_name_the_record(shop):
    take(shop, fulfillments=[fulfilment()], refunds=[refund()])
    ids = list(shop.command_ids)
    assert "shopify:9001:place" == ids[0]
    assert {"shopify:9001:ship:501", "shopify:9001:refund:701"} <= set(ids)


def test_the_same_record_again_changes_nothing(shop):
    for _ in range(2):
        outcome = take(shop, fulfillments=[fulfilment()], refunds=[refund()])
    assert "already" == outcome


def test_the_same_record_makes_the_same_commands():
    [snapshot] = shopify.read_orders(as_bytes(shopify_order(refunds=[refund()])))
    assert commands_for(snapshot, None) == commands_for(snapshot, None)


def test_imported_refunds_are_facts():
    [snapshot] = shopify.read_orders(as_bytes(shopify_order(refunds=[refund()])))
    kinds = [type(command) for command in commands_for(snapshot, None)]
    assert RecordRefund in kinds


def test_a_later_snapshot_brings_only_what_is_new(shop):
    take(shop, financial_status="authorized")
    before = len(shop.command_ids)
    assert "updated" == take(
        shop,
        updated_at=LATER,
        fulfillments=[fulfilment(lines=((11, 1),))],
        refunds=[refund()],
    )
    new = [key.removeprefix("shopify:9001:") for key in list(shop.command_ids)[before:]]
    assert [
        "payment:capture:2810:9001:payment",
        "skip:501",
        "ship:501",
        "refund:701",
    ] == new


def test_an_older_snapshot_brings_no_state_back(shop):
    take(shop, updated_at=LATER, cancelled_at=LATER, cancel_reason="customer")
    assert {"cancelled": 2} == order_of(shop).line("11").places
    assert "already" == take(shop)


def test_tracking_is_recorded_once_for_each_word(shop):
    take(shop, fulfillments=[fulfilment(shipment_status="in_transit")])
    later = fulfilment(shipment_status="delivered", updated_at=LATER)
    assert "updated" == take(shop, updated_at=LATER, fulfillments=[later])
    assert "already" == take(
        shop, updated_at=LATER, fulfillments=[later | {"updated_at": LATER}]
    )
    assert {"delivered": 2} == order_of(shop).line("11").places


def test_a_number_that_came_after_the_parcel_left_is_kept(shop):
    bare = {"tracking_number": None, "tracking_numbers": []}
    take(shop, fulfillments=[fulfilment(**bare)])
    assert "updated" == take(shop, updated_at=LATER, fulfillments=[fulfilment()])
    assert "already" == take(shop, updated_at=LATER, fulfillments=[fulfilment()])
    parcel = order_of(shop).parcel("501")
    assert ("DHL", "T1", "shipped") == (
        parcel.carrier,
        parcel.tracking_number,
        parcel.state,
    )


def test_a_number_that_the_source_changed_is_kept_as_a_fact(shop):
    take(shop, fulfillments=[fulfilment()])
    other = fulfilment(tracking_number="T2", tracking_numbers=["T2"])
    assert "updated" == take(shop, updated_at=LATER, fulfillments=[other])
    assert "already" == take(shop, updated_at=LATER, fulfillments=[other])
    parcel = order_of(shop).parcel("501")
    [fact] = parcel.tracking.facts
    assert ("T1", "tracking_number", "T2") == (
        parcel.tracking_number,
        fact.raw_code,
        fact.raw_text,
    )


def test_a_parcel_of_ours_that_the_source_numbered_anew_is_one_parcel(shop):
    take(shop, fulfillments=[fulfilment(parcel_id=501)])
    assert "already" == take(
        shop, updated_at=LATER, fulfillments=[fulfilment(parcel_id=999)]
    )


def test_an_assumed_parcel_is_not_shipped_again_when_its_fulfilment_is_listed(shop):
    take(shop, fulfillment_status="fulfilled")
    halves = [
        fulfilment(parcel_id=501, lines=((11, 2),)),
        fulfilment(parcel_id=502, lines=((12, 1),)),
    ]
    assert "already" == take(
        shop, updated_at=LATER, fulfillment_status="fulfilled", fulfillments=halves
    )


def test_goods_without_a_parcel_are_handed_over(shop):
    lines = [
        shopify_line(11, 2, "10.00", off="1.00", tax="1.60"),
        shopify_line(12, 1, "5.00", tax="0.50", requires_shipping=False),
    ]
    take(shop, line_items=lines, fulfillments=[fulfilment()])
    assert {"delivered": 1} == order_of(shop).line("12").places
    assert (("11", 2),) == tuple(
        (part.line_id, part.units) for part in order_of(shop).parcel("501").units
    )


def test_an_added_line_is_an_edit(shop):
    take(shop)
    lines = [
        shopify_line(11, 2, "10.00", off="1.00", tax="1.60"),
        shopify_line(12, 1, "5.00", tax="0.50"),
        shopify_line(13, 1, "7.00"),
    ]
    assert "updated" == take(
        shop, updated_at=LATER, line_items=lines, total_price="35.10"
    )
    assert "35.10 EUR" == str(order_of(shop).total)
    assert "already" == take(
        shop, updated_at=LATER, line_items=lines, total_price="35.10"
    )


def test_a_raised_quantity_is_an_edit_once(shop):
    lines = [shopify_line(12, 1, "5.00")]
    given = {"shipping_lines": [], "total_tax": "0.00"}
    take(shop, line_items=lines, total_price="5.00", **given)
    more = {
        "line_items": [shopify_line(12, 3, "5.00")],
        "total_price": "15.00",
        "updated_at": LATER,
    }
    assert "updated" == take(shop, **more, **given)
    assert (3, "15.00 EUR") == (
        order_of(shop).line("12").ordered,
        str(order_of(shop).total),
    )
    assert "already" == take(shop, **more, **given)


def test_a_changed_price_is_an_edit(shop):
    given = {"shipping_lines": [], "total_tax": "0.00"}
    take(shop, line_items=[shopify_line(12, 2, "5.00")], total_price="10.00", **given)
    assert "updated" == take(
        shop,
        line_items=[shopify_line(12, 2, "4.00")],
        total_price="8.00",
        updated_at=LATER,
        **given,
    )


def test_a_lowered_quantity_cancels_units_once():
    shop = Shop(woocommerce.read_orders)
    kept = {"cart_tax": "0.00", "shipping_total": "0.00"}
    three = woo_order(line_items=[woo_line(1, 3, "30.00")], total="30.00", **kept)
    two = woo_order(
        line_items=[woo_line(1, 2, "20.00")],
        total="20.00",
        date_modified_gmt="2026-03-04T10:00:00",
        **(kept | {"date_paid_gmt": "2026-03-01T10:05:00"}),
    )
    three["status"] = two["status"] = "on-hold"
    three["date_paid_gmt"] = two["date_paid_gmt"] = None
    assert ["imported"] == shop.take(as_bytes(three))
    assert ["updated"] == shop.take(as_bytes(two))
    assert {"cancelled": 1, "placed": 2} == dict(
        sorted(shop.orders["77"].line("1").places.items())
    )
    assert ["already"] == shop.take(as_bytes(two))


def test_units_taken_off_at_the_source_are_cancelled(shop):
    take(shop)
    lines = [
        shopify_line(
            11,
            2,
            "10.00",
            off="1.00",
            tax="1.60",
            current_quantity=1,
            fulfillable_quantity=1,
        ),
        shopify_line(12, 1, "5.00", tax="0.50"),
    ]
    assert "updated" == take(shop, updated_at=LATER, line_items=lines)
    assert 1 == order_of(shop).line("11").units("cancelled")
    assert "already" == take(shop, updated_at=LATER, line_items=lines)


def test_a_cancelled_order_cancels_what_has_not_left(shop):
    take(shop, fulfillments=[fulfilment(lines=((11, 2),))])
    gone = {"cancelled_at": LATER, "cancel_reason": "inventory", "updated_at": LATER}
    shipped = [fulfilment(lines=((11, 2),))]
    assert "updated" == take(shop, fulfillments=shipped, **gone)
    assert {"cancelled": 1} == order_of(shop).line("12").places
    assert "already" == take(shop, fulfillments=shipped, **gone)


def test_payments_go_forward_only(shop):
    take(shop, financial_status="paid")
    assert "already" == take(shop, financial_status="authorized", updated_at=LATER)


def test_further_amounts_of_a_part_paid_order_come_in(shop):
    owing = {"financial_status": "partially_paid", "total_outstanding": "18.10"}
    take(shop, **owing)
    assert "updated" == take(shop, updated_at=LATER)
    assert "28.10 EUR" == str(order_of(shop).captured)
    assert "already" == take(shop, updated_at=LATER)


def test_a_payment_on_delivery_is_passed_on_when_the_source_counts_it(shop):
    cod = {"payment_gateway_names": ["Cash on Delivery (COD)"]}
    take(shop, financial_status="pending", **cod)
    assert "updated" == take(shop, financial_status="paid", updated_at=LATER, **cod)
    assert ["remitted"] == [payment.state for payment in order_of(shop).payments]


def test_a_voided_payment_brings_nothing(shop):
    take(shop, financial_status="authorized")
    assert "updated" == take(shop, financial_status="voided", updated_at=LATER)
    assert ["voided"] == [payment.state for payment in order_of(shop).payments]


@pytest.mark.parametrize(
    ("changes", "code", "path"),
    [
        (
            {"refunds": [refund(amount="5.49")]},
            "contradiction",
            "refunds[0].transactions",
        ),
        (
            {"refunds": [refund(), refund(refund_id=702)]},
            "invalid_input",
            "refunds",
        ),
        (
            {"refunds": [refund(refund_id=702)]},
            "contradiction",
            "refunds[0].refund_line_items",
        ),
        ({"currency": "USD"}, "currency_mismatch", "currency"),
        ({"name": "#A2"}, "contradiction", "number"),
        (
            {"total_price": "28.15", "total_tip_received": "0.05"},
            "amounts_disagree",
            "total_price",
        ),
        (
            {"fulfillments": [fulfilment(lines=((11, 1),))]},
            "contradiction",
            "fulfillments[0].line_items",
        ),
    ],
)
def test_a_contradiction_is_refused_with_its_path_and_nothing_counts(
    shop, changes, code, path
):
    known = {"fulfillments": [fulfilment()], "refunds": [refund()]}
    take(shop, **known)
    before = order_of(shop)
    later = known | {"updated_at": LATER} | changes
    if changes.get("currency"):
        later["refunds"] = []
    error = take(shop, **later)
    assert isinstance(error, PostPurchaseError)
    assert (code, path) == (error.code, error.path)
    assert before is order_of(shop)


def test_another_article_under_a_known_line_is_refused(shop):
    take(shop)
    lines = [
        shopify_line(11, 2, "10.00", off="1.00", tax="1.60", sku="OTHER"),
        shopify_line(12, 1, "5.00", tax="0.50"),
    ]
    error = take(shop, updated_at=LATER, line_items=lines)
    assert ("contradiction", "line_items[0].sku") == (error.code, error.path)


def test_an_order_of_another_source_keeps_its_id(shop):
    take(shop)
    [snapshot] = woocommerce.read_orders(as_bytes(woo_order(id=9001)))
    with pytest.raises(PostPurchaseError) as told:
        commands_for(snapshot, order_of(shop))
    assert "order_taken" == told.value.code


def test_a_part_of_an_unknown_order_is_refused_naming_the_field(shop):
    error = take(shop, line_items=...)
    assert ("missing_field", "line_items") == (error.code, error.path)


def test_a_part_of_a_known_order_is_there_already(shop):
    take(shop)
    part = {"id": 9001, "name": "#A1", "total_price": "28.10"}
    assert ["already"] == shop.take(as_bytes({"orders": [part]}))


def test_a_part_with_another_total_is_refused(shop):
    take(shop)
    part = {"id": 9001, "name": "#A1", "total_price": "28.11"}
    [error] = shop.take(as_bytes({"orders": [part]}))
    assert ("contradiction", "orders[0].total_price") == (error.code, error.path)


def test_a_fulfilment_on_its_own_ships_a_known_order(shop):
    take(shop)
    assert ["updated"] == shop.take(as_bytes({"fulfillment": fulfilment()}))
    assert ["already"] == shop.take(as_bytes({"fulfillments": [fulfilment()]}))


def test_a_fulfilment_of_a_line_that_the_order_does_not_have_is_refused(shop):
    take(shop)
    [error] = shop.take(as_bytes({"fulfillment": fulfilment(lines=((99, 1),))}))
    assert "fulfillment.line_items" == error.path


def test_a_fulfilment_of_an_unknown_order_names_what_is_missing(shop):
    [error] = shop.take(as_bytes({"fulfillment": fulfilment()}))
    assert ("missing_field", "fulfillment.order") == (error.code, error.path)


def test_commands_carry_the_sources_times_and_name(shop):
    take(shop, fulfillments=[fulfilment()], refunds=[refund()])
    by_id = shop.command_ids
    assert datetime(2026, 3, 1, 9, tzinfo=UTC) == by_id["shopify:9001:place"].at
    assert datetime(2026, 3, 5, 8, tzinfo=UTC) == by_id["shopify:9001:refund:701"].at
    assert {"source:shopify"} == {command.by for command in by_id.values()}


def test_the_first_command_places_and_no_edit_follows(shop):
    take(shop)
    kinds = [type(command) for command in shop.command_ids.values()]
    assert PlaceOrder is kinds[0]
    assert EditOrder not in kinds


def test_the_log_alone_gives_the_same_order(shop):
    take(shop, fulfillments=[fulfilment()], refunds=[refund()])
    assert order_of(shop) == replay(shop.events["9001"])


def test_an_older_snapshot_takes_no_edit_back(shop):
    given = {"shipping_lines": [], "total_tax": "0.00", "financial_status": "pending"}
    one = given | {"line_items": [shopify_line(12, 1, "5.00")], "total_price": "5.00"}
    three = given | {
        "line_items": [shopify_line(12, 3, "5.00")],
        "total_price": "15.00",
    }
    take(shop, **one)
    take(shop, updated_at=LATER, **three)
    assert "already" == take(shop, **one)
    assert {"placed": 3} == order_of(shop).line("12").places
