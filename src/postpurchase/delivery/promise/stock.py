"""From which day goods can be prepared: those in stock, and those expected."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import attrs

from postpurchase.delivery.network.checks import check_whole


@attrs.frozen
class Receipt:
    """Goods that are expected at a location.

    Args:
        on: The day from whose beginning they can be prepared.
        units: How many; 0 for a delivery that was called off.

    Raises:
        InvalidInput: Not a whole number of units from 0.
    """

    on: date
    units: int

    def __attrs_post_init__(self) -> None:
        check_whole(self.units, "units")


@attrs.frozen
class Portion:
    """Units of an order that can be prepared from the same day on.

    Args:
        on: The day.
        units: How many.
    """

    on: date
    units: int


def portions(
    units: int, in_stock: int, receipts: Iterable[Receipt] = (), *, from_on: date
) -> tuple[Portion, ...]:
    """Say when how many of the wanted units can be prepared, the earliest first.

    What is in stock goes first, then the receipts in the order of their days. A
    receipt whose day is past has not come; nobody knows when it will, so it does
    not count. Units that nothing covers are in no portion.

    Args:
        units: Wanted, from 0.
        in_stock: Available now; what is reserved for others is not.
        receipts: Expected at the same location.
        from_on: Today, where the location is.

    Raises:
        InvalidInput: A number is negative.

    >>> may = [Receipt(date(2026, 5, 6), 2), Receipt(date(2026, 5, 20), 10)]
    >>> [(str(p.on), p.units) for p in portions(5, 1, may, from_on=date(2026, 5, 1))]
    [('2026-05-01', 1), ('2026-05-06', 2), ('2026-05-20', 2)]
    """
    check_whole(units, "units")
    check_whole(in_stock, "in_stock")
    coming = sorted((r.on, r.units) for r in receipts if r.on >= from_on)
    found: dict[date, int] = {}
    wanted = units
    for on, offered in [(from_on, in_stock), *coming]:
        taken = min(wanted, offered)
        if taken:
            found[on] = found.get(on, 0) + taken
            wanted -= taken
    return tuple(Portion(on, taken) for on, taken in found.items())


def ready_on(
    units: int, in_stock: int, receipts: Iterable[Receipt] = (), *, from_on: date
) -> date | None:
    """Return the day from which all units can be prepared; None if never.

    Args:
        units: Wanted, from 0.
        in_stock: Available now.
        receipts: Expected at the same location.
        from_on: Today, where the location is.

    Raises:
        InvalidInput: A number is negative.

    >>> today = date(2026, 5, 1)
    >>> str(ready_on(2, 1, [Receipt(date(2026, 5, 6), 2)], from_on=today))
    '2026-05-06'
    >>> ready_on(9, 1, [Receipt(date(2026, 5, 6), 2)], from_on=today)
    """
    found = portions(units, in_stock, receipts, from_on=from_on)
    if sum(portion.units for portion in found) < units:
        return None
    return max((portion.on for portion in found), default=from_on)
