"""Writing down what was said about the order and to the customer."""

from __future__ import annotations

import attrs

from postpurchase.errors import InvalidInput, MissingField
from postpurchase.errors.inputs import short
from postpurchase.order.commands.base import Command, flag_field, id_field, name_field
from postpurchase.order.quantities import LineUnits, as_units
from postpurchase.values.personal import PersonalRef

NOTE_MAX = 10_000
"""Characters in a note."""

MESSAGE_OUTCOMES: tuple[str, ...] = ("sent", "failed", "unknown")
"""How sending a message can end."""


PARTNER_ANSWERS: tuple[str, ...] = ("took_over", "stopped", "refused")
"""What a fulfilment partner can answer."""


def _answer(instance: object, field: attrs.Attribute[str], value: object) -> None:
    if value not in PARTNER_ANSWERS:
        raise InvalidInput(
            path=field.name, value=short(value), expected=" or ".join(PARTNER_ANSWERS)
        )


def _note(
    instance: object, field: attrs.Attribute[str | PersonalRef], value: object
) -> None:
    if isinstance(value, PersonalRef):
        return
    if not isinstance(value, str):
        raise InvalidInput(path="text", value=short(value), expected="text")
    if not value.strip():
        raise MissingField(path="text", expected="what was written")
    if len(value) > NOTE_MAX:
        raise InvalidInput(
            path="text",
            value=f"{len(value)} characters",
            expected=f"at most {NOTE_MAX} characters",
        )


def _outcome(instance: object, field: attrs.Attribute[str], value: object) -> None:
    if value not in MESSAGE_OUTCOMES:
        raise InvalidInput(
            path=field.name,
            value=short(value),
            expected=" or ".join(MESSAGE_OUTCOMES),
        )


@attrs.frozen(kw_only=True)
class AddNote(Command):
    """Write something down about the order.

    Args:
        note_id: The note.
        text: What is written; kept apart from the log, for it may name people.
        is_public: Whether the customer may read it.
    """

    note_id: str = id_field()
    text: str | PersonalRef = attrs.field(validator=_note)
    is_public: bool = flag_field(default=False)


@attrs.frozen(kw_only=True)
class RecordPartnerAnswer(Command):
    """Record what a fulfilment partner answered when it was asked to do something.

    Args:
        partner: Code of the partner.
        location_code: The partner's location.
        units: Units by line id that it was asked about.
        answer: ``took_over``: they were handed over to it; ``stopped``: it will not
            send them; ``refused``: it cannot stop them any more.
    """

    partner: str = name_field()
    location_code: str = name_field()
    units: tuple[LineUnits, ...] = attrs.field(converter=as_units)
    answer: str = attrs.field(validator=_answer)


@attrs.frozen(kw_only=True)
class RecordMessage(Command):
    """Record that the customer was told something.

    Args:
        message_id: The message.
        topic: What it was about, such as ``shipped``.
        channel: Code of the channel.
        outcome: ``sent``, ``failed`` or ``unknown``.
    """

    message_id: str = id_field()
    topic: str = name_field()
    channel: str = name_field()
    outcome: str = attrs.field(default="sent", validator=_outcome)
