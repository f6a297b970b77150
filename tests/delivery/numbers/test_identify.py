"""Whose a tracking number can be, however somebody wrote it."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from delivery.numbers.own_numbers import FORMATS, completed, numbers
from postpurchase.delivery.numbers import Candidate, identify
from postpurchase.delivery.numbers.identifying import MAX_CHARACTERS

# There are many formats, and each is tried.
FEW = settings(max_examples=max(20, settings.default.max_examples // 5))
UKRAINIAN = "RR473124829UA"
UPS = "1ZABC12303DE456783"


def carriers(number):
    return [one.carrier for one in identify(number)]


@pytest.mark.parametrize("code", FORMATS)
@FEW
@given(data=st.data())
def test_a_number_made_by_a_table_is_its_carriers(code, data):
    carrier, format_ = FORMATS[code]
    number = data.draw(numbers(format_))

    assert format_.read(number) is not None
    assert carrier.carrier in carriers(number)


@pytest.mark.parametrize("code", [c for c, row in FORMATS.items() if row[1].check])
@FEW
@given(data=st.data())
def test_with_another_check_digit_it_is_not_of_that_format(code, data):
    format_ = FORMATS[code][1]
    number = data.draw(numbers(format_))
    digit = format_.read(number)[0]["check_digit"]
    at = next(
        found.start("check_digit")
        for one in format_.layouts
        if (found := one.pattern.fullmatch(number))
    )
    other = data.draw(st.sampled_from("0123456789").filter(lambda d: d != digit))

    assert format_.read(number[:at] + other + number[at + 1 :]) is None


def test_a_number_says_what_is_in_it():
    found = identify(UPS)[0]

    assert (
        Candidate(
            carrier="ups",
            name="UPS",
            format="ups_1z",
            number=UPS,
            tracking_url=f"https://www.ups.com/track?tracknum={UPS}",
            parts={
                "serial_number": "ABC12303DE45678",
                "shipper_id": "ABC123",
                "service_type": "03",
                "service": "Ground",
                "package_id": "DE45678",
                "check_digit": "3",
            },
        )
        == found
    )


def test_a_postal_item_has_the_name_and_the_page_of_the_post_office_that_issued_it():
    (found,) = identify(UKRAINIAN)

    assert ("s10", "Ukrposhta") == (found.carrier, found.name)
    assert found.tracking_url.endswith(UKRAINIAN)
    assert "registered letter" == found.parts["service"]


def test_a_post_office_without_a_page_that_is_known_has_none():
    (found,) = identify("RR473124829AF")

    assert ("Afghan Post", "") == (found.name, found.tracking_url)


@pytest.mark.parametrize("country", ["XX", "AA", "ZZ", "QQ"])
def test_a_country_without_a_post_office_issues_nothing(country):
    assert () == identify(f"RR473124829{country}")


def test_routing_goes_before_a_number_of_usps():
    inner = "9400110900000000000000"
    for routing in ("", "42012345", "420123456789"):
        found = identify(_with_check_digit(routing, inner))[0]

        assert "usps" == found.carrier
        assert routing[3:8] == found.parts.get("destination_zip", "")
        assert routing[8:] == found.parts.get("destination_zip_plus4", "")


def _with_check_digit(routing, inner):
    return next(
        number
        for digit in "0123456789"
        if "usps" in carriers(number := f"{routing}{inner[:-1]}{digit}")
    )


def test_a_parcel_of_dpd_says_where_it_goes():
    (found,) = (
        one
        for last in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        for one in identify(f"000102301234567890123101804{last}")
    )

    assert ("dpd", "UA", "normal parcel") == (
        found.carrier,
        found.parts["country"],
        found.parts["service"],
    )


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        # A number of 14 digits that only begins as those of Nova Poshta do.
        ("20450000000000", ["nova_poshta", "dhl"]),
        ("12345678901234", ["dhl"]),
        # LX begins numbers of DHL, too, but those have no check digit.
        ("LX473124829CN", ["s10", "dhl"]),
        # Twelve digits whose check digits are right for several carriers.
        ("000000000000", ["fedex", "purolator"]),
        # Old Dominion's first digits are rarer than a check digit alone.
        ("80000000002", ["old_dominion"]),
        # The digits that begin an online label weigh more than a length.
        ("123456789012345678901234", ["inpost"]),
    ],
)
def test_the_carrier_whose_rules_chance_meets_least_often_comes_first(number, expected):
    assert expected == carriers(number)


@given(st.from_regex(r"[0-9A-Z]{8,34}", fullmatch=True))
def test_a_carrier_is_named_once(number):
    found = carriers(number)

    assert len(set(found)) == len(found)


def test_of_two_formats_of_a_carrier_that_weigh_the_same_the_first_one_counts():
    number = completed(FORMATS["usps_20"][1], "91123456789012345670")

    assert FORMATS["usps_91"][1].read(number)
    assert "usps_20" == identify(number)[0].format


@pytest.mark.parametrize(
    "written",
    [
        "rr473124829ua",
        " RR 473 124 829 UA\t",
        "RR\N{NO-BREAK SPACE}4731\N{NARROW NO-BREAK SPACE}2482\N{IDEOGRAPHIC SPACE}9UA",
        "\N{ZERO WIDTH NO-BREAK SPACE}RR473124829UA\N{ZERO WIDTH SPACE}\r\n",
        "\N{LEFT-TO-RIGHT MARK}RR473124829UA\N{POP DIRECTIONAL FORMATTING}",
        "RR-473124829-UA",
        "RR 4731 2482 9\N{EN DASH}UA",
    ],
)
def test_case_blanks_and_dashes_do_not_matter(written):
    assert identify(UKRAINIAN) == identify(written)


def test_a_dash_without_a_check_digit_is_not_taken_away():
    assert ["amazon"] == carriers("TBA 123456789012")
    assert [] == carriers("TBA-123456789012")


def test_a_dash_that_belongs_to_a_number_stays():
    assert ["lasership"] == carriers("1ls7 12301 4 123456 -1")
    assert [] == carriers("1ls7 12301 4 123456 -2")
    assert [] == carriers("1ls7 12301 4 123456 1")


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-",
        "\x00",
        "\ud800",
        "RR473124829UA\x00",
        "\N{ARABIC-INDIC DIGIT FOUR}" * 12,
        "\N{FULLWIDTH DIGIT FOUR}" * 12,
        "\N{SUPERSCRIPT TWO}" * 12,
        # Capitals of these would be S and I.
        "RR473124829U\N{LATIN SMALL LETTER LONG S}",
        "RR473124829\N{LATIN SMALL LETTER DOTLESS I}E",
        "%s{number}",
    ],
)
def test_what_is_no_number_is_nobodys(text):
    assert () == identify(text)


@given(st.text(max_size=2 * MAX_CHARACTERS))
def test_any_text_has_an_answer(text):
    assert all(isinstance(one, Candidate) for one in identify(text))


def test_what_is_longer_than_any_number_is_not_read():
    padded = UKRAINIAN.rjust(MAX_CHARACTERS)

    assert ["s10"] == carriers(padded)
    assert [] == carriers(f" {padded}")


def test_candidates_can_be_stored_and_put_into_sets():
    found = identify(UKRAINIAN)

    assert found == pickle.loads(pickle.dumps(found))
    assert {*found} == {*identify(UKRAINIAN)}


def test_parts_of_one_answer_are_not_those_of_the_next():
    identify(UKRAINIAN)[0].parts.clear()

    assert "UA" == identify(UKRAINIAN)[0].parts["country_code"]
