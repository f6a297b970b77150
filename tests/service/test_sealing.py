"""Personal values stay out of the log and can be erased."""

from __future__ import annotations

import attrs
import pytest

from postpurchase import errors
from postpurchase.order.commands import AddNote, CorrectAddress
from postpurchase.service.requests import canonical, request_hash
from postpurchase.service.sealing import person_of, seal, unseal
from postpurchase.stores.base import PersonalValue
from postpurchase.testing import CUSTOMER, NOON, place_order
from postpurchase.values.address import Address
from postpurchase.values.contact import Contact
from postpurchase.values.personal import FORGOTTEN, PersonalRef

HOME = Address(
    name="Olena",
    lines=("вул. Хрещатик 1",),
    city="Київ",
    postcode="01001",
    country="UA",
)


@attrs.frozen
class Code:
    code: str


def rows_of(rows):
    return {row.ref: row for row in rows}


def test_every_personal_value_of_an_order_becomes_a_reference():
    gift = Contact(name="Ivan")
    command = place_order(
        recipient=CUSTOMER, address=HOME, gift_recipient=gift, country="", locale=""
    )

    sealed, rows = seal(command, "customer:c7")

    found = rows_of(rows)
    for name, value in (
        ("recipient", CUSTOMER),
        ("address", HOME),
        ("gift_recipient", gift),
    ):
        reference = getattr(sealed, name)
        assert isinstance(reference, PersonalRef)
        assert value == unseal(reference, found)
    assert ("UA", "uk") == (sealed.country, sealed.locale)
    assert ["customer:c7", "customer:c7", "gift:1001"] == [row.person for row in rows]


def test_a_corrected_address_and_a_note_are_sealed_too():
    corrected, rows = seal(
        CorrectAddress(order_id="1", at=NOON, address=HOME), "order:1"
    )
    assert corrected.country == "UA"
    assert HOME == unseal(corrected.address, rows_of(rows))

    note, rows = seal(
        AddNote(order_id="1", at=NOON, note_id="N", text="call Olena"), "order:1"
    )
    assert unseal(note.text, rows_of(rows)) == "call Olena"


def test_a_command_without_personal_values_passes_as_it_is():
    command = place_order()

    assert (command, ()) == seal(command, "order:1001")


def test_a_forgotten_value_is_forgotten_and_a_changed_one_is_noticed():
    sealed, (row,) = seal(
        AddNote(order_id="1", at=NOON, note_id="N", text="secret"), "order:1"
    )
    changed = PersonalValue(row.ref, row.person, row.salt, row.value + " ")

    assert unseal(sealed.text, {}) is FORGOTTEN
    with pytest.raises(errors.BrokenLog):
        unseal(sealed.text, {row.ref: changed})


def test_two_seals_of_one_value_have_nothing_in_common():
    note = AddNote(order_id="1", at=NOON, note_id="N", text="the same")
    (one, (first,)), (two, (second,)) = seal(note, "p"), seal(note, "p")

    assert one.text.ref != two.text.ref
    assert one.text.commitment != two.text.commitment
    assert first.salt != second.salt


@pytest.mark.parametrize("text", ["\ud800", "fine until here: \udfff"])
def test_a_text_that_is_not_unicode_is_refused(text):
    note = AddNote(order_id="1", at=NOON, note_id="N", text=text)
    with pytest.raises(errors.MalformedInput, match="Unicode"):
        seal(note, "order:1")


def test_guests_are_their_own_persons():
    assert person_of("1", "") != person_of("2", "")
    assert person_of("1", "c") == person_of("2", "c")


def test_the_hash_of_a_request_knows_content_and_store_but_not_time():
    one = place_order(command_id="a", recipient=CUSTOMER)
    later = place_order(command_id="b", recipient=CUSTOMER, at=NOON.replace(hour=23))
    other = place_order(command_id="a", recipient=Contact(name="Ivan"))

    assert request_hash(one, b"k") == request_hash(later, b"k")
    assert request_hash(one, b"k") != request_hash(one, b"other")
    assert request_hash(one, b"k") != request_hash(other, b"k")


def test_what_is_hashed_tells_kinds_apart():
    address, contact = canonical(HOME), canonical(Contact(name="Olena"))

    assert address.startswith('["Address","Olena"')
    assert contact.startswith('["Contact","Olena"')
    assert canonical(NOON) == '"2026-05-04T12:00:00+00:00"'
    assert canonical(Code("x")) == '["Code","x"]'
    assert canonical({"b": 1, "a": (2,)}) == '{"a":[2],"b":1}'
