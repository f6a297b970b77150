"""Explaining an order: why it costs, owes, waits and was told what it was.

Every answer comes from the log: a rule is named together with the numbers that
it was applied to.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from postpurchase import wording
from postpurchase.order.amounts import released_minor
from postpurchase.order.events import (
    CustomerTold,
    Event,
    FindingClosed,
    RefundRequested,
    StepFailed,
)
from postpurchase.order.ledger import Refund
from postpurchase.order.model import Order
from postpurchase.plugins.refunds import KIND, method_of
from postpurchase.stores.base import Delivery
from postpurchase.values.answers import Promise


@attrs.frozen
class Explanation:
    """One answer.

    Args:
        question: What is explained: ``total``, ``balance``, ``refund``, ``status``,
            ``hold``, ``watch``, ``claim``, ``change``, ``promise``, ``step``,
            ``message``, ``delivery``.
        answer: The rule with its numbers, in English, for staff.
    """

    question: str
    answer: str


def explain(
    order: Order, events: tuple[Event, ...], undelivered: tuple[Delivery, ...]
) -> tuple[Explanation, ...]:
    """Explain an order from its log.

    Args:
        order: The order as it stands.
        events: Its events.
        undelivered: Deliveries of its events that became dead letters.
    """
    found = [
        _total(order),
        _balance(order),
        *_refunds(order, events),
        *_statuses(order),
        *_holds(order),
        *_watched(order),
        *_settled(events),
        *_claims(order),
        *_changes(order),
        *_promises(order),
        *_steps(events),
        *_messages(events, undelivered),
    ]
    return tuple(found)


def _total(order: Order) -> Explanation:
    lines = order.grid.lines
    parts = {
        "goods": sum(line.goods_minor for line in lines),
        "discount": -sum(line.discount_minor for line in lines),
        "tax": sum(line.tax_minor for line in lines),
        "shipping": sum(line.shipping_minor for line in lines),
        "settled before edits": sum(line.closed_minor for line in lines),
    }
    for charge in order.charges:
        known = parts.get(charge.kind, 0)
        parts[charge.kind] = known + charge.amount.amount_minor
    said = ", ".join(f"{name} {order.money(n)}" for name, n in parts.items() if n)
    return Explanation("total", f"{order.total} = {said or 'nothing'}")


def _balance(order: Order) -> Explanation:
    released = order.money(released_minor(order))
    return Explanation(
        "balance",
        f"due {order.balance_due} = total {order.total} less {released} for units "
        f"that are no longer owed, less captured {order.captured}",
    )


def _refunds(order: Order, events: tuple[Event, ...]) -> Iterator[Explanation]:
    """Take every refund apart, and say where its money stands."""
    if order.refunds:
        yield Explanation(
            "refund",
            f"captured {order.captured}, refunded {order.refunded}, "
            f"reserved {order.reserved}",
        )
    for event in events:
        if not isinstance(event, RefundRequested):
            continue
        named = {
            name.removesuffix("_minor"): value
            for name, value in attrs.asdict(event.parts).items()
            if value
        }
        said = ", ".join(f"{name} {order.money(n)}" for name, n in named.items())
        refund = order.refund(event.refund_id)
        yield Explanation(
            "refund",
            f"{event.refund_id}: {order.money(event.amount_minor)} = {said}; "
            f"{_standing(order, refund)}, under the key {event.key}",
        )


def _standing(order: Order, refund: Refund) -> str:
    """Say where a refund stands, and whose turn it is."""
    asked = f" from {refund.gateway}" if refund.gateway else ""
    known = f" as {refund.reference}" if refund.reference else ""
    if refund.state == "requested":
        method = method_of(order, refund)
        return f"requested; a gateway for {method} pays it, or you settle it by hand"
    listed = {finding.about for finding in order.findings}
    if (KIND, refund.refund_id) in listed:
        return f"{refund.state}{asked}; nothing is sent by itself any more, look there"
    return f"{refund.state}{asked}{known}"


def _statuses(order: Order) -> Iterator[Explanation]:
    status = order.status
    places: dict[str, int] = {}
    for line in order.lines:
        for place, units in line.places.items():
            places[place] = places.get(place, 0) + units
    said = ", ".join(f"{units} {place}" for place, units in places.items())
    yield Explanation("status", f"{status.fulfilment}: {said}")
    yield Explanation(
        "status",
        f"{status.financial}: captured {order.captured}, refunded {order.refunded}",
    )


def _holds(order: Order) -> Iterator[Explanation]:
    for hold in order.holds:
        units = ", ".join(f"{p.units} × {p.line_id}" for p in hold.units)
        until = f" until {hold.until_at.isoformat()}" if hold.until_at else ""
        yield Explanation(
            "hold", f"{hold.hold_id}: {hold.reason}, {units or 'the order'}{until}"
        )


def _watched(order: Order) -> Iterator[Explanation]:
    """Say why the order is on the watch list, and when it is looked at next."""
    for finding in order.findings:
        what = wording.word("finding", finding.kind)
        next_step = wording.word("action", finding.action)
        about = f" ({finding.parcel_id})" if finding.parcel_id else ""
        yield Explanation(
            "watch",
            f"{what}{about} since {finding.since_at.isoformat()}, at "
            f"{wording.word('stage', finding.stage)}, "
            f"{wording.word('whose', finding.whose)}: {next_step}; "
            f"{finding.kind}, {finding.evidence or 'no evidence'}",
        )
    due_at = order.circumstances.check_at
    if due_at is not None:
        yield Explanation("watch", f"the order is looked at next {due_at.isoformat()}")


def _settled(events: tuple[Event, ...]) -> Iterator[Explanation]:
    """Name every finding that is over, and why it is."""
    for event in events:
        if isinstance(event, FindingClosed):
            what = wording.word("finding", event.kind)
            about = f" ({event.parcel_id})" if event.parcel_id else ""
            why = wording.word("closing_reason", event.reason) or "no reason was given"
            over = f"over since {event.at.isoformat()}: {what}{about}"
            yield Explanation("watch", f"{over}; {event.kind}, {why}")


def _claims(order: Order) -> Iterator[Explanation]:
    """Say where each claim on a carrier stands."""
    for claim in order.claims:
        sums = {
            "claimed": claim.amount_minor,
            "approved": claim.approved_minor,
            "paid": claim.recovered_minor,
            "given back": claim.reversed_minor,
        }
        money = ", ".join(f"{said} {order.money(n)}" for said, n in sums.items() if n)
        until = f", to be filed by {claim.file_by_on}" if claim.file_by_on else ""
        why = f" ({claim.reason})" if claim.reason else ""
        yield Explanation(
            "claim",
            f"{claim.claim_id}: {claim.kind} of parcel {claim.parcel_id} on "
            f"{claim.carrier or 'nobody'} is {claim.state}{why}; {money} by "
            f"{claim.basis}{until}",
        )


def _changes(order: Order) -> Iterator[Explanation]:
    """Say where each change of a delivery stands."""
    for change in order.changes:
        why = f" ({change.reason})" if change.reason else ""
        left = ", ".join(change.alternatives)
        possible = f"; still possible: {left}" if left else ""
        yield Explanation(
            "change",
            f"{change.change_id}: {change.wish.kind} for parcel {change.parcel_id} is "
            f"{change.state}{why}{possible}, under the key {change.key}",
        )


def _promises(order: Order) -> Iterator[Explanation]:
    """Name the first promise, which lateness counts against, and each after it."""
    if order.terms.promise is not None:
        said = f"first promised: {_range(order.terms.promise)}"
        yield Explanation("promise", said)
    for one in order.revisions:
        about = f", parcel {one.parcel_id}" if one.parcel_id else ""
        moved = f", {one.days_later:+d} days" if one.days_later else ""
        yield Explanation(
            "promise", f"{_range(one.promise)}: {one.reason}{about}{moved}"
        )


def _range(promise: Promise) -> str:
    likely = promise.probability_percent
    sure = "" if likely is None else f", kept for {likely} % of parcels"
    return f"{promise.format()}{sure}"


def _steps(events: tuple[Event, ...]) -> Iterator[Explanation]:
    for event in events:
        if isinstance(event, StepFailed):
            yield Explanation(
                "step",
                f"{event.units} × {event.line_id} failed at {event.at_step} "
                f"({event.reason}, {event.goods}) and went to {event.to}",
            )


def _messages(
    events: tuple[Event, ...], undelivered: tuple[Delivery, ...]
) -> Iterator[Explanation]:
    """Say what the customer was told, and what nobody could be told."""
    told = [event for event in events if isinstance(event, CustomerTold)]
    for event in told:
        yield Explanation(
            "message", f"{event.topic} by {event.channel}: {event.outcome}"
        )
    if not told:
        yield Explanation("message", "no message was sent")
    for letter in undelivered:
        lines = letter.error.strip().splitlines()
        why = lines[-1] if lines else "no reason was kept"
        yield Explanation("delivery", f"{letter.id} was put aside: {why}")
