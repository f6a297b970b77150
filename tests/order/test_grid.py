"""Layouts are shared between orders, and nothing of an order shows in another."""

import pytest

from order.making import ask, happened, line, place
from postpurchase.order import commands as c
from postpurchase.order import events as e
from postpurchase.order.decide import decide_all
from postpurchase.order.evolve import evolve
from postpurchase.order.grid import SHARED_LINES_MAX
from postpurchase.order.model import EMPTY
from postpurchase.order.quantities import LineUnits


def after(*commands):
    return decide_all(EMPTY, commands)[1]


def allocate(location, units):
    return ask(c.CompleteStep, step="allocated", units=units, location_code=location)


def test_orders_with_the_same_lines_steps_and_locations_share_a_layout():
    one = after(place(), allocate("KYIV", {"L1": 1}))
    other = after(place(line(price=5, quantity=9)), allocate("KYIV", {"L1": 7}))

    assert one.grid.layout is other.grid.layout
    assert one.grid.index is other.grid.index
    assert {"placed": 2, "allocated": 1} == one.line("L1").places
    assert {"placed": 2, "allocated": 7} == other.line("L1").places


def test_an_order_that_comes_to_another_location_leaves_the_others_as_they_are():
    one = after(place(), allocate("KYIV", {"L1": 1}))
    other = after(place(), allocate("KYIV", {"L1": 1}), allocate("LVIV", {"L1": 2}))

    assert ("KYIV",) == one.line("L1").locations
    assert ("KYIV", "LVIV") == other.line("L1").locations
    assert one.grid.layout is not other.grid.layout


def test_the_layouts_of_long_orders_are_their_own():
    lines = [line(f"L{n}") for n in range(SHARED_LINES_MAX + 1)]
    one, other = (after(place(*lines), allocate("KYIV", {"L3": 1})) for _ in range(2))

    assert one == other
    assert one.grid.layout is not other.grid.layout
    assert {"placed": 2, "allocated": 1} == one.line("L3").places


def test_a_location_that_no_line_came_to_is_not_remembered():
    layout = after(place(), allocate("KYIV", {"L1": 1})).grid.layout

    known = dict(layout._paths)
    assert ((-1, -1),) == layout.path("picked", "NOWHERE")
    assert known == layout._paths


def test_a_step_that_a_line_does_not_have_cannot_have_happened():
    order = after(place(line("L1"), line("L2", workflow=("engraved",))))
    units = (LineUnits("L2", 1),)

    done = happened(e.StepCompleted, step="engraved", units=units, location_code="K")
    assert {"placed": 2, "engraved": 1} == evolve(order, done).line("L2").places
    wrong = happened(e.StepCompleted, step="picked", units=units, location_code="K")
    with pytest.raises(KeyError, match="picked"):
        evolve(order, wrong)
