"""Moving units from place to place: the one way in which counts change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from postpurchase.order.draft import open_counts
from postpurchase.order.grid import Layout, source_of

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
    counts = open_counts(draft)
    grid = draft.grid
    index, places, rows = grid.index, grid.layout.places, grid.layout.rows
    for part in parts:
        line_no = index[part.line_id]
        row, offsets = rows[line_no], places[line_no].index
        if enters not in row:
            rows = reached(draft, parts, enters).rows
            row = rows[line_no]
        counts[row[leaves] + offsets[source]] -= part.units
        counts[row[enters] + offsets[target]] += part.units


def move_on(
    draft: Draft, parts: Sequence[LineUnits], target: str, location_code: str
) -> None:
    """Move units to a step from the place before it, or out of the last step."""
    counts = open_counts(draft)
    grid = draft.grid
    index, path = grid.index, grid.layout.path(target, location_code)
    for part in parts:
        line_no = index[part.line_id]
        leaves, enters = path[line_no]
        if enters < 0:
            path = reached(draft, parts, location_code).path(target, location_code)
            leaves, enters = path[line_no]
            if enters < 0:
                raise KeyError(target)
        counts[leaves] -= part.units
        counts[enters] += part.units


def relocate(
    draft: Draft, part: LineUnits, *, before: tuple[str, str], after: tuple[str, str]
) -> None:
    """Move units to a place at another location: both are place and location."""
    (source, leaves), (target, enters) = before, after
    reached(draft, (part,), enters)
    counts, grid = open_counts(draft), draft.grid
    line_no = grid.index[part.line_id]
    counts[grid.cell(line_no, leaves, source)] -= part.units
    counts[grid.cell(line_no, enters, target)] += part.units


def reached(draft: Draft, parts: Sequence[LineUnits], location_code: str) -> Layout:
    """Let the grid learn a location where units come to it for the first time."""
    known = draft.grid
    line_nos = tuple([known.index[part.line_id] for part in parts])
    draft.grid = known.with_location(line_nos, location_code)
    layout = draft.grid.layout
    counts = open_counts(draft)
    counts.extend([0] * (layout.width - len(counts)))
    return layout
