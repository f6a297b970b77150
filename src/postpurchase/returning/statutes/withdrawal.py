"""Leaving a contract that was made at a distance: until when, and what follows.

Source: Directive 2011/83/EU, art. 9 to 16, and the laws in `laws`.
"""

from __future__ import annotations

from datetime import date

import attrs

from postpurchase.errors import InvalidInput
from postpurchase.returning.statutes.facts import LegalFacts
from postpurchase.returning.statutes.laws import WithdrawalLaw
from postpurchase.returning.statutes.periods import (
    after_days,
    after_months,
    against_consumer,
    not_moved,
)
from postpurchase.values.rulings import Deadline

_YEAR_MONTHS = 12


def withdraw_by(law: WithdrawalLaw, facts: LegalFacts) -> Deadline:
    """Return the last day on which the consumer may send a withdrawal.

    The days run from possession or contract. Where the right was not explained, the
    period ends twelve months after it would have ended, in Germany twelve months and
    fourteen days after the start; explained within twelve months from its start, it
    ends as many days after the explanation.

    Raises:
        MissingField: The day that it runs from is not stated.
        InvalidInput: The law was not in force yet.

    Source: Directive 2011/83/EU, art. 9 and 10; BGB § 356(3); SI 2013/3134, reg. 30
    and 31.

    >>> from postpurchase.returning.statutes.laws import WITHDRAWAL_LAWS
    >>> facts = LegalFacts(country="PL", delivered_on=date(2026, 6, 6))
    >>> str(withdraw_by(WITHDRAWAL_LAWS["EU"], facts).last_on)
    '2026-06-22'
    """
    start = facts.starts_on
    if start < law.valid_from:
        raise InvalidInput(
            path=facts.starts_with,
            value=str(start),
            expected="a day on which the law was in force",
        )
    days, topic = _length(law, facts)
    ordinary = _ends(law, facts, start, after_days(start, days), topic)
    if not facts.is_informed:
        return _never_explained(law, facts, ordinary, days)
    informed_on = facts.informed_on
    if informed_on is None or informed_on <= start:
        return ordinary
    if law.missing_months:
        until = after_months(start, _YEAR_MONTHS)
    else:
        until = after_days(start, law.missing_days)
    if informed_on > until:
        return _never_explained(law, facts, ordinary, days)
    return _ends(law, facts, informed_on, after_days(informed_on, days), "late")


def _never_explained(
    law: WithdrawalLaw, facts: LegalFacts, ordinary: Deadline, days: int
) -> Deadline:
    start = facts.starts_on
    if not law.missing_months:
        raw = after_days(start, law.missing_days)
        return _ends(law, facts, start, raw, "missing")
    act = law.missing_as_one.get(facts.country)
    if act is None:
        from_day = ordinary.last_on
        raw = after_months(from_day, law.missing_months)
        return _ends(law, facts, from_day, raw, "missing")
    raw = after_days(after_months(start, law.missing_months), days)
    ends = _ends(law, facts, start, raw, "missing")
    return attrs.evolve(ends, basis=f"{ends.basis}; {act}")


def refund_by(law: WithdrawalLaw, facts: LegalFacts) -> Deadline:
    """Return the day by which the trader has to have paid everything back.

    By the Directive the days run from the notice, and the trader may wait for the
    goods or for evidence that they were sent, whichever comes first, unless it
    offered to collect them; what comes after the days is paid on that very day. In
    the United Kingdom the days themselves run from the return or the evidence.

    Raises:
        MissingField: The day that it runs from is not stated.

    Source: Directive 2011/83/EU, art. 13(1) and 13(3); SI 2013/3134, reg. 34(5) and
    34(6).

    >>> from postpurchase.returning.statutes.laws import WITHDRAWAL_LAWS
    >>> facts = LegalFacts(country="PL", notice_on=date(2026, 6, 10))
    >>> str(refund_by(WITHDRAWAL_LAWS["EU"], facts).last_on)
    '2026-06-24'
    """
    waits = not facts.collects and facts.delivery not in ("service", "digital")
    released_on = facts.released_on
    if law.refund_from_return and waits:
        from_day = released_on or facts.day("returned_on")
        last_on = after_days(from_day, law.refund_days)
        return not_moved("refund", last_on, law.basis("withheld"))
    last_on = after_days(facts.day("notice_on"), law.refund_days)
    if waits and released_on is not None and released_on > last_on:
        return not_moved("refund", released_on, law.basis("withheld"))
    return not_moved("refund", last_on, law.basis("refund"))


def withhold_until(law: WithdrawalLaw, facts: LegalFacts) -> Deadline:
    """Return the day on which the trader may no longer wait with the refund.

    Raises:
        MissingField: Neither goods nor evidence came yet.
        InvalidInput: The trader offered to collect the goods, so it may not wait.

    Source: Directive 2011/83/EU, art. 13(3).
    """
    if facts.collects:
        raise InvalidInput(
            path="collects",
            value="an offer to collect",
            expected="a return by the customer, not by the shop",
        )
    released_on = facts.released_on or facts.day("returned_on")
    return not_moved("withhold", released_on, law.basis("withheld"))


def send_back_by(law: WithdrawalLaw, facts: LegalFacts) -> Deadline:
    """Return the last day on which the consumer may send the goods back.

    Raises:
        MissingField: The day of the notice is not stated.
        InvalidInput: The law states no such period.

    Source: Directive 2011/83/EU, art. 14(1); SI 2013/3134, reg. 35.
    """
    if not law.send_back_days:
        raise InvalidInput(
            path="name",
            value="send_back",
            expected="a deadline that the statute knows",
        )
    notice_on = facts.day("notice_on")
    raw = after_days(notice_on, law.send_back_days)
    basis = law.basis("send_back")
    if not law.is_moved:
        return not_moved("send_back", raw, basis)
    return against_consumer("send_back", notice_on, raw, basis, facts.place)


def _length(law: WithdrawalLaw, facts: LegalFacts) -> tuple[int, str]:
    visit = law.visit_days.get(facts.country)
    if facts.is_visit and visit is not None and facts.bought_on >= visit[1]:
        return visit[0], "visit"
    return law.days, facts.delivery


def _ends(
    law: WithdrawalLaw, facts: LegalFacts, event: date, raw: date, topic: str
) -> Deadline:
    basis = law.basis(topic)
    if not law.is_moved:
        return not_moved("withdraw", raw, basis)
    return against_consumer("withdraw", event, raw, basis, facts.place)
