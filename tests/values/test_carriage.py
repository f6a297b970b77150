"""What is asked of a carrier is whole, and what stands in the log is not personal."""

from datetime import UTC, date, datetime, timedelta

import pytest

from postpurchase.errors import InvalidInput, MissingField, NaiveTime
from postpurchase.testing import label_request, pick_up
from postpurchase.values.address import Address
from postpurchase.values.carriage import DeliveryChange, Label, SealedChange

DAY = date(2026, 5, 8)
HOME = Address(country="PL")


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "reschedule", "on": DAY},
        {"kind": "safe_place", "place": "the shed"},
        {"kind": "neighbour", "place": "Ola, door 4"},
        {"kind": "pickup_point", "pickup_point": "KRK01A"},
        {"kind": "address", "address": HOME},
    ],
)
def test_each_kind_of_change_says_what_it_is_about(fields):
    change = DeliveryChange(**fields)

    assert fields == {name: getattr(change, name) for name in fields}
    with pytest.raises(MissingField) as refused:
        DeliveryChange(kind=fields["kind"])
    assert (set(fields) - {"kind"}) == {refused.value.path}


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"kind": "reschedule", "on": DAY, "place": "the shed"}, "place"),
        ({"kind": "safe_place", "place": "the shed", "on": DAY}, "on"),
        ({"kind": "neighbour", "place": "Ola", "pickup_point": "A"}, "pickup_point"),
        ({"kind": "pickup_point", "pickup_point": "A", "address": HOME}, "address"),
    ],
)
def test_a_change_takes_only_what_its_kind_is_about(fields, path):
    with pytest.raises(InvalidInput) as refused:
        DeliveryChange(**fields)

    said = f"{path}: {path} is not a field of this kind of change."
    assert said == str(refused.value)


def test_a_change_shows_nothing_personal():
    assert "PL" not in repr(DeliveryChange(kind="address", address=HOME))
    assert "shed" not in repr(DeliveryChange(kind="safe_place", place="the shed"))


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"kind": "teleport"}, "kind"),
        ({"kind": []}, "kind"),
        ({"on": datetime(2026, 5, 8, tzinfo=UTC)}, "on"),
        ({"on": "2026-05-08"}, "on"),
        ({"place": 5}, "place"),
        ({"place": "x" * 501}, "place"),
        ({"pickup_point": None}, "pickup_point"),
        ({"address": "Long Street 1"}, "address"),
    ],
)
def test_what_is_no_change_is_refused(fields, path):
    with pytest.raises(InvalidInput) as refused:
        DeliveryChange(**{"kind": "reschedule", "on": DAY, **fields})

    assert path == refused.value.path


@pytest.mark.parametrize(
    ("fields", "path"),
    [({"kind": "x"}, "kind"), ({"on": 5}, "on"), ({"detail": "the shed"}, "detail")],
)
def test_what_stands_in_the_log_is_never_personal(fields, path):
    with pytest.raises(InvalidInput) as refused:
        SealedChange(**{"kind": "reschedule", **fields})

    assert path == refused.value.path


def test_nobody_stands_in_the_repr_of_what_a_carrier_is_asked():
    shown = repr(label_request()) + repr(pick_up())

    for personal in ("Олена", "olena", "+380", "Długa", "Hauptstrasse"):
        assert personal not in shown
    assert "document" not in repr(Label(tracking_number="1", document=b"x"))


def test_the_times_of_a_visit_are_aware_and_in_order():
    wish = pick_up()
    naive = datetime(2026, 6, 1, 9)

    assert wish.ready_at.tzinfo is UTC
    with pytest.raises(InvalidInput) as backwards:
        pick_up(closes_at=wish.ready_at)
    with pytest.raises(NaiveTime) as ready:
        pick_up(ready_at=naive)
    with pytest.raises(NaiveTime) as closing:
        pick_up(closes_at=naive + timedelta(hours=2))
    assert ["closes_at", "ready_at", "closes_at"] == [
        one.value.path for one in (backwards, ready, closing)
    ]


def test_a_visit_is_for_at_least_one_parcel():
    with pytest.raises(InvalidInput) as refused:
        pick_up(parcels=0)

    assert "parcels" == refused.value.path
