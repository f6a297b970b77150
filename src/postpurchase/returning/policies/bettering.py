"""The ruling of a policy and that of a statute put together, the better of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import attrs

from postpurchase.order.returns import ReturnItem, ReturnRequest
from postpurchase.returning.policies.ruling import last_day
from postpurchase.returning.policies.terms import OUTBOUND
from postpurchase.values.money import Money
from postpurchase.values.return_terms import RESOLUTIONS
from postpurchase.values.rulings import Fee, LineRuling, Ruling, RulingReason

FREIGHT = "return_freight"
"""The fee that the law may allow: what the way back costs."""


def better(
    request: ReturnRequest, own: Ruling, law: Ruling, *, fees: Sequence[Fee] = ()
) -> Ruling:
    """Put the ruling of a policy and that of a statute together.

    Args:
        request: What both were asked.
        own: The policy's.
        law: The statute's.
        fees: What the policy keeps of those goods alone that the law does not let
            come back.
    """
    kept = _fees(own, law, fees)
    fell = {one.code for one in own.fees} - {one.code for one in kept}
    matched = matched_items(request, own, law)
    lines = tuple(_line(one, by_law, is_named=bool(fell)) for _, one, by_law in matched)
    decides = any(by.allowed and not one.allowed for _, one, by in matched)
    covered = all(by.allowed or not one.allowed for _, one, by in matched)
    by_shop = "shop" in (own.freight_by, law.freight_by)
    outbound, most = _outbound(own, law)
    return attrs.evolve(
        own,
        policy=law.policy if decides else own.policy,
        allowed=any(one.allowed for one in lines),
        reasons=tuple(dict.fromkeys(why.text for one in lines for why in one.reasons)),
        last_on=last_day(lines),
        review=any(one.review for one in lines),
        kind=law.kind if decides else own.kind,
        lines=lines,
        fees=kept,
        methods=_methods(own),
        resolutions=_resolutions(own, law),
        freight_by="shop" if by_shop else "customer",
        outbound=outbound,
        outbound_max=most,
        photos=min(own.photos, law.photos) if covered else own.photos,
        refund_when=_refund_when(own, law),
        deadlines=tuple(dict.fromkeys((*own.deadlines, *law.deadlines))),
    )


def matched_items(
    request: ReturnRequest, own: Ruling, law: Ruling
) -> list[tuple[ReturnItem, LineRuling, LineRuling]]:
    """Put beside each item what both say of it.

    A policy may say several things of the units of one item; what it leaves out does
    not come back by it. The law says one thing of each item, in their order.
    """
    if not own.lines:
        pairs = zip(request.items, law.lines, strict=True)
        return [(item, _whole(own, item), by_law) for item, by_law in pairs]
    left = [[line, line.units] for line in own.lines]
    found = []
    for item, by_law in zip(request.items, law.lines, strict=True):
        for line, units in _taken(item, left, _whole(own, item)):
            piece = attrs.evolve(item, units=units)
            one = attrs.evolve(line, units=units)
            found.append((piece, one, attrs.evolve(by_law, units=units)))
    return found


def _taken(
    item: ReturnItem, left: list[list[Any]], whole: LineRuling
) -> Iterator[tuple[LineRuling, int]]:
    """Take an item's units out of the lines of a ruling, each unit once."""
    wanted = item.units
    for row in left:
        line, units = row
        taken = min(wanted, units) if line.line_id == item.line_id else 0
        if taken:
            row[1] -= taken
            wanted -= taken
            yield line, taken
    if wanted:
        yield attrs.evolve(whole, allowed=False, review=False), wanted


def _whole(ruling: Ruling, item: ReturnItem) -> LineRuling:
    """Say of an item what a ruling says of everything."""
    return LineRuling(
        line_id=item.line_id,
        units=item.units,
        allowed=ruling.allowed,
        reasons=tuple(
            RulingReason(rule=ruling.policy, text=text) for text in ruling.reasons
        ),
        last_on=ruling.last_on,
        review=ruling.review,
    )


def _line(own: LineRuling, law: LineRuling, *, is_named: bool) -> LineRuling:
    """Take the better of both; the one that lost is not named.

    Args:
        own: The policy's.
        law: The statute's.
        is_named: Whether the statute decided something else, so that it is named.
    """
    if not law.allowed:
        if own.allowed:
            return own
        return attrs.evolve(own, reasons=_joined(own, law), last_on=_later(own, law))
    if not own.allowed:
        return law
    last_on = _later(own, law)
    is_free = own.review and not law.review
    if is_free:
        heard = tuple(one for one in own.reasons if one.rule != "review")
        own = attrs.evolve(own, reasons=heard, review=False)
    if last_on != own.last_on:
        reasons = law.reasons
    else:
        reasons = _joined(own, law) if is_named or is_free else own.reasons
    return attrs.evolve(own, reasons=reasons, last_on=last_on)


def _joined(own: LineRuling, law: LineRuling) -> tuple[RulingReason, ...]:
    return tuple(dict.fromkeys((*own.reasons, *law.reasons)))


def _later(own: LineRuling, law: LineRuling) -> date | None:
    """Return the later last day; what may come back without one has no end."""
    days = (own.last_on, law.last_on)
    if own.allowed and None in days:
        return None
    return max((day for day in days if day is not None), default=None)


def _fees(own: Ruling, law: Ruling, fees: Sequence[Fee]) -> tuple[Fee, ...]:
    """Return what may be kept: of goods that the law does not cover, and the way."""
    kept = [one for one in fees if one.code != FREIGHT]
    if "shop" not in (own.freight_by, law.freight_by):
        kept += [one for one in own.fees if one.code == FREIGHT]
    return tuple(kept)


def _methods(own: Ruling) -> tuple[str, ...]:
    """Return the ways back; by law customers may also send it back themselves."""
    if not own.methods or own.keeps_item or "own_carrier" in own.methods:
        return own.methods
    return (*own.methods, "own_carrier")


def _resolutions(own: Ruling, law: Ruling) -> tuple[str, ...]:
    """Return what both give; of what the policy refuses, what the law does."""
    if not own.allowed:
        return law.resolutions
    if not own.resolutions or not law.resolutions:
        return ()
    both = {*own.resolutions, *law.resolutions}
    return tuple(one for one in RESOLUTIONS if one in both)


def _refund_when(own: Ruling, law: Ruling) -> str:
    """Let the policy say when the money is due; the law says by which day at last.

    The shop may look at the goods first, as long as the money is back in time, and
    keep something for what they lost in value. Some time is no time at all, and of
    what it refuses the policy says nothing.

    Source: Directive 2011/83/EU, art. 13(1), 13(3) and 14(2).
    """
    is_silent = not own.allowed or own.refund_when == "manual"
    return law.refund_when if is_silent else own.refund_when


def _outbound(own: Ruling, law: Ruling) -> tuple[str, Money | None]:
    """Return the most of the delivery out that one of them pays back."""
    word = min(own.outbound, law.outbound, key=OUTBOUND.index)
    given = (own.outbound_max, law.outbound_max)
    limits = [one for one in given if one is not None]
    return word, max(limits) if word == "standard" else None
