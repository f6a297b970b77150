"""Holds: units that must wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

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


def held_units(order: Draft, line_no: int) -> int:
    """Units of a line that wait, over all holds; all of them if the order waits.

    Units are alike, so a hold on two of five lets three go and keeps the last
    two, whichever they are.
    """
    line = order.grid.lines[line_no]
    waiting = sum(
        order.count(line_no, place) for place in order.grid.places[line_no].before
    )
    held = 0
    for hold in order.holds:
        if not hold.units:
            return waiting
        held += sum(p.units for p in hold.units if p.line_id == line.line_id)
    return min(held, waiting)


def free_units(order: Draft, line_no: int, place: str, units: int) -> int:
    """Say how many of *units* in *place* may go on.

    Args:
        order: The order.
        line_no: The line.
        place: The place that they would leave.
        units: How many stand there.
    """
    waiting = sum(order.count(line_no, p) for p in order.grid.places[line_no].before)
    elsewhere = waiting - order.count(line_no, place)
    return max(0, units - max(0, held_units(order, line_no) - elsewhere))
