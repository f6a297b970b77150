"""Policy and law: for each item and respect, what is better for the customer."""

from datetime import date, timedelta

import pytest
from hypothesis import given as given_any
from hypothesis import strategies as st

from postpurchase.errors import InvalidInput
from postpurchase.returning.policies import (
    NO_RETURNS,
    UNLIMITED,
    Exclusion,
    Restocking,
    Review,
    Way,
    Window,
    combine,
)
from postpurchase.returning.policies.law import law_alone, lawful_ruling, rule_with_law
from postpurchase.returning.statutes.ruling import Assurances, statute_ruling
from postpurchase.testing import given, place_order, ship_parcel
from postpurchase.values.return_terms import REFUND_MOMENTS
from postpurchase.values.rulings import LineRuling, Ruling
from returning.policies.asking import (
    NOON,
    day,
    euros,
    line,
    order_of,
    policy,
    rules,
    wish,
)
from returning.policies.making import policies

IN_TIME = day(14)
TOO_LATE = day(20)
PRICED = Way(method="locker", paid_by="customer", price=(euros("2"),))


def ask(policy, request=None, at=IN_TIME, order=None, **told):
    order = order or order_of()
    return rule_with_law(policy, request or wish(), order, at, **told)


def test_a_longer_policy_stands_above_the_law():
    year = policy(window=Window.of_days(365))
    inside, after = ask(year), ask(year, at=day(365))

    assert ("own", "policy_return", date(2027, 5, 7)) == (
        inside.policy,
        inside.kind,
        inside.last_on,
    )
    assert ["window"] == rules(inside) == rules(after)
    assert not ask(year, at=day(366)).allowed


def test_what_the_policy_refuses_the_law_lets_come_back():
    ruling = ask(policy(window=NO_RETURNS))

    assert (True, "EU", "withdrawal") == (ruling.allowed, ruling.policy, ruling.kind)
    assert ["withdrawal"] == rules(ruling)
    assert (date(2026, 5, 21), "scan") == (ruling.last_on, ruling.refund_when)


def test_the_law_lets_come_back_what_never_arrived():
    order = given(place_order(locale="en"), ship_parcel()).order
    request = wish(("L1",))

    assert ask(policy(), request, NOON + timedelta(days=2), order).allowed


def test_where_the_law_is_over_the_policy_speaks_alone():
    ruling = ask(policy(), at=TOO_LATE)

    assert (False, ["window"], "own") == (
        ruling.allowed,
        rules(ruling),
        ruling.policy,
    )


def test_where_both_refuse_an_item_among_others_both_are_named():
    order = order_of(line("A"), line("P", categories=("perishable",)))
    ruling = ask(policy(window=NO_RETURNS), wish(("A",), ("P",)), order=order)

    assert [["withdrawal"], ["window", "exempt.perishable"]] == [
        rules(ruling, 0),
        rules(ruling, 1),
    ]


def test_no_restocking_fee_is_kept_within_the_law():
    paid = policy(
        window=Window.of_days(30),
        restocking=Restocking(basis_points=1000),
        ways=(PRICED,),
    )
    inside, after = ask(paid), ask(paid, at=TOO_LATE)

    assert ["return_freight"] == [one.code for one in inside.fees]
    assert ["window", "withdrawal"] == rules(inside)
    assert ["restocking", "return_freight"] == [one.code for one in after.fees]


def test_the_way_back_is_free_where_the_law_makes_the_shop_pay():
    told = Assurances(is_informed=False)
    ruling = ask(policy(ways=(PRICED,)), assurances=told)

    assert ((), "shop") == (ruling.fees, ruling.freight_by)


def test_of_goods_that_the_law_does_not_cover_the_fee_is_kept():
    order = order_of(line("A"), line("P", price="30.00", categories=("perishable",)))
    paid = policy(window=Window.of_days(30), restocking=Restocking(basis_points=1000))
    law = statute_ruling(wish(("A",), ("P",)), order, IN_TIME)
    ruling = ask(paid, wish(("A",), ("P",)), order=order)

    assert [True, False] == [one.allowed for one in law.lines]
    assert euros("3.00") == ruling.fee


