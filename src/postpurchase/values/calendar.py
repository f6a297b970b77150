"""Working days: a calendar as a value, and counting on it.

Promises and deadlines are computed on a calendar and keep its `version`, because
public holidays change by law between the promise and its day.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Final, Literal, Self

import attrs

from postpurchase.errors import InvalidInput
from postpurchase.errors.inputs import short
from postpurchase.values.public_holidays import public_holidays
from postpurchase.values.weeks import week

Roll = Literal[
    "forward",
    "backward",
    "modified_forward",
    "modified_backward",
    "following",
    "preceding",
    "modified_following",
    "modified_preceding",
    "modifiedfollowing",
    "modifiedpreceding",
    "raise",
]
"""Where a day that is no working day goes; modified stays within its month.

``following`` is forward and ``preceding`` backward, as banks and numpy say;
``raise`` refuses such a day.
"""

DAYS_MAX: Final = 10_000
"""The most working days that are counted at once: about forty years."""

_DAY: Final = timedelta(days=1)

_ROLLS: Final = MappingProxyType(
    {
        "forward": (_DAY, False),
        "following": (_DAY, False),
        "backward": (-_DAY, False),
        "preceding": (-_DAY, False),
        "modified_forward": (_DAY, True),
        "modified_following": (_DAY, True),
        "modifiedfollowing": (_DAY, True),
        "modified_backward": (-_DAY, True),
        "modified_preceding": (-_DAY, True),
        "modifiedpreceding": (-_DAY, True),
    }
)
"""Direction, and whether to stay within the month, by the name of the roll."""


def _days(days: Iterable[date]) -> frozenset[date]:
    found = frozenset(days)
    for day in found:
        _check_date(day)
    return found


def _numbers(years: Iterable[int]) -> frozenset[int]:
    return frozenset(years)


@attrs.frozen(kw_only=True, repr=False, cache_hash=True)
class WorkingCalendar:
    """Which days are worked.

    Args:
        weekmask: Seven digits from Monday to Sunday, ``1`` for worked; or what else
            `week` reads.
        closures: Days that are not worked although the week says so.
        extra: Days that are worked although the week or a closure says otherwise.
        years: The years that the closures are known for; empty for any. Counting
            beyond them is refused, because it would take holidays for work.
        version: Names the source and its release, to be kept with what was computed.

    Raises:
        InvalidInput: The week has not seven digits, or not one worked day, or a
            closure is no date.

    >>> week = WorkingCalendar(closures=frozenset({date(2026, 5, 1)}))
    >>> week.add_working_days(date(2026, 4, 30), 1)
    datetime.date(2026, 5, 4)
    """

    weekmask: str = attrs.field(default="1111100", converter=week)
    closures: frozenset[date] = attrs.field(default=frozenset(), converter=_days)
    extra: frozenset[date] = attrs.field(default=frozenset(), converter=_days)
    years: frozenset[int] = attrs.field(default=frozenset(), converter=_numbers)
    version: str = ""

    @classmethod
    def of_country(
        cls,
        country: str,
        years: Iterable[int],
        *,
        subdivision: str = "",
        categories: Iterable[str] = ("public",),
    ) -> Self:
        """Make the calendar of a country's public holidays and make-up days.

        Args:
            country: ISO 3166 code, such as ``PL``.
            years: The years to know.
            subdivision: The code of a state or province, where holidays differ.
            categories: Kinds of holidays on which nobody works; some countries have
                ``bank``, ``optional`` or ``half_day`` ones beside the public ones.

        Raises:
            UnknownCode: No holidays are known for the country or subdivision, or it
                has none of a category.

        >>> poland = WorkingCalendar.of_country("PL", [2026])
        >>> poland.is_working_day(date(2026, 12, 24))
        False
        """
        from importlib.metadata import version

        known, kinds = sorted(set(years)), tuple(categories)
        found = public_holidays(country, subdivision, known, kinds)
        name = f"{country}-{subdivision}" if subdivision else country
        beside = "" if kinds == ("public",) else f" {','.join(kinds)}"
        return cls(
            weekmask="".join("01"[day not in found.weekend] for day in range(7)),
            closures=frozenset(found),
            extra=frozenset(day for day in found.weekend_workdays if day.year in known),
            years=frozenset(known),
            version=f"holidays {version('holidays')} {name}{beside}",
        )

    def is_working_day(self, day: date) -> bool:
        """Say whether *day* is worked.

        Raises:
            InvalidInput: It is not a date, or lies outside the calendar's years.

        >>> WorkingCalendar().is_working_day(date(2026, 5, 2))
        False
        """
        _check_date(day)
        if self.years and day.year not in self.years:
            span = f"{min(self.years)} to {max(self.years)}"
            raise InvalidInput(
                path="day", value=str(day), expected=f"a day that is known, {span}"
            )
        if day in self.extra:
            return True
        return self.weekmask[day.weekday()] == "1" and day not in self.closures

    def next_working_day(self, day: date) -> date:
        """Return the first working day after *day*."""
        return self._seek(_step(day, _DAY), _DAY)

    def previous_working_day(self, day: date) -> date:
        """Return the last working day before *day*."""
        return self._seek(_step(day, -_DAY), -_DAY)

    def roll(self, day: date, how: Roll = "forward") -> date:
        """Return *day* if it is worked, else the working day that *how* names.

        Raises:
            InvalidInput: There is no such way to roll, or it is ``raise``.

        >>> week = WorkingCalendar()
        >>> str(week.roll(date(2010, 10, 30))), str(
        ...     week.roll(date(2010, 10, 30), "modified_forward")
        ... )
        ('2010-11-01', '2010-10-29')
        """
        if self.is_working_day(day):
            return day
        if how not in _ROLLS:
            raise _not_rolled(day, how)
        onward, is_modified = _ROLLS[how]
        rolled = self._seek(day, onward)
        if is_modified and rolled.month != day.month:
            return self._seek(day, -onward)
        return rolled

    def add_working_days(self, day: date, days: int, *, roll: Roll = "forward") -> date:
        """Return the working day that lies *days* working days from *day*.

        Args:
            day: Where to start; a day that is not worked is rolled first.
            days: Working days, negative for back, at most `DAYS_MAX` either way.
            roll: Where the start goes when it is not worked. Rolling ``backward``
                makes Monday the first working day after a Saturday, rolling
                ``forward`` Tuesday, because it begins on Monday.

        Raises:
            InvalidInput: Too many days, or outside the calendar's years.

        >>> WorkingCalendar().add_working_days(date(2026, 5, 1), 3)
        datetime.date(2026, 5, 6)
        """
        if type(days) is not int or abs(days) > DAYS_MAX:
            raise InvalidInput(
                path="days",
                value=short(days),
                expected=f"at most {DAYS_MAX} working days",
            )
        found = self.roll(day, roll)
        onward = _DAY if days >= 0 else -_DAY
        for _ in range(abs(days)):
            found = self._seek(_step(found, onward), onward)
        return found

    def working_days_between(self, first: date, last: date) -> int:
        """Count the working days from *first* up to, but without, *last*.

        When *last* comes before *first*, the way back is counted and the sum is
        negative; *first* still counts, and *last* does not.

        Raises:
            InvalidInput: Too many days, or outside the calendar's years.

        >>> WorkingCalendar().working_days_between(date(2026, 5, 1), date(2026, 5, 8))
        5
        """
        _check_date(first)
        _check_date(last)
        span = (last - first).days
        if abs(span) > 2 * DAYS_MAX:
            raise InvalidInput(
                path="last", value=str(last), expected=f"at most {2 * DAYS_MAX} days on"
            )
        onward = 1 if span >= 0 else -1
        days = (first + _DAY * offset for offset in range(0, span, onward))
        return onward * sum(self.is_working_day(day) for day in days)

    def with_days(
        self, *, closures: Iterable[date] = (), extra: Iterable[date] = ()
    ) -> Self:
        """Return the calendar with the shop's own days put over it.

        Args:
            closures: Days that are not worked; they win over make-up days.
            extra: Days that are worked; they win over everything.

        >>> easter_fair = WorkingCalendar().with_days(extra=[date(2026, 4, 4)])
        >>> easter_fair.is_working_day(date(2026, 4, 4))
        True
        """
        closed, worked = frozenset(closures), frozenset(extra)
        return attrs.evolve(
            self,
            closures=(self.closures | closed) - worked,
            extra=(self.extra - closed) | worked,
        )

    def with_week(self, weekmask: str) -> Self:
        """Return the calendar with another working week.

        >>> WorkingCalendar().with_week("Tue Sat").weekmask
        '0100010'
        """
        return attrs.evolve(self, weekmask=weekmask)

    def __repr__(self) -> str:
        return f"<WorkingCalendar {self.weekmask} {self.version}".rstrip() + ">"

    def _seek(self, day: date, onward: timedelta) -> date:
        while not self.is_working_day(day):
            day = _step(day, onward)
        return day


def _check_date(day: object) -> None:
    if not isinstance(day, date) or isinstance(day, datetime):
        raise InvalidInput(path="day", value=short(day), expected="a date")


def _step(day: date, onward: timedelta) -> date:
    try:
        return day + onward
    except OverflowError:
        raise InvalidInput(
            path="day", value=str(day), expected="a day of the calendar"
        ) from None


def _not_rolled(day: date, how: object) -> InvalidInput:
    if how == "raise":
        return InvalidInput(path="day", value=str(day), expected="a working day")
    return InvalidInput(
        path="roll", value=short(how), expected=f"one of {', '.join(_ROLLS)}, raise"
    )
