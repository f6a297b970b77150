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

import attrs

from postpurchase.adapters import shopify_money as money
from postpurchase.adapters import shopify_parcels as parcels
from postpurchase.adapters import shopify_payments as payments
from postpurchase.adapters.people import address_of, contact_of
from postpurchase.adapters.reading import Reader
from postpurchase.adapters.records import check_total, read_records, settle_tax
from postpurchase.adapters.snapshot import (
    OrderSnapshot,
    Record,
    SnapshotLine,
    SnapshotParcel,
    SnapshotRefund,
)
from postpurchase.values.answers import Charge
from postpurchase.values.contact import Contact
from postpurchase.values.money import Money, zero

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
    ['currency']
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
    if not lacking and snapshot.total is not None:
        check_total(
            snapshot.total,
            path=order.at("total_price"),
            lines=snapshot.lines,
            shipping=snapshot.shipping or zero(snapshot.currency),
            discount=snapshot.discount or zero(snapshot.currency),
            charges=snapshot.charges,
        )
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
        lacking=tuple(one.at(name) for name in NEEDED),
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
    lines = _lines(order, currency, included)
    shipping, off = money.shipping_of(order, currency, included=included)
    charges = money.charges_of(order, currency, included=included)
    discount = _rest_of_discount(order, currency, lines, off)
    lines = _settled(order, currency, lines, included)
    charges += _closing(order, total, lines, shipping, discount, charges)
    shipments, lines = _shipments(order, order_id, lines, found or ())
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
        country=(address.text("country_code", most=2) or billing.text("country_code")),
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


def _lines(order: Reader, currency: str, included: bool) -> tuple[SnapshotLine, ...]:
    lines = tuple(
        _line(line, currency, included)
        for line in order.each("line_items")
        if line.value.get("quantity") != 0
    )
    ids = [line.line_id for line in lines]
    if len(set(ids)) < len(ids):
        order.fault("line_items", "lines with an id of their own each")
    if not lines:
        order.fault("line_items", "at least one line")
    return lines


def _line(line: Reader, currency: str, included: bool) -> SnapshotLine:
    tax = money.taxes(line, currency)[0]
    nothing = zero(currency)
    needs_parcel = line.flag("requires_shipping", default=True)
    barcode = line.line("barcode", most=100)
    return SnapshotLine(
        line_id=line.id("id"),
        sku=line.line("sku", most=255),
        title=line.line("name", most=500) or line.line("title", most=500),
        quantity=line.units("quantity", least=1),
        unit_price=money.shop_money(line, "price", currency),
        discount=money.discount_of(line, currency),
        tax=nothing if included else tax,
        included_tax=tax if included else nothing,
        requires_parcel=needs_parcel and not line.flag("gift_card"),
        weight_grams=line.units("grams", default=0) or None,
        barcodes=(barcode,) if barcode else (),
        path=line.path,
    )


def _rest_of_discount(
    order: Reader, currency: str, lines: tuple[SnapshotLine, ...], off: Money
) -> Money:
    """Return what is off the whole order where no line tells its share.

    Documents before 2018 state a discount of the order without allocations.
    """
    nothing = zero(currency)
    if any("discount_allocations" in line for line in order.each("line_items")):
        return nothing
    stated = money.settled(order, "total_discounts", currency)
    rest = stated - off - money.total_of((li.discount for li in lines), currency)
    return max(rest, nothing)


def _settled(
    order: Reader, currency: str, lines: tuple[SnapshotLine, ...], included: bool
) -> tuple[SnapshotLine, ...]:
    """Bring the lines' taxes to the order's, where rounding alone parts them."""
    if included or "total_tax" not in order:
        return lines
    stated = money.shop_money(order, "total_tax", currency)
    for line in order.each("shipping_lines"):
        stated -= money.taxes(line, currency)[0]
    for line in order.each("line_items"):
        for duty in line.each("duties"):
            stated -= money.taxes(duty, currency)[0]
    entries = [money.taxes(line, currency)[1] for line in order.each("line_items")]
    shares = [line.tax for line in lines]
    if not any(entries) and stated.amount_minor > 0:
        weights = [max(0, _net(line).amount_minor) for line in lines]
        shares = list(stated.allocate(weights)) if lines else []
    elif stated.amount_minor >= 0:
        shares = settle_tax(shares, stated, sum(entries))
    return tuple(
        attrs.evolve(line, tax=share) for line, share in zip(lines, shares, strict=True)
    )


