"""Money comes in: authorised, captured, voided, or collected on delivery."""

import pytest

from order.making import ask, eur, happened, place
from postpurchase.errors import (
    Contradiction,
    CurrencyMismatch,
    InvalidMoney,
    MissingField,
    OverCaptured,
    TransitionNotAllowed,
    UnknownPayment,
)
from postpurchase.order import commands as c
from postpurchase.order import events as e
from postpurchase.testing import given
from postpurchase.testing.clock import NOON
from postpurchase.values.money import Money


def authorize(amount=3000, method="card"):
    return ask(c.AuthorizePayment, payment_id="PAY", method=method, amount=eur(amount))


def capture(amount=3000, method="card", payment_id="PAY"):
    return ask(
        c.CapturePayment, payment_id=payment_id, method=method, amount=eur(amount)
    )


def agree(amount=3000):
    return ask(c.AgreePayment, payment_id="PAY", amount=eur(amount))


VOID = ask(c.VoidPayment, payment_id="PAY", reason="expired")
COLLECT = ask(c.CollectPayment, payment_id="PAY")
REMIT = ask(c.RemitPayment, payment_id="PAY")


def test_authorised_money_has_not_come_in():
    order = (
        given(place())
        .when(authorize())
        .then(
            happened(
                e.PaymentAuthorized, payment_id="PAY", method="card", amount_minor=3000
            )
        )
    )

    (payment,) = order.payments
    assert ("authorized", 3000, 0, NOON) == (
        payment.state,
        payment.amount_minor,
        payment.captured_minor,
        payment.at,
    )
    assert (eur(0), eur(3000)) == (order.captured, order.balance_due)


def test_captured_money_has():
    order = (
        given(place(), authorize())
        .when(capture(method=""))
        .then(
            happened(
                e.PaymentCaptured, payment_id="PAY", method="card", amount_minor=3000
            )
        )
    )

    assert (eur(3000), eur(0)) == (order.captured, order.balance_due)


def test_an_authorisation_may_be_captured_in_parts():
    order = given(
        place(), authorize(), capture(1000), capture(1000), capture(500)
    ).order

    assert (2500, 3000) == (
        order.payments[0].captured_minor,
        order.payments[0].amount_minor,
    )


def test_money_may_come_in_at_once():
    order = given(place()).when(capture(3000, "blik")).order

    assert ("blik", "captured", 3000) == (
        order.payments[0].method,
        order.payments[0].state,
        order.payments[0].amount_minor,
    )


def test_a_new_payment_says_how_it_was_made():
    with pytest.raises(MissingField) as refused:
        given(place()).when(capture(method=""))

    assert "method" == refused.value.path


@pytest.mark.parametrize(
    ("history", "amount", "authorized", "captured"),
    [
        ((authorize(),), 3001, "30.00 EUR", "0.00 EUR"),
        ((authorize(), capture(1000)), 2001, "30.00 EUR", "10.00 EUR"),
        ((capture(3000),), 1, "30.00 EUR", "30.00 EUR"),
        ((capture(3000),), 4000, "30.00 EUR", "30.00 EUR"),
    ],
)
def test_no_more_is_captured_than_was_authorised(history, amount, authorized, captured):
    given(place(), *history).when(capture(amount)).then_rejected(
        OverCaptured,
        authorized=authorized,
        captured=captured,
        asked=str(eur(amount)),
    )


def test_capturing_all_again_changes_nothing():
    given(place(), authorize(), capture()).when(capture()).then_nothing()
    given(place(), capture()).when(capture()).then_nothing()


def test_authorising_again_changes_nothing():
    given(place(), authorize()).when(authorize()).then_nothing()
    given(place(), authorize(), capture()).when(authorize()).then_nothing()


@pytest.mark.parametrize(
    ("first", "second", "path", "known", "said"),
    [
        (authorize(), authorize(2000), "amount", "30.00 EUR", "20.00 EUR"),
        (authorize(), authorize(method="blik"), "method", "card", "blik"),
        (agree(), agree(2000), "amount", "30.00 EUR", "20.00 EUR"),
        (agree(), authorize(), "method", "cash_on_delivery", "card"),
        (authorize(), agree(), "method", "card", "cash_on_delivery"),
    ],
)
def test_another_payment_under_the_same_id_is_refused(first, second, path, known, said):
    given(place(), first).when(second).then_rejected(
        Contradiction, path=path, subject="payment PAY", known=known, said=said
    )


