"""The order as it stands never changes, travels, and says nothing about people."""

import copy
import pickle

import attrs
import pytest

from order.making import ask, eur, fact, line, place, ref
from postpurchase.errors import (
    UnknownHold,
    UnknownLine,
    UnknownParcel,
    UnknownPayment,
    UnknownRefund,
)
from postpurchase.order import commands as c
from postpurchase.order.draft import open_counts, thaw
from postpurchase.order.evolve import replay
from postpurchase.order.grid import source_of
from postpurchase.order.model import EMPTY, fingerprint, freeze
from postpurchase.testing import given
from postpurchase.testing.clock import NOON
from postpurchase.values.answers import Charge

HISTORY = (
    place(
        line("A", 2, workflow=("packed",), title="Ring"),
        line("B", 1, requires_parcel=False),
        number="#1001",
        source="shop",
        recipient=ref("someone"),
        country="PL",
        charges=[Charge(kind="tip", amount=eur(5))],
    ),
    ask(c.CompleteStep, step="packed", units={"A": 2}, location_code="KYIV"),
    ask(c.ShipParcel, parcel_id="P1", units={"A": 1}, carrier="np"),
    ask(c.RecordTracking, parcel_id="P1", facts=fact("in_transit.held")),
    ask(c.CapturePayment, payment_id="PAY", method="card", amount=eur(3005)),
    ask(c.RequestRefund, refund_id="R1", units={"A": 1}),
    ask(c.PlaceHold, hold_id="H1", reason="fraud", units={"A": 1}),
    ask(c.AddNote, note_id="N1", text=ref("note")),
)


@pytest.fixture
def order():
    return given(*HISTORY).order


def test_it_can_be_read_from_its_properties(order):
    line_a = order.line("A")

    assert ("1001", "#1001", "EUR", "shop", "PL", NOON) == (
        order.order_id,
        order.number,
        order.currency,
        order.source,
        order.country,
        order.placed_at,
    )
    assert (("A", "SKU-A", "Ring", 2), 1, ("KYIV",)) == (
        (line_a.line_id, line_a.sku, line_a.title, line_a.ordered),
        line_a.refunded_units,
        line_a.locations,
    )
    assert ["A", "B"] == [view.line_id for view in order.lines]
    assert (eur(3005), eur(3005), eur(0), eur(1000), eur(0)) == (
        order.total,
        order.captured,
        order.refunded,
        order.reserved,
        order.balance_due,
    )
    assert (5, ref("someone"), None, None) == (
        order.charges[0].amount.amount_minor,
        order.recipient,
        order.address,
        order.promise,
    )
    assert ({"packed": 1, "shipped": 1}, {}) == (line_a.at("KYIV"), line_a.at("LVIV"))
    assert ["PAY"] == [payment.payment_id for payment in order.payments]
    assert ["R1"] == [refund.refund_id for refund in order.refunds]
    assert 0 == order.errors_caught


def test_an_order_without_a_number_is_called_by_its_id():
    assert "1001" == given(place()).order.number


def test_what_is_not_there_is_not_found(order):
    for find, error in [
        (lambda: order.line("X"), UnknownLine),
        (lambda: order.parcel("X"), UnknownParcel),
        (lambda: order.payment("X"), UnknownPayment),
        (lambda: order.refund("X"), UnknownRefund),
        (lambda: order.hold("X"), UnknownHold),
    ]:
        with pytest.raises(error):
            find()


def test_what_is_there_is_found(order):
    assert ("P1", "PAY", "R1", "H1") == (
        order.parcel("P1").parcel_id,
        order.payment("PAY").payment_id,
        order.refund("R1").refund_id,
        order.hold("H1").hold_id,
    )


@pytest.mark.parametrize("name", ["version", "counts", "parcels", "other"])
def test_nothing_can_be_set_or_deleted(order, name):
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(order, name, 1)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        delattr(order, name)


def test_a_draft_is_a_copy(order):
    before = fingerprint(order)

    draft = thaw(order)
    open_counts(draft)[0] += 5
    draft.version = 99

    assert before == fingerprint(order)
    assert order != freeze(draft)


@pytest.mark.parametrize(
    "travel",
    [
        lambda order: pickle.loads(pickle.dumps(order)),
        copy.copy,
        copy.deepcopy,
        lambda order: freeze(thaw(order)),
    ],
)
def test_it_survives_a_journey(order, travel):
    arrived = travel(order)

    assert (order, hash(order)) == (arrived, hash(arrived))
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        arrived.version = 1
    again = ask(c.CancelUnits, reason="x")
    assert replay((), arrived).status == order.status
    assert given(*HISTORY).when(again).events == _from(arrived).when(again).events


def _from(order):
    started = given()
    started.order = order
    return started


def test_orders_are_equal_when_everything_about_them_is(order):
    assert order == given(*HISTORY).order
    assert order != given(*HISTORY[:-1]).order
    assert order != "an order"
    assert 2 == len({order, given(*HISTORY).order, EMPTY})


def test_its_repr_counts_one_line_as_one():
    assert repr(given(place()).order).startswith("Order('1001', 1 line, 30.00 EUR")


def test_its_repr_is_short_and_names_nobody(order):
    assert "Order('1001', 2 lines, 30.05 EUR, ON_HOLD, PAID, version 8)" == repr(order)
    assert "OrderLine('A', 2 × 'SKU-A', {'packed': 1, 'shipped': 1})" == repr(
        order.line("A")
    )
    assert "Order(not placed)" == repr(EMPTY)
    for hidden in ("someone", "commitment"):
        assert hidden not in repr(order) + repr(order.lines)


def test_an_order_that_was_not_placed_has_no_terms():
    with pytest.raises(LookupError):
        _ = EMPTY.terms


def test_what_is_only_placed_stands_nowhere():
    assert ("", "KYIV") == (source_of("placed", "KYIV"), source_of("packed", "KYIV"))
