"""What every command on an order has."""

from __future__ import annotations

from datetime import datetime

import attrs

from postpurchase.values.fields import (
    TEXT_MAX,
    at_field,
    flag_field,
    id_field,
    items_field,
    items_of,
    location_field,
    money_field,
    name_field,
    text_field,
    until_field,
    value_field,
    value_or_none,
)

__all__ = [
    "TEXT_MAX",
    "Command",
    "flag_field",
    "id_field",
    "items_field",
    "items_of",
    "location_field",
    "money_field",
    "name_field",
    "text_field",
    "until_field",
    "value_field",
    "value_or_none",
]


@attrs.frozen(kw_only=True)
class Command:
    """Something that is asked of an order.

    Args:
        order_id: The order.
        at: When it happened or is to count as having happened, aware.
        by: Who asks, as a pseudonymous code such as ``staff:7`` or ``customer``.
        command_id: The caller's id for this very request. The same id again
            returns the first answer and changes nothing; with other content it
            is refused. Without one, a repeat is told only by the ids inside.

    Raises:
        NaiveTime: *at* has no time zone.
        InvalidInput: An id is empty, too long or not printable.
    """

    order_id: str = id_field()
    at: datetime = at_field()
    by: str = text_field()
    command_id: str = text_field()
