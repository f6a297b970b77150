"""WooCommerce's orders, read into snapshots.

Takes orders of the REST API (wc/v1 to wc/v3) and of the legacy API (v1 to
v3), which differ in names only, and batches of ``create``, ``update`` and
``delete`` (whose elements are the orders as they were).

Source: WooCommerce REST API documentation, resources Orders and Order
refunds; WooCommerce core, ``wc_get_is_paid_statuses``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from html import unescape
from types import MappingProxyType
from typing import Final

import attrs

from postpurchase.adapters.people import address_of, contact_of, country_of
from postpurchase.adapters.reading import Reader
from postpurchase.adapters.records import check_total, read_records, settle_tax
from postpurchase.adapters.snapshot import (
    OrderSnapshot,
    PaymentState,
    Record,
    SnapshotLine,
    SnapshotParcel,
    SnapshotPayment,
    SnapshotRefund,
)
from postpurchase.errors import MissingField
from postpurchase.values.answers import Charge
from postpurchase.values.money import Money, zero

SOURCE: Final = "woocommerce"

NEEDED: Final = ("currency", "total", "line_items", "status")
"""What makes a whole order, besides its date; without one it is a part."""

DRAFTS: Final = ("checkout-draft", "auto-draft", "draft")
"""Statuses of carts that nobody has ordered yet."""

PAID: Final = ("processing", "completed", "refunded")
"""Statuses that WooCommerce counts as paid, unless it is paid on delivery."""

GONE: Final = ("cancelled", "failed", "trash")
"""Statuses in which nothing more is sent."""

CHANNELS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "": "site",
        "checkout": "site",
        "store-api": "site",
        "admin": "phone",
        "pos-rest-api": "store",
    }
)
"""`created_via` to the sales channel; all others keep WooCommerce's word."""


def read_orders(content: bytes) -> Iterator[Record]:
    """Read every record of a file or a webhook's body.

    Args:
        content: One order, a list, ``{"order": …}``, ``{"orders": […]}``, a
            batch, or JSON lines.

    Returns:
        A snapshot for each record, or a `Refusal` with path and value.

    >>> [refused] = read_orders(b'[{"id": 7, "currency": "EUR"}]')
    >>> refused.error.path
    '[0].total'
    """
    return read_records(content, SOURCE, {"order": read_order})


def read_order(order: Reader) -> OrderSnapshot:
    """Read one order.

    Raises:
        InvalidInput: One fault, or all of them as `SeveralFaults`.
        AmountsDisagree: The parts do not add up to ``total``.
    """
    for name in NEEDED:
        if name not in order:
            order.note(MissingField(path=order.at(name), expected="the field"))
    order.check()
    snapshot = _with_facts(order, _with_people(order, _with_money(order)))
    order.check()
    check_total(snapshot)
    return snapshot


def _with_money(order: Reader) -> OrderSnapshot:
    """Read what was ordered, when and for how much."""
    currency = order.currency("currency")
    charges, discount = _fees(order, currency)
    return OrderSnapshot(
        source=SOURCE,
        order_id=order.id("id"),
        number=order.line("number", most=100) or order.line("order_number", most=100),
        placed_at=_when(order, "date_created", "created_at")
        or order.when("date_created"),
        updated_at=_when(order, "date_modified", "updated_at"),
        currency=currency,
        total=order.money("total", currency),
        sales_channel=_channel(order),
        lines=_lines(order, currency),
        shipping=_shipping(order, currency),
        discount=discount,
        charges=charges,
        path=order.path,
        total_path=order.at("total"),
    )


def _with_people(order: Reader, snapshot: OrderSnapshot) -> OrderSnapshot:
    """Add who ordered and where it goes."""
    to, by = _addresses(order)
    email, phone = by.text("email", most=320), by.text("phone", most=100)
    return attrs.evolve(
        snapshot,
        customer_id=_customer(order),
        recipient=contact_of(to, by, email=email, phone=phone),
        address=address_of(to) or address_of(by),
        country=country_of(to) or country_of(by),
    )


def _with_facts(order: Reader, snapshot: OrderSnapshot) -> OrderSnapshot:
    """Add what was paid, what left, what went back and whether it is off."""
    status = order.text("status", most=40).removeprefix("wc-")
    if status in DRAFTS:
        order.fault("status", "the status of an order that was placed")
    at = snapshot.updated_at or snapshot.placed_at or order.when("date_created")
    refunds = _refunds(order, snapshot.currency, at)
    return attrs.evolve(
        snapshot,
        payments=_payments(order, snapshot, status, refunds or ()),
        parcels=_parcels(order, snapshot, status, at),
        refunds=refunds,
        cancelled_at=at if status in GONE else None,
        cancel_reason="payment_declined" if status == "failed" else "other",
    )


def _when(order: Reader, *names: str) -> datetime | None:
    """Read a time without offset as UTC, from the ``_gmt`` field where there is one.

    The API states local time beside it since wc/v2; before, and in the legacy
    API, the only field was in GMT.
    """
    for name in (*(f"{name}_gmt" for name in names), *names):
        if name in order:
            return order.time(name, utc=True)
    return None


def _lines(order: Reader, currency: str) -> tuple[SnapshotLine, ...]:
    lines = tuple(_line(line, currency) for line in order.each("line_items"))
    ids = [line.line_id for line in lines]
    if len(set(ids)) < len(ids):
        order.fault("line_items", "lines with an id of their own each")
    if not lines:
        order.fault("line_items", "at least one line")
    if "cart_tax" not in order:
        return lines
    stated = order.money("cart_tax", currency, sign=True)
    for fee in order.each("fee_lines"):
        stated -= fee.money("total_tax", currency, default="0", sign=True)
    entries = sum(max(1, len(li.list("taxes"))) for li in order.each("line_items"))
    shares = [line.tax for line in lines]
    if stated.amount_minor >= 0:
        shares = settle_tax(shares, stated, entries)
    return tuple(
        attrs.evolve(line, tax=share) for line, share in zip(lines, shares, strict=True)
    )


