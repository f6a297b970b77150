"""One order as it is to be replayed."""

from __future__ import annotations

from datetime import date, datetime

import attrs
from endings import Ending
from tables import Row

from postpurchase import Money

CURRENCY = "BRL"

NOTHING = Money(0, CURRENCY)


@attrs.frozen(kw_only=True)
class Item:
    """Units of one product at one price.

    Args:
        product: The product with its columns, empty where it is not known.
        price: Of one unit.
        freight: Of all units together.
        quantity: Units.
    """

    product: Row
    price: Money
    freight: Money
    quantity: int


@attrs.frozen(kw_only=True)
class Payment:
    """One payment of an order."""

    payment_id: str
    method: str
    amount: Money


@attrs.frozen(kw_only=True)
class History:
    """What becomes of one order.

    Args:
        order_id: The order.
        ending: How far it came.
        times: When, by stage; ``placed`` first. Every stage has one.
        promised_on: The estimated day of delivery, or None.
        items: What was ordered; may be empty.
        payments: What was paid; may be empty.
        customer: The row of the customer; may be empty.
    """

    order_id: str
    ending: Ending
    times: dict[str, datetime]
    promised_on: date | None
    items: tuple[Item, ...]
    payments: tuple[Payment, ...]
    customer: Row

    @property
    def paid(self) -> Money:
        """What was paid altogether."""
        return sum((payment.amount for payment in self.payments), NOTHING)

    @property
    def cost(self) -> Money:
        """Items and freight altogether."""
        parts = (item.price * item.quantity + item.freight for item in self.items)
        return sum(parts, NOTHING)
