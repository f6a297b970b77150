"""The tables hold every move that exists, and refuse to be wrong."""

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from postpurchase.errors import InvalidWorkflow
from postpurchase.order.parcels import UNSHIPPED
from postpurchase.order.transitions import (
    FIXED_PLACES,
    PARCEL,
    STANDARD_WORKFLOW,
    STEP,
    TABLES,
    UNITS,
    Table,
    check_table,
    places_of,
)

tables = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)


def reachable(table, start):
    found, frontier = set(), [start]
    while frontier:
        for state in table.moves[frontier.pop()]:
            if state not in found:
                found.add(state)
                frontier.append(state)
    return found


@tables
def test_every_state_can_be_reached_from_a_beginning(table):
    reached = set(table.initial).union(*(reachable(table, s) for s in table.initial))

    assert set(table.moves) == reached


@tables
def test_every_state_is_final_or_leads_to_a_final_one(table):
    stuck = [
        state
        for state in table.moves
        if state not in table.final and not reachable(table, state) & set(table.final)
    ]

    assert [] == stuck


@pytest.mark.parametrize(("table", "state"), [(PARCEL, "voided"), (UNITS, "cancelled")])
def test_some_ends_are_for_good(table, state):
    assert () == table.moves[state]


def test_units_have_the_fixed_places_and_one_for_all_steps():
    assert {*FIXED_PLACES, STEP} == set(UNITS.moves)


def test_a_parcel_that_has_left_may_be_anywhere_its_facts_say():
    left = set(PARCEL.moves) - UNSHIPPED - {"voided"}

    for state in left:
        assert left - {state} == set(PARCEL.moves[state])
        assert left - {state} <= set(UNITS.moves[state])


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        (Table("x", ("a",), {"a": ("b",)}, ()), "x: 'b' is no state"),
        (Table("x", ("b",), {"a": ()}, ("a",)), "x: 'b' is no state"),
        (Table("x", ("a",), {"a": ()}, ("a", "c")), "x: 'c' is no state"),
        (
            Table("x", ("a",), {"a": (), "b": ("a",)}, ("a",)),
            "x: 'b' cannot be reached",
        ),
        (Table("x", ("a",), {"a": ("b",), "b": ()}, ()), "x: 'b' is a dead end"),
    ],
)
def test_a_table_that_could_not_work_is_refused(table, fault):
    with pytest.raises(ValueError) as refused:
        check_table(table)

    assert fault == str(refused.value)


def test_a_line_has_its_steps_between_placed_and_shipped():
    places = places_of(STANDARD_WORKFLOW)

    assert ("placed", *STANDARD_WORKFLOW) == places.before
    assert places.before + FIXED_PLACES[1:] == places.names
    assert ("packed", STANDARD_WORKFLOW) == (places.last, places.steps)


def test_a_line_without_steps_is_shipped_from_placed():
    places = places_of(())

    assert ("placed", (), ("placed",)) == (places.last, places.steps, places.before)


def test_lines_with_the_same_workflow_share_their_places():
    assert places_of(("a", "b")) is places_of(("a", "b"))


@pytest.mark.parametrize(
    ("workflow", "path", "expected"),
    [
        (("",), "workflow[0]", "a lower-case name"),
        (("two words",), "workflow[0]", "a lower-case name"),
        (("7up",), "workflow[0]", "a lower-case name"),
        (("packed", "lost"), "workflow[1]", "a name of its own, not a fixed place"),
        (("placed",), "workflow[0]", "a name of its own, not a fixed place"),
        (("step",), "workflow[0]", "a name of its own, not a fixed place"),
        (("a", "b", "a"), "workflow[2]", "each step once"),
    ],
)
def test_a_step_has_a_name_of_its_own(workflow, path, expected):
    with pytest.raises(InvalidWorkflow) as refused:
        places_of(workflow)

    assert (path, expected) == (refused.value.path, refused.value.expected)


@for_all(st.lists(st.sampled_from("abcdef"), unique=True))
def test_every_place_of_a_line_has_a_position_of_its_own(steps):
    places = places_of(tuple(steps))

    assert list(range(len(places.names))) == [places.index[n] for n in places.names]
