"""What several rules ask: is it placed, are the units there, is the money right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postpurchase.errors import (
    NotEnoughUnits,
    OnHold,
    TransitionNotAllowed,
    UnknownOrder,
)
from postpurchase.order.holds import held_units
from postpurchase.order.minor_units import minor, minor_above_zero, minor_from_zero
from postpurchase.order.parcels import UNSHIPPED

if TYPE_CHECKING:
    from postpurchase.order.commands import Command
    from postpurchase.order.draft import Draft
    from postpurchase.order.events import OrderPlaced
    from postpurchase.order.transitions import Table

__all__ = [
    "boxed_units",
    "may_become",
    "minor",
    "minor_above_zero",
    "minor_from_zero",
    "placed",
    "refuse_held",
    "standing",
    "take",
]


def placed(order: Draft, command: Command) -> OrderPlaced:
    """Pass an order that exists.

    Raises:
        UnknownOrder: It was never placed.
    """
    if order.placed is None:
        raise UnknownOrder(order_id=command.order_id)
    return order.placed


def boxed_units(order: Draft, line_no: int, location: str) -> int:
    """Units of a line that lie in parcels which have not left that location.

    What is only placed stands nowhere and goes with a parcel from anywhere.
    """
    line_id = order.grid.lines[line_no].line_id
    anywhere = order.grid.places[line_no].last == "placed"
    return sum(
        parcel.box.by_line.get(line_id, 0)
        for parcel in order.parcels
        if parcel.state in UNSHIPPED and (anywhere or parcel.location_code == location)
    )


def standing(
    order: Draft, line_no: int, place: str, location_code: str | None
) -> list[tuple[str, int]]:
    """List the locations where units stand free in a place, and how many.

    Units in a parcel that has not left are not free.

    Args:
        order: The order.
        line_no: The line.
        place: The place.
        location_code: Only this location; None for all.
    """
    wanted = "" if place == "placed" else location_code
    layout, counts = order.grid.layout, order.counts
    places = layout.places[line_no]
    offset = places.index[place]
    boxed = order.parcels and place == places.last
    found = []
    for location, start in layout.rows[line_no].items():
        if wanted is not None and location != wanted:
            continue
        units = counts[start + offset]
        if boxed:
            units -= boxed_units(order, line_no, location)
        if units > 0:
            found.append((location, units))
    return found


def take(
    order: Draft,
    line_no: int,
    units: int,
    *,
    place: str,
    location_code: str | None,
) -> list[tuple[str, int]]:
    """Say from which locations units go forward out of a place.

    Args:
        order: The order.
        line_no: The line.
        units: How many are to go.
        place: The place that they leave.
        location_code: Where; None takes the locations in the order they were used.

    Returns:
        Locations with the units that leave each; together *units*.

    Raises:
        NotEnoughUnits: Fewer stand free there.
        OnHold: A hold keeps them.
    """
    left, taken, available = units, [], 0
    for location, free in standing(order, line_no, place, location_code):
        available += free
        if left:
            share = min(left, free)
            taken.append((location, share))
            left -= share
    if left:
        raise NotEnoughUnits(
            line_id=order.grid.lines[line_no].line_id,
            place=place,
            asked=units,
            available=available,
        )
    if order.holds:
        refuse_held(order, line_no, place, asked=units)
    return taken


def refuse_held(
    order: Draft, line_no: int, place: str, *, asked: int, is_boxed: bool = False
) -> None:
    """Refuse to move units that a hold keeps.

    Args:
        order: The order.
        line_no: The line.
        place: The place that they would leave.
        asked: How many would leave it.
        is_boxed: Whether they lie in a parcel already.

    Raises:
        OnHold: Fewer than *asked* are free.
    """
    if is_boxed:
        units = order.count(line_no, place)
    else:
        units = sum(free for _, free in standing(order, line_no, place, None))
    free = max(0, units - held_units(order, line_no, place))
    if free < asked:
        line_id = order.grid.lines[line_no].line_id
        hold = next(
            hold for hold in order.holds if not hold.units or line_id in hold.by_line
        )
        raise OnHold(
            hold_id=hold.hold_id,
            reason=hold.reason,
            line_id=line_id,
            asked=asked,
            available=free,
        )


def may_become(table: Table, subject: str, state: str, asked: str) -> None:
    """Refuse what the table of a machine does not allow.

    Raises:
        TransitionNotAllowed: *asked* may not follow *state*.
    """
    if not table.allows(state, asked):
        raise TransitionNotAllowed(
            subject=subject, state=state, asked=asked, allowed=table.moves[state]
        )
