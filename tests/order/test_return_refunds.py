"""What a return makes due: fees once, shipping as ruled, deductions, store credit."""

import pytest

from order.making import ask, eur, line, place
from postpurchase.order import commands as c
from postpurchase.order import events as e
from postpurchase.order.decide.refunding import refunds_for_return
from postpurchase.order.evolve import replay
from postpurchase.order.quantities import LineUnits
from postpurchase.order.returns import Inspected, Return, ReturnItem
from postpurchase.testing import given
from postpurchase.testing.clock import NOON
from postpurchase.values.rulings import Fee, Ruling

PAID = (
    place(line(quantity=4, price=1000, workflow=()), shipping=eur(400)),
    ask(c.CapturePayment, payment_id="PAY", method="card", amount=eur(4400)),
    ask(c.DeliverLines, units={"L1": 4}),
)
COMMAND = ask(c.RefundReturn, return_id="RET", by="staff:1")


def returned(resolution="refund_original", inspected=(), **ruling):
    ruled = Ruling(**{"policy": "shop", "allowed": True, **ruling}) if ruling else None
    return Return(
        return_id="RET",
        kind="policy_return",
        asked_by="customer",
        items=(ReturnItem(line_id="L1", units=3),),
        resolution=resolution,
        ruling=ruled,
        asked_at=NOON,
        inspected=inspected,
    )


def fees(*amounts):
    return tuple(Fee(code="f", amount=eur(amount)) for amount in amounts)


def due(order, known, units):
    return refunds_for_return(order, COMMAND, known, (LineUnits("L1", units),))


def step(order, known, units):
    """Refund units of the return, and give the order after it with the parts."""
    events = due(order, known, units)
    return replay(events, order), events[0].parts if events else None


ORDER = given(*PAID).order


def test_units_that_are_due_are_refunded_in_the_name_of_the_return():
    (event,) = due(ORDER, returned(), 2)

    assert ("RET:1", "RET", "PAY", 2200, "staff:1", NOON, "") == (
        event.refund_id,
        event.return_id,
        event.payment_id,
        event.amount_minor,
        event.by,
        event.at,
        event.into,
    )
    order = replay((event,), ORDER)
    assert ["RET:2"] == [one.refund_id for one in due(order, returned(), 1)]


def test_fees_are_kept_once_and_never_more_than_there_is():
    known = returned(fees=fees(1000, 500))

    order, first = step(ORDER, known, 1)
    assert first is None
    order, first = step(ORDER, returned(fees=fees(900, 150)), 1)
    assert (1050, 50) == (first.fee_minor, first.total_minor)
    order, second = step(order, returned(fees=fees(900, 150)), 1)
    assert (0, 1100) == (second.fee_minor, second.total_minor)
    order, both = step(ORDER, known, 2)
    assert (1500, 700) == (both.fee_minor, both.total_minor)
    order, rest = step(ORDER, returned(fees=fees(100)), 1)
    order, rest = step(order, returned(fees=fees(300)), 1)
    assert (200, 900) == (rest.fee_minor, rest.total_minor)


def test_fees_of_a_refund_that_was_given_up_are_kept_again():
    known = returned(fees=fees(100))
    undone = given(
        *PAID, *due(ORDER, known, 1), ask(c.AbandonRefund, refund_id="RET:1")
    )

    _, again = step(undone.order, known, 1)
    assert (100, 1000) == (again.fee_minor, again.total_minor)


def test_fees_of_another_return_are_its_own():
    order, _ = step(ORDER, returned(fees=fees(100)), 1)
    other = Return(
        return_id="OTHER",
        kind="policy_return",
        asked_by="customer",
        items=(ReturnItem(line_id="L1", units=1),),
        resolution="refund_original",
        ruling=Ruling(policy="shop", allowed=True, fees=fees(100)),
        asked_at=NOON,
    )

    _, parts = step(order, other, 1)
    assert 100 == parts.fee_minor


@pytest.mark.parametrize(
    ("ruling", "kept"),
    [
        ({"bonus_percent": 0}, 0),
        ({"outbound": "none"}, 300),
        ({"outbound": "standard", "outbound_max": eur(120)}, 180),
        ({"outbound": "standard", "outbound_max": eur(300)}, 0),
        ({"outbound": "standard", "outbound_max": eur(999)}, 0),
    ],
)
def test_shipping_goes_back_as_ruled(ruling, kept):
    _, parts = step(ORDER, returned(**ruling), 3)

    assert (300, kept, 3300 - kept) == (
        parts.shipping_minor,
        parts.shipping_kept_minor,
        parts.total_minor,
    )


