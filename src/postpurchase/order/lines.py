"""A line as people look at it: what was ordered, and how many units are where."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from postpurchase.order.returnable import returnable

if TYPE_CHECKING:
    from postpurchase.order.draft import Draft
    from postpurchase.order.events import PlacedLine


@attrs.frozen(eq=False)
class OrderLine:
    """A line as it stands: what was ordered, and how many units are where."""

    order: Draft
    line_no: int

    @property
    def terms(self) -> PlacedLine:
        """What was agreed: article, price, amounts, workflow."""
        return self.order.grid.lines[self.line_no]

    @property
    def line_id(self) -> str:
        """The line."""
        return self.terms.line_id

    @property
    def sku(self) -> str:
        """The article."""
        return self.terms.sku

    @property
    def title(self) -> str:
        """The article's name as it was sold."""
        return self.terms.title

    @property
    def ordered(self) -> int:
        """Units ordered, including cancelled ones."""
        return self.terms.quantity

    @property
    def places(self) -> dict[str, int]:
        """Units by place, without empty places; they add up to `ordered`."""
        names = self.order.grid.places[self.line_no].names
        found = ((name, self.units(name)) for name in names)
        return {name: units for name, units in found if units}

    def units(self, place: str) -> int:
        """Units in one place, over all locations."""
        return self.order.count(self.line_no, place)

    def at(self, location_code: str) -> dict[str, int]:
        """Units by place at one location, without empty places."""
        grid, counts = self.order.grid, self.order.counts
        found = {}
        for name in grid.places[self.line_no].names:
            cell = grid.cell(self.line_no, location_code, name)
            if cell >= 0 and counts[cell]:
                found[name] = counts[cell]
        return found

    @property
    def locations(self) -> tuple[str, ...]:
        """Locations at which the line's units are or were."""
        return tuple(filter(None, self.order.grid.rows[self.line_no]))

    @property
    def refunded_units(self) -> int:
        """Units whose entitlement was granted."""
        return self.order.ledger.granted_units(self.line_id)

    @property
    def returnable(self) -> int:
        """Units that the customer could ask to send back now."""
        return returnable(self.order, self.line_no)

    def __repr__(self) -> str:
        return (
            f"OrderLine({self.line_id!r}, {self.ordered} × {self.sku!r}, {self.places})"
        )
