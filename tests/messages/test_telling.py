"""Every event can be told, in the words of its reader."""

from __future__ import annotations

from datetime import date

from postpurchase.messages.telling import TELL, tell
from postpurchase.order.commands import CancelUnits, RevisePromise
from postpurchase.order.events import EVENTS
from postpurchase.testing import NOON, given, place_order, ship_parcel
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


def test_a_reason_of_the_shops_own_is_shown_as_it_is():
    cancel = CancelUnits(order_id="1001", at=NOON, units={"L1": 1}, reason="moth")

    assert told(place_order(), cancel) == "1 item was cancelled: moth."
