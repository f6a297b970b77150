"""What the law says when goods do not conform: until when, and which remedies."""

from __future__ import annotations

from datetime import date
from typing import Final

from postpurchase import wording
from postpurchase.errors import InvalidInput
from postpurchase.order.model import Order
from postpurchase.order.returns import ReturnItem, ReturnRequest
from postpurchase.returning.statutes import guarantee, uk
from postpurchase.returning.statutes.facts import LegalFacts
from postpurchase.returning.statutes.laws import EEA_STATES, MEMBER_STATES
from postpurchase.returning.statutes.possession import possession_of, zone_of
from postpurchase.values.rulings import Deadline, LineRuling, Ruling, RulingReason

FIRST: Final = guarantee.REMEDIES[1]
"""Repair and replacement come first."""

THEN: Final = (*FIRST, *guarantee.REMEDIES[2])
"""After one of them failed, a lower price or the money back, too."""


def conformity_ruling(
    request: ReturnRequest, order: Order, today: date, subdivision: str
) -> Ruling | None:
    """Rule on goods that do not conform, by the legal guarantee.

    The seller pays for the way back, and for the rest of the way. Where the goods
    were repaired or replaced before, the money is offered as well; in the United
    Kingdom it is within the first thirty days.

    Args:
        request: What is wished for.
        order: The order, as it stands.
        today: The day where the customer lives.
        subdivision: The customer's state, where holidays differ, or empty.

    Returns:
        The ruling; None where no law is known, or nothing arrived yet.

    Raises:
        UnknownLine: The order has no such line.

    Source: Directive (EU) 2019/771, art. 10 to 16; Consumer Rights Act 2015, s. 19 to
    24.
    """
    delivered_on = possession_of(order).last_on
    if delivered_on is None:
        return None
    deadlines = _deadlines(order, delivered_on, subdivision)
    if not deadlines:
        return None
    allowed = today <= deadlines[0].last_on
    lines = tuple(_line(one, order, deadlines[0], allowed) for one in request.items)
    return Ruling(
        policy="UK" if order.country == "GB" else "EU",
        allowed=allowed,
        reasons=tuple(dict.fromkeys(line.reasons[0].text for line in lines)),
        last_on=deadlines[0].last_on,
        kind="non_conformity",
        lines=lines,
        resolutions=_remedies(request, order, deadlines, today),
        freight_by="shop",
        refund_when="scan",
        deadlines=deadlines,
    )


def _deadlines(
    order: Order, delivered_on: date, subdivision: str
) -> tuple[Deadline, ...]:
    facts = LegalFacts(
        country=order.country,
        subdivision=subdivision,
        contract_on=order.placed_at.astimezone(zone_of(order)).date(),
        delivered_on=delivered_on,
    )
    try:
        return _known(facts)
    except InvalidInput:
        # The contract is older than the law.
        return ()


def _known(facts: LegalFacts) -> tuple[Deadline, ...]:
    if facts.country == "GB":
        if facts.bought_on < uk.VALID_FROM:
            return ()
        return (uk.claim_by(facts), uk.presumed_until(facts), uk.reject_by(facts))
    if facts.country not in (*MEMBER_STATES, *EEA_STATES):
        return ()
    return (guarantee.liable_until(facts), guarantee.presumed_until(facts))


def _remedies(
    request: ReturnRequest,
    order: Order,
    deadlines: tuple[Deadline, ...],
    today: date,
) -> tuple[str, ...]:
    lines = {item.line_id for item in request.items}
    was_tried = any(
        item.line_id in lines
        for known in order.returns
        if known.kind == "non_conformity" and known.resolution in FIRST
        for item in known.items
    )
    rejects = any(end.name == "reject" and today <= end.last_on for end in deadlines)
    return THEN if was_tried or rejects else FIRST


def _line(item: ReturnItem, order: Order, end: Deadline, allowed: bool) -> LineRuling:
    order.line(item.line_id)
    locale = wording.reader_locale(order.terms.locale)
    if allowed:
        text = wording.text(
            "The seller answers for faults that show until {last_on}.",
            locale,
            last_on=end.last_on,
        )
    else:
        text = wording.text(
            "The seller answered for faults that showed until {last_on}.",
            locale,
            last_on=end.last_on,
        )
    reason = RulingReason(rule="guarantee", text=text, basis=end.basis)
    return LineRuling(
        line_id=item.line_id,
        units=item.units,
        allowed=allowed,
        reasons=(reason,),
        last_on=end.last_on,
        fault="merchant",
    )
