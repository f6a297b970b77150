"""Every event about money says who and when; no money moves without an order."""

from datetime import timedelta

import pytest

from order.making import ask, eur, fact, line, place
from postpurchase.errors import (
    Contradiction,
    CurrencyMismatch,
    InvalidMoney,
    MissingField,
    NotEnoughUnits,
    NothingToChange,
    TransitionNotAllowed,
    UnknownOrder,
)
from postpurchase.order import commands as c
from postpurchase.order import events as e
from postpurchase.order.decide import decide
from postpurchase.order.events import Replaced
from postpurchase.order.model import EMPTY
from postpurchase.order.quantities import LineUnits
from postpurchase.order.returns import Inspected
from postpurchase.testing import given
from postpurchase.testing.clock import NOON
from postpurchase.values.money import Money
from postpurchase.values.rulings import Ruling

LATER = NOON + timedelta(hours=1)
WHO = {"by": "staff:7", "at": LATER}


def late(command, **fields):
    return ask(command, **WHO | fields)


def wish(resolution="exchange_other", number=1, **more):
    return ask(
        c.RequestReturn,
        return_id="RET",
        items={"L1": number},
        resolution=resolution,
        ruling=Ruling(policy="shop", allowed=True, **more),
    )


PAID = (
    place(line(workflow=())),
    ask(c.CapturePayment, payment_id="PAY", method="card", amount=eur(3000)),
)
SENT = (
    *PAID,
    ask(c.ShipParcel, parcel_id="P1", units={"L1": 3}),
    ask(c.RecordTracking, parcel_id="P1", facts=fact("delivered.general")),
)
AGREED = (place(line()), ask(c.AgreePayment, payment_id="PAY", amount=eur(3000)))
COLLECTED = (*AGREED, ask(c.CollectPayment, payment_id="PAY"))
ASKED = (*PAID, ask(c.RequestRefund, refund_id="R1", units={"L1": 1}))
UNDERWAY = (*ASKED, ask(c.SendRefund, refund_id="R1"))
DEMANDED = (
    *PAID,
    ask(c.OpenChargeback, chargeback_id="CB", payment_id="PAY", amount=eur(10)),
)
RECEIVE = {"return_id": "RET", "units": {"L1": 1}}
INSPECT = {"return_id": "RET", "items": Inspected(line_id="L1", units=1)}
REFUSE = {
    "return_id": "RET",
    "items": Inspected(
        line_id="L1", units=1, is_accepted=False, disposition="send_back"
    ),
}


def exchange(price, **more):
    new = line("NEW", 1, price, workflow=(), replaces=Replaced(line_id="L1", units=1))
    return {"return_id": "RET", "lines": [new], **more}


EXCHANGED = (*SENT, wish(), ask(c.AgreeExchange, **exchange(800)))
LOOKED_AT = (ask(c.ReceiveReturn, **RECEIVE), ask(c.InspectReturn, **INSPECT))


