"""How much a claim is for: what the units cost the shop, or what they were sold for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from postpurchase.errors import InvalidInput, MissingField
from postpurchase.errors.inputs import short
from postpurchase.order.amounts import entitlement
from postpurchase.values.money import Money

if TYPE_CHECKING:
    from postpurchase.order.draft import Draft
    from postpurchase.order.events import PlacedLine
    from postpurchase.order.quantities import LineUnits


def claim_value(
    order: Draft,
    units: tuple[LineUnits, ...],
    *,
    basis: str = "price",
    costs: Mapping[str, Money] | None = None,
    limit: Money | None = None,
) -> Money:
    """Add up what units are worth, up to the carrier's liability.

    By price they are worth what the customer paid for them: goods less discount,
    with tax, by the same arithmetic as refunds, without shipping. Units that were
    sent again at no price are worth what they replaced.

    Args:
        order: The order, which was placed.
        units: Units by line.
        basis: ``price`` or ``cost``.
        costs: What one unit of an article cost the shop, by sku; for ``cost``.
        limit: The most that the carrier pays, in the order's currency.

    Raises:
        InvalidInput: The basis is no basis.
        MissingField: Nobody said what an article costs.
        UnknownLine: The order has no such line.
        CurrencyMismatch: A cost or the limit is in another currency.
    """
    if basis not in ("price", "cost"):
        raise InvalidInput(path="basis", value=short(basis), expected="price or cost")
    currency = order.placed.currency if order.placed else ""
    total = Money(0, currency)
    for part in units:
        line = order.grid.lines[order.grid.line_no(part.line_id)]
        if basis == "price":
            total += Money(_paid_minor(_root(order, line), part.units), currency)
            continue
        cost = (costs or {}).get(line.sku)
        if cost is None:
            raise MissingField(path=f"costs[{line.sku}]", expected="Money")
        total += cost * part.units
    return total if limit is None else min(total, limit)


def _root(order: Draft, line: PlacedLine) -> PlacedLine:
    """Go from a line that was sent again to the one that was paid for."""
    while line.replaces is not None and not line.unit_price_minor:
        line = order.grid.lines[order.grid.line_no(line.replaces.line_id)]
    return line


def _paid_minor(line: PlacedLine, units: int) -> int:
    """What was paid for the first units of a line; beyond its open ones by price."""
    known = min(units, line.open_units)
    parts = entitlement(line, 0, known)
    paid = parts.goods_minor - parts.discount_minor + parts.tax_minor
    return paid + (units - known) * line.unit_price_minor
