"""What the law says of a wish to send something back, as a ruling like a policy's.

A policy may give more, never less. It is no legal advice.
"""

from __future__ import annotations

from datetime import date, datetime

from postpurchase import wording
from postpurchase.errors import InvalidInput
from postpurchase.order.model import Order
from postpurchase.order.returns import ReturnItem, ReturnRequest
from postpurchase.returning.statutes import withdrawal
from postpurchase.returning.statutes.assurances import Assurances
from postpurchase.returning.statutes.conformity import conformity_ruling
from postpurchase.returning.statutes.exceptions import exemption_of, is_sealed
from postpurchase.returning.statutes.facts import LegalFacts
from postpurchase.returning.statutes.laws import (
    WITHDRAWAL_LAWS,
    WithdrawalLaw,
    statute_of,
)
from postpurchase.returning.statutes.possession import (
    Possession,
    contract_kind,
    possession_of,
    zone_of,
)
from postpurchase.values.rulings import Deadline, LineRuling, Ruling, RulingReason
from postpurchase.values.times import aware

CONSUMER_KINDS = ("withdrawal", "policy_return", "delivery_refused")
"""Kinds of returns to which the right to withdraw applies."""


def statute_ruling(
    request: ReturnRequest,
    order: Order,
    at: datetime,
    *,
    assurances: Assurances | None = None,
) -> Ruling | None:
    """Rule by the law of the country that the order went to.

    Args:
        request: What is wished for; of kind ``non_conformity`` the legal guarantee
            answers, of kinds `CONSUMER_KINDS` the right to withdraw.
        order: The order, as it stands.
        at: Now, aware.
        assurances: What the shop told and offers; the right was explained in time
            if None.

    Returns:
        The ruling; None where no statute says anything: in another country, for
        another kind, or where the recipient of a gift asks.

    Raises:
        UnknownLine: The order has no such line.
        NaiveTime: *at* has no time zone.
        UnknownCode: The country has no such subdivision.

    Source: Directive 2011/83/EU, art. 9 to 16; Directive (EU) 2019/771, art. 10 to
    16; SI 2013/3134; Закон України № 1023-XII.
    """
    said = assurances or Assurances()
    today = aware(at).astimezone(zone_of(order)).date()
    if request.asked_by == "gift_recipient":
        return None
    if request.kind == "non_conformity":
        return conformity_ruling(
            request, order, today, said.subdivision_in(order.country)
        )
    law = WITHDRAWAL_LAWS.get(statute_of(order.country))
    if law is None or request.kind not in CONSUMER_KINDS:
        return None
    try:
        return _withdrawal_ruling(request, order, today, law=law, said=said)
    except InvalidInput:
        # The contract is older than the law, or than the years that are counted.
        return None


def _withdrawal_ruling(
    request: ReturnRequest,
    order: Order,
    today: date,
    *,
    law: WithdrawalLaw,
    said: Assurances,
) -> Ruling:
    had = possession_of(order)
    judged = [
        _line(item, order, today, had=had, law=law, said=said) for item in request.items
    ]
    lines = tuple(line for line, _ in judged)
    ends = [end for _, end in judged if end is not None]
    deadlines = {(end.last_on, end.basis): end for end in ends}.values()
    allowed = any(line.allowed for line in lines)
    facts = _facts(order, said, notice_on=today)
    outbound_max = said.outbound_in(order.currency)
    return Ruling(
        policy=law.code,
        allowed=allowed,
        reasons=tuple(
            dict.fromkeys(reason.text for line in lines for reason in line.reasons)
        ),
        last_on=max((end.last_on for end in ends), default=None),
        kind="withdrawal",
        lines=lines,
        resolutions=("refund_original",),
        freight_by=_freight_by(said),
        outbound="share" if outbound_max is None else "standard",
        outbound_max=outbound_max,
        refund_when=_refund_when(law, said),
        deadlines=(*deadlines, *(_following(law, facts) if allowed else ())),
    )


