"""What a parcel is billed for: the greater of weight and volume."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpurchase.delivery.prices import billable_grams, dimensional_grams, volume_mm3
from postpurchase.errors import InvalidInput
from postpurchase.values.answers import Package

sides = st.integers(0, 3000)


@given(sides, sides, sides, st.integers(0, 40_000), st.integers(1, 10_000))
def test_the_greater_of_both_counts(length, width, height, weight, divisor):
    package = Package(
        weight_grams=weight, length_mm=length, width_mm=width, height_mm=height
    )
    # A carrier writes it in centimetres and kilograms.
    volume_cm3 = Fraction(length * width * height, 1000)
    exact_grams = volume_cm3 / divisor * 1000

    assert max(weight, ceil(exact_grams)) == billable_grams(package, divisor)


def test_where_a_side_is_not_known_the_weight_counts():
    package = Package(weight_grams=700, length_mm=300, width_mm=200)

    assert 0 == volume_mm3(package)
    assert 700 == billable_grams(package, 5000)


@pytest.mark.parametrize(("volume", "divisor"), [(-1, 5000), (1, -1), (1.5, 5000)])
def test_nonsense_is_refused(volume, divisor):
    with pytest.raises(InvalidInput):
        dimensional_grams(volume, divisor)
