"""A withdrawal cancels what has not left and takes the rest back, unasked."""

import pytest

from order.making import ask, eur, fact, happened, line, place, ref
from order.returns_making import ONE, THREE, TWO, allowing, tracked, units
from postpurchase.errors import (
    Contradiction,
    InvalidInput,
    NotEnoughUnits,
    NothingToChange,
    UnknownLine,
)
from postpurchase.order import commands as c
from postpurchase.order import events as e
from postpurchase.order.quantities import LineUnits
from postpurchase.testing import given
from postpurchase.values.rulings import LineRuling, Ruling, RulingReason

PAID = ask(c.CapturePayment, payment_id="PAY", method="card", amount=eur(3000))


def withdraw(**more):
    return ask(c.DeclareWithdrawal, **{"withdrawal_id": "W1", **more})


def half_sent(*more):
    """Two units are delivered, the third has not left."""
    return given(
        place(),
        PAID,
        ask(c.SkipSteps, units=TWO, reason="x", location_code="KYIV"),
        ask(c.ShipParcel, parcel_id="P1", units=TWO),
        tracked("delivered.general"),
        *more,
    )


def kinds(case):
    return [type(event) for event in case.events]


def test_everything_is_cancelled_or_comes_back_in_one_decision():
    case = half_sent().when(withdraw(statement=ref("s"), contact=ref("c")))

    assert [
        e.WithdrawalReceived,
        e.UnitsCancelled,
        e.RefundRequested,
        e.ReturnRequested,
        e.ReturnApproved,
    ] == kinds(case)
    case.then(
        happened(
            e.WithdrawalReceived,
            withdrawal_id="W1",
            units=units(3),
            statement=ref("s"),
            contact=ref("c"),
        ),
        *case.events[1:],
    )
    assert {"cancelled": 1, "returning": 2} == case.order.line("L1").places
    known = case.order.return_("W1")
    assert ("withdrawal", "approved", "receipt") == (
        known.kind,
        known.intent,
        known.refund_when,
    )
    (declared,) = case.order.withdrawals
    assert ("W1", case.events[0].at, ref("s"), ref("c")) == (
        declared.withdrawal_id,
        declared.at,
        declared.statement,
        declared.contact,
    )


def test_the_money_is_due_when_the_goods_are_here():
    back = ask(c.ReceiveReturn, return_id="W1", units=TWO)
    order = half_sent(withdraw(), back).order

    assert 2000 == order.refund("W1:1").amount_minor


def test_what_was_paid_for_units_that_never_left_goes_back_at_once():
    order = half_sent(withdraw()).order

    (refund,) = order.refunds
    assert ("W1:cancelled", 1000, units(1)) == (
        refund.refund_id,
        refund.amount_minor,
        refund.units,
    )
    assert eur(0) == order.balance_due
    back = ask(c.ReceiveReturn, return_id="W1", units=TWO)
    assert eur(3000) == half_sent(withdraw(), back).order.reserved


def test_it_goes_back_to_all_payments_that_bore_it():
    card = ask(c.CapturePayment, payment_id="PAY", method="card", amount=eur(1800))
    gift = ask(c.CapturePayment, payment_id="GC", method="gift_card", amount=eur(1200))
    order = given(place(), card, gift, withdraw()).order

    assert [("PAY", 1800), ("GC", 1200)] == [
        (refund.payment_id, refund.amount_minor) for refund in order.refunds
    ]


@pytest.mark.parametrize("paid", [0, 500, 2500])
def test_nothing_goes_back_that_still_pays_for_what_was_sent(paid):
    history = [place()]
    if paid:
        amount = eur(paid)
        history.append(
            ask(c.CapturePayment, payment_id="P", method="card", amount=amount)
        )
    assert () == given(*history, withdraw(units=ONE)).order.refunds


def test_what_was_granted_before_is_not_paid_back_again():
    gone = ask(c.RequestRefund, refund_id="R1", units=THREE)
    order = given(place(), PAID, gone, withdraw()).order

    assert ["R1"] == [refund.refund_id for refund in order.refunds]


def test_units_that_wait_go_before_units_that_were_sent():
    one = half_sent().when(withdraw(units=ONE))
    expected = [e.WithdrawalReceived, e.UnitsCancelled, e.RefundRequested]
    assert expected == kinds(one)

    two = half_sent().when(withdraw(units=TWO)).order
    assert {"cancelled": 1, "delivered": 1, "returning": 1} == two.line("L1").places


def test_nothing_needs_to_be_delivered_for_a_withdrawal():
    order = given(
        place(),
        ask(c.SkipSteps, units=THREE, reason="x"),
        ask(c.ShipParcel, parcel_id="P1", units=THREE),
        withdraw(),
        tracked("delivered.general"),
    ).order

    assert {"returning": 3} == order.line("L1").places
    assert "delivered" == order.parcel("P1").state


