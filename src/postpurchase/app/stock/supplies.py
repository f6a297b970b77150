"""What there is for the units of an order that wait: the question of every plan."""

from __future__ import annotations

from collections.abc import Iterable

from postpurchase.delivery.choose import Supply
from postpurchase.delivery.promise import Receipt
from postpurchase.order.model import Order
from postpurchase.order.stock import is_stocked
from postpurchase.values.stock import ExpectedReceipt, StockLevel

Supplies = dict[str, dict[str, Supply]]
"""By location, then by line, what there is: `postpurchase.delivery.choose.Stock`."""


def supplies(
    order: Order,
    levels: Iterable[StockLevel],
    expected: Iterable[ExpectedReceipt] = (),
) -> Supplies:
    """Say for each location what it has and expects of the lines that wait.

    Args:
        order: The order; only lines with units in ``placed`` count.
        levels: What is available.
        expected: What is on its way.
    """
    free: dict[tuple[str, str], int] = {}
    for level in levels:
        place = level.location_code, level.sku
        free[place] = free.get(place, 0) + level.available
    coming: dict[tuple[str, str], list[Receipt]] = {}
    for receipt in expected:
        arrival = Receipt(receipt.expected_on, receipt.units)
        coming.setdefault((receipt.location_code, receipt.sku), []).append(arrival)
    found: Supplies = {}
    for line in order.lines:
        if not (is_stocked(line.terms) and line.units("placed")):
            continue
        for location, sku in {*free, *coming}:
            if sku == line.sku:
                place = location, sku
                found.setdefault(location, {})[line.line_id] = Supply(
                    in_stock=max(0, free.get(place, 0)),
                    receipts=tuple(coming.get(place, ())),
                )
    return {location: found[location] for location in sorted(found)}
