"""A policy as schema.org says it, for product pages and feeds.

Source: schema.org's MerchantReturnPolicy and MerchantReturnPolicySeasonalOverride.
The days there count from the delivery, and statutory rights, steps in time, segments
and exclusions have no words; what is lost is named beside what is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import attrs

from postpurchase.returning.policies import schema_words as words
from postpurchase.returning.policies.parts import Restocking, Way
from postpurchase.returning.policies.policy import Policy
from postpurchase.returning.policies.windows import Season, Window
from postpurchase.values.money import Money


@attrs.frozen
class SchemaPolicy:
    """What schema.org can say about a policy, and what it cannot.

    Args:
        document: The MerchantReturnPolicy as JSON-LD.
        lost: The fields of the policy that could not be said, such as ``steps`` or
            ``seasons[0].window``.
    """

    document: dict[str, Any]
    lost: tuple[str, ...]


def schema_policy(policy: Policy) -> SchemaPolicy:
    """Write a policy as MerchantReturnPolicy.

    Where a window cannot be said exactly, the days that are said are fewer, so that
    the page never promises more than the shop gives.

    >>> year = Policy(code="year", window=Window.of_days(365), countries=("GB",))
    >>> schema_policy(year).document["merchantReturnDays"]
    365
    """
    lost = list(_unsaid(policy))
    document: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "MerchantReturnPolicy",
        "identifier": policy.code,
    }
    if policy.countries:
        document["applicableCountry"] = list(policy.countries)
    if policy.window.unit in ("months", "years"):
        lost.append("window")
    document |= _window(policy.window)
    document |= _ways(policy, lost)
    if policy.restocking is not None:
        document |= _restocking(policy.restocking, lost)
    for name, given, known in (
        ("refundType", policy.resolutions, words.REFUND_TYPES),
        ("itemCondition", policy.conditions, words.CONDITIONS),
    ):
        said = [words.PREFIX + known[one] for one in given if one in known]
        if said:
            document[name] = said
        field = "resolutions" if name == "refundType" else "conditions"
        lost += [f"{field}.{one}" for one in given if one not in known]
    if policy.seasons:
        document["returnPolicySeasonalOverride"] = [
            _season(policy, index, lost) for index in range(len(policy.seasons))
        ]
    if policy.link:
        document["merchantReturnLink"] = policy.link
    return SchemaPolicy(document, tuple(lost))


def _unsaid(policy: Policy) -> Iterator[str]:
    """Name the fields for which there is no word at all."""
    plain = Policy(code=policy.code, window=policy.window)
    for name in (
        "counts_from",
        "grace_days",
        "steps",
        "segments",
        "categories",
        "exclusions",
        "requires",
        "keep_up_to",
        "keep_reasons",
        "photos",
        "review",
        "refund_when",
        "outbound",
        "outbound_max",
        "bonus_percent",
    ):
        if getattr(policy, name) != getattr(plain, name):
            yield name


def _window(window: Window) -> dict[str, Any]:
    if window.unit == "unlimited":
        return {"returnPolicyCategory": words.PREFIX + words.UNLIMITED}
    if window.unit == "none":
        return {"returnPolicyCategory": words.PREFIX + words.NOT_PERMITTED}
    days: object
    if window.until_on is not None:
        days = window.until_on.isoformat()
    else:
        days = window.length * {"days": 1, "months": 28, "years": 365}[window.unit]
    return {
        "returnPolicyCategory": words.PREFIX + words.FINITE,
        "merchantReturnDays": days,
    }


def _ways(policy: Policy, lost: list[str]) -> dict[str, Any]:
    """Write the ways back and what they cost; one price stands for all of them."""
    if not policy.ways:
        if not policy.freight_by:
            return {}
        free = policy.freight_by == "shop"
        return _fees(words.FREE if free else words.CUSTOMER)
    if policy.freight_by:
        lost.append("freight_by")
    said: list[Way] = []
    for way in policy.ways:
        word = words.METHODS.get(way.method)
        if word is None or word in [words.METHODS[one.method] for one in said]:
            lost.append(f"ways.{way.method}")
        else:
            said.append(way)
    if not said:
        return {}
    paid = [way for way in said if way.method not in words.FREE_METHODS]
    lost += [
        f"ways.{way.method}.price" for way in said if not _has_the_price(way, paid)
    ]
    written: dict[str, Any] = {
        "returnMethod": [words.PREFIX + words.METHODS[one.method] for one in said],
        "inStoreReturnsOffered": any(one.method == "in_store" for one in said),
    }
    written |= _cost(paid[0], lost) if paid else _fees(words.FREE)
    mailed = [one for one in said if words.METHODS[one.method] == words.BY_MAIL]
    if mailed:
        is_own = mailed[0].method == "own_carrier"
        source = words.OWN_LABEL if is_own else words.PRINT
        written["customerRemorseReturnLabelSource"] = words.PREFIX + source
    return written


def _has_the_price(way: Way, paid: list[Way]) -> bool:
    """Say whether a way costs what is said of all of them."""
    if way.method in words.FREE_METHODS:
        return way.paid_by == "shop"
    return (way.paid_by, way.price) == (paid[0].paid_by, paid[0].price)


def _cost(way: Way, lost: list[str]) -> dict[str, Any]:
    if not way.price:
        free = way.paid_by == "shop"
        return _fees(words.FREE if free else words.CUSTOMER)
    lost += [f"ways.{way.method}.price.{one.currency}" for one in way.price[1:]]
    return _fees(words.SHIPPING) | {
        "customerRemorseReturnShippingFeesAmount": _amount(way.price[0])
    }


def _fees(remorse: str) -> dict[str, Any]:
    """Write who pays; faulty goods always come back for free."""
    return {
        "customerRemorseReturnFees": words.PREFIX + remorse,
        "itemDefectReturnFees": words.PREFIX + words.FREE,
    }


def _restocking(fee: Restocking, lost: list[str]) -> dict[str, Any]:
    if fee.least:
        lost.append("restocking.least")
    if fee.basis_points or not fee.amount:
        if fee.amount:
            lost.append("restocking.amount")
        percent = Decimal(fee.basis_points) / 100
        is_whole = percent == percent.to_integral_value()
        return {"restockingFee": int(percent) if is_whole else float(percent)}
    lost += [f"restocking.amount.{one.currency}" for one in fee.amount[1:]]
    return {"restockingFee": _amount(fee.amount[0])}


def _season(policy: Policy, index: int, lost: list[str]) -> dict[str, Any]:
    season = policy.seasons[index]
    if season.window.unit in ("months", "years"):
        lost.append(f"seasons[{index}].window")
    if not season.replaces and not _is_longer(season, policy.window):
        lost.append(f"seasons[{index}].replaces")
    return {
        "@type": "MerchantReturnPolicySeasonalOverride",
        "startDate": season.ordered_from.isoformat(),
        "endDate": season.ordered_until.isoformat(),
        **_window(season.window),
    }


def _is_longer(season: Season, window: Window) -> bool:
    """Say whether a season is longer in any case, so that it may replace."""
    if season.window.unit == "unlimited" or window.unit == "none":
        return True
    if season.window.unit != window.unit or not window.is_counted:
        return False
    return season.window.length >= window.length


def _amount(amount: Money) -> dict[str, Any]:
    return {
        "@type": "MonetaryAmount",
        "currency": amount.currency,
        "value": amount.decimal_text,
    }
