"""Measures: weights in whole grams, lengths in whole millimetres.

Conversions are exact fractions; only the last step rounds, half up, to whole grams
or millimetres.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Final, Self

import attrs

from postpurchase.errors import InvalidMeasure
from postpurchase.errors.inputs import short
from postpurchase.values.decimals import read_decimal

GRAMS: Final = MappingProxyType(
    {
        "g": Fraction(1),
        "kg": Fraction(1000),
        "lb": Fraction(45359237, 100000),
        "lbs": Fraction(45359237, 100000),
        "oz": Fraction(45359237, 1600000),
    }
)
"""Grams of one unit. Source: international yard and pound agreement of 1959."""

MILLIMETRES: Final = MappingProxyType(
    {
        "mm": Fraction(1),
        "cm": Fraction(10),
        "m": Fraction(1000),
        "in": Fraction(254, 10),
        "ft": Fraction(3048, 10),
    }
)
"""Millimetres of one unit. Source: the same agreement."""

LIMIT: Final = 100_000_000
"""The most grams or millimetres: a hundred tonnes, a hundred kilometres."""


@attrs.frozen(order=True)
class Weight:
    """A weight in whole grams.

    Args:
        grams: Whole grams, not negative.

    Raises:
        InvalidMeasure: Negative, not an `int`, or beyond a hundred tonnes.
    """

    grams: int

    def __attrs_post_init__(self) -> None:
        _check(self.grams, "grams")

    @classmethod
    def parse(cls, value: str | int | Decimal, unit: str, *, path: str = "") -> Self:
        """Read a weight in ``g``, ``kg``, ``lb`` or ``oz``, rounded half up to grams.

        Args:
            value: A decimal string, a whole number, or a `Decimal`.
            unit: The unit of *value*.
            path: Where it stood in the input, for the error.

        Raises:
            InvalidMeasure: Not a decimal, negative, or an unknown unit.

        >>> Weight.parse("2.5", "kg"), Weight.parse("1", "lb")
        (Weight(grams=2500), Weight(grams=454))
        """
        return cls(_whole(value, unit, GRAMS, path))

    def to(self, unit: str) -> Fraction:
        """Return the weight in *unit*, exactly.

        >>> Weight(1500).to("kg")
        Fraction(3, 2)
        """
        return self.grams / _factor(unit, GRAMS, "unit")


@attrs.frozen
class Dimensions:
    """Length, width and height in whole millimetres.

    Args:
        length_mm: Whole millimetres, not negative.
        width_mm: Whole millimetres, not negative.
        height_mm: Whole millimetres, not negative.

    Raises:
        InvalidMeasure: Negative, not an `int`, or beyond a hundred kilometres.
    """

    length_mm: int
    width_mm: int
    height_mm: int

    def __attrs_post_init__(self) -> None:
        _check(self.length_mm, "length_mm")
        _check(self.width_mm, "width_mm")
        _check(self.height_mm, "height_mm")

    @classmethod
    def parse(
        cls,
        length: str | int | Decimal,
        width: str | int | Decimal,
        height: str | int | Decimal,
        unit: str,
    ) -> Self:
        """Read three lengths in ``mm``, ``cm``, ``m``, ``in`` or ``ft``.

        Each is rounded half up to whole millimetres.

        Raises:
            InvalidMeasure: Not a decimal, negative, or an unknown unit.

        >>> Dimensions.parse("10", "4.5", "2", "in")
        Dimensions(length_mm=254, width_mm=114, height_mm=51)
        """
        return cls(
            _whole(length, unit, MILLIMETRES, "length"),
            _whole(width, unit, MILLIMETRES, "width"),
            _whole(height, unit, MILLIMETRES, "height"),
        )


def _whole(
    value: object, unit: str, table: MappingProxyType[str, Fraction], path: str
) -> int:
    factor = _factor(unit, table, "unit")
    read = read_decimal(value)
    if read is None or read[0]:
        raise InvalidMeasure(
            path=path,
            value=short(value),
            expected="a decimal, not below 0",
        )
    _, whole, decimals = read
    exact = Fraction(int(whole + decimals), 10 ** len(decimals)) * factor
    rounded = int(exact + Fraction(1, 2))
    if rounded > LIMIT:
        raise InvalidMeasure(path=path, value=short(value), expected=f"at most {LIMIT}")
    return rounded


def _factor(unit: str, table: MappingProxyType[str, Fraction], path: str) -> Fraction:
    try:
        return table[unit]
    except (KeyError, TypeError):
        raise InvalidMeasure(
            path=path, value=short(unit), expected=f"one of {', '.join(table)}"
        ) from None


def _check(value: object, path: str) -> None:
    if type(value) is not int or not 0 <= value <= LIMIT:
        raise InvalidMeasure(
            path=path, value=short(value), expected=f"a whole number, 0 to {LIMIT}"
        )
