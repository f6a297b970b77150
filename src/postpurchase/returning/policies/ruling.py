"""The ruling of one or several policies on a request."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from postpurchase import wording
from postpurchase.order.model import Order
from postpurchase.order.returns import ReturnRequest
from postpurchase.returning.policies import said
from postpurchase.returning.policies.fees import (
    Worth,
    chosen,
    fees_of,
    ways_back,
    worths,
)
from postpurchase.returning.policies.holding import Holding, holding, zone_of
from postpurchase.returning.policies.parts import amount_in, matches
from postpurchase.returning.policies.terms import OUTBOUND, Terms
from postpurchase.returning.policies.verdicts import Verdict, covering, verdicts
from postpurchase.values.money import Money
from postpurchase.values.return_terms import REFUND_MOMENTS, RESOLUTIONS
from postpurchase.values.rulings import Deadline, LineRuling, Ruling, RulingReason
from postpurchase.values.times import aware


def ruling_of(
    code: str,
    policies: Sequence[Terms],
    request: ReturnRequest,
    order: Order,
    at: datetime,
) -> Ruling:
    """Rule on a request by the policies together, the strictest in each respect.

    Args:
        code: The name of the ruling.
        policies: The policies; each holds for the goods and countries it is about.
        request: What is asked for.
        order: The order.
        at: When it is asked.

    Raises:
        UnknownLine: The order has no line of the request.
        NaiveTime: *at* has no time zone.
    """
    on = aware(at).astimezone(zone_of(order)).date()
    locale = wording.reader_locale(order.terms.locale or "en")
    held = [holding(one, request.segments, order, on) for one in policies]
    found = verdicts(request, order, held, on, locale)
    worth = worths(found, order)
    about = {one.line_id: covering(held, one, order) for one in request.items}
    deciding = _unique(
        one for each in worth for one in about[each.verdict.item.line_id]
    )
    back = ways_back(deciding, order.currency)
    faultless = all(one.verdict.fault == "customer" for one in worth)
    resolutions, is_split = _resolutions(deciding, is_step_heard=faultless)
    notes, keeps = [], _keeps(worth, deciding, order)
    review = back.is_split or is_split or _review(worth, request, deciding, order)
    if review:
        notes.append(said.review(locale))
    if keeps:
        notes.append(said.keep(locale))
    way = chosen(back, request.method)
    by = back.freight_by if way is None else way.paid_by
    lines = _lines(found, notes, review=review)
    last_on = last_day(lines)
    outbound, most = _outbound(deciding, order)
    return Ruling(
        policy=code,
        allowed=bool(worth),
        reasons=tuple(dict.fromkeys(why.text for one in lines for why in one.reasons)),
        last_on=last_on,
        review=any(one.review for one in lines),
        kind=request.kind if request.kind != "withdrawal" else "policy_return",
        lines=lines,
        fees=() if keeps else fees_of(worth, about, way, order, locale),
        methods=("keep_item",) if keeps else tuple(one.method for one in back.ways),
        resolutions=resolutions,
        freight_by=by if faultless and not keeps else "shop",
        outbound=outbound,
        outbound_max=most,
        keeps_item=keeps,
        photos=max((one.verdict.photos for one in worth), default=0),
        refund_when=_refund_when(deciding),
        bonus_percent=_bonus(deciding),
        deadlines=_deadlines(code, last_on),
    )


def _unique(held: Iterable[Holding]) -> list[Holding]:
    """Return each policy once, in the order of their codes."""
    found = {one.terms.code: one for one in held}
    return [found[code] for code in sorted(found)]


def _lines(
    found: Sequence[Verdict], notes: Sequence[RulingReason], *, review: bool
) -> tuple[LineRuling, ...]:
    """Return a ruling for each item, in the order of the request."""
    return tuple(
        LineRuling(
            line_id=one.item.line_id,
            units=one.item.units,
            allowed=one.allowed,
            reasons=(*one.reasons, *notes) if one.allowed else one.reasons,
            last_on=one.end.day if one.end is not None else None,
            fault=one.fault,
            review=one.allowed and (review or one.review),
        )
        for one in found
    )


def last_day(lines: Sequence[LineRuling]) -> date | None:
    """Return the first last day of what may come back, else the last one there was."""
    days = [one.last_on for one in lines if one.allowed and one.last_on is not None]
    if any(one.allowed for one in lines):
        return min(days, default=None)
    return max((one.last_on for one in lines if one.last_on), default=None)


def _keeps(worth: Sequence[Worth], held: Sequence[Holding], order: Order) -> bool:
    """Say whether the goods are not wanted back: all that speak of it agree."""
    speaking = [one.terms for one in held if one.terms.keep_up_to]
    goods = sum(one.goods_minor for one in worth)
    for terms in speaking:
        most = amount_in(terms.keep_up_to, order.currency)
        if most is None or goods > most:
            return False
        if terms.keep_reasons and not all(
            matches(one.verdict.item.reason, terms.keep_reasons) for one in worth
        ):
            return False
    return bool(speaking) and bool(worth)


def _review(
    worth: Sequence[Worth],
    request: ReturnRequest,
    held: Sequence[Holding],
    order: Order,
) -> bool:
    goods = sum(one.goods_minor for one in worth)
    units = sum(one.verdict.item.units for one in worth)
    for one in held:
        rule = one.terms.review
        if one.review:
            return True
        if rule is None:
            continue
        most = amount_in(rule.value_above, order.currency)
        if (
            (most is not None and goods > most)
            or (rule.units_above is not None and units > rule.units_above)
            or any(matches(each.verdict.item.reason, rule.reasons) for each in worth)
        ):
            return True
    return False


def _resolutions(
    held: Sequence[Holding], *, is_step_heard: bool
) -> tuple[tuple[str, ...], bool]:
    """Return what all policies allow; if that is nothing, all of it for a person."""
    named = [
        one.resolutions if is_step_heard else one.terms.resolutions for one in held
    ]
    naming = [one for one in named if one]
    if not naming:
        return (), False
    shared = tuple(one for one in RESOLUTIONS if all(one in each for each in naming))
    if shared:
        return shared, False
    return tuple(
        one for one in RESOLUTIONS if any(one in each for each in naming)
    ), True


def _refund_when(held: Sequence[Holding]) -> str:
    named = [one.terms.refund_when for one in held if one.terms.refund_when]
    return max(named, key=REFUND_MOMENTS.index, default="inspection")


def _bonus(held: Sequence[Holding]) -> int:
    named = [one.terms.bonus_percent for one in held]
    return min((one for one in named if one is not None), default=0)


def _outbound(held: Sequence[Holding], order: Order) -> tuple[str, Money | None]:
    """Return the least of the deliveries out that the policies pay back."""
    word = max(
        (one.terms.outbound for one in held), key=OUTBOUND.index, default="share"
    )
    if word != "standard":
        return word, None
    limits = [amount_in(one.terms.outbound_max, order.currency) for one in held]
    known = [one for one in limits if one is not None]
    return ("standard", order.money(min(known))) if known else ("share", None)


def _deadlines(code: str, last_on: date | None) -> tuple[Deadline, ...]:
    if last_on is None:
        return ()
    return (Deadline(name="return", last_on=last_on, basis=code),)
