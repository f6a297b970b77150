"""WooCommerce's orders, in both of its APIs' names."""

from __future__ import annotations

import pytest

from adapters.documents_made_up import as_bytes, woo_line, woo_order
from postpurchase.adapters.snapshot import OrderSnapshot, Refusal
from postpurchase.adapters.woocommerce import read_orders
from postpurchase.values.money import Money


def read(**changes):
    [record] = read_orders(as_bytes(woo_order(**changes)))
    assert isinstance(record, OrderSnapshot), record.error
    return record


def refused(**changes):
    [record] = read_orders(as_bytes(woo_order(**changes)))
    assert isinstance(record, Refusal), record
    return record


def pln(minor):
    return Money(minor, "PLN")


def test_the_tax_of_the_bill_counts_where_the_lines_were_rounded():
    order = read()
    assert pln(3275) == order.total
    assert pln(225) == sum((line.tax for line in order.lines), pln(0))


def test_names_are_text_and_not_html():
    assert "Kubek – 1" == read().lines[0].title


def test_a_larger_difference_in_tax_is_refused():
    error = refused(cart_tax="2.00", total="32.50").error
    assert ("amounts_disagree", "total") == (error.code, error.path)


def test_a_coupon_is_the_lines_discount():
    lines = [woo_line(1, 3, "10.00", subtotal="14.00")]
    line = read(line_items=lines, cart_tax="0.00", total="10.50").lines[0]
    assert pln(1000) == line.unit_price * 3 - line.discount


def test_a_fee_is_a_charge_and_one_below_zero_a_discount():
    fees = [
        {"total": "2.00", "total_tax": "0.46"},
        {"total": "-5.00", "total_tax": "0.00"},
    ]
    order = read(fee_lines=fees, cart_tax="2.71", total="30.21")
    assert [("fee", pln(246))] == [(c.kind, c.amount) for c in order.charges]
    assert pln(500) == order.discount


def test_times_without_offset_are_in_greenwich():
    assert "2026-03-01T10:00:00+00:00" == read().placed_at.isoformat()
    older = read(date_created_gmt=...)
    assert "2026-03-01T11:00:00+00:00" == older.placed_at.isoformat()


@pytest.mark.parametrize(
    ("status", "paid_at", "method", "expected"),
    [
        ("processing", "2026-03-01T10:05:00", "blik", [("captured", 3275)]),
        ("processing", None, "blik", [("captured", 3275)]),
        ("processing", None, "cod", [("due", 0)]),
        ("completed", None, "cod", [("captured", 3275)]),
        ("on-hold", None, "bacs", []),
        ("pending", None, "blik", []),
        ("failed", None, "cod", []),
    ],
)
def test_the_status_tells_what_was_paid(status, paid_at, method, expected):
    order = read(status=status, date_paid_gmt=paid_at, payment_method=method)
    assert expected == [(p.state, p.captured.amount_minor) for p in order.payments]


def test_a_completed_order_has_left():
    [parcel] = read(
        status="completed", date_completed_gmt="2026-03-03T08:00:00"
    ).parcels
    assert ("77:completed", "2026-03-03T08:00:00+00:00") == (
        parcel.parcel_id,
        parcel.shipped_at.isoformat(),
    )


@pytest.mark.parametrize(
    ("status", "reason"), [("cancelled", "other"), ("failed", "payment_declined")]
)
def test_a_cancelled_order_says_when_and_why(status, reason):
    order = read(status=status)
    assert ("2026-03-01T10:05:00+00:00", reason) == (
        order.cancelled_at.isoformat(),
        order.cancel_reason,
    )


def test_refunds_are_listed_below_zero():
    refunds = [{"id": 5, "reason": "cracked", "total": "-10.00"}]
    [one] = read(refunds=refunds).refunds
    assert ("5", pln(1000), "cracked") == (one.refund_id, one.amount, one.reason)


def test_the_legacy_names_read_the_same():
    legacy = {
        "order": {
            "id": 5,
            "order_number": 5,
            "created_at": "2015-01-26T20:00:21Z",
            "updated_at": "2015-01-26T20:00:21Z",
            "status": "processing",
            "currency": "PLN",
            "total": "14.50",
            "cart_tax": "1.00",
            "total_shipping": "3.00",
            "shipping_tax": "0.50",
            "payment_details": {"method_id": "bacs", "paid": True},
            "shipping_address": {"first_name": "Ola", "country": "PL"},
            "line_items": [woo_line(1, 2, "10.00", "1.00")],
        }
    }
    [order] = read_orders(as_bytes(legacy))
    assert ("5", pln(1450), pln(350), "bacs", "PL", None) == (
        order.number,
        order.total,
        order.shipping,
        order.payments[0].method,
        order.country,
        order.refunds,
    )


def test_what_is_missing_is_told_at_once():
    faults = refused(currency=..., line_items=...).faults
    assert ["currency", "line_items"] == [fault.path for fault in faults]


def test_a_guest_has_no_customer_id():
    assert "" == read().customer_id
    assert "26" == read(customer_id=26).customer_id
