"""Money goes back: granted once, reserved first, never above what came in."""

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from order.making import ask, eur, fact, happened, line, place
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
    UnknownOrder,
    UnknownPayment,
    UnknownRefund,
)
from postpurchase.order import commands as c
from postpurchase.order import events as e
from postpurchase.order.composing import compose
from postpurchase.order.granting import next_parts
from postpurchase.order.model import EMPTY
from postpurchase.order.quantities import LineUnits
from postpurchase.testing import given
from postpurchase.values.answers import Charge
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


CARD_AND_MORE = (
    place(),
    ask(c.CapturePayment, payment_id="CREDIT", method="store_credit", amount=eur(400)),
    ask(c.CapturePayment, payment_id="GIFT", method="gift_card", amount=eur(600)),
    ask(c.CapturePayment, payment_id="CARD", method="card", amount=eur(1500)),
    ask(c.CapturePayment, payment_id="BLIK", method="blik", amount=eur(500)),
)


def shares(history, **more):
    events = given(*history).when(request(**more)).events
    return [(event.payment_id, event.amount_minor) for event in events]


def test_a_refund_is_split_over_payments_in_the_stated_order():
    assert [("CARD", 1000)] == shares(CARD_AND_MORE, units=1)
    assert [("CARD", 1500), ("BLIK", 500)] == shares(CARD_AND_MORE, units=2)
    assert [("CARD", 1500), ("BLIK", 500), ("GIFT", 600), ("CREDIT", 400)] == shares(
        CARD_AND_MORE, units=3
    )


@pytest.mark.parametrize(
    ("order", "amount", "expected"),
    [
        (["GIFT"], 600, [("GIFT", 600)]),
        (["gift_card", "CARD"], 601, [("CARD", 601)]),
        (["BLIK", "store_credit"], 700, [("CARD", 700)]),
        (
            ["BLIK", "store_credit"],
            1600,
            [("BLIK", 500), ("CREDIT", 400), ("CARD", 700)],
        ),
        (["store_credit"], 1, [("CREDIT", 1)]),
    ],
)
def test_who_asks_may_state_another_order_by_ids_or_methods(order, amount, expected):
    assert expected == shares(CARD_AND_MORE, goodwill=eur(amount), payment_order=order)


def test_an_order_of_payments_names_payments_that_there_are():
    given(*CARD_AND_MORE).when(request(1, payment_order=["cheque"])).then_rejected(
        UnknownPayment, payment_id="cheque"
    )


def test_each_part_of_a_split_is_a_refund_of_its_own():
    first, second = (
        given(*CARD_AND_MORE)
        .when(request(2, reason="r", claim_id="CL", into="store_credit", bonus=eur(7)))
        .events
    )

    assert ("R1", "4:1001:R1", 1500, "R1") == (
        first.refund_id,
        first.key,
        first.amount_minor,
        first.group,
    )
    assert e.RefundParts(goods_minor=2000, split_minor=500) == first.parts
    assert ("R1/2", "4:1001:R1/2", 500, "R1") == (
        second.refund_id,
        second.key,
        second.amount_minor,
        second.group,
    )
    assert e.RefundParts(split_minor=-500) == second.parts
    assert ((), (), 0) == (second.units, second.lines, second.bonus_minor)
    assert ("store_credit", 7) == (first.into, first.bonus_minor)
    assert ("r", "CL", "store_credit") == (
        second.reason,
        second.claim_id,
        second.into,
    )


def test_a_split_that_was_asked_for_again_changes_nothing():
    given(*CARD_AND_MORE, request(3)).when(request(3)).then_nothing()
    given(*CARD_AND_MORE, request(3)).when(request(2)).then_rejected(Contradiction)


