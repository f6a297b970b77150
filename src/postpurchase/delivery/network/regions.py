"""What a destination is known by: its country's holidays, its time zone."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Final

import attrs

from postpurchase.delivery.network.checks import check_country, check_name, check_zone
from postpurchase.values.calendar import WorkingCalendar
from postpurchase.values.weeks import week


def _week(written: str) -> str:
    return week(written, "week") if written else ""


@attrs.frozen(kw_only=True)
class Region:
    """A part of a country that differs from the rest of it.

    Args:
        country: ISO 3166 code.
        postcodes: Beginnings of its postcodes; empty for the whole country.
        zone: Its time zone; empty for the country's only one.
        subdivision: State or province, where holidays differ.
        week: The working week of its businesses; empty for the country's.
        closures: Days without deliveries beyond the public holidays.
        extra: Days with deliveries that are no holidays there.

    Raises:
        InvalidInput: A value is not what its field needs.
    """

    country: str
    postcodes: tuple[str, ...] = ()
    zone: str = ""
    subdivision: str = ""
    week: str = attrs.field(default="", converter=_week)
    closures: frozenset[date] = frozenset()
    extra: frozenset[date] = frozenset()

    def __attrs_post_init__(self) -> None:
        check_country(self.country)
        check_name(self.subdivision, "subdivision", needed=False)
        if self.zone:
            check_zone(self.zone)


@lru_cache(maxsize=1024)
def country_calendar(
    country: str, subdivision: str, years: frozenset[int]
) -> WorkingCalendar:
    """Return a country's calendar; without years, its holidays are not known.

    Raises:
        UnknownCode: No holidays are known for the country or subdivision.
    """
    if not years:
        return WorkingCalendar(version="no holidays")
    return WorkingCalendar.of_country(country, years, subdivision=subdivision)


@lru_cache(maxsize=512)
def usual_zone(country: str) -> str:
    """Return the time zone of a country, or an empty text if it has several.

    Source: the territories of CLDR's time zones, and its primary zones where
    almost everybody lives in one of several.

    >>> usual_zone("UA"), usual_zone("PL"), usual_zone("US")
    ('Europe/Kyiv', 'Europe/Warsaw', '')
    """
    from babel.core import get_global

    if country in PRIMARY_ZONES:
        return PRIMARY_ZONES[country]
    zones: list[str] = get_global("territory_zones").get(country, [])
    return zones[0] if len(zones) == 1 else ""


PRIMARY_ZONES: Final = MappingProxyType(
    {
        "CL": "America/Santiago",
        "CN": "Asia/Shanghai",
        "CY": "Asia/Nicosia",
        "DE": "Europe/Berlin",
        "EC": "America/Guayaquil",
        "ES": "Europe/Madrid",
        "KZ": "Asia/Almaty",
        "MY": "Asia/Kuala_Lumpur",
        "NZ": "Pacific/Auckland",
        "PT": "Europe/Lisbon",
        "UA": "Europe/Kyiv",
        "UZ": "Asia/Tashkent",
        "XK": "Europe/Belgrade",
    }
)
"""The zone of almost all recipients; a `Region` says it for the others."""
