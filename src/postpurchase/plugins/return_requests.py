"""What a carrier is asked for a return, and what its answer makes of the wish."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

import attrs

from postpurchase.order.model import Order
from postpurchase.order.quantities import LineUnits
from postpurchase.order.returns import Return, ReturnWay
from postpurchase.returning.methods import WayBack
from postpurchase.values.address import Address
from postpurchase.values.answers import Package
from postpurchase.values.carriage import Party
from postpurchase.values.contact import Contact
from postpurchase.values.money import Money
from postpurchase.values.personal import PersonalRef
from postpurchase.values.return_carriage import ReturnTicket, ReturnWayRequest


def way_of(ways: Iterable[WayBack], wish: ReturnWay) -> WayBack | None:
    """Find the shop's own terms for a wish, the first that fit.

    >>> boxes = WayBack(method="locker", carrier="boxes")
    >>> way_of([boxes], ReturnWay(method="locker")).carrier
    'boxes'
    """
    for way in ways:
        if (
            way.method == wish.method
            and wish.carrier in ("", way.carrier)
            and wish.service in ("", way.service)
        ):
            return way
    return None


def named(wish: ReturnWay, terms: WayBack | None, *, place: str, key: str) -> ReturnWay:
    """Name what the customer left open: carrier, service and where the goods go.

    Args:
        wish: What was chosen.
        terms: The shop's terms for it, if it has any.
        place: Where goods go by default.
        key: Under which it is ordered.
    """
    return attrs.evolve(
        wish,
        carrier=wish.carrier or (terms.carrier if terms else ""),
        service=wish.service or (terms.service if terms else ""),
        location_code=(terms.location_code if terms else "") or place,
        key=key,
    )


def fits(wish: ReturnWay, way: ReturnWay) -> bool:
    """Say whether a way is the one that was wished for.

    >>> wish = ReturnWay(method="locker")
    >>> fits(wish, ReturnWay(method="locker", carrier="boxes"))
    True
    >>> fits(ReturnWay(method="locker", carrier="cubes"), ReturnWay(method="locker"))
    False
    """
    return (
        (wish.method, wish.pickup_point, wish.collect_on, wish.slot)
        == (way.method, way.pickup_point, way.collect_on, way.slot)
        and wish.carrier in ("", way.carrier)
        and wish.service in ("", way.service)
    )


def return_request(
    order: Order,
    known: Return,
    way: ReturnWay,
    *,
    recipient: Party | None,
    reveal: Callable[[PersonalRef | None], object],
) -> ReturnWayRequest | None:
    """Say what a carrier is asked for; None where an address is not known.

    Args:
        order: The order.
        known: Its return.
        way: The way that is wished for, its carrier and service named.
        recipient: Where the goods go.
        reveal: Reads personal values; those of the customer may be erased.
    """
    contact, address = reveal(order.recipient), reveal(order.address)
    if recipient is None or not isinstance(address, Address):
        return None
    person = contact if isinstance(contact, Contact) else Contact(name=address.name)
    units = known.outstanding or known.units
    return ReturnWayRequest(
        order_id=order.order_id,
        return_id=known.return_id,
        method=way.method,
        service=way.service,
        sender=Party(contact=person, address=address),
        recipient=recipient,
        package=Package(weight_grams=weight_of(order, units)),
        reference=f"{order.number} {known.return_id}",
        pickup_point=way.pickup_point,
        collect_on=way.collect_on,
        slot=way.slot,
        value=_value(order, units),
    )


def weight_of(order: Order, units: Iterable[LineUnits]) -> int:
    """Return what units weigh in grams; 0 if one of them has no stated weight."""
    weights = [
        order.line(part.line_id).terms.weight_grams * part.units for part in units
    ]
    return sum(weights) if all(weights) else 0


def _value(order: Order, units: Iterable[LineUnits]) -> Money:
    return order.money(
        sum(
            order.line(part.line_id).terms.unit_price_minor * part.units
            for part in units
        )
    )


def arranged(
    way: ReturnWay,
    terms: WayBack | None,
    ticket: ReturnTicket,
    *,
    at: datetime,
    currency: str,
) -> ReturnWay:
    """Say what was arranged: the wish, with what the carrier answered.

    Label or code end when the carrier says so, or by the shop's own terms. What it
    costs the shop is the carrier's price, or the stated one, in the order's money.

    Args:
        way: The wish, its carrier and service named.
        terms: The shop's terms for it, if it has any.
        ticket: The carrier's answer.
        at: When it was made.
        currency: Of the order.
    """
    days = terms.lifetime_days if terms else None
    price = ticket.price or (terms.price if terms else None)
    is_ours = price is not None and price.currency == currency
    return attrs.evolve(
        way,
        tracking_number=ticket.tracking_number,
        code=ticket.code,
        reference=ticket.reference,
        expires_at=ticket.expires_at or (at + timedelta(days=days) if days else None),
        price_minor=price.amount_minor if price is not None and is_ours else 0,
    )
