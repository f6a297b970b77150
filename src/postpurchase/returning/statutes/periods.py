"""Counting legal periods: days, months, the last day, and when it moves on.

The day of the event is never counted, and rest days inside a period are. A period
that runs against the consumer and would end on a Saturday, a Sunday or a public
holiday ends on the next working day; one that runs against the trader stays, so that
nobody is late by taking a computed day for the last one.

Source: Regulation (EEC, Euratom) No 1182/71, art. 2 and 3; Directive 2011/83/EU,
recital 41: its periods are counted in calendar days by that regulation.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import Final

import attrs

from postpurchase.errors import InvalidInput
from postpurchase.errors.inputs import short
from postpurchase.returning.statutes.rest_days import rest_calendar
from postpurchase.values.rulings import Deadline

YEARS: Final = (2000, 2099)
"""The first and the last year that periods begin in."""

WORKING_DAYS_MIN: Final = 2
"""Working days that a period of as many days or more has at least.

Source: Regulation (EEC, Euratom) No 1182/71, art. 3(5).
"""

_MONTHS: Final = 12


def check_day(day: object, path: str) -> date:
    """Return *day* if it is a date that periods can begin on.

    Raises:
        InvalidInput: It is not a date, or lies outside `YEARS`.

    >>> check_day(date(2026, 6, 1), "delivered_on")
    datetime.date(2026, 6, 1)
    """
    if not isinstance(day, date) or isinstance(day, datetime):
        raise InvalidInput(path=path, value=short(day), expected="a date")
    if not YEARS[0] <= day.year <= YEARS[1]:
        raise InvalidInput(
            path=path,
            value=str(day),
            expected=f"a day of the years {YEARS[0]} to {YEARS[1]}",
        )
    return day


def after_days(event: date, days: int) -> date:
    """Return the last day of a period of days; the day of the event is not counted.

    Source: Regulation (EEC, Euratom) No 1182/71, art. 3(1) and 3(2)(b).

    >>> after_days(date(2026, 6, 1), 14)
    datetime.date(2026, 6, 15)
    """
    return event + timedelta(days=days)


def after_months(event: date, months: int) -> date:
    """Return the last day of a period of months: the same date, or the month's last.

    Source: Regulation (EEC, Euratom) No 1182/71, art. 3(2)(c).

    >>> after_months(date(2028, 2, 29), 24)
    datetime.date(2030, 2, 28)
    """
    years, month_no = divmod(event.month - 1 + months, _MONTHS)
    year, month = event.year + years, month_no + 1
    return date(year, month, min(event.day, monthrange(year, month)[1]))


@attrs.frozen
class Place:
    """Whose rest days count: those where the consumer is.

    Args:
        country: ISO 3166 code.
        subdivision: A state or region with holidays of its own, such as ``BY``.
    """

    country: str
    subdivision: str = ""

    def last_day(self, event: date, raw: date) -> tuple[date, str]:
        """Move the end of a period to a working day.

        Args:
            event: The day that the period runs from.
            raw: The day on which it would end.

        Returns:
            The last day, and the version of the calendar.

        Source: Regulation (EEC, Euratom) No 1182/71, art. 3(4) and 3(5).

        >>> str(Place("PL").last_day(date(2026, 6, 6), date(2026, 6, 20))[0])
        '2026-06-22'
        """
        known = rest_calendar(self.country, self.subdivision, event.year, raw.year + 1)
        last = known.roll(raw)
        if (raw - event).days >= WORKING_DAYS_MIN:
            first = event + timedelta(days=1)
            while (
                known.working_days_between(first, last + timedelta(days=1))
                < WORKING_DAYS_MIN
            ):
                last = known.next_working_day(last)
        return last, known.version


def against_consumer(
    name: str, event: date, raw: date, basis: str, place: Place
) -> Deadline:
    """Make the deadline of something that the consumer has to do.

    >>> ends = against_consumer(
    ...     "withdraw", date(2026, 6, 6), date(2026, 6, 20), "art. 9", Place("PL")
    ... )
    >>> str(ends.last_on), str(ends.rolled_from)
    ('2026-06-22', '2026-06-20')
    """
    last, version = place.last_day(event, raw)
    return Deadline(
        name=name,
        last_on=last,
        basis=basis,
        calendar=version,
        rolled_from=raw if last != raw else None,
    )


def not_moved(name: str, last_on: date, basis: str) -> Deadline:
    """Make a deadline that rest days do not move: the trader's, or by such a law.

    >>> not_moved("refund", date(2026, 6, 20), "art. 13(1)").rolled_from is None
    True
    """
    return Deadline(name=name, last_on=last_on, basis=basis)
