"""Why goods come back, what of it the shop can help, and what to mend first."""

from postpurchase.returning.reasons.records import BackUnits, SentUnits, records_of
from postpurchase.returning.reasons.report import (
    DIMENSIONS,
    Fix,
    ReasonGroup,
    ReasonReport,
    report,
)

__all__ = [
    "DIMENSIONS",
    "BackUnits",
    "Fix",
    "ReasonGroup",
    "ReasonReport",
    "SentUnits",
    "records_of",
    "report",
]
