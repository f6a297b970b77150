"""Applying notes and messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from postpurchase.order.events import CustomerTold, NoteAdded

if TYPE_CHECKING:
    from postpurchase.order.model import Draft


def note_added(draft: Draft, event: NoteAdded) -> None:
    """Remember the note's id; its text stands in the log's side row."""
    known = draft.circumstances
    draft.circumstances = attrs.evolve(known, note_ids=(*known.note_ids, event.note_id))


def customer_told(draft: Draft, event: CustomerTold) -> None:
    """Remember the message's id."""
    known = draft.circumstances
    draft.circumstances = attrs.evolve(
        known, message_ids=(*known.message_ids, event.message_id)
    )
