"""Money goes back: granted once, reserved first, never above what came in."""

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from order.making import ask, eur, happened, line, place
from postpurchase.errors import (
    Contradiction,
    CurrencyMismatch,
    InvalidInput,
    InvalidMoney,
    NotEnoughUnits,
    NothingToChange,
    OverRefunded,
    TransitionNotAllowed,
    UnknownLine,
    UnknownPayment,
    UnknownRefund,
)
from postpurchase.order import commands as c
from postpurchase.order import events as e
from postpurchase.order.quantities import LineUnits
from postpurchase.testing import given
from postpurchase.values.money import Money


def paid(amount=3000, payment_id="PAY"):
    return ask(
        c.CapturePayment, payment_id=payment_id, method="card", amount=eur(amount)
    )


def request(units=0, refund_id="R1", **more):
    asked = {"L1": units} if units else {}
    return ask(c.RequestRefund, refund_id=refund_id, units=asked, **more)


def settle(outcome, refund_id="R1"):
    return ask(c.SettleRefund, refund_id=refund_id, outcome=outcome, reason="r")


def record(amount, units=0, refund_id="R1", **more):
    asked = {"L1": units} if units else {}
    return ask(
        c.RecordRefund, refund_id=refund_id, amount=eur(amount), units=asked, **more
    )


SEND = ask(c.SendRefund, refund_id="R1")
ABANDON = ask(c.AbandonRefund, refund_id="R1", reason="card_closed")
PAID = (place(), paid())


def money(order):
    return (order.refunded.amount_minor, order.reserved.amount_minor)


def test_a_requested_refund_reserves_its_money_under_one_key():
    order = (
        given(*PAID)
        .when(request(1, goodwill=eur(50), fee=eur(20), reason="broken"))
        .then(
            happened(
                e.RefundRequested,
                refund_id="R1",
                payment_id="PAY",
                key="4:1001:R1",
                amount_minor=1030,
                units=(LineUnits("L1", 1),),
                parts=e.RefundParts(goods_minor=1000, goodwill_minor=50, fee_minor=20),
                reason="broken",
                lines=(e.LineParts(line_id="L1", units=1, goods_minor=1000),),
            )
        )
    )

    assert ((0, 1030), "requested") == (money(order), order.refund("R1").state)
    assert 1 == order.line("L1").refunded_units
    assert {"placed": 3} == order.line("L1").places


def test_two_refunds_never_share_a_key():
    keys = {
        given(place(order_id=order_id), attrs_order(order_id))
        .when(
            c.RequestRefund(
                order_id=order_id, at=PAID[0].at, refund_id=refund_id, goodwill=eur(1)
            )
        )
        .events[0]
        .key
        for order_id, refund_id in [("a:b", "c"), ("a", "b:c")]
    }

    assert 2 == len(keys)


def attrs_order(order_id):
    return c.CapturePayment(
        order_id=order_id, at=PAID[0].at, payment_id="PAY", method="m", amount=eur(9)
    )


def test_all_parts_of_a_line_go_back_with_its_units():
    full = place(
        line(price=1000, tax=eur(100), discount=eur(50), shipping=eur(200)),
    )

    (event,) = given(full, paid(3250)).when(request(3)).events

    assert (
        e.RefundParts(
            goods_minor=3000, tax_minor=100, discount_minor=50, shipping_minor=200
        ),
        3250,
    ) == (event.parts, event.amount_minor)


def test_units_are_granted_once():
    given(*PAID, request(2)).when(request(2, "R2")).then_rejected(
        NotEnoughUnits, line_id="L1", place="refundable", asked=2, available=1
    )
    given(*PAID).when(request(4)).then_rejected(NotEnoughUnits, available=3)


def test_the_same_refund_again_changes_nothing():
    given(*PAID, request(1, goodwill=eur(5))).when(
        request(1, goodwill=eur(5))
    ).then_nothing()
    given(*PAID, request(1), SEND, settle("succeeded")).when(request(1)).then_nothing()


