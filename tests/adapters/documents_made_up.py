"""Orders that these tests made up, in the shapes of their sources."""

from __future__ import annotations

import json


def shopify_order(**changes):
    """A Shopify order of two lines: 2 × 10.00 and 1 × 5.00, 1.00 off, tax on top."""
    order = {
        "id": 9001,
        "name": "#A1",
        "created_at": "2026-03-01T10:00:00+01:00",
        "updated_at": "2026-03-01T10:00:00+01:00",
        "currency": "EUR",
        "taxes_included": False,
        "financial_status": "paid",
        "fulfillment_status": None,
        "source_name": "web",
        "total_price": "28.10",
        "total_tax": "2.10",
        "line_items": [
            shopify_line(11, 2, "10.00", off="1.00", tax="1.60"),
            shopify_line(12, 1, "5.00", tax="0.50"),
        ],
        "shipping_lines": [{"price": "2.00", "discounted_price": "2.00"}],
        "fulfillments": [],
        "refunds": [],
    }
    order.update(changes)
    return {name: value for name, value in order.items() if value is not ...}


def shopify_line(line_id, quantity, price, *, off=None, tax=None, **more):
    line = {
        "id": line_id,
        "sku": f"SKU-{line_id}",
        "title": f"Article {line_id}",
        "quantity": quantity,
        "price": price,
        "requires_shipping": True,
        "discount_allocations": [{"amount": off}] if off else [],
        "tax_lines": [{"price": tax}] if tax else [],
    }
    line.update(more)
    return line


def fulfilment(parcel_id=501, lines=((11, 2), (12, 1)), **more):
    return {
        "id": parcel_id,
        "order_id": 9001,
        "status": "success",
        "created_at": "2026-03-02T09:00:00+01:00",
        "updated_at": "2026-03-02T09:00:00+01:00",
        "tracking_company": "DHL",
        "tracking_number": "T1",
        "tracking_numbers": ["T1"],
        "line_items": [{"id": line_id, "quantity": units} for line_id, units in lines],
    } | more


def refund(refund_id=701, amount="5.50", lines=((12, 1),), **more):
    return {
        "id": refund_id,
        "created_at": "2026-03-05T09:00:00+01:00",
        "note": "too small",
        "refund_line_items": [
            {
                "line_item_id": line_id,
                "quantity": units,
                "restock_type": "return",
                "subtotal": "5.00",
                "total_tax": "0.50",
            }
            for line_id, units in lines
        ],
        "transactions": [
            {"kind": "refund", "status": "success", "amount": amount, "currency": "EUR"}
        ],
    } | more


def both(shop, presentment, shop_currency="EUR", other="USD"):
    return {
        "shop_money": {"amount": shop, "currency_code": shop_currency},
        "presentment_money": {"amount": presentment, "currency_code": other},
    }


def woo_order(**changes):
    order = {
        "id": 77,
        "number": "77",
        "status": "processing",
        "currency": "PLN",
        "date_created": "2026-03-01T11:00:00",
        "date_created_gmt": "2026-03-01T10:00:00",
        "date_modified_gmt": "2026-03-01T10:05:00",
        "date_paid_gmt": "2026-03-01T10:05:00",
        "total": "32.75",
        "cart_tax": "2.25",
        "shipping_total": "0.50",
        "shipping_tax": "0.00",
        "payment_method": "blik",
        "customer_id": 0,
        "line_items": [
            woo_line(1, 1, "15.00", "1.13"),
            woo_line(2, 1, "3.00", "0.23"),
            woo_line(3, 1, "12.00", "0.90"),
        ],
        "fee_lines": [],
        "refunds": [],
    }
    order.update(changes)
    return {name: value for name, value in order.items() if value is not ...}


def woo_line(line_id, quantity, total, tax="0.00", **more):
    return {
        "id": line_id,
        "name": f"Kubek &ndash; {line_id}",
        "sku": f"K-{line_id}",
        "quantity": quantity,
        "subtotal": total,
        "total": total,
        "total_tax": tax,
        "price": 21.989999999999998,
    } | more


def as_bytes(document):
    return json.dumps(document).encode()
