"""Shopify's orders: every amount exact, every fault with its path."""

from __future__ import annotations

import pytest

from adapters.documents_made_up import (
    as_bytes,
    both,
    fulfilment,
    refund,
    shopify_line,
    shopify_order,
)
from postpurchase.adapters.shopify import read_orders
from postpurchase.adapters.snapshot import OrderSnapshot, Refusal
from postpurchase.values.money import Money


def read(**changes):
    [record] = read_orders(as_bytes(shopify_order(**changes)))
    assert isinstance(record, OrderSnapshot), record.error
    return record


def refused(**changes):
    [record] = read_orders(as_bytes(shopify_order(**changes)))
    assert isinstance(record, Refusal), record
    return record


def eur(minor):
    return Money(minor, "EUR")


def test_a_plain_order_is_read_whole():
    order = read()
    assert ("9001", "#A1", eur(2810)) == (order.order_id, order.number, order.total)
    assert [(eur(100), eur(160)), (eur(0), eur(50))] == [
        (line.discount, line.tax) for line in order.lines
    ]
    assert ("site", False) == (order.sales_channel, order.partial)


def test_a_total_that_the_parts_do_not_make_is_refused_with_the_sum():
    error = refused(total_price="28.11").error
    assert ("amounts_disagree", "total_price") == (error.code, error.path)
    assert ("28.10 EUR", "28.11 EUR") == (error.sum, error.stated)


def test_included_tax_is_kept_for_information_and_not_added():
    order = read(taxes_included=True, total_price="26.00")
    assert [eur(0), eur(0)] == [line.tax for line in order.lines]
    assert [eur(160), eur(50)] == [line.included_tax for line in order.lines]


def test_an_order_discount_without_allocations_is_kept_for_the_order():
    lines = [
        shopify_line(11, 2, "10.00", discount_allocations=...),
        shopify_line(12, 1, "5.00", discount_allocations=...),
    ]
    for line in lines:
        del line["discount_allocations"]
    order = read(
        line_items=lines, total_discounts="2.50", total_tax="0.00", total_price="24.50"
    )
    assert eur(250) == order.discount
    assert [eur(0), eur(0)] == [line.discount for line in order.lines]


def test_a_lines_own_discount_counts_where_nothing_is_allocated():
    lines = [shopify_line(11, 1, "10.00", total_discount="4.00")]
    order = read(line_items=lines, total_tax="0.00", total_price="8.00")
    assert eur(400) == order.lines[0].discount


def test_a_discounted_shipping_line_costs_its_discounted_price_and_tax():
    shipping = [
        {"price": "5.00", "discounted_price": "1.00", "tax_lines": [{"price": "0.20"}]},
        {"price": "9.00", "is_removed": True},
    ]
    order = read(shipping_lines=shipping, total_tax="2.30", total_price="27.30")
    assert eur(120) == order.shipping


def test_tips_duties_and_fees_are_charges():
    order = read(
        total_tip_received="3.00",
        original_total_duties_set={"shop_money": {"amount": "4.00"}},
        original_total_additional_fees_set={"shop_money": {"amount": "0.25"}},
        total_price="35.35",
    )
    assert [("tip", 300), ("duty", 400), ("fee", 25)] == [
        (charge.kind, charge.amount.amount_minor) for charge in order.charges
    ]


def test_cash_rounding_is_a_charge_only_if_the_total_was_stated_after_it():
    rounding = {"shop_money": {"amount": "-0.10", "currency_code": "EUR"}}
    name = "total_cash_rounding_payment_adjustment_set"
    assert () == read(**{name: rounding}).charges
    assert [("rounding", -10)] == [
        (charge.kind, charge.amount.amount_minor)
        for charge in read(**{name: rounding}, total_price="28.00").charges
    ]


def test_tax_of_an_old_document_is_shared_over_lines_that_state_none():
    lines = [shopify_line(11, 2, "10.00"), shopify_line(12, 1, "5.00")]
    order = read(line_items=lines, total_price="29.10")
    assert [eur(168), eur(42)] == [line.tax for line in order.lines]


def test_orders_are_kept_in_shop_money_whatever_the_customer_saw():
    line = shopify_line(11, 1, "10.00", price_set=both("10.00", "11.50"))
    line["tax_lines"] = [{"price": "2.30", "price_set": both("2.00", "2.30")}]
    line["discount_allocations"] = [
        {"amount": "1.15", "amount_set": both("1.00", "1.15")}
    ]
    order = read(
        line_items=[line],
        shipping_lines=[],
        total_tax="2.00",
        total_price="11.00",
        total_price_set=both("11.00", "12.65"),
        presentment_currency="USD",
    )
    assert eur(1100) == order.total


