"""What happened, for a shop owner and for a script."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from shop import Checkout
from texting import TextMessages

from postpurchase import PostPurchase
from postpurchase.values.money import zero

SHOWN_MAX = 6
"""Lines of the menu that the story shows."""


def due(checkout: Checkout) -> tuple[datetime, datetime]:
    """Return from when to when it was promised."""
    promise, zone = checkout.chosen.promise, ZoneInfo("Europe/London")
    start, end = promise.window_start_at, promise.window_end_at
    if start and end:
        return start.astimezone(zone), end.astimezone(zone)
    return (
        datetime.combine(promise.earliest_on, time(0), zone),
        datetime.combine(promise.latest_on, time(23, 59), zone),
    )


def is_kept(checkout: Checkout) -> bool:
    """Say whether the van came when it was promised."""
    start, end = due(checkout)
    return start <= checkout.story.arrived_at <= end


def story(
    shop: PostPurchase, texts: TextMessages, checkouts: Sequence[Checkout]
) -> Iterator[str]:
    """Tell each order, and what it came to."""
    yield "Free delivery within five days, or an exact slot that is paid for."
    for one in checkouts:
        yield ""
        yield from _order(shop, texts, one)
    yield ""
    made = document(shop, texts, checkouts)
    yield (
        f"{made['slots_sold']} slots were sold for {made['slot_income']}, "
        f"{made['slots_kept']} of them kept to the minute; free deliveries came "
        f"within {made['free_days_most']} days. {len(made['texts'])} texts were sent."
    )


def _order(shop: PostPurchase, texts: TextMessages, one: Checkout) -> Iterator[str]:
    asked = one.story
    yield (
        f"#{asked.order_id}  {asked.customer.name} in {asked.postcode} buys a "
        f"{asked.title.lower()} on {asked.ordered_at:%A %d %B at %H:%M}"
    )
    words = one.offered.words()
    for line in words[:SHOWN_MAX]:
        yield f"    {line}"
    if len(words) > SHOWN_MAX:
        yield f"    and {len(words) - SHOWN_MAX} more"
    for line in one.refused:
        yield f"    Not offered: {line}"
    yield f"  Chosen: {' · '.join(one.chosen.words())}"
    for number, message in texts.sent.values():
        if message.order_id == asked.order_id:
            yield f"  Text to {number}: {message.body}"
    start, end = due(one)
    came = f"  The van came on {asked.arrived_at:%A %d %B at %H:%M}"
    if is_kept(one):
        yield f"{came}: kept."
    else:
        late = int((asked.arrived_at - end).total_seconds() // 60)
        slot = f"{start:%H:%M} to {end:%H:%M}"
        yield f"{came}: {late} minutes after the slot from {slot}."
    yield "  In the order's timeline:"
    for entry in shop.timeline(asked.order_id, locale=asked.customer.locale or "en"):
        yield f"    {entry.text}"


def document(
    shop: PostPurchase, texts: TextMessages, checkouts: Sequence[Checkout]
) -> dict[str, Any]:
    """Write the same for a script."""
    slots = [one for one in checkouts if one.chosen.slot]
    free = [one for one in checkouts if not one.chosen.slot]
    return {
        "orders": len(checkouts),
        "slots_sold": len(slots),
        "slots_kept": sum(map(is_kept, slots)),
        "slot_income": str(sum((one.chosen.price for one in slots), zero("GBP"))),
        "free_days_most": max(
            (one.story.arrived_at.date() - one.story.ordered_at.date()).days
            for one in free
        ),
        "texts": [
            {"to": number, "topic": message.topic, "text": message.body}
            for number, message in texts.sent.values()
        ],
        "deliveries": [
            {
                "order_id": one.story.order_id,
                "labels": list(one.chosen.labels),
                "price": str(one.chosen.price),
                "from": due(one)[0].isoformat(),
                "until": due(one)[1].isoformat(),
                "arrived_at": one.story.arrived_at.isoformat(),
                "is_kept": is_kept(one),
                "state": shop.order(one.story.order_id).parcels[0].state,
                "offered": [list(option.labels) for option in one.offered.options],
                "not_offered": list(one.refused),
            }
            for one in checkouts
        ],
    }
