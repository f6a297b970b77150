"""What the books say of each payment, each refund and each grant."""

from datetime import timedelta

import pytest

from order.making import ask, eur, line, place
from postpurchase.order import commands as c
from postpurchase.order.events import LineParts
from postpurchase.order.ledger import reduced
from postpurchase.testing import given
from postpurchase.testing.clock import NOON

LATER = NOON + timedelta(hours=1)


def paid(amount, payment_id):
    return ask(
        c.CapturePayment, payment_id=payment_id, method="card", amount=eur(amount)
    )


def goodwill(amount, payment_id, refund_id, **more):
    return ask(
        c.RequestRefund,
        refund_id=refund_id,
        payment_id=payment_id,
        goodwill=eur(amount),
        **more,
    )


def demand(amount, payment_id, chargeback_id):
    return ask(
        c.OpenChargeback,
        chargeback_id=chargeback_id,
        payment_id=payment_id,
        amount=eur(amount),
    )


BOTH = (
    place(line()),
    paid(1000, "A"),
    paid(2000, "B"),
    goodwill(100, "A", "RA", into="store_credit", at=LATER, reason="sorry"),
    goodwill(300, "B", "RB"),
    demand(50, "A", "CA"),
    demand(70, "B", "CB"),
)


@pytest.mark.parametrize(
    ("units", "goods", "discount", "tax", "shipping"),
    [
        (0, 1000, 100, 200, 50),
        (1, 667, 67, 133, 33),
        (2, 333, 33, 67, 17),
        (3, 0, 0, 0, 0),
    ],
)
def test_units_that_are_taken_out_leave_the_share_of_the_first(
    units, goods, discount, tax, shipping
):
    whole = LineParts(
        line_id="A",
        units=3,
        goods_minor=1000,
        discount_minor=100,
        tax_minor=200,
        shipping_minor=50,
    )

    assert reduced(whole, units) == LineParts(
        line_id="A",
        units=3 - units,
        goods_minor=goods,
        discount_minor=discount,
        tax_minor=tax,
        shipping_minor=shipping,
    )


def test_a_payment_is_cut_out_with_all_that_is_its_own():
    ledger = given(*BOTH).order.ledger

    cut = ledger.of_payment("A")
    assert (["A"], ["RA"], ["CA"]) == (
        [one.payment_id for one in cut.payments],
        [one.refund_id for one in cut.refunds],
        [one.chargeback_id for one in cut.chargebacks],
    )
    assert (1000, 150, 850) == (
        cut.captured_minor,
        cut.reserved_minor,
        cut.all_left_minor,
    )
    assert "B" == ledger.fullest().payments[0].payment_id


@pytest.mark.parametrize(
    ("outcome", "left", "together"),
    [(None, 850, 2480), ("won", 900, 2530), ("lost", 850, 2480)],
)
def test_what_a_bank_took_is_not_left_and_what_it_gave_back_is(outcome, left, together):
    judged = (
        [ask(c.SettleChargeback, chargeback_id="CA", outcome=outcome)]
        if outcome
        else []
    )

    ledger = given(*BOTH, *judged).order.ledger

    assert (left, together) == (ledger.left_minor("A"), ledger.all_left_minor)


def test_a_refund_remembers_when_and_into_what_it_was_asked():
    refund = given(*BOTH).order.refund("RA")

    assert (LATER, "store_credit", "sorry") == (refund.at, refund.into, refund.reason)


def test_a_payment_that_changes_keeps_its_place_and_all_else_stays():
    history = (
        place(line()),
        ask(c.AuthorizePayment, payment_id="A", method="card", amount=eur(1000)),
        paid(700, "B"),
        paid(300, "C"),
        goodwill(100, "B", "RB"),
        demand(70, "C", "CC"),
    )

    order = given(
        *history, ask(c.CapturePayment, payment_id="A", amount=eur(400), at=LATER)
    ).order

    assert [
        ("A", "captured", 1000, 400, LATER),
        ("B", "captured", 700, 700, NOON),
        ("C", "captured", 300, 300, NOON),
    ] == [
        (one.payment_id, one.state, one.amount_minor, one.captured_minor, one.at)
        for one in order.payments
    ]
    assert (["RB"], ["CC"]) == (
        [one.refund_id for one in order.refunds],
        [one.chargeback_id for one in order.ledger.chargebacks],
    )


def test_what_was_granted_says_for_what():
    asked = {
        "A": {},
        "B": {"claim_id": "C"},
        "D": {"return_id": "RET"},
        "E": {"keeps": True},
        "F": {"claim_id": "C", "keeps": True},
    }
    history = [
        ask(c.RequestRefund, refund_id=refund_id, units={"L1": 1}, **more)
        for refund_id, more in asked.items()
    ]

    order = given(place(line(quantity=5)), paid(5000, "PAY"), *history).order

    assert ["", "claim", "sent", "sent", "sent"] == [
        grant.kind for grant in order.ledger.grants["L1"]
    ]
