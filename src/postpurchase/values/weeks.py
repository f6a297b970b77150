"""Working weeks, as they are written: digits, names of weekdays, a list."""

from __future__ import annotations

import re
from typing import Final

from postpurchase.errors import InvalidInput
from postpurchase.errors.inputs import SHOWN_MAX, short

WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
"""Names of weekdays as a week can be written with them."""

_NAMED_WEEK: Final = re.compile(rf"(?:{'|'.join(WEEKDAYS)}|[ ,])+")


def week(written: object, path: str = "weekmask") -> str:
    """Return a working week as seven digits from Monday to Sunday.

    Args:
        written: The digits, or names of weekdays such as ``Mon Tue`` or ``SatSun``,
            or a list of seven zeros and ones.
        path: Where it stood in the input, for the error.

    Raises:
        InvalidInput: It is neither, or has not one worked day.

    >>> week("Mon Tue Wed"), week("SatSun"), week([1, 1, 1, 1, 0, 0, 1])
    ('1110000', '0000011', '1111001')
    """
    mask = written
    if isinstance(written, list | tuple):
        mask = "".join(str(int(day)) if day in {0, 1} else "?" for day in written)
    elif _names_days(written):
        mask = "".join("01"[name in str(written)] for name in WEEKDAYS)
    if not isinstance(mask, str) or len(mask) != 7 or set(mask) - set("01"):
        raise InvalidInput(
            path=path,
            value=short(written),
            expected="weekdays such as Mon Tue, or seven digits 0 or 1",
        )
    if "1" not in mask:
        raise InvalidInput(
            path=path, value=short(written), expected="a week with a worked day"
        )
    return mask


def _names_days(written: object) -> bool:
    if not isinstance(written, str) or len(written) > SHOWN_MAX:
        return False
    return _NAMED_WEEK.fullmatch(written) is not None
