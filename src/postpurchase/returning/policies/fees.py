"""What is kept back for a return, and who pays the way back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from postpurchase.order.events import LineParts
from postpurchase.order.granting import next_parts, refundable_units, root_of
from postpurchase.order.model import Order
from postpurchase.returning.policies import said
from postpurchase.returning.policies.holding import Holding
from postpurchase.returning.policies.parts import (
    Restocking,
    Way,
    amount_in,
    restocking_minor,
)
from postpurchase.returning.policies.verdicts import Verdict
from postpurchase.values.money import Money
from postpurchase.values.return_terms import METHODS
from postpurchase.values.rulings import Fee


@attrs.frozen
class Worth:
    """What the units of one verdict cost, in minor units.

    Args:
        verdict: The verdict.
        goods_minor: The goods with tax, less discount.
        total_minor: The same with the share of the delivery out.
    """

    verdict: Verdict
    goods_minor: int
    total_minor: int


@attrs.frozen(kw_only=True)
class WaysBack:
    """The ways back that all policies together offer.

    Args:
        ways: Each way, with the price that holds; empty for any.
        freight_by: Who pays where *ways* does not say it.
        is_split: Whether the policies have no way in common, so that all are named.
    """

    ways: tuple[Way, ...] = ()
    freight_by: str = "customer"
    is_split: bool = False


def worths(found: Sequence[Verdict], order: Order) -> tuple[Worth, ...]:
    """Say what the units of each allowed verdict cost.

    Units whose refund was granted before cost nothing any more.
    """
    granted: list[LineParts] = []
    worth = []
    for verdict in found:
        if not verdict.allowed:
            continue
        line_id = verdict.item.line_id
        line_no = order.grid.line_no(line_id)
        units = min(verdict.item.units, refundable_units(order, line_no, granted))
        root = root_of(order, line_no)
        parts = next_parts(order, root, units, more=granted, asked_id=line_id)
        granted.append(parts)
        goods = parts.goods_minor - parts.discount_minor + parts.tax_minor
        worth.append(Worth(verdict, goods, goods + parts.shipping_minor))
    return tuple(worth)


def ways_back(held: Sequence[Holding], currency: str) -> WaysBack:
    """Put the ways back of several policies together.

    A way is offered if every policy that names ways names it, at the highest of
    their prices. A policy that says nothing of them leaves them to the others.
    """
    naming = [one.ways for one in held if one.ways]
    by = {one.terms.freight_by for one in held} - {""}
    freight_by = "shop" if by == {"shop"} else "customer"
    shared = [
        method
        for method in METHODS
        if naming and all(any(way.method == method for way in ways) for ways in naming)
    ]
    is_split = bool(naming) and not shared
    wanted = METHODS if is_split else shared
    offered = (
        dearest([way for ways in naming for way in ways if way.method == one], currency)
        for one in wanted
    )
    return WaysBack(
        ways=tuple(way for way in offered if way is not None),
        freight_by=freight_by,
        is_split=is_split,
    )


def dearest(ways: Sequence[Way], currency: str) -> Way | None:
    """Return the way that costs the customer most, with its price in the currency."""
    if not ways:
        return None
    prices = [amount_in(one.price, currency) for one in ways]
    known = [one for one in prices if one is not None]
    paying = any(one.paid_by == "customer" for one in ways)
    return Way(
        method=ways[0].method,
        paid_by="customer" if paying else "shop",
        price=(Money(max(known), currency),) if known else (),
    )


def chosen(back: WaysBack, method: str) -> Way | None:
    """Return the way that was asked for, else the one that costs least."""
    asked = next((one for one in back.ways if one.method == method), None)
    if asked is not None or not back.ways:
        return asked

    def cost(way: Way) -> tuple[int, int]:
        if way.paid_by == "shop":
            return 0, 0
        return (1, way.price[0].amount_minor) if way.price else (2, 0)

    return min(back.ways, key=cost)


def fees_of(
    worth: Sequence[Worth],
    about: Mapping[str, Sequence[Holding]],
    way: Way | None,
    order: Order,
    locale: str,
) -> tuple[Fee, ...]:
    """Return what is kept back, never more than what the units cost.

    Of several policies the highest fee of a kind holds. Goods that come back
    because of shop or carrier have no fee, and with them the way back is free.

    Args:
        worth: What the allowed units cost.
        about: The policies by the line that they are about.
        way: The way back that is taken.
        order: The order.
        locale: The customer's language.
    """
    wished = [one for one in worth if one.verdict.fault == "customer"]
    total = sum(one.total_minor for one in worth)
    lines = [
        (one.goods_minor, _restocking(about[one.verdict.item.line_id]))
        for one in wished
    ]
    restocking = min(restocking_minor(lines, order.currency), total)
    found = []
    if restocking:
        text = said.restocking(locale)
        found.append(Fee(code="restocking", amount=order.money(restocking), text=text))
    if way is not None and way.price and len(wished) == len(worth):
        price = min(way.price[0].amount_minor, max(0, total - restocking))
        if price:
            text = said.freight(way.method, locale)
            found.append(
                Fee(code="return_freight", amount=order.money(price), text=text)
            )
    return tuple(found)


def _restocking(held: Sequence[Holding]) -> list[Restocking]:
    return [one.restocking for one in held if one.restocking is not None]
