"""Lines of text that people give: names, streets, cities."""

from __future__ import annotations

import re
from typing import Final

from postpurchase.errors import InvalidInput
from postpurchase.errors.inputs import short

LENGTH_MAX: Final = 255
"""The most characters of a name or of a line of an address."""

# They would break a mail header or a label.
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def check_line(value: object, path: str, refusal: type[InvalidInput]) -> None:
    """Refuse *value* unless it is one line of text of a sane length.

    Args:
        value: What was given as a line; empty is fine.
        path: Where it stood in the input, for the error.
        refusal: The error to raise.

    >>> check_line("Київ", "city", InvalidInput)
    """
    if (
        not isinstance(value, str)
        or len(value) > LENGTH_MAX
        or _CONTROL.search(value) is not None
    ):
        raise refusal(
            path=path,
            value=short(value),
            expected=f"at most {LENGTH_MAX} characters, without control characters",
        )
