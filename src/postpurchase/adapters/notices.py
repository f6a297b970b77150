"""What a shop system is told when something happened to one of its orders."""

from __future__ import annotations

from datetime import datetime

import attrs

from postpurchase.order.events import (
    Event,
    ParcelShipped,
    RefundRecorded,
    RefundSucceeded,
    TrackingRecorded,
)
from postpurchase.order.model import Order
from postpurchase.order.parcels import Parcel
from postpurchase.values.money import Money


@attrs.frozen(kw_only=True)
class Shipment:
    """A parcel, told so that it is found again without an id of the shop's.

    Args:
        parcel_id: Ours, or the shop's own where the parcel was imported.
        units: (line id, units) pairs.
        carrier: Code of the carrier, or empty.
        tracking_number: The carrier's number, or empty.
        ordinal: Of the order's parcels with the same units and number this is
            the n-th, from 1.
    """

    parcel_id: str
    units: tuple[tuple[str, int], ...]
    carrier: str
    tracking_number: str
    ordinal: int


@attrs.frozen(kw_only=True)
class ShipmentNotice:
    """A parcel left."""

    source: str
    order_id: str
    shipment: Shipment
    at: datetime


@attrs.frozen(kw_only=True)
class TrackingNotice:
    """The carrier said something about a parcel.

    Args:
        tracking_code: A code of the vocabulary, such as ``in_transit.general``.
    """

    source: str
    order_id: str
    shipment: Shipment
    tracking_code: str
    at: datetime


@attrs.frozen(kw_only=True)
class RefundNotice:
    """Money went back."""

    source: str
    order_id: str
    refund_id: str
    amount: Money
    units: tuple[tuple[str, int], ...]
    reason: str
    at: datetime


Notice = ShipmentNotice | TrackingNotice | RefundNotice


def notice_for(
    event: Event, order: Order, *, historical: bool = False
) -> Notice | None:
    """Say what the order's source is to be told about an event.

    Nothing, where the order has no source, where the event came from the
    source itself, and where it is history.

    Args:
        event: What happened.
        order: The order after it.
        historical: Whether the event was imported as history.
    """
    source = order.source
    if not source or historical or event.by == f"source:{source}":
        return None
    order_id, at = order.order_id, event.at
    if isinstance(event, ParcelShipped):
        shipment = _shipment(order, event.parcel_id)
        return ShipmentNotice(
            source=source, order_id=order_id, shipment=shipment, at=at
        )
    if isinstance(event, TrackingRecorded):
        return TrackingNotice(
            source=source,
            order_id=order_id,
            shipment=_shipment(order, event.parcel_id),
            tracking_code=event.code,
            at=at,
        )
    if isinstance(event, RefundSucceeded | RefundRecorded):
        refund = order.refund(event.refund_id)
        return RefundNotice(
            source=source,
            order_id=order_id,
            refund_id=refund.refund_id,
            amount=order.money(refund.amount_minor),
            units=tuple((part.line_id, part.units) for part in refund.units),
            reason=refund.reason,
            at=at,
        )
    return None


def _shipment(order: Order, parcel_id: str) -> Shipment:
    parcel = order.parcel(parcel_id)
    ordinal = 0
    for other in order.parcels:
        ordinal += _looks(other) == _looks(parcel) and other.shipped_at is not None
        if other.parcel_id == parcel_id:
            break
    return Shipment(
        parcel_id=parcel_id,
        units=tuple((part.line_id, part.units) for part in parcel.units),
        carrier=parcel.carrier,
        tracking_number=parcel.tracking_number,
        ordinal=max(ordinal, 1),
    )


def _looks(parcel: Parcel) -> tuple[str, tuple[tuple[str, int], ...]]:
    units = sorted((part.line_id, part.units) for part in parcel.units)
    return parcel.tracking_number, tuple(units)
