"""Walking through the days: promise what is bought, then learn what arrived."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import attrs
from purchases import Purchase

from postpurchase.delivery.learn import TransitBook

SCAN = (
    *(0.5, 0.6, 0.7, 0.75, 0.8, 0.84, 0.87, 0.89, 0.9, 0.91, 0.92, 0.93),
    *(0.94, 0.95, 0.96, 0.97, 0.98, 0.99),
)
"""Shares that promises are made for besides the one asked for."""


@attrs.frozen(kw_only=True)
class Promised:
    """An order with what was said of it before its end was known.

    Args:
        purchase: The order.
        days: Days promised when it was bought, by the share to be kept.
        late_risk: At the hand-over to the carrier, the probability of missing the
            shop's own promise; None if it was late then, or never handed over.
    """

    purchase: Purchase
    days: dict[float, int]
    late_risk: float | None = None


def walk(
    purchases: Sequence[Purchase],
    probability: float,
    since: date,
    tell: Callable[[int, int], None],
) -> list[Promised]:
    """Promise every order on its day, from what the days before had shown.

    Args:
        purchases: By day of purchase.
        probability: The share of promises to be kept.
        since: The first day of purchase that is returned.
        tell: Called with the orders that are done, and all.

    Returns:
        The delivered orders bought from that day on, by day of purchase.
    """
    shares = tuple(sorted({probability, *SCAN}))
    orders = TransitBook(promising=shares)
    parcels = TransitBook()
    bought = _by_day(purchases, "bought_on")
    shipped = _by_day(purchases, "shipped_on")
    arrived = _by_day(purchases, "delivered_on")
    found: dict[str, Promised] = {}
    done = 0
    for day in _days(bought, shipped, arrived):
        orders.turn_to(day)
        parcels.turn_to(day)
        for one in bought.get(day, ()):
            said = orders.set_out(one.order_id, one.groups, on=day)
            if one.is_delivered and day >= since:
                found[one.order_id] = Promised(
                    purchase=one, days=dict(zip(shares, said, strict=True))
                )
        for one in shipped.get(day, ()):
            parcels.set_out(one.order_id, one.groups, on=day)
            known = found.get(one.order_id)
            if known is not None:
                risk = late_risk(parcels, one, day)
                found[one.order_id] = attrs.evolve(known, late_risk=risk)
        for one in arrived.get(day, ()):
            orders.arrived(one.order_id, on=day)
            parcels.arrived(one.order_id, on=day)
        done += len(bought.get(day, ()))
        tell(done, len(purchases))
    return list(found.values())


def late_risk(book: TransitBook, one: Purchase, day: date) -> float | None:
    """Tell the risk of missing the shop's promise on the day of the hand-over."""
    if one.shop_promised_on is None or one.shop_promised_on < day:
        return None
    left = (one.shop_promised_on - day).days
    return book.late_risk(one.groups, elapsed_days=0, days_left=left)


def _by_day(purchases: Sequence[Purchase], name: str) -> dict[date, list[Any]]:
    found: dict[date, list[Any]] = defaultdict(list)
    for one in purchases:
        day = getattr(one, name)
        if day is not None:
            found[day].append(one)
    return found


def _days(*tables: dict[date, list[Any]]) -> list[date]:
    """Return the days on which something happened, in order."""
    return sorted({day for table in tables for day in table})
