"""What people said about the order and to the customer."""

from __future__ import annotations

import attrs

from postpurchase.order.events.base import Event
from postpurchase.order.quantities import LineUnits
from postpurchase.values.personal import PersonalRef


@attrs.frozen(kw_only=True)
class NoteAdded(Event):
    """Somebody wrote something down; stored by `AddNote`.

    Args:
        note_id: The note.
        text: What was written; it may name people, so it is kept apart.
        is_public: Whether the customer may read it.
    """

    note_id: str
    text: PersonalRef
    is_public: bool = False


@attrs.frozen(kw_only=True)
class PartnerAnswered(Event):
    """A fulfilment partner answered; stored by `RecordPartnerAnswer`.

    Args:
        partner: Code of the partner.
        location_code: The partner's location.
        units: The units that it was asked about.
        answer: ``took_over``, ``stopped`` or ``refused`` to stop.
    """

    partner: str
    location_code: str
    units: tuple[LineUnits, ...]
    answer: str


@attrs.frozen(kw_only=True)
class CustomerTold(Event):
    """A message went out; stored by `RecordMessage`.

    Args:
        message_id: The message.
        topic: What it was about, such as ``shipped``.
        channel: Code of the channel.
        outcome: ``sent``, ``failed`` or ``unknown``.
    """

    message_id: str
    topic: str
    channel: str
    outcome: str = "sent"
