"""Shopify's REST orders and fulfilments, read into snapshots.

Takes an order of any version of the Admin API, from documents without price
sets to those of 2026-07, webhook bodies, parts of orders (``fields=``) and
fulfilments on their own.

Source: Shopify Admin REST API, resources Order, Fulfillment and Refund.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from postpurchase.adapters import shopify_money as money
from postpurchase.adapters import shopify_parcels as parcels
from postpurchase.adapters import shopify_payments as payments
from postpurchase.adapters.people import address_of, contact_of, country_of
from postpurchase.adapters.reading import Reader
from postpurchase.adapters.records import check_total, read_records
from postpurchase.adapters.shopify_lines import (
    lines_of,
    net_of,
    rest_of_discount,
    shipments_of,
    with_settled_tax,
)
from postpurchase.adapters.snapshot import OrderSnapshot, Record, SnapshotLine
from postpurchase.values.answers import Charge
from postpurchase.values.contact import Contact
from postpurchase.values.money import Money

SOURCE: Final = "shopify"

NEEDED: Final = ("name", "created_at", "currency", "total_price", "line_items")
"""What makes a whole order; a record without one of these is a part."""

CHANNELS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "": "site",
        "web": "site",
        "shop": "site",
        "pos": "store",
        "iphone": "store",
        "android": "store",
        "shopify_draft_order": "phone",
        "facebook": "social",
        "instagram": "social",
        "tiktok": "social",
        "pinterest": "social",
        "amazon": "marketplace",
        "ebay": "marketplace",
        "etsy": "marketplace",
        "walmart": "marketplace",
    }
)
"""`source_name` to the sales channel; an app's number becomes ``app:NUMBER``."""

REASONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "customer": "customer",
        "fraud": "fraud",
        "inventory": "out_of_stock",
        "declined": "payment_declined",
        "staff": "staff",
    }
)
"""`cancel_reason` to this library's reasons; all others are ``other``."""


def read_orders(content: bytes) -> Iterator[Record]:
    """Read every record of a file or a webhook's body.

    Args:
        content: One order, a list, ``{"order": …}``, ``{"orders": […]}``,
            ``{"fulfillment": …}``, ``{"fulfillments": […]}`` or JSON lines.

    Returns:
        A snapshot for each record, or a `Refusal` with path and value.

    >>> [refused] = read_orders(b'{"order": {"id": "x", "currency": "EURO"}}')
    >>> [fault.path for fault in refused.faults]
    ['order.currency']
    """
    kinds = {"order": read_order, "fulfillment": read_fulfilment}
    return read_records(content, SOURCE, kinds)


def read_order(order: Reader) -> OrderSnapshot:
    """Read one order, whole or in part.

    Raises:
        InvalidInput: One fault, or all of them as `SeveralFaults`.
        AmountsDisagree: The parts do not add up to ``total_price``.
    """
    order_id = order.id("id")
    lacking = tuple(name for name in NEEDED if name not in order)
    snapshot = _part(order, order_id, lacking) if lacking else _whole(order, order_id)
    order.check()
    if not lacking:
        check_total(snapshot)
    return snapshot


def read_fulfilment(one: Reader) -> OrderSnapshot:
    """Read a fulfilment on its own: a part of an order that is known."""
    order_id = one.id("order_id")
    parcel = parcels.parcel_of(one)
    one.check()
    return OrderSnapshot(
        source=SOURCE,
        order_id=order_id,
        updated_at=one.time("updated_at") or one.time("created_at"),
        parcels=(parcel,) if parcel else (),
        lacking=(one.at("order"),),
        path=one.path,
    )


def _part(order: Reader, order_id: str, lacking: tuple[str, ...]) -> OrderSnapshot:
    """Read what a part of an order tells; the currency may be one of the gaps."""
    currency = order.currency("currency") if "currency" in order else ""
    total = None
    if currency and "total_price" in order:
        total = money.shop_money(order, "total_price", currency)
    refunds = None
    if currency:
        included = order.flag("taxes_included")
        refunds = payments.refunds_of(order, currency, included=included)
    return OrderSnapshot(
        source=SOURCE,
        order_id=order_id,
        number=order.line("name", most=100),
        placed_at=order.time("created_at"),
        updated_at=order.time("updated_at"),
        currency=currency,
        total=total,
        total_said=order.value.get("total_price"),
        parcels=parcels.parcels_of(order),
        refunds=refunds,
        lacking=tuple(order.at(name) for name in lacking),
        path=order.path,
    )


def _whole(order: Reader, order_id: str) -> OrderSnapshot:
    currency = order.currency("currency")
    included = order.flag("taxes_included")
    total = money.shop_money(order, "total_price", currency)
    found = payments.refunds_of(order, currency, included=included)
    refunded = money.total_of((r.amount for r in found or ()), currency)
    if refunded > total:
        order.fault("refunds", f"at most the total, {total}: together {refunded}")
    lines = lines_of(order, currency, included)
    shipping, off = money.shipping_of(order, currency, included=included)
    charges = money.charges_of(order, currency, included=included)
    discount = rest_of_discount(order, currency, lines, off)
    lines = with_settled_tax(order, currency, lines, included)
    charges += _closing(order, total, lines, shipping, discount, charges)
    shipments, lines = shipments_of(order, order_id, lines, found or ())
    address, billing = order.child("shipping_address"), order.child("billing_address")
    updated = order.time("updated_at")
    return OrderSnapshot(
        source=SOURCE,
        order_id=order_id,
        number=order.line("name", most=100),
        placed_at=order.when("created_at"),
        updated_at=updated,
        currency=currency,
        total=total,
        sales_channel=_channel(order),
        customer_id=_customer(order),
        recipient=_contact(order, address, billing),
        address=address_of(address) or address_of(billing),
        locale=order.text("customer_locale", most=35),
        country=country_of(address) or country_of(billing),
        lines=lines,
        shipping=shipping,
        discount=discount,
        charges=charges,
        payments=payments.payments_of(order, order_id, total, refunded),
        parcels=shipments,
        refunds=found,
        cancelled_at=order.time("cancelled_at"),
        cancel_reason=REASONS.get(order.text("cancel_reason", most=100), "other"),
        path=order.path,
        total_path=order.at("total_price"),
    )


def _closing(
    order: Reader,
    total: Money,
    lines: tuple[SnapshotLine, ...],
    shipping: Money,
    discount: Money,
    charges: tuple[Charge, ...],
) -> tuple[Charge, ...]:
    """Return the cash rounding if the total was stated after it."""
    rounding = money.rounding_of(order, total.currency)
    currency = total.currency
    parts = money.total_of((net_of(line) + line.tax for line in lines), currency)
    parts += shipping - discount
    parts += money.total_of((charge.amount for charge in charges), currency)
    if rounding and parts + rounding == total:
        return (Charge(kind="rounding", amount=rounding),)
    return ()


def _channel(order: Reader) -> str:
    said = order.line("source_name", most=100)
    if said.isdigit():
        return f"app:{said}"
    return CHANNELS.get(said.lower(), said)


def _customer(order: Reader) -> str:
    return order.child("customer").id("id", needed=False)


def _contact(order: Reader, *addresses: Reader) -> Contact | None:
    return contact_of(
        *addresses,
        order.child("customer"),
        email=order.text("email", most=320) or order.text("contact_email", most=320),
        phone=order.text("phone", most=100),
        locale=order.text("customer_locale", most=35),
    )
