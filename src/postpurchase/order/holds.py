"""How many units a hold keeps where they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from postpurchase.order.draft import Draft


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
