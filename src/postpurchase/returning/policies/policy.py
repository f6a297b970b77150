"""A return policy, and several together."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

import attrs

from postpurchase.order.model import Order
from postpurchase.order.returns import ReturnRequest
from postpurchase.returning.policies.parts import wrong
from postpurchase.returning.policies.ruling import ruling_of
from postpurchase.returning.policies.terms import CODE_MAX, Terms
from postpurchase.values.rulings import Ruling

if TYPE_CHECKING:
    from postpurchase.returning.statutes.assurances import Assurances


@attrs.frozen(kw_only=True)
class Policy(Terms):
    """A return policy: what it says, and how it rules.

    >>> from postpurchase.returning.policies import Window
    >>> from postpurchase.testing import NOON, delivered_order
    >>> from postpurchase.order.returns import ReturnRequest
    >>> year = Policy(code="year", window=Window.of_days(365))
    >>> asked = ReturnRequest.of("1001", {"L1": 1})
    >>> year.rule(asked, delivered_order(locale="en"), NOON).reasons
    ('You can send them back until May 7, 2027.',)
    """

    def rule(self, request: ReturnRequest, order: Order, at: datetime) -> Ruling:
        """Rule on each item of a request, and say why in the customer's language.

        Where the log does not say when the window began, a person is to look.

        Args:
            request: What is asked for.
            order: The order.
            at: When it is asked.

        Raises:
            UnknownLine: The order has no line of the request.
            NaiveTime: *at* has no time zone.
        """
        return ruling_of(self.code, (self,), request, order, at)


@attrs.frozen
class Policies:
    """Several policies of one shop, the strictest in each respect.

    `combine` makes one. They stand in the order of their codes, each once, so that
    it does not matter in which order they were combined.

    Args:
        policies: The policies.
        assurances: What the shop told its customers about their rights, and offers
            beyond them; None says nothing.
    """

    policies: tuple[Policy, ...]
    assurances: Assurances | None = attrs.field(default=None, kw_only=True)

    @property
    def code(self) -> str:
        """The codes of all of them; of many, the first and how many more there are."""
        codes = [one.code for one in self.policies]
        joined = ".".join(codes)
        if len(joined) <= CODE_MAX:
            return joined
        return f"{codes[0][:40]}.and-{len(codes) - 1}-more"

    def rule(self, request: ReturnRequest, order: Order, at: datetime) -> Ruling:
        """Rule as `Policy.rule` does, by all policies that are about an item."""
        return ruling_of(self.code, self.policies, request, order, at)


AnyPolicy: TypeAlias = Policy | Policies


def combine(*given: AnyPolicy, assurances: Assurances | None = None) -> Policies:
    """Put policies together: for each item and respect the strictest one holds.

    Args:
        given: Policies, or what was combined before; at least one.
        assurances: What the shop told its customers; what was said of it before if
            None.

    Raises:
        InvalidInput: There is none, or two that differ have the same code, or what
            they say that customers were told differs.

    >>> from postpurchase.returning.policies import Window
    >>> year = Policy(code="year", window=Window.of_days(365))
    >>> sale = Policy(code="sale", window=Window.of_days(14), categories=("sale",))
    >>> combine(year, sale).code
    'sale.year'
    """
    found: dict[str, Policy] = {}
    for one in given:
        for policy in one.policies if isinstance(one, Policies) else (one,):
            known = found.setdefault(policy.code, policy)
            if known != policy:
                raise wrong("code", policy.code, "a code of one policy only")
    if not found:
        raise wrong("policies", None, "at least one policy")
    if assurances is None:
        assurances = _told(given)
    policies = tuple(found[code] for code in sorted(found))
    return Policies(policies, assurances=assurances)


def _told(given: Iterable[AnyPolicy]) -> Assurances | None:
    """Return what is said that customers were told: one thing, whoever says it."""
    said = [one.assurances for one in given if isinstance(one, Policies)]
    told = [one for one in said if one is not None]
    if any(one != told[0] for one in told):
        raise wrong("assurances", None, "the same of all policies")
    return told[0] if told else None
