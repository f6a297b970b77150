"""Two carriers on this machine, each with a ledger, that fail when told to.

Their answers have the shape of the real ones and were written for these tests.
"""

from __future__ import annotations

import json
from collections import deque
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlsplit

from loopback import Quiet, serving

PDF = b"%PDF-1.4 label"


class ShipX:
    """InPost: prepares each shipment after it was asked for it so many times."""

    def __init__(self, prepared_after=0):
        self.shipments = []
        self.prepared_after = prepared_after
        self.tracked = {}
        self.requests = []

    def is_effect(self, method, path):
        return method != "GET"

    def answer(self, method, path, query, body):
        if method == "POST" and path == "/v1/organizations/77/shipments":
            return 201, self._created(body)
        if path == "/v1/organizations/77/shipments":
            return 200, {"items": self._page(int(query["page"]))}
        if path.startswith("/v1/tracking/"):
            found = self.tracked.get(path.rpartition("/")[2])
            return (200, found) if found else (404, {"error": "resource_not_found"})
        if path == "/v1/points":
            return 200, {
                "items": [POINT, {**POINT, "name": "KRA02N", "location": None}]
            }
        for one in self.shipments:
            if path == f"/v1/shipments/{one['id']}" and method == "DELETE":
                if one["status"] == "canceled":
                    return 404, {"error": "resource_not_found"}
                one["status"] = "canceled"
                return 204, None
            if path == f"/v1/shipments/{one['id']}":
                return 200, self._prepared(one)
            if path == f"/v1/shipments/{one['id']}/label":
                return 200, PDF if query["format"] == "pdf" else b"^XA^XZ"
        return 404, {"error": "resource_not_found", "message": "No such thing"}

    def _created(self, body):
        made = {
            "id": 501 + len(self.shipments),
            "status": "created",
            "tracking_number": None,
            "asked": 0,
            **body,
        }
        self.shipments.append(made)
        return dict(made)

    def _prepared(self, one):
        one["asked"] += 1
        if one["asked"] > self.prepared_after and one["status"] == "created":
            one.update(status="confirmed", tracking_number=f"6200000{one['id']}")
        return one

    def _page(self, page):
        newest = list(reversed(self.shipments))
        return newest[2 * page - 2 : 2 * page]


POINT = {
    "name": "KRA01N",
    "address": {"line1": "Testowa 1", "line2": "30-001 Krakow"},
    "location": {"latitude": 50.06, "longitude": 19.94},
}


class NovaPoshtaApi:
    """Nova Poshta: every call goes to one address, and refusals have status 200."""

    def __init__(self):
        self.waybills = []
        self.tracked = []
        self.requests = []
        self.asked = []
        self.prints_work = True

    def is_effect(self, method, path):
        return method == "POST" and self.asked[-1]["calledMethod"] in ("save", "delete")

    def answer(self, method, path, query, body):
        if path.startswith("/orders/printMarking100x100/"):
            return (200, PDF) if self.prints_work else (200, b"<html>")
        if body["apiKey"] != "canary":
            return 200, refusal("API key is not valid")
        called = body["calledMethod"]
        told = getattr(self, f"_{called}")(body["methodProperties"])
        return 200, told if isinstance(told, dict) else {"success": True, "data": told}

    def _save(self, asked):
        if asked["RecipientCityName"] == "Nowhere":
            return refusal(f"{asked['RecipientName']}: City is not found")
        made = {
            "Ref": f"ref-{len(self.waybills)}",
            "IntDocNumber": f"2045000000000{len(self.waybills)}",
            "CostOnSite": 85,
            "asked": asked,
            "InfoRegClientBarcodes": asked["InfoRegClientBarcodes"],
        }
        self.waybills.append(made)
        return [made]

    def _delete(self, asked):
        for one in self.waybills:
            if one["Ref"] == asked["DocumentRefs"]:
                self.waybills.remove(one)
                return [{"Ref": one["Ref"]}]
        return refusal("Document is not found")

    def _getDocumentList(self, asked):  # noqa: N802
        return self.waybills

    def _getStatusDocuments(self, asked):  # noqa: N802
        wanted = [one["DocumentNumber"] for one in asked["Documents"]]
        known = [one for one in self.tracked if one["Number"] in wanted]
        there = {one["Number"] for one in known}
        return known + [
            {"Number": one, "StatusCode": "3", "Status": "Номер не знайдено"}
            for one in wanted
            if one not in there
        ]

    def _searchSettlements(self, asked):  # noqa: N802
        if asked["CityName"] != "79000":
            return [{"TotalCount": 0, "Addresses": []}]
        return [{"TotalCount": 1, "Addresses": [{"DeliveryCity": "city-lviv"}]}]

    def _getDocumentPrice(self, asked):  # noqa: N802
        if asked["ServiceType"] == "WarehousePostomat":
            return refusal("Not served")
        return [{"Cost": 70.5 if asked["ServiceType"] == "WarehouseWarehouse" else 105}]

    def _getWarehouses(self, asked):  # noqa: N802
        return [{"Number": "1", "Description": "Відділення №1", "Ref": "branch-1"}]


def refusal(*errors):
    return {"success": False, "data": [], "errors": list(errors)}


class Handler(Quiet, BaseHTTPRequestHandler):
    def do_GET(self):
        self._handle()

    def do_POST(self):
        self._handle()

    def do_DELETE(self):
        self._handle()

    def _handle(self):
        server, carrier = self.server, self.server.carrier
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = json.loads(content) if content else None
        if isinstance(body, dict) and "calledMethod" in body:
            carrier.asked.append(body)
        carrier.requests.append((self.command, parts.path, dict(self.headers)))
        counts = server.faults_hit_all or carrier.is_effect(self.command, parts.path)
        fault = server.faults.popleft() if counts and server.faults else ""
        if fault == "hang_before":
            server.closing.wait(5)
            return
        if fault == "busy":
            self._send(429, {"error": "slow down"}, {"Retry-After": "2"})
            return
        if fault == "error_before":
            self._send(502, b"<html>")
            return
        if fault == "refused":
            details = {"receiver": {"phone": ["invalid"]}}
            self._send(400, {"error": "validation_failed", "details": details})
            return
        status, told = carrier.answer(self.command, parts.path, query, body)
        if fault == "hang_after":
            server.closing.wait(5)
        elif fault == "drop_after":
            self.connection.close()
        elif fault == "error_after":
            self._send(500, {})
        elif fault == "garbage_after":
            self._send(200, b"<html>")
        else:
            self._send(status, told)

    def _send(self, status, told, headers=()):
        content = told if isinstance(told, bytes) else json.dumps(told).encode()
        self.send(status, b"" if told is None else content, headers)


@contextmanager
def running(carrier, *, faults_hit_all=False):
    """Run a carrier; yield the server with its `url` and `faults`."""
    attributes = {"carrier": carrier, "faults_hit_all": faults_hit_all}
    with serving(Handler, faults=deque(), **attributes) as server:
        yield server
