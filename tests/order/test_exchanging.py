"""Other goods for those that come back: the difference is due, or goes back."""

import pytest

from order.making import ask, eur, fact, happened, line, place
from postpurchase.errors import (
    Contradiction,
    NotEnoughUnits,
    NothingToChange,
    OnHold,
    OverRefunded,
    TransitionNotAllowed,
    UnknownReturn,
)
from postpurchase.order import commands as c
from postpurchase.order import events as e
from postpurchase.order.events import Replaced
from postpurchase.order.quantities import LineUnits
from postpurchase.order.returns import Inspected
from postpurchase.testing import given
from postpurchase.values.rulings import Fee, Ruling


def allowing(**more):
    return Ruling(**{"policy": "shop", "allowed": True, **more})


def ordered(quantity=2, price=1000, **more):
    return (
        place(line(quantity=quantity, price=price, workflow=(), **more)),
        ask(
            c.CapturePayment,
            payment_id="PAY",
            method="card",
            amount=eur(
                given(
                    place(line(quantity=quantity, price=price, **more))
                ).order.total.amount_minor
            ),
        ),
        ask(c.ShipParcel, parcel_id="P1", units={"L1": quantity}),
        ask(c.RecordTracking, parcel_id="P1", facts=fact("delivered.general")),
    )


def wish(units=1, **ruling):
    return ask(
        c.RequestReturn,
        return_id="RET",
        items={"L1": units},
        resolution="exchange_other",
        ruling=allowing(**ruling),
    )


def agree(price, units=None, ship="inspection", quantity=1, line_id="NEW", **more):
    new = line(
        line_id,
        quantity,
        price,
        workflow=(),
        **{"replaces": Replaced(line_id="L1", units=quantity), **more},
    )
    asked = None if units is None else {"L1": units}
    return ask(c.AgreeExchange, return_id="RET", lines=[new], units=asked, ship=ship)


def receive(units=1, **more):
    return ask(c.ReceiveReturn, return_id="RET", units={"L1": units}, **more)


def inspect(units=1, **more):
    return ask(
        c.InspectReturn,
        return_id="RET",
        items=Inspected(line_id="L1", units=units, **more),
    )


def ship_new(units=1):
    return ask(c.ShipParcel, parcel_id="P2", units={"NEW": units})


def due(*history):
    return given(*history).order.balance_due.amount_minor


def back(*history):
    return [r.amount_minor for r in given(*history).order.refunds]


def holds(*history):
    return [hold.hold_id for hold in given(*history).order.holds]


RETURNED = (*ordered(), wish())
HERE = (receive(), inspect())


def test_what_comes_back_is_worth_to_the_new_goods_what_it_cost():
    answer = given(*RETURNED).when(agree(1200))
    agreed, hold = answer.events

    assert ("RET:1", "RET", "inspection", 200) == (
        agreed.exchange_id,
        agreed.return_id,
        agreed.ship,
        agreed.balance_due_minor,
    )
    assert (e.LineParts(line_id="L1", units=1, goods_minor=1000),) == agreed.lines
    assert ["NEW"] == [new.line_id for new in agreed.added]
    assert (
        happened(
            e.HoldPlaced,
            hold_id="exchange:RET:1",
            reason="awaiting_return_items",
            units=(LineUnits("NEW", 1),),
        )
        == hold
    )
    (credit,) = answer.order.ledger.credits
    assert (1000, ("NEW",), ()) == (
        credit.amount_minor,
        credit.line_ids,
        credit.taken,
    )
    assert eur(200) == answer.order.balance_due
    assert "PARTIALLY_PAID" == answer.order.status.financial


@pytest.mark.parametrize(
    ("price", "owed", "paid_back"), [(1000, 0, []), (1200, 200, []), (800, 0, [200])]
)
def test_an_exchange_costs_the_difference(price, owed, paid_back):
    agreed = (*RETURNED, agree(price))

    assert price - 1000 == due(*agreed)
    assert [] == back(*agreed, receive())
    assert (owed, paid_back) == (due(*agreed, *HERE), back(*agreed, *HERE))


def test_the_difference_goes_back_as_a_refund_of_the_return():
    order = given(*RETURNED, agree(800), *HERE).order

    (refund,) = order.refunds
    assert ("RET:1", "RET", "exchange", "PAY", 200) == (
        refund.refund_id,
        refund.return_id,
        refund.reason,
        refund.payment_id,
        refund.parts.overpaid_minor,
    )


def test_new_goods_wait_until_the_old_ones_were_looked_at():
    agreed = (*RETURNED, agree(1000))

    given(*agreed).when(ship_new()).then_rejected(OnHold)
    given(*agreed, receive()).when(ship_new()).then_rejected(OnHold)
    assert [] == holds(*agreed, *HERE)
    given(*agreed, *HERE, ship_new())


