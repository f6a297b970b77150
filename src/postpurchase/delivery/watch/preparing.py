"""Detectors before the parcel leaves: steps, holds and backorders past their time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from typing import TYPE_CHECKING, Final

import attrs

from postpurchase.delivery.watch.concerns import Concern, concern, evidence_of, stamp
from postpurchase.order.holds import held_units

if TYPE_CHECKING:
    from postpurchase.delivery.watch.thresholds import Thresholds
    from postpurchase.order.circumstances import Hold
    from postpurchase.order.model import Order
    from postpurchase.values.answers import Promise

OUT_OF_STOCK: Final = frozenset({"out_of_stock", "unknown_delivery_date"})
"""Reasons of holds that are backorders."""

CUSTOMERS: Final = frozenset(
    {"awaiting_payment", "customer_request", "incorrect_address"}
)
"""Reasons of holds that the customer can end."""


@attrs.define
class Group:
    """Units that wait for the same step at the same location.

    Args:
        step: The step that they are to take next.
        location_code: Where they are; empty before allocation.
        hours: How long before hand-over the step should be done.
        order_no: How far along their workflow they are.
        behind: Units of the order that are less far; fewer mean that more came.
        skus: The articles.
    """

    step: str
    location_code: str
    hours: int
    order_no: int
    behind: int
    skus: dict[str, None] = attrs.field(factory=dict)


def preparing(order: Order, thresholds: Thresholds) -> Iterator[Concern]:
    """Say by when what waits should have been allocated, picked, packed, shipped.

    Units on hold wait for the end of their hold instead; both are late once the
    promised day is over. A backorder whose date came without its goods is overdue
    until they are allocated.
    """
    free = _groups(order, thresholds, is_held=False)
    held = _groups(order, thresholds, is_held=True)
    if free:
        yield from _overdue(order, thresholds, free)
    if held:
        for hold in order.holds:
            yield _hold(order, thresholds, hold)
    for hold in order.circumstances.lapsed:
        if hold.reason in OUT_OF_STOCK and _is_unallocated(order, hold):
            yield _hold(order, thresholds, hold)
    promise = order.promise
    if promise is not None and (free or held):
        first = min([*free, *held], key=lambda group: group.order_no)
        yield concern(
            "late",
            promise.latest_on.isoformat(),
            _round(order),
            due_at=promise.ends_at,
            subject="order",
            stage=first.step,
            whose=_whose(thresholds, first.location_code),
            location_code=first.location_code,
            skus=_skus([*free, *held]),
            evidence=evidence_of(promise),
        )


def dispatch_at(
    order: Order,
    thresholds: Thresholds,
    location_code: str,
    promise: Promise | None = None,
) -> datetime:
    """Say by when the order is to leave a location for a promise, else its latest.

    That is the hand-over of the promised dispatch day. Where the promise names
    none, it is the day that the threshold gives, and after a new promise not
    before the day ahead of its first one.
    """
    zone, calendar = thresholds.place(location_code)
    promise = promise or order.promise
    if promise is not None and promise.dispatch_on is not None:
        day = promise.dispatch_on
    else:
        day = thresholds.dispatch.after(order.placed_at, zone, calendar).date()
        if promise is not None and order.circumstances.promise is not None:
            day = max(day, promise.earliest_on - timedelta(days=1))
    return _local(day, thresholds, location_code)


def _local(day: date, thresholds: Thresholds, location_code: str) -> datetime:
    zone, _ = thresholds.place(location_code)
    return datetime.combine(day, thresholds.hand_over_at, zone).astimezone(UTC)


def _groups(order: Order, thresholds: Thresholds, *, is_held: bool) -> list[Group]:
    """Gather the units that have not left by location and next step."""
    groups: dict[tuple[str, str], Group] = {}
    behind = _behind(order)
    for line_no, line in enumerate(order.grid.lines):
        if not line.requires_parcel:
            continue
        before = order.grid.places[line_no].before
        for n, place in enumerate(before):
            units = order.count(line_no, place)
            held = held_units(order, line_no, place) if order.holds else 0
            if not (held if is_held else units - held):
                continue
            step = before[n + 1] if n + 1 < len(before) else "shipped"
            hours = _hours(thresholds, before[n + 1 :])
            for location_code, cell in order.grid.cells(line_no, place):
                if order.counts[cell]:
                    new = Group(step, location_code, hours, n, behind[n])
                    group = groups.setdefault((location_code, step), new)
                    group.skus[line.sku] = None
    return list(groups.values())


def _behind(order: Order) -> list[int]:
    """Count for each number of steps the units that have taken fewer."""
    longest = max((len(places.before) for places in order.grid.places), default=0)
    counts = [0] * (longest + 1)
    for line_no, places in enumerate(order.grid.places):
        for n, place in enumerate(places.before):
            counts[n + 1] += order.count(line_no, place)
    return list(accumulate(counts))


def _hours(thresholds: Thresholds, steps: tuple[str, ...]) -> int:
    """Take the hours of the next step that has some; handing over has none."""
    known = thresholds.hours_before_dispatch
    return next((known[step] for step in steps if step in known), 0)


def _overdue(
    order: Order, thresholds: Thresholds, groups: list[Group]
) -> Iterator[Concern]:
    """Name each step that is not done in time, and the dispatch that is missed."""
    round_ = _round(order)
    leaves: dict[str, datetime] = {}
    for group in groups:
        where = group.location_code
        leave_at = leaves.setdefault(where, dispatch_at(order, thresholds, where))
        if group.step == "shipped":
            continue
        due_at = leave_at - _before(order, thresholds, leave_at, group.hours)
        yield concern(
            "step_overdue",
            stamp(leave_at),
            f"{round_}.{group.behind}",
            due_at=due_at,
            until_at=leave_at,
            subject=f"{group.step}@{where}"[:200],
            stage=group.step,
            whose=_whose(thresholds, where),
            location_code=where,
            skus=tuple(group.skus),
            evidence=f"leaves {stamp(leave_at)}",
        )
    first = min(groups, key=lambda group: group.order_no)
    leave_at = min(leaves.values())
    yield concern(
        "dispatch_overdue",
        stamp(leave_at),
        round_,
        due_at=leave_at,
        subject="order",
        stage=first.step,
        whose=_whose(thresholds, first.location_code),
        location_code=first.location_code,
        skus=_skus(groups),
        evidence=f"waits for {first.step}",
    )


def _round(order: Order) -> str:
    """Count what gives the shop a task anew: each is a new cause.

    New promises, steps that went wrong, holds that began and ended, and units that
    were added.
    """
    known = order.circumstances
    ordered = sum(line.quantity for line in order.grid.lines)
    holds = f"{len(known.hold_ids)}.{len(order.holds)}"
    return f"{len(known.revisions)}.{known.setbacks}.{holds}.{ordered}"


def _before(
    order: Order, thresholds: Thresholds, leave_at: datetime, hours: int
) -> timedelta:
    """Say how long before hand-over a step is due.

    An order that came shortly before its hand-over has less time for each step:
    all of them share the second half of what there is.
    """
    longest = max(thresholds.hours_before_dispatch.values(), default=1)
    half = max(leave_at - order.placed_at, timedelta()) / 2
    return min(timedelta(hours=hours), half * hours / max(longest, 1))


def _hold(order: Order, thresholds: Thresholds, hold: Hold) -> Concern:
    """Say when a hold is past its date, or keeps the order past its dispatch."""
    is_backorder = hold.reason in OUT_OF_STOCK
    zone, calendar = thresholds.place("")
    wait = thresholds.backorder if is_backorder else thresholds.hold
    began_at = hold.placed_at or order.placed_at
    ends_at = hold.until_at or wait.after(began_at, zone, calendar).astimezone(UTC)
    leave_at = max(began_at, dispatch_at(order, thresholds, ""))
    skus = [
        line.sku
        for line in order.grid.lines
        if not hold.units or line.line_id in hold.by_line
    ]
    return concern(
        "backorder_overdue" if is_backorder else "hold_overdue",
        _round(order),
        due_at=min(ends_at, leave_at),
        since_at=began_at,
        subject=hold.hold_id,
        whose="customer" if hold.reason in CUSTOMERS else "shop",
        skus=tuple(dict.fromkeys(skus)),
        evidence=hold.reason,
    )


def _is_unallocated(order: Order, hold: Hold) -> bool:
    return any(
        order.count(line_no, "placed")
        for line_no, line in enumerate(order.grid.lines)
        if not hold.units or line.line_id in hold.by_line
    )


def _whose(thresholds: Thresholds, location_code: str) -> str:
    """Say whether the shop or a partner works at a location."""
    partners = {one.code: one.partner for one in thresholds.locations}
    return "partner" if partners.get(location_code) else "shop"


def _skus(groups: list[Group]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(sku for group in groups for sku in group.skus))
