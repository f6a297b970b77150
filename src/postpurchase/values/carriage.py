"""What a carrier is asked to do with a parcel, and what it answers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

import attrs

from postpurchase.errors import InvalidInput
from postpurchase.errors.inputs import short
from postpurchase.values.address import Address
from postpurchase.values.answers import Package
from postpurchase.values.contact import Contact
from postpurchase.values.money import Money
from postpurchase.values.personal import PersonalRef
from postpurchase.values.times import aware

CHANGE_KINDS: Final = (
    "reschedule",
    "safe_place",
    "neighbour",
    "pickup_point",
    "address",
)
"""What a customer may change about a delivery that is under way."""


def _ready(value: object) -> datetime:
    return aware(value, "ready_at")


def _closes(value: object) -> datetime:
    return aware(value, "closes_at")


@attrs.frozen(kw_only=True)
class Party:
    """One end of a shipment: who, and where. Its repr holds nothing personal."""

    contact: Contact = attrs.field(repr=False)
    address: Address = attrs.field(repr=False)


@attrs.frozen(kw_only=True)
class Shipment:
    """A parcel that a carrier is to take.

    Args:
        order_id: The order.
        parcel_id: The parcel.
        service: The carrier's product.
        package: Weight in grams and outer sides in millimetres.
        sender: Where it leaves.
        recipient: Where it goes.
        reference: What the shop wants to read on the label.
        value: What the goods are worth, for customs and insurance.
        pickup_point: The carrier's code of a locker or shop, or empty.
    """

    order_id: str
    parcel_id: str
    service: str
    package: Package
    sender: Party
    recipient: Party
    reference: str = ""
    value: Money | None = None
    pickup_point: str = ""


@attrs.frozen(kw_only=True)
class Label:
    """What a carrier gives for a shipment.

    Args:
        tracking_number: The number under which the parcel is followed.
        document: The label as it is printed; empty for a printerless code.
        media_type: Of the document: ``application/pdf``, ``image/png`` or ZPL's
            ``application/zpl``.
        carrier_reference: The carrier's own id of the shipment, needed to void it.
        price: What the carrier charges, if it says so.
    """

    tracking_number: str
    document: bytes = attrs.field(default=b"", repr=False)
    media_type: str = ""
    carrier_reference: str = ""
    price: Money | None = None


@attrs.frozen(kw_only=True)
class PickUp:
    """A visit of the carrier's driver at a location, asked for or agreed.

    Args:
        location_code: Where.
        address: The same, as the driver reads it.
        ready_at: From when the parcels stand ready, aware.
        closes_at: Until when somebody is there, aware.
        parcels: How many.
        weight_grams: All of them together; 0 if not known.
        confirmation: The carrier's own number; empty while it is only asked for.

    Raises:
        NaiveTime: A time has no zone.
        InvalidInput: It closes before it is ready, or there are no parcels.
    """

    location_code: str
    address: Address = attrs.field(repr=False)
    ready_at: datetime = attrs.field(converter=_ready)
    closes_at: datetime = attrs.field(converter=_closes)
    parcels: int = 1
    weight_grams: int = 0
    confirmation: str = ""

    def __attrs_post_init__(self) -> None:
        """Refuse a visit that nobody can make."""
        if self.closes_at <= self.ready_at:
            raise InvalidInput(
                path="closes_at",
                value=str(self.closes_at),
                expected=f"after {self.ready_at}",
            )
        if self.parcels < 1:
            raise InvalidInput(
                path="parcels", value=short(self.parcels), expected="at least 1"
            )


@attrs.frozen(kw_only=True)
class DeliveryChange:
    """What is to be different about a delivery that is under way.

    Args:
        kind: One of `CHANGE_KINDS`.
        on: The other day, for ``reschedule``.
        place: Where to leave it, or the neighbour's name and door; personal.
        pickup_point: The carrier's code of the locker or shop.
        address: The corrected address.

    Raises:
        InvalidInput: The kind is none, or lacks what it needs.

    >>> DeliveryChange(kind="reschedule", on=date(2026, 6, 3)).kind
    'reschedule'
    """

    kind: str
    on: date | None = None
    place: str = attrs.field(default="", repr=False)
    pickup_point: str = ""
    address: Address | None = attrs.field(default=None, repr=False)

    def __attrs_post_init__(self) -> None:
        """Refuse a kind that is none, and one without what it is about."""
        needs = {
            "reschedule": ("on", self.on),
            "safe_place": ("place", self.place),
            "neighbour": ("place", self.place),
            "pickup_point": ("pickup_point", self.pickup_point),
            "address": ("address", self.address),
        }
        if self.kind not in needs:
            raise InvalidInput(
                path="kind",
                value=short(self.kind),
                expected=f"one of {', '.join(CHANGE_KINDS)}",
            )
        path, value = needs[self.kind]
        if not value:
            raise InvalidInput(
                path=path, value=short(value), expected=f"a value, for {self.kind}"
            )


@attrs.frozen(kw_only=True)
class SealedChange:
    """A `DeliveryChange` as it stands in the log, without its personal part.

    Args:
        kind: One of `CHANGE_KINDS`.
        on: The other day, for ``reschedule``.
        pickup_point: The carrier's code of the locker or shop.
        detail: Refers to the place, the neighbour or the address.
    """

    kind: str
    on: date | None = None
    pickup_point: str = ""
    detail: PersonalRef | None = None
