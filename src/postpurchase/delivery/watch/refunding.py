"""The detector of returns that have to be paid back by a day that comes near."""

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


def refunding(order: Order, thresholds: Thresholds) -> Iterator[Concern]:
    """Name each return two days before the law wants its money to be back.

    The ruling says the last day. Until the goods are back or were shown to be on
    their way, the shop may wait; after that not a day longer than that, even if
    nobody has looked at them yet.

    Source: Directive 2011/83/EU, art. 13(1) and (3).
    """
    zone = ZoneInfo(thresholds.zone)
    for one in order.returns:
        last_on = _last_day(one, zone)
        if last_on is None:
            continue
        first_on = last_on - timedelta(days=DAYS_AHEAD)
        begins_at = datetime.combine(first_on, datetime.min.time(), zone)
        yield concern(
            "refund_due",
            one.return_id,
            due_at=max(begins_at.astimezone(UTC), one.asked_at),
            subject=one.return_id,
            evidence=f"pay by {last_on}",
        )


def _last_day(one: Return, zone: ZoneInfo) -> date | None:
    """Say by when a return has to be paid; None while nothing is due by law."""
    ruling = one.ruling
    if ruling is None:
        return None
    is_awaited = one.logistics in ("awaiting", "issued", "expired")
    is_paid = one.money in ("settled", "waived")
    if is_paid or is_awaited or one.intent != "approved":
        return None
    if not one.resolution.startswith("refund"):
        return None
    ends = [end.last_on for end in ruling.deadlines if end.name == "refund"]
    if ends and one.sent_at is not None:
        ends.append(one.sent_at.astimezone(zone).date())
    return max(ends, default=None)
