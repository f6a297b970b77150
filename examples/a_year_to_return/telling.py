"""The story, as a shop owner reads it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from shop import Played
from stories import CUSTOMERS, DELIVERED, Customer
from summary import Answer, answers, sums

from postpurchase import Money, wording
from postpurchase.returning.policies.text import policy_text

DEADLINES = {
    "return": "last day to ask",
    "withdraw": "last day to withdraw by law",
    "send_back": "to be sent back by",
    "refund": "to be paid back by",
    "guarantee": "the seller answers for faults that show until",
    "presumption": "faults count as there from the start until",
}


def story(played: Played) -> Iterator[str]:
    """Tell it line by line."""
    yield "The policy, as customers read it:"
    for line in policy_text(played.policies, "en").plain().splitlines():
        yield f"  {line}".rstrip()
    for customer in CUSTOMERS:
        yield ""
        yield from _order(played, customer)


def _order(played: Played, customer: Customer) -> Iterator[str]:
    order = played.shop.order(customer.order_id)
    came = customer.at(DELIVERED)
    yield (
        f"{customer.name} in {customer.city}: order {order.number}, "
        f"{_p(order.total)} with {_p(customer.delivery)} delivery, delivered "
        f"{_day(came)}."
    )
    for answer in answers(played):
        if answer.wish.customer is customer:
            yield ""
            yield from _wish(played, answer)
    added = sums(played, customer)
    yield ""
    yield (
        f"  {_p(added.paid)} paid = {_p(added.refunded)} paid back + "
        f"{_p(added.kept)} for what stayed. "
        + ("It adds up." if added.adds_up else "It does not add up.")
    )


def _wish(played: Played, answer: Answer) -> Iterator[str]:
    wish, ruling = answer.wish, answer.ruling
    order, at = played.shop.order(wish.customer.order_id), wish.asked_at
    goods = ", ".join(
        f"{units} x {order.line(line_id).terms.title}"
        for line_id, units in wish.units.items()
    )
    yield (
        f"  {wish.return_id}  Day {wish.customer.day_of(at)}, {_day(at)} "
        f"{at:%H:%M:%S}: {wish.title}"
    )
    why = wording.word("reason", wish.reason)
    yield f"      wish    {goods}: {why}"
    word = "yes" if ruling.allowed else "no"
    yield f"      answer  {word}, by {_decider(played, answer)}"
    for reason in ruling.lines[0].reasons:
        basis = f" ({reason.basis})" if reason.basis else ""
        yield f"      why     {reason.text}{basis}"
    if ruling.allowed:
        for end in ruling.deadlines:
            if end.last_on >= at.date():
                named = DEADLINES.get(end.name, end.name)
                yield f"      day     {named} {_day(end.last_on)} ({end.basis})"
    yield f"      money   {_money(answer)}"


def _decider(played: Played, answer: Answer) -> str:
    if answer.ruling.policy != played.policies.code:
        return "the law"
    by_law = any(end.basis != answer.ruling.policy for end in answer.ruling.deadlines)
    return "the policy, and the law" if by_law else "the policy"


def _money(answer: Answer) -> str:
    if answer.refund is None or answer.goods is None or answer.delivery is None:
        if answer.ruling.allowed:
            return f"none: {wording.word('resolution', answer.wish.resolution)}"
        return "none"
    return (
        f"{_p(answer.goods)} goods + {_p(answer.delivery)} delivery = "
        f"{_p(answer.refund)}, paid back when it was back; the way back is free"
    )


def _day(on: date) -> str:
    return f"{on:%a} {on.day} {on:%b} {on:%Y}"


def _p(amount: Money) -> str:
    return amount.format("en")
