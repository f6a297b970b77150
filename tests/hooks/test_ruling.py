"""Which policy is asked about a return, and the law beneath its answer."""

import attrs
import pytest

from postpurchase.errors import (
    InvalidInput,
    PluginAnswerInvalid,
    PluginFailed,
    UnknownCode,
)
from postpurchase.hooks import load_plugins
from postpurchase.hooks.ruling import assurances_for, policy_for, ruled
from postpurchase.order.commands import RequestReturn
from postpurchase.order.returns import ReturnRequest
from postpurchase.returning.policies import NO_RETURNS, Policy, Restocking, Window
from postpurchase.returning.policies import combine as combined
from postpurchase.returning.statutes import Assurances
from postpurchase.values.rulings import Ruling
from returning.policies.asking import day, line, order_of, policy

NOTHING = Policy(code="nothing", window=NO_RETURNS)


class Answers:
    """A policy that answers what it is told to."""

    def __init__(self, answer, code="answers"):
        self.code, self.answer = code, answer

    def rule(self, request, order, at):
        if isinstance(self.answer, BaseException):
            raise self.answer
        return self.answer


def load(*plugins):
    return load_plugins(list(plugins), entry_points=False)


def wish(at=None, **more):
    fields = {"order_id": "1001", "return_id": "R1", "items": {"A": 1}, **more}
    return RequestReturn(at=at or day(5), **fields)


def ruling_of(command, *plugins, order=None):
    return ruled(command, order or order_of(), load(*plugins)).ruling


def test_the_shops_own_policy_is_asked_else_the_named_else_the_built_in():
    own, other = policy("own"), policy("other")

    assert "own" == policy_for(load(own)).code
    assert "window" == policy_for(load(own, other)).code
    assert "other" == policy_for(load(own, other), named="other").code
    assert "window" == policy_for(load(own), named="window").code
    with pytest.raises(UnknownCode):
        policy_for(load(own), named="othr")


def test_a_policy_is_asked_under_the_name_of_its_plugin():
    plugins = load(policy("own"))

    assert plugins.owner("return_policy", "own") == policy_for(plugins).plugin


@pytest.mark.parametrize("kind", ["recall", "delivery_refused"])
def test_of_what_comes_anyway_nobody_is_asked(kind):
    assert policy_for(load(policy("own")), kind=kind, named="own") is None
    assert ruling_of(wish(kind=kind, asked_by="staff"), policy("own")) is None


@pytest.mark.parametrize("kind", ["non_conformity", "commercial_warranty"])
def test_of_defects_the_built_in_days_say_nothing(kind):
    assert policy_for(load(), kind=kind) is None
    assert "own" == policy_for(load(policy("own")), kind=kind).code
    assert "window" == policy_for(load(), kind=kind, named="window").code


def test_what_the_policy_refuses_the_law_allows_with_its_day_and_basis():
    ruling = ruling_of(wish(), NOTHING)

    assert (True, "EU", "withdrawal") == (ruling.allowed, ruling.policy, ruling.kind)
    assert [
        ("withdraw", "2026-05-21", "Directive 2011/83/EU, art. 9(2)(b)"),
    ] == [
        (one.name, one.last_on.isoformat(), one.basis)
        for one in ruling.deadlines
        if one.name == "withdraw"
    ]


def test_fees_that_the_law_forbids_fall_and_come_back_when_it_is_over():
    paid = policy("own", Window.of_days(30), restocking=Restocking(basis_points=1000))

    assert None is ruling_of(wish(), paid).fee
    assert "1.00 EUR" == str(ruling_of(wish(day(20)), paid).fee)


def test_where_no_law_is_known_the_policy_rules_alone():
    order, command = order_of(country="JP"), wish()
    request = ReturnRequest.of("1001", {"A": 1})

    assert not ruling_of(command, NOTHING, order=order).allowed
    assert policy("own").rule(request, order, day(5)) == (
        ruling_of(command, policy("own"), order=order)
    )


def test_a_defect_is_the_laws_where_the_shop_has_no_policy_of_its_own():
    defect = {"kind": "non_conformity", "resolution": "replace_same"}
    ruling = ruling_of(wish(day(540), **defect))

    assert ("EU", True, False, "shop") == (
        ruling.policy,
        ruling.allowed,
        ruling.review,
        ruling.freight_by,
    )
    assert not ruling_of(wish(day(740), **defect)).allowed
    assert ruling_of(wish(**defect), order=order_of(country="JP")) is None
    assert ruling_of(wish(kind="commercial_warranty")) is None


def test_the_money_for_a_defect_is_a_persons_to_promise():
    ruling = ruling_of(wish(day(540), kind="non_conformity"))

    assert (True, True, ()) == (ruling.allowed, ruling.review, ruling.resolutions)


def test_what_the_shop_told_counts():
    told = Assurances(pays_return=True)
    shop = combined(policy("own"), assurances=told)

    assert "customer" == ruling_of(wish(), policy("own")).freight_by
    assert "shop" == ruling_of(wish(), shop).freight_by
    assert told == assurances_for(load(shop)) == policy_for(load(shop)).assurances
    assert assurances_for(load(policy("own"))) is None
    assert assurances_for(load()) is None


def test_a_policy_that_says_something_else_of_it_loses_its_say():
    wrong = Answers(Ruling(policy="answers", allowed=True))
    wrong.assurances = "told"
    plugins = load(wrong)

    assert ruled(wish(), order_of(), plugins).ruling is None
    assert assurances_for(plugins) is None
    assert {PluginFailed} == {type(one) for one in plugins.problems}
    assert isinstance(plugins.problems[0].__cause__, InvalidInput)


def test_without_any_policy_nothing_is_said():
    plugins = load()
    plugins._views["return_policy"] = {}

    assert policy_for(plugins) is None
    assert assurances_for(plugins) is None


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (ValueError("no"), PluginFailed),
        (SystemExit(), PluginFailed),
        ("yes", PluginAnswerInvalid),
        (None, PluginAnswerInvalid),
    ],
)
def test_a_policy_that_fails_is_reported_and_the_wish_waits(answer, problem):
    plugins = load(Answers(answer))
    command = wish()

    assert command == ruled(command, order_of(), plugins)
    assert [problem] == [type(one) for one in plugins.problems]


def test_ctrl_c_is_not_held_back():
    with pytest.raises(KeyboardInterrupt):
        ruled(wish(), order_of(), load(Answers(KeyboardInterrupt())))


@pytest.mark.parametrize("kind", ["policy_return", "non_conformity"])
def test_what_the_order_refuses_it_refuses_itself(kind):
    plugins = load()
    command = wish(items={"Z": 1}, kind=kind)

    assert command is ruled(command, order_of(), plugins)
    assert () == plugins.problems


def test_a_wish_that_has_its_ruling_keeps_it():
    said = Ruling(policy="desk", allowed=False, reasons=("No.",))

    assert said == ruling_of(wish(ruling=said), policy("own"))


def test_everything_that_was_wished_for_is_ruled_on():
    order = order_of(line("A"), line("P", categories=("perishable",)))
    command = wish(items={"A": 1, "P": 1})
    ruling = ruling_of(attrs.evolve(command, segments=("vip",)), NOTHING, order=order)

    assert [("A", True), ("P", False)] == [
        (one.line_id, one.allowed) for one in ruling.lines
    ]
