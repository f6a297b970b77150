"""A generated file: Shopify-shaped orders, each in several snapshots of its life."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime, timedelta

from adapters.documents_made_up import fulfilment, refund, shopify_line, shopify_order

LIVE_FROM = datetime(2026, 3, 1, tzinfo=UTC)
"""Orders placed before are history."""

STAGES = 5


def snapshots(number: int, stages: int) -> list[dict]:
    """Show one order as it was placed, paid, sent in two parcels, refunded."""
    is_live = number % 5 == 0
    placed = LIVE_FROM + timedelta(days=1 if is_live else -9, minutes=number)
    lines = [
        shopify_line(1, 2, "10.00", tax="1.60"),
        shopify_line(2, 1, "5.00", tax="0.50"),
        shopify_line(3, 6, "1.00"),
    ]
    first = fulfilment(number * 10 + 1, lines=((1, 2),), tracking_number=f"T{number}")
    second = fulfilment(number * 10 + 2, lines=((2, 1),), tracking_number=f"S{number}")
    paid = {"financial_status": "paid"}
    changes = (
        {"financial_status": "pending"},
        paid,
        paid | {"fulfillments": [first]},
        paid | {"fulfillments": [first | {"shipment_status": "delivered"}, second]},
        {
            "financial_status": "partially_refunded",
            "fulfillments": [first | {"shipment_status": "delivered"}, second],
            "refunds": [refund(number * 10 + 3, lines=((2, 1),))],
        },
    )
    return [
        shopify_order(
            id=number,
            name=f"#{number}",
            created_at=placed.isoformat(),
            updated_at=(placed + timedelta(hours=stage)).isoformat(),
            customer={"id": 1 + number % 17, "first_name": f"Ola {number}"},
            line_items=lines,
            total_price="35.10",
            **change,
        )
        for stage, change in enumerate(changes[:stages])
    ]


def write_orders(path, *, orders: int, seed: int) -> list[dict]:
    """Write the snapshots of all orders, mixed, but each order's own in order."""
    rng = random.Random(seed)
    waiting = {
        number: snapshots(number, rng.randint(1, STAGES))
        for number in range(1, orders + 1)
    }
    records = []
    while waiting:
        number = rng.choice(sorted(waiting)[:40])
        records.append(waiting[number].pop(0))
        if not waiting[number]:
            del waiting[number]
    path.write_text("\n".join(json.dumps(one) for one in records), encoding="utf-8")
    return records
