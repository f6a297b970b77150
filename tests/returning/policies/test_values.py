"""Parts of a policy refuse what they cannot mean, by the name of the field."""

from datetime import date, datetime

import pytest

from postpurchase.errors import InvalidInput
from postpurchase.returning.policies import (
    Exclusion,
    Photos,
    Restocking,
    Review,
    Segment,
    Step,
    Way,
    combine,
)
from postpurchase.returning.policies.parts import restocking_minor
from postpurchase.returning.policies.schema_reading import read_schema_policy
from postpurchase.values.money import Money
from returning.policies.asking import euros, policy


@pytest.mark.parametrize(
    ("make", "path"),
    [
        (lambda: policy(countries=("XX",)), "countries[0]"),
        (lambda: policy(countries="PL"), "countries"),
        (lambda: policy(categories=("",)), "categories[0]"),
        (lambda: policy(conditions=("new",)), "conditions[0]"),
        (lambda: policy(conditions=("used", "used")), "conditions[1]"),
        (lambda: policy(counts_from="receipt"), "counts_from"),
        (lambda: policy(grace_days=-1), "grace_days"),
        (lambda: policy(keep_up_to=(euros("-1"),)), "keep_up_to"),
        (lambda: policy(keep_up_to=(euros("1"), euros("2"))), "keep_up_to"),
        (lambda: policy(keep_up_to=5), "keep_up_to"),
        (lambda: policy(ways=(Way(method="locker"),) * 2), "ways[1].method"),
        (
            lambda: policy(photos=(Photos(reason="fit", count=1),) * 2),
            "photos[1].reason",
        ),
        (lambda: policy("Big"), "code"),
        (lambda: Way(method="pigeon"), "method"),
        (lambda: Way(method="locker", price=(euros("1"),)), "price"),
        (lambda: Restocking(basis_points=10_001), "basis_points"),
        (lambda: Step(from_day=0), "from_day"),
        (lambda: Segment(name=""), "name"),
        (Exclusion, "categories"),
        (lambda: Photos(reason="fit", count=0), "count"),
        (lambda: Review(units_above=-1), "units_above"),
        (lambda: Review(reasons=("ugly",)), "reasons[0]"),
    ],
)
def test_what_a_part_cannot_mean_is_refused(make, path):
    with pytest.raises(InvalidInput) as refused:
        make()

    assert path == refused.value.path


def test_lines_without_a_rule_bear_no_fee():
    fee = Restocking(basis_points=1000, amount=(Money(50, "EUR"),))

    assert 0 == restocking_minor([(1000, [])], "EUR")
    assert 150 == restocking_minor([(1000, [fee]), (9000, [])], "EUR")


def test_a_season_may_be_given_as_dates():
    season = {
        "startDate": datetime(2026, 11, 1, 8),
        "endDate": date(2026, 12, 24),
        "merchantReturnDays": 60,
    }
    document = {"merchantReturnDays": 30, "returnPolicySeasonalOverride": season}

    [read] = read_schema_policy(document, code="own").policy.seasons
    assert (date(2026, 11, 1), date(2026, 12, 24)) == (
        read.ordered_from,
        read.ordered_until,
    )


def test_combining_takes_what_was_combined():
    assert combine(policy("a")) == combine(combine(policy("a")), policy("a"))
