"""Claims on carriers as they stand."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

import attrs

from postpurchase.order.quantities import LineUnits

OPEN_CLAIM: Final = frozenset(
    {
        "draft",
        "submitted",
        "waiting_on_documents",
        "in_review",
        "approved",
        "approved_partial",
    }
)
"""States of a claim in which the carrier may still pay."""


@attrs.frozen(kw_only=True)
class Claim:
    """What the shop wants from a carrier for a parcel, and what came of it.

    Args:
        claim_id: The claim.
        parcel_id: The parcel.
        carrier: Code of the carrier.
        kind: One of `CLAIM_KINDS`.
        units: Units by line that it is about; empty for a delay.
        amount_minor: What is claimed, in minor units.
        basis: How it is valued: ``cost`` or ``price``.
        state: State of the claim.
        opened_at: When it was opened.
        file_by_on: The last day to file it, if the carrier sets one.
        finding_id: The finding that it was opened from, if any.
        evidence: Codes of what was handed in, such as ``invoice`` or ``photos``.
        reference: The carrier's own number.
        approved_minor: What the carrier agreed to.
        recovered_minor: What came in, more than was approved included.
        reversed_minor: What of it went back to the carrier.
        recovered_as: ``money`` or ``credit``, as it came in last.
        reason: Why it was rejected, closed or given back.
    """

    claim_id: str
    parcel_id: str
    carrier: str
    kind: str
    units: tuple[LineUnits, ...]
    amount_minor: int
    basis: str
    state: str
    opened_at: datetime
    file_by_on: date | None = None
    finding_id: str = ""
    evidence: tuple[str, ...] = ()
    reference: str = ""
    approved_minor: int = 0
    recovered_minor: int = 0
    reversed_minor: int = 0
    recovered_as: str = ""
    reason: str = ""

    @property
    def kept_minor(self) -> int:
        """What came in and did not go back."""
        return self.recovered_minor - self.reversed_minor

    @property
    def is_live(self) -> bool:
        """Whether the carrier may still pay or has paid: its units are claimed."""
        return self.state in OPEN_CLAIM or self.kept_minor > 0