def _line(
    item: ReturnItem,
    order: Order,
    today: date,
    *,
    had: Possession,
    law: WithdrawalLaw,
    said: Assurances,
) -> tuple[LineRuling, Deadline | None]:
    categories = order.line(item.line_id).terms.categories
    locale = wording.reader_locale(order.terms.locale)
    exempt = exemption_of(categories, item.condition)
    if exempt is not None:
        letter = f"({exempt.letter})" if law.code == "EU" else ""
        reason = RulingReason(
            rule=f"exempt.{exempt.category}",
            text=wording.word("exemption", exempt.category, locale),
            basis=law.basis("exempt") + letter,
        )
        return _ruled(item, [reason], allowed=False), None
    end = _end(order, categories, had=had, law=law, said=said)
    if end is None:
        reason = RulingReason(
            rule="withdrawal",
            text=wording.text("You can withdraw from the contract.", locale),
            basis=law.basis("single"),
        )
        # Everything came, and nobody knows when.
        return _ruled(item, [reason], allowed=True, review=had.is_complete), None
    allowed = today <= end.last_on
    reasons = [_window(end, locale, allowed=allowed)]
    if allowed and is_sealed(categories):
        text = wording.text("It must come back with its seal unbroken.", locale)
        reasons.append(RulingReason(rule="seal", text=text, basis=law.basis("exempt")))
    return _ruled(item, reasons, allowed=allowed, last_on=end.last_on), end


def _ruled(
    item: ReturnItem,
    reasons: list[RulingReason],
    *,
    allowed: bool,
    last_on: date | None = None,
    review: bool = False,
) -> LineRuling:
    return LineRuling(
        line_id=item.line_id,
        units=item.units,
        allowed=allowed,
        reasons=tuple(reasons),
        last_on=last_on,
        review=review,
    )


def _window(end: Deadline, locale: str, *, allowed: bool) -> RulingReason:
    if allowed:
        text = wording.text(
            "You can withdraw from the contract until {last_on}.",
            locale,
            last_on=end.last_on,
        )
    else:
        text = wording.text(
            "The last day to withdraw from the contract was {last_on}.",
            locale,
            last_on=end.last_on,
        )
    return RulingReason(rule="withdrawal", text=text, basis=end.basis)


def _end(
    order: Order,
    categories: tuple[str, ...],
    *,
    had: Possession,
    law: WithdrawalLaw,
    said: Assurances,
) -> Deadline | None:
    """Return the last day for a line; None where the days do not run yet."""
    kind = contract_kind(categories)
    if not kind and (not had.is_complete or had.last_on is None):
        return None
    facts = _facts(order, said, delivery=kind or had.delivery, had_on=had.last_on)
    return withdrawal.withdraw_by(law, facts)


def _facts(
    order: Order,
    said: Assurances,
    *,
    delivery: str = "single",
    had_on: date | None = None,
    notice_on: date | None = None,
) -> LegalFacts:
    return LegalFacts(
        country=order.country,
        subdivision=said.subdivision_in(order.country),
        delivery=delivery,
        contract_on=order.placed_at.astimezone(zone_of(order)).date(),
        delivered_on=had_on,
        is_informed=said.is_informed,
        informed_on=said.informed_on,
        notice_on=notice_on,
        collects=said.collects,
    )


def _freight_by(said: Assurances) -> str:
    """Say who pays for the way back: the shop, unless it explained that it does not.

    Source: Directive 2011/83/EU, art. 14(1).
    """
    explained = said.is_informed and said.informed_on is None
    if said.pays_return or said.collects or not explained:
        return "shop"
    return "customer"


def _refund_when(law: WithdrawalLaw, said: Assurances) -> str:
    """Say when the money is due: at evidence of sending, unless the shop collects.

    Source: Directive 2011/83/EU, art. 13(3).
    """
    if said.collects:
        return "request"
    return "scan" if law.send_back_days else "receipt"


def _following(law: WithdrawalLaw, facts: LegalFacts) -> tuple[Deadline, ...]:
    """Return what has to be done once the contract was withdrawn from today.

    Where the refund runs from the return, its day is not known yet.
    """
    found = []
    if law.send_back_days:
        found.append(withdrawal.send_back_by(law, facts))
    if not law.refund_from_return or facts.collects:
        found.append(withdrawal.refund_by(law, facts))
    return tuple(found)
