"""Applying findings and checks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from postpurchase.order.events import (
    CheckScheduled,
    FindingClosed,
    FindingOpened,
    OrderChecked,
)

if TYPE_CHECKING:
    from postpurchase.order.draft import Draft


def finding_opened(draft: Draft, event: FindingOpened) -> None:
    """Put it on the list; its id never opens again."""
    known, finding = draft.circumstances, event.finding
    draft.circumstances = attrs.evolve(
        known,
        findings=(*known.findings, finding),
        finding_ids=(*known.finding_ids, finding.finding_id),
    )


def finding_closed(draft: Draft, event: FindingClosed) -> None:
    """Take it off the list."""
    known = draft.circumstances
    left = tuple(f for f in known.findings if f.finding_id != event.finding_id)
    draft.circumstances = attrs.evolve(known, findings=left)


def check_scheduled(draft: Draft, event: CheckScheduled) -> None:
    """Await the new check instead of the one that was awaited."""
    draft.circumstances = attrs.evolve(draft.circumstances, check_at=event.due_at)


def order_checked(draft: Draft, event: OrderChecked) -> None:
    """Await no check until the next is scheduled."""
    draft.circumstances = attrs.evolve(draft.circumstances, check_at=None)
