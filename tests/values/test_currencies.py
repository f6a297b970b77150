"""The currency table is ISO 4217's, not CLDR's."""

from __future__ import annotations

import pytest

from postpurchase.values.currencies import CURRENT, EXPONENTS, WITHDRAWN


@pytest.mark.parametrize(
    ("code", "digits"),
    [
        ("EUR", 2), ("UAH", 2), ("JPY", 0), ("KRW", 0), ("HUF", 2), ("IQD", 3), ("KWD", 3),
        ("RSD", 2), ("AFN", 2), ("LAK", 2), ("MMK", 2), ("MGA", 2), ("XCG", 2), ("ZWG", 2),
        ("CLF", 4), ("UYW", 4), ("ISK", 0), ("HRK", 2), ("BGN", 2),
    ],
)  # fmt: skip
def test_digits_are_those_of_the_standard(code, digits):
    assert digits == EXPONENTS[code]


def test_no_code_is_both_current_and_withdrawn():
    assert set() == set(CURRENT) & set(WITHDRAWN)
    assert all(len(code) == 3 and code.isupper() for code in EXPONENTS)
    assert len(CURRENT) == 165


@pytest.mark.parametrize("code", ["XAU", "XXX", "XTS", "XDR"])
def test_metals_and_test_codes_are_no_money(code):
    assert code not in EXPONENTS


def test_the_table_agrees_with_the_published_list():
    iso4217 = pytest.importorskip(
        "iso4217", reason="NOT RUN: the package iso4217 is not installed"
    )
    published = {
        each.code: each.exponent
        for each in iso4217.Currency
        if each.exponent is not None
    }

    assert published == dict(CURRENT)
