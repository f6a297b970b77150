"""What every value of a network is checked for, with the path in the error."""

from __future__ import annotations

from datetime import time
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from postpurchase.errors import InvalidInput
from postpurchase.errors.inputs import short
from postpurchase.values.countries import COUNTRIES

DAYS_MAX: Final = 365
"""The most days of processing or transit; more is a typing error."""

TEXT_MAX: Final = 200
"""The most characters of a code or name."""


def check_name(value: object, path: str, *, needed: bool = True) -> None:
    """Refuse what is not a short text, and an empty one if it is needed."""
    if not isinstance(value, str) or len(value) > TEXT_MAX or (needed and not value):
        expected = "a code" if needed else "text"
        raise InvalidInput(path=path, value=short(value), expected=expected)


def check_whole(value: object, path: str, least: int = 0, most: int = 10**9) -> None:
    """Refuse what is not a whole number from *least* to *most*."""
    if type(value) is not int or not least <= value <= most:
        raise InvalidInput(
            path=path,
            value=short(value),
            expected=f"a whole number from {least} to {most}",
        )


def check_country(value: object, path: str = "country") -> None:
    """Refuse what is not a country code in capitals."""
    if not isinstance(value, str) or value not in COUNTRIES:
        raise InvalidInput(
            path=path,
            value=short(value),
            expected="a country code of ISO 3166, such as UA",
        )


def check_clock(value: object, path: str) -> None:
    """Refuse what is not a local time of day: it has no zone of its own."""
    if not isinstance(value, time) or value.tzinfo is not None:
        raise InvalidInput(
            path=path, value=short(value), expected="a time of day such as 14:00"
        )


def check_zone(value: object, path: str = "zone") -> None:
    """Refuse the name of a time zone that is not known here."""
    if not isinstance(value, str) or len(value) > TEXT_MAX or not _is_zone(value):
        raise InvalidInput(
            path=path, value=short(value), expected="a time zone such as Europe/Kyiv"
        )


@lru_cache(maxsize=1024)
def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        return False
    return True
