"""Examining an order: what is wrong now, what is over, when to look again.

Findings open and close, and never flap:

1. A finding opens when its time has come, and closes only because of something
   that happened: a fact, a step, a new promise, a refund, or a graver finding
   about the same subject. The clock alone closes nothing.
2. Its id names kind, subject and cause. An id that was there once never opens
   again; a new cause (another scan, another promise, another setback) has
   another id.
3. Of one kind about one subject one finding is open. If its cause goes and another
   one has come in its place, it stays open: the problem is the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import attrs

from postpurchase.delivery.watch.arriving import ended, made_good, opened
from postpurchase.delivery.watch.carrying import carrying, reported
from postpurchase.delivery.watch.claiming import claiming
from postpurchase.delivery.watch.concerns import Concern, facts_of
from postpurchase.delivery.watch.guaranteeing import missed
from postpurchase.delivery.watch.kinds import KINDS
from postpurchase.delivery.watch.lateness import LaneOf, LateRisk, lane_by_country
from postpurchase.delivery.watch.preparing import preparing
from postpurchase.delivery.watch.returning import returning
from postpurchase.delivery.watch.thresholds import Thresholds
from postpurchase.errors import UnknownParcel
from postpurchase.order.findings import Closing, Finding, replaces

if TYPE_CHECKING:
    from postpurchase.order.model import Order

ClosingReason: TypeAlias = Literal["delivered", "made_good", "new_date", "moved_on"]
"""Why the watch closes a finding, as far as the order tells."""

BY_PROMISE: Final = frozenset({"predicted_late", "late"})
"""Kinds that another promised date ends."""


@attrs.frozen
class Look:
    """What a look at an order found.

    Args:
        opened: What is wrong now and was not before.
        closed: What is over.
        check_at: When to look again; None if nothing is awaited.
        is_news: Whether the order does not know all of this already.
    """

    opened: tuple[Finding, ...] = ()
    closed: tuple[Closing, ...] = ()
    check_at: datetime | None = None
    is_news: bool = False


def concerns(
    order: Order,
    thresholds: Thresholds,
    *,
    late_risk: LateRisk | None = None,
    lane_of: LaneOf = lane_by_country,
) -> Iterator[Concern]:
    """Say everything that is or will be wrong with an order as it stands.

    Args:
        order: The order.
        thresholds: How long is too long.
        late_risk: The probability of lateness, learned from deliveries.
        lane_of: Which lane a parcel goes.
    """
    yield from preparing(order, thresholds)
    yield from claiming(order, thresholds)
    yield from returning(order, thresholds)
    for parcel in order.parcels:
        if parcel.state == "labelled":
            yield from reported(order, parcel)
        elif parcel.state == "shipped" and not made_good(order, parcel.following()):
            yield from reported(order, parcel)
            yield from carrying(order, parcel, thresholds, late_risk, lane_of)
        elif parcel.state in ("returning", "returned", "lost"):
            yield from ended(order, parcel)
        elif parcel.state == "delivered":
            yield from opened(order, parcel)
            yield from missed(order, parcel, thresholds)


def examine(
    order: Order,
    at: datetime,
    thresholds: Thresholds,
    *,
    late_risk: LateRisk | None = None,
    lane_of: LaneOf = lane_by_country,
) -> Look:
    """Compare what is wrong with an order at a time with what it knows.

    Args:
        order: The order as it stands.
        at: Now, aware.
        thresholds: How long is too long.
        late_risk: As for `concerns`.
        lane_of: As for `concerns`.

    Returns:
        What opens, what closes, and when the next concern is due.
    """
    found = concerns(order, thresholds, late_risk=late_risk, lane_of=lane_of)
    standing = [one for one in found if one.until_at is None or at < one.until_at]
    wanted = {one.finding.about: one for one in reversed(standing) if one.due_at <= at}
    ids = {one.finding.finding_id for one in standing}
    closed = tuple(
        Closing(known.finding_id, _why(order, known))
        for known in order.findings
        if known.finding_id not in ids
        and known.about not in wanted
        and _is_over(order, known)
    )
    gone = {one.finding_id for one in closed}
    still = {one.about for one in order.findings if one.finding_id not in gone}
    ever = frozenset(order.circumstances.finding_ids)
    new = tuple(
        one.finding
        for about, one in reversed(wanted.items())
        if about not in still and one.finding.finding_id not in ever
    )
    ahead = [
        one.due_at
        for one in standing
        if one.due_at > at and one.finding.finding_id not in ever
    ]
    check_at = min(ahead, default=None)
    is_due = replaces(order.circumstances.check_at, check_at, at)
    return Look(new, closed, check_at, is_news=bool(new or closed or is_due))


def _is_over(order: Order, finding: Finding) -> bool:
    """Say whether something ended a finding that no detector stands behind.

    What people opened, people close, except a dispute about a parcel that turned
    out not to be delivered, or whose units were made good.
    """
    row = KINDS.get(finding.kind)
    if row is not None and row.is_watched:
        return True
    if finding.kind != "disputed":
        return False
    try:
        parcel = order.parcel(finding.parcel_id)
    except UnknownParcel:
        return False
    return parcel.state != "delivered" or made_good(order, parcel.following())


def _why(order: Order, finding: Finding) -> ClosingReason:
    """Say what ended a finding, as far as the order tells."""
    heard_at = finding.since_at
    for parcel in order.parcels:
        if parcel.parcel_id == finding.parcel_id:
            if parcel.state == "delivered":
                return "delivered"
            if made_good(order, parcel.following()):
                return "made_good"
            heard_at = max([heard_at, *(fact.at for fact in facts_of(parcel))])
    if finding.kind in BY_PROMISE and _is_promised_anew(order, finding, heard_at):
        return "new_date"
    return "moved_on"


def _is_promised_anew(order: Order, finding: Finding, since_at: datetime) -> bool:
    """Say whether another date was promised since the last that a carrier said."""
    return any(
        revision.at >= since_at and revision.parcel_id in {"", finding.parcel_id}
        for revision in order.revisions
    )
