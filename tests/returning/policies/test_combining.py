"""Several policies hold together: the strictest in each respect, in any order."""

from datetime import date

import attrs
import pytest
from hypothesis import given as given_any
from hypothesis import strategies as st

from postpurchase.errors import InvalidInput
from postpurchase.returning.policies import (
    NO_RETURNS,
    UNLIMITED,
    Exclusion,
    Photos,
    Policies,
    Restocking,
    Review,
    Way,
    Window,
    combine,
)
from postpurchase.returning.statutes import Assurances
from postpurchase.values.money import Money
from postpurchase.values.return_reasons import REASONS
from postpurchase.values.return_terms import METHODS, REFUND_MOMENTS
from returning.policies.asking import day, euros, line, order_of, policy, rules, wish
from returning.policies.making import CATEGORIES, policies

ORDER = order_of(
    line("A", price="3.33", quantity=3),
    line("B", price="20.01", categories=CATEGORIES[:1]),
    line("C", price="0.99", categories=CATEGORIES),
)
ITEMS = st.lists(
    st.tuples(
        st.sampled_from("ABC"),
        st.just(1),
        st.sampled_from([one.code for one in REASONS]),
        st.sampled_from(["", "unopened", "opened", "used"]),
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda item: item[0],
)
WISHES = st.builds(
    lambda items, **more: wish(*items, **more),
    ITEMS,
    kind=st.sampled_from(["policy_return", "recall", "withdrawal"]),
    method=st.sampled_from(["", *METHODS]),
    segments=st.sampled_from([(), ("vip",), ("vip", "often")]),
)
MOMENTS = st.integers(-2, 90).map(day)
THREE = st.tuples(policies("a"), policies("b"), policies("c"))


def ask(policy, request=None, at=None):
    return policy.rule(request or wish(), ORDER, at or day(0))


@given_any(THREE, st.permutations(range(3)), WISHES, MOMENTS)
def test_neither_order_nor_grouping_nor_repetition_matters(three, order, request, at):
    a, b, c = three
    first, second, third = (three[index] for index in order)
    plain = combine(a, b, c)

    assert plain == combine(combine(first, second), third, first)
    assert plain == combine(first, combine(second, third))
    assert ask(plain, request, at) == ask(combine(first, second, third), request, at)


@given_any(policies("a"), WISHES, MOMENTS)
def test_one_policy_alone_is_itself(one, request, at):
    assert ask(one, request, at) == ask(combine(one), request, at)


@given_any(policies("a"), policies("b"), WISHES, MOMENTS)
def test_another_policy_makes_nothing_better(one, other, request, at):
    other = attrs.evolve(other, categories=(), countries=())
    one = attrs.evolve(one, categories=(), countries=())
    alone, both = ask(one, request, at), ask(combine(one, other), request, at)

    for before, after in zip(alone.lines, both.lines, strict=True):
        assert before.allowed or not after.allowed
        if after.allowed and before.last_on is not None:
            assert after.last_on <= before.last_on
        assert after.review or not (before.review and after.allowed)
    if [one.allowed for one in alone.lines] == [one.allowed for one in both.lines]:
        moments = [REFUND_MOMENTS.index(one.refund_when) for one in (alone, both)]
        assert both.photos >= alone.photos
        assert one.refund_when == "" or moments[1] >= moments[0]


@given_any(policies("a"), policies("b"), WISHES, MOMENTS)
def test_a_ruling_is_sound_whatever_the_policies_say(one, other, request, at):
    ruling = ask(combine(one, other), request, at)
    fee = ruling.fee or Money(0, "EUR")
    units = [item.line_id for item in request.items]
    worth = {"A": 333, "B": 2001, "C": 99}

    assert [(item.line_id, item.units) for item in request.items] == [
        (one.line_id, one.units) for one in ruling.lines
    ]
    assert ruling.allowed == any(one.allowed for one in ruling.lines)
    assert all(reason.text for one in ruling.lines for reason in one.reasons)
    assert all(one.reasons for one in ruling.lines)
    assert 0 <= fee.amount_minor <= sum(worth[line_id] for line_id in units)
    assert ruling.review == any(one.review for one in ruling.lines)


class TestEachRespect:
    def both(self, mine, theirs, request=None):
        return ask(combine(policy("a", **mine), policy("b", **theirs)), request)

    def test_the_earliest_last_day_holds_and_is_named_alone(self):
        ruling = self.both({}, {"window": Window.of_days(7)})

        assert (date(2026, 5, 14), 1) == (ruling.last_on, len(ruling.reasons))
        assert date(2026, 5, 21) == self.both({}, {"window": UNLIMITED}).last_on

    def test_who_refuses_is_named_alone(self):
        ruling = self.both({}, {"window": NO_RETURNS})

        assert ("These items cannot be returned.",) == ruling.reasons
        excluded = {"exclusions": (Exclusion(skus=("A",)),)}
        assert ["exclusion"] == rules(self.both(excluded, {"conditions": ("used",)}))

    def test_all_that_refuse_are_named(self):
        excluded = {"exclusions": (Exclusion(skus=("A",)),)}

        ruling = self.both(excluded, {"window": NO_RETURNS})
        assert ["exclusion", "window"] == rules(ruling)

    def test_what_all_allow_is_offered(self):
        ruling = self.both(
            {"resolutions": ("store_credit", "refund_original", "repair")},
            {"resolutions": ("repair", "store_credit")},
        )

        assert (("store_credit", "repair"), False) == (
            ruling.resolutions,
            ruling.review,
        )

    def test_a_contradiction_is_for_a_person(self):
        terms = ({"resolutions": ("repair",)}, {"resolutions": ("store_credit",)})
        ruling = self.both(*terms)
        assert (("store_credit", "repair"), True) == (
            ruling.resolutions,
            ruling.review,
        )

        ways = ({"ways": (Way(method="locker"),)}, {"ways": (Way(method="in_store"),)})
        ruling = self.both(*ways)
        assert (("locker", "in_store"), True) == (ruling.methods, ruling.review)

    def test_a_way_has_the_highest_of_its_prices(self):
        paid = Way(method="locker", paid_by="customer", price=(euros("2"),))
        dearer = Way(method="locker", paid_by="customer", price=(euros("3"),))
        free = Way(method="locker")
        others = (Way(method="in_store"),)

        ruling = self.both({"ways": (paid, *others)}, {"ways": (dearer,)})
        assert (("locker",), euros("3")) == (ruling.methods, ruling.fee)
        ruling = self.both({"ways": (free,)}, {"ways": (paid,)})
        assert (euros("2"), "customer") == (ruling.fee, ruling.freight_by)

    def test_restocking_has_the_highest_share_and_amount(self):
        ruling = self.both(
            {"restocking": Restocking(basis_points=1000, amount=(euros("0.10"),))},
            {"restocking": Restocking(basis_points=3000)},
        )

        assert euros("1.10") == ruling.fee

    def test_each_line_has_the_rules_that_are_about_it(self):
        about = {"categories": ("tea",), "restocking": Restocking(basis_points=1000)}
        ruling = self.both(
            {"restocking": Restocking(basis_points=100)}, about, wish(("A",), ("B",))
        )

        assert euros("2.03") == ruling.fee

    def test_silence_is_no_opinion(self):
        ruling = self.both(
            {},
            {
                "window": Window.of_days(30),
                "freight_by": "shop",
                "refund_when": "request",
                "bonus_percent": 5,
                "keep_up_to": (euros("50"),),
            },
        )

        assert ("shop", "request", 5, True) == (
            ruling.freight_by,
            ruling.refund_when,
            ruling.bonus_percent,
            ruling.keeps_item,
        )

    def test_the_rest_is_the_least_for_the_customer(self):
        ruling = self.both(
            {
                "freight_by": "shop",
                "refund_when": "request",
                "bonus_percent": 5,
                "keep_up_to": (euros("50"),),
                "photos": (Photos(reason="other", count=1),),
                "outbound": "standard",
                "outbound_max": (euros("5"),),
                "review": Review(),
            },
            {
                "freight_by": "customer",
                "refund_when": "receipt",
                "bonus_percent": 10,
                "keep_up_to": (euros("1"),),
                "photos": (Photos(reason="other", count=2),),
                "outbound": "standard",
                "outbound_max": (euros("4"),),
            },
            wish(("A", 1, "other")),
        )

        assert ("customer", "receipt", 5, False, 2, "standard", euros("4")) == (
            ruling.freight_by,
            ruling.refund_when,
            ruling.bonus_percent,
            ruling.keeps_item,
            ruling.photos,
            ruling.outbound,
            ruling.outbound_max,
        )


def test_a_code_belongs_to_one_policy():
    with pytest.raises(InvalidInput) as refused:
        combine(policy("a"), policy("a", window=UNLIMITED))

    assert "code" == refused.value.path


def test_nothing_cannot_be_combined():
    with pytest.raises(InvalidInput):
        combine()


def test_many_policies_have_a_short_name():
    many = combine(*(policy(f"policy-{n:02}") for n in range(30)))

    assert "policy-00.and-29-more" == many.code
    assert "a.b" == Policies((policy("a"), policy("b"))).code


def test_what_the_shop_told_stands_with_all_its_policies():
    told = Assurances(pays_return=True)
    one, other = policy("a"), combine(policy("b"), assurances=told)

    assert told == combine(one, other).assurances == combine(other, one).assurances
    assert told == combine(other, combine(policy("c"), assurances=told)).assurances
    assert combine(one, policy("c")).assurances is None


def test_a_shop_told_one_thing():
    one = combine(policy("a"), assurances=Assurances(pays_return=True))
    other = combine(policy("b"), assurances=Assurances(collects=True))

    with pytest.raises(InvalidInput) as refused:
        combine(one, policy("c"), other)
    assert "assurances" == refused.value.path
    said = Assurances(is_informed=False)
    assert said == combine(one, other, assurances=said).assurances
