"""The tables beside public definitions, read by an interpreter of its own.

The definitions are not part of this project; where they are missing, these tests
say that they did not run.
"""

from __future__ import annotations

import random
import re
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postpurchase.delivery.numbers import identify
from postpurchase.delivery.numbers.carriers import CARRIERS
from shared_data import shared_file, shared_json

pytestmark = pytest.mark.real_data

CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
NOT_PUBLIC = {"gls", "inpost", "nova_poshta"}
PUBLIC = {one.carrier: one for one in CARRIERS if one.carrier not in NOT_PUBLIC}
DEFINITIONS = [
    (carrier, at)
    for carrier, table in PUBLIC.items()
    for at in range(len(table.formats))
]


@cache
def definitions(carrier):
    folder = shared_file("tracking_numbers").name
    return shared_json(f"{folder}/{carrier}.json")["tracking_numbers"]


@cache
def pattern(carrier, at):
    """Return the definition's own expression, for a text without blanks."""
    text = "".join(definitions(carrier)[at]["regex"])
    return re.compile(text.replace("(?<", "(?P<").replace(r"\s*", ""))


def total(serial, odds, evens):
    return sum(
        (int(c) if c.isdigit() else (ord(c) - 3) % 10) * (odds if i % 2 else evens)
        for i, c in enumerate(serial)
    )


def weighted(serial, weights):
    return sum(int(a) * b for a, b in zip(serial, weights, strict=True))


def mod10(serial, rule):
    serial = serial[::-1] if rule["reverse"] else serial
    rest = total(serial, rule["odds_multiplier"], rule["evens_multiplier"]) % 10
    return str(10 - rest if rest else 0)


def luhn(serial, _rule):
    doubled = [int(c) * (1 + (i % 2 == 0)) for i, c in enumerate(serial[::-1])]
    rest = sum(d - 9 if d > 9 else d for d in doubled) % 10
    return str(10 - rest if rest else 0)


def s10(serial, rule):
    rest = weighted(serial, rule["weightings"]) % 11
    return {1: "0", 0: "5"}.get(rest, str(11 - rest))


def mod_37_36(serial, _rule):
    cd = 36
    for c in serial:
        cd += CHARACTERS.index(c)
        cd = cd - 36 if cd > 36 else cd
        cd *= 2
        cd = cd - 37 if cd > 36 else cd
    cd = 37 - cd
    return CHARACTERS[0 if cd == 36 else cd]


RULES = {
    "mod10": mod10,
    "mod7": lambda serial, _rule: str(int(serial) % 7),
    "luhn": luhn,
    "s10": s10,
    "mod_37_36": mod_37_36,
    "sum_product_with_weightings_and_modulo": lambda serial, rule: str(
        weighted(serial, rule["weightings"]) % rule["modulo1"] % rule["modulo2"]
    ),
}


def parts_by_definition(carrier, at, number):
    """Return the named groups of a number that is valid; None of one that is not."""
    definition = definitions(carrier)[at]
    found = pattern(carrier, at).fullmatch(number)
    if found is None:
        return None
    groups = {name: value for name, value in found.groupdict().items() if value}
    validation = definition["validation"]
    if "checksum" in validation:
        serial = groups["SerialNumber"]
        prepend = validation.get("serial_number_format", {}).get("prepend_if")
        if prepend and re.search(prepend["matches_regex"], serial):
            serial = prepend["content"] + serial
        rule = validation["checksum"]
        if groups["CheckDigit"] != RULES[rule["name"]](serial, rule):
            return None
    needed = validation.get("additional", {}).get("exists", [])
    for one in definition.get("additional", []):
        value = groups[one["regex_group_name"]]
        listed = any(
            row["matches"] == value
            if "matches" in row
            else re.search(row["matches_regex"], value)
            for row in one["lookup"]
        )
        if one["name"] in needed and not listed:
            return None
    return groups


