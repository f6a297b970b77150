"""Holds: units that must wait."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from postpurchase.order.quantities import by_line

if TYPE_CHECKING:
    from datetime import datetime

    from postpurchase.order.model import Draft
    from postpurchase.order.quantities import LineUnits


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


def held_units(order: Draft, line_no: int, place: str) -> int:
    """Units of a line that a hold keeps in a place, over all locations.

    Units are alike, so a hold on two of five lets three go on and keeps the two
    that are least advanced.

    Args:
        order: The order.
        line_no: The line.
        place: A place before ``shipped``.
    """
    held = _held_of_line(order, order.grid.lines[line_no].line_id)
    here = order.count(line_no, place)
    if held is None:
        return here
    before = order.grid.places[line_no].before
    behind = sum(order.count(line_no, p) for p in before[: before.index(place)])
    return min(here, max(0, held - behind))


def _held_of_line(order: Draft, line_id: str) -> int | None:
    """Add up all holds on a line; None where the whole order waits."""
    held = 0
    for hold in order.holds:
        if not hold.units:
            return None
        held += hold.by_line.get(line_id, 0)
    return held
