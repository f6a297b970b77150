"""An order's units as the plan needs them, and the box that they might fill."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from postpurchase.delivery.network.checks import check_name, check_whole
from postpurchase.delivery.promise import Receipt
from postpurchase.values.answers import Package


@attrs.frozen(kw_only=True)
class Item:
    """Units of a line that are to be shipped.

    Args:
        line_id: The line.
        units: How many, at least one.
        weight_grams: What one weighs; 0 for unknown.
        length_mm: One side of one unit; 0 for unknown.
        width_mm: Another.
        height_mm: The third.
        goods: Codes of what carriers may refuse in it.

    Raises:
        InvalidInput: A number is negative, or there are no units.
    """

    line_id: str
    units: int = 1
    weight_grams: int = 0
    length_mm: int = 0
    width_mm: int = 0
    height_mm: int = 0
    goods: frozenset[str] = frozenset()

    def __attrs_post_init__(self) -> None:
        """Refuse numbers that are none."""
        check_name(self.line_id, "line_id")
        check_whole(self.units, "units", 1)
        for path in ("weight_grams", "length_mm", "width_mm", "height_mm"):
            check_whole(getattr(self, path), path)


@attrs.frozen(kw_only=True)
class Supply:
    """What a location has of a line, and what it expects.

    Args:
        in_stock: Available now; what is reserved for others is not.
        receipts: Expected.
    """

    in_stock: int = 0
    receipts: tuple[Receipt, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Refuse a stock below zero."""
        check_whole(self.in_stock, "in_stock")


def boxed(items: Iterable[Item], units: Mapping[str, int]) -> Package:
    """Estimate the box for some units, before anybody packs it.

    It is as long and as wide as the largest unit, and as high as their volumes
    need. What is not known of one unit is not known of the box.

    Args:
        items: What one unit of each line weighs and measures.
        units: How many of each line go in.

    >>> book = Item(
    ...     line_id="b", weight_grams=400, length_mm=200, width_mm=130, height_mm=20
    ... )
    >>> box = boxed([book], {"b": 3})
    >>> box.weight_grams, box.length_mm, box.width_mm, box.height_mm
    (1200, 200, 130, 60)
    """
    inside = [(one, units[one.line_id]) for one in items if units.get(one.line_id)]
    weights = [one.weight_grams * count for one, count in inside]
    sides = [
        sorted((one.length_mm, one.width_mm, one.height_mm), reverse=True)
        for one, _ in inside
    ]
    weight = sum(weights) if all(weights) else 0
    if not sides or not all(side[-1] for side in sides):
        return Package(weight_grams=weight)
    long, middle, short = (max(side[index] for side in sides) for index in range(3))
    volume = sum(
        long * middle * short * count
        for (long, middle, short), (_, count) in zip(sides, inside, strict=True)
    )
    height = max(short, -(-volume // (long * middle)))
    return Package(
        weight_grams=weight, length_mm=long, width_mm=middle, height_mm=height
    )
