"""Returns: money that the law wants by a day, goods that do not come."""

from datetime import UTC, date, datetime

import attrs
import pytest

from delivery.watch.making import day, kinds, look, order_of, placed, shipped, tracked
from delivery.watch.making import fact as fact_of
from postpurchase.order import commands as c
from postpurchase.order.returns import Inspected
from postpurchase.values.rulings import Deadline, Ruling

END = Deadline(name="refund", last_on=date(2026, 5, 20), basis="the law")
OTHER = Deadline(name="send_back", last_on=date(2026, 5, 8), basis="the law")
RULING = Ruling(policy="EU", allowed=True, kind="withdrawal", deadlines=(OTHER, END))


def asked(**more):
    fields = {"items": {"L1": 1}, "ruling": RULING, "return_id": "R1"} | more
    return c.RequestReturn(order_id="1001", at=day(6, 10), **fields)


def sent(at):
    return c.SendReturn(order_id="1001", at=at, return_id="R1")


def received(at):
    return c.ReceiveReturn(order_id="1001", at=at, return_id="R1", units={"L1": 1})


DELIVERED = (placed(), shipped(), tracked(fact_of("delivered.signed", day(6, 8))))
EARLY, EVE = day(17, 21, 59), day(17, 22)
"""Midnight in Warsaw, where the shop is."""


def due(*history, at):
    return "refund_due" in kinds(look(order_of(*DELIVERED, *history), at))


def test_it_is_named_two_days_before_the_last_day():
    history = (asked(), received(day(9, 10)))

    assert not due(*history, at=EARLY)
    assert due(*history, at=EVE)


def test_nothing_is_due_while_the_goods_may_be_waited_for():
    assert not due(asked(), at=day(30, 10))
    late = sent(day(28, 10))
    assert due(asked(), late, at=day(28, 11))
    assert not due(asked(), sent(day(9, 10)), at=EARLY)


def test_it_is_gone_once_it_is_paid_or_over():
    looked = c.InspectReturn(
        order_id="1001",
        at=day(10, 8),
        return_id="R1",
        items=[Inspected(line_id="L1", units=1)],
    )
    assert not due(asked(), received(day(9, 10)), looked, at=EVE)
    cancelled = c.CancelReturn(
        order_id="1001", at=day(9, 9), return_id="R1", reason="customer"
    )
    assert due(asked(), sent(day(8, 9)), at=EVE)
    assert not due(asked(), sent(day(8, 9)), cancelled, at=EVE)


def test_it_says_which_return_and_which_day():
    order = order_of(*DELIVERED, asked(), sent(day(9, 10)))
    (finding,) = (f for f in look(order, EVE).findings if f.kind == "refund_due")

    assert ("R1", "pay by 2026-05-20", "pay_return_back", "critical") == (
        finding.subject,
        finding.evidence,
        finding.action,
        finding.severity,
    )


@pytest.mark.parametrize(
    "more",
    [
        {"ruling": None},
        {"ruling": attrs.evolve(RULING, deadlines=(OTHER,))},
        {"resolution": "repair"},
        {"resolution": "exchange_variant"},
    ],
)
def test_no_law_no_last_day(more):
    approved = c.ApproveReturn(order_id="1001", at=day(6, 11), return_id="R1")
    history = (asked(**more), approved, received(day(9, 10)))

    assert not due(*history, at=day(30, 10))


def overdue(*history, at):
    return "not_sent_back" in kinds(look(order_of(*DELIVERED, *history), at))


EARLY_MONEY = Ruling(policy="shop", allowed=True, refund_when="request")
PAID = c.CapturePayment(
    order_id="1001",
    at=day(4, 13),
    payment_id="P",
    method="card",
    amount=order_of(*DELIVERED).total,
)


def first(**more):
    new = c.NewLine(
        line_id="NEW", sku="B", quantity=1, unit_price=PAID.amount, workflow=()
    )
    fields = {"return_id": "R1", "lines": [new], "ship": "first"} | more
    return c.AgreeExchange(order_id="1001", at=day(6, 11), **fields)


def test_goods_for_which_money_was_given_are_awaited_thirty_days():
    history = (PAID, asked(ruling=EARLY_MONEY))

    assert not overdue(*history, at=datetime(2026, 6, 5, 21, 59, tzinfo=UTC))
    assert overdue(*history, at=datetime(2026, 6, 5, 22, 0, tzinfo=UTC))
    late = datetime(2026, 7, 1, tzinfo=UTC)
    assert not overdue(*history, sent(day(30, 10)), at=late)


def test_goods_for_which_others_left_first_are_awaited_until_the_ruling_s_day():
    history = (PAID, asked(resolution="exchange_other"), first())

    assert not overdue(*history, at=day(8, 21, 59))
    assert overdue(*history, at=day(8, 22))
    waits = first(ship="receipt")
    assert not overdue(PAID, asked(resolution="exchange_other"), waits, at=day(30))


def test_goods_for_which_nothing_was_given_are_awaited_by_nobody():
    assert not overdue(asked(), at=day(30))
