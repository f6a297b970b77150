"""What a ruling keeps and inspection deducts, by line, refund and return."""

import pytest

from order.making import ask, eur, line, place
from postpurchase.errors import CurrencyMismatch
from postpurchase.order import commands as c
from postpurchase.order.decide.refunding import refunds_for_return
from postpurchase.order.events import RefundParts
from postpurchase.order.evolve import replay
from postpurchase.order.granting import grant
from postpurchase.order.quantities import LineUnits
from postpurchase.order.returns import Inspected, Return, ReturnItem
from postpurchase.order.ruled_refunds import bonus_of, kept_back, with_deduction
from postpurchase.testing import given
from postpurchase.testing.clock import NOON
from postpurchase.values.money import Money
from postpurchase.values.rulings import Fee, Ruling

TWO = (
    place(
        line("L1", 2, 1000, workflow=(), shipping=eur(100)),
        line("L2", 2, 500, workflow=(), shipping=eur(60)),
    ),
    ask(c.CapturePayment, payment_id="PAY", method="card", amount=eur(3160)),
    ask(c.DeliverLines, units={"L1": 2, "L2": 2}),
)
ORDER = given(*TWO).order
COMMAND = ask(c.RefundReturn, return_id="RET")
HRYVNIA = Money(5, "UAH")


def found(line_id, amount):
    return Inspected(line_id=line_id, units=1, deduction=eur(amount))


def returned(*inspected, return_id="RET", **ruling):
    return Return(
        return_id=return_id,
        kind="policy_return",
        asked_by="customer",
        items=(ReturnItem(line_id="L1", units=2), ReturnItem(line_id="L2", units=2)),
        resolution="refund_original",
        ruling=Ruling(**{"policy": "shop", "allowed": True, **ruling}),
        asked_at=NOON,
        inspected=inspected,
    )


def step(order, known, line_id, units=1):
    events = refunds_for_return(order, COMMAND, known, (LineUnits(line_id, units),))
    return replay(events, order), events[0].parts


def test_what_is_found_late_is_deducted_from_the_next_refund_of_the_return():
    order, first = step(ORDER, returned(), "L1")
    assert 0 == first.deduction_minor

    _, second = step(order, returned(found("L1", 70)), "L2")
    assert (70, 460) == (second.deduction_minor, second.total_minor)
    order, both = step(order, returned(found("L1", 70), found("L2", 30)), "L2")
    assert (100, 430) == (both.deduction_minor, both.total_minor)
    _, rest = step(order, returned(found("L1", 70), found("L2", 30)), "L2")
    assert (0, 530) == (rest.deduction_minor, rest.total_minor)


def test_what_another_return_found_is_not_deducted_here():
    other, _ = step(ORDER, returned(return_id="OTHER"), "L1")

    _, parts = step(other, returned(found("L1", 70)), "L2")

    assert 0 == parts.deduction_minor


def test_a_deduction_is_at_most_what_is_left_after_what_is_kept():
    known = returned(outbound="none", fees=(Fee(code="f", amount=eur(90)),))
    request = ask(c.RequestRefund, refund_id="R", units={"L2": 1}, return_id="RET")

    def deducted(asked, **more):
        units = ask(c.RequestRefund, **{"refund_id": "R", "units": {"L2": 1}} | more)
        return with_deduction(ORDER, units, returned(found("L2", asked))).deduction

    assert eur(530) == deducted(600)
    assert eur(529) == deducted(529)
    assert eur(440) == deducted(600, fee=eur(90))
    assert eur(410) == deducted(600, fee=eur(90), shipping_kept=eur(30))
    assert None is deducted(600, fee=eur(500), shipping_kept=eur(30))
    assert request == with_deduction(ORDER, request, known)


def test_what_shipping_in_advance_brought_is_not_there_to_be_deducted_from():
    ahead = given(*TWO, ask(c.RequestRefund, refund_id="S", shipping=eur(20))).order
    request = ask(c.RequestRefund, refund_id="R", units={"L2": 1})

    deducted = with_deduction(ahead, request, returned(found("L2", 9999))).deduction

    assert eur(510) == deducted
    assert RefundParts(advanced_minor=20) == kept_back(
        ahead, grant(ahead, request.units), None
    )
    assert RefundParts(advanced_minor=20, fee_minor=510) == kept_back(
        ahead,
        grant(ahead, request.units),
        Ruling(policy="shop", allowed=True, fees=(Fee(code="f", amount=eur(9999)),)),
    )


def test_fees_take_what_is_left_after_the_shipping_that_is_kept():
    fees = (Fee(code="f", amount=eur(9999)),)
    ruling = Ruling(policy="shop", allowed=True, outbound="none", fees=fees)

    kept = kept_back(ORDER, grant(ORDER, (LineUnits("L2", 1),)), ruling)

    assert RefundParts(shipping_kept_minor=30, fee_minor=500) == kept


@pytest.mark.parametrize(
    ("before", "kept"),
    [
        ({}, 20),
        ({"units": {"L2": 1}}, 50),
        ({"units": {"L2": 1}, "shipping_kept": eur(10)}, 40),
        ({"shipping": eur(25)}, 20),
        ({"units": {"L2": 1}, "shipping": eur(25)}, 25),
    ],
)
def test_shipping_goes_back_up_to_the_standard_price_over_all_refunds(before, kept):
    went = [ask(c.RequestRefund, refund_id="R0", **before)] if before else []
    order = given(*TWO, *went).order

    _, parts = step(order, returned(outbound="standard", outbound_max=eur(30)), "L1")

    assert kept == parts.shipping_kept_minor


def test_shipping_in_advance_that_units_made_up_for_went_once():
    order = given(
        *TWO,
        ask(c.RequestRefund, refund_id="S", shipping=eur(25)),
        ask(c.RequestRefund, refund_id="U", units={"L2": 1}),
    ).order

    _, parts = step(order, returned(outbound="standard", outbound_max=eur(60)), "L1")

    assert (50, 0, 20) == (
        parts.shipping_minor,
        parts.advanced_minor,
        parts.shipping_kept_minor,
    )


@pytest.mark.parametrize(
    ("known", "path"),
    [
        (returned(fees=(Fee(code="f", amount=HRYVNIA),)), "fee"),
        (returned(outbound="standard", outbound_max=HRYVNIA), "outbound_max"),
        (
            returned(Inspected(line_id="L1", units=1, deduction=HRYVNIA)),
            "deduction",
        ),
    ],
)
def test_another_currency_is_refused_where_it_stands(known, path):
    with pytest.raises(CurrencyMismatch) as refused:
        step(ORDER, known, "L1")

    assert path == refused.value.path


@pytest.mark.parametrize(
    ("amount", "percent", "bonus"),
    [
        (1995, 10, 200),
        (1994, 10, 199),
        (5, 10, 1),
        (4, 10, 0),
        (149, 1, 1),
        (150, 1, 2),
    ],
)
def test_a_bonus_is_rounded_half_up(amount, percent, bonus):
    ruling = Ruling(policy="shop", allowed=True, bonus_percent=percent)

    assert bonus == bonus_of(ruling, amount)
    assert 0 == bonus_of(None, amount)
