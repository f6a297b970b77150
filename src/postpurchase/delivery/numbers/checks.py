"""Check digits: from a serial number to the character that has to follow it.

Each function is one rule of a carrier or a standard. It takes the characters
that the check digit covers and returns the check digit as text, so the same
function proves a number and completes one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import cycle

CheckRule = Callable[[str], str]
"""From the characters that are covered to the check digit that belongs to them."""

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def mod_10(serial: str, *, weights: Sequence[int], plus: int = 0) -> str:
    """Return what brings the weighted sum of the characters to a full ten.

    Products are added as they are, not digit by digit. A letter stands for the
    digit that UPS gives it: A is 2, B is 3, H is 9, I is 0.

    Args:
        serial: Digits and capital letters.
        weights: What they are multiplied by, repeated to the end.
        plus: What is added to the sum.

    Source: GS1 General Specifications, section 7.9 (weights 3 and 1); UPS 1Z
    (1 and 2, with letters); FedEx Ground (1 and 3); GLS, Uni-Box technical
    documentation, section 3.2.1 (3 and 1, plus 1).

    >>> mod_10("0012300456", weights=(3, 1))
    '1'
    >>> mod_10("ABC12303", weights=(1, 2))
    '2'
    """
    total = sum(
        weight * (int(one) if one <= "9" else (ord(one) - 3) % 10)
        for one, weight in zip(serial, cycle(weights), strict=False)
    )
    return str(-(total + plus) % 10)


def luhn(serial: str) -> str:
    """Return the check digit of the Luhn rule.

    Every second digit is doubled, the last one first, and of a product with two
    digits the digits are added.

    Source: ISO/IEC 7812-1, annex B.

    >>> luhn("7992739871")
    '3'
    """
    doubled = ("0", "2", "4", "6", "8", "1", "3", "5", "7", "9")
    total = sum(
        int(doubled[int(one)] if at % 2 == 0 else one)
        for at, one in enumerate(reversed(serial))
    )
    return str(-total % 10)


def mod_7(serial: str) -> str:
    """Return the remainder of the number when it is divided by seven.

    Source: the air waybill rule of IATA Resolution 600a, as DHL Express uses it.

    >>> mod_7("331881002")
    '5'
    """
    return str(int(serial) % 7)


def s10(serial: str) -> str:
    """Return the check digit of a postal item.

    The digits are weighted 8 6 4 2 3 5 9 7; the check digit is what is missing
    to a multiple of eleven, where ten is written as 0 and eleven as 5.

    Args:
        serial: Eight digits.

    Source: UPU standard S10.

    >>> s10("47312482")
    '9'
    """
    missing = 11 - _sum_product(serial, (8, 6, 4, 2, 3, 5, 9, 7)) % 11
    return {10: "0", 11: "5"}.get(missing, str(missing))


def sum_product(serial: str, *, weights: Sequence[int], modulus: int) -> str:
    """Return the weighted sum's remainder, of which ten is written as 0.

    Args:
        serial: As many digits as there are weights.
        weights: What they are multiplied by.
        modulus: What the sum is divided by.

    Source: FedEx Express, with modulus 11.

    >>> sum_product("12300045600", weights=(3, 1, 7) * 3 + (3, 1), modulus=11)
    '8'
    """
    return str(_sum_product(serial, weights) % modulus % 10)


def mod_37_36(serial: str) -> str:
    """Return the check character of the hybrid system with 36 characters.

    Args:
        serial: Digits and capital letters.

    Source: ISO/IEC 7064, MOD 37,36; DPD Parcel Label Specification 2.4.1.

    >>> mod_37_36("01632000123456")
    'M'
    """
    rest = 36
    for one in serial:
        rest = (rest + _ALPHABET.index(one)) % 36 or 36
        rest = rest * 2 % 37
    return _ALPHABET[(37 - rest) % 36]


def _sum_product(serial: str, weights: Sequence[int]) -> int:
    pairs = zip(serial, weights, strict=True)
    return sum(int(one) * weight for one, weight in pairs)
