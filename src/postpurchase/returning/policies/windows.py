"""How long something may come back, and orders of a season for which it is longer."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import Any, Final, Self

import attrs

from postpurchase.errors import InvalidInput
from postpurchase.errors.inputs import short

LENGTH_MAX: Final = {"days": 36_500, "months": 1_200, "years": 100}
"""The longest window by its unit: a century."""

UNITS: Final = (*LENGTH_MAX, "until", "unlimited", "none")
"""How a window ends: after a length, on a day, never, or before it began."""


def real_day(instance: object, field: attrs.Attribute[Any], value: object) -> None:
    """Refuse what is no plain date."""
    if not isinstance(value, date) or isinstance(value, datetime):
        raise InvalidInput(path=field.name, value=short(value), expected="a date")


@attrs.frozen(kw_only=True)
class Window:
    """How long something may come back.

    The day of the event itself is not counted, and the last day belongs to the
    window. Months and years end on the same day of the month as the event, or on
    the last one of a shorter month.

    Args:
        unit: One of `UNITS`.
        length: How many days (0 to 36500), months or years; 0 with other units.
        until_on: The last day, with ``until`` alone.

    Source: Regulation (EEC, Euratom) No 1182/71, art. 3(1) and 3(2)(c).

    >>> Window.of_months(1).last_on(date(2026, 1, 31))
    datetime.date(2026, 2, 28)
    """

    unit: str = "days"
    length: int = 0
    until_on: date | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse a length that the unit cannot have."""
        if self.unit not in UNITS:
            raise _wrong("unit", self.unit, f"one of {', '.join(UNITS)}")
        most = LENGTH_MAX.get(self.unit, 0)
        least = 0 if self.unit == "days" or not most else 1
        if type(self.length) is not int or not least <= self.length <= most:
            raise _wrong("length", self.length, f"a whole number, {least} to {most}")
        if (self.unit == "until") != (self.until_on is not None):
            raise _wrong("until_on", self.until_on, "a date with unit 'until' alone")
        if self.until_on is not None:
            real_day(self, attrs.fields(Window).until_on, self.until_on)

    @classmethod
    def of_days(cls, days: int) -> Self:
        """Make a window of days."""
        return cls(unit="days", length=days)

    @classmethod
    def of_months(cls, months: int) -> Self:
        """Make a window of months."""
        return cls(unit="months", length=months)

    @classmethod
    def of_years(cls, years: int) -> Self:
        """Make a window of years."""
        return cls(unit="years", length=years)

    @classmethod
    def until(cls, day: date) -> Self:
        """Make a window that ends with a day."""
        return cls(unit="until", until_on=day)

    @property
    def is_counted(self) -> bool:
        """Whether it is counted from a day."""
        return self.unit in LENGTH_MAX

    def last_on(self, begins_on: date, grace_days: int = 0) -> date | None:
        """Return the last day, or None for no end.

        Args:
            begins_on: The day of the event.
            grace_days: Days that a window which is counted has on top.
        """
        if self.unit == "until":
            return self.until_on
        if not self.is_counted:
            return None
        months = self.length * {"days": 0, "months": 1, "years": 12}[self.unit]
        days = self.length if self.unit == "days" else 0
        try:
            end = _months_later(begins_on, months) + timedelta(days=days)
            return end + timedelta(days=grace_days)
        except (OverflowError, ValueError):
            return date.max


UNLIMITED: Final = Window(unit="unlimited")
"""A window without an end."""

NO_RETURNS: Final = Window(unit="none")
"""No window at all: nothing comes back by the policy."""


@attrs.frozen(kw_only=True)
class Season:
    """A longer, or another, window for what was ordered on certain days.

    Args:
        ordered_from: The first day of ordering, where the customer lives.
        ordered_until: The last one.
        window: The window of these orders.
        replaces: Whether it holds in any case; otherwise the later of the two last
            days holds, so that a season takes nothing away.

    Source: schema.org MerchantReturnPolicySeasonalOverride: the day of the purchase
    decides, and a date in place of a number is the last day itself.
    """

    ordered_from: date = attrs.field(validator=real_day)
    ordered_until: date = attrs.field(validator=real_day)
    window: Window
    replaces: bool = False

    def __attrs_post_init__(self) -> None:
        """Refuse a season that ends before it begins."""
        if self.ordered_until < self.ordered_from:
            raise _wrong(
                "ordered_until", self.ordered_until, "a day not before ordered_from"
            )

    def holds(self, ordered_on: date) -> bool:
        """Say whether an order of this day belongs to the season."""
        return self.ordered_from <= ordered_on <= self.ordered_until


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _wrong(path: str, value: object, expected: str) -> InvalidInput:
    return InvalidInput(path=path, value=short(value), expected=expected)
