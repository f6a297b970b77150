"""The watch, end to end: a shop with a turned clock, its timers, and its facts."""

from datetime import date, timedelta

import attrs
import pytest

from postpurchase import PostPurchase
from postpurchase.delivery.watch.thresholds import Thresholds
from postpurchase.order import commands as c
from postpurchase.order.events import (
    CheckScheduled,
    CustomerTold,
    FindingClosed,
    FindingOpened,
    OrderChecked,
)
from postpurchase.order.findings import Finding
from postpurchase.plugins.notices import Notices
from postpurchase.plugins.watch import Watch
from postpurchase.service.transaction import Work
from postpurchase.testing import (
    CUSTOMER,
    NOON,
    Clock,
    FakeCarrier,
    FakeChannel,
    place_order,
)
from postpurchase.tracking.facts import TrackingFact
from postpurchase.values.answers import Promise

PROMISE = Promise(
    earliest_on=date(2026, 5, 7),
    latest_on=date(2026, 5, 8),
    zone="Europe/Warsaw",
    dispatch_on=date(2026, 5, 6),
)


def prepared(**more):
    """An order whose lines go through the standard steps."""
    lines = tuple(attrs.evolve(line, workflow=None) for line in place_order().lines)
    return place_order(lines=lines, **more)


class Shop:
    """A shop with a watch, whose clock is turned hour by hour."""

    def __init__(self, *plugins, url="memory:", watch=None):
        self.clock = Clock()
        self.channel = FakeChannel(code="sms")
        self.watch = watch or Watch(thresholds=Thresholds(zone="Europe/Warsaw"))
        self.shop = PostPurchase.open(
            url,
            plugins=[self.channel, FakeCarrier(), self.watch, *plugins],
            entry_points=False,
            clock=self.clock,
        )

    def ask(self, command, **fields):
        outcome = self.shop.handle(command(order_id="1001", at=self.clock(), **fields))
        self.shop.dispatch()
        return outcome

    def place(self, **more):
        self.shop.handle(prepared(promise=PROMISE, recipient=CUSTOMER, **more))
        self.shop.dispatch()

    def ship(self):
        units = {"L1": 2, "L2": 1}
        self.ask(c.SkipSteps, units=units, reason="x")
        self.ask(
            c.ShipParcel,
            parcel_id="P1",
            units=units,
            carrier="fake",
            tracking_number="F1",
        )

    def scan(self, code):
        fact = TrackingFact(at=self.clock(), code=code)
        self.ask(c.RecordTracking, parcel_id="P1", facts=fact)

    def turn(self, hours):
        for _ in range(hours):
            self.clock.advance(hours=1)
            self.shop.dispatch()

    @property
    def kinds(self):
        return [finding.kind for finding in self.shop.order("1001").findings]

    def events(self, *kinds):
        events = (one.event for one in self.shop.store.load("order:1001"))
        return [event for event in events if isinstance(event, kinds)]


@pytest.mark.parametrize("url", ["memory:", "sqlite://"])
def test_from_placing_to_delivery_the_shop_is_told_what_is_wrong_and_no_more(url):
    shop = Shop(url=url)
    shop.place()
    assert [] == shop.kinds

    shop.turn(43)  # Wednesday 7:00 UTC, 9:00 in Warsaw.
    assert [] == shop.kinds
    shop.turn(1)  # Eight hours before hand-over, which is at 18:00.
    assert ["step_overdue"] == shop.kinds
    shop.turn(8)
    assert ["dispatch_overdue"] == shop.kinds
    shop.ship()
    assert [] == shop.kinds

    shop.turn(24)  # A working day without a scan.
    assert ["not_scanned"] == shop.kinds
    shop.scan("in_transit.accepted")
    assert [] == shop.kinds
    shop.turn(30)  # Friday is over in Warsaw.
    assert ["late"] == shop.kinds
    shop.scan("delivered.signed")
    assert [] == shop.kinds

    order = shop.shop.order("1001")
    assert order.circumstances.check_at is None
    assert len(shop.events(FindingOpened)) == len(shop.events(FindingClosed)) == 4
    shop.turn(24 * 30)
    assert order.version == shop.shop.order("1001").version
    assert 0 == shop.shop.pending()


@pytest.mark.parametrize("url", ["memory:", "sqlite://"])
def test_a_missed_guarantee_is_found_although_the_shop_was_closed_meanwhile(url):
    shop = Shop(url=url)
    by_noon = attrs.evolve(PROMISE, window_end_at=NOON + timedelta(days=4, hours=-2))
    shop.shop.handle(prepared(promise=by_noon, recipient=CUSTOMER))
    shop.ship()
    shop.clock.advance(days=4, hours=2)
    shop.scan("delivered.signed")

    assert ["guarantee_missed"] == shop.kinds
    assert "late" not in [one.finding.kind for one in shop.shop.findings_of("1001")]
    shop.turn(24)
    assert ["guarantee_missed"] == shop.kinds


