"""What things cost: apportionment, entitlement, totals, balance.

All numbers are integers in minor units of the order's currency. Amounts of the
whole order are apportioned to its lines once, when it is placed. Within a line
of n units, the first k that are refunded are entitled to half-up(total × k / n),
for goods, discount, tax and shipping apart; what the next ones get is the
difference, so that any order of part refunds adds up to the whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs

from postpurchase.order.events.paying import RefundParts
from postpurchase.order.grid import count
from postpurchase.values.money import allocate, share_half_up

if TYPE_CHECKING:
    from postpurchase.order.draft import Draft
    from postpurchase.order.events import PlacedLine


def apportion(total_minor: int, goods_minor: Sequence[int]) -> tuple[int, ...]:
    """Split an amount of the order over its lines, by what their goods cost.

    >>> apportion(1000, [19900, 19900, 19900])
    (334, 333, 333)
    """
    if not total_minor:
        return (0,) * len(goods_minor)
    return allocate(total_minor, goods_minor)


def entitlement(line: PlacedLine, first: int, units: int) -> RefundParts:
    """Say what *units* units are worth once *first* units were granted before.

    Args:
        line: The line with its open units and their amounts.
        first: Units already granted, from 0.
        units: Units to be granted now; first + units is at most the open units.

    >>> from postpurchase.order.events import PlacedLine
    >>> line = PlacedLine(line_id="A", sku="MUG", quantity=3, unit_price_minor=1000,
    ...     open_units=3, goods_minor=3000, discount_minor=100, workflow=())
    >>> [entitlement(line, n, 1).total_minor for n in range(3)]
    [967, 966, 967]
    """
    n, upto = line.open_units, first + units

    def part(total_minor: int) -> int:
        if not n:
            return 0
        return share_half_up(total_minor, upto, n) - share_half_up(
            total_minor, first, n
        )

    return RefundParts(
        goods_minor=part(line.goods_minor),
        discount_minor=part(line.discount_minor),
        tax_minor=part(line.tax_minor),
        shipping_minor=part(line.shipping_minor),
    )


def granted_open(order: Draft, line_no: int) -> int:
    """Units of the present apportionment whose entitlement was granted."""
    line = order.grid.lines[line_no]
    return order.ledger.granted_units(line.line_id) - line.closed_granted


def cancelled_open(order: Draft, line_no: int) -> int:
    """Cancelled units of the present apportionment."""
    line = order.grid.lines[line_no]
    return count(order.grid, order.counts, line_no, "cancelled") - line.closed_cancelled


def undelivered_open(order: Draft, line_no: int) -> int:
    """Units of the present apportionment that came back without being delivered."""
    line = order.grid.lines[line_no]
    return max(0, undelivered_units(order, line.line_id) - line.closed_undelivered)


def unpaid_back_units(order: Draft, line_no: int) -> int:
    """Units that are not owed any more and were not refunded.

    Cancelled units, and units that came back in a parcel that was never handed
    over: refunds count against these first.
    """
    line = order.grid.lines[line_no]
    released = cancelled_open(order, line_no) + undelivered_open(order, line_no)
    return max(0, min(released, line.open_units) - granted_open(order, line_no))


def undelivered_units(order: Draft, line_id: str) -> int:
    """Units that are back, or on their way back, without having been delivered."""
    return sum(
        parcel.held(line_id)
        for parcel in order.parcels
        if parcel.state in ("returning", "returned")
    )


def total_minor(order: Draft) -> int:
    """What the order costs with all edits, including cancelled units."""
    if order.placed is None:
        return 0
    lines = sum(line.closed_minor + line.net_minor for line in order.grid.lines)
    return lines + sum(charge.amount.amount_minor for charge in order.placed.charges)


def released_minor(order: Draft) -> int:
    """What units are worth that are not owed any more and were not refunded."""
    total = 0
    for line_no, line in enumerate(order.grid.lines):
        units = unpaid_back_units(order, line_no)
        if units:
            granted = granted_open(order, line_no)
            total += entitlement(line, granted, units).total_minor
    return total


def balance_due_minor(order: Draft) -> int:
    """What the customer owes; negative when the customer is owed."""
    owed = total_minor(order) - released_minor(order)
    return owed - order.ledger.captured_minor + order.ledger.overpaid_back_minor


def repriced(
    line: PlacedLine,
    *,
    granted: int,
    cancelled: int,
    undelivered: int,
    units: int,
    price_minor: int,
) -> PlacedLine:
    """Close the present apportionment of a line and open a new one.

    What was granted keeps its amounts; what was cancelled and not granted leaves
    the total. The new apportionment covers *units* at the new price; discount
    and tax keep their proportion to the price, shipping stays with the units
    that remain.

    Args:
        line: The line as it stands.
        granted: Units granted in the present apportionment.
        cancelled: Units cancelled in the present apportionment.
        undelivered: Units of the present apportionment that came back without
            being delivered.
        units: Units that the new apportionment covers, from 0.
        price_minor: The new price of one unit.
    """
    closed = entitlement(line, 0, granted).total_minor
    gone = max(granted, cancelled)
    rest = entitlement(line, gone, line.open_units - gone)
    goods = units * price_minor
    # Where nothing is left to scale, the whole line tells the proportion.
    basis: RefundParts | PlacedLine = rest if rest.goods_minor else line
    before = basis.goods_minor

    def scaled(minor: int) -> int:
        return (2 * minor * goods + before) // (2 * before) if before else 0

    return attrs.evolve(
        line,
        quantity=line.quantity + units - (line.open_units - gone),
        unit_price_minor=price_minor,
        open_units=units,
        goods_minor=goods,
        discount_minor=scaled(basis.discount_minor),
        tax_minor=scaled(basis.tax_minor),
        shipping_minor=rest.shipping_minor,
        included_tax_minor=_included_tax(line, goods),
        closed_minor=line.closed_minor + closed,
        closed_granted=line.closed_granted + granted,
        closed_cancelled=line.closed_cancelled + cancelled,
        closed_undelivered=line.closed_undelivered
        + min(undelivered, max(0, granted - cancelled)),
    )


def _included_tax(line: PlacedLine, goods_minor: int) -> int:
    whole = line.goods_minor
    if not whole:
        return 0
    return (2 * line.included_tax_minor * goods_minor + whole) // (2 * whole)
