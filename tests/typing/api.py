"""Code as a shop writes it: type-checked, never run."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import assert_type

import postpurchase
from postpurchase import (
    Carrier,
    ChangesDelivery,
    Customer,
    FindsLabels,
    Insert,
    IssueCredit,
    LineUnits,
    Money,
    NewLine,
    NotEnoughUnits,
    Order,
    Outcome,
    Package,
    Personalizer,
    PicksUp,
    PlaceOrder,
    PostPurchase,
    PrintsLabels,
    Quote,
    RecordTracking,
    ShipParcel,
    TrackingFact,
    Tracks,
    hookimpl,
)
from postpurchase.plugins.inpost import InPost
from postpurchase.plugins.nova_poshta import NovaPoshta
from postpurchase.testing import FakeCarrier


def money_keeps_its_type(price: Money) -> None:
    assert_type(price + price, Money)
    assert_type(price.amount_minor, int)
    assert_type(postpurchase.Money, type[Money])


def a_shop_ships(shop: PostPurchase, at: datetime) -> int:
    done = shop.handle(
        ShipParcel(
            order_id="1001", parcel_id="P1", units={"L1": 1}, carrier="dhl", at=at
        )
    )
    assert_type(done, Outcome)
    assert_type(done.repeated, bool)
    return done.order.version


def a_shop_gives_credit(shop: PostPurchase, at: datetime) -> Money:
    done = shop.handle(
        IssueCredit(
            customer_id="c7",
            credit_id="K1",
            amount=Money.parse("5.00", "EUR"),
            reason="goodwill",
            at=at,
        )
    )
    assert_type(done.customer, Customer)
    return shop.customer("c7").credit("EUR").available


def a_shop_takes_an_order(shop: PostPurchase, at: datetime) -> Order:
    """Lines, units and facts may come as lists."""
    price = Money.parse("9.90", "EUR")
    line = NewLine(
        line_id="L1", quantity=2, unit_price=price, barcodes=("4006381333931",)
    )
    shop.handle(
        PlaceOrder(
            order_id="1001",
            currency="EUR",
            lines=[line],
            workflow=("picked", "packed"),
            shipping=price,
            at=at,
        )
    )
    insert = Insert(code="card")
    shop.handle(
        ShipParcel(
            order_id="1001",
            parcel_id="P1",
            units=[LineUnits("L1", 2)],
            inserts=(insert,),
            at=at,
        )
    )
    fact = TrackingFact(at=at, code="delivered.general")
    shop.handle(RecordTracking(order_id="1001", parcel_id="P1", facts=fact, at=at))
    return shop.order("1001")


def an_error_has_typed_attributes(error: NotEnoughUnits) -> int:
    assert_type(error.code, str)
    assert_type(error.next_steps, tuple[str, ...])
    return error.asked - error.available


class Postcard:
    """A personalizer needs no base class."""

    code = "postcard"

    def inserts(
        self,
        order: Order,
        parcel_id: str,
        units: tuple[LineUnits, ...],
        at: datetime,
    ) -> Iterable[Insert]:
        return [Insert(code="thank-you-card")]


class Bike:
    """Neither does a carrier."""

    code = "bike"
    name = "Bike courier"

    def quote(
        self,
        package: Package,
        *,
        origin_country: str,
        destination_country: str,
        postcode: str,
        at: datetime,
    ) -> Iterable[Quote]:
        return ()

    def tracking_url(self, tracking_number: str) -> str:
        return f"https://bike.example/{tracking_number}"


a_personalizer: Personalizer = Postcard()
a_carrier: Carrier = Bike()
an_able_carrier: PrintsLabels = FakeCarrier()
a_finding_carrier: FindsLabels = FakeCarrier()
a_tracking_carrier: Tracks = FakeCarrier()
a_carrier_with_drivers: PicksUp = FakeCarrier()
a_flexible_carrier: ChangesDelivery = FakeCarrier()
a_posting_carrier: PrintsLabels = InPost()
a_carrier_in_ukraine: Tracks = NovaPoshta()


@hookimpl
def register_personalizers(register: object) -> None:
    """Marked functions keep their signature."""


assert_type(register_personalizers(object()), None)
