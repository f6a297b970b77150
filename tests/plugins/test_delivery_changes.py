"""Changes of a delivery, end to end: a carrier with a ledger, and answers that get lost."""

from datetime import date

import attrs
import pytest

from postpurchase import PostPurchase
from postpurchase.errors import PermanentFailure, TemporaryFailure
from postpurchase.hooks import load_plugins
from postpurchase.order import commands as c
from postpurchase.order.events import CustomerTold, DeliveryChangeSent, PromiseRevised
from postpurchase.order.evolve import replay
from postpurchase.plugins.delivery_changes import DeliveryChanges
from postpurchase.plugins.notices import Notices
from postpurchase.testing import (
    CUSTOMER,
    NOON,
    Clock,
    FakeCarrier,
    FakeChannel,
    place_order,
    ship_parcel,
)
from postpurchase.tracking.facts import TrackingFact
from postpurchase.values.address import Address
from postpurchase.values.answers import Promise
from postpurchase.values.carriage import DeliveryChange

FRIDAY = DeliveryChange(kind="reschedule", on=date(2026, 5, 8))
SHED = DeliveryChange(kind="safe_place", place="in Olena's shed")
PROMISE = Promise(
    earliest_on=date(2026, 5, 6), latest_on=date(2026, 5, 6), zone="Europe/Kyiv"
)


class NoChanges:
    """A carrier that only quotes."""

    code = "plain"
    name = "Plain"

    def quote(self, package, **_more):
        return ()

    def tracking_url(self, tracking_number):
        return "https://track.example/"


class Particular(FakeCarrier):
    """Leaves parcels in safe places and at pick-up points, and says no in a code."""

    says_no = ""
    wishes = ()

    def changes(self, tracking_number, code, at):
        return ("pickup_point", "safe_place", "to_the_moon")

    def change(self, tracking_number, change, *, key):
        if self.says_no:
            raise PermanentFailure(plugin=self.code, reason=self.says_no)
        self.wishes = (*self.wishes, change)
        super().change(tracking_number, change, key=key)


class Shop:
    def __init__(self, carrier=None, *, faults=(), scan="in_transit.accepted", **more):
        self.clock = Clock()
        self.carrier = carrier or FakeCarrier(faults=faults)
        self.channel = FakeChannel(code="sms")
        plugins = [
            self.carrier,
            self.channel,
            DeliveryChanges(),
            Notices(channel="sms"),
        ]
        self.shop = PostPurchase.open(
            "memory:", plugins=plugins, entry_points=False, clock=self.clock
        )
        placed = {"promise": PROMISE, "recipient": CUSTOMER, **more}
        self.shop.handle(place_order(**placed))
        self.shop.handle(ship_parcel(carrier=self.carrier.code))
        if scan:
            fact = TrackingFact(at=NOON, code=scan)
            self.shop.handle(
                c.RecordTracking(order_id="1001", at=NOON, parcel_id="P1", facts=fact)
            )
        if isinstance(self.carrier, FakeCarrier):
            self.carrier.hand_over("FAKE1", NOON)
        self.shop.dispatch()

    def ask(self, change=FRIDAY, change_id="C1", **more):
        return self.shop.handle(
            c.RequestDeliveryChange(
                order_id="1001",
                at=self.clock(),
                change_id=change_id,
                parcel_id="P1",
                change=change,
                **more,
            )
        )

    @property
    def change(self):
        return self.shop.order("1001").changes[-1]

    def told(self, kind):
        return [
            entry.text for entry in self.shop.timeline("1001") if entry.kind == kind
        ]

    def topics(self):
        events = (one.event for one in self.shop.store.load("order:1001"))
        return [one.topic for one in events if isinstance(one, CustomerTold)]


def test_a_change_is_asked_for_recorded_sent_and_accepted_once():
    shop = Shop()
    shop.ask()
    assert "requested" == shop.change.state
    assert [] == shop.carrier.ledger
    shop.shop.dispatch()

    assert "accepted" == shop.change.state
    assert [("change", "4:1001:change:C1")] == shop.carrier.ledger
    assert ["The carrier will deliver on another day: May 8, 2026."] == shop.told(
        "DeliveryChangeAccepted"
    )


def test_another_day_is_another_promise_and_no_delay():
    shop = Shop()
    shop.ask()
    shop.shop.dispatch()

    promise = shop.shop.order("1001").parcel("P1").promise
    assert (FRIDAY.on, FRIDAY.on, "Europe/Kyiv") == (
        promise.earliest_on,
        promise.latest_on,
        promise.zone,
    )
    events = [one.event for one in shop.shop.store.load("order:1001")]
    (revised,) = [event for event in events if isinstance(event, PromiseRevised)]
    assert ("customer_request", "P1") == (revised.reason, revised.parcel_id)
    assert PROMISE == shop.shop.order("1001").terms.promise
    assert ["delivery_changed"] == [t for t in shop.topics() if "delivery_" in t]
    assert "delay" not in shop.topics()