def _net(line: SnapshotLine) -> Money:
    return line.unit_price * line.quantity - line.discount


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
    parts = money.total_of((_net(line) + line.tax for line in lines), currency)
    parts += shipping - discount
    parts += money.total_of((charge.amount for charge in charges), currency)
    if rounding and parts + rounding == total:
        return (Charge(kind="rounding", amount=rounding),)
    return ()


def _shipments(
    order: Reader,
    order_id: str,
    lines: tuple[SnapshotLine, ...],
    refunds: tuple[SnapshotRefund, ...],
) -> tuple[tuple[SnapshotParcel, ...] | None, tuple[SnapshotLine, ...]]:
    """Read what left, and add to each line how many units were taken off."""
    listed = parcels.parcels_of(order)
    status = order.text("fulfillment_status", most=40)
    known = {line.line_id: line for line in lines}
    _check_lines(order, known, listed or (), refunds)
    sent = _units_sent(listed or ())
    unsent = _units_unsent(order)
    counted, assumed = [], {}
    for line in order.each("line_items"):
        read = known.get(str(line.value.get("id")))
        if read is None:
            continue
        stock = _stock(line, read)
        shipped = sent.get(read.line_id, 0)
        if not listed and read.requires_parcel:
            shipped = stock.shipped(shipped, order_status=status)
            assumed[read.line_id] = shipped
        off = stock.cancelled(shipped, unsent.get(read.line_id, 0))
        counted.append(attrs.evolve(read, cancelled=off))
    if not listed:
        left_at = order.time("closed_at") or order.time("updated_at")
        parcel = parcels.assumed_parcel(
            order_id, assumed, left_at or order.when("created_at")
        )
        listed = (parcel,) if parcel else listed
    return listed, tuple(counted)


def _stock(line: Reader, read: SnapshotLine) -> parcels.Stock:
    def count(name: str) -> int | None:
        return line.units(name) if name in line else None

    return parcels.Stock(
        quantity=read.quantity,
        current=count("current_quantity"),
        fulfillable=count("fulfillable_quantity"),
        status=line.text("fulfillment_status", most=40),
    )


def _units_sent(listed: tuple[SnapshotParcel, ...]) -> dict[str, int]:
    sent: dict[str, int] = {}
    for parcel in listed:
        for line_id, units in parcel.units:
            sent[line_id] = sent.get(line_id, 0) + units
    return sent


def _units_unsent(order: Reader) -> dict[str, int]:
    """Count the units that refunds took off before they were sent."""
    unsent: dict[str, int] = {}
    for refund in order.each("refunds"):
        for line in refund.each("refund_line_items"):
            if line.text("restock_type", most=40) == "cancel":
                line_id = line.id("line_item_id")
                unsent[line_id] = unsent.get(line_id, 0) + line.units("quantity")
    return unsent


def _check_lines(
    order: Reader,
    known: Mapping[str, SnapshotLine],
    listed: tuple[SnapshotParcel, ...],
    refunds: tuple[SnapshotRefund, ...],
) -> None:
    """Note shipped or refunded units that the order does not have."""
    for name, kind in (("fulfillments", listed), ("refunds", refunds)):
        units: dict[str, int] = {}
        for one in kind:
            for line_id, count in one.units:
                units[line_id] = units.get(line_id, 0) + count
        for line_id, count in units.items():
            line = known.get(line_id)
            if line is None:
                order.fault(name, f"of lines of this order: {line_id} is none")
            elif count > line.quantity:
                order.fault(
                    name, f"at most {line.quantity} of line {line_id}: there are {count}"
                )


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
