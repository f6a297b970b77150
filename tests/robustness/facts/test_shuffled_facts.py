"""Facts of a parcel, shuffled, repeated and dropped: one result, and told once.

`POSTPURCHASE_FACTS=100000` tries a hundred thousand histories; by default two.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from datetime import timedelta

from postpurchase.order.commands import (
    LabelParcel,
    OpenParcel,
    RecordTracking,
    ShipParcel,
)
from postpurchase.order.decide import decide
from postpurchase.order.evolve import replay
from postpurchase.plugins.notices import TOLD
from postpurchase.testing import NOON, given, place_order
from postpurchase.tracking.facts import TrackingFact
from postpurchase.tracking.fold import fold, key
from postpurchase.tracking.vocabulary import CODES

TRIES = int(os.environ.get("POSTPURCHASE_FACTS", "2000"))
ABOUT = {"order_id": "1001", "at": NOON, "parcel_id": "P1"}
USUAL = [
    "info_received.label_created",
    "in_transit.accepted",
    "in_transit.processed",
    "out_for_delivery.general",
    "delivery_attempted.recipient_absent",
    "available_for_pickup.locker",
    "delivered.collected",
]
STARTS = (
    given(
        place_order(),
        ShipParcel(**ABOUT, units={"L1": 2, "L2": 1}, tracking_number="RR1"),
    ).order,
    given(
        place_order(),
        OpenParcel(**ABOUT, units={"L1": 2}),
        LabelParcel(**ABOUT, carrier="ups", tracking_number="1Z1"),
    ).order,
)


def history(chance):
    """Make what a carrier says of one parcel: mostly usual, now and then anything."""
    codes = [*USUAL[: chance.randint(1, 7)]]
    codes += chance.choices(sorted(CODES), k=chance.randint(0, 5))
    facts = []
    for hour, code in enumerate(codes):
        late = chance.choice((0, 0, 0, -30, 5))
        at = NOON + timedelta(hours=hour + late)
        clock = at.replace(tzinfo=None).isoformat() if chance.random() < 0.2 else ""
        raw = chance.choice(("", "A1", "B2"))
        facts.append(TrackingFact(at=at, code=code, raw_code=raw, local_at=clock))
    return list(dict.fromkeys(facts))


def deliver(order, told, chance):
    """Record facts in parcels of one to three, and return what happened on the way."""
    happened, waiting = [], list(told)
    while waiting:
        size = chance.randint(1, 3)
        some, waiting = waiting[:size], waiting[size:]
        events = decide(order, RecordTracking(**ABOUT, facts=tuple(some)))
        before = order.parcel("P1").tracking
        order = replay(events, order)
        after = order.parcel("P1").tracking
        assert before is None or key(after.latest) >= key(before.latest)
        happened += events
    return order, happened


def result(order):
    """Say where the parcel and its units ended."""
    parcel = order.parcel("P1")
    places = [dict(line.places) for line in order.lines]
    return parcel.code, parcel.state, parcel.tracking.latest, places


def test_facts_in_any_order_number_and_part_give_one_result_and_one_notice_each():
    chance = random.Random(20260601)
    for _ in range(TRIES):
        start = chance.choice(STARTS)
        facts = history(chance)
        whole, _ = deliver(start, facts, chance)

        told = [one for one in facts for _ in range(chance.randint(1, 3))]
        chance.shuffle(told)
        shuffled, happened = deliver(start, told, chance)
        assert result(whole) == result(shuffled)
        assert fold(facts) == shuffled.parcel("P1").tracking.latest

        notices = Counter(TOLD[type(one)] for one in happened if type(one) in TOLD)
        assert all(count == 1 for count in notices.values()), notices

        kept = [one for one in told if chance.random() < 0.6]
        if not kept:
            continue
        partly, _ = deliver(start, kept, chance)
        assert fold(kept) == partly.parcel("P1").tracking.latest
        # What was dropped comes with the next whole list.
        healed, _ = deliver(partly, told, chance)
        assert result(whole) == result(healed)
