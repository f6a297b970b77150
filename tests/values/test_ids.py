"""Ids are short, printable and never look alike by a space."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpurchase.errors import InvalidInput
from postpurchase.values.ids import LENGTH_MAX, check_id


@pytest.mark.parametrize("value", ["1", "#1001", "замовлення 7", "a" * LENGTH_MAX])
def test_what_can_be_an_id_is_returned_as_it_is(value):
    assert value == check_id(value)


@pytest.mark.parametrize(
    "value",
    [
        "",
        " ",
        " a",
        "a ",
        "a\n",
        "a\tb",
        "a\x00",
        "\u202ea",
        "\ud800",
        "a\xa0b",
        "a" * 129,
        1,
        None,
        b"a",
    ],
)
def test_what_cannot_be_an_id_is_refused_with_its_path(value):
    with pytest.raises(InvalidInput) as refused:
        check_id(value, "lines[0].line_id")

    assert refused.value.path == "lines[0].line_id"
    assert len(refused.value.value) <= 40


@given(st.text(max_size=200))
def test_an_id_can_stand_in_one_line_of_a_log(value):
    try:
        checked = check_id(value)
    except InvalidInput:
        return
    assert [checked] == checked.splitlines()
    assert checked == checked.strip()
