"""Postcodes as they are compared: however they are spaced and written."""

from __future__ import annotations

from postpurchase.errors import InvalidInput
from postpurchase.errors.inputs import short


def plain_postcode(written: str) -> str:
    """Return a postcode as it is compared: capitals and digits only.

    Raises:
        InvalidInput: It is not a text.

    >>> plain_postcode("sw1a 1aa"), plain_postcode("00-950")
    ('SW1A1AA', '00950')
    """
    if not isinstance(written, str):
        raise InvalidInput(path="postcode", value=short(written), expected="text")
    return "".join(filter(str.isalnum, written)).upper()
