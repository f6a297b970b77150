"""The story, as a shop owner reads it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from shop import Played
from stories import DELIVERED_AT, HOME, LONDON, ORDER
from summary import Told, returns_told, sums

from postpurchase import Money, wording
from postpurchase.app.returns.options import ReturnOptions, WayOption

MOMENTS = {
    "scan": "at the first scan",
    "receipt": "when it was back",
    "inspection": "after somebody looked at it",
}


def story(played: Played) -> Iterator[str]:
    """Tell it line by line."""
    order = played.shop.order(ORDER)
    assert played.options is not None
    units, total = sum(line.terms.quantity for line in order.lines), _p(order.total)
    yield f"Order {order.number}: {units} items to {HOME.city}, {total}."
    yield (
        f"It went out with {order.parcels[0].carrier} and arrived on "
        f"{_when(DELIVERED_AT)}. None of what follows depends on that."
    )
    yield ""
    yield from _menu(played.options)
    for one in returns_told(played):
        yield ""
        yield from _return(played, one)
    yield ""
    yield from _end(played)


def _menu(options: ReturnOptions) -> Iterator[str]:
    last_on = options.lines[0].last_on
    yield (
        f"What the customer was offered on {_when(options.at)}, until "
        f"{last_on:%a} {last_on.day} {last_on:%b} ({options.lines[0].basis}):"
        if last_on
        else "What the customer was offered:"
    )
    for way in options.ways:
        yield f"  {way.offer.title():<42}{_price(way.offer.price):<8}{_needs(way)}"
    for refused in options.menu.refused:
        yield f"  {refused.way.name}: {refused.text()}."


def _needs(way: WayOption) -> str:
    needed = way.offer.needed()
    said = "needs " + " and ".join(needed) if needed else "needs nothing"
    until, visits = way.offer.usable_until, way.offer.visits
    if until:
        return f"{said}; usable until {_day(until)}"
    return f"{said}; first visit {_day(visits[0].starts_at)} {visits[0].slot}"


def _return(played: Played, one: Told) -> Iterator[str]:
    order, way = played.shop.order(ORDER), one.known.way
    assert way is not None
    line = order.line(one.story.line_id)
    price = order.money(line.terms.unit_price_minor)
    why = wording.word("reason", one.story.reason)
    yield f"{one.story.return_id}  {line.terms.title}, {_p(price)}: {why}"
    how = wording.word("return_method", way.method)
    yield f"    by      {way.carrier}: {how}"
    yield f"    in hand {_in_hand(played, one)}"
    cost = _p(order.money(way.price_minor))
    yield f"    costs   {_cost(one.fee)}; the shop pays {cost}"
    item = one.known.inspected[0]
    yield (
        f"    way     scanned {_when(one.sent_at)}, back {_when(one.received_at)}, "
        f"looked at {_when(one.inspected_at)}: {item.grade}, {item.disposition}"
    )
    moment = MOMENTS[one.moment]
    yield f"    money   {_p(one.refund)} paid back {moment}, {_when(one.refunded_at)}"


def _in_hand(played: Played, one: Told) -> str:
    ticket, way = played.tickets[one.story.return_id], one.known.way
    assert way is not None
    if ticket.document:
        held = f"a label to print ({ticket.media_type}), {ticket.tracking_number}"
    else:
        held = f"the code {ticket.code}, nothing to print"
    if way.pickup_point:
        held += f", for {way.pickup_point}"
    if way.collect_on:
        day = way.collect_on
        held += f"; the courier comes {day:%a} {day.day} {day:%b}, {way.slot}"
    if ticket.expires_at:
        held += f"; until {_when(ticket.expires_at)}"
    return held


def _end(played: Played) -> Iterator[str]:
    added = sums(played)
    yield (
        f"Units: {added.units} went out, {added.back} came back by six ways, "
        f"{added.with_customer} stayed."
    )
    yield (
        f"Money: {_p(added.paid)} paid = {_p(added.refunded)} paid back + "
        f"{_p(added.kept)} for what stayed + {_p(added.delivery)} of the delivery + "
        f"{_p(added.ways)} for the two couriers."
    )
    yield "It adds up." if added.adds_up else "It does not add up."


def _price(price: Money | None) -> str:
    return "own cost" if price is None else (_p(price) if price else "free")


def _cost(fee: Money) -> str:
    return f"{_p(fee)}, taken off the refund" if fee else "nothing"


def _p(amount: Money) -> str:
    return amount.format("en")


def _day(at: datetime) -> str:
    there = at.astimezone(LONDON)
    return f"{there:%a} {there.day} {there:%b}"


def _when(at: datetime) -> str:
    return f"{_day(at)} {at.astimezone(LONDON):%H:%M}"
