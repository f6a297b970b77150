"""Predictions are scored by how they rank and by how far they can be believed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpurchase.delivery.learn.scoring import score
from postpurchase.errors import InvalidInput

OUTCOMES = st.lists(
    st.tuples(st.sampled_from([0.0, 0.1, 0.25, 0.5, 1.0]), st.booleans())
)


def test_a_perfect_ranking_is_one_and_an_inverted_one_is_zero():
    assert 1.0 == score([(0.9, True), (0.1, False)]).auc
    assert 0.0 == score([(0.1, True), (0.9, False)]).auc
    assert 0.5 == score([(0.3, True), (0.3, False)]).auc


@given(OUTCOMES)
def test_the_area_is_the_share_of_pairs_that_are_ranked_rightly(outcomes):
    late = [risk for risk, is_late in outcomes if is_late]
    timely = [risk for risk, is_late in outcomes if not is_late]
    pairs = [(a > b) + (a == b) / 2 for a in late for b in timely]

    auc = score(outcomes).auc
    assert (auc is None) == (not pairs)
    assert auc is None or abs(auc - sum(pairs) / len(pairs)) < 1e-9


def test_the_gap_is_how_far_risk_and_share_lie_apart():
    believed = [(0.25, n % 4 == 0) for n in range(400)]
    boasted = [(0.75, n % 4 == 0) for n in range(400)]

    assert 0.0 == score(believed).gap
    assert 0.5 == score(boasted).gap


def test_nothing_has_no_score():
    nothing = score([])

    assert (0, 0, None, None) == (
        nothing.predictions,
        nothing.late,
        nothing.auc,
        nothing.gap,
    )


@pytest.mark.parametrize("risk", [-0.1, 1.1, float("nan")])
def test_a_risk_is_a_probability(risk):
    with pytest.raises(InvalidInput):
        score([(risk, True)])
