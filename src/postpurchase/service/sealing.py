"""Sealing: personal values leave a command before anything decides or stores it.

What goes into the log is a random reference and a salted commitment. Value and
salt stand in a side row of the store, from which they can be erased while the
log stays as it is.
"""

from __future__ import annotations

import hmac
import json
import secrets
from typing import Any, TypeVar

import attrs

from postpurchase.errors import BrokenLog, MalformedInput
from postpurchase.order.commands import (
    AddNote,
    Command,
    CorrectAddress,
    DeclareWithdrawal,
    PlaceOrder,
    RequestDeliveryChange,
    RequestReturn,
)
from postpurchase.stores.base import PersonalValue
from postpurchase.values.address import Address
from postpurchase.values.answers import Insert
from postpurchase.values.carriage import DeliveryChange, SealedChange
from postpurchase.values.contact import Contact
from postpurchase.values.personal import FORGOTTEN, Forgotten, PersonalRef, commitment

Personal = Contact | Address | str
"""What can be sealed: a person, an address, a text that may name people."""

_TEXTS: dict[type[Command], tuple[str, ...]] = {
    AddNote: ("text",),
    DeclareWithdrawal: ("statement", "contact"),
    RequestReturn: ("note",),
}
"""What customers and staff write in their own words, by command."""

_C = TypeVar("_C", bound=Command)
_KINDS: dict[str, type[Contact | Address]] = {
    "contact": Contact,
    "address": Address,
}


def person_of(order_id: str, customer_id: str) -> str:
    """Name the person under whom an order's personal values are kept.

    >>> person_of("1001", "c7"), person_of("1001", "")
    ('customer:c7', 'order:1001')
    """
    return f"customer:{customer_id}" if customer_id else f"order:{order_id}"


def seal(command: _C, person: str) -> tuple[_C, tuple[PersonalValue, ...]]:
    """Replace the personal values of a command by references.

    Args:
        command: What the caller asked.
        person: Whose the values are, see `person_of`; a gift's recipient is a
            person of their own.

    Returns:
        The command without personal values, and the rows that hold them.
    """
    rows: list[PersonalValue] = []

    def sealed(value: Any, whose: str) -> Any:
        if not isinstance(value, Contact | Address | str):
            return value
        reference, row = _seal_value(value, whose)
        rows.append(row)
        return reference

    if isinstance(command, PlaceOrder):
        known = command.recipient
        told = known if isinstance(known, Contact) else Contact()
        # Country, locale and zone stay in clear: promises and texts need them.
        command = attrs.evolve(
            command,
            country=command.country or _country(command.address),
            locale=command.locale or told.locale,
            zone=command.zone or told.zone,
            recipient=sealed(command.recipient, person),
            address=sealed(command.address, person),
            gift_recipient=sealed(command.gift_recipient, f"gift:{command.order_id}"),
        )
    elif isinstance(command, CorrectAddress):
        country = command.country or _country(command.address)
        address = sealed(command.address, person)
        command = attrs.evolve(command, country=country, address=address)
    elif names := _TEXTS.get(type(command)):
        texts = {name: sealed(getattr(command, name), person) for name in names}
        command = attrs.evolve(command, **texts)
    elif isinstance(command, RequestDeliveryChange):
        wish = command.change
        if isinstance(wish, DeliveryChange):
            detail = wish.address if wish.kind == "address" else wish.place
            wish = SealedChange(
                kind=wish.kind,
                on=wish.on,
                pickup_point=wish.pickup_point,
                detail=sealed(detail, person) if detail else None,
            )
        command = attrs.evolve(command, change=wish)
    return command, tuple(rows)


def seal_inserts(command: _C, person: str) -> tuple[_C, tuple[PersonalValue, ...]]:
    """Replace what is written on inserts by references.

    Args:
        command: A command with the plugins' answers in it.
        person: Whose the texts are.
    """
    inserts: tuple[Insert, ...] = getattr(command, "inserts", ())
    if not any(insert.text for insert in inserts):
        return command, ()
    kept, rows = [], []
    for insert in inserts:
        if insert.text:
            reference, row = _seal_value(insert.text, person)
            rows.append(row)
            insert = attrs.evolve(insert, text="", sealed_text=reference)  # noqa: PLW2901
        kept.append(insert)
    return attrs.evolve(command, inserts=tuple(kept)), tuple(rows)  # type: ignore[call-arg]


def _country(address: object) -> str:
    return address.country if isinstance(address, Address) else ""


def _seal_value(value: Personal, person: str) -> tuple[PersonalRef, PersonalValue]:
    text = _to_json(value)
    ref, salt = secrets.token_hex(16), secrets.token_hex(16)
    try:
        sealed = commitment(salt, text)
    except UnicodeEncodeError as fault:
        raise MalformedInput(
            value=ascii(fault.object[fault.start : fault.end]), expected="Unicode text"
        ) from None
    return PersonalRef(ref, sealed), PersonalValue(ref, person, salt, text)


def _to_json(value: Personal) -> str:
    if isinstance(value, str):
        document: dict[str, Any] = {"kind": "text", "text": value}
    else:
        kind = type(value).__name__.lower()
        document = {"kind": kind, **attrs.asdict(value)}
    return json.dumps(
        document, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def unseal(
    reference: PersonalRef, rows: dict[str, PersonalValue]
) -> Personal | Forgotten:
    """Return the value behind a reference, or `FORGOTTEN` after its erasure.

    Raises:
        BrokenLog: The side row is not the one that the event was sealed with.
    """
    row = rows.get(reference.ref)
    if row is None:
        return FORGOTTEN
    if not hmac.compare_digest(commitment(row.salt, row.value), reference.commitment):
        raise BrokenLog(
            stream=row.person, version=0, reason="a personal value was changed"
        )
    document = json.loads(row.value)
    kind = document.pop("kind")
    if kind == "text":
        return str(document["text"])
    for name, part in document.items():
        if isinstance(part, list):
            document[name] = tuple(part)
    return _KINDS[kind](**document)
