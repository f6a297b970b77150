"""How good predictions were: do they rank, can they be believed, do they come early."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from operator import itemgetter
from typing import Final

import attrs

from postpurchase.errors import InvalidInput
from postpurchase.errors.inputs import short
from postpurchase.values.shares import Share

TENTHS: Final = 10
"""Parts of equal size in which risks and outcomes are compared."""


@attrs.frozen(kw_only=True)
class RiskScore:
    """How good predicted risks were.

    Args:
        predictions: How many.
        late: How many of them came true.
        auc: The probability that what came true had the greater risk than what did
            not: 0.5 is guessing, 1 a perfect ranking. None if all ended alike.
        gap: The mean distance between predicted risk and actual share, over tenths
            of the predictions by risk: 0 is perfectly calibrated.
    """

    predictions: int
    late: int
    auc: float | None
    gap: float | None


@attrs.frozen(kw_only=True)
class Foresight:
    """What became of parcels that were predicted late.

    Args:
        came_true: Of the parcels predicted late, those that were.
        foreseen: Of the late parcels, those that were predicted before.
        ahead: How long before lateness the prediction came, in the middle of all.
    """

    came_true: Share
    foreseen: Share
    ahead: timedelta | None


def score(outcomes: Iterable[tuple[float, bool]]) -> RiskScore:
    """Compare predicted risks with what came.

    Args:
        outcomes: The risk from 0 to 1, and whether it came true.

    Raises:
        InvalidInput: A risk is no probability.

    >>> score([(0.1, False), (0.3, True), (0.3, False), (0.9, True)]).auc
    0.875
    """
    risks = list(outcomes)
    for risk, _ in risks:
        if not 0 <= risk <= 1:
            raise InvalidInput(path="risk", value=short(risk), expected="0 to 1")
    late = sum(is_late for _, is_late in risks)
    return RiskScore(
        predictions=len(risks), late=late, auc=_auc(risks, late), gap=_gap(risks)
    )


def _auc(risks: Sequence[tuple[float, bool]], late: int) -> float | None:
    """Count the pairs that are ranked rightly; equal risks count half."""
    if not 0 < late < len(risks):
        return None
    tallies: dict[float, list[int]] = {}
    for risk, is_late in risks:
        tallies.setdefault(risk, [0, 0])[is_late] += 1
    area, below = 0.0, 0
    for _, (timely, lates) in sorted(tallies.items()):
        area += lates * (below + timely / 2)
        below += timely
    return area / (late * (len(risks) - late))


def _gap(risks: Sequence[tuple[float, bool]]) -> float | None:
    """Weigh the distance of each part by how many predictions are in it."""
    if not risks:
        return None
    # Among equal risks, the outcome must not decide which tenth they fall into.
    ranked = sorted(risks, key=itemgetter(0))
    total = 0.0
    for n in range(TENTHS):
        part = ranked[len(ranked) * n // TENTHS : len(ranked) * (n + 1) // TENTHS]
        predicted = sum(risk for risk, _ in part)
        total += abs(predicted - sum(is_late for _, is_late in part))
    return total / len(ranked)
