"""The detectors of returns: money that must be back, goods that are not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from postpurchase.delivery.watch.concerns import Concern, concern

if TYPE_CHECKING:
    from postpurchase.delivery.watch.thresholds import Thresholds
    from postpurchase.order.model import Order
    from postpurchase.order.returns import Return

DAYS_AHEAD: Final = 2
"""How many days before its last day a refund that was not asked for is named."""

DAYS_TO_SEND: Final = 30
"""How long goods may be on their way to the post where the ruling names no day."""

NOT_SENT: Final = ("awaiting", "issued", "expired")
"""States of the way back in which the goods are with the customer."""


def returning(order: Order, thresholds: Thresholds) -> Iterator[Concern]:
    """Name each return whose money the law wants soon, or whose goods are overdue.

    The ruling says the last day of a refund. Until the goods are back or were shown
    to be on their way, the shop may wait; after that not a day longer than that,
    even if nobody has looked at them yet. Goods are overdue once money or new goods
    were given for them and they were not sent by the ruling's day.

    Source: Directive 2011/83/EU, art. 13(1), 13(3) and 14(1).
    """
    zone = ZoneInfo(thresholds.zone)
    for one in order.returns:
        if one.intent != "approved":
            continue
        if one.logistics in NOT_SENT:
            yield from _overdue(order, one, zone)
        else:
            yield from _payable(one, zone)


def _payable(one: Return, zone: ZoneInfo) -> Iterator[Concern]:
    ends = _ends(one, "refund")
    is_paid = one.money in ("settled", "waived")
    if not ends or is_paid or not one.resolution.startswith("refund"):
        return
    if one.sent_at is not None:
        ends.append(one.sent_at.astimezone(zone).date())
    last_on = max(ends)
    begins_at = _midnight(last_on - timedelta(days=DAYS_AHEAD), zone)
    yield concern(
        "refund_due",
        one.return_id,
        due_at=max(begins_at, one.asked_at),
        subject=one.return_id,
        evidence=f"pay by {last_on}",
    )


def _overdue(order: Order, one: Return, zone: ZoneInfo) -> Iterator[Concern]:
    money = any(refund.return_id == one.return_id for refund in order.refunds)
    goods = any(
        credit.return_id == one.return_id and credit.ship == "first"
        for credit in order.ledger.credits
    )
    if not (money or goods):
        return
    asked_on = one.asked_at.astimezone(zone).date()
    ends = _ends(one, "send_back") or [asked_on + timedelta(days=DAYS_TO_SEND)]
    last_on = max(ends)
    yield concern(
        "not_sent_back",
        one.return_id,
        due_at=_midnight(last_on + timedelta(days=1), zone),
        subject=one.return_id,
        evidence=f"to be sent by {last_on}",
    )


def _ends(one: Return, name: str) -> list[date]:
    ruled = () if one.ruling is None else one.ruling.deadlines
    return [end.last_on for end in ruled if end.name == name]


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, datetime.min.time(), zone).astimezone(UTC)
