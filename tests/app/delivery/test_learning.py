"""What the log teaches of deliveries."""

from __future__ import annotations

from datetime import date, timedelta

from postpurchase import Package, PostPurchase
from postpurchase.app.delivery.lessons import lane
from postpurchase.delivery.choose import PackedParcel, Question, choose, read_book
from postpurchase.delivery.learn import Share
from postpurchase.order.commands import RecordTracking, RevisePromise
from postpurchase.testing import NOON, Clock, deliver_parcel, place_order, ship_parcel
from postpurchase.tracking.facts import TrackingFact
from postpurchase.values.answers import Promise

DAY = timedelta(days=1)
KYIV = lane("dpd", "classic", "", "UA")


def open_shop():
    return PostPurchase.open("memory:", clock=Clock(), entry_points=False)


def send(shop, name, *, shipped=0, days=None, service="classic", **order):
    """Let an order's parcel be shipped, and delivered after some days."""
    at = NOON + shipped * DAY
    fields = {"country": "UA", "zone": "Europe/Kyiv"} | order
    shop.handle(place_order(order_id=name, number=name, at=at, **fields))
    shop.handle(ship_parcel(order_id=name, at=at, carrier="dpd", service=service))
    if days is not None:
        shop.handle(deliver_parcel(order_id=name, at=at + days * DAY))


def scan(shop, name, code, days):
    at = NOON + days * DAY
    fact = TrackingFact(at=at, code=code, raw_code=code)
    shop.handle(RecordTracking(order_id=name, at=at, parcel_id="P1", facts=(fact,)))


def promised(on):
    return Promise(earliest_on=on, latest_on=on, zone="Europe/Kyiv")


def test_an_empty_log_teaches_nothing():
    learned = open_shop().learn()

    assert () == learned.scorecards


def test_the_book_finds_how_long_parcels_take():
    shop = open_shop()
    for number in range(60):
        send(shop, f"o{number}", shipped=number, days=2 if number % 10 else 6)
    shop.clock.advance(days=70)
    book = shop.learn().book

    assert 2 == book.days(KYIV, 0.5)
    assert book.days(KYIV, 0.98) >= 5
    assert book.late_risk(KYIV, elapsed_days=0, days_left=6) < 0.1


def test_orders_that_were_stored_one_after_another_count_by_their_times():
    ascending, descending = open_shop(), open_shop()
    for shop, numbers in ((ascending, range(40)), (descending, reversed(range(40)))):
        for number in numbers:
            send(shop, f"o{number}", shipped=number, days=1 + number % 5)
        shop.clock.advance(days=50)

    assert ascending.learn().book.expected_days(
        KYIV
    ) == descending.learn().book.expected_days(KYIV)


def test_each_call_goes_on_where_the_last_one_stopped():
    shop, other = open_shop(), open_shop()
    for number in range(20):
        for one in (shop, other):
            send(one, f"o{number}", shipped=number, days=3)
            one.clock.advance(days=1)
        shop.learn()
    first, second = shop.learn(), shop.learn()

    assert 20 == first.scorecards[0].parcels
    assert first.scorecards == second.scorecards == other.learn().scorecards
    assert first.book is second.book


def test_a_carrier_is_measured_against_the_first_promise():
    shop = open_shop()
    send(shop, "kept", days=3, promise=promised(date(2026, 5, 8)))
    send(shop, "missed", days=5, promise=promised(date(2026, 5, 8)))
    later = promised(date(2026, 6, 30))
    for name in ("kept", "missed"):
        shop.handle(
            RevisePromise(
                order_id=name, at=NOON + 9 * DAY, promise=later, reason="carrier"
            )
        )
    send(shop, "unpromised", days=2)
    whole, service = shop.learn().scorecards

    assert ("dpd", "", "classic") == (whole.carrier, whole.service, service.service)
    assert Share(1, 2) == whole.on_time
    assert (3, 3, 0) == (whole.parcels, whole.median_days, whole.under_way)


def test_failed_attempts_damage_and_loss_are_counted():
    shop = open_shop()
    for name in ("tried", "damaged", "lost", "back", "open"):
        send(shop, name)
    scan(shop, "tried", "delivery_attempted.recipient_absent", 2)
    scan(shop, "tried", "delivered.general", 3)
    scan(shop, "damaged", "exception.damaged", 2)
    scan(shop, "damaged", "delivered.general", 3)
    scan(shop, "lost", "exception.lost", 4)
    scan(shop, "back", "returning.general", 4)
    card = shop.learn().scorecards[0]

    assert (5, 1) == (card.parcels, card.under_way)
    assert Share(1, 2) == card.first_attempt
    assert (Share(1, 4), Share(1, 4)) == (card.lost, card.damaged)


def test_days_are_those_of_the_recipient():
    shop = open_shop()
    late_evening = timedelta(hours=10)  # 22:00 UTC, past midnight in Kyiv.
    at = NOON + late_evening
    shop.handle(place_order(country="UA", zone="Europe/Kyiv"))
    shop.handle(ship_parcel(at=NOON, carrier="dpd"))
    shop.handle(deliver_parcel(at=at))

    assert 1 == shop.learn().scorecards[0].median_days


def test_a_rate_book_promises_with_the_days_that_parcels_really_took():
    stated = read_book(
        {
            "years": [2026],
            "locations": [{"code": "kyiv", "country": "UA", "zone": "Europe/Kyiv"}],
            "services": [
                {
                    "carrier": "dpd",
                    "code": "classic",
                    "transit": {"least": 5, "most": 9},
                }
            ],
            "prices": {
                "currency": "UAH",
                "tariffs": [{"carrier": "dpd", "service": "classic", "flat": "70"}],
            },
        }
    )
    shop = open_shop()
    for number in range(30):
        send(shop, f"o{number}", shipped=number, days=2)
    shop.clock.advance(days=40)
    question = Question(
        parcel=PackedParcel(package=Package(weight_grams=800)),
        destination=stated.network.destination("UA"),
        at=NOON,
    )

    said = choose(stated, question).best
    learned = choose(shop.with_learned_times(stated), question).best
    unsure = choose(shop.with_learned_times(stated, least_parcels=31), question).best

    assert learned.latest_on < said.latest_on == unsure.latest_on
    assert said.promised.probability_percent is None
    assert 90 == learned.promised.probability_percent
