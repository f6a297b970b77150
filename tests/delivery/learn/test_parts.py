"""The parts of a book: spread, inflow, what is typical, the level of promises."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from postpurchase.delivery.learn.inflow import Inflow
from postpurchase.delivery.learn.level import PromiseLevel
from postpurchase.delivery.learn.memory import Memory
from postpurchase.delivery.learn.pool import Pool
from postpurchase.delivery.learn.spread import (
    BINS,
    OPENING,
    Curve,
    Spread,
    bin_of,
    edge_of,
)
from postpurchase.delivery.learn.typical import TypicalDays


@given(st.floats(min_value=0.051, max_value=19))
def test_a_ratio_is_at_most_two_percent_below_its_edge(ratio):
    edge = edge_of(bin_of(ratio))

    assert ratio <= edge * (1 + 1e-9) <= ratio * 1.021


def test_ratios_beyond_the_edges_lie_in_the_last_bins():
    assert (0, 0, BINS - 1) == (bin_of(0), bin_of(1e-9), bin_of(1e9))


def test_the_opening_is_a_whole():
    assert math.isclose(1.0, math.fsum(OPENING), abs_tol=1e-6)


@given(st.lists(st.floats(0.1, 10), min_size=1, max_size=50), st.floats(0.01, 0.99))
def test_the_share_at_a_quantile_is_at_least_the_probability(ratios, chance):
    spread = Spread(60)
    for ratio in ratios:
        spread.add(1, [bin_of(ratio)], 1.0)
    curve = Curve(spread.blended(OPENING, 5))

    assert curve.share(curve.ratio(chance)) >= chance - 1e-6


@given(st.floats(-1, 50), st.floats(-1, 50))
def test_a_greater_ratio_has_no_smaller_share(one, other):
    curve = Curve(OPENING)
    low, high = sorted((one, other))

    assert 0 <= curve.share(low) <= curve.share(high) <= 1


def test_after_a_half_life_a_parcel_counts_half():
    spread = Spread(10)
    spread.add(1, [7, 8], 4.0)
    spread.turn_to(11)

    assert math.isclose(2.0, spread.weight)


def test_an_arrival_from_a_busy_week_counts_less():
    inflow = Inflow()
    for day in range(30):
        for _ in range(40 if 10 <= day < 17 else 10):
            inflow.add(day)
    inflow.turn_to(30)

    assert math.isclose(4.0, inflow.weight(25, 30) / inflow.weight(13, 30))


def test_a_lone_parcel_of_a_quiet_week_does_not_decide():
    inflow = Inflow()
    for day in (*range(30), 40):
        for _ in range(1 if day == 40 else 100):
            inflow.add(day)
    inflow.turn_to(41)

    assert 5.0 == inflow.weight(40, 41)


def test_an_arrival_counts_about_one_when_nothing_changes():
    inflow = Inflow()
    for day in range(30):
        inflow.add(day)
    inflow.turn_to(30)

    assert [1.0, 1.0, 1.0] == [inflow.weight(day, 30) for day in (0, 15, 29)]


def test_a_lane_is_not_charged_for_what_its_destination_explains():
    typical = TypicalDays(Memory(group_parcels=1))
    for _ in range(500):
        typical.add(("c", "to N", "S to N"), 1, 10, 1.0)
        typical.add(("c", "to N", "W to N"), 1, 10, 1.0)
        typical.add(("c", "to M", "S to M"), 1, 3, 1.0)
    typical.turn_to(2)

    assert abs(typical.days(("c", "to N", "S to N")) - 10.5) < 0.3
    assert abs(typical.days(("c", "to M", "S to M")) - 3.5) < 0.3
    assert typical.days(("c", "to N", "E to N")) > 7


def test_misses_raise_the_level_and_promises_kept_lower_it():
    missing, keeping = PromiseLevel(0.9), PromiseLevel(0.9)
    for _ in range(200):
        missing.add(day=1, weight=1.0, is_kept=False)
        keeping.add(day=1, weight=1.0, is_kept=True)

    assert keeping.nominal < 0.9 < missing.nominal < 1


@given(
    st.floats(0.01, 0.99),
    st.lists(st.tuples(st.booleans(), st.floats(0, 50)), max_size=60),
)
def test_the_level_stays_a_probability(probability, told):
    level = PromiseLevel(probability)
    for is_kept, weight in told:
        level.add(day=1, weight=weight, is_kept=is_kept)

    assert 1 - 2 * (1 - probability) - 1e-9 <= level.nominal < 1


def test_old_misses_are_forgotten():
    level = PromiseLevel(0.9, half_life_days=10)
    for _ in range(100):
        level.add(day=1, weight=1.0, is_kept=False)
    level.turn_to(201)

    assert math.isclose(0.915, level.nominal, abs_tol=1e-3)


def paced(memory):
    """Return the pace after sixty usual days and ten slow ones."""
    pool = Pool(memory)
    for day in range(1, 71):
        for _ in range(10):
            days = 15 if day > 60 else 10
            pool.add(
                ("c",), day=day, days=days, typical=10.0, expected=10.0, weight=1.0
            )
    pool.close(71)
    return pool.pace


def test_a_change_of_pace_is_thought_on():
    measured = paced(Memory(trend_days=8, pace_days=8))

    assert 1.0 < measured < 1.6
    assert paced(Memory(trend_days=60, pace_days=8)) > 1.05 * measured


def test_without_arrivals_the_pace_is_the_usual_one():
    pool = Pool(Memory())
    pool.close(5)

    assert 1.0 == pool.pace
