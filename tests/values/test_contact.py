"""A contact holds only ways that reach somebody, and shows none of them."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpurchase.errors import InvalidContact
from postpurchase.values.contact import Contact, e164
from shared_data import shared_json


def test_a_contact_may_be_empty():
    assert Contact() == Contact.parse()


def test_its_repr_tells_what_is_known_and_not_what_it_is():
    contact = Contact(
        name="Оля",
        email="olia@example.com",
        phone="+380501234567",
        locale="uk",
        zone="Europe/Kyiv",
    )

    assert repr(contact) == "<Contact name email phone uk Europe/Kyiv>"
    assert repr(Contact()) == "<Contact>"


@pytest.mark.parametrize(
    ("said", "locale"),
    [("uk", "uk"), ("uk_UA", "uk-UA"), ("UK-ua", "uk-UA"), ("zh_hans_cn", "zh-Hans-CN"),
     ("es-419", "es-419"), ("", "")],
)  # fmt: skip
def test_locales_are_written_one_way(said, locale):
    assert locale == Contact(locale=said).locale


@pytest.mark.parametrize(
    "said", ["u", "uk-", "uk UA", "українська", "en-US-x-twain", None, 5]
)
def test_what_is_no_locale_is_refused(said):
    with pytest.raises(InvalidContact) as refused:
        Contact(locale=said)
    assert refused.value.path == "locale"


@pytest.mark.parametrize(
    "email",
    [
        "a@b.co",
        "first.last+tag@sub.example.com",
        "оля@приклад.укр",
        "o'neil@example.ie",
    ],
)
def test_addresses_that_mail_reaches_are_taken(email):
    assert email == Contact.parse(email=f" {email} ").email


@pytest.mark.parametrize(
    "email",
    ["a", "a@b", "@b.co", "a@", "a b@c.de", "a@b..de", ".a@b.de", "a.@b.de", "a@b.de, c@d.ef",
     "Оля <a@b.de>", "a@b.de\nBcc: all@b.de", "a@b.de\r", "a" * 65 + "@b.de", 7, None,
     "a@" + "b" * 64 + ".de", "a@" + "b." * 200 + "de"],
)  # fmt: skip
def test_what_is_not_one_address_is_refused(email):
    with pytest.raises(InvalidContact) as refused:
        Contact(email=email)
    assert refused.value.path == "email"


@pytest.mark.parametrize(
    "phone", ["0501234567", "+0501234567", "+380 50", "+", "+1" * 20, None]
)
def test_the_constructor_takes_phones_as_e164_only(phone):
    with pytest.raises(InvalidContact):
        Contact(phone=phone)


@pytest.mark.parametrize(
    ("said", "region", "phone"),
    [
        ("050 123 45 67", "UA", "+380501234567"),
        ("+48 600 100 200", "", "+48600100200"),
        ("600 100 200", "pl", "+48600100200"),
        ("8 (912) 345-67-89", "RU", "+79123456789"),
        ("٠٥٠ ١٢٣ ٤٥ ٦٧", "UA", "+380501234567"),
    ],
)
def test_phones_are_read_as_people_type_them(said, region, phone):
    assert phone == Contact.parse(phone=said, region=region).phone


@pytest.mark.parametrize(
    ("said", "region"),
    [
        ("12345", "UA"),
        ("050 123 45 67", ""),
        ("abc", "UA"),
        ("1" * 10**6, "UA"),
        ("911", "XX"),
    ],
)
def test_a_number_that_is_only_possible_is_refused(said, region):
    with pytest.raises(InvalidContact) as refused:
        e164(said, region)
    assert said[:30] not in str(refused.value)


@pytest.mark.parametrize(
    "zone", ["Europe/Kyiw", "Kyiv", "../etc/passwd", "/etc", "Europe", 5, "a\0b"]
)
def test_zones_are_those_of_the_time_zone_database(zone):
    with pytest.raises(InvalidContact) as refused:
        Contact(zone=zone)
    assert refused.value.path == "zone"


@pytest.mark.parametrize("name", ["a\nb", "x" * 256, "\ud800", None])
def test_names_are_one_line_of_sane_length(name):
    with pytest.raises(InvalidContact):
        Contact(name=name)


@given(
    st.text(max_size=300),
    st.text(max_size=80),
    st.text(max_size=30),
    st.text(max_size=30),
)
def test_any_text_gives_a_contact_or_a_typed_error(name, email, phone, zone):
    try:
        contact = Contact.parse(
            name=name, email=email, phone=phone, zone=zone, region="UA"
        )
    except InvalidContact:
        return
    assert contact == pickle.loads(pickle.dumps(contact))


@pytest.mark.real_data
def test_example_numbers_of_every_country_come_out_as_published():
    cases = shared_json("i18n/phone_examples.json")["cases"]
    for case in cases:
        if case["valid"]:
            assert case["e164"] == e164(case["national"], case["region"]), case
            assert case["e164"] == e164(case["international"]), case
        else:
            with pytest.raises(InvalidContact):
                e164(case["e164"])
    assert cases
