"""Goods that come back to a partner: received, graded and shelved there, once."""

import pytest

from app.stock.test_partners import FastBox
from postpurchase import PostPurchase, errors
from postpurchase.hooks import PartnerNotice
from postpurchase.order import commands as c
from postpurchase.order.quantities import LineUnits
from postpurchase.order.returns import Inspected, UnexpectedGoods
from postpurchase.testing import NOON, Clock, deliver_parcel, place_order
from postpurchase.values.money import Money


@pytest.fixture
def shop():
    with PostPurchase.open(
        "memory:", plugins=[FastBox()], clock=Clock(NOON), entry_points=False
    ) as opened:
        opened.receive_stock("MUG", "LODZ", 5, key="k")
        line = c.NewLine(
            line_id="L1", sku="MUG", quantity=2, unit_price=Money(1, "EUR")
        )
        opened.handle(place_order(lines=(line,)))
        opened.handle(
            c.CompleteStep(
                order_id="1001",
                at=NOON,
                step="allocated",
                units={"L1": 2},
                location_code="LODZ",
            )
        )
        say(opened, "shipped", key="n0", units=(LineUnits("L1", 2),), parcel_id="P1")
        opened.handle(deliver_parcel())
        opened.handle(
            c.RequestReturn(order_id="1001", at=NOON, return_id="R1", items={"L1": 2})
        )
        opened.handle(c.ApproveReturn(order_id="1001", at=NOON, return_id="R1"))
        yield opened


def say(shop, said, key="n1", **more):
    fields = {
        "order_id": "1001",
        "location_code": "LODZ",
        "units": (),
        "at": NOON,
        "return_id": "R1",
    }
    notice = PartnerNotice(**{**fields, **more}, said=said, key=key)
    return shop.partner_said("fastbox", notice)


def known(shop):
    return shop.order("1001").return_("R1")


def test_what_a_partner_received_is_back_at_its_location(shop):
    outcome = say(
        shop,
        "return_received",
        units=(LineUnits("L1", 1),),
        missing=(LineUnits("L1", 1),),
        unexpected=(UnexpectedGoods(sku="SOCK", units=1),),
    )

    found = known(shop)
    assert ("received", "LODZ") == (found.logistics, found.location_code)
    assert ((LineUnits("L1", 1),), (LineUnits("L1", 1),)) == (
        found.received,
        found.missing,
    )
    assert "SOCK" == found.unexpected[0].sku
    assert {"partner:fastbox"} == {event.by for event in outcome.events}


def test_what_it_grades_goes_on_its_own_shelf(shop):
    say(shop, "return_received", units=(LineUnits("L1", 2),))

    say(
        shop,
        "return_inspected",
        key="n2",
        inspected=(
            Inspected(line_id="L1", units=1),
            Inspected(
                line_id="L1",
                units=1,
                grade="damaged",
                disposition="recycle",
                is_accepted=False,
            ),
        ),
    )

    as_new, damaged = known(shop).inspected
    assert ("LODZ", "restock_a") == (as_new.location_code, as_new.disposition)
    assert ("damaged", False) == (damaged.grade, damaged.is_accepted)
    (level,) = shop.stock("MUG")
    assert (4, "LODZ") == (level.on_hand, level.location_code)


def test_the_same_notice_again_changes_nothing(shop):
    say(shop, "return_received", units=(LineUnits("L1", 2),))
    before = shop.order("1001").version

    say(shop, "return_received", units=(LineUnits("L1", 2),))

    assert before == shop.order("1001").version


def test_a_partner_grades_nothing_for_another_shelf(shop):
    say(shop, "return_received", units=(LineUnits("L1", 2),))

    elsewhere = Inspected(line_id="L1", units=2, location_code="MOON")
    with pytest.raises(errors.InvalidInput) as refused:
        say(shop, "return_inspected", key="n2", inspected=(elsewhere,))

    assert "inspected[0].location_code" == refused.value.path


def test_a_return_that_there_is_not_is_refused(shop):
    for said in ("return_received", "return_inspected"):
        with pytest.raises(errors.UnknownReturn):
            say(shop, said, return_id="R9", units=(LineUnits("L1", 1),))


def test_an_inspection_of_nothing_is_refused(shop):
    with pytest.raises(errors.MissingField):
        say(shop, "return_inspected")
