"""Applying what happened in the warehouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from postpurchase.order.events import (
    CodeScanned,
    LinesDelivered,
    ScanRefused,
    StepCompleted,
    StepFailed,
    StepsSkipped,
)
from postpurchase.order.evolve.moving import move_all, move_on
from postpurchase.order.quantities import LineUnits

if TYPE_CHECKING:
    from postpurchase.order.draft import Draft


def step_completed(draft: Draft, event: StepCompleted) -> None:
    """Move units from the place before the step to the step."""
    move_on(draft, event.units, event.step, event.location_code)


def step_failed(draft: Draft, event: StepFailed) -> None:
    """Move units back, or out, or leave them for another try; count it."""
    known = draft.circumstances
    draft.circumstances = attrs.evolve(known, setbacks=known.setbacks + 1)
    if event.source != event.to:
        move_all(
            draft,
            (LineUnits(event.line_id, event.units),),
            source=event.source,
            target=event.to,
            location_code=event.location_code,
        )


def steps_skipped(draft: Draft, event: StepsSkipped) -> None:
    """Move units to the end of their workflow."""
    for part in event.units:
        places = draft.grid.places[draft.grid.index[part.line_id]]
        move_all(
            draft,
            (part,),
            source=event.source,
            target=places.last,
            location_code=event.location_code,
        )


def code_scanned(draft: Draft, event: CodeScanned) -> None:
    """Change nothing: the step that the scan completed is an event of its own."""


def scan_refused(draft: Draft, event: ScanRefused) -> None:
    """Count an error caught."""
    known = draft.circumstances
    draft.circumstances = attrs.evolve(known, errors_caught=known.errors_caught + 1)


def lines_delivered(draft: Draft, event: LinesDelivered) -> None:
    """Move units to the customer without a parcel."""
    move_all(
        draft,
        event.units,
        source=event.source,
        target="delivered",
        location_code=event.location_code,
    )
