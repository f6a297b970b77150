"""Names by which the stream of an order is found: its number, its parcels' numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from postpurchase.order.events import (
    OrderPlaced,
    ParcelLabelled,
    ParcelShipped,
    ReturnSent,
    ReturnWayIssued,
)

TRACKING = "tracking:"
"""How the alias of a tracking number begins."""


def tracking_alias(number: str) -> str:
    """Make the alias of a tracking number, however it is spaced and written.

    >>> tracking_alias("rr 123 456 785-ua")
    'tracking:RR123456785UA'
    """
    return TRACKING + plain_number(number)


def plain_number(number: str) -> str:
    """Write a tracking number without blanks and dashes, in capitals.

    >>> plain_number("1z 999 aa1 01 2345 6784")
    '1Z999AA10123456784'
    """
    return "".join(number.split()).replace("-", "").upper()


def aliases_of(event: object) -> tuple[str, ...]:
    """Name what finds the order after an event.

    Args:
        event: What happened.
    """
    name_of = _NAMES.get(type(event))
    name = name_of(event) if name_of is not None else ""
    return (name,) if name else ()


def _of_box(event: Any) -> str:
    number = event.box.tracking_number
    return tracking_alias(number) if number else ""


def _of_label(event: Any) -> str:
    return tracking_alias(event.tracking_number) if event.tracking_number else ""


_NAMES: Final[dict[type, Callable[[Any], str]]] = {
    OrderPlaced: lambda event: event.number,
    ParcelLabelled: _of_label,
    ParcelShipped: _of_box,
    ReturnWayIssued: lambda event: _of_label(event.way),
    ReturnSent: _of_label,
}
