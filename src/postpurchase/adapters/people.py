"""Names and addresses, as shop systems write them.

A shop took the order with whatever its customer typed: a telephone number
that nobody can dial or an address without a country is no reason to refuse
the order, so such a value is left out and staff correct it later.
"""

from __future__ import annotations

from typing import Final

from postpurchase.adapters.reading import Reader
from postpurchase.errors import InvalidAddress, InvalidContact
from postpurchase.values.address import Address
from postpurchase.values.contact import Contact, e164

_STREETS: Final = (
    "address1",
    "address2",
    "address_1",
    "address_2",
    "street",
    "street_2",
)
_REGIONS: Final = ("province", "state", "region")
_POSTCODES: Final = ("zip", "postcode")
_COUNTRIES: Final = ("country_code", "country")


def contact_of(
    *parties: Reader, email: str = "", phone: str = "", locale: str = ""
) -> Contact | None:
    """Make a contact of the first name and telephone number that are there.

    Args:
        parties: Objects with names and numbers, the recipient's first.
        email: Of the order.
        phone: Of the order, if no party has one.
        locale: Language tag, such as ``uk`` or ``pt-BR``.
    """
    name = next((said for said in map(name_of, parties) if said), "")
    numbers = (party.line("phone", most=100) for party in parties)
    number = next((said for said in numbers if said), phone)
    country = next((said for said in map(country_of, parties) if said), "")
    said = {"name": name, "email": email, "locale": locale}
    kept = {field: value for field, value in said.items() if _fits(field, value)}
    try:
        kept["phone"] = e164(number, country) if number else ""
    except InvalidContact:
        kept["phone"] = ""
    return Contact(**kept) if any(kept.values()) else None


def _fits(field: str, value: str) -> bool:
    try:
        Contact(**{field: value})
    except InvalidContact:
        return False
    return True


def name_of(party: Reader) -> str:
    """Read a full name, from one field or from two."""
    whole = party.line("name", most=200)
    if whole:
        return whole
    first, last = (party.line(n, most=100) for n in ("first_name", "last_name"))
    return f"{first} {last}".strip()


def country_of(party: Reader) -> str:
    """Read a country's two letters; a country's name reads as empty."""
    return _first(party, _COUNTRIES, length=2).upper()


def address_of(place: Reader) -> Address | None:
    """Make an address, or None where there is none that a carrier could use."""
    lines = tuple(s for s in (place.line(n, most=200) for n in _STREETS) if s)
    country = country_of(place)
    if not lines or not country:
        return None
    try:
        return Address(
            name=name_of(place),
            company=place.line("company", most=100),
            lines=lines,
            city=place.line("city", most=100),
            postcode=_first(place, _POSTCODES),
            region=_first(place, _REGIONS),
            country=country,
        )
    except InvalidAddress:
        return None


def _first(place: Reader, names: tuple[str, ...], *, length: int = 0) -> str:
    said = (place.line(name, most=200) for name in names)
    return next((s for s in said if s and (not length or len(s) == length)), "")
