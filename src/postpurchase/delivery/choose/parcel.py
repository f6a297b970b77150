"""A parcel as the choice of its carrier needs to know it."""

from __future__ import annotations

import attrs

from postpurchase.delivery.choose.reasons import (
    GoodsRefused,
    Reason,
    SizeUnknown,
    TooHeavy,
    TooLarge,
    TooMuchGirth,
)
from postpurchase.delivery.network.service import Limits
from postpurchase.delivery.prices.weight import volume_mm3
from postpurchase.values.answers import Package
from postpurchase.values.money import Money


@attrs.frozen(kw_only=True)
class PackedParcel:
    """A parcel that is packed, or as good as packed.

    Args:
        package: Weight in grams and outer sides in millimetres; 0 for unknown.
        goods: Codes of what is in it that carriers may refuse, such as ``lithium``.
        value: What the goods cost, for prices that are free above a value.
    """

    package: Package
    goods: frozenset[str] = frozenset()
    value: Money | None = None

    @property
    def sides_mm(self) -> tuple[int, int, int]:
        """The longest, middle and shortest side."""
        package = self.package
        short, middle, long = sorted(
            (package.length_mm, package.width_mm, package.height_mm)
        )
        return long, middle, short

    @property
    def volume_mm3(self) -> int:
        """The outer volume in cubic millimetres; 0 if a side is not known."""
        return volume_mm3(self.package)

    def refusal(self, limits: Limits) -> Reason | None:
        """Say why a service does not take the parcel, or None if it does.

        A parcel whose weight or size is not known goes only where that does not
        matter: a guess could be sent back.

        >>> chair = PackedParcel(
        ...     package=Package(
        ...         weight_grams=9000, length_mm=900, width_mm=500, height_mm=500
        ...     )
        ... )
        >>> chair.refusal(Limits(length_mm_max=600)).text()
        'too large: a side of 90 cm, at most 60 cm'
        """
        banned = self.goods & limits.refused_goods
        if banned:
            return GoodsRefused(tuple(sorted(banned)))
        weight = self.package.weight_grams
        if limits.weight_grams_max is not None:
            if not weight:
                return SizeUnknown()
            if weight > limits.weight_grams_max:
                return TooHeavy(weight, limits.weight_grams_max)
        return self._size_refusal(limits)

    def _size_refusal(self, limits: Limits) -> Reason | None:
        most = limits.sides_mm_max
        if (limits.length_mm_max, limits.girth_mm_max, most) == (None, None, None):
            return None
        sides = self.sides_mm
        if not sides[-1]:
            return SizeUnknown()
        if limits.length_mm_max is not None and sides[0] > limits.length_mm_max:
            return TooLarge(sides[0], limits.length_mm_max)
        box = sides if most is None else tuple(sorted(most, reverse=True))
        for side, side_max in zip(sides, box, strict=True):
            if side > side_max:
                return TooLarge(side, side_max)
        girth = sides[0] + 2 * (sides[1] + sides[2])
        if limits.girth_mm_max is not None and girth > limits.girth_mm_max:
            return TooMuchGirth(girth, limits.girth_mm_max)
        return None
