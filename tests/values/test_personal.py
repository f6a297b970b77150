"""The log holds a reference and a commitment, never the value."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from postpurchase.values.personal import FORGOTTEN, Forgotten, PersonalRef, commitment

pairs = st.tuples(st.text(max_size=20), st.text(max_size=20).filter(str.isprintable))


@given(pairs, pairs)
def test_only_the_same_salt_and_value_give_the_same_commitment(one, other):
    assert (one == other) == (commitment(*one) == commitment(*other))


def test_the_commitment_tells_nothing_of_the_value():
    made = PersonalRef("p1", commitment("random", '{"name":"Оля"}'))

    assert "Оля" not in repr(made)
    assert len(made.commitment) == 64


def test_what_is_forgotten_is_false_and_says_so():
    assert not FORGOTTEN
    assert str(FORGOTTEN) == "[forgotten]"
    assert Forgotten() == FORGOTTEN