def test_fees_and_shipping_together_leave_nothing_below_zero():
    known = returned(outbound="none", fees=fees(999))
    _, parts = step(ORDER, known, 1)
    assert (100, 999, 1) == (
        parts.shipping_kept_minor,
        parts.fee_minor,
        parts.total_minor,
    )
    assert () == due(ORDER, returned(outbound="none", fees=fees(1000)), 1)


def looked_at(*deductions, line_id="L1", is_accepted=True):
    return tuple(
        Inspected(
            line_id=line_id,
            units=1,
            is_accepted=is_accepted,
            deduction=None if amount is None else eur(amount),
        )
        for amount in deductions
    )


def test_what_inspection_deducts_is_kept_once():
    order, first = step(ORDER, returned(inspected=looked_at(250, None)), 1)
    assert (250, 850) == (first.deduction_minor, first.total_minor)
    order, second = step(order, returned(inspected=looked_at(250, None, 30)), 1)
    assert (30, 1070) == (second.deduction_minor, second.total_minor)
    order, third = step(order, returned(inspected=looked_at(250, None, 30)), 1)
    assert (0, 1100) == (third.deduction_minor, third.total_minor)


def test_deductions_are_those_of_accepted_units_of_these_lines():
    refused = looked_at(250, is_accepted=False)
    elsewhere = looked_at(250, line_id="L9")

    _, parts = step(ORDER, returned(inspected=(*refused, *elsewhere)), 1)

    assert 0 == parts.deduction_minor


def test_deductions_take_no_more_than_is_left_after_fees_and_shipping():
    known = returned(outbound="none", fees=fees(300), inspected=looked_at(700))
    assert () == due(ORDER, known, 1)
    known = returned(outbound="none", fees=fees(300), inspected=looked_at(699))
    _, parts = step(ORDER, known, 1)
    assert (699, 1) == (parts.deduction_minor, parts.total_minor)
    assert () == due(ORDER, returned(inspected=looked_at(5000)), 1)


def test_shipping_that_went_back_before_is_not_deducted_twice():
    ahead = given(*PAID, ask(c.RequestRefund, refund_id="S", shipping=eur(400))).order

    known = returned(outbound="none", inspected=looked_at(1500))
    _, parts = step(ahead, known, 2)

    assert (200, 200, 0, 1500, 500) == (
        parts.shipping_minor,
        parts.advanced_minor,
        parts.shipping_kept_minor,
        parts.deduction_minor,
        parts.total_minor,
    )
    assert () == due(ahead, returned(inspected=looked_at(1000)), 1)


@pytest.mark.parametrize("resolution", ["store_credit", "gift_card"])
def test_store_credit_gets_its_bonus(resolution):
    known = returned(resolution, bonus_percent=15, fees=fees(7))

    (event,) = due(ORDER, known, 1)

    assert ("store_credit", 1093, 164) == (
        event.into,
        event.amount_minor,
        event.bonus_minor,
    )
    (plain,) = due(ORDER, returned(resolution), 1)
    assert ("store_credit", 0) == (plain.into, plain.bonus_minor)
    (money,) = due(ORDER, returned(bonus_percent=15), 1)
    assert ("", 0) == (money.into, money.bonus_minor)


def test_only_what_can_still_go_back_does():
    taken = given(*PAID, ask(c.RequestRefund, refund_id="R", units={"L1": 3})).order
    (event,) = due(taken, returned(), 3)
    assert ((LineUnits("L1", 1),), 1100) == (event.units, event.amount_minor)
    gone = given(*PAID, ask(c.RequestRefund, refund_id="R", units={"L1": 4})).order
    assert () == due(gone, returned(), 1)
    gift = given(*PAID, ask(c.RequestRefund, refund_id="R", goodwill=eur(4000))).order
    (event,) = due(gift, returned(), 1)
    assert (400, 700) == (event.amount_minor, event.parts.short_minor)
    empty = given(*PAID, ask(c.RequestRefund, refund_id="R", goodwill=eur(4400))).order
    assert () == due(empty, returned(), 1)
    assert () == due(given(PAID[0]).order, returned(), 1)


def test_a_refund_of_a_return_may_be_split():
    two = given(
        PAID[0],
        ask(c.CapturePayment, payment_id="A", method="card", amount=eur(2200)),
        ask(c.CapturePayment, payment_id="B", method="card", amount=eur(2200)),
    ).order

    events = due(two, returned("store_credit", bonus_percent=10), 3)

    assert [("RET:1", "A", 2200, 330), ("RET:1/2", "B", 1100, 0)] == [
        (one.refund_id, one.payment_id, one.amount_minor, one.bonus_minor)
        for one in events
    ]
    assert isinstance(events[0], e.RefundRequested)
