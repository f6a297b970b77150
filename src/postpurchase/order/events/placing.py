"""The order arrives."""

from __future__ import annotations

import attrs

from postpurchase.order.events.base import Event
from postpurchase.values.answers import Charge, Promise
from postpurchase.values.personal import PersonalRef


@attrs.frozen(kw_only=True)
class Replaced:
    """The units for which a line was added: a reshipment or an exchange."""

    line_id: str
    units: int


@attrs.frozen(kw_only=True)
class PlacedLine:
    """A line with its amounts apportioned, as it is recorded.

    The amounts cover `open_units`: all units at first; after an edit those that
    were neither refunded nor cancelled before it. What lies behind an edit
    stands in `closed_minor`.

    Args:
        line_id: The line.
        sku: The article.
        title: The article's name as it was sold.
        quantity: Units ordered, including cancelled ones.
        unit_price_minor: Price of one unit in minor units of the order's currency.
        open_units: Units that the following amounts cover.
        goods_minor: Price of those units before any discount.
        discount_minor: What was taken off, as a positive number.
        tax_minor: Tax on top of the price.
        shipping_minor: This line's share of the shipping price.
        included_tax_minor: Tax contained in the price; for information.
        closed_minor: Value of units settled before the last edit.
        closed_granted: Units refunded before the last edit.
        closed_cancelled: Units cancelled before the last edit.
        closed_undelivered: Units that came back undelivered and were refunded
            before the last edit.
        closed_advanced_minor: Shipping of cancelled units that had been given back
            before they were settled by an edit.
        requires_parcel: False for digital goods, gift cards and services.
        workflow: The steps that the line was placed with.
        barcodes: Codes besides the sku that a scanner may read.
        weight_grams: Weight of one unit.
        replaces: The units that this line stands in for.
        categories: What kind of goods they are.
    """

    line_id: str
    sku: str
    title: str = ""
    quantity: int
    unit_price_minor: int
    open_units: int
    goods_minor: int
    discount_minor: int = 0
    tax_minor: int = 0
    shipping_minor: int = 0
    included_tax_minor: int = 0
    closed_minor: int = 0
    closed_granted: int = 0
    closed_cancelled: int = 0
    closed_undelivered: int = 0
    closed_advanced_minor: int = 0
    requires_parcel: bool = True
    workflow: tuple[str, ...]
    barcodes: tuple[str, ...] = ()
    weight_grams: int = 0
    replaces: Replaced | None = None
    categories: tuple[str, ...] = ()

    @property
    def net_minor(self) -> int:
        """What the open units cost: goods less discount, with tax and shipping."""
        return (
            self.goods_minor
            - self.discount_minor
            + self.tax_minor
            + self.shipping_minor
        )


@attrs.frozen(kw_only=True)
class OrderPlaced(Event):
    """The order was taken in; stored by `PlaceOrder`.

    Args:
        order_id: The order; with imports the id that the source gave.
        number: The name that people use, such as ``#1001``.
        currency: ISO 4217 code of every amount of the order.
        lines: The lines with their amounts.
        charges: Amounts of the order itself: tips, duties, fees, rounding.
        sales_channel: Where it was sold: site, marketplace, social, phone, store.
        source: The system that it was imported from; empty for the shop's own.
        customer_id: The customer's pseudonymous id.
        recipient: Who receives it.
        address: Where it goes.
        gift_recipient: Who it is for, when that is somebody else.
        country: Country of the destination, ISO 3166-1 alpha-2.
        locale: Language in which the customer is told things.
        zone: Time zone in which the customer lives.
        promise: What was promised at checkout.
    """

    order_id: str
    number: str = ""
    currency: str
    lines: tuple[PlacedLine, ...]
    charges: tuple[Charge, ...] = ()
    sales_channel: str = ""
    source: str = ""
    customer_id: str = ""
    recipient: PersonalRef | None = None
    address: PersonalRef | None = None
    gift_recipient: PersonalRef | None = None
    country: str = ""
    locale: str = ""
    zone: str = ""
    promise: Promise | None = None
