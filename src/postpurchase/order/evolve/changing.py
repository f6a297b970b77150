"""Applying cancellations, edits, holds, corrections and new promises."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from postpurchase.order.circumstances import TIME_IS_UP, Hold, Revision
from postpurchase.order.events import (
    AddressCorrected,
    HoldPlaced,
    HoldReleased,
    OrderEdited,
    PromiseRevised,
    UnitsCancelled,
)
from postpurchase.order.evolve.moving import move_all
from postpurchase.order.evolve.placing import add_lines

if TYPE_CHECKING:
    from postpurchase.order.draft import Draft
    from postpurchase.values.answers import Promise


def units_cancelled(draft: Draft, event: UnitsCancelled) -> None:
    """Move units to ``cancelled``."""
    move_all(
        draft,
        event.units,
        source=event.source,
        target="cancelled",
        location_code=event.location_code,
    )


def address_corrected(draft: Draft, event: AddressCorrected) -> None:
    """Send the rest of the order elsewhere."""
    draft.circumstances = attrs.evolve(
        draft.circumstances, address=event.address, country=event.country
    )


def order_edited(draft: Draft, event: OrderEdited) -> None:
    """Bring in changed and new lines."""
    add_lines(draft, event.changed, event.added)


def hold_placed(draft: Draft, event: HoldPlaced) -> None:
    """Let units wait."""
    hold = Hold(event.hold_id, event.reason, event.units, event.until_at, event.at)
    draft.holds = (*draft.holds, hold)
    known = draft.circumstances
    draft.circumstances = attrs.evolve(known, hold_ids=(*known.hold_ids, event.hold_id))


def hold_released(draft: Draft, event: HoldReleased) -> None:
    """Let them go; what only its time ended is remembered."""
    ended = tuple(h for h in draft.holds if h.hold_id == event.hold_id)
    draft.holds = tuple(h for h in draft.holds if h.hold_id != event.hold_id)
    if event.reason == TIME_IS_UP:
        known = draft.circumstances
        draft.circumstances = attrs.evolve(known, lapsed=known.lapsed + ended)


def promise_revised(draft: Draft, event: PromiseRevised) -> None:
    """Keep the promise; the first one stays with what was placed."""
    known = draft.circumstances
    revision = Revision(
        at=event.at,
        promise=event.promise,
        before=_promised(draft, event.parcel_id),
        reason=event.reason,
        parcel_id=event.parcel_id,
    )
    draft.circumstances = attrs.evolve(known, revisions=(*known.revisions, revision))
    if not event.parcel_id:
        return
    draft.parcels = tuple(
        attrs.evolve(parcel, promise=event.promise)
        if parcel.parcel_id == event.parcel_id
        else parcel
        for parcel in draft.parcels
    )


def _promised(draft: Draft, parcel_id: str) -> Promise | None:
    """Return what is promised of a parcel, or of the order."""
    own = next((p.promise for p in draft.parcels if p.parcel_id == parcel_id), None)
    first = draft.placed.promise if draft.placed else None
    return own or draft.circumstances.promise or first
