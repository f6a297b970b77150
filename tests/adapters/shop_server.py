"""A shop on this machine that keeps its own ledger and fails when told to."""

from __future__ import annotations

import json
import re
import threading
from collections import deque
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler

from loopback import Quiet, serving

FAULTS = (
    "hang_before",
    "hang_after",
    "error_after",
    "error_before",
    "busy",
    "drop_after",
)


class Ledger:
    """What the shop did, and the faults that wait for the next effects."""

    def __init__(self):
        self.fulfilments = []
        self.events = []
        self.refunds = []
        self.requests = []
        self.keys = []
        self.faults = deque()
        self.closing = threading.Event()

    def answer(self, path):
        if path.endswith("/fulfillments.json"):
            return {"fulfillments": self.fulfilments}
        if path.endswith("/events.json"):
            return {"fulfillment_events": self.events}
        if path.endswith("/refunds.json"):
            return {"refunds": self.refunds}
        if path.endswith("/transactions.json"):
            return {
                "transactions": [
                    {"id": 31, "kind": "sale", "status": "success", "gateway": "card"}
                ]
            }
        if path.endswith("/fulfillment_orders.json"):
            return {"fulfillment_orders": [self._open()]}
        return None

    def _open(self):
        left = {11: 2, 12: 1}
        for done in self.fulfilments:
            for line in done["line_items"]:
                left[line["id"]] -= line["quantity"]
        return {
            "id": 801,
            "line_items": [
                {"id": 900 + n, "line_item_id": n, "fulfillable_quantity": units}
                for n, units in left.items()
            ],
        }

    def act(self, path, body):
        if path == "/fulfillments.json":
            told = body["fulfillment"]
            [group] = told["line_items_by_fulfillment_order"]
            lines = group["fulfillment_order_line_items"]
            self.fulfilments.append(
                {
                    "id": 601 + len(self.fulfilments),
                    "status": "success",
                    "tracking_number": told["tracking_info"].get("number"),
                    "line_items": [
                        {"id": one["id"] - 900, "quantity": one["quantity"]}
                        for one in lines
                    ],
                }
            )
        elif path.endswith("/events.json"):
            self.events.append({"id": 1 + len(self.events)} | body["event"])
        elif path.endswith("/refunds.json"):
            self.refunds.append({"id": 701 + len(self.refunds)} | body["refund"])
        else:
            return False
        return True


class Handler(Quiet, BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.ledger.requests.append(("GET", self.path))
        answer = self.server.ledger.answer(re.sub(r"^/admin/api/[^/]+", "", self.path))
        self._send(200 if answer is not None else 404, answer or {"errors": "no"})

    def do_POST(self):
        ledger = self.server.ledger
        ledger.requests.append(("POST", self.path))
        ledger.keys.append(self.headers.get("Idempotency-Key"))
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        fault = ledger.faults.popleft() if ledger.faults else ""
        if fault == "hang_before":
            ledger.closing.wait(5)
            return
        if fault == "busy":
            self._send(429, {"errors": "slow down"}, {"Retry-After": "2.0"})
            return
        if fault == "error_before":
            self._send(503, {})
            return
        if fault == "refused":
            self._send(422, {"errors": "not fulfillable"})
            return
        done = ledger.act(re.sub(r"^/admin/api/[^/]+", "", self.path), body)
        if fault == "hang_after":
            ledger.closing.wait(5)
            return
        if fault == "drop_after":
            self.connection.close()
            return
        if fault == "error_after":
            self._send(500, {})
            return
        self._send(201 if done else 404, {})

    def _send(self, status, document, headers=()):
        self.send(status, json.dumps(document).encode(), headers)


@contextmanager
def running_shop():
    """Run a shop; yield its base URL and its ledger."""
    ledger = Ledger()
    with serving(Handler, ledger=ledger) as server:
        try:
            yield f"{server.url}/admin/api/test", ledger
        finally:
            ledger.closing.set()
