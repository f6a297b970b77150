"""The shop: three orders arrive, and a year and a half goes by."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import attrs
from stories import CUSTOMERS, DELIVERED, PLACED, SHIPPED, WISHES, Customer, Wish

from postpurchase import (
    CapturePayment,
    PlaceOrder,
    Policies,
    PostPurchase,
    ReceiveReturn,
    RecordTracking,
    RequestReturn,
    ReturnItem,
    ShipParcel,
    TrackingFact,
    policies_from_file,
)
from postpurchase.testing import Clock
from postpurchase.testing.payments import FakeGateway

POLICY = Path(__file__).parent / "returns.toml"
BACK_AFTER = timedelta(days=4)
"""How long what may come back is on its way."""

Moment = tuple[datetime, Callable[[], None]]


@attrs.frozen
class Played:
    """The shop after everything.

    Args:
        shop: The shop.
        policies: What it read from its file.
        gateway: Who paid the refunds.
    """

    shop: PostPurchase
    policies: Policies
    gateway: FakeGateway


def play() -> Played:
    """Let everything happen in the order of time, with a clock turned by hand."""
    policies = policies_from_file(POLICY)
    clock = Clock(min(customer.at(PLACED) for customer in CUSTOMERS))
    gateway = FakeGateway(code="cards", clock=clock)
    shop = PostPurchase.open(
        "memory:", plugins=[policies, gateway], entry_points=False, clock=clock
    )
    for at, act in sorted(_moments(shop), key=lambda moment: moment[0]):
        clock.advance(seconds=int((at - clock()).total_seconds()))
        act()
        shop.dispatch()
    return Played(shop, policies, gateway)


def _moments(shop: PostPurchase) -> Iterator[Moment]:
    for customer in CUSTOMERS:
        yield customer.at(PLACED), partial(_place, shop, customer)
        yield customer.at(SHIPPED), partial(_ship, shop, customer)
        yield customer.at(DELIVERED), partial(_arrive, shop, customer)
    for wish in WISHES:
        yield wish.asked_at, partial(_ask, shop, wish)
        yield wish.asked_at + BACK_AFTER, partial(_receive, shop, wish)


def _place(shop: PostPurchase, customer: Customer) -> None:
    placed = shop.handle(
        PlaceOrder(
            order_id=customer.order_id,
            number=f"#{customer.order_id}",
            at=shop.clock(),
            currency=customer.currency,
            lines=customer.lines,
            shipping=customer.delivery,
            country=customer.country,
            zone=customer.zone,
            locale="en",
        )
    )
    shop.handle(
        CapturePayment(
            order_id=customer.order_id,
            at=shop.clock(),
            payment_id="card",
            method="card",
            amount=placed.order.balance_due,
        )
    )


def _ship(shop: PostPurchase, customer: Customer) -> None:
    shop.handle(
        ShipParcel(
            order_id=customer.order_id,
            at=shop.clock(),
            parcel_id="P1",
            units={line.line_id: line.quantity for line in customer.lines},
            tracking_number=f"T{customer.order_id}",
        )
    )


def _arrive(shop: PostPurchase, customer: Customer) -> None:
    fact = TrackingFact(at=shop.clock(), code="delivered.general")
    shop.handle(
        RecordTracking(
            order_id=customer.order_id, at=fact.at, parcel_id="P1", facts=(fact,)
        )
    )


def _ask(shop: PostPurchase, wish: Wish) -> None:
    """Ask; policy and law answer at once."""
    shop.handle(
        RequestReturn(
            order_id=wish.customer.order_id,
            at=shop.clock(),
            by="customer",
            return_id=wish.return_id,
            items=tuple(
                ReturnItem(line_id=line_id, units=units, reason=wish.reason)
                for line_id, units in wish.units.items()
            ),
            kind=wish.kind,
            resolution=wish.resolution,
        )
    )


def _receive(shop: PostPurchase, wish: Wish) -> None:
    """Take in what was allowed to come; its money goes back at once."""
    order_id = wish.customer.order_id
    if shop.order(order_id).return_(wish.return_id).intent != "approved":
        return
    shop.handle(
        ReceiveReturn(
            order_id=order_id,
            at=shop.clock(),
            by="warehouse",
            return_id=wish.return_id,
            units=wish.units,
            location_code="bristol",
        )
    )