def test_a_place_reaches_the_carrier_and_no_event():
    shop = Shop(Particular())
    shop.ask(SHED)
    shop.shop.dispatch()

    assert (SHED,) == shop.carrier.wishes
    events = repr([one.event for one in shop.shop.store.load("order:1001")])
    assert "shed" not in events
    assert "Olena" not in repr(shop.change)
    assert shop.shop.order("1001").parcel("P1").promise is None


def test_an_address_reaches_the_carrier_as_an_address():
    address = Address(
        lines=("Dluga 1",), city="Krakow", postcode="31-146", country="PL"
    )
    carrier = Particular()
    carrier.changes = lambda *_: ("address",)
    shop = Shop(carrier)
    shop.ask(DeliveryChange(kind="address", address=address))
    shop.shop.dispatch()

    assert [address] == [wish.address for wish in carrier.wishes]


def test_what_was_forgotten_in_between_is_refused():
    shop = Shop(Particular())
    shop.ask(SHED)
    shop.shop.forget(order_id="1001")
    shop.shop.dispatch()

    assert ("refused", "forgotten", ()) == (
        shop.change.state,
        shop.change.reason,
        shop.carrier.wishes,
    )


@pytest.mark.parametrize(("fault", "times"), [("lost_before", 1), ("lost_after", 1)])
def test_an_answer_that_is_lost_leaves_it_unknown_and_is_asked_again_with_the_same_key(
    fault, times
):
    shop = Shop(faults=[fault, "busy"])
    shop.ask()
    shop.shop.dispatch(limit=2)  # Whoever is told of the request, then of the sending.
    shop.shop.dispatch()
    assert [
        "The carrier has not answered the change of the delivery yet."
    ] == shop.told("DeliveryChangeUnknown")
    shop.clock.advance(minutes=5)
    shop.shop.dispatch()

    assert "accepted" == shop.change.state
    assert [("change", "4:1001:change:C1")] * times == shop.carrier.ledger
    assert 0 == len(shop.shop.store.dead_letters())


def test_as_long_as_nobody_knows_no_second_change_is_made():
    shop = Shop(faults=["lost_before", "busy", "busy"])
    shop.ask()
    shop.shop.dispatch()
    assert "unknown" == shop.change.state

    (refused,) = shop.shop.handle_many(
        [
            c.RequestDeliveryChange(
                order_id="1001", at=NOON, change_id="C2", parcel_id="P1", change=SHED
            )
        ]
    )
    assert "change_pending" == refused.code


def test_an_answer_that_is_lost_twice_is_asked_for_a_third_time():
    shop = Shop(faults=["lost_before", "lost_before"])
    shop.ask()
    shop.shop.dispatch()
    assert ("unknown", "no_answer") == (shop.change.state, shop.change.reason)

    shop.clock.advance(seconds=5)
    shop.shop.dispatch()
    assert "accepted" == shop.change.state
    assert [("change", "4:1001:change:C1")] == shop.carrier.ledger


def test_a_carrier_whose_plugin_went_away_in_between_changes_nothing():
    shop = Shop(faults=["busy"])
    shop.ask()
    shop.shop.dispatch()
    plugin = DeliveryChanges()
    plugin.on_loaded(load_plugins(entry_points=False))
    plugin._plugins.tell_time_with(shop.clock)
    recorded = [one.event for one in shop.shop.store.load("order:1001")]
    sent = next(event for event in recorded if isinstance(event, DeliveryChangeSent))

    (answer,) = plugin.on_event(sent, shop.shop.order("1001"), "k")
    assert ("refused", "not_offered") == (answer.outcome, answer.reason)


def test_a_carrier_that_is_busy_is_asked_again_later():
    shop = Shop(faults=["busy"])
    shop.ask()
    shop.shop.dispatch()
    assert "sent" == shop.change.state

    shop.clock.advance(seconds=5)
    shop.shop.dispatch()
    assert "accepted" == shop.change.state


def test_a_carrier_that_says_no_is_told_with_what_is_still_possible():
    carrier = Particular()
    carrier.says_no = "the tour is planned"
    shop = Shop(carrier)
    shop.ask(SHED)
    shop.shop.dispatch()

    assert ("refused", "carrier_refused", ("pickup_point",)) == (
        shop.change.state,
        shop.change.reason,
        shop.change.alternatives,
    )
    [said] = shop.told("DeliveryChangeRefused")
    assert said.startswith("The delivery could not be changed: the carrier refused.")
    assert said.endswith("Still possible: a pick-up point.")
    assert "delivery_change_refused" == shop.topics()[-1]