@pytest.mark.parametrize(
    ("other", "path", "known", "said"),
    [
        (request(2), "units", "1 × L1", "2 × L1"),
        (request(1, goodwill=eur(7)), "goodwill", "0.05 EUR", "0.07 EUR"),
        (request(1, goodwill=eur(5), fee=eur(1)), "fee", "0.00 EUR", "0.01 EUR"),
        (
            request(1, goodwill=eur(5), overpaid=eur(1)),
            "overpaid",
            "0.00 EUR",
            "0.01 EUR",
        ),
    ],
)
def test_another_refund_under_the_same_id_is_refused(other, path, known, said):
    given(*PAID, request(1, goodwill=eur(5))).when(other).then_rejected(
        Contradiction, path=path, subject="refund R1", known=known, said=said
    )


def test_no_more_goes_back_than_came_in():
    given(*PAID, request(goodwill=eur(2000)), SEND, settle("succeeded")).when(
        request(2, "R2")
    ).then_rejected(
        OverRefunded,
        captured="30.00 EUR",
        refunded="20.00 EUR",
        reserved="0.00 EUR",
        asked="20.00 EUR",
    )


@pytest.mark.parametrize("after", [(), (SEND,), (settle("unknown"),)])
def test_what_is_promised_back_cannot_be_promised_again(after):
    given(*PAID, request(goodwill=eur(2000)), *after).when(
        request(goodwill=eur(1001), refund_id="R2")
    ).then_rejected(OverRefunded, refunded="0.00 EUR", reserved="20.00 EUR")


def test_nothing_goes_back_before_something_came_in():
    given(place()).when(request(1)).then_rejected(OverRefunded, captured="0.00 EUR")


def test_authorised_money_cannot_go_back():
    authorize = ask(c.AuthorizePayment, payment_id="A", method="card", amount=eur(3000))

    given(place(), authorize).when(request(1)).then_rejected(
        OverRefunded, captured="0.00 EUR"
    )


def test_money_goes_back_to_a_payment_that_has_enough_left():
    two = (place(), paid(1000, "SMALL"), paid(2000, "BIG"))

    (event,) = given(*two).when(request(2)).events
    assert "BIG" == event.payment_id
    (event,) = given(*two).when(request(1)).events
    assert "SMALL" == event.payment_id
    given(*two).when(request(2, payment_id="SMALL")).then_rejected(OverRefunded)
    given(*two).when(request(3, goodwill=eur(1))).then_rejected(
        OverRefunded, captured="30.00 EUR", asked="30.01 EUR"
    )
    given(*two, request(1), request(1, "R2")).when(
        request(1, "R3", goodwill=eur(1))
    ).then_rejected(OverRefunded, captured="30.00 EUR", reserved="20.00 EUR")


def test_money_that_comes_in_later_leaves_refunds_as_they_are():
    order = given(*PAID, request(1), paid(500, "LATER")).order

    assert ((0, 1000), 1) == (money(order), order.line("L1").refunded_units)
    given(*PAID, request(3), paid(500, "LATER")).when(
        request(goodwill=eur(501), refund_id="R2")
    ).then_rejected(OverRefunded)


def test_a_payment_that_does_not_exist_is_unknown():
    given(*PAID).when(request(1, payment_id="X")).then_rejected(
        UnknownPayment, payment_id="X", known=("PAY",)
    )


def test_a_line_that_does_not_exist_is_unknown():
    given(*PAID).when(
        ask(c.RequestRefund, refund_id="R1", units={"L9": 1})
    ).then_rejected(UnknownLine)


@pytest.mark.parametrize("fields", [{}, {"units": 1, "fee": eur(1000)}])
def test_a_refund_of_nothing_is_refused(fields):
    given(*PAID).when(request(**fields)).then_rejected(
        NothingToChange, reason="the refund comes to 0.00 EUR"
    )


