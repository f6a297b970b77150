"""Which stock moves follow from what happened to an order.

The rule in one sentence: units of a line that needs a parcel are reserved while they
stand in a step of their workflow. They are reserved when they leave ``placed``, they
leave the shelf when they are shipped, collected, scrapped or missing, and they are
set free when they go back to ``placed`` or are cancelled while the goods are well.
Units that came back are on the shelf again once they were looked at and are sold
again: as the same article, or as B-grade goods under an article of their own. Nothing
else that comes back is stock.

Lines without an article, without steps or without a parcel move no stock. Whether
an article is counted at all is for the stock book to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from postpurchase.order.events import (
    Event,
    LinesDelivered,
    ParcelShipped,
    PlacedLine,
    ReturnInspected,
    StepCompleted,
    StepFailed,
    StepsSkipped,
    UnitsCancelled,
)
from postpurchase.order.grid import Grid
from postpurchase.order.quick import maker
from postpurchase.values.stock import StockMove

_stock_move = maker(StockMove)

_Change = tuple[str, str, int, int, str] | tuple[str, str, int, int, str, str]
"""line_id, location, change on hand, change of what is reserved, reason; and the
article, where it is not the line's own."""


def stock_moves(event: Event, grid: Grid, version: int) -> tuple[StockMove, ...]:
    """Say which stock moves follow from an event.

    Args:
        event: What happened.
        grid: The order's lines, after the event.
        version: The event's version, which the moves refer to.
    """
    rule = _RULES.get(type(event))
    if rule is None:
        return ()
    moves = []
    for line_id, location, on_hand, reserved, reason, *sku in rule(event, grid):
        line = grid.lines[grid.index[line_id]]
        if not is_stocked(line):
            continue
        moves.append(
            _stock_move(
                sku=sku[0] if sku else line.sku,
                location_code=location,
                on_hand=on_hand,
                reserved=reserved,
                reason=reason,
                by=event.by,
                at=event.at,
                version=version,
            )
        )
    return tuple(moves)


def is_stocked(line: PlacedLine) -> bool:
    """Say whether a line's units come from stock: goods that go through steps."""
    return bool(line.sku and line.workflow and line.requires_parcel)


def _step_completed(event: StepCompleted, grid: Grid) -> Iterator[_Change]:
    where, places = event.location_code, grid.layout.places
    for part in event.units:
        if places[grid.index[part.line_id]].previous.get(event.step) == "placed":
            yield part.line_id, where, 0, part.units, event.step


def _steps_skipped(event: StepsSkipped, grid: Grid) -> Iterator[_Change]:
    if event.source == "placed":
        for part in event.units:
            yield part.line_id, event.location_code, 0, part.units, "skipped"


def _step_failed(event: StepFailed, grid: Grid) -> Iterator[_Change]:
    if event.source == "placed":
        return
    line_id, where, units = event.line_id, event.location_code, event.units
    leaves = event.to in ("placed", "cancelled")
    if event.goods != "reusable":
        yield line_id, where, -units, -units, event.goods
        if not leaves:
            # The customer is still owed the unit from here, so another is set aside.
            yield line_id, where, 0, units, event.to
    elif leaves:
        yield line_id, where, 0, -units, event.to


def _units_cancelled(event: UnitsCancelled, grid: Grid) -> Iterator[_Change]:
    if event.source != "placed":
        for part in event.units:
            yield part.line_id, event.location_code, 0, -part.units, "cancelled"


def _lines_delivered(event: LinesDelivered, grid: Grid) -> Iterator[_Change]:
    for part in event.units:
        yield part.line_id, event.location_code, -part.units, -part.units, "delivered"


def _parcel_shipped(event: ParcelShipped, grid: Grid) -> Iterator[_Change]:
    where = event.box.location_code
    for part in event.box.units:
        yield part.line_id, where, -part.units, -part.units, "shipped"


def _return_inspected(event: ReturnInspected, grid: Grid) -> Iterator[_Change]:
    for item in event.items:
        reason, sku = item.disposition, item.sku
        if not item.is_accepted or reason not in ("restock_a", "restock_b"):
            continue
        if sku:
            yield item.line_id, item.location_code, item.units, 0, reason, sku
        elif reason == "restock_a":
            yield item.line_id, item.location_code, item.units, 0, reason


_RULES: Final[dict[type[Event], Callable[[Any, Grid], Iterator[_Change]]]] = {
    StepCompleted: _step_completed,
    StepsSkipped: _steps_skipped,
    StepFailed: _step_failed,
    UnitsCancelled: _units_cancelled,
    LinesDelivered: _lines_delivered,
    ParcelShipped: _parcel_shipped,
    ReturnInspected: _return_inspected,
}