def test_the_law_adds_its_choices():
    narrow = policy(
        resolutions=("store_credit",),
        ways=(Way(method="in_store"),),
        refund_when="manual",
        outbound="none",
        review=Review(units_above=0),
    )
    ruling = ask(narrow)

    assert ("refund_original", "store_credit") == ruling.resolutions
    assert ("in_store", "own_carrier") == ruling.methods
    assert ("scan", "share", False) == (
        ruling.refund_when,
        ruling.outbound,
        ruling.review,
    )
    assert "review" not in rules(ruling)


def test_the_more_of_the_delivery_out_is_paid_back():
    mine = policy(outbound="standard", outbound_max=(euros("3"),))

    ruling = ask(mine, assurances=Assurances(outbound_max=euros("4")))
    assert ("standard", euros("4")) == (ruling.outbound, ruling.outbound_max)


def test_what_has_no_end_has_none_above_the_law():
    ruling = ask(policy(window=UNLIMITED))

    assert (None, ["window"]) == (ruling.last_on, rules(ruling))


def test_where_the_law_lets_come_back_longer_it_is_named_alone():
    ruling = ask(policy(window=Window.of_days(3)), at=day(2))

    assert (date(2026, 5, 21), ["withdrawal"]) == (ruling.last_on, rules(ruling))
    assert "own" == ruling.policy


def test_without_a_law_the_policy_decides():
    order = order_of(country="JP")

    assert policy().rule(wish(), order, IN_TIME) == ask(policy(), order=order)


class Plugged:
    """A policy of somebody else, which says nothing of lines."""

    code = "plugged"

    def __init__(self, **said):
        self.said = {"reasons": ("So it is.",), **said}

    def rule(self, request, order, at):
        return Ruling(policy=self.code, **self.said)


def test_a_policy_without_lines_is_heard():
    refused = ask(Plugged(allowed=False))
    allowed = ask(Plugged(allowed=True, last_on=date(2026, 6, 30)), wish(("A",)))

    assert ("EU", ["withdrawal"]) == (refused.policy, rules(refused))
    assert (date(2026, 6, 30), ["plugged"]) == (allowed.last_on, rules(allowed))


def test_goods_that_stay_stay():
    ruling = ask(policy(keep_up_to=(euros("50"),)))

    assert (True, ("keep_item",)) == (ruling.keeps_item, ruling.methods)


def test_an_exclusion_falls_where_the_law_knows_none():
    assert ask(policy(exclusions=(Exclusion(skus=("A",)),))).allowed


@given_any(policies("own"), st.integers(-2, 30), st.sampled_from(("PL", "GB", "JP")))
def test_the_law_makes_nothing_worse(one, days, country):
    order = order_of(line("A"), line("B", categories=("swimwear",)), country=country)
    request, at = wish(("A",), ("B", 1, "other", "opened")), day(days)
    own, both = one.rule(request, order, at), ask(one, request, at, order)

    for before, after in zip(own.lines, both.lines, strict=True):
        assert after.allowed or not before.allowed
        assert before.review or not after.review or not before.allowed
    assert all(line.reasons for line in both.lines)
    assert both.allowed or not own.allowed
    if own.allowed:
        assert (both.fee or euros("0")) <= (own.fee or euros("0"))
        moments = [REFUND_MOMENTS.index(one.refund_when) for one in (both, own)]
        assert moments[0] <= moments[1]
        assert set(own.methods) <= set(both.methods)
        assert (
            own.resolutions == ()
            or both.resolutions == ()
            or set(own.resolutions) <= set(both.resolutions)
        )


def test_what_the_policy_says_that_customers_were_told_is_heard():
    never = combine(policy(), assurances=Assurances(is_informed=False))

    assert (True, date(2027, 5, 21)) == (
        ask(never, at=TOO_LATE).allowed,
        ask(never, at=TOO_LATE).last_on,
    )
    assert not ask(never, at=TOO_LATE, assurances=Assurances()).allowed


def test_any_policy_may_say_it_and_nothing_else_in_its_place():
    plugged = Plugged(allowed=False)
    plugged.assurances = Assurances(pays_return=True)

    assert "shop" == ask(plugged).freight_by
    plugged.assurances = {"pays_return": True}
    with pytest.raises(InvalidInput) as refused:
        ask(plugged)
    assert "assurances" == refused.value.path


DEFECT = {"kind": "non_conformity", "resolution": "repair"}


