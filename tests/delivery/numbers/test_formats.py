"""The notation of layouts, and taking a number apart by it."""

from __future__ import annotations

import re
from functools import partial

import pytest

from delivery.numbers.own_numbers import FORMATS
from postpurchase.delivery.numbers.checks import mod_10
from postpurchase.delivery.numbers.formats import Format, LookUp, layout


def parts(text, number):
    found = layout(text).pattern.fullmatch(number)
    return None if found is None else found.groupdict()


def test_a_layout_names_the_parts_from_left_to_right():
    text = "1Z serial_number( shipper_id:an3 :n2 service:a2 ) check_digit:n1"

    assert {
        "serial_number": "A1B23CD",
        "shipper_id": "A1B",
        "service": "CD",
        "check_digit": "4",
    } == parts(text, "1ZA1B23CD4")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("serial_number:n3", "12"),
        ("serial_number:n3", "1234"),
        ("serial_number:n3", "12A"),
        ("serial_number:n3", "12\N{ARABIC-INDIC DIGIT THREE}"),
        ("serial_number:n3", "123\n"),
        ("serial_number:a2", "A1"),
        ("serial_number:a2", "ab"),
        ("serial_number:an2", "A-"),
        ("JD|JJD serial_number:n1", "JJJD1"),
        ("serial_number:n2..3", "1"),
        ("serial_number:n2..3", "1234"),
    ],
)
def test_what_is_not_of_the_layout_has_no_parts(text, number):
    assert parts(text, number) is None


def test_one_of_several_texts_and_a_range_of_lengths_fit():
    assert {"origin": "JJD", "serial": "12"} == parts(
        "origin:JD|JJD serial:n2..3", "JJD12"
    )
    assert (4, 6) == (
        layout("JD|JJD serial:n2..3").shortest,
        layout("JD|JJD serial:n2..3").longest,
    )


@pytest.mark.parametrize("text", ["serial:x9", "serial:", "1Z serial:n", "a.b", "a||b"])
def test_a_word_that_is_none_is_named(text):
    with pytest.raises(ValueError, match=re.escape(repr(text))):
        layout(text)


def test_of_several_layouts_that_fit_the_first_one_counts():
    one = Format("sample", ("area:n2 serial_number:n2", "serial_number:n4"))

    assert {"area": "12", "serial_number": "34"} == one.read("1234")[0]


def test_a_check_digit_covers_a_prefix_that_was_left_out():
    one = Format(
        "sample",
        ("serial_number:n3 check_digit:n1",),
        check=partial(mod_10, weights=(1,)),
        prefix="9",
    )

    assert "5" == one.check("9123")
    assert one.read("1235")
    assert one.read("9010")
    assert one.read("1234") is None


def test_a_value_that_has_to_be_listed_and_is_not_makes_a_number_invalid():
    def read(number, *, is_required):
        look_up = LookUp("area", "place", {"UA": "Ukraine"}, is_required=is_required)
        return Format("sample", ("area:a2",), look_ups=(look_up,)).read(number)

    assert {"area": "UA", "place": "Ukraine"} == read("UA", is_required=True)[0]
    assert read("XX", is_required=True) is None
    assert {"area": "XX"} == read("XX", is_required=False)[0]


def test_each_fixed_character_check_digit_and_known_code_makes_chance_less_likely():
    def chance(text, number, **more):
        return Format("sample", (text,), **more).read(number)[1]

    check = partial(mod_10, weights=(1,))
    listed = LookUp("serial_number", "meaning", {"12": "a", "34": "b"})

    assert 1 == chance("serial_number:n3", "123")
    assert 0.1 == pytest.approx(chance("1 serial_number:n2", "123"))
    assert 0.2 == pytest.approx(chance("1|2 serial_number:n2", "123"))
    assert 1 / 26 == pytest.approx(chance("A serial_number:n2", "A23"))
    assert 0.1 == pytest.approx(
        chance("serial_number:n2 check_digit:n1", "127", check=check)
    )
    assert 0.02 == pytest.approx(chance("serial_number:n2", "12", look_ups=(listed,)))


@pytest.mark.parametrize("code", FORMATS)
def test_what_a_table_names_is_in_each_of_its_layouts(code):
    carrier, format_ = FORMATS[code]
    for one in format_.layouts:
        assert "serial_number" in one.pattern.groupindex
        assert (format_.check is not None) == ("check_digit" in one.pattern.groupindex)
        assert {row.part for row in format_.look_ups} <= set(one.pattern.groupindex)
    assert carrier.tracking_url.count("{number}") == bool(carrier.tracking_url)


def test_a_format_has_its_own_code():
    assert len(FORMATS) == sum(
        len(carrier.formats) for carrier in {carrier for carrier, _ in FORMATS.values()}
    )
