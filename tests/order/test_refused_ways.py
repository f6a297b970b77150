"""A refusal of a way back counts for the way that is still wished for."""

import pytest

from postpurchase.order import commands as c
from postpurchase.order.events import ReturnWayRefused
from postpurchase.order.returns import ReturnWay
from postpurchase.testing import NOON, deliver_parcel, place_order, ship_parcel
from postpurchase.testing.scenarios import given

ABOUT = {"order_id": "1001", "at": NOON, "return_id": "R1"}
ASKED = (
    place_order(),
    ship_parcel(),
    deliver_parcel(),
    c.RequestReturn(**ABOUT, items={"L1": 1}, method="locker"),
    c.ApproveReturn(**ABOUT),
)


def refuse(*before, method="locker"):
    refusal = c.RefuseReturnWay(
        **ABOUT, method=method, carrier="boxes", reason="too_big"
    )
    return given(*ASKED, *before).when(refusal)


def test_the_choice_is_forgotten_so_that_another_can_be_made():
    done = refuse()

    (refused,) = done.events
    assert isinstance(refused, ReturnWayRefused)
    assert ("locker", "boxes", "too_big") == (
        refused.method,
        refused.carrier,
        refused.reason,
    )
    assert None is done.order.return_("R1").wish
    assert "awaiting" == done.order.return_("R1").logistics


@pytest.mark.parametrize(
    "before",
    [
        (c.ChooseReturnWay(**ABOUT, method="drop_off"),),
        (c.RefuseReturnWay(**ABOUT, method="locker", reason="closed"),),
        (c.CancelReturn(**ABOUT, reason="customer"),),
        (c.SendReturn(**ABOUT),),
    ],
)
def test_a_refusal_that_comes_too_late_changes_nothing(before):
    assert () == tuple(refuse(*before).events)


def test_what_ran_out_is_ordered_anew_when_it_is_chosen_again():
    way = ReturnWay(method="locker", expires_at=NOON)
    again = c.ChooseReturnWay(**ABOUT, method="locker")
    issued = (*ASKED, c.IssueReturnWay(**ABOUT, way=way))

    assert () == tuple(given(*issued).when(again).events)
    expired = (*issued, c.ExpireReturnWay(**ABOUT))
    assert 1 == len(given(*expired).when(again).events)
