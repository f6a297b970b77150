"""Detectors at the end of the way: lost, came back, arrived damaged or short."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from postpurchase.delivery.watch.carrying import reported
from postpurchase.delivery.watch.concerns import Concern, concern, skus_of, stamp
from postpurchase.order.quantities import by_line

if TYPE_CHECKING:
    from postpurchase.order.model import Order
    from postpurchase.order.parcels import Parcel
    from postpurchase.order.quantities import LineUnits


def ended(order: Order, parcel: Parcel) -> Iterator[Concern]:
    """Name a parcel that was lost or came back, until its units are made good."""
    if not made_good(order, parcel.following()):
        yield from reported(order, parcel)


def opened(order: Order, parcel: Parcel) -> Iterator[Concern]:
    """Name what was missing or damaged in a parcel, until it is made good."""
    report = parcel.report
    if report is None:
        return
    since_at = parcel.status_at or parcel.shipped_at or order.placed_at
    for kind, units in (
        ("contents_missing", report.missing),
        ("damaged", report.damaged),
    ):
        if units and not made_good(order, units):
            said = ", ".join(f"{part.units} x {part.line_id}" for part in units)
            yield concern(
                kind,
                said,
                stamp(since_at),
                due_at=since_at,
                parcel=parcel,
                skus=skus_of(order, parcel),
                evidence=said[:200],
            )


def made_good(order: Order, units: tuple[LineUnits, ...]) -> bool:
    """Say whether units were refunded or replaced by other lines.

    Units that were cancelled and refunded before count for themselves, not for
    these.
    """
    replaced: dict[str, int] = {}
    for line in order.grid.lines:
        if line.replaces is not None:
            known = replaced.get(line.replaces.line_id, 0)
            replaced[line.replaces.line_id] = known + line.replaces.units
    for line_id, wanted in by_line(units).items():
        line_no = order.grid.line_no(line_id)
        granted = order.ledger.granted_units(line_id)
        granted -= order.count(line_no, "cancelled")
        if max(granted, 0) + replaced.get(line_id, 0) < wanted:
            return False
    return True
