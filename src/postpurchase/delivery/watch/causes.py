"""Causes: findings that recur, where they recur, and what they cost.

A late parcel is bad luck; fifty late parcels of one service from one location are a
cause, and a cause can be removed. Findings of one kind and stage are put together
by each thing that they may have in common: the location, the carrier, its service,
the article. The dearest comes first. Whether an action helped is said by the share
of orders that it happened to, before and after.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final

import attrs

from postpurchase.delivery.learn.scoring import Foresight
from postpurchase.errors import InvalidInput, InvalidMoney
from postpurchase.errors.inputs import short
from postpurchase.order.events import Event, FindingClosed, FindingOpened
from postpurchase.order.findings import Finding
from postpurchase.values.money import Money
from postpurchase.values.shares import Share

DIMENSIONS: Final = ("location", "carrier", "service", "article")
"""What findings may have in common."""


@attrs.frozen(kw_only=True)
class FindingRecord:
    """A finding as the log tells it.

    Args:
        order_id: The order.
        finding: What was wrong.
        opened_at: When it was noticed.
        closed_at: When it was over; None while it is not.
        reason: Why it was over.
    """

    order_id: str
    finding: Finding
    opened_at: datetime
    closed_at: datetime | None = None
    reason: str = ""

    def commons(self) -> Iterator[tuple[str, str]]:
        """Name what this finding may have in common with others."""
        finding = self.finding
        if finding.location_code:
            yield "location", finding.location_code
        if finding.carrier:
            yield "carrier", finding.carrier
        if finding.carrier and finding.service:
            yield "service", f"{finding.carrier}/{finding.service}"
        for sku in finding.skus:
            yield "article", sku


@attrs.frozen(kw_only=True)
class Cause:
    """Findings of one kind and stage that have something in common.

    Args:
        kind: What was wrong.
        stage: Where the error arose.
        dimension: One of `DIMENSIONS`.
        value: The location, carrier, ``carrier/service`` or article.
        whose: Whose most of them are.
        count: How many findings.
        orders: How many orders.
        share: The part of all findings of this kind and stage.
        cost: What they cost together; None without prices.
        first_at: When the first was noticed.
        last_at: When the last was noticed.
    """

    kind: str
    stage: str
    dimension: str
    value: str
    whose: str
    count: int
    orders: int
    share: Share
    cost: Money | None
    first_at: datetime
    last_at: datetime


@attrs.frozen(kw_only=True)
class Comparison:
    """A cause before and after something was done about it.

    Args:
        before: The share of orders that it happened to before.
        after: The same afterwards.
        is_better: Whether it is less frequent beyond what chance explains.
        is_worse: Whether it is more frequent beyond that.
    """

    before: Share
    after: Share

    @property
    def is_better(self) -> bool:
        """Whether the two ranges lie apart, the later one lower."""
        return self.after.most < self.before.least

    @property
    def is_worse(self) -> bool:
        """Whether the two ranges lie apart, the later one higher."""
        return self.after.least > self.before.most


def records(log: Iterable[tuple[str, Event]]) -> tuple[FindingRecord, ...]:
    """Put together what opened and what closed.

    Args:
        log: Order id and event, in the order of the log.

    Returns:
        Every finding, in the order in which they were noticed.
    """
    found: dict[tuple[str, str], FindingRecord] = {}
    for order_id, event in log:
        if isinstance(event, FindingOpened):
            finding = event.finding
            found[order_id, finding.finding_id] = FindingRecord(
                order_id=order_id, finding=finding, opened_at=event.at
            )
        elif isinstance(event, FindingClosed):
            key = order_id, event.finding_id
            if key in found:
                found[key] = attrs.evolve(
                    found[key], closed_at=event.at, reason=event.reason
                )
    return tuple(found.values())


def causes(
    known: Iterable[FindingRecord],
    *,
    costs: Mapping[str, Money] | None = None,
    least: int = 2,
) -> tuple[Cause, ...]:
    """Group findings by what they have in common, the dearest first.

    Causes of equal cost are ranked by their number, then by how much of their kind
    they explain.

    Args:
        known: The findings of a period.
        costs: What one finding of a kind costs the shop, in one currency; a kind
            that is not named costs nothing.
        least: Findings that make a cause, from 1.

    Raises:
        InvalidInput: *least* is below 1.
        InvalidMoney: The costs are in several currencies.
    """
    if type(least) is not int or least < 1:
        raise InvalidInput(
            path="least", value=short(least), expected="a whole number from 1"
        )
    prices = dict(costs or {})
    currency = _currency(prices)
    groups: dict[tuple[str, str, str, str], list[FindingRecord]] = {}
    totals: Counter[tuple[str, str]] = Counter()
    for record in known:
        kind, stage = record.finding.kind, record.finding.stage
        totals[kind, stage] += 1
        for dimension, value in record.commons():
            groups.setdefault((kind, stage, dimension, value), []).append(record)
    found = []
    for (kind, stage, dimension, value), members in groups.items():
        if len(members) < least:
            continue
        price = prices.get(kind)
        each_minor = price.amount_minor if price else 0
        whose = Counter(one.finding.whose for one in members).most_common(1)[0][0]
        found.append(
            Cause(
                kind=kind,
                stage=stage,
                dimension=dimension,
                value=value,
                whose=whose,
                count=len(members),
                orders=len({one.order_id for one in members}),
                share=Share(len(members), totals[kind, stage]),
                cost=Money(each_minor * len(members), currency) if currency else None,
                first_at=min(one.opened_at for one in members),
                last_at=max(one.opened_at for one in members),
            )
        )
    return tuple(sorted(found, key=_rank))


def compare(
    known: Iterable[FindingRecord],
    cause: Cause,
    *,
    changed_at: datetime,
    orders_before: int,
    orders_after: int,
) -> Comparison:
    """Say how often a cause struck before and after something was done about it.

    Args:
        known: The findings of both periods.
        cause: The cause.
        changed_at: When the action took effect.
        orders_before: Orders placed in the period before.
        orders_after: Orders placed in the period after.
    """
    struck: tuple[set[str], set[str]] = (set(), set())
    for record in known:
        finding = record.finding
        is_it = (finding.kind, finding.stage) == (cause.kind, cause.stage)
        if is_it and (cause.dimension, cause.value) in record.commons():
            struck[record.opened_at >= changed_at].add(record.order_id)
    before, after = (len(orders) for orders in struck)
    # A finding may belong to an order that was placed before the period began.
    return Comparison(
        before=Share(before, max(before, orders_before)),
        after=Share(after, max(after, orders_after)),
    )


def _currency(prices: Mapping[str, Money]) -> str:
    currencies = sorted({price.currency for price in prices.values()})
    if len(currencies) > 1:
        raise InvalidMoney(
            path="costs", value=", ".join(currencies), expected="one currency"
        )
    return currencies[0] if currencies else ""


def _rank(cause: Cause) -> tuple[int, int, float, str, str, str]:
    cost = cause.cost.amount_minor if cause.cost else 0
    explained = cause.share.count / cause.share.out_of
    return (-cost, -cause.count, -explained, cause.kind, cause.dimension, cause.value)


def foresight(known: Iterable[FindingRecord]) -> Foresight:
    """Say how often a prediction of lateness came true, and lateness was foreseen.

    Args:
        known: The findings of a period. Predictions that are still open count for
            neither.
    """
    predicted: dict[tuple[str, str], FindingRecord] = {}
    late: dict[tuple[str, str], FindingRecord] = {}
    for record in known:
        parcel = record.order_id, record.finding.parcel_id
        if record.finding.kind == "predicted_late" and record.closed_at is not None:
            predicted.setdefault(parcel, record)
        elif record.finding.kind == "late" and record.finding.parcel_id:
            late.setdefault(parcel, record)
    both = predicted.keys() & late.keys()
    ahead = sorted(late[one].opened_at - predicted[one].opened_at for one in both)
    return Foresight(
        came_true=Share(len(both), len(predicted)),
        foreseen=Share(len(both), len(late)),
        ahead=ahead[len(ahead) // 2] if ahead else None,
    )
