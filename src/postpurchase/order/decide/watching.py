"""Rules for findings and checks: what opened opens once, what closed stays closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postpurchase.errors import UnknownFinding
from postpurchase.order.decide.checks import placed
from postpurchase.order.events import (
    CheckScheduled,
    Event,
    FindingClosed,
    FindingOpened,
    OrderChecked,
)
from postpurchase.order.findings import replaces

if TYPE_CHECKING:
    from postpurchase.order.commands import (
        CheckOrder,
        CloseFinding,
        OpenFinding,
        RecordCheck,
    )
    from postpurchase.order.draft import Draft
    from postpurchase.order.findings import Finding


def open_finding(order: Draft, command: OpenFinding) -> tuple[Event, ...]:
    """Put a finding on the list, unless it was there or something like it is."""
    placed(order, command)
    finding = command.finding
    if finding.parcel_id:
        order.parcel(finding.parcel_id)
    known = order.circumstances
    if finding.finding_id in known.finding_ids:
        return ()
    if any(finding.about == one.about for one in known.findings):
        return ()
    return (FindingOpened(at=command.at, by=command.by, finding=finding),)


def close_finding(order: Draft, command: CloseFinding) -> tuple[Event, ...]:
    """Take a finding off the list; one that is closed stays closed."""
    placed(order, command)
    known = order.circumstances
    for finding in known.findings:
        if finding.finding_id == command.finding_id:
            return (_closed(command, finding, command.reason),)
    if command.finding_id in known.finding_ids:
        return ()
    listed = tuple(finding.finding_id for finding in known.findings)
    raise UnknownFinding(finding_id=command.finding_id, known=listed)


def record_check(order: Draft, command: RecordCheck) -> tuple[Event, ...]:
    """Record what a look at the order found, unless the order has moved on."""
    placed(order, command)
    if order.version != command.seen_version:
        return ()
    known = order.circumstances
    reasons = {one.finding_id: one.reason for one in command.closed}
    events: list[Event] = [
        _closed(command, finding, reasons[finding.finding_id])
        for finding in known.findings
        if finding.finding_id in reasons
    ]
    ids = set(known.finding_ids)
    subjects = {f.about for f in known.findings if f.finding_id not in reasons}
    for finding in command.opened:
        if finding.finding_id not in ids and finding.about not in subjects:
            ids.add(finding.finding_id)
            subjects.add(finding.about)
            events.append(FindingOpened(at=command.at, by=command.by, finding=finding))
    due_at = command.check_at
    if replaces(known.check_at, due_at, command.at):
        events.append(CheckScheduled(at=command.at, by=command.by, due_at=due_at))
    return tuple(events)


def check_order(order: Draft, command: CheckOrder) -> tuple[Event, ...]:
    """Say that the time has come; a timer that was replaced says nothing."""
    placed(order, command)
    due_at = order.circumstances.check_at
    if due_at is None or command.at < due_at:
        return ()
    return (OrderChecked(at=command.at, by=command.by),)


def _closed(
    command: CloseFinding | RecordCheck, finding: Finding, reason: str
) -> FindingClosed:
    return FindingClosed(
        at=command.at,
        by=command.by,
        finding_id=finding.finding_id,
        kind=finding.kind,
        parcel_id=finding.parcel_id,
        reason=reason,
    )
