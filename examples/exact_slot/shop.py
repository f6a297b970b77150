"""The shop: the menu at the checkout, and the van that keeps what was chosen."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import attrs
from orders import LONDON, STORIES, Story
from texting import TextMessages, TimeByText

from postpurchase import (
    CapturePayment,
    Money,
    NewLine,
    PlaceOrder,
    PostPurchase,
    RecordTracking,
    ShipParcel,
    TrackingFact,
)
from postpurchase.delivery.choose import (
    PackedParcel,
    Question,
    RateBook,
    choose,
    read_book,
)
from postpurchase.delivery.menu import Menu, Option, menu
from postpurchase.testing import Clock

HERE = Path(__file__).parent
SETS_OFF = timedelta(hours=3)
"""So long before its visit the van is out, and the customer is texted."""

Moment = tuple[datetime, Callable[[], None]]


@attrs.frozen(kw_only=True)
class Checkout:
    """What a customer was offered, and what they took."""

    story: Story
    offered: Menu
    chosen: Option
    refused: tuple[str, ...]


def check_out(rates: RateBook, story: Story) -> Checkout:
    """Offer what there is, and take what the customer wants."""
    question = Question(
        parcel=PackedParcel(package=story.package),
        destination=rates.network.destination("GB", story.postcode),
        at=story.ordered_at,
        percent=100,
    )
    offered = menu(rates, question)
    fitting = [one for one in offered.options if story.wants in one.labels]
    if story.slot is not None:
        fitting = [one for one in fitting if _begins(one) == story.slot]
    return Checkout(
        story=story,
        offered=offered,
        chosen=fitting[0],
        refused=tuple(
            lost.text() for lost in choose(rates, question).others if lost.offer is None
        ),
    )


def play() -> tuple[PostPurchase, TextMessages, list[Checkout]]:
    """Let everything happen in the order of time, with a clock turned by hand."""
    document = tomllib.loads((HERE / "network.toml").read_text(encoding="utf-8"))
    rates, texts = read_book(document), TextMessages()
    checkouts = [check_out(rates, one) for one in STORIES]
    clock = Clock(datetime(2026, 6, 15, 8, 0, tzinfo=UTC))
    rounds = {one.order_id: one.round for one in STORIES}
    shop = PostPurchase.open(
        "memory:",
        plugins=[texts, TimeByText(rounds)],
        entry_points=False,
        clock=clock,
    )
    moments = [moment for one in checkouts for moment in _moments(shop, one)]
    for at, act in sorted(moments, key=lambda moment: moment[0]):
        clock.advance(seconds=int((at - clock()).total_seconds()))
        act()
        shop.dispatch()
    return shop, texts, checkouts


def _moments(shop: PostPurchase, checkout: Checkout) -> Iterator[Moment]:
    story, [offer] = checkout.story, checkout.chosen.offers
    pick_up_at = offer.promised.service.pick_up_at
    assert pick_up_at is not None
    left_at = datetime.combine(
        checkout.chosen.promise.dispatch_on or offer.dispatch_on,
        pick_up_at,
        ZoneInfo(offer.promised.location.zone),
    )
    yield story.ordered_at, partial(_place, shop, checkout)
    yield left_at, partial(_ship, shop, checkout, left_at)
    for at, code in (
        (story.arrived_at - SETS_OFF, "out_for_delivery.general"),
        (story.arrived_at, "delivered.general"),
    ):
        fact = TrackingFact(at=at, code=code)
        yield at, partial(_hear, shop, story, fact)


def _place(shop: PostPurchase, checkout: Checkout) -> None:
    story, chosen = checkout.story, checkout.chosen
    placed = shop.handle(
        PlaceOrder(
            order_id=story.order_id,
            number=f"#{story.order_id}",
            currency="GBP",
            lines=[
                NewLine(
                    line_id="L1",
                    title=story.title,
                    quantity=1,
                    unit_price=Money.parse(story.price, "GBP"),
                )
            ],
            # The depot picks and packs with a system of its own.
            workflow=(),
            shipping=chosen.price,
            recipient=story.customer,
            country="GB",
            locale=story.customer.locale or "en",
            zone="Europe/London",
            promise=chosen.promise,
            at=story.ordered_at,
        )
    )
    shop.handle(
        CapturePayment(
            order_id=story.order_id,
            payment_id="card",
            method="card",
            amount=placed.order.balance_due,
            at=story.ordered_at,
        )
    )


def _ship(shop: PostPurchase, checkout: Checkout, at: datetime) -> None:
    [offer] = checkout.chosen.offers
    shop.handle(
        ShipParcel(
            order_id=checkout.story.order_id,
            parcel_id="P1",
            units={"L1": 1},
            carrier=offer.carrier,
            service=offer.service,
            tracking_number=f"V{checkout.story.order_id}",
            package=checkout.story.package,
            at=at,
        )
    )


def _hear(shop: PostPurchase, story: Story, fact: TrackingFact) -> None:
    shop.handle(
        RecordTracking(order_id=story.order_id, parcel_id="P1", facts=fact, at=fact.at)
    )


def _begins(option: Option) -> tuple[int, int] | None:
    if option.slot is None:
        return None
    starts_at = option.slot.starts_at.astimezone(LONDON)
    return starts_at.day, starts_at.hour
