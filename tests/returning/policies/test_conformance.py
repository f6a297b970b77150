"""Policies as data keep every promise that authors of policies are asked to keep."""

from datetime import date

import pytest

from postpurchase.plugins.window_return_policy import WindowReturnPolicy
from postpurchase.returning.policies import (
    NO_RETURNS,
    UNLIMITED,
    Exclusion,
    Photos,
    Policy,
    Restocking,
    Review,
    Season,
    Segment,
    Step,
    Way,
    Window,
    combine,
)
from postpurchase.testing import check_plugin
from postpurchase.values.money import Money

PLAIN = Policy(code="plain", window=Window.of_days(14))
RICH = Policy(
    code="rich",
    window=Window.of_days(45),
    counts_from="dispatch",
    grace_days=3,
    seasons=(
        Season(
            ordered_from=date(2026, 1, 1),
            ordered_until=date(2026, 12, 31),
            window=Window.of_months(3),
        ),
    ),
    steps=(Step(from_day=3, resolutions=("store_credit",)),),
    segments=(Segment(name="vip", window=Window.of_years(1), review=True),),
    exclusions=(Exclusion(skus=("TEA",)),),
    conditions=("unopened", "opened"),
    requires=("tags",),
    resolutions=("refund_original", "store_credit"),
    ways=(
        Way(method="in_store"),
        Way(method="post_label", paid_by="customer", price=(Money(49900, "EUR"),)),
    ),
    restocking=Restocking(basis_points=1550, amount=(Money(1900, "EUR"),)),
    keep_up_to=(Money(100, "EUR"),),
    photos=(Photos(reason="quality", count=2),),
    review=Review(units_above=1),
    bonus_percent=10,
)
NEVER = Policy(code="never", window=NO_RETURNS)
ALWAYS = Policy(
    code="always",
    window=UNLIMITED,
    freight_by="shop",
    ways=(Way(method="post_label", paid_by="customer", price=(Money(900, "EUR"),)),),
)


def behaviour(target):
    """Return the broken rules that are about behaviour, not about a project."""
    surroundings = ("readme", "states", "owner", "changelog", "suite", "loads", "typed")
    return [
        (row.rule.rule_id, row.detail)
        for row in check_plugin(target).broken
        if not row.rule.rule_id.startswith(surroundings)
    ]


@pytest.mark.parametrize(
    "policy",
    [
        PLAIN,
        RICH,
        NEVER,
        ALWAYS,
        combine(PLAIN, RICH, ALWAYS),
        WindowReturnPolicy(code="own"),
    ],
    ids=lambda policy: policy.code,
)
def test_a_policy_keeps_every_promise(policy):
    assert [] == behaviour(policy)