@pytest.mark.parametrize("name", ["goodwill", "fee", "overpaid"])
def test_its_amounts_are_not_negative_and_in_the_orders_currency(name):
    with pytest.raises(InvalidMoney) as refused:
        given(*PAID).when(request(1, **{name: eur(-1)}))
    assert name == refused.value.path
    with pytest.raises(CurrencyMismatch):
        given(*PAID).when(request(1, **{name: Money(1, "USD")}))


def test_no_more_is_overpaid_than_the_customer_is_owed():
    cancelled = (*PAID, ask(c.CancelUnits, units={"L1": 1}, reason="customer"))

    given(*cancelled).when(request(overpaid=eur(1001))).then_rejected(
        NothingToChange,
        path="overpaid",
        reason="only 10.00 EUR were paid above what is owed",
    )
    given(*cancelled).when(request(1, overpaid=eur(1))).then_rejected(NothingToChange)
    given(*PAID).when(request(overpaid=eur(1))).then_rejected(NothingToChange)
    order = given(*cancelled).when(request(overpaid=eur(1000))).order
    assert eur(0) == order.balance_due


def test_a_failed_refund_is_owed_again():
    cancelled = (*PAID, ask(c.CancelUnits, units={"L1": 1}, reason="customer"))

    order = given(*cancelled, request(overpaid=eur(1000)), settle("failed")).order

    assert eur(-1000) == order.balance_due


@pytest.mark.parametrize(
    ("way", "expected"),
    [
        ((SEND,), (0, 1000)),
        ((SEND, settle("succeeded")), (1000, 0)),
        ((settle("succeeded"),), (1000, 0)),
        ((SEND, settle("unknown")), (0, 1000)),
        ((SEND, settle("unknown"), SEND), (0, 1000)),
        ((SEND, settle("unknown"), settle("succeeded")), (1000, 0)),
        ((SEND, settle("failed")), (0, 0)),
        ((settle("failed"), SEND), (0, 1000)),
    ],
)
def test_money_is_reserved_until_somebody_knows(way, expected):
    order = given(*PAID, request(1), *way).order

    assert expected == money(order)
    assert "4:1001:R1" == order.refund("R1").key
    assert 1 == order.line("L1").refunded_units


def test_each_answer_of_the_provider_is_an_event():
    asked = (*PAID, request(1))

    given(*asked).when(SEND).then(happened(e.RefundSent, refund_id="R1"))
    given(*asked).when(settle("succeeded")).then(
        happened(e.RefundSucceeded, refund_id="R1")
    )
    given(*asked).when(settle("failed")).then(
        happened(e.RefundFailed, refund_id="R1", reason="r")
    )
    given(*asked).when(settle("unknown")).then(
        happened(e.RefundUnknown, refund_id="R1", reason="r")
    )


@pytest.mark.parametrize(
    "last", [SEND, settle("succeeded"), settle("failed"), settle("unknown")]
)
def test_the_same_answer_again_changes_nothing(last):
    given(*PAID, request(1), last).when(last).then_nothing()


@pytest.mark.parametrize(
    ("way", "command", "state"),
    [
        ((settle("succeeded"),), SEND, "succeeded"),
        ((SEND,), ABANDON, "sent"),
        ((settle("unknown"),), ABANDON, "unknown"),
        ((settle("succeeded"),), ABANDON, "succeeded"),
        ((ABANDON,), SEND, "abandoned"),
        ((ABANDON,), settle("failed"), "abandoned"),
    ],
)
def test_what_the_table_of_refunds_does_not_allow_is_refused(way, command, state):
    given(*PAID, request(1), *way).when(command).then_rejected(
        TransitionNotAllowed, subject="refund R1", state=state
    )


