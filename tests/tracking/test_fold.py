"""The same facts give the same status, in whatever order and however often."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from postpurchase.order.commands import (
    LabelParcel,
    OpenParcel,
    RecordTracking,
    ShipParcel,
)
from postpurchase.testing import given
from postpurchase.testing.samples import place_order, ship_parcel
from postpurchase.tracking.facts import TrackingFact
from postpurchase.tracking.fold import fold, is_held_by_carrier, key, level, place_of
from postpurchase.tracking.vocabulary import CODES

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
TERMINAL = [code for code in CODES if CODES[code].terminal]

facts = st.builds(
    TrackingFact,
    at=st.integers(0, 9).map(lambda hour: NOON + timedelta(hours=hour)),
    code=st.sampled_from(sorted(CODES)),
    raw_code=st.sampled_from(["", "A1", "B2"]),
    reason=st.sampled_from(["", "weather"]),
    estimated_on=st.sampled_from([None, NOON.date(), NOON.date() + timedelta(days=1)]),
    local_at=st.sampled_from(["", "2026-06-01T14:00:00"]),
)
shuffled = st.lists(facts, min_size=1, max_size=7).flatmap(
    lambda some: st.tuples(st.just(some), st.permutations(some + some[:3]))
)


def fact(hour, code, **more):
    return TrackingFact(at=NOON + timedelta(hours=hour), code=code, **more)


def track(*some, **more):
    return RecordTracking(order_id="1001", at=NOON, parcel_id="P1", facts=some, **more)


def labelled():
    return (
        place_order(),
        OpenParcel(order_id="1001", at=NOON, parcel_id="P1", units={"L1": 2}),
        LabelParcel(order_id="1001", at=NOON, parcel_id="P1", carrier="np"),
    )


def stands(*history):
    """Say what can be seen of the parcel and where its units are."""
    order = given(*history).order
    parcel = order.parcel("P1")
    return (
        parcel.tracking.latest,
        parcel.state,
        parcel.estimated_on,
        Counter(parcel.tracking.facts),
        order.line("L1").places,
    )


@for_all(shuffled)
def test_order_and_repetition_make_no_difference(both):
    some, others = both

    assert fold(some) == fold(others)


@for_all(shuffled, st.integers(0, 7))
def test_folding_in_parts_is_folding_at_once(both, cut):
    some, _ = both
    parts = [part for part in (fold(some[:cut]), fold(some[cut:])) if part]

    assert fold(some) == fold(parts)


@for_all(shuffled, st.integers(1, 6), st.sampled_from(["shipped", "labelled"]))
def test_units_end_in_the_same_place_however_facts_arrive(both, cut, state):
    some, others = both
    start = (place_order(), ship_parcel()) if state == "shipped" else labelled()
    one_by_one = [track(one) for one in others]
    in_parts = [track(*part) for part in (others[:cut], others[cut:]) if part]

    expected = stands(*start, track(*some))

    assert expected == stands(*start, *one_by_one)
    assert expected == stands(*start, *in_parts)
    assert expected[0] == fold(some)


@for_all(shuffled, st.integers(1, 6))
def test_facts_after_a_correction_may_arrive_in_any_order(both, cut):
    some, others = both
    wrong = (
        place_order(),
        ship_parcel(),
        track(fact(4, "delivered.signed")),
        track(fact(3, "in_transit.held"), is_correction=True),
    )

    assert stands(*wrong, track(*some)) == stands(
        *wrong, track(*others[:cut]), *[track(one) for one in others]
    )


def test_every_order_of_a_real_way_ends_in_delivery():
    way = [
        fact(0, "info_received.label_created"),
        fact(1, "in_transit.accepted"),
        fact(5, "out_for_delivery.general"),
        fact(6, "delivery_attempted.recipient_absent"),
        fact(9, "delivered.signed"),
        fact(9, "in_transit.processed"),
    ]

    assert {"delivered.signed"} == {fold(each).code for each in permutations(way)}


@for_all(shuffled, st.sampled_from(TERMINAL))
def test_an_end_is_left_only_by_a_correction(both, end):
    some, _ = both
    ended = fold([fact(0, end), *some])

    assert CODES[ended.code].terminal
    corrected = fact(0, "in_transit.resumed", correction=1)
    assert corrected == fold([corrected, fact(0, end), *some])


@for_all(shuffled)
def test_an_unmapped_word_hides_nothing(both):
    some, _ = both
    known = [one for one in some if one.status != "unknown"]

    found = fold([*some, fact(99, "what the driver said")])

    assert not known or found == fold(known)


def test_paperwork_never_hides_a_scan():
    scan = fact(1, "in_transit.accepted")

    assert scan == fold(
        [fact(9, "info_received.data_received"), scan, fact(9, "pending.no_data")]
    )


@pytest.mark.parametrize(
    ("greater", "smaller"),
    [
        ("delivered.general", "returned.general"),
        ("returned.general", "exception.lost"),
        ("exception.lost", "cancelled.general"),
        ("cancelled.general", "exception.damaged"),
        ("expired.no_updates", "info_received.label_created"),
        ("info_received.label_created", "pending.no_data"),
        ("pending.no_data", "unknown.unmapped"),
    ],
)
def test_what_says_more_about_the_goods_wins_whenever_it_was(greater, smaller):
    assert level(greater) > level(smaller)
    assert greater == fold([fact(0, greater), fact(9, smaller)]).code


def test_at_the_same_moment_the_further_status_wins():
    assert (
        "out_for_delivery.general"
        == fold([fact(1, "out_for_delivery.general"), fact(1, "in_transit.held")]).code
    )


def test_otherwise_the_later_fact_wins():
    assert (
        "in_transit.held"
        == fold([fact(1, "out_for_delivery.general"), fact(2, "in_transit.held")]).code
    )


def test_nothing_is_known_of_nothing():
    assert fold([]) is None


def test_different_facts_never_tie():
    base = fact(1, "in_transit.held")
    others = [
        fact(1, "in_transit.held", reason="weather"),
        fact(1, "in_transit.held", estimated_on=NOON.date()),
        fact(1, "in_transit.held", place="Kyiv"),
        fact(1, "in_transit.held", raw_text="held"),
        fact(1, "in_transit.held", correction=1),
    ]

    assert 6 == len({key(one) for one in (base, *others)})


def test_dropped_facts_heal_when_they_arrive():
    way = [
        fact(hour, code)
        for hour, code in enumerate(
            ["in_transit.accepted", "out_for_delivery.general", "delivered.signed"]
        )
    ]
    start = (place_order(), ship_parcel())

    assert "shipped" == stands(*start, track(way[0]))[1]
    assert stands(*start, track(*way)) == stands(*start, track(way[0]), track(*way))


@pytest.mark.parametrize("code", sorted(CODES))
def test_units_stand_where_the_code_says(code):
    expected = {
        "delivered": "delivered",
        "returning": "returning",
        "returned": "returned",
    }
    lost = code.startswith("exception.") and CODES[code].terminal

    assert (
        "lost" if lost else expected.get(CODES[code].status, "shipped")
    ) == place_of(code)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("pending.no_data", False),
        ("info_received.awaiting_pickup", False),
        ("unknown.unmapped", False),
        ("cancelled.label_voided", False),
        ("expired.no_updates", False),
        ("in_transit.accepted", True),
        ("exception.damaged", True),
        ("delivered.general", True),
        ("returned.general", True),
    ],
)
def test_a_scan_shows_that_the_carrier_has_the_parcel(code, expected):
    assert expected == is_held_by_carrier(code)


def test_a_parcel_is_shipped_by_hand_or_by_its_first_scan():
    by_hand = (*labelled(), ShipParcel(order_id="1001", at=NOON, parcel_id="P1"))

    assert (
        stands(*by_hand, track(fact(1, "delivered.signed")))[4]
        == stands(*labelled(), track(fact(1, "delivered.signed")))[4]
    )
