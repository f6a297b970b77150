"""The commands that take one order from its purchase to where it ended.

Every command has an id made of the order and the stage, so that the same table
again changes nothing, and a later one only adds what is new.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from endings import WORKFLOW
from histories import History, Item
from times import ZONE, local_day

from postpurchase import (
    Address,
    AuthorizePayment,
    CancelUnits,
    CapturePayment,
    Command,
    CompleteStep,
    InvalidAddress,
    NewLine,
    PlaceOrder,
    Promise,
    RecordTracking,
    ShipParcel,
    TrackingFact,
    VoidPayment,
)

SOURCE = "olist"

PARCEL = "parcel-1"
"""The table has one time of handing over, so there is one parcel."""

RESERVED = ("credit_card",)
"""Payments that are reserved at the purchase and come in with the approval. A
boleto, a voucher or a debit card is not heard of before it is paid."""


def commands_of(history: History) -> tuple[Command, ...]:
    """Make all commands of an order, in the order in which they count.

    An approval is the payment's approval at Olist: what was paid comes in then.
    """
    return (
        _place(history),
        *_reserve(history),
        *_steps(history),
        *_cancel(history),
        *_ship(history),
    )


def _envelope(history: History, stage: str, *parts: str) -> dict[str, Any]:
    return {
        "order_id": history.order_id,
        "at": history.times[stage],
        "by": f"source:{SOURCE}",
        "command_id": ":".join((SOURCE, history.order_id, stage, *parts)),
    }


def _place(history: History) -> PlaceOrder:
    customer = history.customer
    return PlaceOrder(
        **_envelope(history, "placed"),
        currency="BRL",
        lines=_lines(history),
        total=history.cost if history.items else history.paid,
        workflow=WORKFLOW,
        sales_channel="marketplace",
        source=SOURCE,
        customer_id=customer.get("customer_unique_id", ""),
        address=_address(history),
        country="BR",
        locale="pt_BR",
        zone=ZONE,
        promise=_promise(history),
    )


def _lines(history: History) -> tuple[NewLine, ...]:
    if history.items:
        return tuple(_line(n, item) for n, item in enumerate(history.items, 1))
    unknown = NewLine(
        line_id="1",
        title="not in the table",
        quantity=1,
        unit_price=history.paid,
    )
    return (unknown,)


def _line(n: int, item: Item) -> NewLine:
    grams = item.product.get("product_weight_g", "")
    return NewLine(
        line_id=str(n),
        sku=item.product["product_id"],
        title=item.product.get("product_category_name", ""),
        quantity=item.quantity,
        unit_price=item.price,
        shipping=item.freight or None,
        weight_grams=int(grams) if grams.isdecimal() else 0,
    )


def _address(history: History) -> Address | None:
    """Write the address as far as it is known; names and streets are not."""
    row = history.customer
    if not row:
        return None
    try:
        return Address(
            city=row["customer_city"],
            region=row["customer_state"],
            postcode=row["customer_zip_code_prefix"],
            country="BR",
        )
    except InvalidAddress:
        return None


def _promise(history: History) -> Promise | None:
    if history.promised_on is None:
        return None
    return Promise(
        earliest_on=local_day(history.times["placed"]),
        latest_on=history.promised_on,
        zone=ZONE,
    )


def _reserve(history: History) -> Iterator[Command]:
    for payment in history.payments:
        if payment.method in RESERVED:
            yield AuthorizePayment(
                **_envelope(history, "placed", payment.payment_id),
                payment_id=payment.payment_id,
                method=payment.method,
                amount=payment.amount,
            )


def _steps(history: History) -> Iterator[Command]:
    units = {line.line_id: line.quantity for line in _lines(history)}
    for step in WORKFLOW:
        if step not in history.times:
            return
        yield CompleteStep(**_envelope(history, step), step=step, units=units)
        if step == "approved":
            yield from _capture(history)


def _capture(history: History) -> Iterator[Command]:
    for payment in history.payments:
        yield CapturePayment(
            **_envelope(history, "approved", payment.payment_id),
            payment_id=payment.payment_id,
            method=payment.method,
            amount=payment.amount,
        )


def _cancel(history: History) -> Iterator[Command]:
    """Cancel at the last time that is known; the table has none of its own."""
    if not history.ending.reason:
        return
    stage = "approved" if "approved" in history.times else "placed"
    yield CancelUnits(
        **_envelope(history, stage, "cancelled"), reason=history.ending.reason
    )
    if stage == "placed":
        for payment in history.payments:
            if payment.method in RESERVED:
                yield VoidPayment(
                    **_envelope(history, stage, "voided", payment.payment_id),
                    payment_id=payment.payment_id,
                    reason=history.ending.reason,
                )


def _ship(history: History) -> Iterator[Command]:
    if "shipped" not in history.times:
        return
    units = {line.line_id: line.quantity for line in _lines(history)}
    yield ShipParcel(**_envelope(history, "shipped"), parcel_id=PARCEL, units=units)
    if "delivered" in history.times:
        yield RecordTracking(
            **_envelope(history, "delivered"),
            parcel_id=PARCEL,
            facts=TrackingFact(at=history.times["delivered"], code="delivered.general"),
        )
