"""The report on reasons: by article, supplier, packer or carrier, and what to mend.

Groups and fixes are ranked by how many units certainly come back, which is the lower
end of the range that the true share lies in, times what was sent: so one unit of one
never leads, and ten of a hundred lead two of four.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Final

import attrs

from postpurchase.errors import UnknownCode
from postpurchase.returning.reasons.records import BackUnits, SentUnits
from postpurchase.values.money import Money
from postpurchase.values.return_reasons import reason_of
from postpurchase.values.shares import Share

DIMENSIONS: Final = ("article", "supplier", "packer", "carrier")
"""What a report can be made by."""


@attrs.frozen(kw_only=True)
class Fix:
    """One thing to mend in one group.

    Args:
        by: One of `DIMENSIONS`.
        value: The article, supplier, packer or carrier.
        fix: What to look at, as `REASONS` names it.
        units: Units that came back for a reason that it may mend.
        share: The same as a part of what was sent.
        cost: What was paid for them; None for several currencies.
    """

    by: str
    value: str
    fix: str
    units: int
    share: Share
    cost: Money | None


@attrs.frozen(kw_only=True)
class ReasonGroup:
    """What came back of one article, supplier, packer or carrier.

    Args:
        by: One of `DIMENSIONS`; ``all`` for everything together.
        value: Which one; empty for everything, or where nobody knows.
        rate: Units that came back, of units that were sent.
        controllable: Units whose reason the shop could have prevented, of those
            that came back.
        reasons: Units by reason, the most frequent first.
        faults: Units by whose fault it was, the most frequent first.
        fixes: What to mend, the first thing first.
        cost: What was paid for what came back; None for several currencies.
    """

    by: str
    value: str
    rate: Share
    controllable: Share
    reasons: tuple[tuple[str, int], ...]
    faults: tuple[tuple[str, int], ...]
    fixes: tuple[Fix, ...]
    cost: Money | None


@attrs.frozen(kw_only=True)
class ReasonReport:
    """Why goods come back.

    Args:
        total: Everything together.
        groups: By one dimension, the one that most certainly costs most first.
        first: What to mend first, over all groups.
    """

    total: ReasonGroup
    groups: tuple[ReasonGroup, ...]
    first: tuple[Fix, ...]


_Units = SentUnits | BackUnits


def report(
    sent: Iterable[SentUnits],
    back: Iterable[BackUnits],
    *,
    by: str = "article",
    suppliers: Mapping[str, str] | None = None,
) -> ReasonReport:
    """Group what came back, and rank what to do about it.

    Args:
        sent: What was sent in a time.
        back: What of it came back.
        by: One of `DIMENSIONS`.
        suppliers: Who supplies an article, by sku; for ``supplier``.

    Raises:
        UnknownCode: There is no such dimension.

    >>> mugs = [SentUnits(sku="MUG", units=100), SentUnits(sku="TEA", units=1)]
    >>> broken = BackUnits(sku="MUG", units=10, reason="delivery.damaged")
    >>> cold = BackUnits(sku="TEA", units=1, reason="quality.poor")
    >>> [(fix.value, fix.fix) for fix in report(mugs, [cold, broken]).first]
    [('MUG', 'packaging'), ('TEA', 'quality')]
    """
    of = _dimension(by, suppliers or {})
    sent_by: dict[str, list[SentUnits]] = {}
    back_by: dict[str, list[BackUnits]] = {}
    for one in sent:
        sent_by.setdefault(of(one), []).append(one)
    for other in _priced(tuple(back)):
        back_by.setdefault(of(other), []).append(other)
    everything = [one for group in sent_by.values() for one in group]
    returned = [one for group in back_by.values() for one in group]
    groups = [
        _group(by, value, sent_by.get(value, []), back_by.get(value, []))
        for value in dict.fromkeys((*sent_by, *back_by))
    ]
    groups.sort(key=lambda one: (-_weight(one.rate, one.cost), one.value))
    fixes = [fix for group in groups for fix in group.fixes]
    return ReasonReport(
        total=_group("all", "", everything, returned),
        groups=tuple(groups),
        first=tuple(sorted(fixes, key=_rank)),
    )


def _dimension(by: str, suppliers: Mapping[str, str]) -> Callable[[_Units], str]:
    found: dict[str, Callable[[_Units], str]] = {
        "article": lambda one: one.sku,
        "supplier": lambda one: suppliers.get(one.sku, ""),
        "packer": lambda one: one.packer,
        "carrier": lambda one: one.carrier,
    }
    if by not in found:
        raise UnknownCode(kind="dimension", value=by, known=DIMENSIONS)
    return found[by]


def _group(
    by: str, value: str, sent: list[SentUnits], back: list[BackUnits]
) -> ReasonGroup:
    came, left = _sum(back), _sum(sent)
    # More may come back than the log knows to have left: an import began later.
    out_of = max(came, left)
    reasons: Counter[str] = Counter()
    faults: Counter[str] = Counter()
    mending: dict[str, list[BackUnits]] = {}
    controllable = 0
    for one in back:
        reason = reason_of(one.reason)
        reasons[reason.code] += one.units
        faults[reason.fault] += one.units
        if reason.is_controllable:
            controllable += one.units
            mending.setdefault(reason.fix, []).append(one)
    fixes = [
        Fix(
            by=by,
            value=value,
            fix=fix,
            units=_sum(units),
            share=Share(_sum(units), out_of),
            cost=_cost(units),
        )
        for fix, units in mending.items()
    ]
    return ReasonGroup(
        by=by,
        value=value,
        rate=Share(came, out_of),
        controllable=Share(controllable, came),
        reasons=_counted(reasons),
        faults=_counted(faults),
        fixes=tuple(sorted(fixes, key=_rank)),
        cost=_cost(back),
    )


def _sum(units: Iterable[_Units]) -> int:
    return sum(one.units for one in units)


def _priced(back: tuple[BackUnits, ...]) -> tuple[BackUnits, ...]:
    """Leave the values out where they cannot be added up: ranks need one scale."""
    currencies = {one.value.currency if one.value else "" for one in back}
    if len(currencies) == 1 and "" not in currencies:
        return back
    return tuple(attrs.evolve(one, value=None) for one in back)


def _cost(back: list[BackUnits]) -> Money | None:
    values = [one.value for one in back if one.value is not None]
    if not values:
        return None
    total = values[0]
    for value in values[1:]:
        total += value
    return total


def _counted(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda one: (-one[1], one[0])))


def _weight(share: Share, cost: Money | None) -> float:
    """Say what certainly comes back: in units, or in money where it is known."""
    certain = share.least * share.out_of
    if cost is None or not share.count:
        return certain
    return certain * cost.amount_minor / share.count


def _rank(fix: Fix) -> tuple[float, int, str, str]:
    return -_weight(fix.share, fix.cost), -fix.units, fix.value, fix.fix
