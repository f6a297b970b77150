"""The week as a shop owner reads it, and as a script does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from shop import Checkout

from postpurchase import PostPurchase
from postpurchase.values.money import zero


def arrived_on(shop: PostPurchase, checkout: Checkout) -> date:
    """Return the day of the arrival, where it arrived."""
    [parcel] = shop.order(checkout.story.order_id).parcels
    assert parcel.tracking is not None
    delivered = parcel.tracking.latest
    return delivered.at.astimezone(checkout.story.arrived_at.tzinfo).date()


def is_kept(shop: PostPurchase, checkout: Checkout) -> bool:
    """Say whether it arrived by the day that was promised."""
    return arrived_on(shop, checkout) <= checkout.offer.latest_on


def story(shop: PostPurchase, checkouts: Sequence[Checkout]) -> Iterator[str]:
    """Tell each order, and what the week came to."""
    yield "A week in May. Order until 16:00, and it is there two working days later,"
    yield "free, wherever you live."
    yield "Memorial Day is on Monday, 25 May: nobody delivers."
    for one in checkouts:
        yield ""
        yield from _order(shop, one)
    yield ""
    yield from _week(shop, checkouts)


def _order(shop: PostPurchase, one: Checkout) -> Iterator[str]:
    asked, offer = one.story, one.offer
    yield (
        f"#{asked.order_id}  {asked.article.title} to {asked.city}, ordered on "
        f"{asked.ordered_at:%A %d %B at %H:%M}"
    )
    if one.is_two_day:
        yield f"  Promised by {one.by_on:%A %d %B}: {offer.text()}."
    else:
        yield f"  Two days cannot be kept, and nobody says they can. {offer.text()}."
    for line in offer.promised.words():
        yield f"    {line}"
    for lost in one.choice.others:
        yield f"    Not {lost.text()}"
    arrived = arrived_on(shop, one)
    if is_kept(shop, one):
        yield f"  Arrived on {arrived:%A %d %B}: kept."
    else:
        yield f"  Arrived on {arrived:%A %d %B}: late. {asked.late_because}."


def _week(shop: PostPurchase, checkouts: Sequence[Checkout]) -> Iterator[str]:
    made = document(shop, checkouts)
    yield (
        f"{made['two_day']} of {made['orders']} orders were promised two days, "
        f"{made['two_day_kept']} of them arrived in time."
    )
    yield (
        f"Delivery cost the shop {made['cost']}. Everything by air would have cost "
        f"{made['cost_by_air']}; by the cheapest way, {made['too_late_by_cheapest']} "
        "of the promises could not have been made."
    )


def document(shop: PostPurchase, checkouts: Sequence[Checkout]) -> dict[str, Any]:
    """Write the same for a script."""
    two_day = [one for one in checkouts if one.is_two_day]
    by_air = [_by_air(one) for one in two_day]
    return {
        "orders": len(checkouts),
        "two_day": len(two_day),
        "two_day_kept": sum(is_kept(shop, one) for one in two_day),
        "cost": str(sum((one.offer.price for one in two_day), zero("USD"))),
        "cost_by_air": str(sum(by_air, zero("USD"))),
        "too_late_by_cheapest": sum(_is_too_late(one) for one in two_day),
        "deliveries": [
            {
                "order_id": one.story.order_id,
                "city": one.story.city,
                "is_two_day": one.is_two_day,
                "carrier": one.offer.carrier,
                "service": one.offer.service,
                "location": one.offer.location,
                "cost": str(one.offer.price),
                "co2_grams": one.offer.co2_grams,
                "promised_by": one.offer.latest_on.isoformat(),
                "arrived_on": arrived_on(shop, one).isoformat(),
                "is_kept": is_kept(shop, one),
                "lost": [lost.text() for lost in one.choice.others],
            }
            for one in checkouts
        ],
    }


def _by_air(one: Checkout) -> Any:
    if one.offer.carrier == "skyway":
        return one.offer.price
    prices = [lost.price for lost in one.choice.others if lost.carrier == "skyway"]
    return min(price for price in prices if price is not None)


def _is_too_late(one: Checkout) -> bool:
    """Say whether the cheapest way of all would have come too late."""
    prices = [lost.price for lost in one.choice.others if lost.price is not None]
    return any(price < one.offer.price for price in prices)
