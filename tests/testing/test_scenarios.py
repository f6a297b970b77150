"""Given, when, then: sentences that fail when they are not true."""

from datetime import UTC, datetime, timedelta

import pytest

from postpurchase.errors import InvalidInput, NaiveTime, NotEnoughUnits, Rejected
from postpurchase.order.events import ParcelShipped
from postpurchase.testing import (
    NOON,
    Clock,
    FakeCarrier,
    FakeChannel,
    given,
    message,
    place_order,
    ship_parcel,
)

TOO_MANY = ship_parcel(units={"L1": 9})


def test_what_follows_is_compared_whole():
    answer = given(place_order()).when(ship_parcel())

    [shipped] = answer.events
    assert isinstance(shipped, ParcelShipped)
    assert answer.then(shipped).line("L1").units("shipped") == 2


def test_events_and_commands_tell_the_same_history():
    placed = given(place_order()).order.placed

    assert given(placed).order == given(place_order()).order


@pytest.mark.parametrize(
    "claim",
    [
        lambda answer: answer.then(),
        lambda answer: answer.then_nothing(),
        lambda answer: answer.then(*answer.events, *answer.events),
        lambda answer: answer.then_rejected(),
    ],
)
def test_a_wrong_claim_about_events_fails_and_shows_them(claim):
    answer = given(place_order()).when(ship_parcel())

    with pytest.raises(AssertionError, match="ParcelShipped"):
        claim(answer)


@pytest.mark.parametrize(
    "claim",
    [
        lambda answer: answer.then(),
        lambda answer: answer.then_rejected(InvalidInput),
        lambda answer: answer.then_rejected(NotEnoughUnits, asked=7),
    ],
)
def test_a_wrong_claim_about_a_refusal_fails(claim):
    answer = given(place_order()).when(TOO_MANY)

    with pytest.raises(AssertionError, match="refused"):
        claim(answer)


def test_a_refusal_is_compared_by_its_attributes():
    answer = given(place_order()).when(TOO_MANY)

    answer.then_rejected()
    answer.then_rejected(Rejected)
    answer.then_rejected(NotEnoughUnits, asked=9, available=2)


def test_a_repetition_changes_nothing():
    given(place_order(), ship_parcel()).when(ship_parcel()).then_nothing()


def test_a_clock_stands_still_until_it_is_turned():
    clock = Clock()

    assert clock() == clock() == NOON
    clock.advance(days=1, hours=2, minutes=3, seconds=4)
    assert clock() - NOON == timedelta(days=1, hours=2, minutes=3, seconds=4)


def test_a_clock_starts_with_an_aware_time_and_never_goes_back():
    with pytest.raises(NaiveTime):
        Clock(datetime(2026, 5, 4))
    with pytest.raises(InvalidInput):
        Clock(datetime(2026, 5, 4, tzinfo=UTC)).advance(days=-1)


def test_a_fake_carrier_tells_only_what_has_happened_so_far():
    carrier = FakeCarrier(transit_days=2)
    carrier.hand_over("T1", NOON)

    told = [len(carrier.facts("T1", NOON + timedelta(days=day))) for day in range(4)]

    assert told == [1, 2, 3, 3]


def test_a_lost_parcel_is_admitted_late():
    carrier = FakeCarrier(loses=["T1"])
    carrier.hand_over("T1", NOON)

    assert carrier.facts("T1", NOON + timedelta(days=9))[-1].status == "in_transit"
    assert carrier.facts("T1", NOON + timedelta(days=10))[-1].code == "exception.lost"


def test_a_fake_channel_fails_as_often_as_it_is_told():
    channel = FakeChannel(failures=[OSError("one"), OSError("two")])
    for said in ("one", "two"):
        with pytest.raises(OSError, match=said):
            channel.send(message(), key="k")
    channel.send(message(), key="k")

    assert len(channel.sent) == 1
