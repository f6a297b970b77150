"""Orders on their way, for the detectors' tests: written as what happened to them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from postpurchase.delivery.watch.examining import examine
from postpurchase.delivery.watch.thresholds import Thresholds
from postpurchase.order import commands as c
from postpurchase.order.decide import decide
from postpurchase.order.evolve import replay
from postpurchase.order.model import EMPTY
from postpurchase.testing.clock import NOON
from postpurchase.tracking.facts import TrackingFact
from postpurchase.values.answers import Promise
from postpurchase.values.money import Money

SHOP = Thresholds(zone="Europe/Warsaw")
PROMISE = Promise(
    earliest_on=date(2026, 5, 7),
    latest_on=date(2026, 5, 8),
    zone="Europe/Warsaw",
    dispatch_on=date(2026, 5, 6),
)
"""Monday noon UTC is 14:00 in Warsaw; parcels leave on Wednesday by 18:00 there,
and arrive until the end of Friday, which is 22:00 UTC."""


def day(n, hour=12, minute=0):
    """A day of May 2026, UTC."""
    return datetime(2026, 5, n, hour, minute, tzinfo=UTC)


def line(line_id="L1", quantity=2, **more):
    price = Money(1000, "EUR")
    return c.NewLine(
        line_id=line_id,
        sku=f"SKU-{line_id}",
        quantity=quantity,
        unit_price=price,
        **more,
    )


def placed(*lines, promise=PROMISE, at=NOON, **more):
    return c.PlaceOrder(
        order_id="1001",
        at=at,
        currency="EUR",
        lines=lines or (line(),),
        promise=promise,
        country="PL",
        **more,
    )


def done(step, units=2, at=NOON, where="KRK", line_id="L1"):
    return c.CompleteStep(
        order_id="1001", at=at, step=step, units={line_id: units}, location_code=where
    )


def shipped(at=NOON, parcel_id="P1", units=2, carrier="dhl", **more):
    return [
        c.SkipSteps(
            order_id="1001", at=at, units={"L1": units}, reason="x", location_code="KRK"
        ),
        c.ShipParcel(
            order_id="1001",
            at=at,
            parcel_id=parcel_id,
            units={"L1": units},
            carrier=carrier,
            **more,
        ),
    ]


def fact(code, at, **more):
    return TrackingFact(at=at, code=code, **more)


def tracked(*facts, parcel_id="P1", **more):
    return c.RecordTracking(
        order_id="1001", at=NOON, parcel_id=parcel_id, facts=facts, **more
    )


def order_of(*history, order=EMPTY):
    """Decide and apply commands, in their order; lists of them, too."""
    for one in history:
        if isinstance(one, list):
            order = order_of(*one, order=order)
        else:
            order = replay(decide(order, one), order)
    return order


def look(order, at, thresholds=SHOP, **more):
    """Examine an order and record what was found; return the order after it."""
    found = examine(order, at, thresholds, **more)
    if not found.is_news:
        return order
    command = c.RecordCheck(
        order_id="1001",
        at=at,
        seen_version=order.version,
        opened=found.opened,
        closed=found.closed,
        check_at=found.check_at,
    )
    return replay(decide(order, command), order)


def kinds(order):
    """The kinds of the open findings."""
    return [finding.kind for finding in order.findings]


def found(order, at, thresholds=SHOP, **more):
    """The kinds that a first look at a time opens."""
    return [f.kind for f in examine(order, at, thresholds, **more).opened]


HOUR = timedelta(hours=1)
