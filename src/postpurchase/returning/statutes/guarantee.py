"""What the seller answers for when goods do not conform, and for how long.

Liability runs from delivery, and so does the presumption that a fault was there from
the start. Member States went beyond the Directives; which row applies follows from
the day of the contract.

Source: Directive 1999/44/EC; Directive (EU) 2019/771; Directive (EU) 2024/1799.
"""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import Final

import attrs

from postpurchase.errors import InvalidInput
from postpurchase.returning.statutes.facts import LegalFacts
from postpurchase.returning.statutes.laws import EEA_STATES, MEMBER_STATES
from postpurchase.returning.statutes.periods import after_months, against_consumer
from postpurchase.values.rulings import Deadline


@attrs.frozen(kw_only=True)
class GuaranteeLaw:
    """How long a seller is liable in a country, for contracts from a day on.

    Args:
        country: ISO 3166 code; ``EU`` for every state without a row of its own.
        valid_from: The first day of contracts that it applies to.
        source: The act, as deadlines cite it.
        liability_months: Months from delivery in which a fault has to show.
        presumption_months: Months from delivery in which a fault that shows is
            presumed to have been there.
    """

    country: str
    valid_from: date
    source: str
    liability_months: int = 24
    presumption_months: int = 12


_2022: Final = date(2022, 1, 1)

GUARANTEE_LAWS: Final = (
    GuaranteeLaw(
        country="EU",
        valid_from=date(2002, 1, 1),
        source="Directive 1999/44/EC, art. 5",
        presumption_months=6,
    ),
    GuaranteeLaw(
        country="EU",
        valid_from=_2022,
        source="Directive (EU) 2019/771, art. 10 and 11",
    ),
    GuaranteeLaw(
        country="BE",
        valid_from=date(2005, 1, 1),
        source="Code civil, art. 1649quater",
        presumption_months=6,
    ),
    GuaranteeLaw(
        country="BE",
        valid_from=date(2022, 6, 1),
        source="Ancien Code civil, art. 1649quater",
        presumption_months=24,
    ),
    GuaranteeLaw(
        country="ES",
        valid_from=_2022,
        source="TRLGDCU, art. 120 and 121",
        liability_months=36,
        presumption_months=24,
    ),
    GuaranteeLaw(
        country="FR",
        valid_from=date(2016, 3, 18),
        source="Loi n° 2014-344, art. 15",
        presumption_months=24,
    ),
    GuaranteeLaw(
        country="FR",
        valid_from=_2022,
        source="Code de la consommation, art. L217-3 and L217-7",
        presumption_months=24,
    ),
    GuaranteeLaw(
        country="PL",
        valid_from=date(2014, 12, 25),
        source="Kodeks cywilny, art. 556(2) and 568",
    ),
    GuaranteeLaw(
        country="PL",
        valid_from=date(2023, 1, 1),
        source="Ustawa o prawach konsumenta, art. 43c",
        presumption_months=24,
    ),
    GuaranteeLaw(
        country="PT",
        valid_from=_2022,
        source="Decreto-Lei 84/2021, art. 12 and 13",
        liability_months=36,
        presumption_months=24,
    ),
    GuaranteeLaw(
        country="SE",
        valid_from=date(2005, 4, 1),
        source="Konsumentköplag (1990:932)",
        liability_months=36,
        presumption_months=6,
    ),
    GuaranteeLaw(
        country="SE",
        valid_from=date(2022, 5, 1),
        source="Konsumentköplag (2022:260)",
        liability_months=36,
        presumption_months=24,
    ),
)
"""In force by country and day; the least that holds where a state goes further.

Finland, Ireland and the Netherlands set no end of their own to liability; the two
years of the Directive are the least there. States that put the Directive of 2019 into
force late without a row of their own, Ireland, Slovakia and Norway among them, have
its twelve months of presumption from 2022 on here.
"""

REPAIR_MONTHS: Final = 12
"""Months by which a repair under the guarantee lengthens liability, once."""

REPAIR_FROM: Final = date(2026, 7, 31)
"""The first day of repairs that do.

A state may tie it to the day of the sale instead, which ends earlier for goods that
were sold before; what favours the customer is counted.

Source: Directive (EU) 2024/1799, art. 16 and 22.
"""

REMEDIES: Final = MappingProxyType(
    {
        1: ("repair", "replace_same"),
        2: ("partial_refund_keep", "refund_original"),
    }
)
"""What the customer may ask for: first repair or replacement, at their choice; then a
lower price, or the money back unless the fault is minor.

Source: Directive (EU) 2019/771, art. 13(2) to 13(5).
"""


def guarantee_law(country: str, bought_on: date) -> GuaranteeLaw:
    """Find the row for a contract.

    Raises:
        InvalidInput: There was none yet, or none is known for the country.

    >>> guarantee_law("PL", date(2026, 6, 1)).presumption_months
    24
    """
    if country in (*MEMBER_STATES, *EEA_STATES):
        for code in (country, "EU"):
            rows = [
                row
                for row in GUARANTEE_LAWS
                if row.country == code and row.valid_from <= bought_on
            ]
            if rows:
                return max(rows, key=lambda row: row.valid_from)
    raise InvalidInput(
        path="country",
        value=f"{country} on {bought_on}",
        expected="a state and a day that a legal guarantee covers",
    )


def liable_until(facts: LegalFacts) -> Deadline:
    """Return the last day on which a fault can show that the seller answers for.

    A repair under the guarantee lengthens it once by twelve months.

    Raises:
        MissingField: The day of delivery is not stated.
        InvalidInput: No law is known for the country and the day.

    Source: Directive (EU) 2019/771, art. 10(1) and 10(2a).

    >>> facts = LegalFacts(country="PL", delivered_on=date(2026, 6, 1))
    >>> str(liable_until(facts).last_on)
    '2028-06-01'
    """
    start = facts.day("delivered_on")
    law = guarantee_law(facts.country, facts.bought_on)
    months, basis = law.liability_months, law.source
    raw = after_months(start, months)
    repaired_on = facts.repaired_on
    if repaired_on is not None and REPAIR_FROM <= repaired_on <= raw:
        raw = after_months(start, months + REPAIR_MONTHS)
        basis = "Directive (EU) 2019/771, art. 10(2a)"
    return against_consumer("guarantee", start, raw, basis, facts.place)


def presumed_until(facts: LegalFacts) -> Deadline:
    """Return the last day on which a fault that shows is presumed to have been there.

    Raises:
        MissingField: The day of delivery is not stated.
        InvalidInput: No law is known for the country and the day.

    Source: Directive (EU) 2019/771, art. 11(1) and 11(2).
    """
    start = facts.day("delivered_on")
    law = guarantee_law(facts.country, facts.bought_on)
    raw = after_months(start, law.presumption_months)
    return against_consumer("presumption", start, raw, law.source, facts.place)
