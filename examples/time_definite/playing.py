"""Playing the stories through a shop whose clock is turned by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from offering import Guarantee
from stories import PACKAGE, SHOP_ZONE, STORIES, Story

from postpurchase import (
    CapturePayment,
    Order,
    PlaceOrder,
    PostPurchase,
    RecordTracking,
    RevisePromise,
    ShipParcel,
    TrackingFact,
)
from postpurchase.delivery.watch import ParcelThresholds, Thresholds, Wait
from postpurchase.plugins.notices import Notices
from postpurchase.plugins.watch import Watch
from postpurchase.testing import Clock, FakeChannel
from postpurchase.values.times import local_moment

BEGINS_AT = datetime(2026, 4, 27, tzinfo=UTC)
ENDS_AT = datetime(2026, 5, 7, tzinfo=UTC)
HOUR = timedelta(hours=1)

PARCEL = "P1"
CARRIER = "falcon"

THRESHOLDS = Thresholds(
    zone=SHOP_ZONE,
    parcels={
        CARRIER: ParcelThresholds(
            first_scan=Wait(hours=6),
            no_movement=Wait(working_days=2),
            customs=Wait(hours=24),
        )
    },
)
"""What is too long for a carrier that guarantees two or three days."""

Moment = tuple[datetime, Callable[[], None]]


def play(guarantees: Mapping[str, Guarantee]) -> PostPurchase:
    """Let everything happen in the order of time, and return the shop.

    Between two moments the shop is looked after once an hour, as a dispatcher that
    runs all day would do.

    Args:
        guarantees: What each customer was guaranteed, by order id.
    """
    clock, letters = Clock(BEGINS_AT), FakeChannel(code="email")
    shop = PostPurchase.open(
        "memory:",
        plugins=[letters, Watch(thresholds=THRESHOLDS), Notices(channel="email")],
        entry_points=False,
        clock=clock,
    )
    for at, act in sorted(_schedule(shop, guarantees), key=lambda moment: moment[0]):
        _look_after(shop, clock, at)
        act()
        shop.dispatch()
    _look_after(shop, clock, ENDS_AT)
    return shop


def _schedule(
    shop: PostPurchase, guarantees: Mapping[str, Guarantee]
) -> Iterator[Moment]:
    for story in STORIES:
        made = guarantees[story.order_id].made
        assert made.service.pick_up_at is not None
        collected_at = local_moment(
            made.dispatch_on, made.service.pick_up_at, ZoneInfo(made.location.zone)
        )
        yield story.ordered_at, partial(_place, shop, story, guarantees[story.order_id])
        yield collected_at, partial(_ship, shop, story, made.service.code)
        for fact in story.facts():
            yield fact.at, partial(_hear, shop, story, fact)


def _look_after(shop: PostPurchase, clock: Clock, until: datetime) -> None:
    while clock() < until:
        next_hour = clock().replace(minute=0) + HOUR
        clock.advance(seconds=int((min(next_hour, until) - clock()).total_seconds()))
        shop.dispatch()


def _place(shop: PostPurchase, story: Story, guarantee: Guarantee) -> None:
    placed = shop.handle(
        PlaceOrder(
            order_id=story.order_id,
            number=f"#{story.order_id}",
            at=shop.clock(),
            currency=guarantee.chosen.price.currency,
            lines=(story.line,),
            shipping=guarantee.chosen.price,
            recipient=story.customer,
            address=story.address,
            locale=story.customer.locale,
            zone=story.customer.zone,
            promise=guarantee.chosen.promise,
        )
    )
    shop.handle(
        CapturePayment(
            order_id=story.order_id,
            at=shop.clock(),
            payment_id="card",
            method="card",
            amount=placed.order.balance_due,
        )
    )


def _ship(shop: PostPurchase, story: Story, service: str) -> None:
    shop.handle(
        ShipParcel(
            order_id=story.order_id,
            at=shop.clock(),
            parcel_id=PARCEL,
            units={story.line.line_id: story.line.quantity},
            carrier=CARRIER,
            service=service,
            tracking_number=story.tracking_number,
            package=PACKAGE,
        )
    )


def _hear(shop: PostPurchase, story: Story, fact: TrackingFact) -> None:
    shop.handle(
        RecordTracking(
            order_id=story.order_id, at=shop.clock(), parcel_id=PARCEL, facts=fact
        )
    )
    shop.dispatch()
    _promise_anew(shop, shop.order(story.order_id))


def _promise_anew(shop: PostPurchase, order: Order) -> None:
    """Do what the watch asks for where the carrier named a day that is too late."""
    if "predicted_late" not in [finding.kind for finding in order.findings]:
        return
    day = order.parcels[0].estimated_on
    assert order.promise is not None
    assert day is not None
    promise = order.promise.postponed(day, day)
    shop.handle(
        RevisePromise(
            order_id=order.order_id, at=shop.clock(), promise=promise, reason="customs"
        )
    )
