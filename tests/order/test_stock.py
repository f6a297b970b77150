"""Which stock moves follow from what happened."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import settings
from hypothesis.stateful import invariant, rule

from order.making import STEPS, ask, happened, line, place
from order.returns_making import AGREED, delivered, inspect, receive
from order.test_order_machine import WholeOrder, few, line_ids, locations, steps
from postpurchase.order import commands as c
from postpurchase.order import events as e
from postpurchase.order.decide import decide_all
from postpurchase.order.model import EMPTY
from postpurchase.order.stock import is_stocked, stock_moves
from postpurchase.testing.clock import NOON
from postpurchase.values.stock import StockMove

KYIV = {"location_code": "KYIV"}


def moved(*commands, lines=()):
    """Return the moves of all commands on an order of three units of one line."""
    events, order = decide_all(EMPTY, [place(*lines), *commands])
    return [
        (move.sku, move.location_code, move.on_hand, move.reserved, move.reason)
        for version, event in enumerate(events, 1)
        for move in stock_moves(event, order.grid, version)
    ]


def step(name, units=3, **more):
    return ask(c.CompleteStep, step=name, units={"L1": units}, **KYIV, **more)


def all_steps():
    return [step(name) for name in STEPS]


def fail(at_step, to, goods="reusable", units=1):
    return ask(
        c.FailStep,
        line_id="L1",
        units=units,
        at_step=at_step,
        to=to,
        reason="damaged",
        goods=goods,
        **KYIV,
    )


ALLOCATED = ("SKU-L1", "KYIV", 0, 3, "allocated")


def test_the_first_step_reserves_and_the_others_do_not():
    assert moved(*all_steps()) == [ALLOCATED]


def test_a_move_names_its_event_and_who_did_it():
    events, order = decide_all(EMPTY, [place(), step("allocated", by="staff:7")])

    (move,) = stock_moves(events[1], order.grid, 2)

    assert move == StockMove(
        sku="SKU-L1",
        reserved=3,
        reason="allocated",
        by="staff:7",
        at=NOON,
        version=2,
        **KYIV,
    )


def test_a_parcel_takes_the_goods_along():
    ship = ask(c.ShipParcel, parcel_id="P1", units={"L1": 2}, carrier="np")

    assert moved(*all_steps(), ship) == [
        ALLOCATED,
        ("SKU-L1", "KYIV", -2, -2, "shipped"),
    ]


def test_goods_that_are_collected_are_gone_too():
    assert moved(*all_steps(), ask(c.DeliverLines, units={"L1": 1})) == [
        ALLOCATED,
        ("SKU-L1", "KYIV", -1, -1, "delivered"),
    ]


def test_cancelled_units_are_free_again():
    cancel = ask(c.CancelUnits, units={"L1": 2}, reason="customer")

    assert moved(step("allocated", 1), cancel) == [
        ("SKU-L1", "KYIV", 0, 1, "allocated")
    ]
    assert moved(step("allocated"), cancel) == [
        ALLOCATED,
        ("SKU-L1", "KYIV", 0, -2, "cancelled"),
    ]


def test_an_edit_to_fewer_units_frees_them():
    edit = ask(c.EditOrder, quantities={"L1": 2})

    assert moved(step("allocated"), edit) == [
        ALLOCATED,
        ("SKU-L1", "KYIV", 0, -1, "cancelled"),
    ]


@pytest.mark.parametrize(
    ("failed", "moves"),
    [
        (fail("picked", "allocated"), []),
        (fail("picked", "placed"), [(0, -1, "placed")]),
        (fail("picked", "cancelled"), [(0, -1, "cancelled")]),
        (fail("picked", "placed", "missing"), [(-1, -1, "missing")]),
        (fail("picked", "cancelled", "scrapped"), [(-1, -1, "scrapped")]),
        (
            fail("picked", "allocated", "scrapped"),
            [(-1, -1, "scrapped"), (0, 1, "allocated")],
        ),
    ],
)
def test_what_a_failed_step_moves_depends_on_the_goods(failed, moves):
    found = moved(step("allocated"), failed)

    assert [ALLOCATED, *(("SKU-L1", "KYIV", *move) for move in moves)] == found


def test_a_step_that_fails_before_any_goods_are_set_aside_moves_nothing():
    assert moved(fail("allocated", "cancelled", "missing")) == []


def test_skipped_steps_reserve_what_was_not_yet():
    skip = ask(c.SkipSteps, units={"L1": 3}, reason="imported", **KYIV)

    assert moved(step("allocated", 1), skip) == [
        ("SKU-L1", "KYIV", 0, 1, "allocated"),
        ("SKU-L1", "KYIV", 0, 2, "skipped"),
    ]


def test_a_workflow_of_its_own_reserves_at_its_first_step():
    made = line(workflow=("engraved", "wrapped"))

    assert moved(step("engraved"), step("wrapped"), lines=[made]) == [
        ("SKU-L1", "KYIV", 0, 3, "engraved")
    ]


@pytest.mark.parametrize(
    "terms", [{"sku": ""}, {"requires_parcel": False, "workflow": ("allocated",)}]
)
def test_what_is_no_article_on_a_shelf_moves_no_stock(terms):
    assert moved(step("allocated"), lines=[line(**terms)]) == []


def test_lines_without_steps_move_no_stock():
    ship = ask(c.ShipParcel, parcel_id="P1", units={"L1": 2}, carrier="np")

    assert moved(ship, lines=[line(workflow=())]) == []


def test_other_events_move_nothing():
    assert stock_moves(happened(e.ParcelDelivered, parcel_id="P1"), EMPTY.grid, 1) == ()


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ({}, [("SKU-L1", "LVIV", 2, 0, "restock_a")]),
        ({"location_code": "B"}, [("SKU-L1", "B", 2, 0, "restock_a")]),
        ({"sku": "OUTLET"}, [("OUTLET", "LVIV", 2, 0, "restock_a")]),
        (
            {"disposition": "restock_b", "sku": "B-L1"},
            [("B-L1", "LVIV", 2, 0, "restock_b")],
        ),
        ({"disposition": "restock_b"}, []),
        ({"disposition": "refurbish"}, []),
        ({"disposition": "hold", "is_accepted": False}, []),
    ],
)
def test_only_what_is_sold_again_comes_back_on_the_shelf(found, expected):
    before = delivered(AGREED, receive(2, location_code="LVIV"))
    case = before.when(inspect(2, **found))
    moves = [
        (move.sku, move.location_code, move.on_hand, move.reserved, move.reason)
        for event in case.events
        for move in stock_moves(event, case.order.grid, 1)
    ]

    assert expected == moves


class StockedOrder(WholeOrder):
    """Whatever happens to an order, its stock is where its units are."""

    def __init__(self):
        super().__init__()
        self.reserved, self.on_hand, self.gone = Counter(), Counter(), Counter()

    def command(self, command):
        version = self.order.version
        events = super().command(command)
        for event in events or ():
            version += 1
            for move in stock_moves(event, self.order.grid, version):
                place = move.sku, move.location_code
                self.reserved[place] += move.reserved
                self.on_hand[place] += move.on_hand
            self.gone += Counter(dict(self.left(event)))
        return events

    def left(self, event):
        """Yield the units that leave the building with an event."""
        parts, where = (), getattr(event, "location_code", "")
        if isinstance(event, e.ParcelShipped):
            parts, where = event.box.units, event.box.location_code
        elif isinstance(event, e.LinesDelivered):
            parts = event.units
        elif isinstance(event, e.StepFailed):
            is_gone = event.source != "placed" and event.goods != "reusable"
            parts = (event,) if is_gone else ()
        for part in parts:
            terms = self.order.line(part.line_id).terms
            if is_stocked(terms):
                yield (terms.sku, where), part.units

    @rule(line_id=line_ids, units=few, step=steps, to=steps, location=locations)
    def fail_step_with_good_goods(self, line_id, units, step, to, location):
        for target in (to, "placed", "cancelled"):
            self.ask(
                c.FailStep,
                line_id=line_id,
                units=units,
                at_step=step,
                to=target,
                reason="wrong_item",
                location_code=location,
            )

    @invariant()
    def what_stands_in_a_step_is_reserved(self):
        standing = Counter()
        for view in self.order.lines:
            if is_stocked(view.terms):
                for location in ("", *view.locations):
                    there = view.at(location)
                    units = sum(there.get(name, 0) for name in view.terms.workflow)
                    standing[view.sku, location] += units
        assert +standing == +self.reserved
        assert min(self.reserved.values(), default=0) >= 0

    @invariant()
    def only_what_left_is_not_on_hand(self):
        assert +self.gone == +Counter({k: -n for k, n in self.on_hand.items()})


TestStockedOrder = StockedOrder.TestCase
TestStockedOrder.settings = settings(stateful_step_count=50)
