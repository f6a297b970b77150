"""Watching over an order: findings, and when to look again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import attrs

from postpurchase.errors import InvalidInput
from postpurchase.errors.inputs import short
from postpurchase.order.commands.base import (
    Command,
    id_field,
    items_field,
    text_field,
    value_field,
)
from postpurchase.order.findings import Closing, Finding
from postpurchase.values.times import aware


def _check_at(value: Any) -> datetime | None:
    return None if value is None else aware(value, "check_at")


def _version(instance: object, field: attrs.Attribute[int], value: object) -> None:
    if type(value) is not int or value < 0:
        raise InvalidInput(
            path=field.name, value=short(value), expected="a whole number from 0"
        )


@attrs.frozen(kw_only=True)
class OpenFinding(Command):
    """Put an order on the watch list.

    The same finding again, another one of the same kind about the same subject,
    and one that was closed before change nothing.

    Args:
        finding: What is wrong.
    """

    finding: Finding = value_field(Finding)


@attrs.frozen(kw_only=True)
class CloseFinding(Command):
    """Say that a finding is over; it never opens again.

    Args:
        finding_id: The finding.
        reason: Why it is over.
    """

    finding_id: str = id_field()
    reason: str = text_field()


@attrs.frozen(kw_only=True)
class RecordCheck(Command):
    """Record what a look at the order found, all at once.

    It counts only if nothing happened to the order since: what happened is
    looked at in its own turn.

    Args:
        seen_version: The version of the order that was looked at.
        opened: What was found.
        closed: What is over.
        check_at: When to look again, aware; None if nothing is awaited. One check
            is outstanding at most, and the earlier one counts.
    """

    seen_version: int = attrs.field(validator=_version)
    opened: tuple[Finding, ...] = items_field(Finding, "opened")
    closed: tuple[Closing, ...] = items_field(Closing, "closed")
    check_at: datetime | None = attrs.field(default=None, converter=_check_at)


@attrs.frozen(kw_only=True)
class CheckOrder(Command):
    """Look at the order again: asked by its own timer."""
