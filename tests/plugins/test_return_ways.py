"""Ways back, end to end: carriers with ledgers, answers that get lost, labels that end."""

from datetime import UTC, date, time, timedelta

import pytest

from postpurchase import PostPurchase
from postpurchase.errors import PermanentFailure
from postpurchase.hooks import load_plugins
from postpurchase.order import commands as c
from postpurchase.order import events as e
from postpurchase.order.returns import ReturnWay
from postpurchase.plugins.return_requests import arranged, fits, way_of
from postpurchase.plugins.return_ways import ReturnWays
from postpurchase.returning.methods import Visits, WayBack, Window
from postpurchase.testing import (
    CUSTOMER,
    NOON,
    Clock,
    FakeCarrier,
    deliver_parcel,
    label_request,
    place_order,
    ship_parcel,
)
from postpurchase.values.money import Money
from postpurchase.values.return_carriage import ReturnTicket
from postpurchase.values.rulings import Ruling

HALL, HOME = label_request().sender, label_request().recipient
VAN = Visits(zone="Europe/Warsaw", windows=(Window(time(9), time(13)),))
WAYS = (
    WayBack(method="post_label", carrier="post", lifetime_days=14),
    WayBack(method="drop_off", carrier="corner", price=Money(250, "EUR")),
    WayBack(method="drop_off", carrier="kiosk", service="slow", location_code="far"),
    WayBack(method="courier_collection", carrier="van", visits=VAN),
    WayBack(method="in_store", lifetime_days=30),
)


class Shop:
    """A delivered order, and carriers that take goods back."""

    def __init__(self, *, ways=WAYS, faults=(), places=None, **placed):
        self.clock = Clock()
        self.carriers = {
            code: FakeCarrier(code=code, faults=faults if code == "post" else ())
            for code in ("post", "corner", "kiosk", "van")
        }
        self.ways = ReturnWays(
            ways=ways, places={"ber": HALL, "far": HOME} if places is None else places
        )
        self.shop = PostPurchase.open(
            "memory:",
            plugins=[*self.carriers.values(), self.ways],
            entry_points=False,
            clock=self.clock,
        )
        fields = {"recipient": CUSTOMER, "address": HOME.address, **placed}
        self.shop.handle(place_order(**fields))
        self.clock.advance(days=1)
        self.shop.handle(ship_parcel())
        self.clock.advance(days=2)
        self.shop.handle(deliver_parcel())
        self.clock.advance(days=1)

    def ask(self, method="", ruling=None, return_id="R1"):
        self.shop.handle(
            c.RequestReturn(
                order_id="1001",
                at=self.clock(),
                return_id=return_id,
                items={"L1": 1},
                method=method,
                ruling=ruling or Ruling(policy="30d", allowed=True),
            )
        )
        return self.run()

    def choose(self, method, **wish):
        self.shop.handle(
            c.ChooseReturnWay(
                order_id="1001", at=self.clock(), return_id="R1", method=method, **wish
            )
        )
        return self.run()

    def run(self):
        self.shop.dispatch()
        return self.known

    @property
    def known(self):
        return self.shop.order("1001").return_("R1")

    def ledger(self, code):
        return [what for what, _ in self.carriers[code].ledger]

    def happened(self, kind):
        return [
            one.event
            for one in self.shop.store.load("order:1001")
            if isinstance(one.event, kind)
        ]


def test_a_way_that_was_wished_for_is_ordered_once_it_is_agreed():
    shop = Shop()

    known = shop.ask("post_label")

    assert ("issued", "POST-R1", "post") == (
        known.logistics,
        known.way.tracking_number,
        known.way.carrier,
    )
    assert shop.clock() + timedelta(days=14) == known.way.expires_at
    assert ("ber", 499, "POST-R1") == (
        known.way.location_code,
        known.way.price_minor,
        known.way.reference,
    )
    (key,) = shop.carriers["post"].tickets
    assert key == known.way.key
    shop.run()
    assert ["return_way"] == shop.ledger("post")


def test_the_carrier_hears_who_sends_what_where():
    asked = []

    class Listening(FakeCarrier):
        def return_way(self, request, *, key):
            asked.append(request)
            return super().return_way(request, key=key)

    shop = Shop()
    shop.carriers["post"].__class__ = Listening
    shop.ask("post_label")

    (request,) = asked
    assert (CUSTOMER, HOME.address) == (request.sender.contact, request.sender.address)
    assert HALL == request.recipient
    assert ("#1001 R1", 400, Money(1250, "EUR")) == (
        request.reference,
        request.package.weight_grams,
        request.value,
    )


def test_nothing_is_ordered_before_somebody_agreed():
    shop = Shop()

    review = Ruling(policy="30d", allowed=True, review=True)
    known = shop.ask("post_label", review)
    assert ("requested", None, []) == (known.intent, known.way, shop.ledger("post"))

    shop.shop.handle(c.ApproveReturn(order_id="1001", at=shop.clock(), return_id="R1"))
    assert "issued" == shop.run().logistics


