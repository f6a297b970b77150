"""The rest days that end no legal period, where they differ from public holidays.

Saturdays, Sundays and public holidays are rest days everywhere; a Saturday that is
worked in exchange for a bridge day stays one. Some states add days on which offices
are closed by custom, others do not count a day that banks do.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Final

import attrs

from postpurchase.values.calendar import WorkingCalendar

VERSION: Final = "2026-11"
"""The edition of these tables and of the laws beside them."""


@attrs.frozen(kw_only=True)
class RestDays:
    """What a state's law on periods adds to its public holidays.

    Args:
        country: ISO 3166 code.
        categories: Kinds of holidays that count beside the public ones.
        without: Months and days among those kinds that do not count.
        days: Months and days that count every year.
        source: The law.
    """

    country: str
    source: str
    categories: tuple[str, ...] = ()
    without: tuple[tuple[int, int], ...] = ()
    days: tuple[tuple[int, int], ...] = ()


REST_DAYS: Final = (
    RestDays(
        country="AT",
        categories=("bank",),
        without=((12, 24), (12, 31)),
        source="BGBl. Nr. 37/1961, § 1: Saturdays and Good Friday",
    ),
    RestDays(
        country="DK",
        days=((6, 5), (12, 24), (12, 31)),
        source="forbrugeraftaleloven, § 19(6): Constitution Day, both eves",
    ),
    RestDays(
        country="NL",
        days=((5, 5),),
        source="Algemene termijnenwet, art. 3: Liberation Day of every year",
    ),
    RestDays(
        country="SE",
        categories=("de_facto",),
        source="Lag (1930:173), 2 §: Midsummer Eve, Christmas Eve, New Year's Eve",
    ),
)
"""Finland's Midsummer Eve and Christmas Eve (Laki 150/1930, 5 §) and Poland's
Christmas Eve (since 2025) stand among the public holidays already."""

_BY_COUNTRY: Final = MappingProxyType({row.country: row for row in REST_DAYS})

WEEK: Final = "1111100"
"""Saturdays and Sundays are never working days.

Source: Regulation (EEC, Euratom) No 1182/71, art. 2(2).
"""


@lru_cache(maxsize=256)
def rest_calendar(
    country: str, subdivision: str, first: int, last: int
) -> WorkingCalendar:
    """Return the working days by which a state's legal periods end.

    Args:
        country: ISO 3166 code.
        subdivision: A state or region with holidays of its own, or empty.
        first: The first year to know.
        last: The last year to know.

    Raises:
        UnknownCode: There is no such country or subdivision.

    >>> sweden = rest_calendar("SE", "", 2026, 2026)
    >>> sweden.is_working_day(date(2026, 6, 19)), sweden.version[-19:]
    (False, '+ rest days 2026-11')
    """
    row = _BY_COUNTRY.get(country)
    more = row.categories if row else ()
    years = range(first, last + 1)
    known = WorkingCalendar.of_country(
        country, years, subdivision=subdivision, categories=("public", *more)
    )
    closures, version = known.closures, known.version
    if row:
        added = frozenset(
            date(year, month, number) for year in years for month, number in row.days
        )
        closures = added | {
            day for day in closures if (day.month, day.day) not in row.without
        }
        version = f"{version} + rest days {VERSION}"
    return WorkingCalendar(
        weekmask=WEEK,
        closures=closures,
        years=known.years,
        version=version,
    )
