"""The Consumer Rights Act 2015: rejecting goods, and what is presumed.

No period of it is moved by rest days. Periods "beginning with" a day count that day,
so they end a day earlier than others.

Source: Consumer Rights Act 2015, s. 19, 20 and 22 to 24.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from postpurchase.returning.statutes.facts import LegalFacts
from postpurchase.returning.statutes.periods import after_days, after_months, not_moved
from postpurchase.values.rulings import Deadline

ACT: Final = "Consumer Rights Act 2015"

VALID_FROM: Final = date(2015, 10, 1)
"""The first day of contracts that it applies to."""

REJECT_DAYS: Final = 30
"""Days of the short-term right to reject, after the day of delivery."""

AFTER_REPAIR_DAYS: Final = 7
"""Days that are left at least when repaired goods do not conform either."""

LIMITATION_YEARS: Final = 6
"""Years in which a claim can be brought; five in Scotland."""

LIMITATION_YEARS_SCOTLAND: Final = 5


def reject_by(facts: LegalFacts) -> Deadline:
    """Return the last day on which goods that do not conform can be rejected.

    The days stand still from the day on which repair or replacement was asked for
    to the day on which the goods came back, and seven are left at least after that.

    Raises:
        MissingField: The day of delivery is not stated.

    Source: Consumer Rights Act 2015, s. 22(3) and 22(6) to 22(8).

    >>> facts = LegalFacts(country="GB", delivered_on=date(2026, 6, 6))
    >>> str(reject_by(facts).last_on)
    '2026-07-06'
    """
    last_on = after_days(facts.day("delivered_on"), REJECT_DAYS)
    asked_on, repaired_on = facts.asked_on, facts.repaired_on
    if asked_on is None or repaired_on is None:
        return not_moved("reject", last_on, f"{ACT}, s. 22(3)")
    waited_days = (repaired_on - asked_on).days + 1
    longest = max(
        after_days(repaired_on, AFTER_REPAIR_DAYS), after_days(last_on, waited_days)
    )
    return not_moved("reject", longest, f"{ACT}, s. 22(7)")


def presumed_until(facts: LegalFacts) -> Deadline:
    """Return the last day on which a fault that shows is presumed to have been there.

    Six months beginning with the day of delivery.

    Source: Consumer Rights Act 2015, s. 19(14) and 19(15).
    """
    ends_before = after_months(facts.day("delivered_on"), 6)
    return not_moved("presumption", after_days(ends_before, -1), f"{ACT}, s. 19(14)")


def claim_by(facts: LegalFacts) -> Deadline:
    """Return the last day on which a claim for goods that do not conform can be made.

    Source: Limitation Act 1980, s. 5; Prescription and Limitation (Scotland) Act 1973,
    s. 6.
    """
    years, act = LIMITATION_YEARS, "Limitation Act 1980, s. 5"
    if facts.state == "SCT":
        years = LIMITATION_YEARS_SCOTLAND
        act = "Prescription and Limitation (Scotland) Act 1973, s. 6"
    return not_moved(
        "guarantee", after_months(facts.day("delivered_on"), 12 * years), act
    )


def refund_by(facts: LegalFacts) -> Deadline:
    """Return the day by which rejected goods are paid back.

    Fourteen days beginning with the day on which the trader agreed.

    Source: Consumer Rights Act 2015, s. 20(15).

    >>> facts = LegalFacts(country="GB", agreed_on=date(2026, 6, 1))
    >>> str(refund_by(facts).last_on)
    '2026-06-14'
    """
    last_on = after_days(facts.day("agreed_on"), 14 - 1)
    return not_moved("reject_refund", last_on, f"{ACT}, s. 20(15)")
