"""A foreign order as it stood at one moment, in this library's own words.

Every source's reader makes these, and `reconcile.commands_for` turns them
into commands. Nothing here knows a source.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import attrs

from postpurchase.errors import PostPurchaseError
from postpurchase.tracking.facts import TrackingFact
from postpurchase.values.address import Address
from postpurchase.values.answers import Charge
from postpurchase.values.contact import Contact
from postpurchase.values.money import Money

PaymentState = Literal["authorized", "captured", "due", "voided"]


@attrs.frozen(kw_only=True)
class SnapshotLine:
    """One line of the order, with its amounts for all its units.

    Args:
        line_id: The source's own id of the line.
        sku: The article, or empty.
        title: What the customer read.
        quantity: Units that were ordered.
        unit_price: Of one unit, before discount.
        discount: Off the line, as an amount from zero.
        tax: On top of the line, zero where prices include it.
        included_tax: Within the price, zero where it comes on top.
        requires_parcel: False for gift cards, downloads and services.
        weight_grams: Of one unit, or None if unknown.
        barcodes: That stand on the goods.
        cancelled: Units that were taken off the order before they left.
        path: Where it stands in the record.
    """

    line_id: str
    sku: str = ""
    title: str = ""
    quantity: int
    unit_price: Money
    discount: Money
    tax: Money
    included_tax: Money
    requires_parcel: bool = True
    weight_grams: int | None = None
    barcodes: tuple[str, ...] = ()
    cancelled: int = 0
    path: str = ""


@attrs.frozen(kw_only=True)
class SnapshotPayment:
    """Money that came in, is promised, or is due on delivery.

    Args:
        payment_id: Stays the same in every snapshot of the order.
        method: The gateway's name, or empty.
        state: ``authorized``, ``captured``, ``due`` or ``voided``.
        amount: The whole payment: what was authorised or is due.
        captured: What of it came in.
        at: When it came to this state, or None if the source does not say.
        path: Where it stands in the record.
    """

    payment_id: str
    method: str = ""
    state: PaymentState
    amount: Money
    captured: Money
    at: datetime | None = None
    path: str = ""


@attrs.frozen(kw_only=True)
class SnapshotParcel:
    """A shipment that left.

    Args:
        parcel_id: The source's own id of the fulfilment.
        units: (line id, units) pairs, each line once.
        carrier: As the source names it, or empty.
        service: As the source names it, or empty.
        tracking_number: The first one, or empty.
        shipped_at: When it left.
        facts: What the carrier said since.
        assumed: Whether the source only says that the units left, so that the
            parcel is named after the order.
        path: Where it stands in the record.
    """

    parcel_id: str
    units: tuple[tuple[str, int], ...]
    carrier: str = ""
    service: str = ""
    tracking_number: str = ""
    shipped_at: datetime
    facts: tuple[TrackingFact, ...] = ()
    assumed: bool = False
    path: str = ""


@attrs.frozen(kw_only=True)
class SnapshotRefund:
    """Money that went back, as a fact.

    Args:
        refund_id: The source's own id.
        at: When it went back.
        amount: What went back, in the order's currency.
        units: (line id, units) pairs that the refund is for.
        reason: In the shop's words, or empty.
        path: Where it stands in the record.
    """

    refund_id: str
    at: datetime
    amount: Money
    units: tuple[tuple[str, int], ...] = ()
    reason: str = ""
    path: str = ""


@attrs.frozen(kw_only=True, repr=False)
class OrderSnapshot:
    """A foreign order as its source showed it at one moment.

    Args:
        source: The code of the source, such as ``shopify``.
        order_id: The source's own id of the order.
        number: The display name, such as ``#1001``.
        placed_at: When the customer ordered; None in a part of an order.
        updated_at: When the source last changed it; None if it does not say.
        currency: Of all amounts; empty in a part of an order.
        total: What the customer was asked for; the parts add up to it.
        total_said: The total of a part of an order, which may lack its currency.
        sales_channel: Such as ``site``; a word of the source where none fits.
        customer_id: The source's pseudonymous id, or empty; never an e-mail.
        shipping: For the whole order, with its tax where that comes on top.
        discount: Off the whole order, beyond what the lines state.
        path: Where the record lies in its file.
        total_path: Where its total stands.
        lacking: The paths that a part of an order would need to be a whole one;
            empty for a whole order.
        parcels: What left; None where the record does not speak of it.
        refunds: What went back; None where the record does not speak of it.
        cancelled_at: When the whole order was cancelled, or None.
    """

    source: str
    order_id: str
    number: str = ""
    placed_at: datetime | None = None
    updated_at: datetime | None = None
    currency: str = ""
    total: Money | None = None
    total_said: object = None
    sales_channel: str = ""
    customer_id: str = ""
    recipient: Contact | None = None
    address: Address | None = None
    locale: str = ""
    country: str = ""
    lines: tuple[SnapshotLine, ...] = ()
    shipping: Money | None = None
    discount: Money | None = None
    charges: tuple[Charge, ...] = ()
    payments: tuple[SnapshotPayment, ...] = ()
    parcels: tuple[SnapshotParcel, ...] | None = None
    refunds: tuple[SnapshotRefund, ...] | None = None
    cancelled_at: datetime | None = None
    cancel_reason: str = ""
    lacking: tuple[str, ...] = ()
    path: str = ""
    total_path: str = "total"

    @property
    def partial(self) -> bool:
        """Whether the record holds a part of an order only."""
        return bool(self.lacking)

    def at(self, name: str) -> str:
        """Return the path of a member of the record."""
        return f"{self.path}.{name}" if self.path else name

    def __repr__(self) -> str:
        return f"<OrderSnapshot {self.source}:{self.order_id} {self.total or 'part'}>"


@attrs.frozen(kw_only=True)
class Refusal:
    """One record that was not taken, while the others go on.

    Args:
        source: The code of the source.
        record_id: The record's own id, or its place in the file.
        error: Why, with path and value.
    """

    source: str
    record_id: str
    error: PostPurchaseError

    @property
    def faults(self) -> tuple[PostPurchaseError, ...]:
        """Every single fault, in the order of the record."""
        nested = getattr(self.error, "faults", ())
        return tuple(nested) or (self.error,)


Record = OrderSnapshot | Refusal
