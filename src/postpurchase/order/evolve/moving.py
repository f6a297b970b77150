"""Moving units from place to place: the one way in which counts change."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from postpurchase.order.grid import source_of

if TYPE_CHECKING:
    from postpurchase.order.model import Draft
    from postpurchase.order.quantities import LineUnits


def move(
    draft: Draft,
    line_no: int,
    units: int,
    *,
    source: str,
    target: str,
    location_code: str,
) -> None:
    """Take units out of one place and put them into another.

    Units that are only placed stand at no location; everywhere else they stand
    at *location_code*, which the line's grid learns if it is new.
    """
    counts: list[int] = draft.counts  # type: ignore[assignment]  # a draft's is a list
    grid = draft.grid
    leaves = grid.cell(line_no, source_of(source, location_code), source)
    enters = grid.cell(line_no, source_of(target, location_code), target)
    if enters < 0:
        grid = draft.grid = grid.with_location(line_no, location_code)
        counts.extend([0] * (grid.width - len(counts)))
        enters = grid.cell(line_no, location_code, target)
    counts[leaves] -= units
    counts[enters] += units


def move_all(
    draft: Draft,
    parts: Iterable[LineUnits],
    *,
    source: str,
    target: str,
    location_code: str,
) -> None:
    """Move units of several lines alike."""
    index = draft.grid.index
    for part in parts:
        move(
            draft,
            index[part.line_id],
            part.units,
            source=source,
            target=target,
            location_code=location_code,
        )
