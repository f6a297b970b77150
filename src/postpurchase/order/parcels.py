"""Parcels as they stand: the box, its state, and what the carrier said."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from postpurchase.order.quantities import by_line

if TYPE_CHECKING:
    from datetime import date

    from postpurchase.order.events import Box
    from postpurchase.order.quantities import LineUnits
    from postpurchase.tracking.facts import TrackingFact
    from postpurchase.values.answers import Insert, Package, Promise

UNSHIPPED = frozenset({"open", "sealed", "labelled"})
"""States in which a parcel's units still stand at the end of their workflow."""


@attrs.frozen
class Tracking:
    """What the carrier said, folded.

    Args:
        facts: Every fact, each once, in the order in which they became known.
        latest: The fact that tells the status.
    """

    facts: tuple[TrackingFact, ...]
    latest: TrackingFact


@attrs.frozen
class Report:
    """What somebody found in the parcel; it outlasts every later scan."""

    missing: tuple[LineUnits, ...] = ()
    damaged: tuple[LineUnits, ...] = ()

    @cached_property
    def missing_by_line(self) -> dict[str, int]:
        """Missing units by line id."""
        return by_line(self.missing)


@attrs.frozen
class Parcel:
    """One box with one tracking number, and the units in it.

    Args:
        box: Contents, carrier, service, number, carton, inserts.
        state: ``open``, ``sealed``, ``labelled``, ``voided``, or where its units
            are: ``shipped``, ``delivered``, ``returning``, ``returned``, ``lost``.
        shipped_at: When it was handed to the carrier.
        tracking: What the carrier said, if anything.
        report: What was found in it, if somebody reported.
        promise: Its own promise, if it differs from the order's.
        taken: Units that a return took over; they follow the parcel no more.
    """

    box: Box
    state: str
    shipped_at: datetime | None = None
    tracking: Tracking | None = None
    report: Report | None = None
    promise: Promise | None = None
    taken: tuple[LineUnits, ...] = ()

    @property
    def parcel_id(self) -> str:
        """The parcel."""
        return self.box.parcel_id

    @property
    def units(self) -> tuple[LineUnits, ...]:
        """What was put into it."""
        return self.box.units

    @property
    def location_code(self) -> str:
        """Where it was packed."""
        return self.box.location_code

    @property
    def carrier(self) -> str:
        """Code of the carrier."""
        return self.box.carrier

    @property
    def service(self) -> str:
        """The carrier's product."""
        return self.box.service

    @property
    def tracking_number(self) -> str:
        """The carrier's number."""
        return self.box.tracking_number

    @property
    def package(self) -> Package | None:
        """The carton."""
        return self.box.package

    @property
    def inserts(self) -> tuple[Insert, ...]:
        """What was added for the customer."""
        return self.box.inserts

    @property
    def code(self) -> str:
        """The tracking code that all facts together give."""
        return self.tracking.latest.code if self.tracking else "pending.no_data"

    @property
    def status(self) -> str:
        """The tracking status: one of 13."""
        return self.code.partition(".")[0]

    @property
    def status_at(self) -> datetime | None:
        """When the carrier said so."""
        return self.tracking.latest.at if self.tracking else None

    @property
    def estimated_on(self) -> date | None:
        """The day that the carrier last gave for the delivery."""
        if self.tracking is None:
            return None
        given = [
            (fact.correction, fact.at, fact.estimated_on)
            for fact in self.tracking.facts
            if fact.estimated_on is not None
        ]
        return max(given)[-1] if given else None

    def held(self, line_id: str) -> int:
        """Units of a line that follow the parcel.

        They are its contents without the missing and without what a return took.

        Args:
            line_id: The line.
        """
        units = self.box.by_line.get(line_id, 0)
        if self.taken:
            units -= by_line(self.taken).get(line_id, 0)
        if self.report is not None:
            units -= self.report.missing_by_line.get(line_id, 0)
        return units

    def following(self) -> tuple[LineUnits, ...]:
        """All units that follow the parcel, by line."""
        if not self.taken and (self.report is None or not self.report.missing):
            return self.box.units
        left = (attrs.evolve(p, units=self.held(p.line_id)) for p in self.box.units)
        return tuple(part for part in left if part.units)
