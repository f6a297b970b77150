"""ShipX's forms: what it is asked, and what its answers say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import attrs

from postpurchase.carrier_words import load
from postpurchase.errors import InvalidInput
from postpurchase.plugins.http_calls import Answer, items, scrubbed, text
from postpurchase.plugins.parties import mark_of, name_of, street_line
from postpurchase.tracking.facts import TEXT_MAX, TrackingFact
from postpurchase.values.carriage import LabelRequest, Party


@attrs.frozen(kw_only=True)
class Point:
    """A locker or a shop where a parcel waits.

    Args:
        code: What goes into ``LabelRequest.pickup_point``, such as ``KRA010``.
        lines: The address, as the carrier writes it.
        latitude: Degrees, or None.
        longitude: Degrees, or None.
    """

    code: str
    lines: tuple[str, ...]
    latitude: float | None = None
    longitude: float | None = None


def shipment_form(request: LabelRequest, key: str) -> dict[str, Any]:
    """Return the form of a shipment; the mark of the key ends its reference."""
    package = request.package
    form: dict[str, Any] = {
        "sender": _party(request.sender),
        "receiver": _party(request.recipient),
        "parcels": [
            {
                "dimensions": {
                    "length": str(package.length_mm),
                    "width": str(package.width_mm),
                    "height": str(package.height_mm),
                    "unit": "mm",
                },
                "weight": {"amount": f"{package.weight_grams / 1000:g}", "unit": "kg"},
            }
        ],
        "service": request.service,
        "reference": f"{request.reference[:80]} [{mark_of(key)}]".strip(),
    }
    if request.pickup_point:
        form["custom_attributes"] = {"target_point": request.pickup_point}
    if request.value is not None:
        form["insurance"] = {
            "amount": request.value.decimal_text,
            "currency": request.value.currency,
        }
    return form


def _party(party: Party) -> dict[str, Any]:
    first, _, last = name_of(party).partition(" ")
    line = street_line(party.address)
    house = "/".join(part for part in (line.house, line.flat) if part)
    return {
        "company_name": party.address.company,
        "first_name": first,
        "last_name": last,
        "email": party.contact.email,
        "phone": party.contact.phone.removeprefix("+48"),
        "address": {
            "street": line.street,
            "building_number": house,
            "city": party.address.city,
            "post_code": party.address.postcode,
            "country_code": party.address.country,
        },
    }


def facts(document: dict[str, Any]) -> Iterator[TrackingFact]:
    """Yield the facts of a tracking resource."""
    words = load("inpost")
    for event in items(document, "tracking_details"):
        word = text(event, "status")
        meaning = words.reading("status", word)
        try:
            at = datetime.fromisoformat(text(event, "datetime"))
            yield TrackingFact(
                at=at,
                code=meaning.code,
                raw_code=word[:TEXT_MAX],
                raw_text=text(event, "origin_status")[:TEXT_MAX],
                place=text(event, "agency")[:TEXT_MAX],
                reason=meaning.reason,
            )
        except (ValueError, InvalidInput):
            # Without a time that can be told it is no fact.
            continue


def point(one: dict[str, Any]) -> Point:
    """Read a point."""
    found, where = one.get("address"), one.get("location")
    address = found if isinstance(found, dict) else {}
    place = where if isinstance(where, dict) else {}
    lines = (text(address, "line1"), text(address, "line2"))
    return Point(
        code=text(one, "name"),
        lines=tuple(line for line in lines if line),
        latitude=_degrees(place.get("latitude")),
        longitude=_degrees(place.get("longitude")),
    )


def _degrees(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def refusal(answer: Answer, private: Callable[[], list[str]]) -> str:
    """Say why ShipX refused, without names and addresses."""
    document = answer.document()
    if not isinstance(document, dict):
        return ""
    said = f"{text(document, 'error')} {text(document, 'message')}"
    details = document.get("details")
    if isinstance(details, dict):
        said += f": {', '.join(sorted(str(name) for name in details))}"
    return scrubbed(said, private)