def test_of_what_the_policy_refuses_the_law_gives_what_it_gives():
    month = policy(window=Window.of_days(30), resolutions=("refund_original",))
    inside = ask(month, wish(**DEFECT))
    after = ask(month, wish(**DEFECT), at=day(550))

    assert ("refund_original", "replace_same", "repair") == inside.resolutions
    assert (True, "EU", ("repair", "replace_same")) == (
        after.allowed,
        after.policy,
        after.resolutions,
    )


def rule(policy, at=IN_TIME, **wished):
    return lawful_ruling(policy, wish(**wished), order_of(), at)


def test_a_person_looks_where_the_law_does_not_give_what_is_wished_for():
    month = policy(window=Window.of_days(30))
    repair = rule(month, day(550), **DEFECT)
    money = rule(month, day(550), kind="non_conformity")

    assert (False, ["guarantee"]) == (repair.review, rules(repair))
    assert (True, True, (), ["guarantee", "review"]) == (
        money.allowed,
        money.review,
        money.resolutions,
        rules(money),
    )
    assert money.lines[0].review
    assert "A person will look at your request first." == money.reasons[-1]


def test_what_the_policy_gives_by_itself_is_the_policys():
    credit = policy(resolutions=("store_credit",))
    given = rule(credit, resolution="exchange_variant")

    assert (False, ("refund_original", "store_credit")) == (
        given.review,
        given.resolutions,
    )


def test_only_what_may_come_back_is_looked_at():
    order = order_of(line("A"), line("P", categories=("perishable",)))
    request = wish(("A",), ("P",), resolution="store_credit")
    ruling = lawful_ruling(policy(window=NO_RETURNS), request, order, IN_TIME)

    assert [(True, True), (False, False)] == [
        (one.allowed, one.review) for one in ruling.lines
    ]
    assert ["window", "exempt.perishable"] == rules(ruling, 1)


def test_where_nobody_allows_it_nobody_looks():
    ruling = rule(policy(), TOO_LATE, resolution="store_credit")

    assert (False, False) == (ruling.allowed, ruling.review)


def test_the_law_rules_alone_where_no_policy_is_asked():
    order = order_of()
    repair = law_alone(wish(**DEFECT), order, day(550))
    money = law_alone(wish(kind="non_conformity"), order, day(550))
    late = law_alone(wish(kind="non_conformity"), order, day(800))

    assert ("EU", True, False) == (repair.policy, repair.allowed, repair.review)
    assert (True, True) == (money.allowed, money.review)
    assert (False, False) == (late.allowed, late.review)
    assert law_alone(wish(kind="commercial_warranty"), order, IN_TIME) is None
    assert law_alone(wish(**DEFECT), order_of(country="JP"), IN_TIME) is None


def lines_of(ruling):
    return [(one.line_id, one.units, one.allowed) for one in ruling.lines]


def test_what_a_policy_says_of_units_in_its_own_order_is_heard():
    order = order_of(
        line("P", quantity=3, categories=("perishable",)), line("A", quantity=2)
    )
    said = (
        LineRuling(line_id="A", units=2, allowed=False),
        LineRuling(line_id="P", units=1, allowed=True),
        LineRuling(line_id="P", units=1, allowed=False),
    )
    plugged = Plugged(allowed=True, lines=said)
    ruling = ask(plugged, wish(("P", 3), ("A", 2)), order=order)

    # The law lets A come back; of P the policy allows one and leaves one out.
    assert [
        ("P", 1, True),
        ("P", 1, False),
        ("P", 1, False),
        ("A", 2, True),
    ] == lines_of(ruling)
    assert (True, "EU") == (ruling.allowed, ruling.policy)


def test_one_line_of_a_policy_can_be_about_several_items():
    order = order_of(line("A", quantity=3))
    both = LineRuling(line_id="A", units=3, allowed=True)
    plugged = Plugged(allowed=True, lines=(both,))
    ruling = ask(plugged, wish(("A", 1), ("A", 2, "quality.defective")), order=order)

    assert [("A", 1, True), ("A", 2, True)] == lines_of(ruling)


def test_each_unit_that_a_policy_speaks_of_counts_once():
    order = order_of(line("P", quantity=3, categories=("perishable",)), line("A"))
    one = LineRuling(line_id="P", units=1, allowed=True)
    plugged = Plugged(allowed=True, lines=(one,))
    ruling = ask(
        plugged, wish(("P", 1), ("P", 2, "quality.defective"), ("A", 1)), order=order
    )

    assert [("P", 1, True), ("P", 2, False), ("A", 1, True)] == lines_of(ruling)
