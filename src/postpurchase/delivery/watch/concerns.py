"""Concerns: what will be a finding at a certain time, unless something happens.

A detector looks at the order alone, never at the clock: it says what is to be
found and from when on. So the same order has the same concerns at all times, in
whatever order its facts came in, and time only decides which of them are due.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import attrs

from postpurchase.delivery.watch.kinds import KINDS
from postpurchase.order.findings import Finding
from postpurchase.values.times import zone_or_utc

if TYPE_CHECKING:
    from postpurchase.order.model import Order
    from postpurchase.order.parcels import Parcel
    from postpurchase.tracking.facts import TrackingFact
    from postpurchase.values.answers import Promise

ID_MAX: Final = 128


@attrs.frozen
class Concern:
    """A finding that is true from a time on, unless something happens before.

    Args:
        finding: What will be found.
        due_at: From when on it is true.
        until_at: When a graver finding about the same subject takes its place.
    """

    finding: Finding
    due_at: datetime
    until_at: datetime | None = None


def concern(
    kind: str,
    *cause: str,
    due_at: datetime,
    since_at: datetime | None = None,
    until_at: datetime | None = None,
    parcel: Parcel | None = None,
    skus: tuple[str, ...] = (),
    **more: str,
) -> Concern:
    """Make the concern of a kind, with the kind's own stage, owner and action.

    Args:
        kind: A kind of `KINDS`.
        cause: What it arose from; the same cause gives the same finding.
        due_at: From when on it is true.
        since_at: Since when it is wrong, if not since it is due.
        until_at: When a graver finding takes its place.
        parcel: The parcel that it is about.
        skus: The articles that it touches.
        more: Other fields of the finding that differ from the kind's; empty ones
            count as not given.
    """
    row = KINDS[kind]
    fields = {"stage": row.stage, "whose": row.whose, "action": row.action}
    subject = more.get("subject", "")
    if parcel is not None:
        subject = parcel.parcel_id
        fields |= {
            "parcel_id": parcel.parcel_id,
            "location_code": parcel.location_code,
            "carrier": parcel.carrier,
            "service": parcel.service,
        }
    fields |= {name: value for name, value in more.items() if value}
    finding = Finding(
        finding_id=finding_id(kind, subject, *cause),
        kind=kind,
        severity=row.severity,
        since_at=since_at or due_at,
        skus=skus,
        **fields,
    )
    return Concern(finding, due_at, until_at)


def finding_id(*parts: str) -> str:
    """Join what names a finding; what is too long for an id becomes a hash.

    >>> finding_id("late", "P1", "2026-05-08")
    'late:P1:2026-05-08'
    >>> len(finding_id("late", "P" * 128, "2026-05-08"))
    45
    """
    text = ":".join(parts)
    if len(text) <= ID_MAX and text.isprintable() and text == text.strip():
        return text
    return f"{parts[0]}:{hashlib.sha256(text.encode()).hexdigest()[:40]}"


def stamp(at: datetime) -> str:
    """Write a time short, as part of an id."""
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%S")


def facts_of(parcel: Parcel) -> tuple[TrackingFact, ...]:
    """Everything that the carrier said about a parcel."""
    return parcel.tracking.facts if parcel.tracking else ()


def skus_of(order: Order, parcel: Parcel) -> tuple[str, ...]:
    """Name the articles in a parcel, each once."""
    grid = order.grid
    found = [grid.lines[grid.line_no(part.line_id)].sku for part in parcel.units]
    return tuple(dict.fromkeys(found))


def evidence_of(promise: Promise) -> str:
    """Write down until when something was promised, as evidence for staff."""
    if promise.window_end_at is None:
        return f"promised until {promise.latest_on}"
    there = promise.window_end_at.astimezone(zone_or_utc(promise.zone))
    return f"promised until {there:%Y-%m-%d %H:%M}"
