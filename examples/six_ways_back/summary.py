"""What came of the order, from its log: units, money, and what each return was."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import attrs
from shop import Played
from stories import DELIVERY, LONDON, ORDER, STORIES, Story

from postpurchase import Money, Order, Return
from postpurchase.order.events import (
    RefundSucceeded,
    ReturnInspected,
    ReturnReceived,
    ReturnSent,
)


@attrs.frozen(kw_only=True)
class Told:
    """One return, as the log tells it.

    Args:
        story: What was played.
        known: The return at its end.
        sent_at: The first scan.
        received_at: When it was back.
        inspected_at: When somebody looked at it.
        refunded_at: When the money was paid.
        refund: How much.
        fee: What was kept back for the way.
    """

    story: Story
    known: Return
    sent_at: datetime
    received_at: datetime
    inspected_at: datetime
    refunded_at: datetime
    refund: Money
    fee: Money

    @property
    def moment(self) -> str:
        """At what the money went back: ``scan``, ``receipt`` or ``inspection``."""
        return self.known.refund_when


@attrs.frozen(kw_only=True)
class Sums:
    """Money and units of the order; each adds up."""

    paid: Money
    refunded: Money
    kept: Money
    delivery: Money
    ways: Money
    units: int
    back: int
    with_customer: int

    @property
    def adds_up(self) -> bool:
        """Whether what was paid is all there, and every unit is somewhere."""
        money = self.refunded + self.kept + self.delivery + self.ways
        return self.paid == money and self.units == self.back + self.with_customer


def returns_told(played: Played) -> list[Told]:
    """Read each return back from the log."""
    order = played.shop.order(ORDER)
    return [_told(played, order, story) for story in STORIES]


def _told(played: Played, order: Order, story: Story) -> Told:
    refund = next(one for one in order.refunds if one.return_id == story.return_id)
    times: dict[type, datetime] = {}
    for one in played.shop.store.load(f"order:{ORDER}"):
        event: Any = one.event
        about = getattr(event, "return_id", "") == story.return_id
        paid = isinstance(event, RefundSucceeded)
        if about or (paid and event.refund_id == refund.refund_id):
            times.setdefault(type(event), event.at.astimezone(LONDON))
    return Told(
        story=story,
        known=order.return_(story.return_id),
        sent_at=times[ReturnSent],
        received_at=times[ReturnReceived],
        inspected_at=times[ReturnInspected],
        refunded_at=times[RefundSucceeded],
        refund=order.money(refund.amount_minor),
        fee=order.money(refund.parts.fee_minor),
    )


def sums(played: Played) -> Sums:
    """Add up what was paid and where every unit is."""
    order = played.shop.order(ORDER)
    told = returns_told(played)
    zero = order.money(0)
    given_back = order.money(sum(one.parts.shipping_minor for one in order.refunds))
    with_customer = {line.line_id: line.units("delivered") for line in order.lines}
    return Sums(
        paid=order.total,
        refunded=sum((payout.amount for payout in played.gateway.payouts()), zero),
        kept=order.money(
            sum(
                line.terms.unit_price_minor * with_customer[line.line_id]
                for line in order.lines
            )
        ),
        delivery=DELIVERY - given_back,
        ways=sum((one.fee for one in told), zero),
        units=sum(line.terms.quantity for line in order.lines),
        back=sum(line.units("returned") for line in order.lines),
        with_customer=sum(with_customer.values()),
    )


def document(played: Played) -> dict[str, Any]:
    """Return everything as plain values."""
    assert played.options is not None
    added = sums(played)
    verified = played.shop.verify()
    return {
        "order_id": ORDER,
        "outbound": played.shop.order(ORDER).parcels[0].carrier,
        "options": played.options.document(),
        "returns": [_row(played, one) for one in returns_told(played)],
        "money": {
            name: str(getattr(added, name))
            for name in ("paid", "refunded", "kept", "delivery", "ways")
        },
        "units": {
            "sent": added.units,
            "back": added.back,
            "kept": added.with_customer,
        },
        "adds_up": added.adds_up,
        "log": {"events": verified.events, "broken": len(verified.broken)},
    }


def _row(played: Played, one: Told) -> dict[str, Any]:
    way, ticket = one.known.way, played.tickets[one.story.return_id]
    assert way is not None
    return {
        "return_id": one.story.return_id,
        "line_id": one.story.line_id,
        "reason": one.story.reason,
        "method": way.method,
        "carrier": way.carrier,
        "in_hand": {
            "tracking_number": ticket.tracking_number,
            "code": ticket.code,
            "label_bytes": len(ticket.document),
            "media_type": ticket.media_type,
            "pickup_point": way.pickup_point,
            "collect_on": way.collect_on.isoformat() if way.collect_on else None,
            "slot": way.slot,
            "usable_until": _iso(ticket.expires_at),
        },
        "costs_customer": str(one.fee),
        "costs_shop_minor": way.price_minor,
        "sent_at": _iso(one.sent_at),
        "received_at": _iso(one.received_at),
        "inspected_at": _iso(one.inspected_at),
        "refund": str(one.refund),
        "refund_at": one.moment,
        "refunded_at": _iso(one.refunded_at),
    }


def _iso(at: datetime | None) -> str | None:
    return at.astimezone(LONDON).isoformat() if at else None
