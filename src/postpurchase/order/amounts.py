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

from postpurchase.order.events.paying import LineParts, RefundParts
from postpurchase.order.granting import next_parts, present_grants, present_parts
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
    return sum(grant.parts.units for grant in present_grants(order, line_no))


def sent_open(order: Draft, line_no: int, *kinds: str) -> int:
    """Those of them that were granted for goods that had been sent.

    Args:
        order: The order.
        line_no: The line.
        kinds: ``claim`` for claims, ``sent`` for returns, exchanges and goods that
            the customer keeps.
    """
    grants = present_grants(order, line_no)
    return sum(grant.parts.units for grant in grants if grant.kind in kinds)


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
    over. A refund counts against these first, whichever came first; one for a
    return, or for goods that the customer keeps, counts against neither, and one
    for a claim only against those that came back.
    """
    cancelled = cancelled_open(order, line_no)
    undelivered = undelivered_open(order, line_no)
    if not (cancelled or undelivered):
        return 0
    claimed, sent = (sent_open(order, line_no, kind) for kind in ("claim", "sent"))
    elsewhere = claimed + sent
    left = order.grid.lines[line_no].open_units - elsewhere
    released = min(cancelled + max(0, undelivered - claimed), left)
    granted = granted_open(order, line_no)
    return max(0, released - (granted - elsewhere))


def undelivered_units(order: Draft, line_id: str) -> int:
    """Units that are back, or on their way back, without having been delivered.

    They follow their parcel, or a return that took them over from it.
    """
    turned = ("returning", "returned")
    followed = sum(p.held(line_id) for p in order.parcels if p.state in turned)
    return followed + sum(
        source.units
        for known in order.circumstances.returns
        for source in (*known.sources, *known.back)
        if source.line_id == line_id and source.place in turned
    )


def total_minor(order: Draft) -> int:
    """What the order costs with all edits, including cancelled units."""
    if order.placed is None:
        return 0
    lines = sum(line.closed_minor + line.net_minor for line in order.grid.lines)
    return lines + sum(charge.amount.amount_minor for charge in order.placed.charges)


def released_minor(order: Draft) -> int:
    """What units are worth that are not owed any more and were not refunded.

    Shipping of theirs that was given back in advance is not counted again.
    """
    total = shipping = 0
    for line_no in range(len(order.grid.lines)):
        units = unpaid_back_units(order, line_no)
        if units:
            parts = next_parts(order, line_no, units)
            total += parts.total_minor
            shipping += parts.shipping_minor
    if shipping:
        total -= min(shipping, outstanding_minor(order))
    return total


def outstanding_minor(order: Draft) -> int:
    """Shipping that was given back without its units, and not yet made up for.

    Units that are refunded later bring that much less. Shipping that was kept back
    of other units may be given without units, too; that is not in advance.
    """
    return max(0, _ahead_minor(order))


def open_shipping_minor(order: Draft, more: Sequence[LineParts] = ()) -> int:
    """Shipping that can still be given back without units.

    Args:
        order: The order.
        more: Grants that are about to be made.
    """
    left = 0
    for line_no, line in enumerate(order.grid.lines):
        given = present_parts(order, line_no, more)
        left += line.shipping_minor - sum(parts.shipping_minor for parts in given)
    return left - _ahead_minor(order)


def _ahead_minor(order: Draft) -> int:
    """Shipping given back without units, less what was made up for or kept."""
    given = sum(
        parts.advance_minor - parts.advanced_minor - parts.shipping_kept_minor
        for parts in order.ledger.granting
    )
    return given - sum(line.closed_advanced_minor for line in order.grid.lines)


def owed_minor(order: Draft) -> int:
    """What the order is to cost: without released units, less what was exchanged."""
    owed = total_minor(order) - released_minor(order)
    return owed - order.ledger.credit_minor


def balance_due_minor(order: Draft) -> int:
    """What the customer owes; negative when the customer is owed.

    What a refund came short of, because it had not been paid, settles what is due.
    """
    ledger = order.ledger
    due = owed_minor(order) - ledger.captured_minor + ledger.overpaid_back_minor
    if due <= 0:
        return due
    return max(0, due - sum(parts.short_minor for parts in ledger.granting))


@attrs.frozen(kw_only=True)
class Settled:
    """What of the present apportionment of a line is not open any more.

    Args:
        granted: Units granted.
        cancelled: Units cancelled.
        undelivered: Units that came back without being delivered.
        claimed: Units granted for claims.
        sent: Units granted for other goods that had been sent.
        given: What the granted units brought; None for their entitlement.
        outstanding_minor: Shipping of the order that was given back in advance.
    """

    granted: int = 0
    cancelled: int = 0
    undelivered: int = 0
    claimed: int = 0
    sent: int = 0
    given: Sequence[LineParts | RefundParts] | None = None
    outstanding_minor: int = 0

    @property
    def gone(self) -> int:
        """Units that a new apportionment does not cover."""
        elsewhere = self.claimed + self.sent
        return elsewhere + max(self.granted - elsewhere, self.cancelled)

    @property
    def taken_back(self) -> int:
        """Units that came back undelivered and were refunded."""
        others = self.granted - self.claimed - self.sent
        return min(self.undelivered, self.claimed + max(0, others - self.cancelled))


def settled_of(order: Draft, line_no: int, outstanding_minor: int) -> Settled:
    """Say what of the present apportionment of a line is not open any more.

    Args:
        order: The order.
        line_no: The line.
        outstanding_minor: Shipping of the order that was given back in advance.
    """
    return Settled(
        granted=granted_open(order, line_no),
        cancelled=cancelled_open(order, line_no),
        undelivered=undelivered_open(order, line_no),
        claimed=sent_open(order, line_no, "claim"),
        sent=sent_open(order, line_no, "sent"),
        given=present_parts(order, line_no),
        outstanding_minor=outstanding_minor,
    )


def repriced(
    line: PlacedLine, settled: Settled, *, units: int, price_minor: int
) -> PlacedLine:
    """Close the present apportionment of a line and open a new one.

    What was granted keeps its amounts; what was cancelled and not granted leaves
    the total, without its shipping that was given back in advance. The new
    apportionment covers *units* at the new price; discount and tax keep their
    proportion to the price, shipping stays with the units that remain.

    Args:
        line: The line as it stands.
        settled: What of it is not open any more.
        units: Units that the new apportionment covers, from 0.
        price_minor: The new price of one unit.
    """
    given: Sequence[LineParts | RefundParts] = (
        (entitlement(line, 0, settled.granted),)
        if settled.given is None
        else settled.given
    )
    gone = min(settled.gone, line.open_units)
    whole = entitlement(line, 0, line.open_units)
    until = entitlement(line, 0, gone)

    def granted(name: str) -> int:
        return sum(int(getattr(parts, name)) for parts in given)

    def remaining(name: str) -> int:
        total, first = int(getattr(whole, name)), int(getattr(until, name))
        return total - max(first, granted(name))

    left_shipping = until.shipping_minor - granted("shipping_minor")
    advanced = min(max(0, left_shipping), settled.outstanding_minor)
    goods = units * price_minor
    rest = {name: remaining(name) for name in _AMOUNTS}
    # Where nothing is left to scale, the whole line tells the proportion.
    if not rest["goods_minor"]:
        rest |= {name: getattr(line, name) for name in _AMOUNTS if name != _SHIPPING}
    before = rest["goods_minor"]

    def scaled(minor: int) -> int:
        return (2 * minor * goods + before) // (2 * before) if before else 0

    return attrs.evolve(
        line,
        quantity=line.quantity + units - (line.open_units - gone),
        unit_price_minor=price_minor,
        open_units=units,
        goods_minor=goods,
        discount_minor=scaled(rest["discount_minor"]),
        tax_minor=scaled(rest["tax_minor"]),
        shipping_minor=rest[_SHIPPING],
        included_tax_minor=_included_tax(line, goods),
        closed_minor=line.closed_minor
        + sum(parts.total_minor for parts in given)
        + advanced,
        closed_granted=line.closed_granted + settled.granted,
        closed_cancelled=line.closed_cancelled + settled.cancelled,
        closed_undelivered=line.closed_undelivered + settled.taken_back,
        closed_advanced_minor=line.closed_advanced_minor + advanced,
    )


_SHIPPING = "shipping_minor"
_AMOUNTS = ("goods_minor", "discount_minor", "tax_minor", _SHIPPING)


def _included_tax(line: PlacedLine, goods_minor: int) -> int:
    whole = line.goods_minor
    if not whole:
        return 0
    return (2 * line.included_tax_minor * goods_minor + whole) // (2 * whole)