def test_the_parts_of_a_split_need_free_names():
    taken = (*CARD_AND_MORE, request(goodwill=eur(1), refund_id="R1/2"))

    given(*taken).when(request(3, goodwill=None, fee=eur(1))).then_rejected(
        NothingToChange, path="refund_id", reason="refund R1/2 is another one already"
    )
    with pytest.raises(InvalidInput) as refused:
        given(*CARD_AND_MORE).when(request(2, "R" * 127))
    assert "refund_id" == refused.value.path
    assert 2 == len(given(*CARD_AND_MORE).when(request(2, "R" * 126)).events)


def test_the_order_of_payments_does_not_matter_for_one_that_is_named():
    assert [("GIFT", 600)] == shares(
        CARD_AND_MORE, goodwill=eur(600), payment_id="GIFT"
    )
    given(*CARD_AND_MORE).when(
        request(goodwill=eur(601), payment_id="GIFT")
    ).then_rejected(OverRefunded, captured="6.00 EUR", asked="6.01 EUR")


SHIPPED = (place(shipping=eur(500)), paid(3500))


def parts_of(history, **more):
    (event,) = given(*history).when(request(**more)).events
    assert event.amount_minor == event.parts.total_minor
    return event.parts


def test_shipping_goes_back_without_units_and_units_bring_that_much_less():
    ahead = (*SHIPPED, request(shipping=eur(300), refund_id="S"))

    assert e.RefundParts(advance_minor=300) == parts_of(SHIPPED, shipping=eur(300))
    assert e.RefundParts(
        goods_minor=1000, shipping_minor=167, advanced_minor=167
    ) == parts_of(ahead, units=1)
    assert e.RefundParts(
        goods_minor=2000, shipping_minor=333, advanced_minor=300
    ) == parts_of(ahead, units=2)
    assert eur(0) == given(*ahead, request(3)).order.balance_due
    assert 3500 == given(*ahead, request(3)).order.reserved.amount_minor


def test_no_more_shipping_goes_back_than_was_paid():
    def refused(*history, asked, left):
        given(*SHIPPED, *history).when(
            request(shipping=eur(asked), refund_id="S")
        ).then_rejected(
            NothingToChange,
            path="shipping",
            reason=f"only {eur(left)} of the shipping are left",
        )
        if left:
            given(*SHIPPED, *history, request(shipping=eur(left), refund_id="S"))

    refused(asked=501, left=500)
    refused(request(1), asked=334, left=333)
    refused(request(shipping=eur(200)), asked=301, left=300)
    refused(request(shipping=eur(200)), request(1, "R2"), asked=301, left=300)
    refused(request(3), asked=1, left=0)
    given(*SHIPPED).when(request(1, shipping=eur(334))).then_rejected(NothingToChange)
    assert 1500 == parts_of(SHIPPED, units=1, shipping=eur(333)).total_minor


def test_shipping_that_was_kept_of_units_can_go_back_without_them():
    kept = (*SHIPPED, request(2, shipping_kept=eur(333)))

    assert 2000 == parts_of(SHIPPED, units=2, shipping_kept=eur(333)).total_minor
    given(*SHIPPED).when(request(2, shipping_kept=eur(334))).then_rejected(
        NothingToChange,
        path="shipping_kept",
        reason="only 3.33 EUR of the shipping are left",
    )
    last = given(*kept, request(shipping=eur(500), refund_id="S"), request(1, "R3"))
    assert 3500 == last.order.reserved.amount_minor
    given(*kept).when(request(shipping=eur(501), refund_id="S")).then_rejected(
        NothingToChange
    )
    # What makes up for kept shipping is not in advance: the last unit is worth 11.67.
    given_back = (*kept, request(shipping=eur(333), refund_id="S"))
    assert 1167 == parts_of(given_back, units=1, refund_id="R3").total_minor


