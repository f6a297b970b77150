"""What exchanges cost, to the cent, with several lines and several returns."""

from order.making import ask, eur, fact, line, place
from postpurchase.errors import NotEnoughUnits
from postpurchase.order import commands as c
from postpurchase.order import events as e
from postpurchase.order.events import Replaced
from postpurchase.order.quantities import LineUnits
from postpurchase.order.returns import Inspected
from postpurchase.testing import given
from postpurchase.values.rulings import Fee, Ruling

ORDERED = (
    place(line("L1", 3, 1000, workflow=()), line("L2", 2, 500, workflow=())),
    ask(c.CapturePayment, payment_id="PAY", method="card", amount=eur(4000)),
    ask(c.ShipParcel, parcel_id="P1", units={"L1": 3, "L2": 2}),
    ask(c.RecordTracking, parcel_id="P1", facts=fact("delivered.general")),
)


def wish(items, return_id="RET", *fees):
    return ask(
        c.RequestReturn,
        return_id=return_id,
        items=items,
        resolution="exchange_other",
        ruling=Ruling(
            policy="shop",
            allowed=True,
            fees=tuple(Fee(code="f", amount=eur(amount)) for amount in fees),
        ),
    )


def new(line_id, quantity, price, of=None):
    replaces = Replaced(line_id=of, units=quantity) if of else None
    return line(line_id, quantity, price, workflow=(), replaces=replaces)


def agree(*lines, return_id="RET", **more):
    return ask(c.AgreeExchange, return_id=return_id, lines=lines, **more)


def receive(units, return_id="RET", **more):
    return ask(c.ReceiveReturn, return_id=return_id, units=units, **more)


def inspect(line_id="L1", units=1, return_id="RET", **more):
    return ask(
        c.InspectReturn,
        return_id=return_id,
        items=Inspected(line_id=line_id, units=units, **more),
    )


REFUSED = {"is_accepted": False, "disposition": "send_back"}


def back(*history):
    return [one.amount_minor for one in given(*history).order.refunds]


def test_a_cent_of_difference_goes_back_and_no_difference_does_not():
    asked = (*ORDERED, wish({"L1": 1}))
    here = (receive({"L1": 1}), inspect())

    assert [1] == back(*asked, agree(new("N", 1, 999, "L1")), *here)
    assert [] == back(*asked, agree(new("N", 1, 1000, "L1")), *here)
    assert [] == back(*asked, agree(new("N", 1, 1001, "L1")), *here)


def test_all_new_lines_count_and_their_cancelled_units_do_not():
    asked = (*ORDERED, wish({"L1": 2}))
    here = (receive({"L1": 2}), inspect(units=2))
    agreed = agree(new("N1", 1, 700, "L1"), new("N2", 1, 800, "L1"))

    assert [500] == back(*asked, agreed, *here)
    cancelled = ask(c.CancelUnits, units={"N2": 1}, reason="out_of_stock")
    assert [1300] == back(*asked, agreed, cancelled, *here)


def test_new_goods_of_units_that_do_not_come_are_cancelled_for_the_exchange():
    asked = (*ORDERED, wish({"L1": 2, "L2": 1}))
    agreed = (
        *asked,
        agree(new("N1", 2, 1000, "L1"), new("N2", 1, 500, "L2")),
    )

    answer = given(*agreed).when(
        receive({"L1": 1, "L2": 1}, missing={"L1": 1}),
    )

    cancelled = [one for one in answer.events if type(one) is e.UnitsCancelled]
    assert ["exchange"] == [one.reason for one in cancelled]
    places = {one.line_id: one.places for one in answer.order.lines[2:]}
    assert {"N1": {"placed": 1, "cancelled": 1}, "N2": {"placed": 1}} == places


def test_what_came_and_what_did_not_is_told_in_one_decision():
    agreed = (
        *ORDERED,
        wish({"L1": 2}),
        agree(new("N1", 2, 1000, "L1"), ship="receipt"),
    )

    answer = given(*agreed).when(receive({"L1": 1}, missing={"L1": 1}))

    kinds = [type(one) for one in answer.events]
    assert [
        e.ReturnReceived,
        e.ExchangeGoodsTaken,
        e.ReturnResolved,
        e.UnitsCancelled,
        e.ExchangeCreditRevoked,
        e.HoldReleased,
    ] == kinds[:6]
    assert "received" == answer.events[5].reason
    assert {"placed": 1, "cancelled": 1} == answer.order.line("N1").places


def test_fees_of_a_return_are_kept_of_its_first_exchange_alone():
    agreed = (
        *ORDERED,
        wish({"L1": 2}, "RET", 150),
        agree(new("N1", 1, 1000, "L1"), units={"L1": 1}),
        agree(new("N2", 1, 1000, "L1"), units={"L1": 1}),
    )

    order = given(*agreed).order

    assert [150, 0] == [one.kept.fee_minor for one in order.ledger.credits]
    assert eur(150) == order.balance_due


