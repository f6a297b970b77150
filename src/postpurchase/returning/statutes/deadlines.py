"""One question for all statutes: until when?

>>> str(deadline("EU", country="PL", delivered_on=date(2026, 6, 6)).last_on)
'2026-06-22'
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from difflib import get_close_matches
from functools import partial
from types import MappingProxyType
from typing import Any, Final

from postpurchase.errors import InvalidInput, MissingField, UnknownCode
from postpurchase.returning.statutes import guarantee, uk, us, withdrawal
from postpurchase.returning.statutes.facts import LegalFacts
from postpurchase.returning.statutes.laws import WITHDRAWAL_LAWS, WithdrawalLaw
from postpurchase.returning.statutes.periods import (
    after_days,
    against_consumer,
    not_moved,
)
from postpurchase.values.rulings import Deadline

Rule = Callable[[LegalFacts], Deadline]

DELIVER_DAYS: Final = 30
"""Days from the contract in which goods are delivered, unless agreed otherwise."""

COMPLAINT_DAYS: Final = 14
"""Days in which a Polish seller answers a complaint; silence accepts it."""

EXCHANGE_DAYS: Final = 14
"""Days after a purchase in which Ukrainian law lets goods be exchanged."""


def _deliver(basis: str, facts: LegalFacts) -> Deadline:
    return not_moved(
        "deliver", after_days(facts.day("contract_on"), DELIVER_DAYS), basis
    )


def answer_complaint_by(facts: LegalFacts) -> Deadline:
    """Return the last day on which a seller can refuse a complaint; silence accepts.

    Source: Ustawa o prawach konsumenta, art. 7a; before 2023 Kodeks cywilny,
    art. 561(5).
    """
    asked_on = facts.day("asked_on")
    basis = "Ustawa o prawach konsumenta, art. 7a ust. 1"
    if asked_on < date(2023, 1, 1):
        basis = "Kodeks cywilny, art. 561(5)"
    return not_moved("complaint", after_days(asked_on, COMPLAINT_DAYS), basis)


def exchange_by(facts: LegalFacts) -> Deadline:
    """Return the last day on which faultless goods can be exchanged, unused.

    Source: Закон України № 1023-XII, art. 9: the day of purchase is not counted.
    """
    bought_on = facts.bought_on
    raw = after_days(bought_on, EXCHANGE_DAYS)
    basis = "Закон України № 1023-XII, ст. 9"
    return against_consumer("exchange", bought_on, raw, basis, facts.place)


def cancelled_by_silence(facts: LegalFacts) -> Deadline:
    """Return the day on which silence after a delay notice ends the order.

    Raises:
        InvalidInput: Silence agrees to the later day.

    Source: 16 CFR 435.2(b).
    """
    ends = us.delay_notice(facts).cancels
    if ends is None:
        raise InvalidInput(
            path="revised_on",
            value=str(facts.revised_on),
            expected="a day that silence does not agree to",
        )
    return ends


def _of_law(law: WithdrawalLaw) -> dict[str, Rule]:
    return {
        "withdraw": partial(withdrawal.withdraw_by, law),
        "send_back": partial(withdrawal.send_back_by, law),
        "refund": partial(withdrawal.refund_by, law),
        "withhold": partial(withdrawal.withhold_until, law),
    }


_GUARANTEE: Final[dict[str, Rule]] = {
    "guarantee": guarantee.liable_until,
    "presumption": guarantee.presumed_until,
}

RULES: Final[Mapping[str, Mapping[str, Rule]]] = MappingProxyType(
    {
        "EU": {
            **_of_law(WITHDRAWAL_LAWS["EU"]),
            **_GUARANTEE,
            "deliver": partial(_deliver, "Directive 2011/83/EU, art. 18(1)"),
        },
        "UK": {
            **_of_law(WITHDRAWAL_LAWS["UK"]),
            "guarantee": uk.claim_by,
            "presumption": uk.presumed_until,
            "deliver": partial(_deliver, "Consumer Rights Act 2015, s. 28(3)"),
            "reject": uk.reject_by,
            "reject_refund": uk.refund_by,
        },
        "US": {
            "ship": us.ship_by,
            "cancel": cancelled_by_silence,
            "refund": us.refund_by,
        },
        "PL": {
            **_of_law(WITHDRAWAL_LAWS["PL"]),
            **_GUARANTEE,
            "deliver": partial(_deliver, "Kodeks cywilny, art. 543(1)"),
            "complaint": answer_complaint_by,
        },
        "UA": {
            **_of_law(WITHDRAWAL_LAWS["UA"]),
            "deliver": partial(_deliver, "Закон України № 1023-XII, ст. 13"),
            "exchange": exchange_by,
        },
    }
)
"""What can be asked, by statute and name."""

COUNTRIES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {**{code: law.countries for code, law in WITHDRAWAL_LAWS.items()}, "US": ("US",)}
)
"""Where each statute applies."""


def deadline(
    statute: str = "EU", *, country: str = "", name: str = "withdraw", **facts: Any
) -> Deadline:
    """Compute a legal deadline.

    It names the rule that it follows from, the calendar that moved it, and the day
    from which it was moved. It is no legal advice.

    Args:
        statute: ``EU``, ``UK``, ``US``, ``PL`` or ``UA``.
        country: The consumer's country; may be left out where the statute has one.
        name: What ends: one of the statute's `RULES`, such as ``withdraw``.
        facts: What happened when, as in `LegalFacts`.

    Raises:
        UnknownCode: There is no such statute, or it has no such deadline or country.
        MissingField: A day that the rule needs is not stated.
        InvalidInput: A day is none, or before the law was in force.

    >>> ends = deadline("UK", name="refund", returned_on=date(2026, 6, 16))
    >>> str(ends.last_on), ends.basis
    ('2026-06-30', 'Consumer Contracts Regulations 2013, reg. 34(5)')
    """
    _check_known("statute", statute, RULES)
    _check_known("deadline", name, RULES[statute])
    places = COUNTRIES[statute]
    if not country and len(places) != 1:
        raise MissingField(path="country", expected="a country code of ISO 3166")
    country = country or places[0]
    _check_known("country", country, places)
    return RULES[statute][name](LegalFacts(country=country, **facts))


def _check_known(kind: str, value: str, known: Collection[str]) -> None:
    if value in known:
        return
    near = get_close_matches(value, known, cutoff=0.5)
    raise UnknownCode(
        kind=kind, value=value, known=tuple(known), near=near[0] if near else ""
    )
