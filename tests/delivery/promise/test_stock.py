"""Goods are there now, later, in portions, or never."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpurchase.delivery.promise import Receipt, portions, ready_on
from postpurchase.errors import InvalidInput

TODAY = date(2026, 5, 4)
receipts = st.lists(
    st.builds(
        lambda after, units: Receipt(TODAY + timedelta(days=after), units),
        st.integers(-5, 30),
        st.integers(0, 9),
    ),
    max_size=6,
)
few = st.integers(0, 20)


def on(day, units):
    return Receipt(date(2026, 5, day), units)


@pytest.mark.parametrize(
    ("units", "in_stock", "expected", "day"),
    [
        (2, 2, [], 4), (0, 0, [], 4), (2, 1, [on(6, 1)], 6), (3, 0, [on(9, 2), on(6, 1)], 9),
        (3, 0, [on(6, 1), on(6, 2)], 6), (1, 0, [on(4, 1)], 4), (1, 0, [on(3, 1)], None),
        (3, 1, [on(6, 1)], None), (1, 0, [], None),
    ],
)  # fmt: skip
def test_all_units_are_there_on_the_day_of_the_last_receipt_needed(
    units, in_stock, expected, day
):
    assert (day and date(2026, 5, day)) == ready_on(
        units, in_stock, expected, from_on=TODAY
    )


def test_what_is_there_and_what_comes_are_portions():
    found = portions(4, 1, [on(20, 9), on(6, 2)], from_on=TODAY)

    assert [(4, 1), (6, 2), (20, 1)] == [(one.on.day, one.units) for one in found]


@given(few, few, receipts)
def test_portions_cover_what_can_be_covered_and_no_more(units, in_stock, expected):
    found = portions(units, in_stock, expected, from_on=TODAY)
    there = in_stock + sum(one.units for one in expected if one.on >= TODAY)

    assert min(units, there) == sum(one.units for one in found)
    assert sorted({one.on for one in found}) == [one.on for one in found]
    assert all(one.units for one in found)


@given(few, few, few, receipts)
def test_more_stock_never_is_later(units, in_stock, more, expected):
    first = ready_on(units, in_stock, expected, from_on=TODAY)
    second = ready_on(units, in_stock + more, expected, from_on=TODAY)

    assert first is None or (second is not None and second <= first)


@pytest.mark.parametrize("wrong", [(-1, 0), (0, -1), (1.0, 0), (0, None)])
def test_numbers_of_units_are_whole_and_not_negative(wrong):
    with pytest.raises(InvalidInput):
        portions(*wrong, from_on=TODAY)


@pytest.mark.parametrize("units", [-1, 1.5, True])
def test_a_receipt_brings_whole_units(units):
    with pytest.raises(InvalidInput):
        Receipt(TODAY, units)
