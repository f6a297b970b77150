"""Weights and lengths convert exactly and round once."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpurchase.errors import InvalidMeasure
from postpurchase.values.measures import GRAMS, LIMIT, Dimensions, Weight


@pytest.mark.parametrize(
    ("value", "unit", "grams"),
    [
        ("1", "kg", 1000), ("0.5", "kg", 500), ("0.0005", "kg", 1), ("0.0004", "kg", 0),
        ("1", "lb", 454), ("1", "lbs", 454), ("1", "oz", 28), (16, "oz", 454),
        (Decimal("2.2"), "lb", 998), ("0", "g", 0), ("100000", "kg", LIMIT),
    ],
)  # fmt: skip
def test_weights_are_read_to_whole_grams_half_up(value, unit, grams):
    assert Weight(grams) == Weight.parse(value, unit)


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        ("-1", "g"), ("1,5", "kg"), (1.5, "kg"), (True, "g"), (None, "g"), ("1", "stone"),
        ("1", None), ("1", ["g"]), ("100000.001", "kg"), ("1e3", "g"), ("9" * 18, "kg"),
    ],
)  # fmt: skip
def test_what_is_not_a_weight_is_refused(value, unit):
    with pytest.raises(InvalidMeasure):
        Weight.parse(value, unit, path="weight")


@pytest.mark.parametrize("grams", [-1, True, 1.0, "1", LIMIT + 1])
def test_grams_are_whole_and_not_negative(grams):
    with pytest.raises(InvalidMeasure):
        Weight(grams)


def test_weights_are_ordered():
    assert Weight(1) < Weight(2)


@given(st.integers(0, LIMIT), st.sampled_from(sorted(GRAMS)))
def test_conversion_back_is_exact(grams, unit):
    assert grams == Weight(grams).to(unit) * GRAMS[unit]


def test_a_pound_is_what_the_agreement_says():
    assert Fraction(45359237, 100000) == GRAMS["lb"] == 16 * GRAMS["oz"]


def test_dimensions_are_read_to_whole_millimetres():
    assert Dimensions(254, 51, 3) == Dimensions.parse("10", "2", "0.1", "in")
    assert Dimensions(100, 15, 5) == Dimensions.parse(10, "1.5", Decimal("0.45"), "cm")


def test_the_side_that_is_wrong_is_named():
    with pytest.raises(InvalidMeasure) as refused:
        Dimensions.parse("1", "x", "1", "cm")
    assert refused.value.path == "width"

    with pytest.raises(InvalidMeasure) as refused:
        Dimensions(1, 1, -1)
    assert refused.value.path == "height_mm"
