"""The laws of withdrawal as rows: one per statute, with its articles.

What differs between the European Union, the United Kingdom, Poland and Ukraine is
data here; what they share is counted in `withdrawal`. The Member States' own acts
repeat the Directive; Poland's is a row of its own because shops cite it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

import attrs

MEMBER_STATES: Final = (
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU",
    "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
)  # fmt: skip
"""The European Union, by ISO 3166 codes; Greece is ``GR``."""

EEA_STATES: Final = ("IS", "LI", "NO")
"""Where the Directive applies by the Agreement on the European Economic Area."""

DELIVERIES: Final = ("single", "several", "lots", "regular", "service", "digital")
"""How a contract is fulfilled, by what starts its period.

``single``: one good, or all at once; ``several``: goods of one order that come apart,
so that the last counts; ``lots``: a good in lots or pieces, so that the last counts;
``regular``: deliveries over a time, so that the first counts; ``service`` and
``digital``: the day of the contract.
"""

BY_CONTRACT: Final = ("service", "digital")
"""Deliveries whose period runs from the contract."""


@attrs.frozen(kw_only=True)
class WithdrawalLaw:
    """How a contract that was made at a distance can be left again.

    Args:
        code: The statute: ``EU``, ``UK``, ``PL`` or ``UA``.
        act: Its name, as deadlines cite it.
        countries: Where it applies, by ISO 3166 codes.
        valid_from: The first day on which it was in force.
        articles: The article by what it rules on: each of `DELIVERIES`, and
            ``visit``, ``missing``, ``late``, ``refund``, ``withheld``, ``send_back``,
            ``exempt``.
        days: Days from the start.
        visit_days: Days after an unsolicited visit or an excursion, by country and
            since when, for contracts from then on.
        is_moved: Whether a period that would end on a rest day ends on the next
            working day.
        missing_months: Months after the end of the period, where the right was
            not explained.
        missing_days: Days from the start instead, where the law counts so.
        missing_as_one: Acts that count those months and the days as one period from
            the start, by country.
        refund_days: Days until the money is back.
        refund_from_return: Whether they run from the goods' return or the evidence
            of sending, instead of the notice.
        send_back_days: Days until the goods are on their way; 0 for none stated.
    """

    code: str
    act: str
    countries: tuple[str, ...]
    valid_from: date
    articles: Mapping[str, str]
    days: int = 14
    visit_days: Mapping[str, tuple[int, date]] = MappingProxyType({})
    is_moved: bool = True
    missing_months: int = 12
    missing_days: int = 0
    missing_as_one: Mapping[str, str] = MappingProxyType({})
    refund_days: int = 14
    refund_from_return: bool = False
    send_back_days: int = 14

    def basis(self, topic: str) -> str:
        """Name the article that rules on a topic.

        >>> WITHDRAWAL_LAWS["EU"].basis("several")
        'Directive 2011/83/EU, art. 9(2)(b)(i)'
        """
        return f"{self.act}, {self.articles[topic]}"


_OMNIBUS: Final = date(2022, 5, 28)
"""From when Member States apply the thirty days.

Source: Directive (EU) 2019/2161, art. 7(1).
"""

_EU: Final = WithdrawalLaw(
    code="EU",
    act="Directive 2011/83/EU",
    countries=(*MEMBER_STATES, *EEA_STATES),
    valid_from=date(2011, 12, 12),
    visit_days=MappingProxyType(
        {
            "CZ": (30, date(2023, 1, 6)),
            "ES": (30, _OMNIBUS),
            "IT": (30, date(2023, 4, 2)),
            "PL": (30, date(2023, 1, 1)),
            "PT": (30, _OMNIBUS),
            "SK": (30, date(2024, 7, 1)),
        }
    ),
    missing_as_one=MappingProxyType({"DE": "BGB § 356(3)"}),
    articles=MappingProxyType(
        {
            "single": "art. 9(2)(b)",
            "several": "art. 9(2)(b)(i)",
            "lots": "art. 9(2)(b)(ii)",
            "regular": "art. 9(2)(b)(iii)",
            "service": "art. 9(2)(a)",
            "digital": "art. 9(2)(c)",
            "visit": "art. 9(1a)",
            "missing": "art. 10(1)",
            "late": "art. 10(2)",
            "refund": "art. 13(1)",
            "withheld": "art. 13(3)",
            "send_back": "art. 14(1)",
            "exempt": "art. 16",
        }
    ),
)
"""In force since 12 December 2011, for contracts after 13 June 2014.

