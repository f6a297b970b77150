"""From when and until when a claim can be filed, and what is needed for it.

A deadline that runs against the shop is never moved to a later day because it ends
on a day of rest: who files on the last working day before it is always in time.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

import attrs

from postpurchase.returning.claims.rows import Cap, ClaimRow, Period
from postpurchase.returning.claims.tables import ROWS, VERSION
from postpurchase.returning.statutes.periods import after_months
from postpurchase.tracking.fold import is_held_by_carrier
from postpurchase.values.calendar import WorkingCalendar
from postpurchase.values.rulings import Deadline
from postpurchase.values.times import zone_or_utc

if TYPE_CHECKING:
    from postpurchase.order.draft import Draft
    from postpurchase.order.parcels import Parcel

_SIX_DAYS = "1111110"


@attrs.frozen(kw_only=True)
class ParcelDates:
    """What of a parcel periods are counted from; None for what is not known.

    Args:
        shipped_on: When the carrier took it.
        expected_on: The day by which it was to be delivered.
        last_scan_on: When the carrier last had it in its hands.
        delivered_on: When it was delivered.
    """

    shipped_on: date | None = None
    expected_on: date | None = None
    last_scan_on: date | None = None
    delivered_on: date | None = None

    def of(self, start: str) -> date | None:
        """Return the day that a period starts from."""
        days = {
            "shipment": self.shipped_on,
            "expected": self.expected_on,
            "last_scan": self.last_scan_on or self.shipped_on,
            "delivery": self.delivered_on,
        }
        return days[start]


@attrs.frozen(kw_only=True)
class ClaimWindow:
    """When and how to claim.

    Args:
        opens_on: The first day on which the carrier takes the claim; None where
            it does at once, or where nobody knows what to wait from.
        deadline: The last day to file it; None where none is set or known yet.
        evidence: What the carrier wants to see.
        cap: The most that it pays; None where that depends on the service.
        basis: Where it stands.
        is_certain: As of the row.
        version: Which rows it was read from; empty for the shop's own.
    """

    opens_on: date | None
    deadline: Deadline | None
    evidence: tuple[str, ...]
    cap: Cap | None
    basis: str
    is_certain: bool
    version: str = ""


def claim_window(
    carrier: str,
    kind: str,
    dates: ParcelDates,
    *,
    regime: str = "",
    is_international: bool = False,
    calendar: WorkingCalendar | None = None,
    rows: Iterable[ClaimRow] = (),
) -> ClaimWindow | None:
    """Say from when and until when a claim can be filed; None where nobody knows.

    The first row that fits counts: the shop's own before those of the library, and
    the carrier's before those of the regime.

    Args:
        carrier: Code of the carrier.
        kind: One of `CLAIM_KINDS`.
        dates: What is known of the parcel.
        regime: The law for carriers without a row: ``cmr``, ``montreal`` or ``upu``.
        is_international: Whether it crosses a border.
        calendar: Where working days and public holidays are looked up; by default
            Monday to Friday without holidays.
        rows: The shop's own rows.

    Raises:
        InvalidInput: The calendar does not know the holidays of a year.

    >>> sent = ParcelDates(shipped_on=date(2026, 6, 1), expected_on=date(2026, 6, 3))
    >>> window = claim_window("ups", "loss", sent)
    >>> str(window.opens_on), str(window.deadline.last_on), window.evidence
    ('2026-06-04', '2026-07-31', ('tracking', 'invoice'))
    """
    own = tuple(rows)
    found = next(
        (
            row
            for code in (carrier, regime)
            for row in (*own, *ROWS)
            if row.fits(code, kind, is_international=is_international)
        ),
        None,
    )
    if found is None:
        return None
    days = calendar or WorkingCalendar()
    last_on = _end(found.within, dates, days)
    is_counted = found.within is not None and found.within.counted_in in _ON_CALENDAR
    return ClaimWindow(
        opens_on=_end(found.wait, dates, days),
        deadline=None
        if last_on is None
        else Deadline(
            name="claim",
            last_on=last_on,
            basis=found.basis,
            calendar=days.version if is_counted else "",
        ),
        evidence=found.evidence,
        cap=found.cap,
        basis=found.basis,
        is_certain=found.is_certain,
        version="" if found in own else VERSION,
    )


_ON_CALENDAR = ("working_days", "weekdays")


def _end(
    period: Period | None, dates: ParcelDates, calendar: WorkingCalendar
) -> date | None:
    """Return the last day of a period; None where it or its start is not known."""
    start = None if period is None else dates.of(period.start)
    if period is None or start is None:
        return None
    if period.counted_in == "months":
        return after_months(start, period.length)
    if period.counted_in == "days":
        return start + timedelta(days=period.length)
    if period.counted_in == "weekdays":
        calendar = calendar.with_week(_SIX_DAYS)
    # A delivery on a day of rest is no working day to begin with.
    return calendar.add_working_days(start, period.length, roll="backward")


def dates_of(order: Draft, parcel: Parcel, zone: str = "UTC") -> ParcelDates:
    """Read the dates of a parcel off what is known about it.

    Args:
        order: The order.
        parcel: The parcel.
        zone: The time zone in which its days are counted.
    """
    there = zone_or_utc(zone)
    facts = parcel.tracking.facts if parcel.tracking else ()
    scans = [fact.at for fact in facts if is_held_by_carrier(fact.code)]
    first = order.placed.promise if order.placed else None
    promise = parcel.promise or order.circumstances.promise or first
    arrived_at = parcel.status_at if parcel.state == "delivered" else None
    return ParcelDates(
        shipped_on=_day(parcel.shipped_at, there),
        expected_on=promise.latest_on if promise else parcel.estimated_on,
        last_scan_on=_day(max(scans, default=None), there),
        delivered_on=_day(arrived_at, there),
    )


def _day(at: datetime | None, zone: tzinfo) -> date | None:
    return None if at is None else at.astimezone(zone).date()
