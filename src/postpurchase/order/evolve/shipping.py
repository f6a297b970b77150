"""Applying what happened to parcels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from postpurchase.order.events import (
    ContentsReported,
    ParcelDelivered,
    ParcelLabelled,
    ParcelLost,
    ParcelOpened,
    ParcelResumed,
    ParcelReturned,
    ParcelSealed,
    ParcelShipped,
    ParcelTurnedBack,
    ParcelVoided,
    TrackingRecorded,
)
from postpurchase.order.evolve.moving import move_all, move_on
from postpurchase.order.parcels import UNSHIPPED, Parcel, Report, Tracking
from postpurchase.order.quantities import LineUnits
from postpurchase.order.quick import maker
from postpurchase.tracking.fold import beats, key

if TYPE_CHECKING:
    from postpurchase.order.draft import Draft

_parcel = maker(Parcel)
_tracking = maker(Tracking)


def _put(draft: Draft, parcel: Parcel, known: Parcel | None) -> None:
    """Put a parcel in the position of the one that is known, or at the end."""
    parcels = draft.parcels
    if known is None:
        draft.parcels = (*parcels, parcel)
    elif len(parcels) == 1:
        draft.parcels = (parcel,)
    else:
        draft.parcels = tuple([parcel if p is known else p for p in parcels])


def parcel_opened(draft: Draft, event: ParcelOpened) -> None:
    """Keep the box; its units stay at the end of their workflow."""
    _put(draft, Parcel(event.box, "open"), None)


def parcel_sealed(draft: Draft, event: ParcelSealed) -> None:
    """Close the box."""
    known = draft.parcel(event.parcel_id)
    box = attrs.evolve(
        known.box,
        package=event.package or known.box.package,
        inserts=known.box.inserts + event.inserts,
    )
    _put(draft, attrs.evolve(known, box=box, state="sealed"), known)


def parcel_labelled(draft: Draft, event: ParcelLabelled) -> None:
    """Put the carrier's label on the box; one that has left stays where it is."""
    known = draft.parcel(event.parcel_id)
    state = "labelled" if known.state in UNSHIPPED else known.state
    box = attrs.evolve(
        known.box,
        carrier=event.carrier,
        service=event.service,
        tracking_number=event.tracking_number,
    )
    _put(draft, attrs.evolve(known, box=box, state=state), known)


def parcel_voided(draft: Draft, event: ParcelVoided) -> None:
    """Give the box up; its units are free again."""
    known = draft.parcel(event.parcel_id)
    _put(draft, attrs.evolve(known, state="voided"), known)


def parcel_shipped(draft: Draft, event: ParcelShipped) -> None:
    """Move the contents to ``shipped``."""
    box = event.box
    move_on(draft, box.units, "shipped", box.location_code)
    for known in draft.parcels:
        if known.box.parcel_id == box.parcel_id:
            parcel = _parcel(
                box, "shipped", event.at, known.tracking, promise=known.promise
            )
            _put(draft, parcel, known)
            return
    _put(draft, _parcel(box, "shipped", event.at), None)


def tracking_recorded(draft: Draft, event: TrackingRecorded) -> None:
    """Add the facts; the greatest of all tells the status."""
    known = draft.parcel(event.parcel_id)
    facts = event.facts
    latest = facts[0] if len(facts) == 1 else max(facts, key=key)
    before = known.tracking
    if before is not None:
        facts = before.facts + facts
        if not beats(latest, before.latest):
            latest = before.latest
    parcel = _parcel(
        known.box,
        known.state,
        known.shipped_at,
        _tracking(facts, latest),
        known.report,
        known.promise,
        known.taken,
    )
    _put(draft, parcel, known)


def _arrived(draft: Draft, parcel_id: str, state: str) -> None:
    """Move what follows the parcel to where the parcel is now."""
    known = draft.parcel(parcel_id)
    move_all(
        draft,
        known.following(),
        source=known.state,
        target=state,
        location_code=known.box.location_code,
    )
    parcel = _parcel(
        known.box,
        state,
        known.shipped_at,
        known.tracking,
        known.report,
        known.promise,
        known.taken,
    )
    _put(draft, parcel, known)


def parcel_delivered(draft: Draft, event: ParcelDelivered) -> None:
    """Move the contents to ``delivered``."""
    _arrived(draft, event.parcel_id, "delivered")


def parcel_turned_back(draft: Draft, event: ParcelTurnedBack) -> None:
    """Move the contents to ``returning``."""
    _arrived(draft, event.parcel_id, "returning")


def parcel_returned(draft: Draft, event: ParcelReturned) -> None:
    """Move the contents to ``returned``."""
    _arrived(draft, event.parcel_id, "returned")


def parcel_lost(draft: Draft, event: ParcelLost) -> None:
    """Move the contents to ``lost``."""
    _arrived(draft, event.parcel_id, "lost")


def parcel_resumed(draft: Draft, event: ParcelResumed) -> None:
    """Move the contents back to ``shipped``."""
    _arrived(draft, event.parcel_id, "shipped")


def contents_reported(draft: Draft, event: ContentsReported) -> None:
    """Take missing units out of the parcel for good, and mark damaged ones."""
    known = draft.parcel(event.parcel_id)
    before = known.report or Report()
    move_all(
        draft,
        event.missing,
        source=event.source,
        target="lost",
        location_code=known.box.location_code,
    )
    report = Report(
        _added(before.missing, event.missing), _added(before.damaged, event.damaged)
    )
    _put(draft, attrs.evolve(known, report=report), known)


def _added(
    before: tuple[LineUnits, ...], more: tuple[LineUnits, ...]
) -> tuple[LineUnits, ...]:
    units = {part.line_id: part.units for part in before}
    for part in more:
        units[part.line_id] = units.get(part.line_id, 0) + part.units
    return tuple(LineUnits(line_id, n) for line_id, n in units.items())
