"""From our values to karrio's requests, as plain dicts."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from postpurchase.values.address import Address
from postpurchase.values.answers import Package
from postpurchase.values.carriage import LabelRequest, Party, PickUp
from postpurchase.values.contact import Contact

REFERENCE_MAX: Final = 35
"""Characters of a reference that the carriers' forms have in common."""


def address(where: Address, who: Contact | None = None) -> dict[str, Any]:
    """Return an address; the contact's name stands in for one that is not there."""
    first, *others = where.lines or ("",)
    said = {
        "person_name": where.name or (who.name if who else ""),
        "company_name": where.company,
        "address_line1": first,
        "address_line2": ", ".join(others),
        "city": where.city,
        "postal_code": where.postcode,
        "state_code": where.region,
        "country_code": where.country,
        "email": who.email if who else "",
        "phone_number": who.phone if who else "",
    }
    return {name: value for name, value in said.items() if value}


def party(one: Party) -> dict[str, Any]:
    """Return one end of a parcel's way."""
    return address(one.address, one.contact)


def place(country: str, postcode: str = "") -> dict[str, Any]:
    """Return as much of an address as a quote knows.

    Connectors stumble over an address without a street.
    """
    return {"country_code": country, "postal_code": postcode, "address_line1": "-"}


def parcel(package: Package) -> dict[str, Any]:
    """Return a parcel in kilograms and centimetres; what is not known is left out.

    >>> parcel(Package(weight_grams=1250, length_mm=305))
    {'weight_unit': 'KG', 'dimension_unit': 'CM', 'weight': 1.25, 'length': 30.5}
    """
    sides = {
        "length": package.length_mm / 10,
        "width": package.width_mm / 10,
        "height": package.height_mm / 10,
    }
    measured = {"weight": package.weight_grams / 1000, **sides}
    known = {name: value for name, value in measured.items() if value}
    return {"weight_unit": "KG", "dimension_unit": "CM", **known}


def reference(request: LabelRequest, key: str) -> str:
    """Return what a person can look for at the carrier.

    It is the shop's own reference, or else the key, so that a label whose answer
    was lost can be found by hand.
    """
    return (request.reference or key)[:REFERENCE_MAX]


def shipment_form(
    request: LabelRequest, key: str, options: dict[str, Any]
) -> dict[str, Any]:
    """Return what karrio asks of one label."""
    value = request.value
    declared: dict[str, Any] = {}
    if value is not None:
        # karrio's form knows no exact amounts; ours stays exact.
        declared = {
            "declared_value": float(value.decimal_text),
            "currency": value.currency,
        }
    return {
        "service": request.service,
        "shipper": party(request.sender),
        "recipient": party(request.recipient),
        "parcels": [parcel(request.package)],
        "reference": reference(request, key),
        "options": {**declared, **options},
    }


def pick_up_request(wish: PickUp, zone: str) -> dict[str, Any]:
    """Return a request for a visit; day and hours are those of *zone*."""
    opens, closes = _local(wish.ready_at, zone), _local(wish.closes_at, zone)
    each = Package(weight_grams=wish.weight_grams // max(wish.parcels, 1))
    return {
        "pickup_date": f"{opens:%Y-%m-%d}",
        "ready_time": f"{opens:%H:%M}",
        "closing_time": f"{closes:%H:%M}",
        "address": address(wish.address),
        "parcels": [parcel(each)] * wish.parcels,
        "parcels_count": wish.parcels,
    }


def _local(at: datetime, zone: str) -> datetime:
    return at.astimezone(ZoneInfo(zone))
