"""An address fits a label of its country."""

from __future__ import annotations

import pytest

from postpurchase.errors import InvalidAddress
from postpurchase.values.address import PLACE_LINES, Address
from postpurchase.values.countries import COUNTRIES

KYIV = {
    "name": "Оля Шевченко", "company": "Квіти", "lines": ("вул. Хрещатик, 1", "кв. 2"),
    "city": "Київ", "region": "", "postcode": "01001", "country": "UA",
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "locale", "lines"),
    [
        ({}, "en", ("Київ", "01001", "Ukraine")),
        ({"country": "PL", "city": "Łódź", "postcode": "90-001"}, "pl", ("90-001 Łódź", "Polska")),
        ({"country": "US", "city": "Boston", "region": "MA", "postcode": "02108"}, "en",
         ("Boston, MA 02108", "United States")),
        ({"country": "US", "city": "Boston", "postcode": ""}, "en", ("Boston", "United States")),
        ({"country": "DE", "city": "Berlin", "postcode": "10115"}, "ru", ("10115 Berlin", "Германия")),
        ({"country": "GB", "city": "London", "postcode": "SW1A 1AA"}, "en",
         ("London", "SW1A 1AA", "United Kingdom")),
        ({"country": "XK", "city": "Prishtina", "postcode": ""}, "en", ("Prishtina", "Kosovo")),
    ],
)  # fmt: skip
def test_lines_stand_as_the_country_writes_them(changes, locale, lines):
    top = ("Оля Шевченко", "Квіти", "вул. Хрещатик, 1", "кв. 2")

    assert top + lines == Address(**(KYIV | changes)).postal_lines(locale)


def test_what_is_empty_makes_no_line():
    assert Address(country="PL").postal_lines() == ("Poland",)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("country", "UKR"), ("country", "ua"), ("country", "ZZ"), ("country", None),
        ("city", "a\nb"), ("name", "x" * 256), ("postcode", "1" * 21), ("company", 5),
        ("region", "\x00"), ("lines", ["a"]), ("lines", ("a",) * 7), ("lines", "street"),
    ],
)  # fmt: skip
def test_what_cannot_stand_on_a_label_is_refused_with_its_path(path, value):
    with pytest.raises(InvalidAddress) as refused:
        Address(**(KYIV | {path: value}))
    assert path == refused.value.path


def test_the_line_that_is_wrong_is_named():
    with pytest.raises(InvalidAddress) as refused:
        Address(**(KYIV | {"lines": ("fine", "not\u2028fine")}))
    assert refused.value.path == "lines[1]"


def test_neither_repr_nor_log_shows_where_somebody_lives():
    assert repr(Address(**KYIV)) == "<Address UA>"

    with pytest.raises(InvalidAddress) as refused:
        Address(**(KYIV | {"city": "Київ\n"}))
    assert "Київ" not in str(refused.value) + repr(refused.value)
    assert "Київ" in refused.value.user_message("uk")


def test_every_custom_belongs_to_a_country_and_writes_the_city():
    assert set() == set(PLACE_LINES) - COUNTRIES
    assert all("{city}" in "".join(lines) for lines in PLACE_LINES.values())


def test_countries_are_the_250_of_iso_and_kosovo():
    assert len(COUNTRIES) == 250
    assert {"UA", "PL", "CN", "US", "GB", "XK"} <= COUNTRIES
