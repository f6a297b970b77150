"""A book of transit times finds the truth of made-up worlds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delivery.learn.worlds import LANE, START, day, live, true_days
from postpurchase.delivery.learn import Memory, TransitBook, groups_of
from postpurchase.delivery.network import Lane
from postpurchase.errors import InvalidInput

CHANCES = st.floats(min_value=0.01, max_value=0.99)


@pytest.fixture(scope="module")
def learned():
    book = TransitBook(promising=(0.9, 0.95))
    live(book, 250)
    return book


@pytest.mark.parametrize("chance", [0.3, 0.48, 0.8, 0.9, 0.95])
def test_with_many_parcels_the_days_are_the_true_ones(learned, chance):
    assert true_days(chance) == learned.days(LANE, chance)


@given(low=CHANCES, high=CHANCES)
def test_a_greater_share_never_takes_fewer_days(learned, low, high):
    low, high = sorted((low, high))

    assert learned.days(LANE, low) <= learned.days(LANE, high)


def test_parcels_still_under_way_do_not_make_it_look_faster():
    growing = TransitBook()
    told = live(growing, 90, per_day=lambda number: int(2 * 1.06**number))
    arrived = sorted(t for number, _, t in told if 70 <= number + t < 90)
    naive = arrived[len(arrived) * 9 // 10]

    assert naive < true_days(0.9) == growing.days(LANE, 0.9)


def test_parcels_that_never_arrive_do_not_make_it_look_slower():
    book = TransitBook()
    live(book, 250, lost=5)

    assert true_days(0.9) == book.days(LANE, 0.9)


def test_when_everything_slows_down_the_share_kept_recovers():
    book = TransitBook(promising=(0.9,))
    told = live(book, 260, slower=lambda number: 1.6 if number >= 120 else 1.0)

    def kept(first, last):
        some = [days <= said[0] for at, said, days in told if first <= at < last]
        return sum(some) / len(some)

    assert abs(kept(60, 115) - 0.9) < 0.04
    assert kept(120, 126) < 0.8
    assert abs(kept(150, 240) - 0.9) < 0.04


def test_after_missed_promises_more_is_promised_than_is_believed():
    book = TransitBook(promising=(0.9,))
    live(book, 150, slower=lambda number: 2.0 if number >= 120 else 1.0)

    assert book.promise(LANE, 0.9) > book.days(LANE, 0.9)


def test_an_erratic_lane_gets_longer_promises_than_a_steady_one():
    book = TransitBook(Memory(group_spread_parcels=20))
    steady, erratic = ("dpd", "to PL"), ("dpd", "to NO")
    for number in range(300):
        for groups, quick, slow in ((steady, 10, 10), (erratic, 5, 20)):
            book.set_out(f"{groups}{number}", groups, on=day(number))
            for takes in {quick, slow}:
                began = number - takes
                if takes == (slow if began % 2 else quick):
                    book.arrived(f"{groups}{began}", on=day(number))
    book.turn_to(day(300))

    assert book.days(erratic, 0.9) > book.days(steady, 0.9) + 4


def test_when_everything_gets_faster_promises_get_shorter():
    book = TransitBook(promising=(0.9,))
    told = live(book, 240, slower=lambda number: 0.5 if number >= 120 else 1.0)
    before = [said[0] for at, said, _ in told if 90 <= at < 120]
    after = [said[0] for at, said, _ in told if 200 <= at < 240]

    assert sum(after) / len(after) < 0.65 * sum(before) / len(before)


def test_the_order_within_a_day_does_not_matter():
    def told(turned):
        book = TransitBook(promising=(0.9,))
        for number in range(40):
            keys = [(number, slot) for slot in range(6)]
            for n, slot in reversed(keys) if turned else keys:
                lane = Lane("dpd", "classic", "PL", "DE" if slot % 2 else "FR")
                book.set_out(f"{n}-{slot}", lane, on=day(n))
            for slot in reversed(range(6)) if turned else range(6):
                book.arrived(f"{number - 1 - slot}-{slot}", on=day(number))
        book.turn_to(day(40))
        return book

    one, other = told(turned=False), told(turned=True)
    for lane in (LANE, Lane("dpd", "classic", "PL", "FR")):
        assert one.expected_days(lane) == other.expected_days(lane)
        assert one.promise(lane, 0.9) == other.promise(lane, 0.9)


def test_a_day_is_answered_from_the_days_before_it():
    book = TransitBook()
    live(book, 60)
    before = book.days(LANE, 0.9)
    for slot in range(500):
        book.set_out(f"x{slot}", LANE, on=day(60))
        book.arrived(f"x{slot}", on=day(60))

    assert before == book.days(LANE, 0.9)
    book.turn_to(day(61))
    assert book.days(LANE, 0.9) < before


def test_an_unknown_lane_is_answered_from_what_is_known_without_it(learned):
    unknown = Lane("dpd", "classic", "PL", "IS")

    assert learned.days(unknown, 0.5) in range(1, 2 * true_days(0.5) + 1)
    assert learned.expected_days(unknown) != TransitBook().expected_days(unknown)


def test_one_slow_parcel_hardly_moves_a_lane_and_many_do():
    def expected(slow):
        book = TransitBook()
        live(book, 100)
        north = Lane("dpd", "classic", "PL", "NO")
        for number in range(slow):
            book.set_out(f"slow{number}", north, on=day(100))
        for number in range(slow):
            book.arrived(f"slow{number}", on=day(112))
        book.turn_to(day(120))
        return book.expected_days(north)

    assert expected(1) < 1.4 * expected(0)
    assert expected(200) > 1.8 * expected(0)


def test_another_carrier_has_its_own_pace(learned):
    inpost = Lane("inpost", "locker", "PL", "DE")
    book = TransitBook()
    live(book, 100)
    dpd = book.days(LANE, 0.5)
    for number in range(100):
        book.set_out(f"i{number}", inpost, on=day(100 + number // 10))
        book.arrived(f"i{number}", on=day(101 + number // 10))
    book.turn_to(day(112))

    assert book.days(inpost, 0.5) <= 2 <= dpd
    assert abs(book.days(LANE, 0.5) - dpd) <= 1


@given(elapsed=st.integers(0, 40), left=st.integers(-2, 40))
def test_the_late_risk_is_a_probability_that_falls_with_the_days_left(
    learned, elapsed, left
):
    risk = learned.late_risk(LANE, elapsed_days=elapsed, days_left=left)
    more = learned.late_risk(LANE, elapsed_days=elapsed, days_left=left + 1)

    assert 0 <= more <= risk <= 1
    assert (left < 0) == (risk == 1.0) or elapsed > 20


def test_the_late_risk_is_the_true_one(learned):
    at_start = learned.late_risk(LANE, elapsed_days=0, days_left=true_days(0.9))
    waited = learned.late_risk(LANE, elapsed_days=5, days_left=true_days(0.9) - 5)

    assert abs(at_start - 0.08) < 0.05
    assert waited > 2 * at_start


@given(elapsed=st.integers(0, 20), low=CHANCES, high=CHANCES)
def test_the_days_left_grow_with_the_share(learned, elapsed, low, high):
    low, high = sorted((low, high))

    def left(chance):
        return learned.days_left(LANE, elapsed_days=elapsed, probability=chance)

    assert 0 <= left(low) <= left(high)


def test_at_the_start_the_days_left_are_the_days(learned):
    left = learned.days_left(LANE, elapsed_days=0, probability=0.8)

    assert left == learned.days(LANE, 0.8)


def test_a_transit_time_states_calendar_days_that_rise(learned):
    stated = learned.transit_time(LANE)

    assert "calendar" == stated.unit
    assert stated.is_learned
    assert learned.days(LANE, 0.8) == stated.at(80)
    assert learned.promise(LANE, 0.9) == stated.at(90)


def test_what_was_told_twice_counts_once():
    once, twice = TransitBook(), TransitBook()
    for book, times in ((once, 1), (twice, 3)):
        for number in range(30):
            for _ in range(times):
                book.set_out(f"p{number}", LANE, on=day(number))
            for _ in range(times):
                book.arrived(f"p{number}", on=day(number + 4))
        book.turn_to(day(40))

    assert once.expected_days(LANE) == twice.expected_days(LANE)


def test_lost_and_contradictory_parcels_teach_nothing():
    book = TransitBook()
    book.set_out("lost", LANE, on=day(5))
    book.dropped("lost")
    book.arrived("lost", on=day(6))
    book.set_out("early", LANE, on=day(7))
    book.arrived("early", on=day(3))
    book.arrived("unknown", on=day(8))
    book.turn_to(day(9))

    assert TransitBook().expected_days(LANE) == book.expected_days(LANE)


def test_parcels_that_never_end_are_not_kept_for_ever():
    book = TransitBook()
    for number in range(5):
        book.set_out(f"p{number}", LANE, on=day(number))
    book.turn_to(START + timedelta(days=400))
    book.arrived("p1", on=START + timedelta(days=401))
    book.turn_to(START + timedelta(days=402))

    assert TransitBook().expected_days(LANE) == book.expected_days(LANE)


@pytest.mark.parametrize("chance", [0, 1, -0.1, 1.5, float("nan")])
def test_a_probability_lies_between_0_and_1(chance):
    with pytest.raises(InvalidInput):
        TransitBook().days(LANE, chance)
    with pytest.raises(InvalidInput):
        TransitBook(promising=(chance,))


def test_groups_are_one_to_twelve_texts():
    for wrong in ((), ("x",) * 13, ("x", 1), "dpd", ["dpd"]):
        with pytest.raises(InvalidInput):
            groups_of(wrong)


def test_a_half_life_is_above_0():
    with pytest.raises(InvalidInput):
        Memory(pace_days=0)
