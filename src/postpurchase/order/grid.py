"""The grid: how many units of each line stand where.

The numbers themselves are one flat row of integers, because they are all that
changes when units move. The grid says what each number means: it is built once
for an order, shared by all its later states, and only grows when a line's
units come to a location where they never were.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from postpurchase.errors import UnknownLine
from postpurchase.order.events import PlacedLine
from postpurchase.order.transitions import Places, places_of


@attrs.frozen(eq=False)
class Grid:
    """What each number in the row of counts means.

    Args:
        lines: The lines, in the order in which they were placed.
        index: The position of each line by its id.
        places: The places of each line.
        rows: For each line its locations, in the order in which they were used,
            with the position of the first count there. Never changed, only copied.
        width: How many counts there are.
    """

    lines: tuple[PlacedLine, ...]
    index: dict[str, int]
    places: tuple[Places, ...]
    rows: tuple[dict[str, int], ...]
    width: int

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

    def with_location(self, line_ids: Iterable[str], location: str) -> Grid:
        """Add a location to the lines that lack it; its counts come last."""
        rows, width = list(self.rows), self.width
        for line_id in line_ids:
            line_no = self.index[line_id]
            if location not in rows[line_no]:
                rows[line_no] = {**rows[line_no], location: width}
                width += len(self.places[line_no].names)
        return Grid(self.lines, self.index, self.places, tuple(rows), width)

    def with_lines(
        self, changed: Sequence[PlacedLine], added: Sequence[PlacedLine]
    ) -> Grid:
        """Put changed lines in their old positions and new ones at the end."""
        lines = [*self.lines, *added]
        for line in changed:
            lines[self.index[line.line_id]] = line
        places, rows, width = list(self.places), list(self.rows), self.width
        for line in added:
            new = places_of(line.workflow)
            places.append(new)
            rows.append({"": width})
            width += len(new.names)
        index = {line.line_id: n for n, line in enumerate(lines)}
        return Grid(tuple(lines), index, tuple(places), tuple(rows), width)


NO_LINES = Grid((), {}, (), (), 0)
"""The grid of an order that was not placed yet."""


def source_of(place: str, location: str) -> str:
    """Say at which location units stand: what is only placed stands nowhere yet.

    >>> source_of("placed", "KYIV"), source_of("picked", "KYIV")
    ('', 'KYIV')
    """
    return "" if place == "placed" else location


def count(grid: Grid, counts: Sequence[int], line_no: int, place: str) -> int:
    """Add up a place over all locations."""
    offset = grid.places[line_no].index[place]
    return sum([counts[start + offset] for start in grid.rows[line_no].values()])
