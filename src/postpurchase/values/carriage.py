"""What a carrier is asked to do with a parcel, and what it answers."""

from __future__ import annotations

from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final

import attrs

from postpurchase.errors import InvalidInput, MissingField
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

ABOUT: Final = MappingProxyType(
    {
        "reschedule": "on",
        "safe_place": "place",
        "neighbour": "place",
        "pickup_point": "pickup_point",
        "address": "address",
    }
)
"""The one field that says what a kind of change is about."""

TEXT_MAX: Final = 500
"""Characters of a place; a longer one is no place."""


def _ready(value: object) -> datetime:
    return aware(value, "ready_at")


def _closes(value: object) -> datetime:
    return aware(value, "closes_at")


@attrs.frozen(kw_only=True)
class Party:
    """One end of a parcel's way: who, and where. Its repr holds nothing personal."""

    contact: Contact = attrs.field(repr=False)
    address: Address = attrs.field(repr=False)


@attrs.frozen(kw_only=True)
class LabelRequest:
    """What a carrier is asked to print a label for: one parcel, and its way.

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
    """What a carrier gives for a request.

    Args:
        tracking_number: The number under which the parcel is followed.
        document: The label as it is printed; empty for a printerless code.
        media_type: Of the document: ``application/pdf``, ``image/png`` or ZPL's
            ``application/zpl``.
        carrier_reference: The carrier's own id, needed to void it.
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


def _kind(instance: object, field: attrs.Attribute[Any], value: object) -> None:
    if not isinstance(value, str) or value not in CHANGE_KINDS:
        raise InvalidInput(
            path=field.name,
            value=short(value),
            expected=f"one of {', '.join(CHANGE_KINDS)}",
        )


def _day(instance: object, field: attrs.Attribute[Any], value: object) -> None:
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return
    raise InvalidInput(path=field.name, value=short(value), expected="a date")


def _text(instance: object, field: attrs.Attribute[Any], value: object) -> None:
    if not isinstance(value, str) or len(value) > TEXT_MAX:
        raise InvalidInput(
            path=field.name,
            value=short(value),
            expected=f"text of at most {TEXT_MAX} characters",
        )


@attrs.frozen(kw_only=True)
class DeliveryChange:
    """What is to be different about a delivery that is under way.

    Each kind takes the one field that it is about, and no other.

    Args:
        kind: One of `CHANGE_KINDS`.
        on: The other day, for ``reschedule``.
        place: Where to leave it, for ``safe_place``, or the neighbour's name and
            door, for ``neighbour``; personal.
        pickup_point: The carrier's code of the locker or shop, for
            ``pickup_point``.
        address: The corrected address, for ``address``.

    Raises:
        InvalidInput: The kind is none, or a field belongs to another kind.
        MissingField: What the change is about is not there.

    >>> DeliveryChange(kind="reschedule", on=date(2026, 6, 3)).kind
    'reschedule'
    """

    kind: str = attrs.field(validator=_kind)
    on: date | None = attrs.field(default=None, validator=_day)
    place: str = attrs.field(default="", repr=False, validator=_text)
    pickup_point: str = attrs.field(default="", validator=_text)
    address: Address | None = attrs.field(default=None, repr=False)

    def __attrs_post_init__(self) -> None:
        """Refuse a kind without what it is about, or with anything else."""
        if not isinstance(self.address, Address | None):
            raise InvalidInput(
                path="address", value=short(self.address), expected="Address"
            )
        needed = ABOUT[self.kind]
        if not getattr(self, needed):
            raise MissingField(
                path=needed, expected="this field, for this kind of change"
            )
        for other in sorted(set(ABOUT.values()) - {needed}):
            if getattr(self, other):
                # The field's name instead of its value, which may be personal.
                raise InvalidInput(
                    path=other, value=other, expected="a field of this kind of change"
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

    kind: str = attrs.field(validator=_kind)
    on: date | None = attrs.field(default=None, validator=_day)
    pickup_point: str = attrs.field(default="", validator=_text)
    detail: PersonalRef | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse anything personal."""
        if not isinstance(self.detail, PersonalRef | None):
            raise InvalidInput(
                path="detail", value=short(self.detail), expected="PersonalRef"
            )