def test_shipping_that_went_back_is_not_owed_for_cancelled_units():
    history = (*SHIPPED, request(shipping=eur(300)))
    cancelled = (*history, ask(c.CancelUnits, units={"L1": 1}, reason="customer"))

    assert eur(-1000) == given(*cancelled).order.balance_due
    everything = (*history, ask(c.CancelUnits, reason="customer"))
    assert eur(-3200) == given(*everything).order.balance_due
    edited = (*cancelled, ask(c.EditOrder, prices={"L1": eur(1000)}))
    assert eur(-1000) == given(*edited).order.balance_due
    more = (*cancelled, ask(c.EditOrder, quantities={"L1": 4}))
    assert eur(1000) == given(*more).order.balance_due
    settled = given(*more).order
    assert (167, 0) == (
        settled.line("L1").terms.closed_advanced_minor,
        settled.line("L1").terms.closed_cancelled - 1,
    )


DUTY = (
    place(
        charges=[
            Charge(kind="duty", amount=eur(120)),
            Charge(kind="duty", amount=eur(30)),
            Charge(kind="rounding", amount=eur(-2)),
        ]
    ),
    paid(3148),
)


def test_charges_of_the_order_go_back_once():
    assert e.RefundParts(charges_minor=150) == parts_of(DUTY, charges=["duty"])
    assert 1148 == parts_of(DUTY, units=1, charges=["duty", "rounding"]).total_minor
    once = (*DUTY, request(charges=["duty", "duty"]))
    assert ("duty",) == given(*once).order.refund("R1").charges
    given(*once).when(request(charges=["duty"])).then_nothing()
    given(*once).when(request(charges=["duty"], refund_id="R2")).then_rejected(
        NothingToChange, path="charges", reason="no charge “duty” is left to go back"
    )
    given(*DUTY).when(request(charges=["tip"])).then_rejected(NothingToChange)
    given(*DUTY).when(request(charges=["rounding"])).then_rejected(
        NothingToChange, reason="the refund comes to -0.02 EUR"
    )
    undone = (*once, ABANDON)
    assert 150 == parts_of(undone, charges=["duty"], refund_id="R2").total_minor


def test_what_is_kept_back_is_named():
    asked = {"fee": eur(1), "deduction": eur(20), "points": eur(300)}

    assert e.RefundParts(
        goods_minor=1000, fee_minor=1, deduction_minor=20, points_minor=300
    ) == parts_of(PAID, units=1, **asked)
    given(*PAID).when(request(1, deduction=eur(1000))).then_rejected(NothingToChange)
    given(*PAID).when(request(1, points=eur(1001))).then_rejected(
        NothingToChange, reason="the refund comes to -0.01 EUR"
    )


def test_a_bonus_is_given_on_store_credit_and_comes_from_no_payment():
    asked = {"units": 3, "into": "store_credit", "bonus": eur(300)}

    order = given(*PAID).when(request(**asked)).order
    assert ((0, 3000), 300) == (money(order), order.refund("R1").bonus_minor)
    given(*PAID).when(request(1, bonus=eur(1))).then_rejected(
        NothingToChange, path="bonus"
    )
    given(*PAID).when(request(1, bonus=eur(0)))
    with pytest.raises(InvalidInput, match="nothing or store_credit"):
        request(1, into="cash")


@pytest.mark.parametrize(
    ("more", "path", "said"),
    [
        ({"payment_id": "OTHER"}, "payment_id", "OTHER"),
        ({"charges": ["duty"]}, "charges", "duty"),
        ({"into": "store_credit"}, "into", "store_credit"),
        ({"return_id": "RET"}, "return_id", "RET"),
        ({"claim_id": "CL"}, "claim_id", "CL"),
        ({"keeps": True}, "keeps", "True"),
        ({"shipping": eur(1)}, "shipping", "0.01 EUR"),
        ({"shipping_kept": eur(1)}, "shipping_kept", "0.01 EUR"),
        ({"deduction": eur(1)}, "deduction", "0.01 EUR"),
        ({"points": eur(1)}, "points", "0.01 EUR"),
        ({"into": "store_credit", "bonus": eur(1)}, "bonus", "0.01 EUR"),
    ],
)
def test_the_same_id_is_the_same_refund_in_every_way(more, path, said):
    given(*PAID, request(1)).when(request(1, **more)).then_rejected(
        Contradiction, path=path, said=said
    )
    given(*PAID, request(1)).when(request(1, payment_id="PAY")).then_nothing()