@pytest.mark.parametrize("before", [authorize(), agree()])
def test_a_voided_payment_brings_nothing(before):
    order = (
        given(place(), before)
        .when(VOID)
        .then(happened(e.PaymentVoided, payment_id="PAY", reason="expired"))
    )

    assert ("voided", eur(0)) == (order.payments[0].state, order.captured)
    given(place(), before, VOID).when(VOID).then_nothing()


def test_money_is_collected_on_delivery_and_remitted():
    agreed = (
        given(place())
        .when(agree())
        .then(
            happened(
                e.PaymentAgreed,
                payment_id="PAY",
                method="cash_on_delivery",
                amount_minor=3000,
            )
        )
    )
    collected = (
        given(place(), agree())
        .when(COLLECT)
        .then(happened(e.PaymentCollected, payment_id="PAY"))
    )
    remitted = (
        given(place(), agree(), COLLECT)
        .when(REMIT)
        .then(happened(e.PaymentRemitted, payment_id="PAY"))
    )

    assert [("due", 0), ("collected", 3000), ("remitted", 3000)] == [
        (order.payments[0].state, order.captured.amount_minor)
        for order in (agreed, collected, remitted)
    ]


def test_collecting_or_remitting_again_changes_nothing():
    given(place(), agree()).when(agree()).then_nothing()
    given(place(), agree(), COLLECT).when(COLLECT).then_nothing()
    given(place(), agree(), COLLECT, REMIT).when(COLLECT).then_nothing()
    given(place(), agree(), COLLECT, REMIT).when(REMIT).then_nothing()


@pytest.mark.parametrize(
    ("history", "command", "state", "asked"),
    [
        ((capture(),), VOID, "captured", "voided"),
        ((authorize(), VOID), capture(), "voided", "captured"),
        ((agree(),), capture(method=""), "due", "captured"),
        ((authorize(),), COLLECT, "authorized", "collected"),
        ((agree(), VOID), COLLECT, "voided", "collected"),
        ((agree(),), REMIT, "due", "remitted"),
        ((agree(), COLLECT), VOID, "collected", "voided"),
    ],
)
def test_what_the_table_of_payments_does_not_allow_is_refused(
    history, command, state, asked
):
    given(place(), *history).when(command).then_rejected(
        TransitionNotAllowed, subject="payment PAY", state=state, asked=asked
    )


@pytest.mark.parametrize("command", [VOID, COLLECT, REMIT])
def test_a_payment_that_does_not_exist_is_unknown(command):
    given(place(), capture(payment_id="OTHER")).when(command).then_rejected(
        UnknownPayment, payment_id="PAY", known=("OTHER",)
    )


@pytest.mark.parametrize("kind", [c.AuthorizePayment, c.CapturePayment, c.AgreePayment])
def test_payments_are_positive_and_in_the_orders_currency(kind):
    for amount in (eur(0), eur(-1)):
        with pytest.raises(InvalidMoney) as refused:
            given(place()).when(ask(kind, payment_id="P", method="m", amount=amount))
        assert "amount" == refused.value.path
    with pytest.raises(CurrencyMismatch):
        given(place()).when(
            ask(kind, payment_id="P", method="m", amount=Money(1, "USD"))
        )


def test_several_payments_add_up():
    order = given(place(), capture(1000), capture(1500, "gift_card", "GIFT")).order

    assert (eur(2500), eur(500)) == (order.captured, order.balance_due)
    assert ["PAY", "GIFT"] == [payment.payment_id for payment in order.payments]


@pytest.mark.parametrize(
    "more", [authorize(6 * 10**17), capture(6 * 10**17), agree(6 * 10**17)]
)
def test_payments_beyond_any_amount_are_refused(more):
    much = capture(6 * 10**17, payment_id="MUCH")

    with pytest.raises(InvalidMoney):
        given(place(), much).when(more)
