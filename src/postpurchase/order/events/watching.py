"""The order is watched: findings open and close, checks are due."""

from __future__ import annotations

from datetime import datetime

import attrs

from postpurchase.order.events.base import Event
from postpurchase.order.findings import Finding


@attrs.frozen(kw_only=True)
class FindingOpened(Event):
    """Something is wrong with the order; stored by `OpenFinding`, `RecordCheck`.

    Args:
        finding: What, since when, whose, and what to do next.
    """

    finding: Finding


@attrs.frozen(kw_only=True)
class FindingClosed(Event):
    """A finding is over; stored by `CloseFinding`, `RecordCheck`.

    Args:
        finding_id: The finding.
        kind: What was wrong.
        parcel_id: The parcel that it was about; empty for the order.
        reason: Why it is over.
    """

    finding_id: str
    kind: str
    parcel_id: str = ""
    reason: str = ""


@attrs.frozen(kw_only=True)
class CheckScheduled(Event):
    """The order will be looked at again; stored by `RecordCheck`.

    Args:
        due_at: When; None if nothing is awaited any more.
    """

    due_at: datetime | None = None


@attrs.frozen(kw_only=True)
class OrderChecked(Event):
    """The time to look at the order has come; stored by `CheckOrder`."""
