"""Reading decimals exactly, at a cost that does not depend on what they say."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

DIGITS_MAX: Final = 18
"""The most digits before or after the point, so that amounts fit 64 bits."""

_LIMIT: Final = 10**DIGITS_MAX
_DECIMAL: Final = re.compile(r"(-?)([0-9]{1,18})(?:\.([0-9]{1,18}))?", re.ASCII)


def read_decimal(value: object) -> tuple[str, str, str] | None:
    """Return sign, whole digits and decimals of *value*, or None.

    A string is plain digits with a point: no exponent, no space, no thousands
    separator, no comma. Floats and booleans are not decimals.

    >>> read_decimal("-19.90"), read_decimal("1E+999999"), read_decimal(1.5)
    (('-', '19', '90'), None, None)
    """
    found = _DECIMAL.fullmatch(_plain(value))
    return (found[1], found[2], found[3] or "") if found else None


def _plain(value: object) -> str:
    if type(value) is str:
        return value
    if type(value) is int:
        return str(value) if -_LIMIT < value < _LIMIT else ""
    if isinstance(value, Decimal) and value.is_finite():
        # A Decimal of a few characters may stand for a million digits.
        return f"{value:f}" if abs(value.adjusted()) <= DIGITS_MAX else ""
    return ""
