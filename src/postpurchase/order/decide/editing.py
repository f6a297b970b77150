"""Rules for changing what was ordered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from postpurchase.errors import Contradiction, NothingToChange
from postpurchase.order.amounts import (
    balance_due_minor,
    outstanding_minor,
    repriced,
    settled_of,
    total_minor,
)
from postpurchase.order.decide.changing import cancellations
from postpurchase.order.decide.checks import minor_from_zero, placed
from postpurchase.order.decide.placing import placed_line
from postpurchase.order.draft import thaw
from postpurchase.order.events import Event, OrderEdited, PlacedLine
from postpurchase.order.evolve import apply_all
from postpurchase.order.quantities import LineUnits
from postpurchase.values.money import Money

if TYPE_CHECKING:
    from postpurchase.order.commands import EditOrder, NewLine
    from postpurchase.order.draft import Draft


def edit_order(order: Draft, command: EditOrder) -> tuple[Event, ...]:
    """Add lines, change quantities and prices, and say what is due afterwards.

    Fewer units cancel the ones that have not been shipped; more units and new
    prices open a new apportionment of their line.
    """
    agreed = placed(order, command)
    if not (command.add or command.quantities or command.prices):
        raise NothingToChange(reason="no line, quantity or price is named")
    fewer, more = _differences(order, command.quantities)
    events = cancellations(order, command, fewer, command.reason or "edit")
    after = thaw(order)
    apply_all(after, events)
    added = added_lines(order, command.add, agreed.currency)
    changed = _changed(after, command, more, agreed.currency)
    if not events and not added and not changed:
        return ()
    edited = OrderEdited(
        at=command.at,
        by=command.by,
        added=added,
        changed=changed,
        reason=command.reason,
    )
    apply_all(after, (edited,))
    Money(total_minor(after), agreed.currency)  # refuses what is beyond any amount
    edited = attrs.evolve(edited, balance_due_minor=balance_due_minor(after))
    return (*events, edited)


def added_lines(
    order: Draft, lines: tuple[NewLine, ...], currency: str, path: str = "add"
) -> tuple[PlacedLine, ...]:
    """Record new lines; the same line again changes nothing.

    Raises:
        Contradiction: Another line has the id already.
    """
    added = []
    for n, new in enumerate(lines):
        line = placed_line(new, currency, n, path=path)
        if line.line_id not in order.grid.index:
            added.append(line)
        elif line != order.grid.lines[order.grid.index[line.line_id]]:
            raise Contradiction(
                path=f"{path}[{n}].line_id",
                subject=f"line {line.line_id}",
                known="a line of the order",
                said="a new line",
            )
    return tuple(added)


def _differences(
    order: Draft, quantities: tuple[LineUnits, ...]
) -> tuple[list[LineUnits], dict[str, int]]:
    """Split wished quantities into units to cancel and units to add."""
    fewer: list[LineUnits] = []
    more: dict[str, int] = {}
    for part in quantities:
        line_no = order.grid.line_no(part.line_id)
        now = order.grid.lines[line_no].quantity - order.count(line_no, "cancelled")
        if part.units < now:
            fewer.append(LineUnits(part.line_id, now - part.units))
        elif part.units > now:
            more[part.line_id] = part.units - now
    return fewer, more


def _changed(
    order: Draft, command: EditOrder, more: dict[str, int], currency: str
) -> tuple[PlacedLine, ...]:
    """Apportion anew the lines whose quantity rises or whose price changes."""
    prices = {
        line_id: minor_from_zero(price, currency, f"prices[{line_id}]")
        for line_id, price in command.prices
    }
    changed = []
    outstanding = outstanding_minor(order)
    for line_id in dict.fromkeys((*more, *prices)):
        line_no = order.grid.line_no(line_id)
        line = order.grid.lines[line_no]
        price = prices.get(line_id, line.unit_price_minor)
        if price == line.unit_price_minor and line_id not in more:
            continue
        settled = settled_of(order, line_no, outstanding)
        remaining = line.open_units - min(settled.gone, line.open_units)
        new = repriced(
            line,
            settled,
            units=remaining + more.get(line_id, 0),
            price_minor=price,
        )
        outstanding -= new.closed_advanced_minor - line.closed_advanced_minor
        changed.append(new)
    return tuple(changed)
