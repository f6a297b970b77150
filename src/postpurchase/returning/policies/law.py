"""A policy above the law: in each respect what is better for the customer.

Among a shop's own policies the strictest holds; between them and the law it is the
other way round, because a policy can give more than the law, and never less.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, Protocol

import attrs

from postpurchase import wording
from postpurchase.errors import InvalidInput
from postpurchase.errors.inputs import short
from postpurchase.order.model import Order
from postpurchase.order.returns import ReturnItem, ReturnRequest
from postpurchase.returning.policies import said
from postpurchase.returning.policies.ruling import last_day
from postpurchase.returning.policies.terms import OUTBOUND
from postpurchase.returning.statutes.assurances import Assurances
from postpurchase.returning.statutes.ruling import statute_ruling
from postpurchase.values.money import Money
from postpurchase.values.return_terms import RESOLUTIONS
from postpurchase.values.rulings import Fee, LineRuling, Ruling, RulingReason

FREIGHT = "return_freight"
"""The fee that the law may allow: what the way back costs."""


class RulesOnReturns(Protocol):
    """Whatever rules as a return policy does, built in or plugged in."""

    @property
    def code(self) -> str:
        """The name of its rulings."""

    def rule(self, request: ReturnRequest, order: Order, at: datetime) -> Ruling:
        """Rule on a request."""


def rule_with_law(
    policy: RulesOnReturns,
    request: ReturnRequest,
    order: Order,
    at: datetime,
    *,
    assurances: Assurances | None = None,
) -> Ruling:
    """Rule by a policy and by the law beneath it.

    What the law lets come back comes back, even if the policy refuses it. Of such
    goods no fee is kept that the law forbids: none at all but the way back, and that
    only if the customer has to pay it by law. What the law is silent about, the
    policy decides.

    Args:
        policy: The shop's policy, of any kind.
        request: What is asked for.
        order: The order.
        at: When it is asked.
        assurances: What the shop told its customers about their rights; what the
            policy says of it if None.

    Raises:
        UnknownLine: The order has no line of the request.
        NaiveTime: *at* has no time zone.
        InvalidInput: The policy's `assurances` are none.
    """
    own = policy.rule(request, order, at)
    assurances = assurances or assurances_of(policy)
    law = statute_ruling(request, order, at, assurances=assurances)
    if law is None or not law.allowed:
        return own
    apart = own
    matched = _matched(request, own, law)
    mine = [item for item, one, by_law in matched if one.allowed and not by_law.allowed]
    if mine and len(mine) < len(matched):
        apart = policy.rule(attrs.evolve(request, items=tuple(mine)), order, at)
    return better(request, own, law, fees=apart.fees if mine else ())


def lawful_ruling(
    policy: RulesOnReturns, request: ReturnRequest, order: Order, at: datetime
) -> Ruling:
    """Rule on a customer's wish by policy and law, to the end.

    Where only the law lets it come back, and what is wished for instead is none of
    what the law gives, a person looks: the law is the least, not the most.

    Args:
        policy: The shop's policy, of any kind.
        request: What is asked for.
        order: The order.
        at: When it is asked.

    Raises:
        UnknownLine: The order has no line of the request.
        NaiveTime: *at* has no time zone.
        InvalidInput: The policy's `assurances` are none.
    """
    ruling = rule_with_law(policy, request, order, at)
    if ruling.policy == policy.code:
        return ruling
    return _for_a_person(ruling, request, order)


def law_alone(request: ReturnRequest, order: Order, at: datetime) -> Ruling | None:
    """Rule as `lawful_ruling` does where no policy is; None where no law is either.

    Raises:
        UnknownLine: The order has no line of the request.
        NaiveTime: *at* has no time zone.
    """
    ruling = statute_ruling(request, order, at)
    return None if ruling is None else _for_a_person(ruling, request, order)


def _for_a_person(ruling: Ruling, request: ReturnRequest, order: Order) -> Ruling:
    """Leave to a person what the law does not give; they may give anything."""
    is_given = request.resolution in (ruling.resolutions or RESOLUTIONS)
    if is_given or not ruling.allowed:
        return ruling
    note = said.review(wording.reader_locale(order.terms.locale or "en"))
    lines = tuple(
        attrs.evolve(one, reasons=(*one.reasons, note), review=True)
        if one.allowed
        else one
        for one in ruling.lines
    )
    reasons = tuple(dict.fromkeys((*ruling.reasons, note.text)))
    return attrs.evolve(
        ruling, lines=lines, reasons=reasons, resolutions=(), review=True
    )


def assurances_of(policy: object) -> Assurances | None:
    """Return what a policy says that the shop told its customers, if it does.

    Any policy may have an attribute `assurances`.

    Raises:
        InvalidInput: It is something else.
    """
    found: object = getattr(policy, "assurances", None)
    if found is None or isinstance(found, Assurances):
        return found
    raise InvalidInput(path="assurances", value=short(found), expected="Assurances")


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
    matched = _matched(request, own, law)
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


def _matched(
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
