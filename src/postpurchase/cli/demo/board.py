"""The board: every order in a row, as it stands at the moment."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from postpurchase import wording
from postpurchase.cli.printing import has_boxes, one_line, results, table
from postpurchase.order.model import Order

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

CELLS = 8
"""Cells of the bar that shows where an order's items are."""

GROUPS = (
    ("delivered", "█", "green", ("delivered",)),
    ("shipped", "▓", "cyan", ("shipped", "returning")),
    ("packed", "▒", "yellow", ()),
    ("placed", "░", "bright_black", ("placed", "cancelled", "lost", "returned")),
)
"""How the bar is drawn: group, sign, colour, places; the third has all others."""


class Board:
    """What is known about every order, drawn in the reader's language.

    Args:
        language: The reader's.
    """

    def __init__(self, language: str) -> None:
        self._language = language
        self._rows: dict[str, tuple[Order, str]] = {}
        self._is_drawn = has_boxes(results())

    def put(self, order: Order, news: str) -> None:
        """Keep the order as it is now, and the last thing that happened to it."""
        self._rows[order.order_id] = (order, news)

    def drawn(self, at: datetime) -> Table:
        """Draw all orders.

        Args:
            at: The time of the story.
        """
        from rich.text import Text

        language = self._language
        rows = table(
            wording.text("No.", language),
            wording.text("State", language),
            wording.text("Items", language),
            wording.text("Amount", language),
            wording.text("Latest news", language),
        )
        if self._is_drawn:
            rows.title = wording.shown(at.date(), language)
            rows.expand = True
            rows.columns[2].no_wrap = True
            rows.columns[3].no_wrap = True
            rows.columns[1].max_width = 15
        rows.columns[3].justify = "right"
        for order_id in sorted(self._rows):
            order, news = self._rows[order_id]
            rows.add_row(
                order.number,
                self._status(order),
                self._items(order),
                self._amount(order),
                Text(one_line(news)),
            )
        return rows

    def _status(self, order: Order) -> str:
        return wording.word("fulfilment", order.status.fulfilment, self._language)

    def _amount(self, order: Order) -> str:
        total = order.total.format(self._language)
        if not order.refunded.amount_minor:
            return total
        back = f"−{order.refunded.format(self._language)}"
        return f"{total}\n{back}" if self._is_drawn else f"{total} {back}"

    def _items(self, order: Order) -> Text:
        """Draw a bar on a terminal; elsewhere say it in words."""
        from rich.text import Text

        places: dict[str, int] = {}
        for line in order.lines:
            for place, units in line.places.items():
                places[place] = places.get(place, 0) + units
        if self._is_drawn:
            return bar(places)
        said = (
            f"{units} {wording.word('place', place, self._language)}"
            for place, units in places.items()
        )
        return Text(one_line(", ".join(said)))


def bar(places: dict[str, int]) -> Text:
    """Share the cells of a bar among the groups of places."""
    from rich.text import Text

    named = {place for _, _, _, members in GROUPS for place in members}
    counts = [
        sum(
            units
            for place, units in places.items()
            if place in members or (not members and place not in named)
        )
        for _, _, _, members in GROUPS
    ]
    bar, drawn, before, total = Text(), 0, 0, sum(counts)
    for (_, sign, colour, _), count in zip(GROUPS, counts, strict=True):
        before += count
        cells = round(CELLS * before / total) - drawn
        drawn += cells
        bar.append(sign * cells, style=colour)
    return bar
