"""What was sent again at no price is worth what it stands in for, once."""

import pytest

from order.making import ask, eur, fact, line, place
from postpurchase.errors import NotEnoughUnits
from postpurchase.order import commands as c
from postpurchase.order.events import Replaced
from postpurchase.order.granting import refundable_units, root_of
from postpurchase.testing import given

LOST = (
    place(line(quantity=3, price=1000, tax=eur(100), workflow=())),
    ask(c.CapturePayment, payment_id="PAY", method="card", amount=eur(3100)),
    ask(c.ShipParcel, parcel_id="P1", units={"L1": 2}),
    ask(c.RecordTracking, parcel_id="P1", facts=fact("exception.lost")),
)


def again(line_id="AGAIN", units=1, of="L1"):
    new = line(
        line_id, units, 0, workflow=(), replaces=Replaced(line_id=of, units=units)
    )
    return ask(c.ReshipUnits, lines=[new], reason="lost")


def ship(line_id="AGAIN", parcel_id="P2", code="", units=1):
    shipped = [ask(c.ShipParcel, parcel_id=parcel_id, units={line_id: units})]
    if code:
        shipped.append(ask(c.RecordTracking, parcel_id=parcel_id, facts=fact(code)))
    return shipped


def refund(units, refund_id="R1"):
    return ask(c.RequestRefund, refund_id=refund_id, units=units)


def left(*history):
    order = given(*history).order
    return {
        line.line_id: refundable_units(order, n) for n, line in enumerate(order.lines)
    }


def worth(units, *history):
    (event,) = given(*history).when(refund(units)).events
    return event.amount_minor


def test_the_units_that_are_replaced_wait_for_what_replaces_them():
    assert {"L1": 3} == left(*LOST)
    assert {"L1": 2, "AGAIN": 1} == left(*LOST, again())
    assert {"L1": 1, "AGAIN": 2} == left(*LOST, again(units=2))
    given(*LOST, again()).when(refund({"L1": 3})).then_rejected(
        NotEnoughUnits, line_id="L1", place="refundable", asked=3, available=2
    )


def test_what_was_sent_again_is_worth_what_it_stands_in_for():
    sent = (*LOST, again(), *ship(code="delivered.general"))

    assert 1033 == worth({"AGAIN": 1}, *sent)
    (event,) = given(*sent).when(refund({"AGAIN": 1})).events
    assert ("AGAIN", "L1", 1000, 33) == (
        event.lines[0].line_id,
        event.lines[0].root_id,
        event.lines[0].goods_minor,
        event.lines[0].tax_minor,
    )
    order = given(*sent, refund({"AGAIN": 1})).order
    assert (0, 1) == (
        order.line("L1").refunded_units,
        order.line("AGAIN").refunded_units,
    )
    assert {"L1": 2, "AGAIN": 0} == left(*sent, refund({"AGAIN": 1}))
    assert 3100 == worth({"L1": 2, "AGAIN": 1}, *sent)
    assert 3100 == worth({"AGAIN": 1, "L1": 2}, *sent)
    given(*sent, refund({"AGAIN": 1})).when(refund({"AGAIN": 1}, "R2")).then_rejected(
        NotEnoughUnits, line_id="AGAIN", available=0
    )
    given(*sent).when(refund({"AGAIN": 1, "L1": 3})).then_rejected(
        NotEnoughUnits, line_id="L1", available=2
    )


def test_what_is_not_sent_again_after_all_gives_the_units_back():
    cancelled = ask(c.CancelUnits, units={"AGAIN": 1}, reason="out_of_stock")

    assert {"L1": 2, "AGAIN": 1} == left(*LOST, again(units=2), cancelled)
    assert {"L1": 3, "AGAIN": 0} == left(*LOST, again(), cancelled)
    assert eur(0) == given(*LOST, again(), cancelled).order.balance_due


def test_what_is_lost_again_may_be_refunded_by_either_line_but_once():
    lost = (*LOST, again(), *ship(code="exception.lost"))

    assert {"L1": 3, "AGAIN": 1} == left(*lost)
    assert {"L1": 0, "AGAIN": 0} == left(*lost, refund({"L1": 3}))
    assert {"L1": 2, "AGAIN": 0} == left(*lost, refund({"AGAIN": 1}))


def test_a_replacement_may_be_replaced():
    chain = (*LOST, again(), *ship(code="exception.lost"), again("THIRD", of="AGAIN"))

    order = given(*chain).order
    assert [0, 0, 0] == [root_of(order, n) for n in range(3)]
    assert {"L1": 2, "AGAIN": 0, "THIRD": 1} == left(*chain)
    assert 1033 == worth({"THIRD": 1}, *chain)
    done = (*chain, refund({"THIRD": 1}))
    assert {"L1": 2, "AGAIN": 0, "THIRD": 0} == left(*done)
    assert 2067 == worth({"L1": 2}, *chain)
    half = (
        *LOST,
        again(units=2),
        *ship(units=2, code="exception.lost"),
        again("THIRD", of="AGAIN"),
    )
    assert {"L1": 2, "AGAIN": 1, "THIRD": 1} == left(*half)


def test_an_order_of_refunds_over_replacements_adds_up():
    sent = (*LOST, again(), *ship(code="delivered.general"))
    steps = [
        refund({"L1": 1}, "A"),
        refund({"AGAIN": 1}, "B"),
        refund({"L1": 1}, "C"),
    ]

    order = given(*sent, *steps).order

    assert [1033, 1034, 1033] == [r.amount_minor for r in order.refunds]


@pytest.mark.parametrize(
    "new",
    [
        line("NEW", 1, 500, workflow=(), replaces=Replaced(line_id="L1", units=1)),
        line("NEW", 1, 0, workflow=()),
        line("NEW", 1, 0, workflow=(), replaces=Replaced(line_id="NEW", units=1)),
        line("NEW", 1, 0, workflow=(), replaces=Replaced(line_id="L9", units=1)),
        line("NEW", 1, 0, tax=eur(5), replaces=Replaced(line_id="L1", units=1)),
        line("NEW", 1, 0, shipping=eur(5), replaces=Replaced(line_id="L1", units=1)),
    ],
)
def test_other_lines_are_worth_their_own_price(new):
    assert {"L1": 3, "NEW": 1} == left(*LOST, ask(c.EditOrder, add=[new]))


def test_a_line_stands_in_for_no_more_units_than_it_replaces():
    more = line("NEW", 5, 0, workflow=(), replaces=Replaced(line_id="L1", units=2))
    history = (*LOST, ask(c.EditOrder, add=[more]))

    assert {"L1": 1, "NEW": 2} == left(*history)
    all_of_it = line("NEW", 9, 0, workflow=(), replaces=Replaced(line_id="L1", units=9))
    assert {"L1": 0, "NEW": 3} == left(*LOST, ask(c.EditOrder, add=[all_of_it]))


def test_a_new_price_keeps_what_replacements_were_granted():
    sent = (*LOST, again(), *ship(code="delivered.general"), refund({"AGAIN": 1}))
    edited = (*sent, ask(c.EditOrder, prices={"L1": eur(500)}))

    order = given(*edited).order

    assert (2, 1) == (
        order.line("L1").terms.open_units,
        order.line("L1").terms.closed_granted,
    )
    assert {"L1": 2, "AGAIN": 0} == left(*edited)
