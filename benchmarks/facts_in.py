"""Webhooks about parcels, from the raw body to the stored facts and planned notices.

    python benchmarks/facts_in.py --orders 500 --rounds 5

Each message is an EasyPost event with the whole history of its parcel so far, signed
as EasyPost signs, and brings one new fact; the figure counts new facts. Every order
has a subscriber that plans the customer's notices, so that its outbox rows are
written in the same transaction; telling them is timed apart.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from durable import fdatasync_ms

from postpurchase import PostPurchase
from postpurchase.adapters.signatures import SCHEMES, sign
from postpurchase.app.delivery.webhooks import Received, Webhook, receive_all
from postpurchase.order.commands import ShipParcel
from postpurchase.plugins.notices import Notices
from postpurchase.testing import NOON, Clock, place_order
from postpurchase.testing.fakes import FakeChannel

SECRET = "what both sides know"
DETAILS = (
    ("pre_transit", "label_created"),
    ("in_transit", "received_at_origin_facility"),
    ("in_transit", "departed_facility"),
    ("in_transit", "arrived_at_facility"),
    ("out_for_delivery", "out_for_delivery"),
    ("delivered", "arrived_at_destination"),
)
BATCH = 100


def message(number: str, steps: int) -> Webhook:
    """Write what EasyPost sends after so many steps of a parcel."""
    details = [
        {
            "object": "TrackingDetail",
            "message": "Something happened to the parcel",
            "status": status,
            "status_detail": detail,
            "datetime": (NOON + timedelta(hours=hour)).isoformat(),
            "source": "USPS",
            "tracking_location": {"city": "HOUSTON", "state": "TX", "zip": "77063"},
        }
        for hour, (status, detail) in enumerate(DETAILS[:steps])
    ]
    last = details[-1]
    document = {
        "object": "Event",
        "id": f"evt_{number}_{steps}",
        "description": "tracker.updated",
        "result": {
            "object": "Tracker",
            "tracking_code": number,
            "status": last["status"],
            "status_detail": last["status_detail"],
            "updated_at": last["datetime"],
            "est_delivery_date": "2026-06-05T00:00:00Z",
            "carrier": "USPS",
            "tracking_details": details,
        },
    }
    body = json.dumps(document).encode()
    headers = sign(SCHEMES["easypost"], body, secret=SECRET)
    return Webhook(source="easypost", headers=headers, body=body, secrets=SECRET)


def messages(orders: int) -> list[Webhook]:
    """Write all messages in the order in which they arrive: step by step."""
    return [
        message(f"EZ{index:010}", steps)
        for steps in range(1, len(DETAILS) + 1)
        for index in range(orders)
    ]


def open_shop(folder: Path, orders: int) -> PostPurchase:
    """Open a new file with shipped orders and somebody who plans notices."""
    shop = PostPurchase.open(
        f"sqlite:///{folder / f'{time.monotonic_ns()}.db'}",
        plugins=[FakeChannel(), Notices(channel="fake")],
        entry_points=False,
        clock=Clock(NOON),
    )
    for first in range(0, orders, BATCH):
        commands = []
        for index in range(first, min(first + BATCH, orders)):
            order_id = f"{index:06}"
            commands += [
                place_order(order_id=order_id, number=f"#{order_id}"),
                ShipParcel(
                    order_id=order_id,
                    at=NOON,
                    parcel_id="P1",
                    units={"L1": 1},
                    carrier="usps",
                    tracking_number=f"EZ{index:010}",
                ),
            ]
        shop.handle_many(commands)
    while shop.dispatch().done:
        pass
    return shop


def receive_in_batches(shop: PostPurchase, webhooks: list[Webhook]) -> None:
    """Take everything in, a hundred messages per transaction."""
    for first in range(0, len(webhooks), BATCH):
        some = webhooks[first : first + BATCH]
        for received in receive_all(shop._service, some, at=NOON):
            assert isinstance(received, Received), received
            assert not received.is_repeated


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    given = parser.parse_args()
    incoming = messages(given.orders)
    cpu, wall, telling = [], [], []
    for _ in range(given.rounds):
        with open_shop(given.folder, given.orders) as shop:
            began, began_wall = time.process_time(), time.perf_counter()
            receive_in_batches(shop, incoming)
            cpu.append(len(incoming) / (time.process_time() - began))
            wall.append(len(incoming) / (time.perf_counter() - began_wall))
            began = time.perf_counter()
            told = 0
            while done := shop.dispatch().done:
                told += done
            telling.append(told / (time.perf_counter() - began))
    print(f"pid {os.getpid()}, {len(incoming)} messages, {given.rounds} rounds")
    print(f"fdatasync {fdatasync_ms(given.folder):.2f} ms")
    for name, figures in (("CPU", cpu), ("wall", wall)):
        print(f"facts in, per second of {name}: {statistics.median(figures):,.0f}")
    print(f"deliveries told, per second: {statistics.median(telling):,.0f}")


if __name__ == "__main__":
    main()