The states that chose thirty days after unsolicited visits are those that are
certain; in the others the fourteen days stand.

Source: Directive 2011/83/EU, art. 9 to 16, as amended by Directive (EU) 2019/2161.
"""

_PL: Final = WithdrawalLaw(
    code="PL",
    act="Ustawa o prawach konsumenta",
    countries=("PL",),
    valid_from=date(2014, 12, 25),
    visit_days=MappingProxyType({"PL": (30, date(2023, 1, 1))}),
    articles=MappingProxyType(
        {
            "single": "art. 28 pkt 1",
            "several": "art. 28 pkt 1 lit. a",
            "lots": "art. 28 pkt 1 lit. a",
            "regular": "art. 28 pkt 1 lit. b",
            "service": "art. 28 pkt 2",
            "digital": "art. 28 pkt 2",
            "visit": "art. 27 ust. 2",
            "missing": "art. 29 ust. 1",
            "late": "art. 29 ust. 2",
            "refund": "art. 32 ust. 1",
            "withheld": "art. 32 ust. 3",
            "send_back": "art. 34 ust. 1",
            "exempt": "art. 38",
        }
    ),
)
"""Saturdays and days that a law makes free end no period.

Source: Ustawa z dnia 30 maja 2014 r. o prawach konsumenta; Kodeks cywilny, art. 111
and 115.
"""

_UK: Final = WithdrawalLaw(
    code="UK",
    act="Consumer Contracts Regulations 2013",
    countries=("GB",),
    valid_from=date(2014, 6, 13),
    is_moved=False,
    refund_from_return=True,
    articles=MappingProxyType(
        {
            "single": "reg. 30(3)",
            "several": "reg. 30(4)",
            "lots": "reg. 30(5)",
            "regular": "reg. 30(6)",
            "service": "reg. 30(2)",
            "digital": "reg. 30(2)",
            "visit": "reg. 30(3)",
            "missing": "reg. 31(3)",
            "late": "reg. 31(2)",
            "refund": "reg. 34(6)",
            "withheld": "reg. 34(5)",
            "send_back": "reg. 35(4)",
            "exempt": "reg. 28",
        }
    ),
)
"""Its periods are not moved by rest days, and the refund runs from the return.

Source: SI 2013/3134, reg. 29 to 36.
"""

_UA: Final = WithdrawalLaw(
    code="UA",
    act="Закон України № 1023-XII",
    countries=("UA",),
    valid_from=date(2005, 12, 1),
    missing_months=0,
    missing_days=90,
    refund_days=30,
    send_back_days=0,
    articles=MappingProxyType(
        {
            "single": "ст. 13",
            "several": "ст. 13",
            "lots": "ст. 13",
            "regular": "ст. 13",
            "service": "ст. 13",
            "digital": "ст. 13",
            "visit": "ст. 12",
            "missing": "ст. 13",
            "late": "ст. 13",
            "refund": "ст. 13",
            "withheld": "ст. 13",
            "send_back": "ст. 13",
            "exempt": "ст. 13",
        }
    ),
)
"""Fourteen days from receipt, ninety where the information was not confirmed.

Source: Закон України «Про захист прав споживачів» № 1023-XII, art. 13; Цивільний
кодекс України, art. 253 and 254(5) for the counting.
"""

WITHDRAWAL_LAWS: Final = MappingProxyType(
    {law.code: law for law in (_EU, _UK, _PL, _UA)}
)
"""The laws of withdrawal by statute."""


def statute_of(country: str) -> str:
    """Return the statute of withdrawal that holds in a country; empty for none known.

    >>> statute_of("PL"), statute_of("NO"), statute_of("GB"), statute_of("CH")
    ('EU', 'EU', 'UK', '')
    """
    return next(
        (law.code for law in WITHDRAWAL_LAWS.values() if country in law.countries), ""
    )
