"""Short ways to write orders, commands and events down; all at one time."""

from __future__ import annotations

from datetime import timedelta

from postpurchase.order.commands import NewLine, PlaceOrder
from postpurchase.testing.clock import NOON
from postpurchase.tracking.facts import TrackingFact
from postpurchase.values.money import Money
from postpurchase.values.personal import PersonalRef

STEPS = ("allocated", "picked", "checked", "packed")


def eur(amount_minor):
    return Money(amount_minor, "EUR")


def ref(name="r1"):
    return PersonalRef(ref=name, commitment="c" * 64)


def line(line_id="L1", quantity=3, price=1000, **more):
    return NewLine(
        **{
            "line_id": line_id,
            "sku": f"SKU-{line_id}",
            "quantity": quantity,
            "unit_price": eur(price),
            **more,
        }
    )


def place(*lines, **more):
    """Return the command that places three units of one line, or the given lines."""
    return ask(PlaceOrder, **{"currency": "EUR", "lines": lines or (line(),), **more})


def ask(command, **fields):
    return command(**{"order_id": "1001", "at": NOON, **fields})


def happened(event, **fields):
    return event(**{"at": NOON, **fields})


def fact(code, hour=0, **more):
    return TrackingFact(at=NOON + timedelta(hours=hour), code=code, **more)