def test_new_goods_may_leave_at_receipt_or_first():
    at_receipt = (*RETURNED, agree(1000, ship="receipt"))
    given(*at_receipt).when(ship_new()).then_rejected(OnHold)
    given(*at_receipt, receive(), ship_new())
    first = (*RETURNED, agree(800, ship="first"), ship_new())
    assert ([], -200) == (back(*first), due(*first))
    assert ([200], 0) == (back(*first, receive()), due(*first, receive()))
    assert [200] == back(*first, *HERE)


def test_what_does_not_come_is_due():
    first = (*RETURNED, agree(1000, ship="first"), ship_new())
    expired = ask(c.CancelReturn, return_id="RET", reason="expired")

    assert (0, 1000) == (due(*first), due(*first, expired))
    answer = given(*first).when(expired)
    revoked = [
        event for event in answer.events if isinstance(event, e.ExchangeCreditRevoked)
    ]
    assert [("RET:1", (LineUnits("L1", 1),), 1000)] == [
        (event.exchange_id, event.units, event.balance_due_minor) for event in revoked
    ]
    assert 0 == answer.order.line("L1").refunded_units


def test_new_goods_that_have_not_left_are_cancelled_with_what_does_not_come():
    agreed = (*RETURNED, agree(1200))
    over = ask(c.CancelReturn, return_id="RET", reason="customer")

    order = given(*agreed, over).order

    assert ({"cancelled": 1}, eur(0), ()) == (
        order.line("NEW").places,
        order.balance_due,
        order.holds,
    )


def test_what_is_refused_is_worth_nothing():
    agreed = (*RETURNED, agree(1200))
    refused = (receive(), inspect(is_accepted=False, disposition="send_back"))

    order = given(*agreed, *refused).order
    assert ({"cancelled": 1}, eur(0), ()) == (
        order.line("NEW").places,
        order.balance_due,
        order.holds,
    )
    at_receipt = (*RETURNED, agree(1200, ship="receipt"), receive(), ship_new())
    assert 1200 == due(*at_receipt, refused[1])


def test_only_the_units_that_do_not_come_lose_their_worth():
    both = (*ordered(), wish(2), agree(1000, quantity=2))
    half = (*both, receive(1, missing={"L1": 1}))

    order = given(*half).order
    assert {"placed": 1, "cancelled": 1} == order.line("NEW").places
    assert ["exchange:RET:1"] == [hold.hold_id for hold in order.holds]
    assert (eur(0), 1) == (order.balance_due, order.line("L1").refunded_units)
    order = given(*half, inspect(1)).order
    assert (eur(0), (), []) == (order.balance_due, order.holds, list(order.refunds))


def test_new_lines_that_stand_for_no_single_unit_go_with_the_last_of_the_old():
    whole = (*ordered(), wish(2), agree(2000, replaces=None))
    half = (*whole, receive(1, missing={"L1": 1}))
    assert {"placed": 1} == given(*half).order.line("NEW").places
    over = ask(c.CancelReturn, return_id="RET", reason="customer")
    assert {"cancelled": 1} == given(*whole, over).order.line("NEW").places
    uneven = (
        *ordered(),
        wish(2),
        agree(2000, replaces=Replaced(line_id="L1", units=2)),
        receive(1, missing={"L1": 1}),
    )
    assert {"placed": 1} == given(*uneven).order.line("NEW").places


def test_units_are_exchanged_or_refunded_but_not_both():
    agreed = (*ordered(quantity=3), wish(2), agree(1000, units=1))

    given(*agreed).when(
        ask(c.RequestRefund, refund_id="R", units={"L1": 3})
    ).then_rejected(NotEnoughUnits, place="refundable", asked=3, available=2)
    given(*agreed).when(agree(1000, units=2, line_id="N2")).then_rejected(
        NotEnoughUnits, place="exchangeable", line_id="L1", asked=2, available=1
    )
    second = given(*agreed).when(agree(900, line_id="N2")).order
    assert ["RET:1", "RET:2"] == [
        credit.exchange_id for credit in second.ledger.credits
    ]
    given(*agreed, agree(900, line_id="N2")).when(
        agree(900, line_id="N3")
    ).then_rejected(NothingToChange, reason="no units of the return are left")


def test_several_exchanges_of_a_return_are_settled_one_after_the_other():
    two = (*ordered(), wish(2), agree(900, units=1), agree(700, units=1, line_id="N2"))

    assert ["exchange:RET:2"] == holds(*two, receive(2), inspect(1))
    assert [100] == back(*two, receive(2), inspect(1))
    assert [100, 300] == back(*two, receive(2), inspect(1), inspect(1))
    assert [100, 300] == back(*two, receive(2), inspect(2))


