"""Applying notes and messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postpurchase.order.circumstances import Circumstances
from postpurchase.order.events import CustomerTold, NoteAdded, PartnerAnswered
from postpurchase.order.quick import heir

if TYPE_CHECKING:
    from postpurchase.order.draft import Draft

_circumstances = heir(Circumstances, Circumstances, "note_ids", "message_ids")


def partner_answered(draft: Draft, event: PartnerAnswered) -> None:
    """Change nothing: the answer stands in the log."""


def note_added(draft: Draft, event: NoteAdded) -> None:
    """Remember the note's id; its text stands in the log's side row."""
    _remember(draft, (event.note_id,), ())


def customer_told(draft: Draft, event: CustomerTold) -> None:
    """Remember the message's id."""
    _remember(draft, (), (event.message_id,))


def _remember(
    draft: Draft, note_ids: tuple[str, ...], message_ids: tuple[str, ...]
) -> None:
    known = draft.circumstances
    draft.circumstances = _circumstances(
        known,
        note_ids=known.note_ids + note_ids,
        message_ids=known.message_ids + message_ids,
    )