def snake_case(name):
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def changed(number, chance):
    """Change one character: another, one more, one less, or two swapped."""
    at = chance.randrange(len(number))
    other = chance.choice(CHARACTERS if chance.random() < 0.3 else CHARACTERS[:10])
    return chance.choice(
        [
            number[:at] + other + number[at + 1 :],
            number[:at] + other + number[at:],
            number[:at] + number[at + 1 :],
            number[:at] + number[at : at + 2][::-1] + number[at + 2 :],
        ]
    )


def with_each_check_digit(carrier, at, number):
    found = pattern(carrier, at).fullmatch(number)
    if found and "CheckDigit" in found.groupdict():
        start, end = found.span("CheckDigit")
        return [number[:start] + one + number[end:] for one in CHARACTERS]
    return []


def numbers_near(carrier, at, seed):
    """Return a text that the definition's expression matches, and many near it."""
    number = re.sub(r"\s", "", seed)
    chance = random.Random(number)
    near = [number, *with_each_check_digit(carrier, at, number)]
    valid = [one for one in near if parts_by_definition(carrier, at, one) is not None]
    return near + [changed(chance.choice(valid or near), chance) for _ in range(20)]


def without_looking_ahead(text):
    """Leave out what an expression only looks at: Hypothesis cannot aim at it."""
    while (start := max(text.rfind("(?="), text.rfind("(?!"))) >= 0:
        depth = 0
        for end in range(start, len(text)):
            depth += {"(": 1, ")": -1}.get(text[end], 0)
            if depth == 0:
                break
        text = text[:start] + text[end + 1 :]
    return text


def seeds(carrier, at):
    ascii_ = st.characters(codec="ascii")
    made = without_looking_ahead(pattern(carrier, at).pattern)
    return st.from_regex(re.compile(made), fullmatch=True, alphabet=ascii_)


def test_each_public_definition_has_a_format_and_each_format_a_definition():
    folder = shared_file("tracking_numbers")
    assert {one.stem for one in folder.glob("*.json")} == PUBLIC.keys()
    for carrier, table in PUBLIC.items():
        assert len(definitions(carrier)) == len(table.formats), carrier


@pytest.mark.parametrize(("carrier", "at"), DEFINITIONS)
@given(data=st.data())
def test_a_format_says_of_any_number_what_the_definition_says(carrier, at, data):
    format_ = PUBLIC[carrier].formats[at]
    for number in numbers_near(carrier, at, data.draw(seeds(carrier, at))):
        wanted = parts_by_definition(carrier, at, number)
        read = format_.read(number)
        assert (wanted is None) == (read is None), number
        if wanted is not None:
            same = {snake_case(name): value for name, value in wanted.items()}
            assert same == {name: read[0].get(name) for name in same}


@pytest.mark.parametrize(("carrier", "at"), DEFINITIONS)
@settings(max_examples=10)
@given(data=st.data())
def test_the_candidates_are_those_of_all_definitions(carrier, at, data):
    number = re.sub(r"\s", "", data.draw(seeds(carrier, at)))
    for one in [number, *with_each_check_digit(carrier, at, number)]:
        wanted = {
            name
            for name, index in DEFINITIONS
            if parts_by_definition(name, index, one) is not None
        }
        assert wanted == {row.carrier for row in identify(one)} - NOT_PUBLIC, one


def published(kind):
    return [
        (carrier, number)
        for carrier in PUBLIC
        for definition in definitions(carrier)
        for number in definition.get("test_numbers", {}).get(kind, [])
    ]


def test_each_published_number_is_recognised_as_its_carriers():
    numbers = published("valid")

    assert numbers
    assert [] == [
        (carrier, number)
        for carrier, number in numbers
        if carrier not in {one.carrier for one in identify(number)}
    ]


def test_each_published_number_that_is_invalid_is_not_its_carriers():
    numbers = published("invalid")

    assert numbers
    assert [] == [
        (carrier, number)
        for carrier, number in numbers
        if carrier in {one.carrier for one in identify(number)}
    ]
