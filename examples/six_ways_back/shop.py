"""The shop: one order goes out by one carrier and comes back by six."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

import attrs
from stories import (
    CUSTOMER,
    DELIVERED_AT,
    DELIVERY,
    ENDS_AT,
    HOME,
    LINES,
    ORDER,
    PLACED_AT,
    SHIPPED_AT,
    STORIES,
    WAREHOUSE,
    Story,
)

from postpurchase import (
    CapturePayment,
    Inspected,
    InspectReturn,
    Money,
    PlaceOrder,
    PostPurchase,
    ReceiveReturn,
    RecordTracking,
    ReturnItem,
    ShipParcel,
    TrackingFact,
)
from postpurchase.app.returns.options import ReturnOptions, ReturnWish
from postpurchase.plugins.return_ways import ReturnWays
from postpurchase.returning.methods import read_ways
from postpurchase.returning.policies import Policy, Window
from postpurchase.testing import Clock, FakeCarrier
from postpurchase.testing.payments import FakeGateway
from postpurchase.values.return_carriage import ReturnTicket

HERE = Path(__file__).parent
PRICES = {
    "northvan": 310,
    "crownpost": 280,
    "cornerdrop": 215,
    "parcelhut": 240,
    "steelbox": 195,
    "daywagon": 395,
    "hotfoot": 690,
}
"""What a parcel costs the shop with each carrier, in pence."""

POLICY = Policy(
    code="28-days", window=Window.of_days(28), freight_by="shop", outbound="none"
)
Moment = tuple[datetime, Callable[[], None]]


@attrs.define
class Played:
    """The shop after everything, and what was seen on the way.

    Args:
        shop: The shop.
        gateway: Who paid the refunds.
        options: What the customer was offered once the parcel had come.
        tickets: What the customer held in hand, by return.
    """

    shop: PostPurchase
    gateway: FakeGateway
    options: ReturnOptions | None = None
    tickets: dict[str, ReturnTicket] = attrs.field(factory=dict)


def play() -> Played:
    """Let everything happen in the order of time, with a clock turned by hand."""
    document = tomllib.loads((HERE / "ways.toml").read_text(encoding="utf-8"))
    clock = Clock(PLACED_AT)
    gateway = FakeGateway(code="cards", clock=clock)
    carriers = [
        FakeCarrier(code=code, price=Money(pence, "GBP"))
        for code, pence in PRICES.items()
    ]
    shop = PostPurchase.open(
        "memory:",
        plugins=[
            *carriers,
            POLICY,
            gateway,
            ReturnWays(ways=read_ways(document), places={"leeds": WAREHOUSE}),
        ],
        entry_points=False,
        clock=clock,
    )
    played = Played(shop, gateway)
    for at, act in sorted(_moments(played), key=lambda moment: moment[0]):
        clock.advance(seconds=int((at - clock()).total_seconds()))
        act()
        shop.dispatch()
    return played


def _moments(played: Played) -> Iterator[Moment]:
    yield PLACED_AT, partial(_place, played.shop)
    yield SHIPPED_AT, partial(_ship, played.shop)
    yield DELIVERED_AT, partial(_arrive, played.shop)
    yield STORIES[0].asked_at, partial(_look, played)
    for story in STORIES:
        yield story.asked_at, partial(_ask, played, story)
        yield story.sent_at, partial(_scan, played, story)
        yield story.received_at, partial(_receive, played.shop, story)
        yield story.inspected_at, partial(_inspect, played.shop, story)
    yield ENDS_AT, lambda: None


def _place(shop: PostPurchase) -> None:
    placed = shop.handle(
        PlaceOrder(
            order_id=ORDER,
            number=f"#{ORDER}",
            at=shop.clock(),
            currency="GBP",
            lines=LINES,
            shipping=DELIVERY,
            recipient=CUSTOMER,
            address=HOME,
            locale="en",
            zone="Europe/London",
        )
    )
    shop.handle(
        CapturePayment(
            order_id=ORDER,
            at=shop.clock(),
            payment_id="card",
            method="card",
            amount=placed.order.balance_due,
        )
    )


def _ship(shop: PostPurchase) -> None:
    shop.handle(
        ShipParcel(
            order_id=ORDER,
            at=shop.clock(),
            parcel_id="P1",
            units={line.line_id: line.quantity for line in LINES},
            carrier="northvan",
            tracking_number="NV1",
            location_code="leeds",
        )
    )


def _arrive(shop: PostPurchase) -> None:
    fact = TrackingFact(at=shop.clock(), code="delivered.general")
    shop.handle(
        RecordTracking(order_id=ORDER, at=fact.at, parcel_id="P1", facts=(fact,))
    )


def _look(played: Played) -> None:
    played.options = played.shop.return_options(ORDER)


def _ask(played: Played, story: Story) -> None:
    """Ask for the return with its way; after the commit the carrier is asked."""
    shop = played.shop
    shop.request_return(
        ReturnWish(
            order_id=ORDER,
            return_id=story.return_id,
            items=(ReturnItem(line_id=story.line_id, units=1, reason=story.reason),),
            method=story.method,
            carrier=story.carrier,
            pickup_point=story.pickup_point,
            on=story.on,
            slot=story.slot,
        )
    )
    shop.dispatch()
    played.tickets[story.return_id] = shop.return_label(ORDER, story.return_id)


def _scan(played: Played, story: Story) -> None:
    fact = TrackingFact(at=played.shop.clock(), code="in_transit.accepted")
    played.shop.record_return_tracking(ORDER, story.return_id, [fact])


def _receive(shop: PostPurchase, story: Story) -> None:
    shop.handle(
        ReceiveReturn(
            order_id=ORDER,
            at=shop.clock(),
            by="leeds",
            return_id=story.return_id,
            units={story.line_id: 1},
            location_code="leeds",
        )
    )


def _inspect(shop: PostPurchase, story: Story) -> None:
    is_broken = story.reason == "quality.defective"
    found = Inspected(
        line_id=story.line_id,
        units=1,
        grade="damaged" if is_broken else "as_new",
        disposition="return_to_vendor" if is_broken else "restock_a",
    )
    shop.handle(
        InspectReturn(
            order_id=ORDER,
            at=shop.clock(),
            by="leeds",
            return_id=story.return_id,
            items=(found,),
        )
    )
