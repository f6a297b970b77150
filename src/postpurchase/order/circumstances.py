"""What rarely changes about an order: holds, corrections, notes, messages."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from postpurchase.order.quantities import LineUnits, by_line

if TYPE_CHECKING:
    from postpurchase.order.changes import ParcelChange
    from postpurchase.order.claims import Claim
    from postpurchase.order.findings import Finding
    from postpurchase.order.returns import Return, Withdrawal
    from postpurchase.values.answers import Promise
    from postpurchase.values.personal import PersonalRef


TIME_IS_UP = "time_is_up"
"""The reason with which a hold ends by itself."""


@attrs.frozen
class Hold:
    """Units that must wait.

    Args:
        hold_id: The hold.
        reason: Why.
        units: The units that wait; empty for the whole order.
        until_at: When it ends by itself, if it does.
        placed_at: Since when; two holds that differ in nothing else are the same.
    """

    hold_id: str
    reason: str
    units: tuple[LineUnits, ...] = ()
    until_at: datetime | None = None
    placed_at: datetime | None = attrs.field(default=None, eq=False)

    @cached_property
    def by_line(self) -> dict[str, int]:
        """The units that wait by line id."""
        return by_line(self.units)


@attrs.frozen(kw_only=True)
class Revision:
    """A promise that was made instead of another.

    Args:
        at: When.
        promise: The promise that was made.
        before: The promise that it replaced, or None if there was none.
        reason: Why.
        parcel_id: The parcel that it is about; empty for the whole order.
    """

    at: datetime
    promise: Promise
    before: Promise | None
    reason: str
    parcel_id: str = ""

    @property
    def days_later(self) -> int:
        """By how many days the last day moved; negative if it came nearer."""
        if self.before is None:
            return 0
        return (self.promise.latest_on - self.before.latest_on).days


@attrs.frozen
class Circumstances:
    """What rarely changes and rarely matters to a decision.

    Args:
        address: Where the rest of the order goes, once it was corrected.
        country: The country of that address.
        errors_caught: Scanned codes that did not belong.
        note_ids: The notes.
        message_ids: The messages to the customer.
        hold_ids: Every hold there was, so that none begins twice.
        findings: What is wrong now.
        finding_ids: Every finding there was, so that none opens twice.
        check_at: When the order is looked at next, if it is watched.
        changes: What was asked of carriers about deliveries under way.
        revisions: Every other date that was promised, in that order.
        setbacks: How often a step went wrong.
        lapsed: Holds that ended because their time was up.
        returns: The returns, in the order in which they were asked for.
        claims: The claims on carriers, in the order in which they were opened.
        withdrawals: What customers declared, in that order.
    """

    address: PersonalRef | None = None
    country: str = ""
    errors_caught: int = 0
    note_ids: tuple[str, ...] = ()
    message_ids: tuple[str, ...] = ()
    hold_ids: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    finding_ids: tuple[str, ...] = ()
    check_at: datetime | None = None
    changes: tuple[ParcelChange, ...] = ()
    revisions: tuple[Revision, ...] = ()
    setbacks: int = 0
    lapsed: tuple[Hold, ...] = ()
    returns: tuple[Return, ...] = ()
    claims: tuple[Claim, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()

    @property
    def promise(self) -> Promise | None:
        """The latest promise of the whole order, once it was revised."""
        for revision in reversed(self.revisions):
            if not revision.parcel_id:
                return revision.promise
        return None


ORDINARY = Circumstances()
"""The circumstances of an order to which nothing special happened."""