def test_a_parcel_that_has_not_left_is_given_up():
    boxed = [
        place(line("A", 2), line("B", 1)),
        ask(c.SkipSteps, units={"A": 2, "B": 1}, reason="x"),
        ask(c.OpenParcel, parcel_id="P1", units={"A": 2}),
        ask(c.OpenParcel, parcel_id="P2", units={"B": 1}),
    ]
    whole = given(*boxed).when(withdraw())
    assert ["voided", "voided"] == [parcel.state for parcel in whole.order.parcels]
    assert {"cancelled": 2} == whole.order.line("A").places

    part = given(*boxed).when(withdraw(units={"A": 1}))
    assert ["voided", "open"] == [parcel.state for parcel in part.order.parcels]
    assert {"cancelled": 1, "packed": 1} == part.order.line("A").places


def excepting(*line_ids, **more):
    reason = RulingReason(rule="eu.art_16_c", text="Made to your order.")
    return allowing(
        kind="withdrawal",
        lines=tuple(
            LineRuling(
                line_id=line_id,
                units=3,
                allowed=line_id not in line_ids,
                reasons=(reason,),
            )
            for line_id in ("A", "B")
        ),
        **more,
    )


def two_lines(*more):
    return given(
        place(line("A", 2), line("B", 2)),
        ask(c.SkipSteps, units={"A": 1, "B": 1}, reason="x"),
        ask(c.ShipParcel, parcel_id="P1", units={"A": 1, "B": 1}),
        ask(c.RecordTracking, parcel_id="P1", facts=fact("delivered.general")),
        *more,
    )


def test_what_the_law_excepts_stays_as_it_is():
    case = two_lines().when(withdraw(ruling=excepting("B")))

    assert {"cancelled": 1, "returning": 1} == case.order.line("A").places
    assert {"placed": 1, "delivered": 1} == case.order.line("B").places
    approved = case.events[-1]
    assert (units(1, "A"), units(1, "B")) == (approved.units, approved.declined)
    assert (LineUnits("A", 2), LineUnits("B", 2)) == case.events[0].units


def test_a_statement_that_reaches_nothing_is_acknowledged_all_the_same():
    case = two_lines().when(withdraw(ruling=excepting("A", "B")))

    assert [e.WithdrawalReceived, e.ReturnRequested, e.ReturnDeclined] == kinds(case)
    assert ("eu.art_16_c", ("Made to your order.",)) == (
        case.events[-1].reason,
        case.events[-1].reasons,
    )
    late = Ruling(policy="eu", allowed=False, reasons=("Too late.",))
    case = half_sent().when(withdraw(ruling=late))
    assert [e.WithdrawalReceived, e.ReturnRequested, e.ReturnDeclined] == kinds(case)
    waits = given(place()).when(withdraw(ruling=late))
    assert [e.WithdrawalReceived] == kinds(waits)


def test_the_same_statement_again_changes_nothing():
    case = half_sent(withdraw(units=TWO))

    case.when(withdraw(units=TWO)).then_nothing()
    case.when(withdraw()).then_nothing()
    case.when(withdraw(units=ONE)).then_rejected(
        Contradiction, known="2 × L1", said="1 × L1"
    )
    more = case.when(withdraw(withdrawal_id="W2", units=ONE))
    assert {"cancelled": 1, "returning": 2} == more.order.line("L1").places
    request = ask(c.RequestReturn, return_id="W9", items=ONE)
    half_sent(request).when(withdraw(withdrawal_id="W9")).then_rejected(
        Contradiction, known="policy_return", said="withdrawal"
    )


def test_there_must_be_something_to_withdraw_from():
    half_sent(withdraw()).when(withdraw(withdrawal_id="W2")).then_rejected(
        NothingToChange
    )
    half_sent().when(withdraw(units={"L1": 4})).then_rejected(
        NotEnoughUnits, asked=4, available=3, place="returnable"
    )
    half_sent().when(withdraw(units={"L9": 1})).then_rejected(UnknownLine)


@pytest.mark.parametrize("field", ["statement", "contact"])
def test_a_decision_never_sees_what_was_declared(field):
    with pytest.raises(InvalidInput, match=f"{field}: a personal value"):
        half_sent().when(withdraw(**{field: "Olena"}))


def test_units_that_come_back_by_themselves_are_reached_too():
    order = given(
        place(),
        ask(c.SkipSteps, units=THREE, reason="x"),
        ask(c.ShipParcel, parcel_id="P1", units=THREE),
        tracked("returning.general"),
        withdraw(),
    ).order

    assert (0, 3) == (
        order.parcel("P1").held("L1"),
        order.line("L1").units("returning"),
    )