def test_a_way_that_is_chosen_before_anybody_agreed_is_ordered_after_it():
    shop = Shop()
    shop.ask(ruling=Ruling(policy="30d", allowed=True, review=True))

    assert None is shop.choose("drop_off").way
    assert [] == shop.ledger("corner")

    shop.shop.handle(c.ApproveReturn(order_id="1001", at=shop.clock(), return_id="R1"))
    assert "corner" == shop.run().way.carrier


def test_a_courier_comes_on_the_chosen_day():
    shop = Shop()
    shop.ask()

    known = shop.choose(
        "courier_collection", collect_on="2026-05-08", slot="09:00-13:00"
    )

    assert (date(2026, 5, 8), "09:00-13:00", "van") == (
        known.way.collect_on,
        known.way.slot,
        known.way.carrier,
    )


def test_the_cheapest_terms_count_unless_the_customer_names_a_network():
    shop = Shop()
    shop.ask("drop_off")
    assert "corner" == shop.known.way.carrier

    known = shop.choose("drop_off", carrier="kiosk", pickup_point="KIOSK1")

    assert ("kiosk", "slow", "far", "KIOSK1") == (
        known.way.carrier,
        known.way.service,
        known.way.location_code,
        known.way.pickup_point,
    )
    assert ["return_way", "void_return"] == shop.ledger("corner")


def test_a_way_without_a_carrier_needs_nobody():
    shop = Shop()

    known = shop.ask("in_store")

    assert ("issued", "", "in_store") == (
        known.logistics,
        known.way.carrier,
        known.way.method,
    )
    assert shop.clock() + timedelta(days=30) == known.way.expires_at


def test_an_answer_that_was_lost_is_asked_for_again_with_the_same_key():
    for fault in ("lost_after", "lost_before", "busy"):
        shop = Shop(faults=[fault])
        assert "awaiting" == shop.ask("post_label").logistics

        shop.clock.advance(hours=1)
        known = shop.run()

        assert ("issued", ["return_way"]) == (known.logistics, shop.ledger("post"))


def test_a_refusal_is_kept_and_another_way_can_be_chosen():
    shop = Shop(faults=["refused"])

    known = shop.ask("post_label")

    assert (None, None, "awaiting") == (known.wish, known.way, known.logistics)
    (refused,) = shop.happened(e.ReturnWayRefused)
    assert ("post_label", "post", "carrier_refused") == (
        refused.method,
        refused.carrier,
        refused.reason,
    )
    said = [one.text for one in shop.shop.timeline("1001")]
    assert (
        "This way back cannot be had: by post, with a label to print. "
        "Reason: the carrier refused. Please choose another one."
    ) in said
    assert "issued" == shop.choose("drop_off").logistics
    # The same again is a new try, for the carrier may have changed its mind.
    assert "post" == shop.choose("post_label").way.carrier


def test_a_carrier_may_say_why_in_a_code():
    class Small(FakeCarrier):
        def return_way(self, request, *, key):
            raise PermanentFailure(plugin=self.code, reason="too_big")

    shop = Shop()
    shop.carriers["post"].__class__ = Small
    shop.ask("post_label")

    assert ["too_big"] == [one.reason for one in shop.happened(e.ReturnWayRefused)]


@pytest.mark.parametrize(
    ("shop", "reason"),
    [
        ({"ways": ()}, "not_offered"),
        ({"ways": (WayBack(method="post_label", carrier="nobody"),)}, "not_offered"),
        ({"places": {}}, "no_address"),
        ({"address": None}, "no_address"),
    ],
)
def test_what_nobody_can_take_is_refused(shop, reason):
    shop = Shop(**shop)
    shop.ask("post_label")

    assert [reason] == [one.reason for one in shop.happened(e.ReturnWayRefused)]
    assert [] == shop.ledger("post")


def test_an_erased_customer_s_goods_have_no_way():
    shop = Shop()
    shop.shop.forget(order_id="1001")

    shop.ask("post_label")

    assert ["no_address"] == [one.reason for one in shop.happened(e.ReturnWayRefused)]


def test_a_label_that_runs_out_is_reminded_of_and_given_back():
    shop = Shop()
    shop.ask("post_label")

    shop.clock.advance(days=11)
    shop.run()
    assert (1, 0) == (
        len(shop.happened(e.ReturnReminded)),
        len(shop.happened(e.ReturnWayExpired)),
    )
    shop.clock.advance(days=3)
    known = shop.run()
    shop.run()

    assert "expired" == known.logistics
    assert ["return_way", "void_return"] == shop.ledger("post")
    again = shop.choose("post_label")
    assert ("issued", "POST-R2") == (again.logistics, again.way.tracking_number)


def test_a_label_that_was_used_is_neither_reminded_of_nor_given_back():
    shop = Shop()
    shop.ask("post_label")
    shop.shop.handle(c.SendReturn(order_id="1001", at=shop.clock(), return_id="R1"))

    shop.clock.advance(days=15)
    known = shop.run()

    assert ("in_transit", ["return_way"]) == (known.logistics, shop.ledger("post"))
    assert [] == shop.happened(e.ReturnReminded)


