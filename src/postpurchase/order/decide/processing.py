"""Rules for the steps between an order and its parcel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postpurchase.errors import (
    NotEnoughUnits,
    OnHold,
    TransitionNotAllowed,
    UnknownStep,
)
from postpurchase.order.commands import CompleteStep
from postpurchase.order.decide.checks import placed, standing, take
from postpurchase.order.events import (
    CodeScanned,
    Event,
    LinesDelivered,
    ScanRefused,
    StepCompleted,
    StepFailed,
    StepsSkipped,
)
from postpurchase.order.quantities import LineUnits
from postpurchase.order.quick import heir

if TYPE_CHECKING:
    from postpurchase.order.commands import DeliverLines, FailStep, ScanCode, SkipSteps
    from postpurchase.order.draft import Draft

_step_completed = heir(StepCompleted, CompleteStep, "units", "location_code")


def complete_step(order: Draft, command: CompleteStep) -> tuple[Event, ...]:
    """Let units finish a step; one event for each location."""
    placed(order, command)
    location_code = command.location_code
    if location_code is None:
        shares = _by_location(order, command)
        return tuple([_completed(command, *share) for share in shares.items()])
    _check_all_stand(order, command, location_code)
    return (_completed(command, location_code, command.units),) if command.units else ()


def _completed(
    command: CompleteStep, location_code: str, units: tuple[LineUnits, ...]
) -> StepCompleted:
    return _step_completed(command, units=units, location_code=location_code)


def _check_all_stand(order: Draft, command: CompleteStep, location_code: str) -> None:
    """Refuse unless all units stand before the step at the one named location."""
    grid, counts, step = order.grid, order.counts, command.step
    layout = grid.layout
    for part in command.units:
        line_no = grid.line_no(part.line_id)
        places = layout.places[line_no]
        source = places.previous.get(step, "")
        start = layout.rows[line_no].get("" if source == "placed" else location_code)
        if (
            not source
            or start is None
            or counts[start + places.index[source]] < part.units
            or order.holds
        ):
            # Says which step is unknown, what is missing, or which hold keeps it.
            source = place_before(order, line_no, step)
            take(order, line_no, part.units, place=source, location_code=location_code)


def _by_location(
    order: Draft, command: CompleteStep
) -> dict[str, tuple[LineUnits, ...]]:
    """Find the units wherever they stand, and say how many go from where."""
    found: dict[str, tuple[LineUnits, ...]] = {}
    for part in command.units:
        line_no = order.grid.line_no(part.line_id)
        source = place_before(order, line_no, command.step)
        for location, units in take(
            order, line_no, part.units, place=source, location_code=None
        ):
            share = part if units == part.units else LineUnits(part.line_id, units)
            found[location] = (*found.get(location, ()), share)
    return found


def place_before(order: Draft, line_no: int, step: str) -> str:
    """Name the place that units leave when they finish a step.

    Raises:
        UnknownStep: The line's workflow has no such step.
    """
    places = order.grid.places[line_no]
    source = places.previous.get(step)
    if source is None:
        line_id = order.grid.lines[line_no].line_id
        raise UnknownStep(line_id=line_id, step=step, known=places.steps)
    return source


def fail_step(order: Draft, command: FailStep) -> tuple[Event, ...]:
    """Send units back to an earlier place, or out, with the reason."""
    placed(order, command)
    line_no = order.grid.line_no(command.line_id)
    before = order.grid.places[line_no].before
    if command.at_step == "shipped":
        source = before[-1]
    else:
        source = place_before(order, line_no, command.at_step)
    allowed = (*before[: before.index(source) + 1], "cancelled")
    if command.to not in allowed:
        raise TransitionNotAllowed(
            path="to",
            subject=f"{command.units} × {command.line_id}",
            state=source,
            asked=command.to,
            allowed=allowed,
        )
    shares = _shares(order, line_no, command.units, source, command.location_code)
    return tuple(
        StepFailed(
            at=command.at,
            by=command.by,
            line_id=command.line_id,
            units=units,
            at_step=command.at_step,
            source=source,
            to=command.to,
            reason=command.reason,
            goods=command.goods,
            location_code=location,
        )
        for location, units in shares
    )


def _shares(
    order: Draft, line_no: int, units: int, place: str, location_code: str | None
) -> list[tuple[str, int]]:
    """Find units that leave a place other than forward: no hold keeps them."""
    found, left, available = [], units, 0
    for location, free in standing(order, line_no, place, location_code):
        available += free
        if left:
            found.append((location, min(free, left)))
            left -= min(free, left)
    if left:
        raise NotEnoughUnits(
            line_id=order.grid.lines[line_no].line_id,
            place=place,
            asked=units,
            available=available,
        )
    return found


def skip_steps(order: Draft, command: SkipSteps) -> tuple[Event, ...]:
    """Bring units to the end of their workflow, the furthest ones first."""
    placed(order, command)
    where = command.location_code
    groups: dict[tuple[str, str], list[LineUnits]] = {}
    for part in command.units:
        line_no = order.grid.line_no(part.line_id)
        before = order.grid.places[line_no].before
        left = part.units - _free(order, line_no, before[-1], where)
        for place in reversed(before[:-1]):
            share = min(left, _free(order, line_no, place, where))
            if share <= 0:
                continue
            left -= share
            for location, units in take(
                order, line_no, share, place=place, location_code=where
            ):
                stands = (where or "") if place == "placed" else location
                groups.setdefault((place, stands), []).append(
                    LineUnits(part.line_id, units)
                )
        if left > 0:
            raise NotEnoughUnits(
                line_id=part.line_id,
                place="placed",
                asked=part.units,
                available=part.units - left,
            )
    return tuple(
        StepsSkipped(
            at=command.at,
            by=command.by,
            units=tuple(shares),
            source=place,
            location_code=location,
            reason=command.reason,
        )
        for (place, location), shares in groups.items()
    )


def _free(order: Draft, line_no: int, place: str, location_code: str | None) -> int:
    return sum(units for _, units in standing(order, line_no, place, location_code))


def scan_code(order: Draft, command: ScanCode) -> tuple[Event, ...]:
    """Complete a step for the unit whose code was read, or catch an error."""
    placed(order, command)
    lines = [
        line_no
        for line_no, line in enumerate(order.grid.lines)
        if command.code == line.sku or command.code in line.barcodes
    ]
    found = _scanned_unit(order, command, lines)
    if found is None:
        return (
            ScanRefused(
                at=command.at,
                by=command.by,
                code=command.code,
                step=command.step,
                reason="not_needed" if lines else "not_on_order",
            ),
        )
    line_id, location = found
    return (
        CodeScanned(
            at=command.at,
            by=command.by,
            code=command.code,
            line_id=line_id,
            step=command.step,
        ),
        StepCompleted(
            at=command.at,
            by=command.by,
            step=command.step,
            units=(LineUnits(line_id, 1),),
            location_code=location,
        ),
    )


def _scanned_unit(
    order: Draft, command: ScanCode, lines: list[int]
) -> tuple[str, str] | None:
    """Find a unit of the scanned article that waits for this step.

    The same article may stand on several lines; a hold on one of them keeps the
    unit only if no other line has one.

    Raises:
        OnHold: Every unit that waits is kept.
    """
    held: OnHold | None = None
    for line_no in lines:
        source = order.grid.places[line_no].previous.get(command.step)
        where = command.location_code
        if source is None or not standing(order, line_no, source, where):
            continue
        try:
            taken = take(order, line_no, 1, place=source, location_code=where)
        except OnHold as hold:
            held = held or hold
            continue
        ((location, _),) = taken
        line_id = order.grid.lines[line_no].line_id
        return line_id, (where or "") if source == "placed" else location
    if held is not None:
        raise held
    return None


def deliver_lines(order: Draft, command: DeliverLines) -> tuple[Event, ...]:
    """Let units reach the customer without a parcel."""
    placed(order, command)
    groups: dict[tuple[str, str], list[LineUnits]] = {}
    for part in command.units:
        line_no = order.grid.line_no(part.line_id)
        last = order.grid.places[line_no].last
        taken = take(
            order,
            line_no,
            part.units,
            place=last,
            location_code=command.location_code,
        )
        for location, units in taken:
            groups.setdefault((last, location), []).append(
                LineUnits(part.line_id, units)
            )
    return tuple(
        LinesDelivered(
            at=command.at,
            by=command.by,
            units=tuple(shares),
            source=place,
            location_code=location,
        )
        for (place, location), shares in groups.items()
    )