@pytest.mark.parametrize(
    ("history", "command", "kinds"),
    [
        (
            PAID,
            late(c.AuthorizePayment, payment_id="P2", method="card", amount=eur(5)),
            [e.PaymentAuthorized],
        ),
        (
            AGREED[:1],
            late(c.AgreePayment, payment_id="P2", amount=eur(5)),
            [e.PaymentAgreed],
        ),
        (AGREED, late(c.CollectPayment, payment_id="PAY"), [e.PaymentCollected]),
        (COLLECTED, late(c.RemitPayment, payment_id="PAY"), [e.PaymentRemitted]),
        (
            AGREED,
            late(c.VoidPayment, payment_id="PAY", reason="expired"),
            [e.PaymentVoided],
        ),
        (
            PAID,
            late(c.RequestRefund, refund_id="R1", units={"L1": 1}),
            [e.RefundRequested],
        ),
        (
            PAID,
            late(c.RecordRefund, refund_id="R1", amount=eur(5)),
            [e.RefundRecorded],
        ),
        (ASKED, late(c.SendRefund, refund_id="R1"), [e.RefundSent]),
        (UNDERWAY, late(c.CheckRefund, refund_id="R1", tries=1), [e.RefundChecked]),
        (
            UNDERWAY,
            late(c.SettleRefund, refund_id="R1", outcome="succeeded"),
            [e.RefundSucceeded],
        ),
        (
            UNDERWAY,
            late(c.SettleRefund, refund_id="R1", outcome="failed"),
            [e.RefundFailed],
        ),
        (
            ASKED,
            late(c.AbandonRefund, refund_id="R1", reason="card_closed"),
            [e.RefundAbandoned],
        ),
        (
            PAID,
            late(
                c.OpenChargeback,
                chargeback_id="CB",
                payment_id="PAY",
                amount=eur(10),
            ),
            [e.ChargebackOpened],
        ),
        (
            DEMANDED,
            late(c.SettleChargeback, chargeback_id="CB", outcome="won"),
            [e.ChargebackWon],
        ),
        (
            (*SENT, wish()),
            late(c.AgreeExchange, **exchange(800)),
            [e.ExchangeAgreed, e.HoldPlaced],
        ),
        (
            (*SENT, wish(), *LOOKED_AT),
            late(c.AgreeExchange, **exchange(1000)),
            [
                e.ExchangeAgreed,
                e.HoldPlaced,
                e.ExchangeGoodsTaken,
                e.ReturnResolved,
                e.HoldReleased,
                e.ReturnClosed,
            ],
        ),
        (
            (*EXCHANGED, LOOKED_AT[0]),
            late(c.InspectReturn, **INSPECT),
            [
                e.ReturnInspected,
                e.ExchangeGoodsTaken,
                e.ReturnResolved,
                e.HoldReleased,
                e.RefundRequested,
                e.ReturnClosed,
            ],
        ),
        (
            (*EXCHANGED, LOOKED_AT[0]),
            late(c.InspectReturn, **REFUSE),
            [
                e.ReturnInspected,
                e.UnitsCancelled,
                e.ExchangeCreditRevoked,
                e.HoldReleased,
            ],
        ),
        (
            (*SENT, wish("refund_original"), LOOKED_AT[0]),
            late(c.InspectReturn, **INSPECT),
            [e.ReturnInspected, e.RefundRequested, e.ReturnResolved, e.ReturnClosed],
        ),
        (
            (*SENT, wish("replace_same"), LOOKED_AT[0]),
            late(c.InspectReturn, **INSPECT),
            [e.ReturnInspected, e.LinesReshipped, e.ReturnResolved, e.ReturnClosed],
        ),
    ],
)
def test_every_event_about_money_says_who_and_when(history, command, kinds):
    answer = given(*history).when(command)

    assert [(kind, LATER, "staff:7") for kind in kinds] == [
        (type(event), event.at, event.by) for event in answer.events
    ]


@pytest.mark.parametrize(
    "command",
    [
        ask(c.AuthorizePayment, payment_id="P", method="card", amount=eur(5)),
        ask(c.AgreePayment, payment_id="P", amount=eur(5)),
        ask(c.CapturePayment, payment_id="P", method="card", amount=eur(5)),
        ask(c.CollectPayment, payment_id="P"),
        ask(c.RemitPayment, payment_id="P"),
        ask(c.VoidPayment, payment_id="P"),
        ask(c.RequestRefund, refund_id="R1", units={"L1": 1}),
        ask(c.RecordRefund, refund_id="R1", amount=eur(5)),
        ask(c.SendRefund, refund_id="R1"),
        ask(c.CheckRefund, refund_id="R1", tries=1),
        ask(c.SettleRefund, refund_id="R1", outcome="failed"),
        ask(c.AbandonRefund, refund_id="R1"),
        ask(c.OpenChargeback, chargeback_id="C", payment_id="P", amount=eur(1)),
        ask(c.SettleChargeback, chargeback_id="C", outcome="won"),
        ask(c.AgreeExchange, **exchange(1)),
        ask(c.RefundReturn, return_id="RET"),
    ],
)
def test_no_money_moves_for_an_order_that_was_never_placed(command):
    with pytest.raises(UnknownOrder) as refused:
        decide(EMPTY, command)
    assert "1001" == refused.value.order_id


def test_a_payment_knows_when_it_was_last_changed():
    history = [*AGREED]
    seen = [given(*history).order.payments[0].at]
    for hours, command in enumerate((c.CollectPayment, c.RemitPayment), 1):
        history.append(ask(command, payment_id="PAY", at=NOON + timedelta(hours=hours)))
        seen.append(given(*history).order.payments[0].at)
    void = ask(c.VoidPayment, payment_id="PAY", at=LATER)

    assert [NOON, NOON + timedelta(hours=1), NOON + timedelta(hours=2)] == seen
    assert LATER == given(*AGREED, void).order.payments[0].at


