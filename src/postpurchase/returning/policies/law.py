"""A policy above the law: in each respect what is better for the customer.

Among a shop's own policies the strictest holds; between them and the law it is the
other way round, because a policy can give more than the law, and never less.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

import attrs

from postpurchase import wording
from postpurchase.errors import InvalidInput
from postpurchase.errors.inputs import short
from postpurchase.order.model import Order
from postpurchase.order.returns import ReturnRequest
from postpurchase.returning.policies import said
from postpurchase.returning.policies.bettering import better, matched_items
from postpurchase.returning.statutes.assurances import Assurances
from postpurchase.returning.statutes.ruling import statute_ruling
from postpurchase.values.return_terms import RESOLUTIONS
from postpurchase.values.rulings import Ruling


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
    mine = tuple(
        item
        for item, one, by_law in matched_items(request, own, law)
        if one.allowed and not by_law.allowed
    )
    if not mine:
        return better(request, own, law)
    apart = policy.rule(attrs.evolve(request, items=mine), order, at)
    return better(request, own, law, fees=apart.fees)


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
