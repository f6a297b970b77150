"""What came of each wish, from the log: the ruling, the days, the money."""

from __future__ import annotations

import json
from typing import Any

import attrs
from shop import Played
from stories import CUSTOMERS, WISHES, Customer, Wish

from postpurchase import Money, NothingToChange, Order, Return, Ruling
from postpurchase.returning.policies.text import policy_text
from postpurchase.returning.policies.writing import write_policies


@attrs.frozen(kw_only=True)
class Answer:
    """What a customer was told, and what came of it.

    Args:
        wish: What was asked for.
        known: The return at its end.
        ruling: What policy and law said together.
        goods: What goes back for the goods; None where no money does.
        delivery: What goes back of the delivery out.
    """

    wish: Wish
    known: Return
    ruling: Ruling
    goods: Money | None = None
    delivery: Money | None = None

    @property
    def refund(self) -> Money | None:
        """What goes back altogether."""
        if self.goods is None or self.delivery is None:
            return None
        return self.goods + self.delivery


def answers(played: Played) -> list[Answer]:
    """Read each wish's end back from its order."""
    return [_answer(played, wish) for wish in WISHES]


def _answer(played: Played, wish: Wish) -> Answer:
    order = played.shop.order(wish.customer.order_id)
    known = order.return_(wish.return_id)
    assert known.ruling is not None
    answer = Answer(wish=wish, known=known, ruling=known.ruling)
    for refund in order.refunds:
        if refund.return_id == wish.return_id:
            delivery = order.money(refund.parts.shipping_minor)
            goods = order.money(refund.amount_minor) - delivery
            return attrs.evolve(answer, goods=goods, delivery=delivery)
    return answer


@attrs.frozen(kw_only=True)
class Sums:
    """The money of one order.

    Args:
        paid: What the customer paid.
        refunded: What the payment provider paid back.
        kept: What the goods that stayed cost, with their share of the delivery.
    """

    paid: Money
    refunded: Money
    kept: Money

    @property
    def adds_up(self) -> bool:
        """Whether what was paid is all there."""
        return self.paid == self.refunded + self.kept


def sums(played: Played, customer: Customer) -> Sums:
    """Add up an order; what stays is what a refund of it would still bring."""
    order = played.shop.order(customer.order_id)
    paid_out = [
        payout.amount
        for payout in played.gateway.payouts()
        if payout.order_id == customer.order_id
    ]
    return Sums(
        paid=order.total,
        refunded=sum(paid_out, order.money(0)),
        kept=_kept(order),
    )


def _kept(order: Order) -> Money:
    """Say what a refund of all that stayed would bring."""
    try:
        return order.refund_quote().amount
    except NothingToChange:
        return order.money(0)


def document(played: Played) -> dict[str, Any]:
    """Return everything as plain values."""
    verified = played.shop.verify()
    return {
        "policy": json.loads(json.dumps(write_policies(played.policies))),
        "text": policy_text(played.policies, "en").plain().splitlines(),
        "wishes": [_row(answer) for answer in answers(played)],
        "money": {
            customer.order_id: {
                "paid": str(added.paid),
                "refunded": str(added.refunded),
                "kept": str(added.kept),
                "adds_up": added.adds_up,
            }
            for customer in CUSTOMERS
            for added in (sums(played, customer),)
        },
        "log": {"events": verified.events, "broken": len(verified.broken)},
    }


def _row(answer: Answer) -> dict[str, Any]:
    wish, ruling = answer.wish, answer.ruling
    return {
        "return_id": wish.return_id,
        "order_id": wish.customer.order_id,
        "asked_at": wish.asked_at.isoformat(),
        "day": wish.customer.day_of(wish.asked_at),
        "units": wish.units,
        "reason": wish.reason,
        "kind": wish.kind,
        "resolution": wish.resolution,
        "allowed": ruling.allowed,
        "decided_by": ruling.policy,
        "reasons": [
            {"rule": one.rule, "text": one.text, "basis": one.basis}
            for one in ruling.lines[0].reasons
        ],
        "deadlines": [
            {"name": one.name, "last_on": one.last_on.isoformat(), "basis": one.basis}
            for one in ruling.deadlines
        ],
        "freight_by": ruling.freight_by,
        "intent": answer.known.intent,
        "goods": _said(answer.goods),
        "delivery": _said(answer.delivery),
        "refund": _said(answer.refund),
    }


def _said(amount: Money | None) -> str | None:
    return None if amount is None else str(amount)
