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
from postpurchase.order.evolve.moving import move, move_all

if TYPE_CHECKING:
    from postpurchase.order.model import Draft


def step_completed(draft: Draft, event: StepCompleted) -> None:
    """Move units from the place before the step to the step."""
    grid = draft.grid
    for part in event.units:
        line_no = grid.index[part.line_id]
        before = grid.places[line_no].before
        move(
            draft,
            line_no,
            part.units,
            source=before[before.index(event.step) - 1],
            target=event.step,
            location_code=event.location_code,
        )


def step_failed(draft: Draft, event: StepFailed) -> None:
    """Move units back, or out, or leave them for another try."""
    if event.source != event.to:
        move(
            draft,
            draft.grid.index[event.line_id],
            event.units,
            source=event.source,
            target=event.to,
            location_code=event.location_code,
        )


def steps_skipped(draft: Draft, event: StepsSkipped) -> None:
    """Move units to the end of their workflow."""
    for part in event.units:
        line_no = draft.grid.index[part.line_id]
        move(
            draft,
            line_no,
            part.units,
            source=event.source,
            target=draft.grid.places[line_no].last,
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
