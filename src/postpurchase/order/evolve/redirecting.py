"""Applying changes of a delivery."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from postpurchase.order.changes import ParcelChange
from postpurchase.order.events import (
    DeliveryChangeAccepted,
    DeliveryChangeRefused,
    DeliveryChangeRequested,
    DeliveryChangeSent,
    DeliveryChangeUnknown,
)

if TYPE_CHECKING:
    from typing import Any

    from postpurchase.order.draft import Draft


def change_requested(draft: Draft, event: DeliveryChangeRequested) -> None:
    """Begin a change."""
    known = draft.circumstances
    change = ParcelChange(event.change_id, event.parcel_id, event.wish, event.key)
    draft.circumstances = attrs.evolve(known, changes=(*known.changes, change))


def _becomes(draft: Draft, change_id: str, state: str, **more: Any) -> None:
    known = draft.circumstances
    changes = tuple(
        attrs.evolve(change, state=state, **more)
        if change.change_id == change_id
        else change
        for change in known.changes
    )
    draft.circumstances = attrs.evolve(known, changes=changes)


def change_sent(draft: Draft, event: DeliveryChangeSent) -> None:
    """The carrier has the question."""
    _becomes(draft, event.change_id, "sent")


def change_accepted(draft: Draft, event: DeliveryChangeAccepted) -> None:
    """The carrier will do it."""
    _becomes(draft, event.change_id, "accepted", reason="")


def change_refused(draft: Draft, event: DeliveryChangeRefused) -> None:
    """The carrier will not."""
    _becomes(
        draft,
        event.change_id,
        "refused",
        reason=event.reason,
        alternatives=event.alternatives,
    )


def change_unknown(draft: Draft, event: DeliveryChangeUnknown) -> None:
    """Nobody knows."""
    _becomes(draft, event.change_id, "unknown", reason=event.reason)