def test_exchanges_that_stand_before_and_after_are_left_alone():
    agreed = (
        *ORDERED,
        wish({"L1": 1}, "FIRST"),
        agree(new("N1", 1, 900, "L1"), return_id="FIRST"),
        wish({"L1": 1}),
        agree(new("N2", 1, 800, "L1")),
    )

    done = (*agreed, receive({"L1": 1}), inspect())
    order = given(*done).order
    assert ["exchange:FIRST:1"] == [one.hold_id for one in order.holds]
    assert [("RET", 200)] == [
        (one.return_id, one.amount_minor) for one in order.refunds
    ]
    gone = given(
        *agreed, ask(c.CancelReturn, return_id="FIRST", reason="customer")
    ).order
    assert [0, 1000] == [one.amount_minor for one in gone.ledger.credits]
    late = (
        *agreed,
        ask(c.CancelReturn, return_id="FIRST", reason="customer"),
        *(receive({"L1": 1}), inspect()),
    )
    assert ["RET:1"] == [one.refund_id for one in given(*late).order.refunds]


def test_units_of_another_line_are_not_exchangeable():
    given(*ORDERED, wish({"L1": 1})).when(
        agree(new("N", 1, 500, "L2"), units={"L2": 1})
    ).then_rejected(
        NotEnoughUnits, line_id="L2", place="exchangeable", asked=1, available=0
    )


def test_what_is_revoked_of_one_line_leaves_the_others_their_worth():
    agreed = (
        *ORDERED,
        wish({"L1": 1, "L2": 2}),
        agree(new("N", 1, 2000)),
    )

    order = given(*agreed, receive({"L1": 1, "L2": 1}, missing={"L2": 1})).order

    (credit,) = order.ledger.credits
    assert [("L1", 1, 1000), ("L2", 1, 500)] == [
        (one.line_id, one.units, one.goods_minor) for one in credit.lines
    ]
    looked_at = (
        *agreed,
        receive({"L1": 1, "L2": 2}),
        inspect("L2", 2, **REFUSED),
        inspect(),
    )
    (credit,) = given(*looked_at).order.ledger.credits
    assert ([("L1", 1)], (LineUnits("L1", 1),)) == (
        [(one.line_id, one.units) for one in credit.lines],
        credit.taken,
    )


def test_what_is_accepted_counts_though_another_is_refused_with_it():
    agreed = (*ORDERED, wish({"L1": 2}), agree(new("N1", 2, 900, "L1")))
    both = ask(
        c.InspectReturn,
        return_id="RET",
        items=(
            Inspected(line_id="L1", units=1),
            Inspected(line_id="L1", units=1, **REFUSED),
        ),
    )

    order = given(*agreed, receive({"L1": 2}), both).order

    (credit,) = order.ledger.credits
    assert ((LineUnits("L1", 1),), 1000, ()) == (
        credit.taken,
        credit.amount_minor,
        order.holds,
    )
    assert [100] == [one.amount_minor for one in order.refunds]
    assert {"placed": 1, "cancelled": 1} == order.line("N1").places


def test_what_is_refused_takes_no_exchange_back_whose_goods_were_accepted():
    agreed = (
        *ORDERED,
        wish({"L1": 2}),
        agree(new("N1", 1, 1000, "L1"), units={"L1": 1}),
        agree(new("N2", 1, 1000, "L1"), units={"L1": 1}),
    )

    order = given(*agreed, receive({"L1": 2}), inspect(), inspect(**REFUSED)).order

    assert [1000, 0] == [one.amount_minor for one in order.ledger.credits]
    assert [{"placed": 1}, {"cancelled": 1}] == [
        order.line(name).places for name in ("N1", "N2")
    ]


def test_money_that_comes_in_later_leaves_exchanges_as_they_are():
    agreed = (*ORDERED, wish({"L1": 1}), agree(new("N", 1, 1200, "L1")))
    more = ask(c.CapturePayment, payment_id="P2", method="card", amount=eur(200))

    order = given(*agreed, more).order

    assert ([1000], ["sent"]) == (
        [one.amount_minor for one in order.ledger.credits],
        [grant.kind for grant in order.ledger.grants["L1"]],
    )
    assert eur(0) == order.balance_due


def test_the_price_of_all_new_lines_is_the_price_of_the_exchange():
    both = (new("N1", 1, 500, "L1"), new("N2", 1, 400, "L1"))
    agreed = (*ORDERED, wish({"L1": 1}), agree(*both))
    owing = ask(c.EditOrder, add=[new("X", 1, 30)])

    order = given(*agreed, owing, receive({"L1": 1}), inspect()).order

    assert ([70], eur(0)) == (
        [one.amount_minor for one in order.refunds],
        order.balance_due,
    )
    overpaid = ask(c.CapturePayment, payment_id="P2", method="card", amount=eur(1000))
    assert [100] == back(*agreed, overpaid, receive({"L1": 1}), inspect())
