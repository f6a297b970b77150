"""The shop: what it promises before payment, and what it does to keep it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import attrs
from orders import STOCK, STORIES, Story

from postpurchase import (
    CompleteStep,
    Money,
    NewLine,
    PlaceOrder,
    PostPurchase,
    RecordTracking,
    ShipParcel,
    TrackingFact,
    WorkingCalendar,
)
from postpurchase.delivery.choose import (
    Cheapest,
    Choice,
    Fastest,
    Offer,
    PackedParcel,
    Question,
    RateBook,
    choose,
    read_book,
)
from postpurchase.testing import Clock

HERE = Path(__file__).parent
STEPS = ("picked", "checked", "packed")
TWO_DAYS = 2
CUT_OFF = time(16)


@attrs.frozen(kw_only=True)
class Checkout:
    """What a customer was told before payment.

    Args:
        story: The order.
        by_on: The last day of a two-day promise.
        choice: How the two days are kept; without a best way they cannot be.
        offer: What the customer was promised in the end.
    """

    story: Story
    by_on: date
    choice: Choice
    offer: Offer

    @property
    def is_two_day(self) -> bool:
        """Whether two days were promised."""
        return self.choice.best is not None


def read_rates() -> RateBook:
    """Read locations, services and prices."""
    return read_book(tomllib.loads((HERE / "network.toml").read_text(encoding="utf-8")))


def check_out(shop: PostPurchase, rates: RateBook, story: Story) -> Checkout:
    """Promise two working days by the cheapest way that keeps them.

    Where no way keeps them, nothing is promised that nobody can keep: the customer
    reads the day of the fastest way instead.
    """
    destination = rates.network.destination(
        "US", story.postcode, zone=str(story.ordered_at.tzinfo)
    )
    by_on = two_days_from(story.ordered_at, destination.calendar)
    article = story.article
    there = {
        level.location_code: level
        for level in shop.stock(article.sku)
        if level.available > 0
    }
    question = Question(
        parcel=PackedParcel(package=article.package, goods=article.goods),
        destination=destination,
        at=story.ordered_at,
        latest_on=by_on,
        percent=100,
        ready_on=dict.fromkeys(there, story.ordered_at.date()),
    )
    choice = choose(rates, question, Cheapest())
    offer = choice.best
    if offer is None:
        any_day = attrs.evolve(question, latest_on=None)
        offer = choose(rates, any_day, Fastest()).best
    if offer is None:
        raise SystemExit(f"{story.order_id}: nobody brings it to {story.city}")
    return Checkout(story=story, by_on=by_on, choice=choice, offer=offer)


def two_days_from(ordered_at: datetime, calendar: WorkingCalendar) -> date:
    """Return the second working day after the one that the order counts for.

    An order until four in the afternoon, where the customer lives, counts for its
    day.
    """
    is_late = ordered_at.time() > CUT_OFF
    counted_on = ordered_at.date() + timedelta(days=int(is_late))
    return calendar.add_working_days(counted_on, TWO_DAYS)


def play() -> tuple[PostPurchase, list[Checkout]]:
    """Let the week happen, with a clock that is turned by hand."""
    rates, clock = read_rates(), Clock(datetime(2026, 5, 18, 5, 0, tzinfo=UTC))
    shop = PostPurchase.open("memory:", entry_points=False, clock=clock)
    for sku, location, units in STOCK:
        shop.receive_stock(sku, location, units, key=f"{sku}-{location}")
    checkouts = []
    for story in sorted(STORIES, key=lambda one: one.ordered_at):
        _turn(clock, story.ordered_at)
        checkout = check_out(shop, rates, story)
        _place(shop, checkout)
        checkouts.append(checkout)
    return shop, sorted(checkouts, key=lambda one: one.story.order_id)


def deliver(shop: PostPurchase, checkout: Checkout) -> None:
    """Pick, pack and ship on the promised day, and hear of the arrival."""
    story, offer = checkout.story, checkout.offer
    pick_up_at = offer.promised.service.pick_up_at
    assert pick_up_at is not None
    zone = ZoneInfo(offer.promised.location.zone)
    left_at = datetime.combine(offer.dispatch_on, pick_up_at, zone)
    known = {"order_id": story.order_id, "location_code": offer.location}
    for hours, step in enumerate(STEPS, start=-3):
        shop.handle(
            CompleteStep(
                step=step, units={"L1": 1}, at=left_at + timedelta(hours=hours), **known
            )
        )
    shop.handle(
        ShipParcel(
            parcel_id="P1",
            units={"L1": 1},
            carrier=offer.carrier,
            service=offer.service,
            tracking_number=f"US{story.order_id}0001",
            package=story.article.package,
            at=left_at,
            **known,
        )
    )
    for fact in _facts(story, left_at):
        shop.handle(
            RecordTracking(
                order_id=story.order_id, parcel_id="P1", facts=fact, at=fact.at
            )
        )


def _facts(story: Story, left_at: datetime) -> Iterator[TrackingFact]:
    yield TrackingFact(at=left_at, code="in_transit.general")
    if story.late_because:
        yield TrackingFact(
            at=story.arrived_at - timedelta(days=2),
            code="exception.general",
            raw_text=story.late_because,
            reason="weather_delay",
        )
    yield TrackingFact(at=story.arrived_at, code="delivered.general")


def _place(shop: PostPurchase, checkout: Checkout) -> None:
    story, offer = checkout.story, checkout.offer
    line = NewLine(
        line_id="L1",
        sku=story.article.sku,
        title=story.article.title,
        quantity=1,
        unit_price=Money.parse(story.article.price, "USD"),
        weight_grams=story.article.package.weight_grams,
    )
    shop.handle(
        PlaceOrder(
            order_id=story.order_id,
            number=f"#{story.order_id}",
            currency="USD",
            lines=[line],
            country="US",
            locale="en",
            zone=offer.promised.destination.zone,
            # Two-day delivery is free; what the carrier asks is the shop's affair.
            promise=attrs.evolve(offer.promise, price=Money(0, "USD")),
            at=story.ordered_at,
        )
    )
    shop.allocate(story.order_id, {"L1": {offer.location: 1}})


def _turn(clock: Clock, until: datetime) -> None:
    clock.advance(seconds=int((until - clock()).total_seconds()))
