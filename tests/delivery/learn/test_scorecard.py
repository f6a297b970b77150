"""A scorecard sums up, and says how far it can be trusted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpurchase.delivery.learn import ParcelRecord, Scorecard, Share, scorecards
from postpurchase.errors import InvalidInput


def delivered(days, late, **more):
    return ParcelRecord(
        **{
            "carrier": "dpd",
            "service": "classic",
            "transit_days": days,
            "days_late": late,
            "is_ended": True,
        }
        | more
    )


def test_a_scorecard_counts_what_ended_and_names_what_did_not():
    card, of_service = scorecards(
        [
            delivered(2, -1),
            delivered(3, 0, attempts=1),
            delivered(7, 2),
            delivered(4, None, is_damaged=True),
            ParcelRecord(carrier="dpd", is_ended=True, is_lost=True),
            ParcelRecord(carrier="dpd"),
        ]
    )

    assert ("dpd", "", 6, 1) == (
        card.carrier,
        card.service,
        card.parcels,
        card.under_way,
    )
    assert (Share(2, 3), Share(3, 4)) == (card.on_time, card.first_attempt)
    assert (Share(1, 5), Share(1, 5)) == (card.lost, card.damaged)
    assert (4.0, 3, 7) == (card.mean_days, card.median_days, card.p90_days)
    assert 1 / 3 == card.promise_bias_days
    assert ("classic", 4) == (of_service.service, of_service.parcels)


def test_with_nothing_ended_there_are_no_figures():
    card = Scorecard.of([ParcelRecord(carrier="dpd")], "dpd", "")

    assert (None, None, None, None) == (
        card.mean_days,
        card.median_days,
        card.p90_days,
        card.promise_bias_days,
    )
    assert ("0 of 0", None) == (str(card.on_time), card.on_time.value)
    assert (0.0, 1.0) == (card.on_time.least, card.on_time.most)


@given(
    st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
)
def test_the_range_encloses_the_share(pair):
    share = Share(*pair)

    assert 0 <= share.least <= share.value <= share.most <= 1


def test_the_range_is_that_of_wilson():
    share = Share(10, 20)

    assert (0.299, 0.701) == (round(share.least, 3), round(share.most, 3))


def test_one_of_one_is_not_a_hundred_percent():
    assert "1 of 1 (21-100 %)" == str(Share(1, 1))
    assert Share(1_000, 1_000).least > 0.99


def test_there_are_not_more_than_there_are():
    with pytest.raises(InvalidInput):
        Share(2, 1)


@given(
    st.permutations([delivered(2, 0), delivered(9, 4), delivered(3, -2, service="x")])
)
def test_the_order_of_the_parcels_does_not_matter(records):
    usual = scorecards(
        [delivered(2, 0), delivered(9, 4), delivered(3, -2, service="x")]
    )

    assert usual == scorecards(records)
