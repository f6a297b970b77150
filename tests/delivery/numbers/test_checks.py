"""Check digits: the rules by worked examples, and what they notice."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpurchase.delivery.numbers.checks import (
    luhn,
    mod_7,
    mod_10,
    mod_37_36,
    s10,
    sum_product,
)

GS1 = partial(mod_10, weights=(3, 1))
digits = st.text("0123456789", min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("rule", "serial", "check_digit"),
    [
        # 1×3 + 2×1 + 3×3 + 4×1 + 5×3 = 33
        (GS1, "12345", "7"),
        # The same and 1: 34
        (partial(mod_10, weights=(3, 1), plus=1), "12345", "6"),
        # 1 + 4 + 3 + 8 + 5 = 21
        (partial(mod_10, weights=(1, 2)), "12345", "9"),
        # A is 2, H is 9, I is 0, Z is 7: 2 + 18 + 0 + 14 = 34
        (partial(mod_10, weights=(1, 2)), "AHIZ", "6"),
        (GS1, "00000", "0"),
        # 5 doubled is 1 + 0, 3 is 6, 1 is 2; 4 and 2 stay: 15
        (luhn, "12345", "5"),
        (luhn, "0", "0"),
        (mod_7, "12345", "4"),
        (mod_7, "0000000007", "0"),
        # 8 + 12 + 12 + 8 + 15 + 30 + 63 + 56 = 204 = 18 × 11 + 6
        (s10, "12345678", "5"),
        # 7 is the weight of the last digit: 21 = 11 + 10, and 1 is missing
        (s10, "00000003", "1"),
        # Nothing, so that eleven is missing, which is written as 5
        (s10, "00000000", "5"),
        # 56 = 5 × 11 + 1, so that ten is missing, which is written as 0
        (s10, "00000008", "0"),
        # 3 + 2 + 21 = 26 = 2 × 11 + 4
        (partial(sum_product, weights=(3, 1, 7), modulus=11), "123", "4"),
        # 3 + 0 + 7 = 10, which is written as 0
        (partial(sum_product, weights=(3, 1, 7), modulus=11), "101", "0"),
        # 36 × 2 - 37 = 35; 35 + 1 = 36, again 35; 37 - 35 = 2
        (mod_37_36, "01", "2"),
        # A is 10: 36 + 10 - 36 = 10, 20; 37 - 20 = 17, which is H
        (mod_37_36, "A", "H"),
    ],
)
def test_a_check_digit_is_that_of_the_worked_example(rule, serial, check_digit):
    assert check_digit == rule(serial)


@pytest.mark.parametrize("rule", [GS1, luhn, mod_37_36])
@given(data=st.data(), serial=digits)
def test_another_digit_anywhere_is_noticed(rule, data, serial):
    at = data.draw(st.integers(0, len(serial) - 1))
    other = data.draw(st.sampled_from("0123456789").filter(lambda d: d != serial[at]))
    changed = serial[:at] + other + serial[at + 1 :]

    assert rule(serial) != rule(changed)


@given(
    serial=st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"),
    at=st.integers(0, 9),
    other=st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"),
)
def test_the_character_of_iso_7064_notices_a_wrong_one(serial, at, other):
    # Of swapped neighbours it notices nearly all, but not every pair.
    serial = f"{serial}A1"
    at %= len(serial)
    changed = serial[:at] + other + serial[at + 1 :]

    assert (changed == serial) == (mod_37_36(changed) == mod_37_36(serial))


@given(serial=digits)
def test_seven_divides_a_serial_number_less_its_remainder(serial):
    assert 0 == (int(serial) - int(mod_7(serial))) % 7


def test_as_many_weights_as_digits_are_needed():
    with pytest.raises(ValueError, match="argument"):
        sum_product("12", weights=(3, 1, 7), modulus=11)