def test_a_reason_that_is_a_known_code_is_kept():
    carrier = Particular()
    carrier.says_no = "too_late"
    shop = Shop(carrier)
    shop.ask(SHED)
    shop.shop.dispatch()

    assert "too_late" == shop.change.reason


@pytest.mark.parametrize(
    ("carrier", "scan", "reason", "alternatives"),
    [
        (NoChanges(), "in_transit.accepted", "not_offered", ()),
        (FakeCarrier(code="other"), "", "too_late", ()),
        (
            Particular(),
            "in_transit.accepted",
            "not_offered",
            ("safe_place", "pickup_point"),
        ),
    ],
)
def test_what_a_carrier_cannot_do_it_is_not_asked_to_do(
    carrier, scan, reason, alternatives
):
    shop = Shop(carrier, scan=scan)
    shop.ask()
    shop.shop.dispatch()

    assert ("refused", reason, alternatives) == (
        shop.change.state,
        shop.change.reason,
        shop.change.alternatives,
    )
    assert [] == getattr(carrier, "ledger", [])


def test_a_carrier_of_which_there_is_no_plugin_can_change_nothing():
    shop = Shop()
    shop.shop.handle(place_order(order_id="1002", number="#1002"))
    shop.shop.handle(ship_parcel(order_id="1002", carrier="pigeon"))
    shop.shop.handle(
        c.RequestDeliveryChange(
            order_id="1002", at=NOON, change_id="C1", parcel_id="P1", change=FRIDAY
        )
    )
    shop.shop.dispatch()

    assert "not_offered" == shop.shop.order("1002").changes[0].reason


def test_an_answer_that_was_stored_and_comes_again_changes_nothing():
    shop = Shop()
    shop.ask()
    shop.shop.dispatch()
    events = list(shop.shop.store.load("order:1001"))
    plugin = DeliveryChanges()
    plugin.on_loaded(shop.shop.plugins)
    for n, recorded in enumerate(events, 1):
        order = replay([one.event for one in events[:n]])
        for command in plugin.on_event(
            recorded.event, order, f"1001:{n}:delivery-changes"
        ):
            assert shop.shop.handle(command).repeated
    assert [("change", "4:1001:change:C1")] == shop.carrier.ledger


def test_a_late_unknown_undoes_no_answer():
    shop = Shop()
    shop.ask()
    shop.shop.dispatch()
    late = c.SettleDeliveryChange(
        order_id="1001", at=NOON, change_id="C1", outcome="unknown"
    )

    assert () == shop.shop.handle(late).events


def test_without_a_shop_nothing_is_asked():
    assert () == DeliveryChanges().on_event(None, None, "k")


def test_a_busy_carrier_that_is_asked_what_is_possible_is_asked_again():
    class Busy(FakeCarrier):
        times = 0

        def changes(self, tracking_number, code, at):
            self.times += 1
            if self.times == 1:
                raise TemporaryFailure(plugin="busy", reason="busy")
            return super().changes(tracking_number, code, at)

    shop = Shop(Busy())
    shop.ask()
    shop.shop.dispatch()
    shop.clock.advance(seconds=5)
    shop.shop.dispatch()

    assert "accepted" == shop.change.state


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("uk", "Доставку не вдалося змінити: перевізник такого не пропонує."),
        ("pl", "Nie udało się zmienić dostawy: przewoźnik tego nie oferuje."),
        ("ru", "Доставку не удалось изменить: перевозчик такого не предлагает."),
        ("zh", "无法更改配送：承运商不提供此服务。"),
    ],
)
def test_a_refusal_is_told_in_the_customer_s_language(locale, said):
    shop = Shop(NoChanges(), locale=locale)
    shop.ask()
    shop.shop.dispatch()

    message = list(shop.channel.sent.values())[-1]
    assert ("delivery_change_refused", said) == (message.topic, message.body)
    assert attrs.asdict(shop.change)["reason"] == "not_offered"


def test_only_another_day_is_promised_anew():
    shop = Shop(Particular())
    shop.ask(SHED)
    shop.shop.dispatch()

    assert "accepted" == shop.change.state
    assert shop.shop.order("1001").parcel("P1").promise is None


@pytest.mark.parametrize(
    ("zone", "said"), [("Europe/Warsaw", "Europe/Warsaw"), ("", "UTC")]
)
def test_without_a_promise_the_day_is_the_customer_s_own(zone, said):
    customer = attrs.evolve(CUSTOMER, zone="")
    shop = Shop(promise=None, zone=zone, recipient=customer)
    shop.ask()
    shop.shop.dispatch()

    assert said == shop.shop.order("1001").parcel("P1").promise.zone
