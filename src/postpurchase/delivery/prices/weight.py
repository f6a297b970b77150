"""What a parcel weighs for its price: the greater of weight and volume."""

from __future__ import annotations

from typing import Final

from postpurchase.errors import InvalidInput
from postpurchase.errors.inputs import short
from postpurchase.values.answers import Package

DIVISORS: Final = {
    "air": 5000,
    "air_iata": 6000,
    "road": 4000,
    "road_wide": 3000,
}
"""Usual divisors in cubic centimetres per kilogram.

A cubic centimetre per kilogram is a cubic millimetre per gram, so that the same
number divides cubic millimetres into grams.

Source: IATA's TACT Rules 3.9.4 (6000); the terms of DHL Express, FedEx and UPS
for metric measures (5000); road networks in Europe, among them DPD and GLS (4000)
and pallet networks (3000). A carrier's own terms come first.
"""


def volume_mm3(package: Package) -> int:
    """Return the outer volume in cubic millimetres; 0 if a side is not known.

    >>> volume_mm3(Package(length_mm=300, width_mm=200, height_mm=100))
    6000000
    """
    return package.length_mm * package.width_mm * package.height_mm


def dimensional_grams(volume: int, divisor: int) -> int:
    """Return what a volume counts for, in whole grams, any fraction raised.

    Args:
        volume: Cubic millimetres, from 0.
        divisor: Cubic millimetres per gram, which is cubic centimetres per
            kilogram; 0 for a carrier that does not look at the volume.

    Raises:
        InvalidInput: One of them is below 0.

    Source: FedEx and UPS service guides, "dimensional weight": fractions go up.

    >>> dimensional_grams(6_000_000, 5000), dimensional_grams(6_000_001, 5000)
    (1200, 1201)
    """
    if type(volume) is not int or volume < 0:
        raise _not_counted("volume", volume)
    if type(divisor) is not int or divisor < 0:
        raise _not_counted("volume_divisor", divisor)
    return -(-volume // divisor) if divisor else 0


def billable_grams(package: Package, divisor: int) -> int:
    """Return the weight that the price is looked up with.

    It is the actual or the dimensional weight, whichever is more.

    Args:
        package: Weight in grams, outer sides in millimetres; 0 for unknown.
        divisor: As for `dimensional_grams`.

    >>> pillow = Package(
    ...     weight_grams=900, length_mm=500, width_mm=400, height_mm=200
    ... )
    >>> billable_grams(pillow, 5000), billable_grams(pillow, 0)
    (8000, 900)
    """
    return max(package.weight_grams, dimensional_grams(volume_mm3(package), divisor))


def _not_counted(path: str, value: object) -> InvalidInput:
    return InvalidInput(path=path, value=short(value), expected="a whole number from 0")