def _line(line: Reader, currency: str) -> SnapshotLine:
    """Read a line; its amounts are without tax, even where prices include it.

    ``subtotal`` is before coupons and ``total`` after them. The price of one
    unit is the subtotal's whole share; what the division leaves goes to the
    discount, so that the line's total is exact.
    """
    quantity = line.units("quantity", least=1)
    total = line.money("total", currency)
    before = line.money("subtotal", currency, default=total.decimal_text)
    before = max(before, total)
    unit = -(-before.amount_minor // max(quantity, 1))
    price = Money(unit, currency)
    return SnapshotLine(
        line_id=line.id("id"),
        sku=line.line("sku", most=255),
        title=unescape(line.line("name", most=1_000))[:500],
        quantity=quantity,
        unit_price=price,
        discount=price * quantity - total,
        tax=line.money("total_tax", currency, default="0"),
        included_tax=zero(currency),
        requires_parcel=not line.flag("virtual"),
        path=line.path,
    )


def _fees(order: Reader, currency: str) -> tuple[tuple[Charge, ...], Money]:
    """Read fees with their tax; those below zero are a discount by another name."""
    found, discount = [], zero(currency)
    for fee in order.each("fee_lines"):
        amount = fee.money("total", currency, sign=True)
        amount += fee.money("total_tax", currency, default="0", sign=True)
        if amount.amount_minor > 0:
            found.append(Charge(kind="fee", amount=amount))
        else:
            discount -= amount
    return tuple(found), discount


def _shipping(order: Reader, currency: str) -> Money:
    """Read what shipping costs with its tax, from the order or from its lines."""
    name = "shipping_total" if "shipping_total" in order else "total_shipping"
    if name in order:
        price = order.money(name, currency)
        return price + order.money("shipping_tax", currency, default="0")
    total = zero(currency)
    for line in order.each("shipping_lines"):
        total += line.money("total", currency)
        total += line.money("total_tax", currency, default="0")
    return total


def _refunds(
    order: Reader, currency: str, at: datetime
) -> tuple[SnapshotRefund, ...] | None:
    """Read refunds; an order tells their id, reason and amount below zero only."""
    if "refunds" not in order:
        return None
    found = []
    for one in order.each("refunds"):
        name = "total" if "total" in one else "amount"
        refund = SnapshotRefund(
            refund_id=one.id("id"),
            at=_when(one, "date_created", "created_at") or at,
            amount=abs(one.money(name, currency, sign=True)),
            reason=(one.line("reason", most=1_000) or one.line("refund", most=1_000)),
            path=one.path,
        )
        if refund.amount:
            found.append(attrs.evolve(refund, reason=refund.reason[:200]))
    return tuple(found)


def _payments(
    order: Reader,
    snapshot: OrderSnapshot,
    status: str,
    refunds: tuple[SnapshotRefund, ...],
) -> tuple[SnapshotPayment, ...]:
    """Tell what was paid: the date of payment, or what the status means."""
    total = snapshot.total or zero(snapshot.currency)
    refunded = sum((r.amount for r in refunds), zero(total.currency))
    if refunded > total:
        order.fault("refunds", f"at most the total, {total}: together {refunded}")
    details = order.child("payment_details")
    method = order.line("payment_method", most=100) or details.line("method_id")
    paid_at = _when(order, "date_paid")
    on_delivery = method == "cod"
    paid = paid_at is not None or (
        details.flag("paid")
        if "paid" in details
        else status in PAID and not (on_delivery and status == "processing")
    )
    captured = total if paid else min(refunded, total)
    state: PaymentState = "captured"
    if on_delivery and not captured and status not in GONE:
        state = "due"
    elif not captured:
        return ()
    return (
        SnapshotPayment(
            payment_id=f"{snapshot.order_id}:payment",
            method="cash_on_delivery" if state == "due" else method or "woocommerce",
            state=state,
            amount=total if state == "due" else captured,
            captured=captured,
            at=paid_at,
            path=order.at("status"),
        ),
    )


def _parcels(
    order: Reader, snapshot: OrderSnapshot, status: str, at: datetime
) -> tuple[SnapshotParcel, ...]:
    """Make the parcel that must have left: ``completed`` means fulfilled.

    WooCommerce itself knows no shipments; when and how they left, only
    extensions tell.
    """
    units = tuple(
        (li.line_id, li.quantity) for li in snapshot.lines if li.requires_parcel
    )
    if status != "completed" or not units:
        return ()
    return (
        SnapshotParcel(
            parcel_id=f"{snapshot.order_id}:completed",
            units=units,
            shipped_at=_when(order, "date_completed", "completed_at") or at,
            assumed=True,
            path=order.at("status"),
        ),
    )


def _addresses(order: Reader) -> tuple[Reader, Reader]:
    """Return where it goes and who pays, in either API's names."""
    to = "shipping" if "shipping" in order else "shipping_address"
    by = "billing" if "billing" in order else "billing_address"
    return order.child(to), order.child(by)


def _channel(order: Reader) -> str:
    said = order.line("created_via", most=100)
    return CHANNELS.get(said, said)


def _customer(order: Reader) -> str:
    value = order.value.get("customer_id")
    return "" if value in (0, "0", None) else order.id("customer_id")
