"""The table ``assurances`` of a policy's document: what the shop told and offers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from postpurchase.returning.policies import fields
from postpurchase.returning.statutes.assurances import Assurances
from postpurchase.returning.statutes.rest_days import rest_calendar
from postpurchase.values import tables
from postpurchase.values.tables import Table

_YEAR: Final = 2026
"""Any year will do to look whether holidays are known."""


def _subdivision(value: object) -> str:
    country, dash, state = tables.text(value).partition("-")
    if not dash or not state:
        raise fields.wrong(
            value, "a country and its state of ISO 3166-2, such as DE-BY"
        )
    rest_calendar(country, state, _YEAR, _YEAR)
    return f"{country}-{state}"


_READERS: Final[Mapping[str, Callable[[object], Any]]] = {
    "is_informed": fields.flag,
    "pays_return": fields.flag,
    "collects": fields.flag,
    "subdivision": _subdivision,
    "outbound_max": fields.amounts,
}
KEYS: Final = tuple(_READERS)
"""Every key; `informed_on` is missing, for it is about one order."""


def read_assurances(row: Table) -> Assurances:
    """Read the table; its faults are noted.

    >>> read_assurances(Table({"pays_return": True}, "assurances", [])).pays_return
    True
    """
    row.only(*KEYS)
    return Assurances(**row.given(**_READERS))


def written_assurances(given: Assurances) -> dict[str, Any]:
    """Write what `read_assurances` reads; what has its default is left out."""
    standard = Assurances()
    written = {
        name: getattr(given, name)
        for name in KEYS
        if getattr(given, name) != getattr(standard, name)
    }
    if given.outbound_max:
        written["outbound_max"] = fields.written_amounts(given.outbound_max)
    return written