def test_a_chargeback_knows_when_it_was_judged():
    won = ask(c.SettleChargeback, chargeback_id="CB", outcome="won", at=LATER)

    assert [NOON] == [one.at for one in given(*DEMANDED).order.ledger.chargebacks]
    (judged,) = given(*DEMANDED, won).order.ledger.chargebacks
    assert ("won", LATER) == (judged.state, judged.at)


def test_what_went_back_elsewhere_is_kept_whole():
    order = given(
        *PAID,
        late(c.RecordRefund, refund_id="R1", amount=eur(5), reason="by hand"),
    ).order

    (refund,) = order.refunds
    assert ("PAY", "by hand", LATER, "succeeded", "") == (
        refund.payment_id,
        refund.reason,
        refund.at,
        refund.state,
        refund.key,
    )


@pytest.mark.parametrize("amount", [eur(0), eur(-1)])
@pytest.mark.parametrize(
    ("command", "more"),
    [
        (c.AuthorizePayment, {"payment_id": "P2", "method": "card"}),
        (c.CapturePayment, {"payment_id": "P2", "method": "card"}),
        (c.AgreePayment, {"payment_id": "P2"}),
        (c.RecordRefund, {"refund_id": "R1"}),
        (c.OpenChargeback, {"chargeback_id": "CB", "payment_id": "PAY"}),
    ],
)
def test_an_amount_that_moves_is_more_than_nothing(command, more, amount):
    paid = given(*PAID)
    with pytest.raises(InvalidMoney) as refused:
        paid.when(ask(command, amount=amount, **more))
    assert ("amount", str(amount), "more than 0") == (
        refused.value.path,
        refused.value.value,
        refused.value.expected,
    )
    with pytest.raises(CurrencyMismatch) as foreign:
        paid.when(ask(command, amount=Money(5, "UAH"), **more))
    assert ("amount", "0.05 UAH", "EUR") == (
        foreign.value.path,
        foreign.value.value,
        foreign.value.expected,
    )


def test_replacing_starts_a_line_anew_whatever_became_of_the_old_one():
    taxed = line(quantity=3, price=1000, workflow=(), tax=eur(300), shipping=eur(90))
    history = (
        place(taxed),
        ask(c.CancelUnits, units={"L1": 1}, reason="customer"),
        ask(c.EditOrder, quantities={"L1": 2}),
        ask(c.CapturePayment, payment_id="PAY", method="card", amount=eur(5000)),
        ask(c.ShipParcel, parcel_id="P1", units={"L1": 2}),
        ask(c.RecordTracking, parcel_id="P1", facts=fact("delivered.general")),
        wish("replace_same"),
    )

    order = given(*history, *LOOKED_AT).order

    new = order.line("RET:L1:1").terms
    assert (1, 1) == (new.quantity, new.open_units)
    amounts = (
        "unit_price_minor",
        "goods_minor",
        "discount_minor",
        "tax_minor",
        "shipping_minor",
        "included_tax_minor",
        "closed_minor",
        "closed_granted",
        "closed_cancelled",
        "closed_undelivered",
        "closed_advanced_minor",
    )
    assert dict.fromkeys(amounts, 0) == {name: getattr(new, name) for name in amounts}
    reshipped = given(*history, LOOKED_AT[0]).when(LOOKED_AT[1]).events[1]
    assert ("warranty", (new,)) == (reshipped.reason, reshipped.added)


def test_what_is_given_for_a_return_is_named_with_it():
    answer = given(*SENT, wish("refund_original"), LOOKED_AT[0]).when(LOOKED_AT[1])

    assert [("RET", (LineUnits("L1", 1),), ("RET:1",), ())] == [
        (event.return_id, event.units, event.refund_ids, event.line_ids)
        for event in answer.events
        if type(event) is e.ReturnResolved
    ]
    exchanged = given(*EXCHANGED, LOOKED_AT[0]).when(LOOKED_AT[1])
    assert [((LineUnits("L1", 1),), (), ("NEW",))] == [
        (event.units, event.refund_ids, event.line_ids)
        for event in exchanged.events
        if type(event) is e.ReturnResolved
    ]