def test_a_flat_amount_that_differs_from_its_set_is_refused():
    error = refused(total_price_set=both("28.20", "30.00")).error
    assert "total_price" == error.path


def test_shop_money_in_another_currency_is_refused():
    money = both("28.10", "28.10", shop_currency="GBP")
    error = refused(total_price_set=money).error
    assert ("currency_mismatch", "total_price_set.shop_money.currency_code") == (
        error.code,
        error.path,
    )


@pytest.mark.parametrize(
    ("status", "owed", "expected"),
    [
        ("paid", "28.10", [("captured", 2810, 2810)]),
        ("partially_refunded", "0.00", [("captured", 2810, 2810)]),
        ("refunded", "28.10", [("captured", 2810, 2810)]),
        ("partially_paid", "8.10", [("captured", 2000, 2000)]),
        ("authorized", "28.10", [("authorized", 2810, 0)]),
        ("voided", "28.10", [("voided", 2810, 0)]),
        ("pending", "28.10", []),
        (None, "28.10", []),
    ],
)
def test_the_financial_status_tells_what_came_in(status, owed, expected):
    order = read(financial_status=status, total_outstanding=owed)
    assert expected == [
        (p.state, p.amount.amount_minor, p.captured.amount_minor)
        for p in order.payments
    ]


def test_a_payment_on_delivery_is_due():
    order = read(
        financial_status="pending", payment_gateway_names=["Cash on Delivery (COD)"]
    )
    assert [("due", eur(2810))] == [(p.state, p.amount) for p in order.payments]


def test_money_that_went_back_must_have_come_in():
    order = read(financial_status="authorized", refunds=[refund()])
    assert [("authorized", eur(2810), eur(550))] == [
        (p.state, p.amount, p.captured) for p in order.payments
    ]


def test_a_refund_is_what_its_transactions_say():
    [one] = read(refunds=[refund(amount="4.00")]).refunds
    assert ("701", eur(400), (("12", 1),)) == (one.refund_id, one.amount, one.units)


def test_only_successful_refund_transactions_count():
    transactions = [
        {"kind": "refund", "status": "success", "amount": "3.00", "currency": "EUR"},
        {"kind": "refund", "status": "failure", "amount": "9.00", "currency": "EUR"},
        {"kind": "refund", "status": "pending", "amount": "9.00", "currency": "EUR"},
        {"kind": "capture", "status": "success", "amount": "9.00", "currency": "EUR"},
    ]
    [one] = read(refunds=[refund(transactions=transactions)]).refunds
    assert eur(300) == one.amount


def test_a_refund_in_the_customers_currency_is_brought_to_shop_money_by_its_lines():
    lines = [
        {
            "line_item_id": 12,
            "quantity": 1,
            "subtotal": "6.00",
            "subtotal_set": both("5.00", "6.00"),
            "total_tax": "0.60",
            "total_tax_set": both("0.50", "0.60"),
        }
    ]
    back = {"kind": "refund", "status": "success", "amount": "6.60", "currency": "USD"}
    [one] = read(
        presentment_currency="USD",
        refunds=[refund(refund_line_items=lines, transactions=[back])],
    ).refunds
    assert eur(550) == one.amount


def test_a_refund_in_the_customers_currency_without_lines_goes_by_the_orders_rate():
    back = {"kind": "refund", "status": "success", "amount": "28.10", "currency": "USD"}
    [one] = read(
        presentment_currency="USD",
        total_price_set=both("28.10", "56.20"),
        refunds=[refund(lines=(), transactions=[back])],
    ).refunds
    assert eur(1405) == one.amount


def test_a_refund_in_a_currency_that_nobody_saw_is_refused():
    back = {"kind": "refund", "status": "success", "amount": "5.00", "currency": "JPY"}
    error = refused(
        presentment_currency="USD", refunds=[refund(transactions=[back])]
    ).error
    assert "refunds[0].transactions" == error.path


def test_adjustments_count_where_transactions_are_not_listed():
    given = refund(
        order_adjustments=[
            {"kind": "shipping_refund", "amount": "-2.00", "tax_amount": "0.00"},
            {"kind": "refund_discrepancy", "amount": "1.00", "tax_amount": "0.00"},
        ]
    )
    del given["transactions"]
    [one] = read(refunds=[given]).refunds
    assert eur(650) == one.amount


def test_more_refunded_than_the_total_is_refused():
    assert "refunds" == refused(refunds=[refund(amount="28.11")]).error.path


def test_a_refund_of_more_units_than_the_line_has_is_refused():
    assert "refunds" == refused(refunds=[refund(lines=((12, 2),))]).error.path


