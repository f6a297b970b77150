"""Rules for cancelling, holding, redirecting and promising anew."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from postpurchase.errors import (
    Contradiction,
    NotEnoughUnits,
    NothingToChange,
    TransitionNotAllowed,
    UnknownHold,
)
from postpurchase.order.circumstances import Hold
from postpurchase.order.decide.checks import placed, standing
from postpurchase.order.decide.placing import sealed
from postpurchase.order.events import (
    AddressCorrected,
    Event,
    HoldPlaced,
    HoldReleased,
    ParcelVoided,
    PromiseRevised,
    UnitsCancelled,
)
from postpurchase.order.parcels import UNSHIPPED
from postpurchase.order.quantities import LineUnits

if TYPE_CHECKING:
    from postpurchase.order.commands import (
        CancelUnits,
        Command,
        CorrectAddress,
        PlaceHold,
        ReleaseHold,
        RevisePromise,
    )
    from postpurchase.order.draft import Draft


def cancel_units(order: Draft, command: CancelUnits) -> tuple[Event, ...]:
    """Cancel the units that are named, or everything that has not left."""
    placed(order, command)
    if command.units is None:
        return _cancel_all(order, command)
    if not command.units:
        raise NothingToChange(reason="no units are named")
    return cancellations(order, command, command.units, command.reason)


def cancellations(
    order: Draft, command: Command, units: Iterable[LineUnits], reason: str
) -> tuple[Event, ...]:
    """Cancel units from the least advanced place on.

    Raises:
        NotEnoughUnits: Fewer have not been shipped and lie in no parcel.
    """
    groups: dict[tuple[str, str], list[LineUnits]] = {}
    for part in units:
        line_no = order.grid.line_no(part.line_id)
        left, available = part.units, 0
        for place in order.grid.places[line_no].before:
            for location, free in standing(order, line_no, place, None):
                available += free
                share = min(free, left)
                if share:
                    left -= share
                    groups.setdefault((place, location), []).append(
                        LineUnits(part.line_id, share)
                    )
        if left:
            raise NotEnoughUnits(
                line_id=part.line_id,
                place="placed",
                asked=part.units,
                available=available,
            )
    return _cancelled(command, groups, reason)


def _cancelled(
    command: Command, groups: dict[tuple[str, str], list[LineUnits]], reason: str
) -> tuple[Event, ...]:
    return tuple(
        UnitsCancelled(
            at=command.at,
            by=command.by,
            units=tuple(shares),
            source=place,
            location_code=location,
            reason=reason,
        )
        for (place, location), shares in groups.items()
    )


def _cancel_all(order: Draft, command: CancelUnits) -> tuple[Event, ...]:
    """Void the parcels that have not left and cancel every unit that waits."""
    groups: dict[tuple[str, str], list[LineUnits]] = {}
    sent = 0
    for line_no, line in enumerate(order.grid.lines):
        places = order.grid.places[line_no]
        for place in places.before:
            for location, cell in order.grid.cells(line_no, place):
                units = order.counts[cell]
                if units:
                    groups.setdefault((place, location), []).append(
                        LineUnits(line.line_id, units)
                    )
        sent += line.quantity - order.count(line_no, "cancelled")
    if not groups:
        if sent:
            raise NothingToChange(reason="everything that is owed has been sent")
        return ()
    voided = tuple(
        ParcelVoided(
            at=command.at,
            by=command.by,
            parcel_id=parcel.parcel_id,
            reason=command.reason,
        )
        for parcel in order.parcels
        if parcel.state in UNSHIPPED
    )
    return voided + _cancelled(command, groups, command.reason)


def correct_address(order: Draft, command: CorrectAddress) -> tuple[Event, ...]:
    """Redirect what has not been shipped; a label with the old address must go."""
    placed(order, command)
    for parcel in order.parcels:
        if parcel.state == "labelled":
            raise TransitionNotAllowed(
                subject=f"parcel {parcel.parcel_id}",
                state="labelled",
                asked="sent elsewhere",
                allowed=("voided",),
            )
    waiting = any(
        order.count(line_no, place)
        for line_no, places in enumerate(order.grid.places)
        for place in places.before
    )
    if not waiting:
        raise NothingToChange(reason="everything that is owed has been sent")
    address = sealed(command.address, "address")
    if order.circumstances.address == address:
        return ()
    return (
        AddressCorrected(
            at=command.at, by=command.by, address=address, country=command.country
        ),
    )


def place_hold(order: Draft, command: PlaceHold) -> tuple[Event, ...]:
    """Let units wait; the same hold again changes nothing."""
    placed(order, command)
    for part in command.units:
        order.grid.line_no(part.line_id)
    if command.hold_id in order.circumstances.hold_ids:
        said = Hold(command.hold_id, command.reason, command.units, command.until_at)
        if said in order.holds:
            return ()
        raise Contradiction(
            path="hold_id",
            subject=f"hold {command.hold_id}",
            known="another hold, or one that is over",
            said=command.reason,
        )
    return (
        HoldPlaced(
            at=command.at,
            by=command.by,
            hold_id=command.hold_id,
            reason=command.reason,
            units=command.units,
            until_at=command.until_at,
        ),
    )


def release_hold(order: Draft, command: ReleaseHold) -> tuple[Event, ...]:
    """End a hold; one that is over stays over."""
    placed(order, command)
    if any(hold.hold_id == command.hold_id for hold in order.holds):
        return (
            HoldReleased(
                at=command.at,
                by=command.by,
                hold_id=command.hold_id,
                reason=command.reason,
            ),
        )
    if command.hold_id in order.circumstances.hold_ids:
        return ()
    known = tuple(hold.hold_id for hold in order.holds)
    raise UnknownHold(hold_id=command.hold_id, known=known)


def revise_promise(order: Draft, command: RevisePromise) -> tuple[Event, ...]:
    """Promise another date, for the order or for one parcel."""
    agreed = placed(order, command)
    if command.parcel_id:
        known = order.parcel(command.parcel_id).promise
    else:
        known = order.circumstances.promise or agreed.promise
    if known == command.promise:
        return ()
    return (
        PromiseRevised(
            at=command.at,
            by=command.by,
            promise=command.promise,
            reason=command.reason,
            parcel_id=command.parcel_id,
        ),
    )
