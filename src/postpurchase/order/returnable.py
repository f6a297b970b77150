"""Which units could be asked back, and where they stand until then."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from postpurchase.order.quantities import LineUnits, by_line, less
from postpurchase.order.returns import ReturnSource

if TYPE_CHECKING:
    from postpurchase.order.draft import Draft

_EVERYWHERE: Final = ("delivered", "shipped", "returning", "returned")

PLACES: Final[dict[str, tuple[str, ...]]] = {
    "withdrawal": _EVERYWHERE,
    "recall": ("delivered", "shipped"),
    "delivery_refused": ("returning", "returned", "shipped"),
}
"""Where units may stand when a return of a kind takes them, the first place first.

Of every other kind only what was delivered comes back. A withdrawal needs no
delivery, and a parcel that turned back is taken over with its units.
"""

_BY_CUSTOMER: Final = ("customer", "gift_recipient")


def places_for(kind: str) -> tuple[str, ...]:
    """Say from where a return of this kind takes its units."""
    return PLACES.get(kind, ("delivered",))


def sources_of(
    order: Draft, line_no: int, places: Iterable[str]
) -> tuple[ReturnSource, ...]:
    """List where units of a line stand that no return holds.

    Args:
        order: The order.
        line_no: The line.
        places: The places, in the order in which they are to be used.
    """
    line_id = order.grid.lines[line_no].line_id
    found = []
    for place in places:
        held: dict[str, int] = {}
        for parcel in order.parcels:
            units = parcel.held(line_id) if parcel.state == place else 0
            if units:
                where = parcel.location_code
                held[where] = held.get(where, 0) + units
                found.append(
                    ReturnSource(
                        line_id=line_id,
                        units=units,
                        location_code=where,
                        parcel_id=parcel.parcel_id,
                        place=place,
                    )
                )
        if place != "delivered":
            continue
        for where, cell in order.grid.cells(line_no, place):
            units = order.counts[cell] - held.get(where, 0)
            if units:
                found.append(
                    ReturnSource(line_id=line_id, units=units, location_code=where)
                )
    return tuple(found)


def drawn(
    sources: Iterable[ReturnSource], units: Iterable[LineUnits]
) -> tuple[tuple[ReturnSource, ...], tuple[ReturnSource, ...]]:
    """Split sources into those from which units are drawn, and the rest.

    Args:
        sources: Where units stand, in the order in which they are drawn.
        units: Units by line to be drawn; what is not there is not drawn.

    >>> here = (ReturnSource(line_id="A", units=3),)
    >>> taken, left = drawn(here, [LineUnits("A", 1)])
    >>> taken[0].units, left[0].units
    (1, 2)
    """
    wanted = by_line(units)
    taken, left = [], []
    for source in sources:
        share = min(source.units, wanted.get(source.line_id, 0))
        if share:
            wanted[source.line_id] -= share
            taken.append(_of(source, share))
        if share < source.units:
            left.append(_of(source, source.units - share))
    return tuple(taken), tuple(left)


def _of(source: ReturnSource, units: int) -> ReturnSource:
    return ReturnSource(
        line_id=source.line_id,
        units=units,
        location_code=source.location_code,
        parcel_id=source.parcel_id,
        place=source.place,
    )


def returnable(
    order: Draft,
    line_no: int,
    *,
    kind: str = "policy_return",
    asked_by: str = "customer",
) -> int:
    """Count the units of a line that could be asked back now.

    Units that another return asks for are not free. What was paid back or replaced
    already, only the shop asks back.

    Args:
        order: The order.
        line_no: The line.
        kind: One of `RETURN_KINDS`.
        asked_by: Who asks: one of `ASKED_BY`.
    """
    line_id = order.grid.lines[line_no].line_id
    free = sum(one.units for one in sources_of(order, line_no, places_for(kind)))
    for known in order.circumstances.returns:
        if known.intent == "requested":
            free -= by_line(less(known.units, known.received)).get(line_id, 0)
    if asked_by in _BY_CUSTOMER:
        free -= _compensated(order, line_no)
    return max(0, free)


def _compensated(order: Draft, line_no: int) -> int:
    """Units that were paid back or replaced while they stay with the customer.

    Both count first against units that are gone. What was exchanged counts once.
    """
    line_id = order.grid.lines[line_no].line_id
    ledger = order.ledger
    given = ledger.granted_units(line_id)
    exchanged = {line_id for credit in ledger.credits for line_id in credit.line_ids}
    for line in order.grid.lines:
        if line.line_id in exchanged:
            continue
        if line.replaces is not None and line.replaces.line_id == line_id:
            given += line.replaces.units
    gone = sum(
        order.count(line_no, place)
        for place in ("cancelled", "lost", "returning", "returned", "kept")
    )
    return max(0, given - gone)
