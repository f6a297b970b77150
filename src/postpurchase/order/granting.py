"""Who may have what of the order's money: each unit's worth is granted once.

A grant brings the entitlement of all units granted so far less what those before it
brought. So a refund that was given up leaves no gap: whatever is granted after it
brings the sum back to the entitlement.

A line that was sent again at no price stands in for the units that it replaces: they
are worth what those were, and those cannot be granted meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from postpurchase.errors import NotEnoughUnits
from postpurchase.order.events.paying import LineParts
from postpurchase.order.grid import count
from postpurchase.order.quantities import LineUnits
from postpurchase.values.money import share_half_up

if TYPE_CHECKING:
    from postpurchase.order.draft import Draft
    from postpurchase.order.events import PlacedLine
    from postpurchase.order.ledger import Grant


NOTHING: tuple[LineParts, ...] = ()
"""No grants besides those of the ledger."""


def present_grants(order: Draft, line_no: int) -> list[Grant]:
    """Grants of the present apportionment of a line."""
    line = order.grid.lines[line_no]
    found = order.ledger.grants.get(line.line_id, ())
    return [grant for grant in found if grant.parts.era == line.closed_granted]


def present_parts(
    order: Draft, line_no: int, more: Iterable[LineParts] = NOTHING
) -> list[LineParts]:
    """What the grants of the present apportionment of a line brought.

    Args:
        order: The order.
        line_no: The line.
        more: Grants that are about to be made.
    """
    line_id = order.grid.lines[line_no].line_id
    found = [grant.parts for grant in present_grants(order, line_no)]
    return found + [parts for parts in more if parts.root == line_id]


def next_parts(
    order: Draft,
    line_no: int,
    units: int,
    *,
    more: Iterable[LineParts] = NOTHING,
    asked_id: str = "",
) -> LineParts:
    """Say what the next units of a line bring.

    Args:
        order: The order.
        line_no: The line whose entitlement it is.
        units: How many are to be granted; more than are there count as those.
        more: Grants that are about to be made.
        asked_id: The line that was asked for, if that stands in for this one.
    """
    line = order.grid.lines[line_no]
    before = present_parts(order, line_no, more)
    upto = min(line.open_units, units + sum(parts.units for parts in before))

    def part(name: str) -> int:
        granted: int = sum(getattr(parts, name) for parts in before)
        return max(0, _entitled(line, name, upto) - granted)

    return LineParts(
        line_id=asked_id or line.line_id,
        units=units,
        root_id=line.line_id if asked_id not in ("", line.line_id) else "",
        era=line.closed_granted,
        goods_minor=part("goods_minor"),
        discount_minor=part("discount_minor"),
        tax_minor=part("tax_minor"),
        shipping_minor=part("shipping_minor"),
    )


def _entitled(line: PlacedLine, name: str, upto: int) -> int:
    if not line.open_units:
        return 0
    return share_half_up(getattr(line, name), upto, line.open_units)


def grant(order: Draft, units: Iterable[LineUnits]) -> tuple[LineParts, ...]:
    """Grant units what they are entitled to, each once.

    Raises:
        NotEnoughUnits: Some of them were granted already.
        UnknownLine: The order has no such line.
    """
    found: list[LineParts] = []
    for part in units:
        line_no = order.grid.line_no(part.line_id)
        available = refundable_units(order, line_no, found)
        if part.units > available:
            raise NotEnoughUnits(
                line_id=part.line_id,
                place="refundable",
                asked=part.units,
                available=available,
            )
        root = root_of(order, line_no)
        found.append(
            next_parts(order, root, part.units, more=found, asked_id=part.line_id)
        )
    return tuple(found)


def own_parts(order: Draft, units: Iterable[LineUnits]) -> tuple[LineParts, ...]:
    """Say what units brought where the event itself does not.

    Events of the first releases do not say it. They granted each line its own.
    """
    return tuple(
        next_parts(order, order.grid.line_no(part.line_id), part.units)
        for part in units
    )


def refundable_units(
    order: Draft, line_no: int, more: Sequence[LineParts] = NOTHING
) -> int:
    """Units of a line that can still be granted.

    Args:
        order: The order.
        line_no: The line.
        more: Grants that are about to be made.
    """
    root = root_of(order, line_no)
    granted = sum(parts.units for parts in present_parts(order, root, more))
    left = order.grid.lines[root].open_units - granted
    if root != line_no:
        return max(0, min(left, _here(order, line_no, more)))
    owed = sum(
        max(0, _here(order, n, more) - _lost(order, n)) for n in _family(order, line_no)
    )
    return max(0, left - owed)


def all_refundable(order: Draft) -> tuple[LineUnits, ...]:
    """Name all units that can still be granted together.

    A line and what was sent again for it have one entitlement; the line comes first.
    """
    found: list[LineParts] = []
    for line_no, line in enumerate(order.grid.lines):
        units = refundable_units(order, line_no, found)
        if units:
            root = root_of(order, line_no)
            parts = next_parts(order, root, units, more=found, asked_id=line.line_id)
            found.append(parts)
    return tuple(LineUnits(parts.line_id, parts.units) for parts in found)


def root_of(order: Draft, line_no: int) -> int:
    """Find the line whose entitlement the units of a line have."""
    while is_stand_in(order, line_no):
        line_no = _replaced(order, line_no)
    return line_no


def is_stand_in(order: Draft, line_no: int) -> bool:
    """Say whether a line was added at no price for units that it replaces.

    Goods of an exchange are not: what they replace was granted to them.
    """
    line = order.grid.lines[line_no]
    if line.replaces is None:
        return False
    is_free = not (line.goods_minor or line.tax_minor or line.shipping_minor)
    is_exchange = any(line.line_id in c.line_ids for c in order.ledger.credits)
    return is_free and not is_exchange and 0 <= _replaced(order, line_no) < line_no


def _replaced(order: Draft, line_no: int) -> int:
    old = order.grid.lines[line_no].replaces
    return -1 if old is None else order.grid.index.get(old.line_id, -1)


def _family(order: Draft, root: int) -> list[int]:
    lines = range(root + 1, len(order.grid.lines))
    return [n for n in lines if is_stand_in(order, n) and root_of(order, n) == root]


def _moved(order: Draft, line_no: int) -> int:
    """Units that a stand-in took over; cancelled ones are given back."""
    line = order.grid.lines[line_no]
    sent = line.quantity - count(order.grid, order.counts, line_no, "cancelled")
    return min(sent, line.replaces.units) if line.replaces is not None else 0


def _handed_on(order: Draft, line_no: int) -> int:
    """Units of a stand-in that others stand in for."""
    lines = range(line_no + 1, len(order.grid.lines))
    return sum(
        _moved(order, n)
        for n in lines
        if is_stand_in(order, n) and _replaced(order, n) == line_no
    )


def _here(order: Draft, line_no: int, more: Sequence[LineParts]) -> int:
    """Units of a stand-in that were neither handed on nor granted."""
    line_id = order.grid.lines[line_no].line_id
    granted = order.ledger.granted_units(line_id)
    granted += sum(parts.units for parts in more if parts.line_id == line_id)
    return _moved(order, line_no) - _handed_on(order, line_no) - granted


def _lost(order: Draft, line_no: int) -> int:
    lost = count(order.grid, order.counts, line_no, "lost")
    return max(0, lost - _handed_on(order, line_no))
