"""Every event can be told, in the words of its reader."""

from __future__ import annotations

from datetime import UTC, date, datetime

from postpurchase.messages.telling import TELL, tell
from postpurchase.order.commands import (
    CancelUnits,
    RecordTracking,
    RequestReturn,
    RevisePromise,
)
from postpurchase.order.events import EVENTS
from postpurchase.testing import NOON, given, place_order, ship_parcel
from postpurchase.tracking.facts import TrackingFact
from postpurchase.values.answers import Promise


def told(*history, locale="en"):
    *before, last = history
    answer = given(*before).when(last)
    return tell(answer.events[-1], answer.order, locale)


def test_every_event_is_told():
    assert set(EVENTS) == set(TELL)


def test_a_sentence_counts_and_names_what_is_known():
    assert told(place_order(), ship_parcel()) == (
        "2 items were shipped with fake, tracking number FAKE1."
    )
    bare = ship_parcel(carrier="", tracking_number="", units={"L2": 1})
    assert told(place_order(), bare) == "1 item was shipped."


def test_a_new_promise_says_why():
    promise = Promise(earliest_on=date(2026, 5, 8), latest_on=date(2026, 5, 8))
    revised = RevisePromise(order_id="1001", at=NOON, promise=promise, reason="weather")

    assert told(place_order(), revised, locale="pl").endswith("(pogoda).")


def test_a_promise_is_told_with_its_hour_when_it_is_made_and_when_it_moves():
    noon = datetime(2026, 5, 8, 10, tzinfo=UTC)
    day = date(2026, 5, 8)
    promise = Promise(
        earliest_on=day, latest_on=day, zone="Europe/Warsaw", window_end_at=noon
    )
    revised = RevisePromise(order_id="1001", at=NOON, promise=promise, reason="weather")

    assert told(place_order(promise=promise)).endswith(
        "Delivery: May 8, 2026, by 12:00."
    )
    assert "New delivery date: May 8, 2026, by 12:00 (weather)." == told(
        place_order(), revised
    )


def test_an_abbreviation_at_the_end_ends_the_sentence():
    promise = Promise(earliest_on=date(2026, 5, 8), latest_on=date(2026, 5, 8))

    assert told(place_order(promise=promise), locale="uk").endswith(
        "Доставка: 8 травня 2026\u202fр."
    )


def test_customs_are_told_step_by_step():
    def news(code):
        fact = TrackingFact(code=code, at=NOON)
        seen = RecordTracking(order_id="1001", at=NOON, parcel_id="P1", facts=(fact,))
        answer = given(place_order(), ship_parcel()).when(seen)
        return tell(answer.events[0], answer.order, "en")

    assert "The parcel is going through customs." == news(
        "in_transit.customs_submitted"
    )
    assert "The parcel has cleared customs." == news("in_transit.customs_cleared")


def test_a_reason_of_the_shops_own_is_shown_as_it_is():
    cancel = CancelUnits(order_id="1001", at=NOON, units={"L1": 1}, reason="moth")

    assert told(place_order(), cancel) == "1 item was cancelled: moth."


def test_a_parcel_whose_goods_a_return_took_over_counts_nothing():
    back = TrackingFact(at=NOON, code="returning.general")
    here = TrackingFact(at=NOON, code="returned.general")
    asked = RequestReturn(
        order_id="1001",
        at=NOON,
        return_id="R1",
        items={"L1": 2},
        kind="delivery_refused",
        asked_by="staff",
    )
    about = {"order_id": "1001", "at": NOON, "parcel_id": "P1"}
    history = [place_order(), ship_parcel(), RecordTracking(**about, facts=back), asked]

    arrived = given(*history).when(RecordTracking(**about, facts=here))

    said = [tell(event, arrived.order, "en") for event in arrived.events]
    assert "The parcel came back." in said
