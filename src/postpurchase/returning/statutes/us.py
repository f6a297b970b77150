"""The delay rule of the Federal Trade Commission: ship in time, or ask.

It holds for goods that are ordered by mail, internet or telephone. Exempt are
subscriptions after their first issue, seeds and plants, cash on delivery, negative
option plans and photo-finishing.

Source: 16 CFR Part 435.
"""

from __future__ import annotations

from typing import Final

import attrs

from postpurchase.returning.statutes.facts import LegalFacts
from postpurchase.returning.statutes.periods import after_days, after_months, not_moved
from postpurchase.returning.statutes.rest_days import rest_calendar
from postpurchase.values.rulings import Deadline

SHIP_DAYS: Final = 30
"""Days from a properly completed order, where the seller stated no time."""

SHIP_DAYS_CREDIT: Final = 50
"""Days where the buyer applies to the seller for credit to pay with."""

CONSENT_DAYS: Final = 30
"""How many days of a first delay silence agrees to."""

REFUND_WORKING_DAYS: Final = 7
"""Working days for a refund, by whatever means the buyer paid."""

EXEMPT: Final = (
    "subscription_after_first_issue",
    "seeds_and_plants",
    "cash_on_delivery",
    "negative_option_plan",
    "photo_finishing",
)
"""Sales that the rule does not hold for, as categories of lines.

Source: 16 CFR 435.3.
"""


@attrs.frozen(kw_only=True)
class DelayNotice:
    """What follows from the buyer's silence after a delay option notice.

    Args:
        silence: ``consent`` or ``cancel``.
        cancels: When the order is cancelled by silence alone; None with consent.
        is_renewed: Whether the notice renews an earlier one.
    """

    silence: str
    cancels: Deadline | None
    is_renewed: bool = False


def ship_by(facts: LegalFacts) -> Deadline:
    """Return the last day on which the goods must leave.

    Raises:
        MissingField: Neither a stated day nor that of the contract is known.

    Source: 16 CFR 435.2(a)(1).

    >>> from datetime import date
    >>> facts = LegalFacts(country="US", contract_on=date(2026, 11, 2))
    >>> str(ship_by(facts).last_on)
    '2026-12-02'
    """
    if facts.stated_on is not None:
        return not_moved("ship", facts.stated_on, "16 CFR 435.2(a)(1)(i)")
    days = SHIP_DAYS_CREDIT if facts.is_credit else SHIP_DAYS
    last_on = after_days(facts.day("contract_on"), days)
    return not_moved("ship", last_on, "16 CFR 435.2(a)(1)(ii)")


def delay_notice(facts: LegalFacts) -> DelayNotice:
    """Say what the buyer's silence means.

    A first delay of at most thirty days, to a definite day: silence agrees. Longer,
    or to no definite day: the order ends thirty days after it should have left,
    unless it is shipped or the buyer agrees. A renewed notice: it ends on the day
    that was agreed to before, which is then the stated day.

    Source: 16 CFR 435.2(b)(1) and 435.2(b)(2).

    >>> from datetime import date
    >>> facts = LegalFacts(
    ...     country="US", contract_on=date(2026, 11, 2), revised_on=date(2026, 12, 16)
    ... )
    >>> delay_notice(facts).silence
    'consent'
    """
    due_on = ship_by(facts).last_on
    if facts.is_renewed:
        ends = not_moved("cancel", due_on, "16 CFR 435.2(b)(2)")
        return DelayNotice(silence="cancel", cancels=ends, is_renewed=True)
    latest_on = after_days(due_on, CONSENT_DAYS)
    if facts.revised_on is not None and facts.revised_on <= latest_on:
        return DelayNotice(silence="consent", cancels=None)
    ends = not_moved("cancel", latest_on, "16 CFR 435.2(b)(1)(iii)")
    return DelayNotice(silence="cancel", cancels=ends)


def refund_by(facts: LegalFacts) -> Deadline:
    """Return the last day for the refund after an order was cancelled.

    Seven working days after the right to it arose, or one billing cycle where the
    seller itself is the creditor; a cycle is counted as one month.

    Raises:
        MissingField: The day of the cancellation is not stated.

    Holidays of the United States count, those of a single state do not: the earlier
    day is the safe one.

    Source: 16 CFR 435.1(f); working days are those that are not Saturdays, Sundays or
    legal public holidays, 16 CFR 435.1(e).

    >>> from datetime import date
    >>> facts = LegalFacts(country="US", notice_on=date(2026, 12, 2))
    >>> str(refund_by(facts).last_on)
    '2026-12-11'
    """
    vested_on = facts.day("notice_on")
    if facts.is_credit:
        return not_moved("refund", after_months(vested_on, 1), "16 CFR 435.1(f)(2)")
    known = rest_calendar(facts.country, "", vested_on.year, vested_on.year + 1)
    last_on = vested_on
    for _ in range(REFUND_WORKING_DAYS):
        last_on = known.next_working_day(last_on)
    return Deadline(
        name="refund",
        last_on=last_on,
        basis="16 CFR 435.1(f)(1)",
        calendar=known.version,
    )