def test_a_refund_may_be_capped_by_what_is_left():
    short = (place(), paid(2500))

    parts = parts_of(short, units=3, is_capped=True)
    assert e.RefundParts(goods_minor=3000, short_minor=500) == parts
    order = given(*short).when(request(3, is_capped=True)).order
    assert eur(0) == order.balance_due
    assert 0 == parts_of(short, units=2, is_capped=True).short_minor
    given(*short, request(3, is_capped=True)).when(
        request(3, is_capped=True)
    ).then_nothing()
    gift = (*PAID, request(goodwill=eur(500), refund_id="G"))
    order = given(*gift).when(request(3, is_capped=True)).order
    assert ((0, 3000), eur(0)) == (money(order), order.balance_due)
    given(place()).when(request(1, is_capped=True)).then_rejected(
        NothingToChange, reason="the refund comes to 0.00 EUR"
    )
    two = (place(), paid(1000, "A"), paid(2000, "B"))
    (event,) = given(*two).when(request(2, is_capped=True, payment_id="A")).events
    assert (1000, 1000) == (event.amount_minor, event.parts.short_minor)


CANCEL = ask(c.CancelUnits, units={"L1": 1}, reason="customer")


@pytest.mark.parametrize(
    ("more", "due"),
    [
        ({}, 0),
        ({"keeps": True}, -1000),
        ({"return_id": "X"}, -1000),
        ({"claim_id": "X"}, -1000),
    ],
)
def test_refunds_for_goods_that_were_sent_do_not_eat_cancelled_units(more, due):
    sent = (
        place(line(workflow=())),
        paid(),
        ask(c.ShipParcel, parcel_id="P1", units={"L1": 2}),
    )

    assert eur(due) == given(*sent, CANCEL, request(1, **more)).order.balance_due
    assert eur(due) == given(*sent, request(1, **more), CANCEL).order.balance_due
    edited = (*sent, CANCEL, request(1, **more), ask(c.EditOrder, quantities={"L1": 5}))
    assert eur(due + 3000) == given(*edited).order.balance_due
    left = given(*edited).order.line("L1").terms
    assert (4 if due else 5) == left.open_units


@pytest.mark.parametrize(
    ("more", "due"),
    [
        ({}, 0),
        ({"keeps": True}, -1000),
        ({"return_id": "X"}, -1000),
        ({"claim_id": "X"}, 0),
    ],
)
def test_refunds_for_claims_count_against_what_came_back_undelivered(more, due):
    refused = (
        place(line(quantity=2, workflow=())),
        paid(2000),
        ask(c.ShipParcel, parcel_id="P1", units={"L1": 1}),
        ask(c.RecordTracking, parcel_id="P1", facts=fact("returned.general")),
        request(1, **more),
    )

    assert eur(due) == given(*refused).order.balance_due
    edited = given(*refused, ask(c.EditOrder, prices={"L1": eur(900)})).order
    closed = edited.line("L1").terms.closed_undelivered
    assert (0 if due else 1) == closed


def test_a_refund_that_failed_can_be_given_up_and_its_units_granted_anew():
    order = (
        given(*PAID, request(2), SEND, settle("failed"))
        .when(ABANDON)
        .then(happened(e.RefundAbandoned, refund_id="R1", reason="card_closed"))
    )

    assert ("abandoned", True, 0) == (
        order.refund("R1").state,
        order.refund("R1").is_undone,
        order.line("L1").refunded_units,
    )
    again = (*PAID, request(2), settle("failed"), ABANDON)
    given(*again).when(ABANDON).then_nothing()
    assert 3000 == parts_of(again, units=3, refund_id="R2").total_minor
    assert (0, 0) == money(given(*PAID, request(1), ABANDON).order)


