"""The figures: how many promises were kept, how long they were, how sure the risk."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import attrs
from walk import Promised

BINS = 10
"""Parts of equal size that the risks are compared in."""


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
        risks: Orders with a late risk.
        late: The share of them that missed the shop's promise.
        auc: The probability that a late order had a greater risk than one in time.
        gap: The mean distance of risk and share, over tenths of the orders by risk.
    """

    ours: Kept
    shop: Kept | None
    mean_days_at_shop_level: float | None
    risks: int
    late: float | None
    auc: float | None
    gap: float | None

    def document(self) -> dict[str, object]:
        """Return what ``--json`` prints."""
        return {
            "orders": self.ours.orders,
            "on_time": round(self.ours.on_time, 4),
            "mean_promise_days": round(self.ours.mean_days, 2),
            "mean_promise_days_at_shop_level": _rounded(self.mean_days_at_shop_level),
            "late_risk_auc": _rounded(self.auc, 4),
            "late_risk_gap": _rounded(self.gap, 4),
        }


def figures(promised: Sequence[Promised], probability: float) -> Figures:
    """Compare what was said with what came; there is at least one order."""
    shop = kept_by_shop(promised)
    risks = [
        (one.late_risk, _days(one) > _shop_days(one))
        for one in promised
        if one.late_risk is not None
    ]
    return Figures(
        ours=kept(promised, probability),
        shop=shop,
        mean_days_at_shop_level=shop and _at_level(promised, shop.on_time),
        risks=len(risks),
        late=sum(late for _, late in risks) / len(risks) if risks else None,
        auc=area_under_curve(risks),
        gap=calibration_gap(risks),
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


def area_under_curve(risks: Sequence[tuple[float, bool]]) -> float | None:
    """Return how well the risks rank; equal risks count half.

    >>> area_under_curve([(0.1, False), (0.3, True), (0.3, False)])
    0.75
    """
    late = sum(is_late for _, is_late in risks)
    if not late or late == len(risks):
        return None
    ranks: dict[float, tuple[int, int]] = {}
    for risk, is_late in risks:
        count, lates = ranks.get(risk, (0, 0))
        ranks[risk] = count + 1, lates + is_late
    below, area = 0, 0.0
    for _, (count, lates) in sorted(ranks.items()):
        timely = count - lates
        area += lates * (below + timely / 2)
        below += timely
    return area / (late * (len(risks) - late))


def calibration_gap(risks: Sequence[tuple[float, bool]]) -> float | None:
    """Return the mean distance of the mean risk and the share late, by tenths.

    >>> calibration_gap([(0.25, False), (0.25, True)])
    0.5
    """
    if not risks:
        return None
    ordered = sorted(risks, key=lambda one: one[0])
    edges = [len(ordered) * part // BINS for part in range(BINS + 1)]
    gaps = [
        abs(sum(r for r, _ in tenth) - sum(late for _, late in tenth)) / len(tenth)
        for tenth in (ordered[a:b] for a, b in pairwise(edges) if b > a)
    ]
    return sum(gaps) / len(gaps)


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
