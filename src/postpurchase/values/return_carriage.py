"""What a carrier is asked to do for goods that come back, and what it answers."""

from __future__ import annotations

from datetime import date, datetime

import attrs

from postpurchase.errors import InvalidInput
from postpurchase.errors.inputs import short
from postpurchase.values.answers import Package
from postpurchase.values.carriage import Party
from postpurchase.values.money import Money
from postpurchase.values.return_terms import METHODS
from postpurchase.values.times import aware


def _method(instance: object, field: attrs.Attribute[str], value: object) -> None:
    if value not in METHODS:
        raise InvalidInput(
            path=field.name,
            value=short(value),
            expected=f"one of {', '.join(METHODS)}",
        )


def _moment(value: object) -> datetime | None:
    return None if value is None else aware(value, "expires_at")


@attrs.frozen(kw_only=True)
class ReturnWayRequest:
    """A return parcel that a carrier or drop-off network is asked to take back.

    Args:
        order_id: The order.
        return_id: The return.
        method: One of `METHODS`.
        service: The carrier's product, or empty.
        sender: The customer, and where they live.
        recipient: Where the goods go.
        package: The parcel, as far as it is known.
        reference: What the shop wants to read on the label.
        pickup_point: Locker, shop or store where it will be handed in, if chosen.
        collect_on: The day on which a courier is to come; None without a courier.
        slot: From when to when, such as ``10:00-12:00``, local.
        value: What the goods are worth, for customs and insurance.

    Raises:
        InvalidInput: There is no such method.
    """

    order_id: str
    return_id: str
    method: str = attrs.field(validator=_method)
    sender: Party
    recipient: Party
    service: str = ""
    package: Package = attrs.field(factory=Package)
    reference: str = ""
    pickup_point: str = ""
    collect_on: date | None = None
    slot: str = ""
    value: Money | None = None


@attrs.frozen(kw_only=True)
class ReturnTicket:
    """What a carrier gives, so that goods can be sent back.

    Args:
        tracking_number: The number under which the parcel is followed; empty where
            it gets one at the counter only.
        code: What the customer shows instead of a label, as the text of a QR code.
        document: The label as it is printed; empty where none is needed.
        media_type: Of the document: ``application/pdf``, ``image/png`` or ZPL's
            ``application/zpl``.
        reference: The carrier's own id, needed to give it back.
        expires_at: Until when it can be used, aware; None if it does not end.
        price: What the carrier charges, if it says so.

    Raises:
        NaiveTime: The end has no zone.
    """

    tracking_number: str = ""
    code: str = attrs.field(default="", repr=False)
    document: bytes = attrs.field(default=b"", repr=False)
    media_type: str = ""
    reference: str = ""
    expires_at: datetime | None = attrs.field(default=None, converter=_moment)
    price: Money | None = None


@attrs.frozen(kw_only=True)
class DropOffPoint:
    """A place where goods can be handed in: a shop, a locker, a store.

    Args:
        code: The network's code, as `ChooseReturnWay` takes it.
        name: What stands on its door.
        address: Where it is, on one line.
        hours: When it is open, as the network writes it.
        distance_m: Metres from where it was looked for, if known.
        is_locker: Whether it is a locker.
        prints_labels: Whether it prints what the customer shows as a code.
    """

    code: str
    name: str
    address: str = ""
    hours: str = ""
    distance_m: int | None = None
    is_locker: bool = False
    prints_labels: bool = False