def test_a_gap_in_the_grants_leaves_no_cent_behind():
    odd = (place(line(price=0, tax=eur(1000))), paid(1000))
    units = [request(1, f"R{n}") for n in range(3)]
    abandon = ask(c.AbandonRefund, refund_id="R0")
    gap = (*odd, units[0], units[1], abandon)

    assert [333, 334] == [r.amount_minor for r in given(*gap).order.refunds]
    assert 333 == parts_of(gap, units=1, refund_id="R2").tax_minor
    order = given(*gap, request(2, "R2")).order
    assert 1000 == order.reserved.amount_minor
    assert "abandoned" == given(*odd, units[0], abandon).order.refund("R0").state


def test_a_gap_never_makes_a_part_negative():
    odd = (place(line(quantity=10, price=0, tax=eur(1))), paid(1))
    first, second = request(4, "A", goodwill=eur(1)), request(1, "B")
    gap = (*odd, paid(5, "P2"), first, second, ask(c.AbandonRefund, refund_id="A"))

    assert 1 == given(*gap).order.refund("B").parts.tax_minor
    one = parts_of(gap, units=1, refund_id="C", goodwill=eur(1))
    assert (0, 1) == (one.tax_minor, one.goodwill_minor)


def test_a_part_of_a_split_that_is_given_up_is_owed():
    split = (*CARD_AND_MORE, request(2))
    failed = (*split, settle("succeeded", "R1/2"), settle("failed"))

    assert eur(0) == given(*failed).order.balance_due
    order = given(*failed, ABANDON).order
    assert (False, eur(-1500), 2) == (
        order.refund("R1").is_undone,
        order.balance_due,
        order.line("L1").refunded_units,
    )
    order = given(*failed, ABANDON, settle("succeeded")).order
    assert (eur(0), eur(2000)) == (order.balance_due, order.refunded)


def test_a_split_of_what_was_overpaid_is_owed_once_it_is_given_up():
    too_much = (place(), paid(2000, "A"), paid(2000, "B"), CANCEL)
    split = (*too_much, request(overpaid=eur(2000), goodwill=eur(500)))

    assert eur(0) == given(*split).order.balance_due
    assert eur(0) == given(*split, settle("failed")).order.balance_due
    assert eur(-2000) == given(*split, settle("failed"), ABANDON).order.balance_due


def test_what_an_edit_has_settled_is_owed_once_it_is_given_up():
    edited = (
        *PAID,
        request(1),
        settle("failed"),
        ask(c.EditOrder, prices={"L1": eur(9)}),
    )
    before = given(*edited).order.balance_due

    order = given(*edited, ABANDON).order

    assert (False, before - eur(1000)) == (
        order.refund("R1").is_undone,
        order.balance_due,
    )
    paid_after_all = given(*edited, ABANDON, settle("succeeded")).order
    assert before == paid_after_all.balance_due


def test_a_provider_may_take_its_answer_back():
    yes = (*PAID, request(1), SEND, settle("succeeded"))

    assert (0, 0) == money(given(*yes, settle("failed")).order)
    assert (1000, 0) == money(
        given(*PAID, request(1), settle("failed"), settle("succeeded")).order
    )
    given(*yes, settle("failed")).when(request(goodwill=eur(3000), refund_id="R2"))
    assert (1000, 0) == money(given(*yes, settle("failed"), settle("succeeded")).order)
    assert eur(0) == given(*yes, settle("failed")).order.balance_due


