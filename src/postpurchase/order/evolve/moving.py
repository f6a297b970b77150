"""Moving units from place to place: the one way in which counts change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from postpurchase.order.grid import Grid, source_of

if TYPE_CHECKING:
    from postpurchase.order.draft import Draft
    from postpurchase.order.quantities import LineUnits


def move_all(
    draft: Draft,
    parts: Sequence[LineUnits],
    *,
    source: str,
    target: str,
    location_code: str,
) -> None:
    """Take units out of one place and put them into another.

    Units that are only placed stand at no location; everywhere else they stand
    at *location_code*, which the grid learns where it is new.
    """
    leaves = source_of(source, location_code)
    enters = source_of(target, location_code)
    grid, counts = reached(draft, parts, enters)
    for part in parts:
        line_no = grid.index[part.line_id]
        row, offsets = grid.rows[line_no], grid.places[line_no].index
        counts[row[leaves] + offsets[source]] -= part.units
        counts[row[enters] + offsets[target]] += part.units


def move_on(
    draft: Draft, parts: Sequence[LineUnits], target: str, location_code: str
) -> None:
    """Move units to a step from the place before it, or out of the last step."""
    grid, counts = reached(draft, parts, location_code)
    index, rows, places = grid.index, grid.rows, grid.places
    for part in parts:
        line_no = index[part.line_id]
        row, names = rows[line_no], places[line_no]
        source = names.previous.get(target, names.last)
        leaves = row[location_code if source != "placed" else ""]
        counts[leaves + names.index[source]] -= part.units
        counts[row[location_code] + names.index[target]] += part.units


def reached(
    draft: Draft, parts: Sequence[LineUnits], location_code: str
) -> tuple[Grid, list[int]]:
    """Let the grid learn a location where units come to it for the first time."""
    grid = draft.grid
    counts: list[int] = draft.counts  # type: ignore[assignment]  # a draft's is a list
    for part in parts:
        if location_code not in grid.rows[grid.index[part.line_id]]:
            line_ids = [part.line_id for part in parts]
            grid = draft.grid = grid.with_location(line_ids, location_code)
            counts.extend([0] * (grid.width - len(counts)))
            break
    return grid, counts
