"""What carriers are asked for is checked before it leaves."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import attrs
import pytest

from postpurchase.errors import InvalidInput, NaiveTime
from postpurchase.testing import pick_up, shipment
from postpurchase.values.address import Address
from postpurchase.values.carriage import CHANGE_KINDS, DeliveryChange, Label

HOME = Address(lines=("Main 1",), city="Berlin", postcode="10115", country="DE")
WHAT = {
    "reschedule": {"on": date(2026, 6, 3)},
    "safe_place": {"place": "behind the gate"},
    "neighbour": {"place": "Olena, door 4"},
    "pickup_point": {"pickup_point": "KRA01N"},
    "address": {"address": HOME},
}


def test_nobody_stands_in_a_repr():
    shown = repr(shipment()) + repr(pick_up())

    for personal in ("Олена", "olena", "+380", "Długa", "Hauptstrasse"):
        assert personal not in shown
    assert "document" not in repr(Label(tracking_number="1", document=b"x"))


@pytest.mark.parametrize("kind", CHANGE_KINDS)
def test_each_kind_of_change_needs_what_it_is_about(kind):
    assert kind == DeliveryChange(kind=kind, **WHAT[kind]).kind

    with pytest.raises(InvalidInput) as failure:
        DeliveryChange(kind=kind)
    assert [failure.value.path] == list(WHAT[kind])


def test_a_kind_that_is_none_is_refused_with_the_list():
    with pytest.raises(InvalidInput, match="reschedule, safe_place") as failure:
        DeliveryChange(kind="teleport")

    assert "kind" == failure.value.path


def test_the_times_of_a_visit_are_aware_and_in_order():
    wish = pick_up()
    there = timedelta(hours=2)

    assert wish.ready_at.tzinfo is UTC
    with pytest.raises(InvalidInput) as backwards:
        pick_up(closes_at=wish.ready_at)
    with pytest.raises(NaiveTime) as naive:
        pick_up(ready_at=datetime(2026, 6, 1, 9))
    with pytest.raises(NaiveTime) as closing:
        pick_up(closes_at=datetime(2026, 6, 1, 9) + there)
    assert ["closes_at", "ready_at", "closes_at"] == [
        one.value.path for one in (backwards, naive, closing)
    ]


def test_a_visit_is_for_at_least_one_parcel():
    with pytest.raises(InvalidInput) as failure:
        pick_up(parcels=0)

    assert "parcels" == failure.value.path
    assert 1 == attrs.evolve(pick_up(), parcels=1).parcels
