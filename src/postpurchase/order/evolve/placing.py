"""Applying that an order was placed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postpurchase.order.events import OrderPlaced, PlacedLine

if TYPE_CHECKING:
    from postpurchase.order.draft import Draft


def order_placed(draft: Draft, event: OrderPlaced) -> None:
    """Lay out the grid; all units stand in ``placed``."""
    draft.placed = event
    add_lines(draft, (), event.lines)


def add_lines(
    draft: Draft,
    changed: tuple[PlacedLine, ...],
    added: tuple[PlacedLine, ...],
) -> None:
    """Bring changed and new lines in; what they have more stands in ``placed``."""
    before = draft.grid
    draft.grid = grid = before.with_lines(changed, added)
    rows = grid.rows
    counts = [*draft.counts, *[0] * (grid.layout.width - len(draft.counts))]
    # "placed" is the first place of every line and stands at no location.
    for line in changed:
        line_no = grid.index[line.line_id]
        raised = line.quantity - before.lines[line_no].quantity
        counts[rows[line_no][""]] += raised
    for line_no, line in enumerate(added, start=len(before.lines)):
        counts[rows[line_no][""]] = line.quantity
    draft.counts = counts
