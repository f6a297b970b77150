"""Code as a shop writes it: type-checked, never run."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import assert_type

import postpurchase
from postpurchase import (
    Carrier,
    Insert,
    Money,
    Outcome,
    Package,
    Personalizer,
    PostPurchase,
    Quote,
    ShipParcel,
    hookimpl,
)
from postpurchase.order.model import Order
from postpurchase.order.quantities import LineUnits


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


@hookimpl
def register_personalizers(register: object) -> None:
    """Marked functions keep their signature."""


assert_type(register_personalizers(object()), None)
