"""The API's forms: what it is asked, and what its answers say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from zoneinfo import ZoneInfo

import attrs

from postpurchase.carrier_words import load
from postpurchase.errors import InvalidInput
from postpurchase.plugins.http_calls import Answer, text
from postpurchase.plugins.parties import name_of, street_line
from postpurchase.tracking.facts import TEXT_MAX, TrackingFact
from postpurchase.values.carriage import LabelRequest
from postpurchase.values.money import Money

ZONE: Final = "Europe/Kyiv"
_NOT_FOUND: Final = "pending.no_data"
_CLOCKS: Final = ("%Y-%m-%d %H:%M:%S", "%d.%m.%Y %H:%M:%S", "%d-%m-%Y %H:%M:%S")


@attrs.frozen(kw_only=True)
class Counterparty:
    """The sender, by the references that Nova Poshta has for them.

    Args:
        sender: The company.
        contact: The person.
        city: The city.
        address: The branch or address.
        phone: As ``380501234567``.
    """

    sender: str
    contact: str
    city: str
    address: str
    phone: str = attrs.field(repr=False)


@attrs.frozen(kw_only=True)
class Branch:
    """A branch or a locker.

    Args:
        code: What goes into ``LabelRequest.pickup_point``: its number.
        name: As Nova Poshta writes it.
        reference: Nova Poshta's own reference.
    """

    code: str
    name: str
    reference: str


def is_success(answer: Answer) -> bool:
    """Say whether the API did what it was asked."""
    document = answer.document()
    said = document.get("success") if isinstance(document, dict) else None
    return answer.fate.is_fine and said is True


def sender(one: Counterparty) -> dict[str, str]:
    """Return the sender's part of a waybill."""
    return {
        "Sender": one.sender,
        "ContactSender": one.contact,
        "CitySender": one.city,
        "SenderAddress": one.address,
        "SendersPhone": one.phone,
        "PayerType": "Sender",
        "PaymentMethod": "NonCash",
    }


def recipient(request: LabelRequest) -> dict[str, str]:
    """Return the recipient's part: a branch, or a street."""
    party, line = request.recipient, street_line(request.recipient.address)
    to_branch = {"RecipientAddressName": request.pickup_point}
    to_door = {
        "RecipientAddressName": line.street,
        "RecipientHouse": line.house,
        "RecipientFlat": line.flat,
    }
    return {
        "NewAddress": "1",
        "RecipientCityName": party.address.city,
        "RecipientArea": party.address.region,
        "RecipientName": name_of(party),
        "RecipientType": "PrivatePerson",
        "RecipientsPhone": party.contact.phone.lstrip("+"),
        **(to_branch if request.pickup_point else to_door),
    }


def goods(request: LabelRequest, declared: Money) -> dict[str, str]:
    """Return the part about the parcel; goods without a value get the declared one."""
    value = request.value
    in_hryvnias = value is not None and value.currency == declared.currency
    worth = value if value is not None and in_hryvnias else declared
    return {
        "ServiceType": request.service,
        "CargoType": "Parcel",
        "SeatsAmount": "1",
        "Weight": f"{request.package.weight_grams / 1000:g}",
        "Description": request.reference or request.order_id,
        "Cost": worth.decimal_text,
    }


def hryvnias(value: object) -> Money | None:
    """Read a price; None if it is none."""
    try:
        return Money.parse(Decimal(str(value)), "UAH")
    except (InvalidOperation, InvalidInput):
        return None


def fact(one: Mapping[str, Any]) -> TrackingFact | None:
    """Read the one status that is told; None if it says nothing or names no time."""
    number = text(one, "StatusCode")
    meaning = load("nova_poshta").reading("status", number)
    if not number or meaning.code == _NOT_FOUND:
        return None
    is_received = meaning.code.startswith("delivered.")
    received = ("RecipientDateTime",) if is_received else ()
    names = (*received, "TrackingUpdateDate", "DateScan", "DateCreated")
    readings = (_clock_reading(text(one, name)) for name in names)
    local = next((reading for reading in readings if reading is not None), None)
    if local is None:
        return None
    expected = _clock_reading(text(one, "ScheduledDeliveryDate"))
    return TrackingFact(
        at=local.replace(tzinfo=ZoneInfo(ZONE)),
        local_at=local.isoformat(),
        code=meaning.code,
        raw_code=number[:TEXT_MAX],
        raw_text=text(one, "Status")[:TEXT_MAX],
        place=text(one, "CityRecipient")[:TEXT_MAX],
        reason=meaning.reason,
        estimated_on=expected.date() if expected else None,
    )


def _clock_reading(said: str) -> datetime | None:
    """Read one of three forms; the year 1 stands for a time that is not known."""
    for form in _CLOCKS:
        for written in (said, f"{said} 00:00:00"):
            try:
                read = datetime.strptime(written, form)  # noqa: DTZ007
            except ValueError:
                continue
            return read if read.year > 1 else None
    return None
