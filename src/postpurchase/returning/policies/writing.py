"""Return policies written as the document that they can be read from again."""

from __future__ import annotations

from typing import Any

from postpurchase.returning.policies import fields
from postpurchase.returning.policies.assured import written_assurances
from postpurchase.returning.policies.parts import (
    Exclusion,
    Restocking,
    Review,
    Segment,
    Step,
    Way,
)
from postpurchase.returning.policies.policy import AnyPolicy, Policies, Policy
from postpurchase.returning.policies.windows import Season

_LISTS = (
    "categories",
    "countries",
    "conditions",
    "requires",
    "resolutions",
    "keep_reasons",
)
_AMOUNTS = ("keep_up_to", "outbound_max")


def write_policies(policies: AnyPolicy) -> dict[str, Any]:
    """Write policies as `read_policies` reads them; what is not said is left out.

    Dates are dates, as TOML has them.

    >>> from postpurchase.returning.policies import Window
    >>> write_policies(Policy(code="year", window=Window.of_years(1)))
    {'policy': {'code': 'year', 'window_years': 1}}
    """
    several = policies.policies if isinstance(policies, Policies) else (policies,)
    rows = [_policy(one) for one in several]
    written: dict[str, Any] = {"policy": rows[0] if len(rows) == 1 else rows}
    if isinstance(policies, Policies) and policies.assurances is not None:
        written["assurances"] = written_assurances(policies.assurances)
    return written


def _policy(policy: Policy) -> dict[str, Any]:
    written: dict[str, Any] = {"code": policy.code}
    written |= fields.written_window(policy.window)
    if policy.counts_from != "delivery":
        written["counts_from"] = policy.counts_from
    if policy.outbound != "share":
        written["outbound"] = policy.outbound
    for name in ("grace_days", "freight_by", "refund_when", "link"):
        if getattr(policy, name):
            written[name] = getattr(policy, name)
    if policy.bonus_percent is not None:
        written["bonus_percent"] = policy.bonus_percent
    written |= {
        name: list(getattr(policy, name)) for name in _LISTS if getattr(policy, name)
    }
    written |= {
        name: fields.written_amounts(getattr(policy, name))
        for name in _AMOUNTS
        if getattr(policy, name)
    }
    if policy.photos:
        written["photos"] = {one.reason: one.count for one in policy.photos}
    written |= _costs(policy.ways, policy.restocking)
    if policy.review is not None:
        written["review"] = _review(policy.review)
    lists = {
        "seasons": [_season(one) for one in policy.seasons],
        "steps": [_step(one) for one in policy.steps],
        "segments": [_segment(one) for one in policy.segments],
        "exclusions": [_exclusion(one) for one in policy.exclusions],
    }
    return written | {name: rows for name, rows in lists.items() if rows}


def _costs(ways: tuple[Way, ...], restocking: Restocking | None) -> dict[str, Any]:
    written: dict[str, Any] = {}
    if ways:
        written["methods"] = fields.written_ways(ways)
    if restocking is not None:
        written["restocking_percent"] = fields.written_percent(restocking.basis_points)
        for name in ("amount", "least"):
            if getattr(restocking, name):
                amounts = fields.written_amounts(getattr(restocking, name))
                written[f"restocking_{name}"] = amounts
    return written


def _season(season: Season) -> dict[str, Any]:
    written: dict[str, Any] = {
        "ordered_from": season.ordered_from,
        "ordered_until": season.ordered_until,
        **fields.written_window(season.window),
    }
    return written | ({"replaces": True} if season.replaces else {})


def _step(step: Step) -> dict[str, Any]:
    written: dict[str, Any] = {"from_day": step.from_day}
    if step.resolutions:
        written["resolutions"] = list(step.resolutions)
    return written | _costs(step.ways, step.restocking)


def _segment(segment: Segment) -> dict[str, Any]:
    written: dict[str, Any] = {"name": segment.name}
    if segment.window is not None:
        written |= fields.written_window(segment.window)
    if segment.review:
        written["review"] = True
    return written | _costs(segment.ways, segment.restocking)


def _exclusion(exclusion: Exclusion) -> dict[str, Any]:
    names = ("categories", "skus", "unless")
    return {
        name: list(getattr(exclusion, name))
        for name in names
        if getattr(exclusion, name)
    }


def _review(review: Review) -> dict[str, Any]:
    written: dict[str, Any] = {}
    if review.value_above:
        written["value_above"] = fields.written_amounts(review.value_above)
    if review.units_above is not None:
        written["units_above"] = review.units_above
    if review.reasons:
        written["reasons"] = list(review.reasons)
    return written
