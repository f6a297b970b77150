"""What a refund consists of, and which payments bear it, to the cent."""

import pytest

from order.making import ask, eur, line, place
from postpurchase.errors import (
    CurrencyMismatch,
    NothingToChange,
    OverRefunded,
    UnknownOrder,
    UnknownPayment,
)
from postpurchase.order import commands as c
from postpurchase.order.composing import asked_minor, bonus_minor, in_order
from postpurchase.order.model import EMPTY
from postpurchase.testing import given
from postpurchase.values.answers import Charge
from postpurchase.values.money import Money


def paid(amount, payment_id, method="card"):
    return ask(
        c.CapturePayment, payment_id=payment_id, method=method, amount=eur(amount)
    )


def request(units=0, refund_id="R1", **more):
    asked = {"L1": units} if units else {}
    return ask(c.RequestRefund, refund_id=refund_id, units=asked, **more)


MIXED = (
    place(
        line(quantity=3, price=1000, workflow=()),
        shipping=eur(500),
        charges=[Charge(kind="duty", amount=eur(120))],
    ),
    paid(300, "CREDIT", "store_credit"),
    paid(400, "GIFT", "gift_card"),
    paid(1000, "ONE"),
    paid(1920, "TWO", "paypal"),
)


def test_store_credit_waits_for_gift_cards_and_both_for_the_customers_money():
    order = given(*MIXED).order

    def names(*asked):
        return [one.payment_id for one in in_order(order, asked)]

    assert ["ONE", "TWO", "GIFT", "CREDIT"] == names()
    assert ["TWO", "ONE", "GIFT", "CREDIT"] == names("paypal")
    assert ["CREDIT", "TWO", "ONE", "GIFT"] == names("CREDIT", "paypal")
    assert ["GIFT", "CREDIT", "ONE", "TWO"] == names("gift_card", "store_credit")
    with pytest.raises(UnknownPayment) as refused:
        names("ONE", "cash")
    assert ("cash", ("CREDIT", "GIFT", "ONE", "TWO")) == (
        refused.value.payment_id,
        refused.value.known,
    )


def test_payments_that_are_named_together_keep_the_order_in_which_they_came():
    order = given(
        place(line()),
        paid(1, "A", "cash"),
        paid(1, "B", "card"),
        paid(1, "C", "cash"),
        paid(1, "D", "card"),
    ).order

    assert ["B", "D", "A", "C"] == [
        one.payment_id for one in in_order(order, ("card", "cash"))
    ]


def test_the_first_part_of_a_split_grants_everything():
    events = (
        given(*MIXED)
        .when(
            request(
                3,
                charges=["duty"],
                shipping_kept=eur(20),
                into="store_credit",
                bonus=eur(7),
            )
        )
        .events
    )

    assert [
        ("R1", "ONE", 1000, 3, ("duty",), 7),
        ("R1/2", "TWO", 1920, 0, (), 0),
        ("R1/3", "GIFT", 400, 0, (), 0),
        ("R1/4", "CREDIT", 280, 0, (), 0),
    ] == [
        (
            one.refund_id,
            one.payment_id,
            one.amount_minor,
            sum(part.units for part in one.units),
            one.charges,
            one.bonus_minor,
        )
        for one in events
    ]
    assert [2600, -1920, -400, -280] == [one.parts.split_minor for one in events]


def test_what_is_asked_is_read_in_the_currency_of_the_order():
    order = given(*MIXED).order

    assert 5 == bonus_minor(order, request(bonus=eur(5), into="store_credit"))
    with pytest.raises(CurrencyMismatch) as refused:
        bonus_minor(order, request(bonus=Money(5, "UAH"), into="store_credit"))
    assert "bonus" == refused.value.path
    with pytest.raises(NothingToChange) as without:
        bonus_minor(order, request(bonus=eur(5)))
    assert ("bonus", "a bonus is given on store credit only") == (
        without.value.path,
        without.value.reason,
    )
    for read in (bonus_minor, asked_minor):
        with pytest.raises(UnknownOrder) as unknown:
            read(EMPTY, request())
        assert "1001" == unknown.value.order_id


def test_a_payment_of_which_more_was_taken_than_came_counts_for_nothing():
    history = (
        *MIXED,
        ask(c.OpenChargeback, chargeback_id="CB", payment_id="ONE", amount=eur(1000)),
        request(goodwill=eur(1900), payment_id="TWO", refund_id="R0"),
    )

    given(*history, request(goodwill=eur(720)))
    given(*history).when(request(goodwill=eur(721))).then_rejected(
        OverRefunded, asked="7.21 EUR", captured="36.20 EUR", reserved="29.00 EUR"
    )


def test_shipping_in_advance_is_not_kept_again():
    ahead = (*MIXED, request(shipping=eur(300), refund_id="S"))

    given(*ahead, request(3, shipping_kept=eur(200)))
    given(*ahead).when(request(3, shipping_kept=eur(201))).then_rejected(
        NothingToChange,
        path="shipping_kept",
        reason="only 2.00 EUR of the shipping are left",
    )
