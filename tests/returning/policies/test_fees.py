"""What is kept back, and which way back holds, over several policies."""

import pytest

from order.making import ask, eur, place
from order.making import line as order_line
from postpurchase.order import commands as c
from postpurchase.order.returns import ReturnItem
from postpurchase.returning.policies import Restocking, Way
from postpurchase.returning.policies.fees import (
    WaysBack,
    chosen,
    fees_of,
    ways_back,
    worths,
)
from postpurchase.returning.policies.holding import End, Holding
from postpurchase.returning.policies.verdicts import Verdict
from postpurchase.testing import given
from returning.policies.asking import policy

SHOP = Way(method="in_store")
LOCKER = Way(method="locker", paid_by="customer", price=(eur(300),))
DEARER = Way(method="locker", paid_by="customer", price=(eur(400),))
COURIER = Way(method="courier_collection", paid_by="customer", price=(eur(100),))
OWN = Way(method="own_carrier", paid_by="customer")


def held(*ways, restocking=None, **terms):
    return Holding(
        terms=policy(**terms),
        end=End(state="never"),
        resolutions=(),
        ways=ways,
        restocking=restocking,
        review=False,
    )


def verdict(line_id, units=1, allowed=True, fault="customer"):
    return Verdict(
        item=ReturnItem(line_id=line_id, units=units),
        fault=fault,
        allowed=allowed,
        reasons=(),
    )


ORDER = given(
    place(
        order_line(
            "L1",
            3,
            1000,
            workflow=(),
            tax=eur(30),
            discount=eur(60),
            shipping=eur(90),
        ),
        order_line("L2", 1, 500, workflow=()),
    ),
    ask(c.CapturePayment, payment_id="PAY", method="card", amount=eur(3560)),
    ask(c.DeliverLines, units={"L1": 3, "L2": 1}),
).order


def costs(*found, order=ORDER):
    return [
        (one.verdict.item.line_id, one.goods_minor, one.total_minor)
        for one in worths(found, order)
    ]


def test_units_cost_their_goods_with_tax_less_discount_and_their_delivery():
    assert [("L1", 990, 1020), ("L2", 500, 500)] == costs(verdict("L1"), verdict("L2"))
    assert [("L1", 1980, 2040)] == costs(verdict("L1", 2))


def test_what_is_not_allowed_costs_nothing_and_the_next_is_still_looked_at():
    refused = verdict("L1", allowed=False)

    assert [("L2", 500, 500)] == costs(refused, verdict("L2"))


def test_units_that_are_named_twice_cost_once():
    assert [("L1", 1980, 2040), ("L1", 990, 1020)] == costs(
        verdict("L1", 2), verdict("L1", 2)
    )
    assert [("L2", 500, 500), ("L2", 0, 0)] == costs(verdict("L2"), verdict("L2"))


def test_ways_that_all_policies_offer_hold_at_the_highest_price():
    back = ways_back([held(LOCKER, SHOP), held(DEARER, COURIER), held()], "EUR")

    assert WaysBack(ways=(DEARER,), freight_by="customer", is_split=False) == back


def test_policies_without_a_common_way_offer_all_and_are_split():
    back = ways_back([held(LOCKER), held(COURIER, freight_by="shop")], "EUR")

    assert {"locker", "courier_collection"} == {one.method for one in back.ways}
    assert (True, "shop") == (back.is_split, back.freight_by)


@pytest.mark.parametrize(
    ("by", "expected"),
    [((), "customer"), (("shop",), "shop"), (("shop", "customer"), "customer")],
)
def test_where_no_policy_names_ways_none_is_offered(by, expected):
    back = ways_back([held(freight_by=one) for one in by], "EUR")

    assert WaysBack(ways=(), freight_by=expected, is_split=False) == back


def test_the_way_that_costs_least_is_taken_and_one_of_no_known_price_last():
    free, cheap = (
        Way(method="locker"),
        Way(method="courier_collection", paid_by="customer", price=(eur(0),)),
    )

    assert free == chosen(WaysBack(ways=(cheap, free)), "")
    assert cheap == chosen(WaysBack(ways=(cheap, free)), "courier_collection")
    assert COURIER == chosen(WaysBack(ways=(OWN, LOCKER, COURIER)), "")
    assert OWN == chosen(WaysBack(ways=(OWN,)), "")
    assert None is chosen(WaysBack(), "")


def test_each_fee_says_what_it_is_for():
    worth = worths((verdict("L1"),), ORDER)
    about = {"L1": [held(restocking=Restocking(basis_points=1000))]}

    restocking, freight = fees_of(worth, about, LOCKER, ORDER, "en")

    assert ("restocking", eur(99), "return_freight", eur(300)) == (
        restocking.code,
        restocking.amount,
        freight.code,
        freight.amount,
    )
    assert ("Restocking fee", True) == (
        restocking.text,
        freight.text.startswith("Return shipping"),
    )
    assert restocking.text != fees_of(worth, about, None, ORDER, "pl")[0].text


def test_nothing_is_kept_where_nothing_is_left_or_nothing_is_asked():
    worth = worths((verdict("L2"),), ORDER)
    everything = [held(restocking=Restocking(basis_points=10_000))]

    assert ["restocking"] == [
        one.code for one in fees_of(worth, {"L2": everything}, LOCKER, ORDER, "en")
    ]
    assert () == fees_of(worth, {"L2": [held()]}, SHOP, ORDER, "en")
    assert () == fees_of((), {}, LOCKER, ORDER, "en")
    assert ["return_freight"] == [
        one.code for one in fees_of(worth, {"L2": [held()]}, LOCKER, ORDER, "en")
    ]
