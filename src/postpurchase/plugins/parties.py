"""What carriers' forms want to know of people and addresses."""

from __future__ import annotations

import hashlib
import re
from typing import Final

import attrs

from postpurchase.values.address import Address
from postpurchase.values.carriage import Party

_HOUSE: Final = re.compile(
    r"(?P<street>.*?\D)[\s,]+(?P<house>\d+[^\s/,]*)"
    r"(?:\s*[/,]\s*(?P<flat>.+)|\s+(?P<named>(?:m|lok|apt|кв)\b.+))?"
)
"""The house is the first number after which nothing but a flat follows."""


@attrs.frozen
class StreetLine:
    """A street line in its parts; all of it is street where no house is found."""

    street: str
    house: str = ""
    flat: str = ""


def street_line(address: Address) -> StreetLine:
    """Take the first line apart, as forms with a field for the house want it.

    >>> street_line(Address(lines=("ul. Długa 5/7",), country="PL"))
    StreetLine(street='ul. Długa', house='5', flat='7')
    >>> street_line(Address(lines=("Khreshchatyk",), country="UA"))
    StreetLine(street='Khreshchatyk', house='', flat='')
    """
    line = address.lines[0] if address.lines else ""
    found = _HOUSE.fullmatch(line)
    if found is None:
        return StreetLine(line)
    flat = found["flat"] or found["named"] or ""
    return StreetLine(found["street"].strip(" ,"), found["house"], flat.strip())


def name_of(party: Party) -> str:
    """Return the name of the person, from the address or else the contact."""
    return party.address.name or party.contact.name


def private_texts(*parties: Party) -> list[str]:
    """List what must not stand in an error."""
    return [
        text
        for one in parties
        for text in (
            one.contact.name,
            one.contact.email,
            one.contact.phone,
            one.address.name,
            *one.address.lines,
        )
        if text
    ]


def mark_of(key: str) -> str:
    """Return a short text that stands for a key where a carrier keeps notes.

    >>> mark_of("1001:P1:inpost:1")
    'c0957b8eaae2'
    """
    return hashlib.sha256(key.encode()).hexdigest()[:12]