def test_the_same_exchange_again_changes_nothing():
    given(*RETURNED, agree(1200)).when(agree(1200)).then_nothing()
    given(*RETURNED, agree(1200)).when(agree(1300)).then_rejected(
        Contradiction, path="lines[0].line_id"
    )


def test_only_an_approved_return_can_be_exchanged():
    asked = ask(c.RequestReturn, return_id="RET", items={"L1": 1})
    given(*ordered(), asked).when(agree(1000)).then_rejected(
        TransitionNotAllowed,
        subject="return RET",
        state="requested",
        asked="exchanged",
        allowed=("approved",),
    )
    given(*ordered()).when(agree(1000)).then_rejected(UnknownReturn)


def test_goods_that_are_here_already_count_at_once():
    looked_at = (*RETURNED, *HERE)

    answer = given(*looked_at).when(agree(800))

    assert ((), eur(0)) == (answer.order.holds, answer.order.balance_due)
    assert [200] == [refund.amount_minor for refund in answer.order.refunds]
    assert "closed" == answer.order.return_("RET").intent
    at_receipt = given(*RETURNED, receive()).when(agree(1000, ship="receipt")).order
    assert ((), "approved") == (at_receipt.holds, at_receipt.return_("RET").intent)


def test_a_return_whose_goods_were_exchanged_is_closed():
    order = given(*RETURNED, agree(1000), *HERE).order

    assert ("closed", (LineUnits("L1", 1),)) == (
        order.return_("RET").intent,
        order.return_("RET").settled,
    )


def test_what_a_ruling_keeps_is_kept_of_the_worth():
    kept = allowing(fees=(Fee(code="restocking", amount=eur(150)),), outbound="none")
    history = (
        *ordered(shipping=eur(400)),
        ask(
            c.RequestReturn,
            return_id="RET",
            items={"L1": 1},
            resolution="exchange_other",
            ruling=kept,
        ),
    )

    order = given(*history, agree(1000)).order

    (credit,) = order.ledger.credits
    assert e.RefundParts(fee_minor=150, shipping_kept_minor=200) == credit.kept
    assert (850, eur(150)) == (credit.amount_minor, order.balance_due)
    over = ask(c.CancelReturn, return_id="RET", reason="customer")
    assert 0 == given(*history, agree(1000), over).order.ledger.credit_minor


def test_a_difference_that_the_payments_do_not_have_stays_owed():
    demand = ask(
        c.OpenChargeback, chargeback_id="CB", payment_id="PAY", amount=eur(1900)
    )
    order = given(*RETURNED, agree(800), demand, *HERE).order

    assert ((), eur(-200)) == (order.refunds, order.balance_due)
    given(*RETURNED, agree(800), demand, *HERE).when(
        ask(c.RequestRefund, refund_id="R", overpaid=eur(200))
    ).then_rejected(OverRefunded)


def test_other_debts_of_the_customer_are_settled_by_the_difference_first():
    history = (*RETURNED, agree(800), ask(c.EditOrder, add=[line("X", 1, 150)]), *HERE)

    assert ([50], 0) == (back(*history), due(*history))


def test_new_goods_are_worth_their_own_price_when_they_come_back():
    history = (*RETURNED, agree(1200), *HERE, ship_new())
    more = ask(c.CapturePayment, payment_id="P2", method="card", amount=eur(200))
    refund = ask(c.RequestRefund, refund_id="R", units={"NEW": 1})

    (event,) = given(*history, more).when(refund).events
    assert (1200, "NEW", "") == (
        event.parts.goods_minor,
        event.lines[0].line_id,
        event.lines[0].root_id,
    )
    free = (*RETURNED, agree(0), *HERE)
    assert 1 == given(*free).order.ledger.credits[0].lines[0].units
    given(*free).when(refund).then_rejected(
        NothingToChange, reason="the refund comes to 0.00 EUR"
    )


def test_exchanges_of_other_returns_are_left_alone():
    fees = (Fee(code="f", amount=eur(10)),)
    other = ask(
        c.RequestReturn,
        return_id="OTHER",
        items={"L1": 1},
        resolution="exchange_other",
        ruling=allowing(fees=fees),
    )
    second = ask(
        c.AgreeExchange,
        return_id="OTHER",
        lines=[line("N2", 1, 500, workflow=())],
    )
    both = (*ordered(), wish(fees=fees), agree(800), other, second)

    order = given(*both, *HERE).order

    assert ["exchange:OTHER:1"] == [hold.hold_id for hold in order.holds]
    assert [990, 990] == [credit.amount_minor for credit in order.ledger.credits]
    assert [("RET", 190)] == [(r.return_id, r.amount_minor) for r in order.refunds]
