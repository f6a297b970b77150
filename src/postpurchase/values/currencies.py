"""The currencies of ISO 4217 and the number of digits of their minor unit.

Source: ISO 4217, list one of 2026-01-01 (SIX Financial Information), and list
three for what was withdrawn since 2010, which orders of those years still carry.
CLDR's digits are for display and differ: it gives IQD, RSD, AFN, LAK, MMK and MGA
none.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

_CURRENT: Final = {
    0: ("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
    2: (
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD "
        "BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP "
        "DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF "
        "IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL "
        "MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR "
        "NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP "
        "SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD "
        "USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG"
    ),
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}

_WITHDRAWN: Final = {
    0: "BYR",
    2: ("ANG BGN CUC EEK HRK LTL LVL MRO SLL STD USS VEF ZMK ZWL"),
}


def _by_code(table: dict[int, str]) -> dict[str, int]:
    return {code: digits for digits, codes in table.items() for code in codes.split()}


CURRENT: Final = MappingProxyType(_by_code(_CURRENT))
"""Digits of the minor unit by code, for what circulates."""

WITHDRAWN: Final = MappingProxyType(_by_code(_WITHDRAWN))
"""The same for what was withdrawn since 2010."""

EXPONENTS: Final[dict[str, int]] = {**CURRENT, **WITHDRAWN}
"""Both, as a plain dict, because every `Money` looks here."""
