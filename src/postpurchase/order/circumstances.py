"""What rarely changes about an order: holds, corrections, notes, messages."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from postpurchase.order.quantities import LineUnits, by_line

if TYPE_CHECKING:
    from postpurchase.values.answers import Promise
    from postpurchase.values.personal import PersonalRef


@attrs.frozen
class Hold:
    """Units that must wait.

    Args:
        hold_id: The hold.
        reason: Why.
        units: The units that wait; empty for the whole order.
        until_at: When it ends by itself, if it does.
    """

    hold_id: str
    reason: str
    units: tuple[LineUnits, ...] = ()
    until_at: datetime | None = None

    @cached_property
    def by_line(self) -> dict[str, int]:
        """The units that wait by line id."""
        return by_line(self.units)


@attrs.frozen
class Circumstances:
    """What rarely changes and rarely matters to a decision.

    Args:
        address: Where the rest of the order goes, once it was corrected.
        country: The country of that address.
        promise: The latest promise, once it was revised.
        errors_caught: Scanned codes that did not belong.
        note_ids: The notes.
        message_ids: The messages to the customer.
        hold_ids: Every hold there was, so that none begins twice.
    """

    address: PersonalRef | None = None
    country: str = ""
    promise: Promise | None = None
    errors_caught: int = 0
    note_ids: tuple[str, ...] = ()
    message_ids: tuple[str, ...] = ()
    hold_ids: tuple[str, ...] = ()


ORDINARY = Circumstances()
"""The circumstances of an order to which nothing special happened."""
