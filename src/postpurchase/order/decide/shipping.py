"""Rules for packing and shipping parcels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from postpurchase.errors import Contradiction, MissingField, NotEnoughUnits
from postpurchase.order.commands import ShipParcel
from postpurchase.order.decide.checks import may_become, placed, refuse_held, standing
from postpurchase.order.events import (
    Box,
    Event,
    ParcelLabelled,
    ParcelOpened,
    ParcelSealed,
    ParcelShipped,
    ParcelVoided,
)
from postpurchase.order.parcels import UNSHIPPED, Parcel
from postpurchase.order.quantities import by_line
from postpurchase.order.quick import heir, maker
from postpurchase.order.transitions import PARCEL

if TYPE_CHECKING:
    from postpurchase.order.commands import (
        LabelParcel,
        OpenParcel,
        SealParcel,
        VoidParcel,
    )
    from postpurchase.order.draft import Draft
    from postpurchase.order.quantities import LineUnits

_box = heir(Box, ShipParcel, "units", "location_code")
_parcel_shipped = maker(ParcelShipped)


def _known(order: Draft, parcel_id: str) -> Parcel | None:
    for parcel in order.parcels:
        if parcel.box.parcel_id == parcel_id:
            return parcel
    return None


def packing_location(
    order: Draft, units: tuple[LineUnits, ...], location_code: str | None
) -> str:
    """Find the one location at which all units of a parcel stand packed.

    Units of lines without steps stand nowhere and go with a parcel from anywhere.

    Args:
        order: The order.
        units: What goes into the parcel.
        location_code: Where; None takes the first location that has it all.

    Raises:
        NotEnoughUnits: No single location has them.
        OnHold: A hold keeps them.
    """
    grid, places = order.grid, order.grid.layout.places
    bound: list[list[str]] = []
    short: NotEnoughUnits | None = None
    for part in units:
        line_no = grid.line_no(part.line_id)
        last = places[line_no].last
        found = standing(order, line_no, last, location_code)
        enough = [location for location, free in found if free >= part.units]
        if not enough and short is None:
            short = NotEnoughUnits(
                line_id=part.line_id,
                place=last,
                asked=part.units,
                available=max((free for _, free in found), default=0),
            )
        if order.holds and enough:
            refuse_held(order, line_no, last, asked=part.units)
        if last != "placed":
            bound.append(enough)
    if short is not None:
        raise short
    if not bound:
        return location_code or ""
    for location in bound[0]:
        if all(location in enough for enough in bound):
            return location
    candidates = {location for enough in bound for location in enough}
    raise Contradiction(
        path="units",
        subject="the parcel",
        known=f"units at {', '.join(sorted(candidates))}",
        said="one parcel from one location",
    )


def open_parcel(order: Draft, command: OpenParcel) -> tuple[Event, ...]:
    """Put packed units into a new parcel; they cannot go into another one."""
    placed(order, command)
    known = _known(order, command.parcel_id)
    if known is not None:
        if known.state == "voided":
            may_become(PARCEL, f"parcel {known.parcel_id}", known.state, "open")
        _same_contents(known, command.units)
        _same_place(known, command.location_code)
        return ()
    _some_units(command.units)
    location = packing_location(order, command.units, command.location_code)
    box = Box(
        parcel_id=command.parcel_id,
        units=command.units,
        location_code=location,
        package=command.package,
    )
    return (ParcelOpened(at=command.at, by=command.by, box=box),)


def seal_parcel(order: Draft, command: SealParcel) -> tuple[Event, ...]:
    """Close a parcel."""
    placed(order, command)
    known = order.parcel(command.parcel_id)
    if known.state == "sealed":
        return ()
    may_become(PARCEL, f"parcel {known.parcel_id}", known.state, "sealed")
    return (
        ParcelSealed(
            at=command.at,
            by=command.by,
            parcel_id=command.parcel_id,
            package=command.package,
            inserts=command.inserts,
        ),
    )


def label_parcel(order: Draft, command: LabelParcel) -> tuple[Event, ...]:
    """Put a carrier's label on a parcel, once; what it lacked may follow later.

    Some carriers give the number only when they hold the parcel.
    """
    placed(order, command)
    known = order.parcel(command.parcel_id)
    said = (command.carrier, command.service, command.tracking_number)
    label = (known.carrier, known.service, known.tracking_number)
    if known.state in ("open", "sealed", "voided"):
        may_become(PARCEL, f"parcel {known.parcel_id}", known.state, "labelled")
    elif label == said:
        return ()
    elif any(before not in ("", now) for before, now in zip(label, said, strict=True)):
        raise Contradiction(
            subject=f"the label of parcel {known.parcel_id}",
            known=" ".join(filter(None, label)),
            said=" ".join(filter(None, said)),
        )
    return (
        ParcelLabelled(
            at=command.at,
            by=command.by,
            parcel_id=command.parcel_id,
            carrier=command.carrier,
            service=command.service,
            tracking_number=command.tracking_number,
        ),
    )


def void_parcel(order: Draft, command: VoidParcel) -> tuple[Event, ...]:
    """Give up a parcel that has not left."""
    placed(order, command)
    known = order.parcel(command.parcel_id)
    if known.state == "voided":
        return ()
    may_become(PARCEL, f"parcel {known.parcel_id}", known.state, "voided")
    return (
        ParcelVoided(
            at=command.at,
            by=command.by,
            parcel_id=command.parcel_id,
            reason=command.reason,
        ),
    )


def ship_parcel(order: Draft, command: ShipParcel) -> tuple[Event, ...]:
    """Hand a parcel to the carrier: one that was opened before, or a new one."""
    placed(order, command)
    known = _known(order, command.parcel_id)
    if known is None:
        if command.units is None:
            raise MissingField(path="units", expected="the units of a new parcel")
        box = _new_box(order, command, command.units)
    elif known.state in UNSHIPPED:
        box = _finished_box(order, command, known)
    else:
        if known.state == "voided":
            may_become(PARCEL, f"parcel {known.parcel_id}", known.state, "shipped")
        _same_shipment(known, command)
        return ()
    return (_parcel_shipped(at=command.at, by=command.by, box=box),)


def _new_box(order: Draft, command: ShipParcel, units: tuple[LineUnits, ...]) -> Box:
    _some_units(units)
    location = packing_location(order, units, command.location_code)
    return _box(command, units=units, location_code=location)


def _finished_box(order: Draft, command: ShipParcel, known: Parcel) -> Box:
    if command.units is not None:
        _same_contents(known, command.units)
    _same_place(known, command.location_code)
    if order.holds:
        for part in known.units:
            line_no = order.grid.line_no(part.line_id)
            last = order.grid.places[line_no].last
            refuse_held(order, line_no, last, asked=part.units, is_boxed=True)
    _same_label(known, command)
    return attrs.evolve(
        known.box,
        carrier=command.carrier or known.carrier,
        service=command.service or known.service,
        tracking_number=command.tracking_number or known.tracking_number,
        package=command.package or known.package,
        inserts=known.inserts + command.inserts,
    )


def _some_units(units: tuple[LineUnits, ...]) -> None:
    if not units:
        raise MissingField(path="units", expected="at least one unit in the parcel")


def _same_contents(known: Parcel, units: tuple[LineUnits, ...]) -> None:
    """Refuse other contents under the id of a known parcel."""
    before, now = known.box.by_line, by_line(units)
    if before != now:
        raise Contradiction(
            path="units",
            subject=f"parcel {known.parcel_id}",
            known=_listed(before),
            said=_listed(now),
        )


def _same_place(known: Parcel, location_code: str | None) -> None:
    """Refuse another location for a known parcel."""
    if location_code is not None and location_code != known.location_code:
        raise Contradiction(
            path="location_code",
            subject=f"parcel {known.parcel_id}",
            known=known.location_code,
            said=location_code,
        )


def _listed(units: dict[str, int]) -> str:
    return ", ".join(f"{n} × {line_id}" for line_id, n in units.items())


def _same_label(known: Parcel, command: ShipParcel) -> None:
    """Refuse another label on a known parcel."""
    for name in ("carrier", "service", "tracking_number"):
        before, now = getattr(known, name), getattr(command, name)
        if before and now and before != now:
            raise Contradiction(
                path=name,
                subject=f"parcel {known.parcel_id}",
                known=before,
                said=now,
            )


def _same_shipment(known: Parcel, command: ShipParcel) -> None:
    """Accept the same shipment again, refuse another one under its id."""
    if command.units is not None:
        _same_contents(known, command.units)
    _same_place(known, command.location_code)
    _same_label(known, command)
