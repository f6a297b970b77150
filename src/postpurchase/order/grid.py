"""The grid: how many units of each line stand where.

The numbers themselves are one flat row of integers, because they are all that
changes when units move. The grid says what each number means: it is built once
for an order, shared by all its later states, and only grows when a line's
units come to a location where they never were.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Final

import attrs

from postpurchase.errors import UnknownLine
from postpurchase.order.events import PlacedLine
from postpurchase.order.quick import maker
from postpurchase.order.transitions import Places, places_of

SHARED_MAX: Final = 1024
"""Different layouts and indexes that are kept, to share them between orders."""
SHARED_LINES_MAX: Final = 16
"""Orders of more lines are rare and rarely alike: theirs are not kept."""


@attrs.frozen(eq=False)
class Layout:
    """Which places and locations the lines have, and where their counts stand.

    Thousands of orders have the same few lines at the same few locations, so
    layouts are shared. They are never changed, only replaced.

    Args:
        places: The places of each line.
        rows: For each line its locations, in the order in which they were used,
            with the position of the first count there.
        width: How many counts there are.
    """

    places: tuple[Places, ...]
    rows: tuple[Mapping[str, int], ...]
    width: int
    _paths: dict[tuple[str, str], tuple[tuple[int, int], ...]] = attrs.field(
        factory=dict, init=False, repr=False
    )

    def path(self, target: str, location: str) -> tuple[tuple[int, int], ...]:
        """Say for each line which counts a move to its next place leaves and enters.

        Found once for all orders of this layout; (-1, -1) for a line that never
        came to the location or does not have the place.

        Args:
            target: A step, or ``shipped``.
            location: Where the units are once they moved.
        """
        path = self._paths.get((target, location))
        if path is None:
            for row in self.rows:
                if location in row:
                    break
            else:  # Not kept: a shop may have locations without number.
                return ((-1, -1),) * len(self.rows)
            lines = zip(self.places, self.rows, strict=True)
            path = tuple([_move(*line, target, location) for line in lines])
            self._paths[target, location] = path
        return path


def _move(
    places: Places, row: Mapping[str, int], target: str, location: str
) -> tuple[int, int]:
    if location not in row or target not in places.index:
        return -1, -1
    source = places.previous.get(target, places.last)
    leaves = row["" if source == "placed" else location] + places.index[source]
    return leaves, row[location] + places.index[target]


@attrs.frozen(eq=False)
class Grid:
    """What each number in the row of counts means.

    Args:
        lines: The lines, in the order in which they were placed.
        index: The position of each line by its id.
        layout: The places and locations of the lines.
    """

    lines: tuple[PlacedLine, ...]
    index: Mapping[str, int]
    layout: Layout

    @property
    def places(self) -> tuple[Places, ...]:
        """The places of each line."""
        return self.layout.places

    @property
    def rows(self) -> tuple[Mapping[str, int], ...]:
        """For each line its locations with the position of the first count there."""
        return self.layout.rows

    def line_no(self, line_id: str) -> int:
        """Find a line.

        Raises:
            UnknownLine: The order has no such line.
        """
        try:
            return self.index[line_id]
        except KeyError:
            raise UnknownLine(line_id=line_id, known=tuple(self.index)) from None

    def cell(self, line_no: int, location: str, place: str) -> int:
        """Find the count of a place, or -1 where the line has no such location."""
        start = self.rows[line_no].get(location, -1)
        return start if start < 0 else start + self.places[line_no].index[place]

    def cells(self, line_no: int, place: str) -> list[tuple[str, int]]:
        """List a place at all locations, in the order they were used."""
        offset = self.places[line_no].index[place]
        return [(code, start + offset) for code, start in self.rows[line_no].items()]

    def with_location(self, line_nos: tuple[int, ...], location: str) -> Grid:
        """Add a location to the lines that lack it; its counts come last."""
        widen: Callable[..., Layout] = _widened
        if _is_rare(self.lines):
            widen = _widened.__wrapped__
        return _grid(self.lines, self.index, widen(self.layout, line_nos, location))

    def with_lines(
        self, changed: Sequence[PlacedLine], added: tuple[PlacedLine, ...]
    ) -> Grid:
        """Put changed lines in their old positions and new ones at the end."""
        lines = added
        if self.lines:
            merged = [*self.lines, *added]
            for line in changed:
                merged[self.index[line.line_id]] = line
            lines = tuple(merged)
        line_ids = tuple([line.line_id for line in lines])
        workflows = tuple([line.workflow for line in added])
        if _is_rare(lines):
            index = _index.__wrapped__(line_ids)
            layout = _lengthened.__wrapped__(self.layout, workflows)
        else:
            index = _index(line_ids)
            layout = _lengthened(self.layout, workflows)
        return _grid(lines, index, layout)


_grid = maker(Grid)


def _is_rare(lines: Sequence[PlacedLine]) -> bool:
    return len(lines) > SHARED_LINES_MAX


@lru_cache(maxsize=SHARED_MAX)
def _index(line_ids: tuple[str, ...]) -> Mapping[str, int]:
    return {line_id: n for n, line_id in enumerate(line_ids)}


@lru_cache(maxsize=SHARED_MAX)
def _widened(layout: Layout, line_nos: tuple[int, ...], location: str) -> Layout:
    """Add a location to the lines that lack it."""
    rows, width = list(layout.rows), layout.width
    for line_no in line_nos:
        if location not in rows[line_no]:
            rows[line_no] = {**rows[line_no], location: width}
            width += len(layout.places[line_no].names)
    return Layout(layout.places, tuple(rows), width)


@lru_cache(maxsize=SHARED_MAX)
def _lengthened(layout: Layout, workflows: tuple[tuple[str, ...], ...]) -> Layout:
    """Add lines with these workflows at the end."""
    places, rows, width = list(layout.places), list(layout.rows), layout.width
    for workflow in workflows:
        new = places_of(workflow)
        places.append(new)
        rows.append({"": width})
        width += len(new.names)
    return Layout(tuple(places), tuple(rows), width)


NO_LINES = Grid((), {}, Layout((), (), 0))
"""The grid of an order that was not placed yet."""


def source_of(place: str, location: str) -> str:
    """Say at which location units stand: what is only placed stands nowhere yet.

    >>> source_of("placed", "KYIV"), source_of("picked", "KYIV")
    ('', 'KYIV')
    """
    return "" if place == "placed" else location


def count(grid: Grid, counts: Sequence[int], line_no: int, place: str) -> int:
    """Add up a place over all locations."""
    layout = grid.layout
    offset = layout.places[line_no].index[place]
    return sum([counts[start + offset] for start in layout.rows[line_no].values()])
