"""Shopify as an order source that works both ways.

What happened here is told to the shop once, whatever happens on the way:
before every effect the shop is asked what is there, and an effect that stands
there already is not sent again. So a retry after a time-out, after an error
that came too late, or after a crash of this side does nothing twice.

Source: Shopify Admin REST API, resources Fulfillment, FulfillmentEvent,
FulfillmentOrder, Refund and Transaction, version 2026-07.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final
from urllib.parse import quote

from postpurchase.adapters.decoding import decode_json
from postpurchase.adapters.notices import (
    RefundNotice,
    Shipment,
    ShipmentNotice,
    TrackingNotice,
)
from postpurchase.adapters.reading import Reader
from postpurchase.adapters.shopify import SOURCE, read_orders
from postpurchase.adapters.shopify_parcels import numbers_of, units_of
from postpurchase.adapters.shopify_payments import refund_mark
from postpurchase.adapters.snapshot import Record
from postpurchase.adapters.transport import HttpTransport, Request, Response, Transport
from postpurchase.errors import (
    InvalidInput,
    OutcomeUnknown,
    PermanentFailure,
    TemporaryFailure,
)

VERSION: Final = "2026-07"

EVENTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "info_received.label_created": "label_printed",
        "info_received.data_received": "confirmed",
        "in_transit": "in_transit",
        "in_transit.accepted": "carrier_picked_up",
        "in_transit.delayed": "delayed",
        "out_for_delivery": "out_for_delivery",
        "delivery_attempted": "attempted_delivery",
        "available_for_pickup": "ready_for_pickup",
        "delivered": "delivered",
        "exception": "failure",
    }
)
"""Codes of the vocabulary, or else their status, to a fulfilment's event;
what is not here has no word at Shopify and is not told."""

_BUSY: Final = (408, 409, 423, 425, 429)
_THERE: Final = ("success", "open", "pending")


class ShopifySource:
    """Orders from Shopify, and what became of them back to it.

    Args:
        transport: Carries the requests; `connect` makes the real one.

    >>> ShopifySource.connect("shop.example", token="secret").code
    'shopify'
    """

    code = SOURCE

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    @classmethod
    def connect(
        cls, shop: str, *, token: str, version: str = VERSION, timeout_s: float = 10.0
    ) -> ShopifySource:
        """Connect to a shop.

        Args:
            shop: Its host name, such as ``shop.example``.
            token: An access token with the rights to write orders.
            version: Of the Admin API.
            timeout_s: For every wait.

        Raises:
            InvalidInput: The host name cannot stand in a URL.
        """
        return cls(
            HttpTransport(
                f"https://{shop}/admin/api/{version}",
                headers={"X-Shopify-Access-Token": token},
                timeout_s=timeout_s,
                plugin=SOURCE,
            )
        )

    def __repr__(self) -> str:
        return "<ShopifySource>"

    def read(self, content: bytes) -> Iterator[Record]:
        """Read orders and fulfilments; see `postpurchase.adapters.shopify`."""
        return read_orders(content)

    def publish(self, notice: object, *, key: str) -> None:
        """Tell the shop about a shipment, tracking or a refund, once.

        Args:
            notice: One of the notices of `postpurchase.adapters.notices`.
            key: The same for every try.

        Raises:
            TemporaryFailure: Not now; says how long to wait if the shop did.
            PermanentFailure: The shop refuses it, or it is not the shop's.
            OutcomeUnknown: No answer; the next try finds out.
        """
        if getattr(notice, "source", None) != SOURCE:
            raise _never("the order did not come from Shopify")
        if isinstance(notice, ShipmentNotice):
            self._ship(notice, key)
        elif isinstance(notice, TrackingNotice):
            self._track(notice, key)
        elif isinstance(notice, RefundNotice):
            self._refund(notice, key)
        else:
            raise _never(f"no notice: {type(notice).__name__}")

    def _ship(self, notice: ShipmentNotice, key: str) -> None:
        if self._fulfilment_id(notice.order_id, notice.shipment):
            return
        shipment = notice.shipment
        tracking = {"company": shipment.carrier, "number": shipment.tracking_number}
        self._post(
            "/fulfillments.json",
            {
                "fulfillment": {
                    "line_items_by_fulfillment_order": self._shares(notice),
                    "notify_customer": False,
                    "tracking_info": {n: said for n, said in tracking.items() if said},
                }
            },
            key,
        )

    def _fulfilment_id(self, order_id: str, shipment: Shipment) -> str:
        """Find the shop's fulfilment for a parcel, or answer with nothing."""
        alike = []
        found = self._get(f"/orders/{_safe(order_id)}/fulfillments.json")
        for one in found.each("fulfillments"):
            fulfilment_id = one.id("id")
            if fulfilment_id == shipment.parcel_id:
                return fulfilment_id
            if one.text("status", most=40) not in _THERE:
                continue
            number = (*numbers_of(one), "")[0]
            units = units_of(one, "line_items", "id")
            if number == shipment.tracking_number and dict(units) == dict(
                shipment.units
            ):
                alike.append(fulfilment_id)
        _check(found)
        alike.sort(key=lambda known: (len(known), known))
        return (*alike, *[""] * shipment.ordinal)[shipment.ordinal - 1]

    def _shares(self, notice: ShipmentNotice) -> list[dict[str, object]]:
        """Take the units from the shop's fulfilment orders, in their order."""
        left = dict(notice.shipment.units)
        shares: list[dict[str, object]] = []
        found = self._get(f"/orders/{_safe(notice.order_id)}/fulfillment_orders.json")
        for group in found.each("fulfillment_orders"):
            taken: list[dict[str, int]] = []
            for line in group.each("line_items"):
                line_id = line.id("line_item_id")
                units = min(left.get(line_id, 0), line.units("fulfillable_quantity"))
                if units:
                    left[line_id] -= units
                    taken.append({"id": int(line.id("id")), "quantity": units})
            if taken:
                shares.append(
                    {
                        "fulfillment_order_id": int(group.id("id")),
                        "fulfillment_order_line_items": taken,
                    }
                )
        _check(found)
        short = [line_id for line_id, units in left.items() if units]
        if short:
            raise _never(f"the shop has no units left to send of {', '.join(short)}")
        return shares

    def _track(self, notice: TrackingNotice, key: str) -> None:
        said = notice.tracking_code
        status = EVENTS.get(said) or EVENTS.get(said.partition(".")[0])
        if status is None:
            return
        fulfilment_id = self._fulfilment_id(notice.order_id, notice.shipment)
        if not fulfilment_id:
            raise TemporaryFailure(
                plugin=SOURCE, reason="the shipment is not there yet"
            )
        path = (
            f"/orders/{_safe(notice.order_id)}/fulfillments/{_safe(fulfilment_id)}"
            "/events.json"
        )
        found = self._get(path)
        for known in found.each("fulfillment_events"):
            if (known.text("status"), known.time("happened_at")) == (status, notice.at):
                return
        _check(found)
        event = {"status": status, "happened_at": notice.at.isoformat()}
        self._post(path, {"event": event}, key)

    def _refund(self, notice: RefundNotice, key: str) -> None:
        path = f"/orders/{_safe(notice.order_id)}/refunds.json"
        found = self._get(path)
        mark = refund_mark(notice.refund_id)
        for known in found.each("refunds"):
            same = known.id("id") == notice.refund_id
            if same or mark in known.text("note", most=5_000):
                return
        _check(found)
        lines = [
            {"line_item_id": int(n), "quantity": units, "restock_type": "no_restock"}
            for n, units in notice.units
        ]
        self._post(
            path,
            {
                "refund": {
                    "currency": notice.amount.currency,
                    "notify": False,
                    "note": f"{notice.reason} {mark}".strip(),
                    "refund_line_items": lines,
                    "transactions": [self._transaction(notice)],
                }
            },
            key,
        )

    def _transaction(self, notice: RefundNotice) -> dict[str, object]:
        """Name the payment at the shop that the money went back from."""
        found = self._get(f"/orders/{_safe(notice.order_id)}/transactions.json")
        transaction: dict[str, object] = {
            "kind": "refund",
            "amount": notice.amount.decimal_text,
            "gateway": "manual",
        }
        for paid in found.each("transactions"):
            came_in = paid.text("kind") in ("sale", "capture")
            if came_in and paid.text("status") == "success":
                transaction["parent_id"] = int(paid.id("id"))
                transaction["gateway"] = paid.text("gateway") or "manual"
        _check(found)
        return transaction

    def _get(self, path: str) -> Reader:
        try:
            response = self._transport.send(Request(method="GET", path=path))
        except OutcomeUnknown as unknown:
            raise TemporaryFailure(plugin=SOURCE, reason=unknown.reason) from None
        _refuse_status(response)
        try:
            return Reader(decode_json(response.content), path)
        except InvalidInput as fault:
            raise TemporaryFailure(plugin=SOURCE, reason=str(fault)) from None

    def _post(self, path: str, body: Mapping[str, object], key: str) -> None:
        request = Request(method="POST", path=path, body=body, key=key)
        _refuse_status(self._transport.send(request))


def _refuse_status(response: Response) -> None:
    status = response.status
    if 200 <= status < 300:
        return
    if status in _BUSY or status >= 500:
        raise TemporaryFailure(
            plugin=SOURCE,
            reason=f"status {status}",
            retry_after_s=_seconds(response.headers.get("retry-after", "")),
        )
    said = response.content[:200].decode("utf-8", "replace")
    raise _never(f"status {status}: {' '.join(said.split())}")


def _seconds(said: str) -> float | None:
    """Read Retry-After in seconds; a date or nonsense counts as nothing."""
    plain = said.strip()
    whole, _, fraction = plain.partition(".")
    digits = f"{whole}{fraction}"
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 8:
        return None
    return float(plain)


def _check(found: Reader) -> None:
    """Refuse to act on an answer that could not be read whole."""
    try:
        found.check()
    except InvalidInput as fault:
        raise TemporaryFailure(plugin=SOURCE, reason=str(fault)[:300]) from None


def _safe(name: str) -> str:
    return quote(name, safe="")


def _never(reason: str) -> PermanentFailure:
    return PermanentFailure(plugin=SOURCE, reason=reason)
