"""Findings: what went wrong with an order, whose it is, and what to do next."""

from __future__ import annotations

from datetime import datetime
from typing import Final

import attrs

from postpurchase.errors import InvalidInput, MissingField
from postpurchase.errors.inputs import short
from postpurchase.values.ids import check_id
from postpurchase.values.times import aware

SEVERITIES: Final = ("info", "warn", "critical")
"""How much a finding matters, the least first."""

WHOSE: Final = ("shop", "carrier", "customer", "customs", "weather", "partner")
"""Who a finding falls to: where the error arose, or who can end it."""

TEXT_MAX: Final = 500
"""Characters of a code or of the evidence; a finding is no essay."""


def _since(value: object) -> datetime:
    return aware(value, "since_at")


def _checked_id(instance: object, field: attrs.Attribute[str], value: object) -> None:
    check_id(value, field.name)


def _text(instance: object, field: attrs.Attribute[str], value: object) -> None:
    if not isinstance(value, str) or len(value) > TEXT_MAX:
        raise InvalidInput(
            path=field.name,
            value=short(value),
            expected=f"text of at most {TEXT_MAX} characters",
        )


def _named(instance: object, field: attrs.Attribute[str], value: object) -> None:
    _text(instance, field, value)
    if not value:
        raise MissingField(path=field.name, expected="a code")


def _severity(instance: object, field: attrs.Attribute[str], value: object) -> None:
    if value not in SEVERITIES:
        raise InvalidInput(
            path=field.name, value=short(value), expected=" or ".join(SEVERITIES)
        )


def _whose(instance: object, field: attrs.Attribute[str], value: object) -> None:
    if value not in WHOSE:
        raise InvalidInput(
            path=field.name, value=short(value), expected=" or ".join(WHOSE)
        )


def _skus(value: object) -> tuple[str, ...]:
    if isinstance(value, str) or not isinstance(value, list | tuple | frozenset | set):
        raise InvalidInput(path="skus", value=short(value), expected="several of str")
    for sku in value:
        check_id(sku, "skus")
    return tuple(value)


@attrs.frozen(kw_only=True)
class Finding:
    """One thing that is wrong with an order, or soon will be.

    Of one kind about one subject at most one finding is open at a time. The id
    names the cause: the same id never opens twice.

    Args:
        finding_id: The finding; the detectors build it from kind, subject and
            cause, such as ``late:P1:2026-05-08``.
        kind: What is wrong, such as ``late`` or ``attempt_failed``.
        since_at: Since when, aware.
        stage: Where the error arose: a step such as ``picked``, or ``handover``,
            ``transport``, ``customs``, ``last_mile``, ``pickup``, ``arrival``.
        whose: One of `WHOSE`.
        severity: One of `SEVERITIES`.
        action: What to do next, such as ``expedite`` or ``trace``.
        subject: What it is about, where that is not a parcel: a hold, or a step at
            a location.
        parcel_id: The parcel that it is about; empty for the order.
        location_code: Where it happened, if at one location.
        carrier: Code of the carrier, if one has the parcel.
        service: The carrier's product.
        skus: The articles that it touches.
        evidence: What it rests on, as short codes and values; nothing personal.

    Raises:
        InvalidInput: A value that no finding can have, with its name.

    >>> from datetime import timezone
    >>> finding = Finding(
    ...     finding_id="D1",
    ...     kind="disputed",
    ...     parcel_id="P1",
    ...     since_at=datetime(2026, 6, 1, 12, tzinfo=timezone.utc),
    ... )
    >>> finding.about
    ('disputed', 'P1')
    """

    finding_id: str = attrs.field(validator=_checked_id)
    kind: str = attrs.field(validator=_named)
    since_at: datetime = attrs.field(converter=_since)
    stage: str = attrs.field(default="arrival", validator=_named)
    whose: str = attrs.field(default="shop", validator=_whose)
    severity: str = attrs.field(default="warn", validator=_severity)
    action: str = attrs.field(default="investigate", validator=_named)
    subject: str = attrs.field(default="", validator=_text)
    parcel_id: str = attrs.field(default="", validator=_text)
    location_code: str = attrs.field(default="", validator=_text)
    carrier: str = attrs.field(default="", validator=_text)
    service: str = attrs.field(default="", validator=_text)
    skus: tuple[str, ...] = attrs.field(default=(), converter=_skus)
    evidence: str = attrs.field(default="", validator=_text)

    @property
    def about(self) -> tuple[str, str]:
        """Kind and subject, of which only one finding can be open."""
        return self.kind, self.subject or self.parcel_id


@attrs.frozen
class Closing:
    """The end of a finding.

    Args:
        finding_id: The finding.
        reason: Why it is over, such as ``moved_on``, ``settled``, ``new_date``.

    Raises:
        InvalidInput: It names no finding, or the reason is no short text.
    """

    finding_id: str = attrs.field(validator=_checked_id)
    reason: str = attrs.field(default="", validator=_text)


def replaces(awaited: datetime | None, due_at: datetime | None, at: datetime) -> bool:
    """Say whether a check is to be scheduled although one may be awaited.

    The earlier one counts; one that is due already is replaced by a later one, and
    where nothing is due any more, none remains.

    Args:
        awaited: The check that is outstanding, if one is.
        due_at: When the order should be looked at next, if ever.
        at: Now.
    """
    if due_at is None:
        return awaited is not None
    return awaited is None or due_at < awaited or awaited <= at