def test_a_replacement_of_an_edited_line_starts_at_nothing():
    costly = line(
        "L1", 3, 1000, workflow=(), tax=eur(30), discount=eur(60), shipping=eur(90)
    )
    history = (
        place(costly),
        ask(c.CapturePayment, payment_id="PAY", method="card", amount=eur(3060)),
        ask(c.RequestRefund, refund_id="S", shipping=eur(90)),
        ask(c.RequestRefund, refund_id="R", units={"L1": 1}),
        ask(c.CancelUnits, units={"L1": 1}, reason="customer"),
        ask(c.EditOrder, prices={"L1": eur(900)}),
        ask(c.ShipParcel, parcel_id="P1", units={"L1": 2}),
        ask(c.RecordTracking, parcel_id="P1", facts=fact("delivered.general")),
        wish("replace_same"),
    )

    order = given(*history, *LOOKED_AT).order

    old, new = order.line("L1").terms, order.line("RET:L1:1").terms
    assert old.closed_minor > 0
    assert old.discount_minor > 0
    assert 1 == old.closed_granted == old.closed_cancelled
    kept = [name for name in dir(new) if name.startswith("closed_")]
    kept += ["discount_minor", "tax_minor", "shipping_minor", "net_minor"]
    assert [0] * len(kept) == [getattr(new, name) for name in kept]
    assert 7 <= len(kept)


def test_a_new_payment_says_how_it_was_made():
    with pytest.raises(MissingField) as refused:
        given(place()).when(ask(c.CapturePayment, payment_id="P", amount=eur(5)))

    assert ("method", "how a new payment was made") == (
        refused.value.path,
        refused.value.expected,
    )


def test_money_by_hand_is_for_what_was_agreed_on():
    given(*SENT, ask(c.RequestReturn, return_id="RET", items={"L1": 1})).when(
        ask(c.RefundReturn, return_id="RET")
    ).then_rejected(
        TransitionNotAllowed,
        subject="return RET",
        state="requested",
        asked="refunded",
    )
    agreed = given(*SENT, wish("refund_original", 2))
    agreed.when(ask(c.RefundReturn, return_id="RET", units={"L1": 3})).then_rejected(
        NotEnoughUnits, line_id="L1", place="refundable", asked=3, available=2
    )
    manual = wish("refund_original", refund_when="manual")
    paid = given(*SENT, manual, ask(c.RefundReturn, return_id="RET"))
    paid.when(ask(c.RefundReturn, return_id="RET", units={"L1": 1})).then_rejected(
        NotEnoughUnits, line_id="L1", place="refundable", asked=1, available=0
    )
    paid.when(ask(c.RefundReturn, return_id="RET")).then_rejected(
        NothingToChange, reason="all of it was dealt with"
    )


def test_what_was_to_be_replaced_can_be_paid_by_hand_instead():
    agreed = given(*SENT, wish("replace_same"))

    order = agreed.when(ask(c.RefundReturn, return_id="RET")).order

    assert ([1000], ["L1"]) == (
        [refund.amount_minor for refund in order.refunds],
        [one.line_id for one in order.lines],
    )
    assert "" == order.refunds[0].into


@pytest.mark.parametrize(
    ("more", "path", "known", "said"),
    [
        ({"units": {"L1": 1, "L2": 2}}, "units", "1 × L1, 1 × L2", "1 × L1, 2 × L2"),
        ({"into": "store_credit"}, "into", "", "store_credit"),
        ({"charges": ("cod", "wrap")}, "charges", "", "cod, wrap"),
        ({"claim_id": "C"}, "claim_id", "", "C"),
        ({"fee": eur(7)}, "fee", "0.00 EUR", "0.07 EUR"),
    ],
)
def test_another_refund_under_a_known_id_names_what_differs(more, path, known, said):
    two = (place(line("L1"), line("L2")), PAID[1])
    asked = {"refund_id": "R1", "units": {"L1": 1, "L2": 1}}

    given(*two, ask(c.RequestRefund, **asked)).when(
        ask(c.RequestRefund, **asked | more)
    ).then_rejected(
        Contradiction, path=path, subject="refund R1", known=known, said=said
    )


def test_another_amount_that_went_back_elsewhere_is_a_contradiction():
    record = {"refund_id": "R1", "amount": eur(5)}

    given(*PAID, ask(c.RecordRefund, **record)).when(
        ask(c.RecordRefund, **record | {"amount": eur(6)})
    ).then_rejected(
        Contradiction,
        path="amount",
        subject="refund R1",
        known="0.05 EUR",
        said="0.06 EUR",
    )
