"""Claims on carriers: until when, with what evidence, and for how much."""

from postpurchase.returning.claims.rows import Cap, ClaimRow
from postpurchase.returning.claims.tables import ROWS, VERSION
from postpurchase.returning.claims.values import claim_value
from postpurchase.returning.claims.windows import (
    ClaimWindow,
    ParcelDates,
    claim_window,
    dates_of,
)

__all__ = [
    "ROWS",
    "VERSION",
    "Cap",
    "ClaimRow",
    "ClaimWindow",
    "ParcelDates",
    "claim_value",
    "claim_window",
    "dates_of",
]
