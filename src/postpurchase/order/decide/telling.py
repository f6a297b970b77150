"""Rules for notes and messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postpurchase.order.commands import RecordMessage, RecordPartnerAnswer
from postpurchase.order.decide.checks import placed
from postpurchase.order.decide.placing import sealed
from postpurchase.order.events import CustomerTold, Event, NoteAdded, PartnerAnswered
from postpurchase.order.quick import heir

if TYPE_CHECKING:
    from postpurchase.order.commands import AddNote
    from postpurchase.order.draft import Draft

_partner_answered = heir(PartnerAnswered, RecordPartnerAnswer)
_customer_told = heir(CustomerTold, RecordMessage)


def add_note(order: Draft, command: AddNote) -> tuple[Event, ...]:
    """Write something down, once."""
    placed(order, command)
    if command.note_id in order.circumstances.note_ids:
        return ()
    text = sealed(command.text, "text")
    return (
        NoteAdded(
            at=command.at,
            by=command.by,
            note_id=command.note_id,
            text=text,
            is_public=command.is_public,
        ),
    )


def record_partner_answer(
    order: Draft, command: RecordPartnerAnswer
) -> tuple[Event, ...]:
    """Record a partner's answer; what moves units is a command of its own."""
    placed(order, command)
    for part in command.units:
        order.grid.line_no(part.line_id)
    return (_partner_answered(command),)


def record_message(order: Draft, command: RecordMessage) -> tuple[Event, ...]:
    """Record a message, once."""
    placed(order, command)
    if command.message_id in order.circumstances.message_ids:
        return ()
    return (_customer_told(command),)
