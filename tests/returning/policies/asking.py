"""Orders that are asked about, and asking for them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from postpurchase.order.commands import CapturePayment
from postpurchase.order.returns import ReturnItem, ReturnRequest
from postpurchase.returning.policies import Policy, Window
from postpurchase.testing import deliver_parcel, given, place_order, ship_parcel
from postpurchase.values.money import Money

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
"""When the order was placed; it left a day later and came on the 7th of May."""

EUR = "EUR"


def euros(text):
    return Money.parse(text, EUR)


def line(line_id, *, price="10.00", quantity=1, categories=(), sku=""):
    made = place_order().lines[0]
    return type(made)(
        line_id=line_id,
        sku=sku or line_id,
        quantity=quantity,
        unit_price=euros(price),
        workflow=(),
        categories=categories,
    )


def order_of(
    *lines, zone="UTC", country="PL", locale="en", delivered_at=None, paid=True
):
    """Return an order whose lines all came in one parcel."""
    placed = place_order(
        lines=lines or (line("A"),),
        zone=zone,
        country=country,
        locale=locale,
        at=NOON,
    )
    units = {one.line_id: one.quantity for one in placed.lines}
    total = sum((one.unit_price * one.quantity for one in placed.lines), Money(0, EUR))
    pay = CapturePayment(
        order_id="1001", at=NOON, payment_id="pay", method="card", amount=total
    )
    return given(
        placed,
        *((pay,) if paid else ()),
        ship_parcel(units=units, at=NOON + timedelta(days=1)),
        deliver_parcel(at=delivered_at or NOON + timedelta(days=3)),
    ).order


def wish(*items, **more):
    """Ask for items: ``("A", 1, "fit.too_small", "opened")`` or less of it."""
    names = ("line_id", "units", "reason", "condition")
    made = tuple(
        ReturnItem(**{"units": 1, **dict(zip(names, one, strict=False))})
        for one in (items or (("A",),))
    )
    return ReturnRequest(order_id="1001", items=made, **more)


def policy(code="own", window=None, **terms):
    return Policy(code=code, window=window or Window.of_days(14), **terms)


def day(n, hour=12):
    """Return a moment *n* days after the delivery."""
    return datetime(2026, 5, 7, hour, tzinfo=UTC) + timedelta(days=n)


def rules(ruling, index=0):
    return [reason.rule for reason in ruling.lines[index].reasons]