def test_a_return_that_is_called_off_gives_its_label_back():
    shop = Shop()
    shop.ask("post_label")

    shop.shop.handle(
        c.CancelReturn(
            order_id="1001", at=shop.clock(), return_id="R1", reason="customer"
        )
    )
    shop.run()

    assert ["return_way", "void_return"] == shop.ledger("post")
    assert 2 == shop.shop.order("1001").line("L1").units("delivered")


def test_who_changes_their_mind_while_an_answer_is_lost_gets_the_later_wish_alone():
    shop = Shop(faults=["lost_after"])
    shop.ask("post_label")
    shop.choose("drop_off")

    shop.clock.advance(hours=1)
    shop.run()
    known = shop.run()

    assert ("corner", "issued") == (known.way.carrier, known.logistics)
    assert ["return_way", "void_return"] == shop.ledger("post")
    assert ["return_way"] == shop.ledger("corner")


def test_naming_what_was_arranged_anyway_orders_nothing_more():
    shop = Shop()
    shop.ask("drop_off")

    known = shop.choose("drop_off", carrier="corner")

    assert ("CORNER-R1", ["return_way"]) == (
        known.way.tracking_number,
        shop.ledger("corner"),
    )


def test_a_return_that_is_called_off_on_its_way_keeps_its_label():
    shop = Shop()
    shop.ask("post_label")
    for command in (
        c.SendReturn(order_id="1001", at=shop.clock(), return_id="R1"),
        c.CancelReturn(
            order_id="1001", at=shop.clock(), return_id="R1", reason="staff"
        ),
    ):
        shop.shop.handle(command)
    shop.run()

    assert ["return_way"] == shop.ledger("post")


def test_who_keeps_the_goods_needs_no_way():
    shop = Shop()

    keeps = Ruling(policy="30d", allowed=True, keeps_item=True)
    known = shop.ask("post_label", keeps)

    assert ("not_required", []) == (known.logistics, shop.ledger("post"))


def test_the_label_is_shown_again_as_long_as_the_carrier_knows_it():
    shop = Shop()
    shop.ask("post_label")
    order = shop.shop.order("1001")

    ticket = shop.ways.ticket(order, order.return_("R1"))
    assert b"^XA^FDPOST-R1^XZ" == ticket.document
    assert order.return_("R1").way.expires_at == ticket.expires_at

    shop.carriers["post"].tickets.clear()
    forgotten = shop.ways.ticket(order, order.return_("R1"))
    assert (b"", "POST-R1") == (forgotten.document, forgotten.tracking_number)
    assert order.return_("R1").way.expires_at == forgotten.expires_at


def test_an_unopened_plugin_does_nothing():
    event = e.ReturnWayChosen(
        at=NOON, return_id="R1", wish=ReturnWay(method="drop_off")
    )

    assert () == ReturnWays().on_event(event, None, "k")


def test_it_is_found_among_the_plugins_by_its_class():
    ways = ReturnWays()
    plugins = load_plugins([FakeCarrier(), ways], entry_points=False)

    assert ways is plugins.find(ReturnWays)
    assert None is load_plugins([], entry_points=False).find(ReturnWays)


def test_a_wish_fits_what_leaves_nothing_open():
    way = ReturnWay(method="drop_off", carrier="corner", service="std")

    assert fits(ReturnWay(method="drop_off"), way)
    assert fits(ReturnWay(method="drop_off", service="std"), way)
    for other in (
        ReturnWay(method="locker"),
        ReturnWay(method="drop_off", carrier="kiosk"),
        ReturnWay(method="drop_off", service="fast"),
        ReturnWay(method="drop_off", pickup_point="P"),
        ReturnWay(method="drop_off", slot="10:00-12:00"),
    ):
        assert not fits(other, way)


def test_terms_are_found_by_all_that_is_named():
    def found(**wish):
        terms = way_of(WAYS, ReturnWay(**wish))
        return terms and (terms.carrier, terms.service)

    assert ("corner", "") == found(method="drop_off")
    assert ("kiosk", "slow") == found(method="drop_off", service="slow")
    assert None is found(method="drop_off", carrier="corner", service="slow")
    assert None is found(method="locker")


def test_the_carrier_s_own_end_and_price_count_before_the_stated_ones():
    terms = WayBack(method="drop_off", price=Money(250, "EUR"), lifetime_days=7)
    at = NOON.astimezone(UTC)
    way = ReturnWay(method="drop_off")

    def made(ticket, terms=terms):
        return arranged(way, terms, ticket, at=at, currency="EUR")

    stated = made(ReturnTicket())
    assert (250, at + timedelta(days=7)) == (stated.price_minor, stated.expires_at)
    said = made(ReturnTicket(price=Money(199, "EUR"), expires_at=at))
    assert (199, at) == (said.price_minor, said.expires_at)
    foreign = made(ReturnTicket(price=Money(199, "PLN")), None)
    assert (0, None) == (foreign.price_minor, foreign.expires_at)