def test_a_failed_refund_is_sent_again_only_while_the_money_is_there():
    taken = (
        *PAID,
        request(goodwill=eur(2000)),
        settle("failed"),
        request(goodwill=eur(2000), refund_id="R2"),
    )

    given(*taken).when(SEND).then_rejected(OverRefunded, asked="20.00 EUR")


@pytest.mark.parametrize("command", [SEND, settle("failed")])
def test_a_refund_that_does_not_exist_is_unknown(command):
    given(*PAID, request(1, "R0")).when(command).then_rejected(
        UnknownRefund, refund_id="R1", known=("R0",)
    )


def test_a_provider_answers_in_one_of_three_ways():
    with pytest.raises(InvalidInput, match="succeeded or failed or unknown"):
        settle("timeout")


@pytest.mark.parametrize(
    ("amount", "units", "parts"),
    [
        (1000, 1, e.RefundParts(goods_minor=1000)),
        (1200, 1, e.RefundParts(goods_minor=1000, goodwill_minor=200)),
        (900, 1, e.RefundParts(goods_minor=1000, fee_minor=100)),
        (500, 0, e.RefundParts(goodwill_minor=500)),
    ],
)
def test_a_refund_made_elsewhere_is_a_fact_with_its_parts(amount, units, parts):
    lines = (e.LineParts(line_id="L1", units=1, goods_minor=1000),)
    order = (
        given(*PAID)
        .when(record(amount, units, reason="shop"))
        .then(
            happened(
                e.RefundRecorded,
                refund_id="R1",
                payment_id="PAY",
                amount_minor=amount,
                units=(LineUnits("L1", units),) if units else (),
                parts=parts,
                reason="shop",
                lines=lines if units else (),
            )
        )
    )

    assert (amount, 0) == money(order)
    assert (units, "succeeded", "") == (
        order.line("L1").refunded_units,
        order.refund("R1").state,
        order.refund("R1").key,
    )


def test_a_refund_made_elsewhere_settles_what_is_owed_first():
    cancelled = (*PAID, ask(c.CancelUnits, units={"L1": 1}, reason="customer"))

    answer = given(*cancelled).when(record(1200))

    assert (
        e.RefundParts(overpaid_minor=1000, goodwill_minor=200) == answer.events[0].parts
    )
    assert eur(0) == answer.order.balance_due


def test_a_refund_made_elsewhere_is_recorded_once():
    given(*PAID, record(1000, 1)).when(record(1000, 1)).then_nothing()


def test_another_refund_made_elsewhere_under_the_same_id_is_refused():
    given(*PAID, record(1000, 1)).when(record(900, 1)).then_rejected(
        Contradiction, path="amount", known="10.00 EUR", said="9.00 EUR"
    )
    given(*PAID, record(1000, 1)).when(record(1000, 2)).then_rejected(
        Contradiction, path="units"
    )


def test_the_caps_hold_for_refunds_made_elsewhere():
    given(*PAID).when(record(3001)).then_rejected(OverRefunded, asked="30.01 EUR")
    given(*PAID, request(2)).when(record(1001, 0, "R2")).then_rejected(OverRefunded)
    given(*PAID, request(2)).when(record(1000, 2, "R2")).then_rejected(NotEnoughUnits)
    with pytest.raises(InvalidMoney):
        given(*PAID).when(record(0))


@for_all(
    st.lists(st.integers(1, 4), min_size=1, max_size=6),
    st.integers(1, 999),
    st.integers(0, 99),
    st.integers(0, 99),
)
def test_part_refunds_add_up_to_the_total(cuts, price, tax, shipping):
    bought = line(quantity=sum(cuts), price=price, tax=eur(tax), shipping=eur(shipping))
    total = sum(cuts) * price + tax + shipping
    refunds = [request(cut, f"R{n}") for n, cut in enumerate(cuts)]

    order = given(place(bought), paid(total), *refunds).order

    assert (total, 0) == (order.reserved.amount_minor, order.balance_due.amount_minor)
