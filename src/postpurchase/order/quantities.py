"""How many units of which line: the small change of every command and event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

import attrs

from postpurchase.errors import InvalidQuantity
from postpurchase.errors.inputs import short

UNITS_MAX = 1_000_000_000
"""More units than this in one line are a typing error, not an order."""


@attrs.frozen
class LineUnits:
    """A number of units of one line.

    Args:
        line_id: The line.
        units: Whole units, at least 1.
    """

    line_id: str
    units: int


def by_line(parts: Iterable[LineUnits]) -> dict[str, int]:
    """Look units up by their line.

    >>> by_line([LineUnits("A", 2), LineUnits("B", 1)])
    {'A': 2, 'B': 1}
    """
    return {part.line_id: part.units for part in parts}


Quantities: TypeAlias = (
    "Mapping[str, int] | Iterable[LineUnits] | Iterable[tuple[str, int]]"
)
"""What a command accepts for its units: a mapping, pairs or `LineUnits`."""


def check_units(units: object, path: str = "units") -> int:
    """Pass a whole number of units from 1, refuse everything else.

    >>> check_units(True)
    Traceback (most recent call last):
    ...
    postpurchase.errors.inputs.InvalidQuantity: units: True is not a number of \
units: a whole number from 1.
    """
    if type(units) is not int or not 0 < units <= UNITS_MAX:
        raise InvalidQuantity(
            path=path, value=short(units), expected="a whole number from 1"
        )
    return units


def as_units(quantities: Quantities) -> tuple[LineUnits, ...]:
    """Bring any accepted shape to a tuple with each line once.

    Args:
        quantities: Units by line id, as a mapping, pairs or `LineUnits`.

    Raises:
        InvalidQuantity: A number is no whole number from 1, or a line repeats.

    >>> as_units({"A": 2})
    (LineUnits(line_id='A', units=2),)
    """
    pairs: object = (
        quantities.items() if isinstance(quantities, Mapping) else quantities
    )
    if isinstance(pairs, str) or not isinstance(pairs, Iterable):
        raise InvalidQuantity(
            path="units", value=short(pairs), expected="units by line id"
        )
    found: dict[str, LineUnits] = {}
    for pair in pairs:
        if isinstance(pair, LineUnits):
            one = pair
        elif isinstance(pair, tuple) and len(pair) == 2:
            one = LineUnits(*pair)
        else:
            raise InvalidQuantity(
                path="units", value=short(pair), expected="units by line id"
            )
        line_id: object = one.line_id
        if not isinstance(line_id, str) or not line_id:
            raise InvalidQuantity(
                path="units", value=short(one.line_id), expected="a line id"
            )
        check_units(one.units, f"units[{one.line_id}]")
        if one.line_id in found:
            raise InvalidQuantity(
                path=f"units[{one.line_id}]", value="twice", expected="each line once"
            )
        found[one.line_id] = one
    return tuple(found.values())


def as_units_or_none(quantities: Quantities | None) -> tuple[LineUnits, ...] | None:
    """Like `as_units`, where None stands for all units that are left."""
    return None if quantities is None else as_units(quantities)


def added(parts: Iterable[LineUnits]) -> tuple[LineUnits, ...]:
    """Add units up, so that each line is there once.

    >>> added([LineUnits("A", 2), LineUnits("B", 1), LineUnits("A", 1)])
    (LineUnits(line_id='A', units=3), LineUnits(line_id='B', units=1))
    """
    found: dict[str, int] = {}
    for part in parts:
        found[part.line_id] = found.get(part.line_id, 0) + part.units
    return tuple(LineUnits(line_id, units) for line_id, units in found.items())


def less(
    parts: Iterable[LineUnits], others: Iterable[LineUnits]
) -> tuple[LineUnits, ...]:
    """Take units away; a line of which nothing is left is left out.

    >>> less([LineUnits("A", 2), LineUnits("B", 1)], [LineUnits("B", 3)])
    (LineUnits(line_id='A', units=2),)
    """
    gone = by_line(added(others))
    left = (
        LineUnits(part.line_id, part.units - gone.get(part.line_id, 0))
        for part in added(parts)
    )
    return tuple(part for part in left if part.units > 0)


def least(
    parts: Iterable[LineUnits], others: Iterable[LineUnits]
) -> tuple[LineUnits, ...]:
    """Take of each line the smaller of two numbers of units.

    >>> least([LineUnits("A", 2), LineUnits("B", 1)], [LineUnits("A", 1)])
    (LineUnits(line_id='A', units=1),)
    """
    parts = added(parts)
    return less(parts, less(parts, others))