def test_money_that_went_although_it_was_refunded_otherwise_is_a_fact():
    gone = (
        *PAID,
        request(3),
        settle("failed"),
        request(goodwill=eur(3000), refund_id="R2"),
    )

    order = given(*gone, settle("succeeded")).order

    assert ((3000, 3000), -3000) == (money(order), order.ledger.left_minor("PAY"))
    given(*gone, settle("succeeded")).when(
        request(goodwill=eur(1), refund_id="R3")
    ).then_rejected(OverRefunded)


def test_a_late_success_grants_again_what_is_still_to_be_had():
    late = (*PAID, request(1), settle("failed"), ABANDON)

    order = given(*late, settle("succeeded")).order
    assert (1, False, eur(0)) == (
        order.line("L1").refunded_units,
        order.refund("R1").is_undone,
        order.balance_due,
    )
    twice = given(*late, request(3, "R2"), settle("succeeded")).order
    assert (3, True, eur(1000)) == (
        twice.line("L1").refunded_units,
        twice.refund("R1").is_undone,
        twice.balance_due,
    )
    priced = given(
        *PAID,
        request(1, "R0"),
        *late[2:],
        ask(c.EditOrder, prices={"L1": eur(9)}),
        settle("succeeded"),
    ).order
    assert priced.refund("R1").is_undone


@pytest.mark.parametrize(
    ("asked", "meanwhile"),
    [
        ({"charges": ["duty"]}, {"charges": ["duty"]}),
        ({"shipping": eur(400)}, {"shipping": eur(400)}),
        ({"shipping": eur(400)}, {"units": 3}),
    ],
)
def test_a_late_success_of_what_was_given_otherwise_was_paid_too_much(asked, meanwhile):
    order = place(charges=[Charge(kind="duty", amount=eur(150))], shipping=eur(500))
    history = (order, paid(9000), request(**asked), ABANDON)
    free = given(*history, settle("succeeded")).order
    taken = given(*history, request(refund_id="R2", **meanwhile), settle("succeeded"))

    assert not free.refund("R1").is_undone
    assert taken.order.refund("R1").is_undone
    amount = taken.order.refund("R1").amount_minor
    assert eur(amount) == taken.order.balance_due - free.balance_due


def test_old_events_say_what_units_brought_by_themselves():
    old = happened(
        e.RefundRequested,
        refund_id="OLD",
        payment_id="PAY",
        key="k",
        amount_minor=1000,
        units=(LineUnits("L1", 1),),
        parts=e.RefundParts(goods_minor=1000),
    )
    elsewhere = happened(
        e.RefundRecorded,
        refund_id="OLDER",
        payment_id="PAY",
        amount_minor=1000,
        units=(LineUnits("L1", 1),),
        parts=e.RefundParts(goods_minor=1000),
    )

    order = given(*PAID, old, elsewhere).order

    assert 2 == order.line("L1").refunded_units
    assert (e.LineParts(line_id="L1", units=1, goods_minor=1000),) == order.refund(
        "OLD"
    ).lines


def test_a_refund_made_elsewhere_came_from_one_payment():
    two = (place(), paid(1000, "SMALL"), paid(2000, "BIG"))

    given(*two).when(record(2001)).then_rejected(OverRefunded, captured="20.00 EUR")
    assert "BIG" == given(*two).when(record(2000)).events[0].payment_id
    given(*two).when(record(1001, payment_id="SMALL")).then_rejected(
        OverRefunded, captured="10.00 EUR"
    )


def test_nothing_is_composed_for_an_order_that_was_not_placed():
    with pytest.raises(UnknownOrder):
        compose(EMPTY, request(1))


def test_a_line_of_which_nothing_is_left_is_worth_nothing():
    gone = (
        place(line("L1", 2), line("L2", 1)),
        ask(c.CancelUnits, units={"L1": 2}, reason="x"),
        ask(c.EditOrder, prices={"L1": eur(5)}),
    )
    order = given(*gone).order

    assert 0 == order.line("L1").terms.open_units
    assert 0 == next_parts(order, 0, 1).total_minor
    assert eur(1000) == order.balance_due
