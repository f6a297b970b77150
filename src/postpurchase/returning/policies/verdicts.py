"""What one policy, and several together, say about each item of a request."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import attrs

from postpurchase.order.model import Order
from postpurchase.order.returnable import places_for
from postpurchase.order.returns import ReturnItem, ReturnRequest
from postpurchase.returning.policies import said
from postpurchase.returning.policies.holding import End, Holding
from postpurchase.returning.policies.parts import matches
from postpurchase.values.return_reasons import reason_of
from postpurchase.values.rulings import RulingReason

WITHOUT_WINDOW = frozenset({"recall", "delivery_refused"})
"""Kinds of return that come unasked, so that no window can be missed."""


@attrs.frozen(kw_only=True)
class Verdict:
    """What was found about one item.

    Args:
        item: The item.
        fault: Whose fault its reason is.
        allowed: Whether it may come back.
        reasons: Each rule that decided, the decisive one first.
        end: The end of the window, where that was looked at.
        review: Whether a person should look.
        photos: How many photos are needed.
    """

    item: ReturnItem
    fault: str
    allowed: bool
    reasons: tuple[RulingReason, ...]
    end: End | None = None
    review: bool = False
    photos: int = 0


def verdicts(
    request: ReturnRequest, order: Order, held: Sequence[Holding], on: date, locale: str
) -> tuple[Verdict, ...]:
    """Judge each item by every policy that is about it; the strictest one holds.

    Raises:
        UnknownLine: The order has no line of the request.
    """
    # Of the law alone goods may come back that never arrived.
    kind = "policy_return" if request.kind == "withdrawal" else request.kind
    places = places_for(kind)
    asked = {part.line_id: part.units for part in request.units}
    found = []
    for item in request.items:
        fault = fault_of(item, request.kind)
        line = order.line(item.line_id)
        there = sum(line.units(place) for place in places)
        about = covering(held, item, order)
        if asked[item.line_id] > there:
            refused = (said.not_delivered(locale),)
        elif not about:
            refused = (said.not_covered(locale),)
        else:
            each = [
                _verdict(one, item, order, on, locale, request.kind) for one in about
            ]
            found.append(strictest(each))
            continue
        found.append(Verdict(item=item, fault=fault, allowed=False, reasons=refused))
    return tuple(found)


def covering(
    held: Iterable[Holding], item: ReturnItem, order: Order
) -> tuple[Holding, ...]:
    """Return the policies that are about an item."""
    kinds = order.line(item.line_id).terms.categories
    return tuple(one for one in held if one.terms.covers(kinds, order.country))


def fault_of(item: ReturnItem, kind: str) -> str:
    """Return whose fault it is; a recall is always the shop's."""
    return "merchant" if kind == "recall" else reason_of(item.reason).fault


def strictest(each: Sequence[Verdict]) -> Verdict:
    """Put the verdicts of several policies on one item together.

    It may come back if all of them let it, until the earliest of their last days;
    only the rules that gave that are named. The order of the policies does not
    matter but for the order of the reasons.
    """
    refusing = [one for one in each if not one.allowed]
    deciding = refusing or each
    ends = [one.end for one in deciding if one.end is not None]
    end = min(ends, key=lambda one: one.rank, default=None)
    reasons: dict[tuple[str, str], RulingReason] = {}
    for one in deciding:
        for reason in one.reasons:
            is_window = one.end is not None and reason is one.reasons[0]
            if not is_window or (one.end and end and one.end.rank == end.rank):
                reasons.setdefault((reason.rule, reason.text), reason)
    return attrs.evolve(
        each[0],
        allowed=not refusing,
        reasons=tuple(reasons.values()),
        end=end,
        review=not refusing and any(one.review for one in each),
        photos=0 if refusing else max(one.photos for one in each),
    )


def _verdict(
    held: Holding, item: ReturnItem, order: Order, on: date, locale: str, kind: str
) -> Verdict:
    fault = fault_of(item, kind)
    end = End(state="never", rule=kind) if kind in WITHOUT_WINDOW else held.end
    reasons: tuple[RulingReason, ...] = (said.window(end, on, locale),)
    if not end.is_open(on):
        return Verdict(item=item, fault=fault, allowed=False, reasons=reasons, end=end)
    wanted: tuple[str, ...] | None = None
    if fault == "customer" and kind not in WITHOUT_WINDOW:
        wanted = _wanted(held, item, order)
    if wanted is not None and item.condition not in wanted:
        if not wanted or item.condition:
            why = said.condition(wanted, locale) if wanted else said.excluded(locale)
            return Verdict(item=item, fault=fault, allowed=False, reasons=(why,))
        reasons += (said.condition(wanted, locale),)
    if held.step and fault == "customer":
        reasons += (said.step(held.resolutions, locale),)
    count = max(
        (one.count for one in held.terms.photos if matches(item.reason, (one.reason,))),
        default=0,
    )
    if count:
        reasons += (said.photos(count, locale),)
    return Verdict(
        item=item,
        fault=fault,
        allowed=True,
        reasons=reasons,
        end=end,
        review=end.state == "unknown",
        photos=count,
    )


def _wanted(held: Holding, item: ReturnItem, order: Order) -> tuple[str, ...] | None:
    """Return in which conditions an item may come back.

    None is any, and an empty list none: several exclusions leave what all of them
    and the policy itself allow.
    """
    line, terms = order.line(item.line_id).terms, held.terms
    limits = [
        one.unless for one in terms.exclusions if one.names(line.sku, line.categories)
    ]
    if terms.conditions:
        limits.append(terms.conditions)
    if not limits:
        return None
    return tuple(one for one in limits[0] if all(one in limit for limit in limits[1:]))
