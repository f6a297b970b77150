"""What a return makes due, what may go back again, and when it is done."""

import pytest

from order.returns_making import about, allowing, delivered, inspect, receive, request
from order.returns_making import units as part
from postpurchase.order import commands as c
from postpurchase.order.dues import due_units, is_done, sendable_units

REPAIR = request(2, allowing(), kind="non_conformity", resolution="repair")
MONEY = request(2, allowing(refund_when="manual"))


def known(*history):
    return delivered(*history).order.return_("R1")


def test_what_came_for_repair_may_go_back_before_anybody_looked_at_it():
    assert part(2) == sendable_units(known(REPAIR, receive(2)))
    assert () == sendable_units(known(MONEY, receive(2)))


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        ({"is_accepted": False, "disposition": "send_back"}, part(1)),
        ({"is_accepted": False, "disposition": "hold"}, part(1)),
        ({"is_accepted": False, "disposition": "destroy"}, part(1)),
        ({"disposition": "hold"}, part(1)),
        ({"disposition": "send_back"}, part(1)),
        ({"disposition": "restock_a"}, ()),
        ({}, ()),
    ],
)
def test_what_was_refused_or_is_held_may_go_back(seen, expected):
    assert expected == sendable_units(known(MONEY, receive(2), inspect(1, **seen)))


def test_a_repair_is_done_once_all_of_it_went_back():
    seen = (REPAIR, receive(2), inspect(2, disposition="restock_a"))
    assert not is_done(known(*seen))
    assert "approved" == known(*seen).intent

    gone = about(c.SendBackReturn, units={"L1": 2}, parcel_id="P9")
    assert "closed" == known(*seen, gone).intent


@pytest.mark.parametrize("resolution", ["repair", "none"])
def test_what_brings_no_money_makes_nothing_due(resolution):
    asked = request(2, allowing(), kind="non_conformity", resolution=resolution)

    assert () == due_units(known(asked, receive(2), inspect(2)))
