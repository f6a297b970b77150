"""Banks demand money back: it is reserved, it is free again, or it is gone."""

from datetime import timedelta

import pytest

from order.making import ask, eur, happened, place
from postpurchase.errors import (
    Contradiction,
    CurrencyMismatch,
    InvalidInput,
    InvalidMoney,
    OverRefunded,
    TransitionNotAllowed,
    UnknownChargeback,
    UnknownPayment,
)
from postpurchase.order import commands as c
from postpurchase.order import events as e
from postpurchase.testing import given
from postpurchase.testing.clock import NOON
from postpurchase.values.money import Money


def paid(amount=3000, payment_id="PAY"):
    return ask(
        c.CapturePayment, payment_id=payment_id, method="card", amount=eur(amount)
    )


def demand(amount=1000, chargeback_id="CB", **more):
    return ask(
        c.OpenChargeback,
        **{
            "chargeback_id": chargeback_id,
            "payment_id": "PAY",
            "amount": amount if isinstance(amount, Money) else eur(amount),
            "reason": "10.4",
            **more,
        },
    )


def verdict(outcome, chargeback_id="CB"):
    return ask(c.SettleChargeback, chargeback_id=chargeback_id, outcome=outcome)


def goodwill(amount, refund_id="R1", **more):
    return ask(c.RequestRefund, refund_id=refund_id, goodwill=eur(amount), **more)


PAID = (place(), paid())


def test_a_demand_reserves_its_money():
    order = (
        given(*PAID)
        .when(demand())
        .then(
            happened(
                e.ChargebackOpened,
                chargeback_id="CB",
                payment_id="PAY",
                amount_minor=1000,
                reason="10.4",
            )
        )
    )

    (case,) = order.chargebacks
    assert ("CB", "PAY", 1000, "open", "10.4", NOON) == (
        case.chargeback_id,
        case.payment_id,
        case.amount_minor,
        case.state,
        case.reason,
        case.at,
    )
    assert (eur(1000), eur(0), eur(0), "PAID") == (
        order.reserved,
        order.charged_back,
        order.balance_due,
        order.status.financial,
    )


@pytest.mark.parametrize("after", [(), (verdict("lost"),)])
def test_what_a_bank_has_or_wants_cannot_go_back_again(after):
    history = (*PAID, demand(), *after)

    given(*history).when(goodwill(2000))
    given(*history).when(goodwill(2001)).then_rejected(
        OverRefunded,
        captured="30.00 EUR",
        refunded="10.00 EUR" if after else "0.00 EUR",
        reserved="0.00 EUR" if after else "10.00 EUR",
        asked="20.01 EUR",
    )


def test_what_was_won_is_free():
    order = given(*PAID, demand()).when(verdict("won")).order

    assert (eur(0), "won") == (order.reserved, order.chargebacks[0].state)
    given(*PAID, demand(), verdict("won")).when(goodwill(3000))
    given(*PAID, demand()).when(verdict("won")).then(
        happened(e.ChargebackWon, chargeback_id="CB")
    )


def test_what_was_lost_is_gone_and_nobody_owes_it():
    order = (
        given(*PAID, demand(), demand(500, "OTHER"))
        .when(verdict("lost"))
        .then(happened(e.ChargebackLost, chargeback_id="CB"))
    )

    assert (eur(1000), eur(500), eur(0), eur(0)) == (
        order.charged_back,
        order.reserved,
        order.refunded,
        order.balance_due,
    )
    assert "PARTIALLY_REFUNDED" == order.status.financial
    whole = given(*PAID, demand(2999), verdict("lost")).order
    assert "PARTIALLY_REFUNDED" == whole.status.financial
    whole = given(*PAID, demand(3000), verdict("lost")).order
    assert "REFUNDED" == whole.status.financial
    settled = ask(c.SettleRefund, refund_id="R1", outcome="succeeded")
    both = given(*PAID, goodwill(1000), settled, demand(2000), verdict("lost")).order
    assert "REFUNDED" == both.status.financial


def test_a_demand_is_a_fact_whatever_its_amount():
    order = given(*PAID, goodwill(3000), demand(9999)).order

    assert (eur(12999), -9999) == (order.reserved, order.ledger.left_minor("PAY"))


def test_what_a_bank_took_beyond_a_payment_is_missing_from_the_others():
    two = (place(), paid(1000), paid(2000, "B"), goodwill(500, payment_id="PAY"))
    history = (*two, demand(1000))

    assert 1500 == given(*history).order.ledger.all_left_minor
    given(*history).when(goodwill(1500, "R2"))
    given(*history).when(goodwill(1500, "R2", payment_id="B"))
    given(*history).when(goodwill(1501, "R2", payment_id="B")).then_rejected(
        OverRefunded
    )
    given(*history).when(goodwill(1501, "R2")).then_rejected(
        OverRefunded, captured="30.00 EUR", reserved="15.00 EUR"
    )
    elsewhere = ask(c.RecordRefund, refund_id="X", amount=eur(1501))
    given(*history).when(elsewhere).then_rejected(OverRefunded, captured="30.00 EUR")
    given(*history).when(ask(c.RecordRefund, refund_id="X", amount=eur(1500)))


def test_the_same_demand_again_changes_nothing():
    given(*PAID, demand()).when(demand()).then_nothing()
    given(*PAID, demand(), verdict("won")).when(demand()).then_nothing()
    given(*PAID, demand(), verdict("won")).when(verdict("won")).then_nothing()


def test_an_open_demand_may_change():
    order = given(*PAID, demand(), demand(1, "OTHER")).when(demand(700)).order

    assert [700, 1] == [case.amount_minor for case in order.chargebacks]
    order = given(*PAID, demand()).when(demand(reason="13.1")).order
    assert "13.1" == order.chargebacks[0].reason


def test_a_case_may_be_opened_again_later():
    later = demand(at=NOON + timedelta(seconds=1))
    for outcome in ("won", "lost"):
        order = given(*PAID, demand(), verdict(outcome), later).order
        assert ("open", eur(1000)) == (order.chargebacks[0].state, order.reserved)


def test_a_verdict_is_overturned_only_in_favour_of_the_shop():
    given(*PAID, demand(), verdict("lost")).when(verdict("won")).then(
        happened(e.ChargebackWon, chargeback_id="CB")
    )
    given(*PAID, demand(), verdict("won")).when(verdict("lost")).then_rejected(
        TransitionNotAllowed, subject="chargeback CB", state="won"
    )


def test_a_case_is_about_one_payment():
    two = (*PAID, paid(1, "B"), demand())

    given(*two).when(demand(payment_id="B")).then_rejected(
        Contradiction,
        path="payment_id",
        subject="chargeback CB",
        known="PAY",
        said="B",
    )
    given(*PAID).when(demand(payment_id="X")).then_rejected(UnknownPayment)


def test_a_case_that_was_never_opened_is_unknown():
    given(*PAID, demand()).when(verdict("won", "X")).then_rejected(
        UnknownChargeback, chargeback_id="X", known=("CB",)
    )


def test_its_amount_is_positive_and_its_verdict_one_of_two():
    for amount in (eur(0), eur(-1)):
        with pytest.raises(InvalidMoney):
            given(*PAID).when(demand(amount=amount))
    with pytest.raises(CurrencyMismatch):
        given(*PAID).when(demand(amount=Money(1, "USD")))
    with pytest.raises(InvalidInput, match="won or lost"):
        verdict("open")