def test_a_refund_made_by_us_keeps_our_id():
    note = "late [postpurchase refund R-7]"
    [one] = read(refunds=[refund(note=note)]).refunds
    assert "R-7" == one.refund_id


@pytest.mark.parametrize("status", ["cancelled", "error", "failure", "pending", "open"])
def test_only_a_successful_fulfilment_left(status):
    assert () == read(fulfillments=[fulfilment(status=status)]).parcels


def test_a_fulfilment_is_a_parcel_with_its_first_number():
    [parcel] = read(
        fulfillments=[fulfilment(tracking_numbers=["T1", "T2"])],
    ).parcels
    assert ("501", "T1", "DHL") == (
        parcel.parcel_id,
        parcel.tracking_number,
        parcel.carrier,
    )
    assert ["further numbers: T2"] == [fact.raw_text for fact in parcel.facts]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("in_transit", "in_transit.general"),
        ("delivered", "delivered.general"),
        ("ready_for_pickup", "available_for_pickup.general"),
        ("beamed_up", "unknown.unmapped"),
    ],
)
def test_the_shipment_status_becomes_a_fact_and_keeps_its_word(said, code):
    [parcel] = read(fulfillments=[fulfilment(shipment_status=said)]).parcels
    assert [(code, said)] == [(fact.code, fact.raw_code) for fact in parcel.facts]


def test_an_order_fulfilled_without_a_fulfilment_left_in_one_parcel():
    lines = [
        shopify_line(11, 2, "10.00", off="1.00", tax="1.60", fulfillable_quantity=0),
        shopify_line(12, 1, "5.00", tax="0.50", gift_card=True),
    ]
    [parcel] = read(line_items=lines, fulfillment_status="fulfilled").parcels
    assert ("9001:fulfilled", (("11", 2),), "") == (
        parcel.parcel_id,
        parcel.units,
        parcel.tracking_number,
    )


def test_units_that_did_not_leave_and_cannot_leave_any_more_were_cancelled():
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
        shopify_line(
            12, 1, "5.00", tax="0.50", current_quantity=0, fulfillable_quantity=0
        ),
    ]
    shipped = fulfilment(lines=((12, 1),))
    order = read(line_items=lines, fulfillments=[shipped], refunds=[refund()])
    assert [1, 0] == [line.cancelled for line in order.lines]


def test_without_counts_the_refunds_tell_what_was_cancelled():
    given = refund()
    given["refund_line_items"][0]["restock_type"] = "cancel"
    assert [0, 1] == [line.cancelled for line in read(refunds=[given]).lines]


def test_gift_cards_and_services_need_no_parcel():
    lines = [
        shopify_line(11, 2, "10.00", off="1.00", tax="1.60", gift_card=True),
        shopify_line(12, 1, "5.00", tax="0.50", requires_shipping=False),
    ]
    assert [False, False] == [li.requires_parcel for li in read(line_items=lines).lines]


@pytest.mark.parametrize(
    ("said", "channel"),
    [
        ("pos", "store"),
        ("580111", "app:580111"),
        ("instagram", "social"),
        ("fax", "fax"),
    ],
)
def test_the_source_name_tells_the_sales_channel(said, channel):
    assert channel == read(source_name=said).sales_channel


def test_a_person_is_known_by_name_and_never_by_e_mail_as_id():
    order = read(
        email="ola@example.com",
        customer={"id": 5, "first_name": "Ola", "last_name": "Nowak"},
        shipping_address={
            "name": "Ola Nowak",
            "address1": "ul. Długa 5",
            "city": "Warszawa",
            "zip": "00-238",
            "country_code": "PL",
            "phone": "no number",
        },
    )
    assert ("5", "Ola Nowak", "", "PL") == (
        order.customer_id,
        order.recipient.name,
        order.recipient.phone,
        order.address.country,
    )


def test_all_faults_of_a_record_are_told_at_once():
    lines = [shopify_line("x y", "two", "abc"), shopify_line(12, 1, -5)]
    faults = refused(line_items=lines, currency="EURO", created_at="yesterday").faults
    assert {
        "currency",
        "created_at",
        "line_items[0].quantity",
        "line_items[0].price",
        "line_items[1].price",
    } <= {fault.path for fault in faults}


def test_a_part_of_an_order_says_what_it_lacks():
    order = read(currency=..., line_items=...)
    assert ("currency", "line_items") == order.lacking


def test_a_time_without_offset_is_refused():
    error = refused(created_at="2026-03-01T10:00:00").error
    assert ("naive_time", "created_at") == (error.code, error.path)


def test_a_value_that_is_wrong_is_told_once_however_often_it_is_read():
    faults = refused(created_at="2026-06-01T09:00:00", updated_at=...).faults

    assert ["created_at"] == [fault.path for fault in faults]
