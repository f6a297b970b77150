"""Statuses are derived from units and money, in the words that Shopify displays."""

import pytest

from order.making import ask, eur, fact, line, place
from order.returns_making import (
    AGREED,
    about,
    allowing,
    delivered,
    inspect,
    receive,
    request,
)
from postpurchase.order import commands as c
from postpurchase.order.model import EMPTY
from postpurchase.order.returns import ReturnWay
from postpurchase.order.status import FINANCIAL, FULFILMENT, RETURN, OrderStatus
from postpurchase.testing import given

SHOPIFY_FULFILMENT = {
    "FULFILLED",
    "IN_PROGRESS",
    "ON_HOLD",
    "OPEN",
    "PARTIALLY_FULFILLED",
    "PENDING_FULFILLMENT",
    "REQUEST_DECLINED",
    "RESTOCKED",
    "SCHEDULED",
    "UNFULFILLED",
}
SHOPIFY_FINANCIAL = {
    "AUTHORIZED",
    "EXPIRED",
    "PAID",
    "PARTIALLY_PAID",
    "PARTIALLY_REFUNDED",
    "PENDING",
    "REFUNDED",
    "VOIDED",
}
SHOPIFY_RETURN = {
    "INSPECTION_COMPLETE",
    "IN_PROGRESS",
    "NO_RETURN",
    "RETURNED",
    "RETURN_FAILED",
    "RETURN_REQUESTED",
}

PLAIN = place(line(workflow=("packed",)))
PACK = ask(c.CompleteStep, step="packed", units={"L1": 3}, location_code="KYIV")
HOLD = ask(c.PlaceHold, hold_id="H1", reason="fraud")
CANCEL = ask(c.CancelUnits, reason="customer")
AUTHORIZE = ask(c.AuthorizePayment, payment_id="A", method="card", amount=eur(3000))
VOID = ask(c.VoidPayment, payment_id="A")


def ship(units):
    return ask(c.ShipParcel, parcel_id="P1", units={"L1": units})


def track(code):
    return ask(c.RecordTracking, parcel_id="P1", facts=fact(code))


def paid(amount):
    return ask(c.CapturePayment, payment_id="PAY", method="card", amount=eur(amount))


def refunded(amount):
    return ask(c.RecordRefund, refund_id="R1", amount=eur(amount))


def status(*history):
    return given(*history).order.status


def test_the_words_are_shopifys():
    assert set(FULFILMENT) <= SHOPIFY_FULFILMENT
    assert set(FINANCIAL) <= SHOPIFY_FINANCIAL
    assert set(RETURN) <= SHOPIFY_RETURN


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        ((), "UNFULFILLED"),
        ((PACK,), "IN_PROGRESS"),
        ((HOLD,), "ON_HOLD"),
        ((PACK, ship(1)), "PARTIALLY_FULFILLED"),
        ((PACK, ship(1), HOLD), "ON_HOLD"),
        ((PACK, ship(3)), "FULFILLED"),
        ((PACK, HOLD, ask(c.ReleaseHold, hold_id="H1"), ship(3)), "FULFILLED"),
        ((PACK, ship(3), HOLD), "FULFILLED"),
        ((PACK, ship(3), track("exception.lost")), "FULFILLED"),
        ((PACK, ship(2), CANCEL), "FULFILLED"),
        ((CANCEL,), "UNFULFILLED"),
        ((CANCEL, HOLD), "UNFULFILLED"),
    ],
)
def test_fulfilment_says_how_much_was_sent(history, expected):
    assert expected == status(PLAIN, *history).fulfilment


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        ((), "PENDING"),
        ((ask(c.AgreePayment, payment_id="COD", amount=eur(3000)),), "PENDING"),
        ((AUTHORIZE,), "AUTHORIZED"),
        ((AUTHORIZE, VOID), "VOIDED"),
        ((AUTHORIZE, VOID, paid(3000)), "PAID"),
        ((paid(2999),), "PARTIALLY_PAID"),
        ((paid(3000),), "PAID"),
        ((paid(3000), refunded(1)), "PARTIALLY_REFUNDED"),
        ((paid(3000), refunded(3000)), "REFUNDED"),
        (
            (paid(3000), ask(c.RequestRefund, refund_id="R", goodwill=eur(1))),
            "PAID",
        ),
        ((paid(2000), ask(c.CancelUnits, units={"L1": 1}, reason="x")), "PAID"),
    ],
)
def test_financial_says_how_much_was_paid(history, expected):
    assert expected == status(PLAIN, *history).financial


def test_what_costs_nothing_is_paid():
    assert "PAID" == status(place(line(price=0))).financial


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("delivered.signed", "NO_RETURN"),
        ("returning.general", "IN_PROGRESS"),
        ("returned.general", "RETURNED"),
    ],
)
def test_return_says_whether_goods_came_back(code, expected):
    assert expected == status(PLAIN, PACK, ship(1), track(code)).return_


LABEL = about(c.IssueReturnWay, way=ReturnWay(method="locker"))
MANUAL = request(2, allowing(refund_when="manual"))


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        ([request(2)], "RETURN_REQUESTED"),
        ([request(2), about(c.DeclineReturn, reason="x")], "NO_RETURN"),
        ([request(2), about(c.CancelReturn, reason="x")], "NO_RETURN"),
        ([AGREED], "IN_PROGRESS"),
        ([AGREED, receive(1)], "IN_PROGRESS"),
        ([AGREED, receive(2), inspect(1)], "IN_PROGRESS"),
        ([MANUAL, receive(2), inspect(2)], "INSPECTION_COMPLETE"),
        ([AGREED, receive(2), inspect(2)], "RETURNED"),
        (
            [AGREED, receive(2), inspect(2), request(1, return_id="R2")],
            "RETURN_REQUESTED",
        ),
        ([request(2, allowing(keeps_item=True))], "RETURNED"),
        ([AGREED, LABEL, about(c.ExpireReturnWay, closes=True)], "RETURN_FAILED"),
        ([AGREED, about(c.SettleReturn, reason="lost")], "RETURN_FAILED"),
    ],
)
def test_return_says_how_far_the_returns_are(history, expected):
    assert expected == delivered(*history).order.status.return_


def test_an_order_that_was_not_placed_has_statuses_all_the_same():
    assert OrderStatus("UNFULFILLED", "PAID", "NO_RETURN") == EMPTY.status
