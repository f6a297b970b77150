"""Returns through the face: the policy is asked, words are sealed, money goes back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from postpurchase import PostPurchase, errors
from postpurchase.order import commands as c
from postpurchase.order.returns import Inspected, ReturnWay
from postpurchase.testing import NOON, Clock, deliver_parcel, place_order, ship_parcel
from postpurchase.values.money import Money
from postpurchase.values.rulings import Ruling


class Policy:
    """A return policy that answers what it was told to, and keeps the questions."""

    def __init__(self, code="generous", answer=None):
        self.code, self.asked = code, []
        self.answer = answer or Ruling(policy=code, allowed=True)

    def rule(self, request, order, at):
        self.asked.append((request, order.order_id, at))
        if isinstance(self.answer, BaseException):
            raise self.answer
        return self.answer


@pytest.fixture(params=["memory:", "sqlite://"])
def url(request):
    return request.param


def opened(*policies, url="memory:", clock=None):
    shop = PostPurchase.open(
        url, plugins=list(policies), clock=clock or Clock(), entry_points=False
    )
    paid = about(
        c.CapturePayment,
        return_id=None,
        payment_id="PAY",
        method="card",
        amount=Money(3240, "EUR"),
    )
    for command in (place_order(), paid, ship_parcel(), deliver_parcel()):
        shop.handle(command)
    return shop


def about(command, **fields):
    at = NOON + timedelta(days=4)
    known = {"order_id": "1001", "at": at, "return_id": "R1", **fields}
    return command(**{name: part for name, part in known.items() if part is not None})


def wish(**more):
    return about(c.RequestReturn, **{"items": {"L1": 2}, **more})


def intent(shop, **more):
    shop.handle(wish(**more))
    return shop.order("1001").return_("R1").intent


def test_a_return_goes_from_the_wish_to_the_money(url):
    policy = Policy()
    with opened(policy, url=url) as shop:
        shop.handle(wish(photos=1, segments=["vip"], note="Too small, Olena"))
        way = ReturnWay(method="locker", expires_at=NOON + timedelta(days=14))
        found = Inspected(line_id="L1", units=2, location_code="KYIV")
        for command in (
            about(c.ChooseReturnWay, method="locker"),
            about(c.IssueReturnWay, way=way),
            about(c.SendReturn, tracking_number="R-1"),
            about(c.ReceiveReturn, units={"L1": 2}),
            about(c.InspectReturn, items=[found]),
        ):
            shop.handle(command)
        order = shop.order("1001")

        (question,) = policy.asked
        assert (1, ("vip",), "1001", NOON + timedelta(days=4)) == (
            question[0].photos,
            question[0].segments,
            *question[1:],
        )
        known = order.return_("R1")
        assert ("closed", "generous") == (known.intent, known.ruling.policy)
        # Under the policy stands the law, which says by which day the money is due.
        assert ["send_back", "refund"] == [one.name for one in known.ruling.deadlines]
        assert 2500 == order.refund("R1:1").amount_minor
        assert "Too small, Olena" == shop.plugins.reveal(known.note)
        said = [entry.text for entry in shop.timeline("1001")]
        assert "2 returned items were checked and accepted." in said


def test_the_customers_words_are_not_in_the_log():
    with opened() as shop:
        shop.handle(wish(note="Too small, Olena"))

        assert "Olena" not in repr(shop.order("1001").return_("R1").note)


def test_the_named_policy_is_asked_else_the_shops_own_else_the_window():
    own, other = Policy("own"), Policy("other")

    with opened(own) as shop:
        assert "own" == rule_of(shop)
    with opened(own, other) as shop:
        assert "window" == rule_of(shop)
    with opened(own, other) as shop:
        assert "other" == rule_of(shop, policy="other")
    with opened() as shop:
        assert "window" == rule_of(shop)
        with pytest.raises(errors.UnknownCode):
            shop.handle(wish(return_id="R2", items={"L1": 1}, policy="othr"))


def rule_of(shop, **more):
    shop.handle(wish(**more))
    ruling = shop.order("1001").return_("R1").ruling
    return ruling.policy if ruling else None


def test_defects_are_for_the_shops_own_policy_and_what_comes_anyway_for_none():
    with opened() as shop:
        # The built-in window is not asked: the law rules alone.
        assert "EU" == rule_of(shop, kind="non_conformity")
    own = Policy("own")
    with opened(own) as shop:
        assert "own" == rule_of(shop, kind="non_conformity")
    with opened(own) as shop:
        assert rule_of(shop, kind="recall", asked_by="staff", policy="own") is None
        assert "approved" == shop.order("1001").return_("R1").intent


def test_a_ruling_that_the_shop_brings_is_not_asked_for():
    policy = Policy()
    with opened(policy) as shop:
        own = Ruling(policy="desk", allowed=False, reasons=("No.",))

        assert "declined" == intent(shop, ruling=own)
        assert [] == policy.asked


def test_a_wish_that_is_known_is_not_asked_about_again():
    policy = Policy()
    with opened(policy) as shop:
        shop.handle(wish())
        shop.handle(wish())

        assert 1 == len(policy.asked)
        with pytest.raises(errors.UnknownOrder):
            shop.handle(wish(order_id="1002"))
        assert 1 == len(policy.asked)


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (ValueError("no"), errors.PluginFailed),
        (errors.TemporaryFailure(reason="busy"), errors.TemporaryFailure),
        (SystemExit(), errors.PluginFailed),
        ("yes", errors.PluginAnswerInvalid),
    ],
)
def test_a_policy_that_fails_loses_its_say_and_a_person_decides(answer, problem):
    with opened(Policy(answer=answer)) as shop:
        assert "requested" == intent(shop)
        assert [problem] == [type(fault) for fault in shop.plugins.problems]


def test_a_policys_refusal_is_the_orders_own():
    refusal = errors.UnknownLine(line_id="L9", known=())
    with opened(Policy(answer=refusal)) as shop:
        assert "requested" == intent(shop)
        assert () == shop.plugins.problems
        with pytest.raises(errors.UnknownLine):
            shop.handle(wish(return_id="R2", items={"L9": 1}))


def test_ctrl_c_is_not_held_back_by_a_policy():
    with (
        opened(Policy(answer=KeyboardInterrupt())) as shop,
        pytest.raises(KeyboardInterrupt),
    ):
        shop.handle(wish())


def test_a_label_that_is_not_used_runs_out_by_itself(url):
    clock = Clock()
    with opened(Policy(), url=url, clock=clock) as shop:
        shop.handle(wish())
        way = ReturnWay(method="locker", expires_at=NOON + timedelta(days=10))
        shop.handle(about(c.IssueReturnWay, way=way))

        clock.advance(days=8)
        shop.dispatch()
        kinds = [entry.kind for entry in shop.timeline("1001")]
        assert "ReturnReminded" in kinds
        assert "ReturnWayExpired" not in kinds
        clock.advance(days=3)
        shop.dispatch()
        assert "expired" == shop.order("1001").return_("R1").logistics


def test_goods_that_are_sold_again_are_on_the_shelf(url):
    with opened(Policy(), url=url) as shop:
        stocked = place_order(
            order_id="2",
            lines=(
                c.NewLine(
                    line_id="L1", sku="CUP", quantity=1, unit_price=Money(100, "EUR")
                ),
            ),
        )
        shop.handle(stocked)
        shop.receive_stock("CUP", "KYIV", 5, key="k")
        for command in (
            c.SkipSteps(
                order_id="2",
                at=NOON,
                units={"L1": 1},
                reason="x",
                location_code="KYIV",
            ),
            ship_parcel(order_id="2", units={"L1": 1}),
            deliver_parcel(order_id="2"),
            wish(order_id="2", items={"L1": 1}),
            about(c.ReceiveReturn, order_id="2", units={"L1": 1}),
            about(
                c.InspectReturn,
                order_id="2",
                items=Inspected(line_id="L1", units=1),
            ),
        ):
            shop.handle(command)

        (level,) = shop.stock("CUP")
        assert (5, 0) == (level.on_hand, level.reserved)