def test_a_healthy_order_is_looked_at_a_few_times_and_that_is_all():
    shop = Shop()
    shop.place()
    shop.turn(20)
    shop.ship()
    shop.turn(4)
    shop.scan("in_transit.accepted")
    shop.turn(20)
    shop.scan("in_transit.processed")
    shop.turn(24)
    shop.scan("delivered.signed")
    shop.turn(24 * 30)

    assert [] == shop.events(FindingOpened, FindingClosed)
    assert len(shop.events(CheckScheduled, OrderChecked)) <= 8
    assert 0 == shop.shop.pending()


def test_the_checks_stand_in_no_timeline():
    shop = Shop()
    shop.place()
    shop.turn(60)

    told = {entry.kind for entry in shop.shop.timeline("1001")}
    assert "FindingOpened" in told
    assert not {"CheckScheduled", "OrderChecked"} & told


def test_the_customer_is_told_once_of_what_concerns_them():
    shop = Shop(Notices(channel="sms"))
    shop.place()
    shop.ship()
    for code in ("in_transit.accepted", "delivery_attempted.recipient_absent"):
        shop.turn(1)
        shop.scan(code)
    shop.turn(1)
    shop.scan("delivery_attempted.recipient_absent")
    shop.turn(1)
    shop.scan("available_for_pickup.locker")
    shop.turn(72)

    topics = [event.topic for event in shop.events(CustomerTold)]
    assert [
        "order_confirmed",
        "parcel_shipped",
        "delivery_attempted",
        "available_for_pickup",
        "pickup_reminder",
    ] == topics


def test_a_day_in_which_nobody_dispatched_is_made_up_for():
    shop = Shop()
    shop.place()
    shop.clock.advance(days=10)
    shop.shop.dispatch()

    assert {"late", "dispatch_overdue"} == set(shop.kinds)
    assert 0 == shop.shop.pending()


def test_history_is_watched_by_nobody():
    shop = Shop()
    work = Work(
        order_id="1001",
        plan=lambda _order, _past: (prepared(promise=PROMISE),),
        is_historical=True,
    )
    shop.shop.handle_works([work])
    shop.turn(24 * 10)

    assert [] == shop.kinds
    assert 0 == shop.shop.pending()


def test_learned_risk_is_asked_with_the_shop_s_lanes():
    asked = []

    def risk(lane, *, elapsed_days, days_left):
        asked.append(lane.carrier)
        return 0.9

    shop = Shop(watch=Watch(late_risk=risk))
    shop.place()
    shop.ship()

    assert ["predicted_late"] == shop.kinds
    assert {"fake"} == set(asked)


def test_a_look_that_was_overtaken_counts_for_nothing():
    shop = Shop()
    shop.shop.handle(prepared(promise=PROMISE))
    order = shop.shop.order("1001")
    shop.clock.advance(days=3)
    (look,) = shop.watch.on_event(None, order, "k")
    shop.shop.handle(c.SkipSteps(order_id="1001", at=NOON, units={"L1": 2}, reason="x"))

    assert () == shop.shop.handle(look).events
    shop.shop.dispatch()
    assert ["dispatch_overdue"] == shop.kinds


def test_the_same_look_again_is_the_same_and_a_later_one_is_another():
    shop = Shop()
    shop.shop.handle(prepared(promise=PROMISE))
    order = shop.shop.order("1001")
    (first,) = shop.watch.on_event(None, order, "k")
    shop.shop.handle(first)
    assert shop.shop.handle(first).repeated

    shop.clock.advance(days=9)
    (later,) = shop.watch.on_event(None, order, "k")
    assert () == shop.shop.handle(later).events


def test_people_put_a_dispute_on_the_list_and_take_it_off():
    shop = Shop()
    shop.place()
    shop.ship()
    shop.scan("delivered.signed")
    dispute = Finding(
        finding_id="D1",
        kind="disputed",
        since_at=shop.clock(),
        parcel_id="P1",
        whose="carrier",
    )
    shop.ask(c.OpenFinding, finding=dispute, by="staff:7")
    shop.turn(48)
    assert ["disputed"] == shop.kinds

    shop.ask(c.CloseFinding, finding_id="D1", reason="neighbour_had_it")
    assert [] == shop.kinds


def test_before_a_shop_is_there_nothing_is_looked_at():
    assert () == Watch().on_event(None, None, "k")
