"""Why goods come back, read off the log of a shop."""

from datetime import timedelta

import attrs
import pytest

from postpurchase import PostPurchase
from postpurchase.errors import InvalidInput, UnknownCode
from postpurchase.order.commands import ApproveReturn, CompleteStep, RequestReturn
from postpurchase.order.returns import ReturnItem
from postpurchase.testing import NOON, Clock, deliver_parcel, place_order, ship_parcel

DAY = timedelta(days=1)


@pytest.fixture
def shop():
    with PostPurchase.open("memory:", clock=Clock(), entry_points=False) as opened:
        yield opened


def send(shop, name, *, days=0, packer="", reason=""):
    at = NOON + days * DAY
    common = {"order_id": name, "at": at}
    steps = ("packed",) if packer else ()
    lines = [attrs.evolve(line, workflow=steps) for line in place_order().lines]
    shop.handle(place_order(number=name, lines=lines, **common))
    units = {"L1": 2, "L2": 1}
    if packer:
        shop.handle(CompleteStep(step="packed", units=units, by=packer, **common))
    shop.handle(ship_parcel(units=units, **common))
    shop.handle(deliver_parcel(**common))
    if reason:
        item = ReturnItem(line_id="L1", units=1, reason=reason)
        shop.handle(RequestReturn(return_id="R", items=(item,), **common))
        shop.handle(ApproveReturn(return_id="R", **common))


def reasons(shop, by="article", **more):
    span = {"since": NOON, "until": NOON + DAY}
    return shop.return_reasons(by=by, **{**span, **more})


def test_goods_that_were_sent_in_a_time_are_held_against_their_returns(shop):
    send(shop, "1", reason="fit.too_small")
    send(shop, "2")
    send(shop, "3", days=1, reason="quality.poor")

    found = reasons(shop)
    assert [("MUG", 1, 4), ("TEA", 0, 2)] == [
        (one.value, one.rate.count, one.rate.out_of) for one in found.groups
    ]
    assert (("fit.too_small", 1),) == found.total.reasons
    assert ["size_guide"] == [fix.fix for fix in found.first]


def test_the_end_of_the_time_is_not_in_it(shop):
    send(shop, "1")
    send(shop, "2", days=1)

    assert 3 == reasons(shop).total.rate.out_of
    assert 6 == reasons(shop, until=NOON + 2 * DAY).total.rate.out_of
    assert 0 == reasons(shop, since=NOON + DAY, until=NOON + DAY).total.rate.out_of


def test_the_packer_is_who_packed_it_in_the_log(shop):
    send(shop, "1", packer="staff:ann", reason="mismatch.wrong_item")
    send(shop, "2", packer="staff:bo")
    send(shop, "3")

    found = reasons(shop, by="packer")
    assert {"staff:ann": 1, "staff:bo": 0, "": 0} == {
        one.value: one.rate.count for one in found.groups
    }


def test_suppliers_are_the_shops_to_name(shop):
    send(shop, "1", reason="quality.poor")

    found = reasons(shop, by="supplier", suppliers={"MUG": "kiln"})
    assert ["kiln", ""] == [one.value for one in found.groups]


def test_what_cannot_be_asked_is_refused(shop):
    with pytest.raises(UnknownCode):
        reasons(shop, by="weather")
    with pytest.raises(InvalidInput):
        reasons(shop, since=NOON.replace(tzinfo=None))
