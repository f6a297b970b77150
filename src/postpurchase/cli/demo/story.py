"""A story: one order, and what happens to it hour by hour."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

import attrs

from postpurchase.order.commands import (
    AgreePayment,
    AuthorizePayment,
    CapturePayment,
    Command,
    CompleteStep,
    NewLine,
    PlaceOrder,
    RecordTracking,
    RequestRefund,
    RevisePromise,
    SendRefund,
    SettleRefund,
    ShipParcel,
)
from postpurchase.order.model import Order
from postpurchase.tracking.facts import TrackingFact
from postpurchase.values.address import Address
from postpurchase.values.answers import Promise
from postpurchase.values.contact import Contact
from postpurchase.values.money import Money

Make = Callable[[Order, datetime], Command]
Units = dict[str, int]


@attrs.frozen
class Moment:
    """Something that happens.

    Args:
        hours: When, in hours since the order was placed.
        make: Makes the command from the order as it then stands and the time.
    """

    hours: float
    make: Make


@attrs.frozen(kw_only=True)
class Story:
    """One order and its life.

    Args:
        order_id: Its id; its number is the same with a number sign.
        begins_hours: When it is placed, in hours since the demonstration began.
        customer: Who ordered, with the language and zone in which they live.
        address: Where it goes.
        currency: ISO 4217 code of all its prices.
        lines: What was ordered.
        promise: The days of May 2026 that were promised, first and last.
        moments: What happens, in order.
        discount: Taken off the whole order, in major units.
        sales_channel: Where it was sold.
    """

    order_id: str
    begins_hours: float
    customer: Contact
    address: Address
    currency: str
    lines: tuple[NewLine, ...]
    promise: tuple[int, int]
    moments: tuple[Moment, ...]
    discount: str = "0"
    sales_channel: str = "site"

    def place(self, at: datetime, shipping: Money) -> PlaceOrder:
        """Return the command that places it."""
        return PlaceOrder(
            order_id=self.order_id,
            number=f"#{self.order_id}",
            at=at,
            by="customer",
            currency=self.currency,
            lines=self.lines,
            discount=Money.parse(self.discount, self.currency),
            shipping=shipping,
            customer_id=f"customer-{self.order_id}",
            recipient=self.customer,
            address=self.address,
            locale=self.customer.locale,
            zone=self.customer.zone,
            promise=_promise(*self.promise, self.customer.zone),
            sales_channel=self.sales_channel,
        )


def line(line_id: str, title: str, quantity: int, price: str, **more: Any) -> NewLine:
    """Return a line; *price* is an amount with its currency, such as ``84 USD``."""
    amount, currency = price.split()
    return NewLine(
        line_id=line_id,
        sku=more.pop("sku", f"{line_id}-{len(title):02d}"),
        title=title,
        quantity=quantity,
        unit_price=Money.parse(amount, currency),
        **more,
    )


def after(hours: float, command: type[Command], **fields: Any) -> Moment:
    """Say that a command is given; `fields` are all but its order and time."""
    return Moment(
        hours,
        lambda order, at: command(order_id=order.order_id, at=at, **fields),
    )


def steps(
    hours: float, names: str, units: Units, location_code: str = ""
) -> Iterable[Moment]:
    """Take units through several steps, an hour for each."""
    for n, name in enumerate(names.split()):
        fields: dict[str, Any] = {"step": name, "units": units, "by": "staff:7"}
        if name == "allocated":
            fields |= {"location_code": location_code, "by": ""}
        yield after(hours + n, CompleteStep, **fields)


def paid(hours: float, method: str) -> Moment:
    """Pay all that is due."""
    return _payment(hours, CapturePayment, method)


def authorized(hours: float, method: str) -> Moment:
    """Set aside all that is due."""
    return _payment(hours, AuthorizePayment, method)


def on_delivery(hours: float) -> Moment:
    """Agree on paying all that is due on delivery."""
    return _payment(hours, AgreePayment, "cash_on_delivery")


def _payment(hours: float, command: Callable[..., Command], method: str) -> Moment:
    return Moment(
        hours,
        lambda order, at: command(
            order_id=order.order_id,
            at=at,
            payment_id="payment-1",
            method=method,
            amount=order.balance_due,
        ),
    )


def shipped(
    hours: float, parcel_id: str, units: Units, carrier: str, number: str
) -> Moment:
    """Hand a parcel over."""
    return after(
        hours,
        ShipParcel,
        parcel_id=parcel_id,
        units=units,
        carrier=carrier,
        service="parcel",
        tracking_number=number,
        by="staff:7",
    )


def tracked(hours: float, parcel_id: str, code: str) -> Moment:
    """Hear from the carrier."""
    return Moment(
        hours,
        lambda order, at: RecordTracking(
            order_id=order.order_id,
            at=at,
            parcel_id=parcel_id,
            facts=(TrackingFact(at=at, code=code),),
            by="carrier",
        ),
    )


def promised(hours: float, first: int, last: int, reason: str) -> Moment:
    """Promise other days of May 2026."""
    return Moment(
        hours,
        lambda order, at: RevisePromise(
            order_id=order.order_id,
            at=at,
            promise=_promise(first, last, order.terms.zone),
            reason=reason,
        ),
    )


def refunded(hours: float, units: Units, reason: str) -> Iterable[Moment]:
    """Give the money for units back: asked, sent, done."""
    yield after(
        hours,
        RequestRefund,
        refund_id="refund-1",
        units=units,
        reason=reason,
        by="staff:3",
    )
    yield after(hours + 0.2, SendRefund, refund_id="refund-1")
    yield after(hours + 0.5, SettleRefund, refund_id="refund-1", outcome="succeeded")


def _promise(first: int, last: int, zone: str) -> Promise:
    return Promise(
        earliest_on=date(2026, 5, first), latest_on=date(2026, 5, last), zone=zone
    )
