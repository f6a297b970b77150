"""The law beneath every policy: deadlines with their basis, as versioned data.

What the European Union, the United Kingdom, the United States, Poland and Ukraine say
of withdrawing, refunding and guaranteeing, computed to the day. Rules that changed
are chosen by the day of the contract. It is no legal advice.

>>> from datetime import date
>>> str(deadline("EU", country="PL", delivered_on=date(2026, 6, 6)).rolled_from)
'2026-06-20'
"""

from postpurchase.returning.statutes.assurances import Assurances
from postpurchase.returning.statutes.deadlines import COUNTRIES, RULES, deadline
from postpurchase.returning.statutes.exceptions import (
    EXEMPTIONS,
    Exemption,
    exemption_of,
)
from postpurchase.returning.statutes.facts import LegalFacts
from postpurchase.returning.statutes.guarantee import (
    GUARANTEE_LAWS,
    REMEDIES,
    GuaranteeLaw,
    guarantee_law,
)
from postpurchase.returning.statutes.laws import (
    DELIVERIES,
    WITHDRAWAL_LAWS,
    WithdrawalLaw,
    statute_of,
)
from postpurchase.returning.statutes.periods import Place
from postpurchase.returning.statutes.rest_days import VERSION
from postpurchase.returning.statutes.ruling import statute_ruling
from postpurchase.returning.statutes.us import DelayNotice, delay_notice

__all__ = [
    "COUNTRIES",
    "DELIVERIES",
    "EXEMPTIONS",
    "GUARANTEE_LAWS",
    "REMEDIES",
    "RULES",
    "VERSION",
    "WITHDRAWAL_LAWS",
    "Assurances",
    "DelayNotice",
    "Exemption",
    "GuaranteeLaw",
    "LegalFacts",
    "Place",
    "WithdrawalLaw",
    "deadline",
    "delay_notice",
    "exemption_of",
    "guarantee_law",
    "statute_of",
    "statute_ruling",
]
