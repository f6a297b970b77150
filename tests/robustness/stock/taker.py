"""One of many processes that reserve units of one article, until there are none.

    python taker.py STORE NUMBER ORDERS BATCH

It places its own orders, waits for a line on stdin, then allocates them, so many in
one transaction, and prints how many came out which way as JSON.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from datetime import UTC, datetime

from postpurchase import PostPurchase
from postpurchase.errors import PostPurchaseError
from postpurchase.order.commands import CompleteStep, NewLine, PlaceOrder
from postpurchase.values.money import Money

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def order(order_id: str) -> PlaceOrder:
    mug = NewLine(line_id="L1", sku="MUG", quantity=1, unit_price=Money(1250, "EUR"))
    return PlaceOrder(order_id=order_id, at=NOON, currency="EUR", lines=(mug,))


def allocation(order_id: str) -> CompleteStep:
    return CompleteStep(
        order_id=order_id,
        at=NOON,
        step="allocated",
        units={"L1": 1},
        location_code="KYIV",
    )


def take(url: str, name: str, count: int, batch: int) -> Counter[str]:
    order_ids = [f"{name}-{n}" for n in range(count)]
    found: Counter[str] = Counter()
    with PostPurchase.open(url, entry_points=False) as shop:
        for first in range(0, count, 100):
            shop.handle_many([order(one) for one in order_ids[first : first + 100]])
        print("ready", flush=True)
        sys.stdin.readline()
        for first in range(0, count, batch):
            asked = [allocation(one) for one in order_ids[first : first + batch]]
            for result in shop.handle_many(asked):
                is_refused = isinstance(result, PostPurchaseError)
                found[result.code if is_refused else "reserved"] += 1
    return found


if __name__ == "__main__":
    url, name, count, batch = sys.argv[1:]
    print(json.dumps(take(url, name, int(count), int(batch))))
