"""Events make the order what it is; every event and command has its place."""

import pytest

from order.making import ask, happened, line, place, ref
from order.samples import SAMPLES
from postpurchase.errors import NotEnoughUnits
from postpurchase.order import commands as c
from postpurchase.order import events as e
from postpurchase.order.decide import RULES, decide, decide_all
from postpurchase.order.evolve import APPLY, evolve, replay
from postpurchase.order.model import EMPTY, fingerprint
from postpurchase.testing import given


def kinds(base):
    """Find all subclasses in the library, those of tests and open twins aside."""
    found = set()
    for kind in base.__subclasses__():
        is_twin = kind.__name__.startswith("_Open")
        if kind.__module__.startswith("postpurchase.") and not is_twin:
            found |= {kind} | kinds(kind)
    return found


def test_every_event_is_listed_and_applied():
    assert kinds(e.Event) == set(e.EVENTS) == set(APPLY)
    assert len(e.EVENTS) == len(set(e.EVENTS))


def test_every_command_is_listed_and_has_a_rule():
    assert kinds(c.Command) == set(c.COMMANDS) == set(RULES) == set(SAMPLES)
    assert len(c.COMMANDS) == len(set(c.COMMANDS))


def test_every_name_of_a_package_is_one_of_its_events_or_commands():
    for package, listed in ((e, e.EVENTS), (c, c.COMMANDS)):
        assert {kind.__name__ for kind in listed} <= set(package.__all__)


def test_no_event_names_its_order_but_the_first():
    naming = [k for k in e.EVENTS if "order_id" in k.__annotations__]

    assert [e.OrderPlaced] == naming


def test_the_version_counts_events():
    events = given(place()).when(ask(c.CancelUnits, reason="x")).events

    order = replay(events, given(place()).order)

    assert 1 + len(events) == order.version
    assert 0 == EMPTY.version


def test_replay_in_parts_is_replay_at_once():
    history = (
        place(line("A", 2), line("B", 1)),
        ask(c.SkipSteps, units={"A": 2, "B": 1}, reason="x", location_code="KYIV"),
        ask(c.ShipParcel, parcel_id="P1", units={"A": 2}),
        ask(c.EditOrder, quantities={"B": 3}),
    )
    events, order = decide_all(EMPTY, history)

    for cut in range(len(events) + 1):
        assert order == replay(events[cut:], replay(events[:cut]))
    one_by_one = EMPTY
    for event in events:
        one_by_one = evolve(one_by_one, event)
    assert order == one_by_one


def test_replay_leaves_the_order_before_as_it_was():
    before = given(place()).order
    seen = fingerprint(before)

    after = evolve(before, happened(e.NoteAdded, note_id="N1", text=ref()))

    assert seen == fingerprint(before)
    assert before != after


def test_commands_in_a_row_see_what_the_ones_before_made():
    row = [
        ask(c.CompleteStep, step=step, units={"L1": 3}, location_code="KYIV")
        for step in ("allocated", "picked", "checked", "packed")
    ]
    start = given(place()).order

    events, order = decide_all(start, row)

    assert (4, {"packed": 3}) == (len(events), order.line("L1").places)
    assert {"placed": 3} == start.line("L1").places


def test_of_commands_in_a_row_all_count_or_none():
    start = given(place()).order
    seen = fingerprint(start)
    row = [ask(c.CancelUnits, units={"L1": 2}, reason="x")] * 2

    with pytest.raises(NotEnoughUnits):
        decide_all(start, row)

    assert seen == fingerprint(start)


def test_a_rule_that_looks_ahead_leaves_the_order_as_it_is():
    """Editing tries its events out to tell the balance due."""
    row = [place(), ask(c.EditOrder, quantities={"L1": 1})]

    events, order = decide_all(EMPTY, row)

    assert {"placed": 1, "cancelled": 2} == order.line("L1").places
    assert order == replay(events)


def test_a_scan_changes_no_place_by_itself():
    before = given(place()).order

    after = evolve(
        before, happened(e.CodeScanned, code="X", line_id="L1", step="picked")
    )

    assert (before.lines[0].places, 2) == (after.lines[0].places, after.version)


def test_a_failed_step_that_leads_nowhere_else_changes_no_place():
    failed = ask(
        c.FailStep, line_id="L1", units=1, at_step="allocated", to="placed", reason="x"
    )

    assert {"placed": 3} == given(place(), failed).order.line("L1").places


def test_deciding_is_asking_and_nothing_else():
    order = given(place()).order
    seen = fingerprint(order)

    assert decide(order, SAMPLES[c.CompleteStep]) == decide(
        order, SAMPLES[c.CompleteStep]
    )
    assert seen == fingerprint(order)
