"""Changing a delivery that is under way."""

from __future__ import annotations

from typing import Any

import attrs

from postpurchase.errors import InvalidInput
from postpurchase.errors.inputs import short
from postpurchase.order.commands.base import (
    Command,
    id_field,
    items_field,
    text_field,
    value_field,
)
from postpurchase.values.carriage import DeliveryChange, SealedChange

CHANGE_OUTCOMES: tuple[str, ...] = ("accepted", "refused", "unknown")
"""How a carrier can answer a change, or not."""


def _outcome(instance: object, field: attrs.Attribute[str], value: Any) -> None:
    if value not in CHANGE_OUTCOMES:
        raise InvalidInput(
            path=field.name, value=short(value), expected=" or ".join(CHANGE_OUTCOMES)
        )


@attrs.frozen(kw_only=True)
class RequestDeliveryChange(Command):
    """Ask for another day or place for a parcel that is under way.

    Before a parcel has its label, `CorrectAddress` is what is needed. Of one
    parcel one change is open at a time; the carrier is asked after commit. A day
    that is over everywhere cannot be asked for.

    Args:
        change_id: The change; the same id with the same wish changes nothing.
        parcel_id: The parcel.
        change: What is to be different; its personal part is kept apart.
    """

    change_id: str = id_field()
    parcel_id: str = id_field()
    change: DeliveryChange | SealedChange = value_field(DeliveryChange, SealedChange)


@attrs.frozen(kw_only=True)
class SendDeliveryChange(Command):
    """Record that the carrier is being asked, under the change's one key.

    Args:
        change_id: The change.
    """

    change_id: str = id_field()


@attrs.frozen(kw_only=True)
class SettleDeliveryChange(Command):
    """Record how the carrier answered.

    Args:
        change_id: The change.
        outcome: ``accepted``; ``refused`` only when the carrier said so or cannot
            do it at all; ``unknown`` after a time-out.
        reason: Why, as a short code.
        alternatives: The kinds of change that are still possible.
    """

    change_id: str = id_field()
    outcome: str = attrs.field(validator=_outcome)
    reason: str = text_field()
    alternatives: tuple[str, ...] = items_field(str, "alternatives")
