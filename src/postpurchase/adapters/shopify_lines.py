"""The lines of a Shopify order: amounts, discounts, tax, and units taken off."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from postpurchase.adapters import shopify_money as money
from postpurchase.adapters import shopify_parcels as parcels
from postpurchase.adapters.reading import Reader
from postpurchase.adapters.records import settle_tax
from postpurchase.adapters.snapshot import SnapshotLine, SnapshotParcel, SnapshotRefund
from postpurchase.values.money import Money, zero


def lines_of(order: Reader, currency: str, included: bool) -> tuple[SnapshotLine, ...]:
    """Read all lines that have units."""
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


def rest_of_discount(
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


def with_settled_tax(
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
        weights = [max(0, net_of(line).amount_minor) for line in lines]
        shares = list(stated.allocate(weights)) if lines else []
    elif stated.amount_minor >= 0:
        shares = settle_tax(shares, stated, sum(entries))
    return tuple(
        attrs.evolve(line, tax=share) for line, share in zip(lines, shares, strict=True)
    )


def net_of(line: SnapshotLine) -> Money:
    """Return what a line costs after its discount, without tax."""
    return line.unit_price * line.quantity - line.discount


def shipments_of(
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
            order, order_id, assumed, left_at or order.when("created_at")
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
                    name,
                    f"at most {line.quantity} of line {line_id}: there are {count}",
                )
