"""The figures: how many promises were kept, how long they were, how sure the risk."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import attrs
from walk import Promised

from postpurchase.delivery.learn.scoring import RiskScore, score


@attrs.frozen(kw_only=True)
class Kept:
    """Promises of some orders.

    Args:
        orders: How many.
        on_time: The share delivered on or before the promised day.
        mean_days: Mean days from the day of purchase to the promised day.
    """

    orders: int
    on_time: float
    mean_days: float


@attrs.frozen(kw_only=True)
class Figures:
    """What came out.

    Args:
        ours: The promises at the chosen probability.
        shop: The shop's own promises for the same orders; None if it made none.
        mean_days_at_shop_level: Our mean days where as many were kept as the shop
            kept; None if no level that was scanned comes so low or high.
        risks: How the late risks ranked the orders, and how far they were off.
    """

    ours: Kept
    shop: Kept | None
    mean_days_at_shop_level: float | None
    risks: RiskScore

    def document(self) -> dict[str, object]:
        """Return what ``--json`` prints."""
        return {
            "orders": self.ours.orders,
            "on_time": round(self.ours.on_time, 4),
            "mean_promise_days": round(self.ours.mean_days, 2),
            "mean_promise_days_at_shop_level": _rounded(self.mean_days_at_shop_level),
            "late_risk_auc": _rounded(self.risks.auc, 4),
            "late_risk_gap": _rounded(self.risks.gap, 4),
        }


def figures(promised: Sequence[Promised], probability: float) -> Figures:
    """Compare what was said with what came; there is at least one order."""
    shop = kept_by_shop(promised)
    risks = score(
        (one.late_risk, _days(one) > _shop_days(one))
        for one in promised
        if one.late_risk is not None
    )
    return Figures(
        ours=kept(promised, probability),
        shop=shop,
        mean_days_at_shop_level=shop and _at_level(promised, shop.on_time),
        risks=risks,
    )


def kept(promised: Sequence[Promised], probability: float) -> Kept:
    """Count the promises that were made for this share."""
    days = [one.days[probability] for one in promised]
    return _kept(days, [_days(one) for one in promised])


def kept_by_shop(promised: Sequence[Promised]) -> Kept | None:
    """Count the shop's own promises."""
    told = [one for one in promised if one.purchase.shop_promised_on is not None]
    if not told:
        return None
    return _kept([_shop_days(one) for one in told], [_days(one) for one in told])


def _at_level(promised: Sequence[Promised], share: float) -> float | None:
    """Return the mean days at which that share is kept, between scanned levels."""
    levels = sorted(
        (found.on_time, found.mean_days)
        for found in (kept(promised, level) for level in promised[0].days)
    )
    for (low, shorter), (high, longer) in pairwise(levels):
        if low <= share <= high:
            part = (share - low) / (high - low) if high > low else 0.0
            return shorter + part * (longer - shorter)
    return None


def _kept(promised: Sequence[int], came: Sequence[int]) -> Kept:
    on_time = sum(days <= said for said, days in zip(promised, came, strict=True))
    return Kept(
        orders=len(came),
        on_time=on_time / len(came),
        mean_days=sum(promised) / len(came),
    )


def _days(one: Promised) -> int:
    return (one.purchase.delivered_on - one.purchase.bought_on).days


def _shop_days(one: Promised) -> int:
    return (one.purchase.shop_promised_on - one.purchase.bought_on).days


def _rounded(value: float | None, digits: int = 2) -> float | None:
    return None if value is None else round(value, digits)
