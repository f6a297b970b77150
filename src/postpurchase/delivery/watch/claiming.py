"""The detector of claims that were drawn up and not filed yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from postpurchase.delivery.watch.concerns import Concern, concern

if TYPE_CHECKING:
    from postpurchase.delivery.watch.thresholds import Thresholds
    from postpurchase.order.model import Order

DAYS_AHEAD: Final = 7
"""How many days before its last day a claim that was not filed is named."""


def claiming(order: Order, thresholds: Thresholds) -> Iterator[Concern]:
    """Name each draft of a claim a week before its last day, until it is filed."""
    for claim in order.claims:
        if claim.state != "draft" or claim.file_by_on is None:
            continue
        first_on = claim.file_by_on - timedelta(days=DAYS_AHEAD)
        begins_at = datetime.combine(
            first_on, datetime.min.time(), ZoneInfo(thresholds.zone)
        )
        # One that is drawn up late is named at once.
        due_at = max(begins_at.astimezone(UTC), claim.opened_at)
        yield concern(
            "claim_due",
            claim.claim_id,
            due_at=due_at,
            subject=claim.claim_id,
            parcel_id=claim.parcel_id,
            carrier=claim.carrier,
            evidence=f"file by {claim.file_by_on}",
        )
