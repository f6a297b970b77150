"""How services that track many carriers, and Shopify, lay out their documents."""

from __future__ import annotations

from typing import Final

import attrs

from postpurchase.adapters.reading import Reader
from postpurchase.adapters.tracking.report import ReportedFact
from postpurchase.adapters.tracking.shapes import Shape, first

AFTERSHIP: Final = (
    Shape(
        name="aftership",
        map_name="aftership",
        parcels=(
            "msg",
            "data.tracking",
            "data.trackings[]",
            "trackings[]",
            "tracking",
            "data",
            "",
        ),
        wants=("tracking_number",),
        number=("tracking_number",),
        carrier="@slug",
        events=("checkpoints[]", "checkpoint"),
        words=(("subtag", "subtag"), ("tag", "tag")),
        falls_back=True,
        when=("checkpoint_time",),
        text=("message", "subtag_message"),
        place=(
            ("location",),
            ("city", "state", "postal_code", "zip", "country_region_name"),
            ("country_name",),
        ),
        expected=(
            "latest_estimated_delivery.datetime",
            "latest_estimated_delivery.datetime_max",
            "courier_estimated_delivery_date.estimated_delivery_date",
            "aftership_estimated_delivery_date.estimated_delivery_date",
            "expected_delivery",
        ),
        now=(("subtag", "subtag"), ("tag", "tag")),
        now_when=("last_updated_at", "updated_at"),
    ),
)


def _easypost_return(parcel: Reader, event: Reader, fact: ReportedFact) -> ReportedFact:
    """Say of a parcel on its way back that it is, whatever the detail says.

    Arrived where it came from, it is returned. EasyPost's details speak of the way
    itself: "arrived at destination" is no delivery when the way leads back.
    """
    if first(event, ("status",)) != "return_to_sender":
        return fact
    detail = first(event, ("status_detail",))
    is_back = detail == "arrived_at_destination" and _is_origin(parcel, event)
    code = "returned.general" if is_back else "returning.general"
    return attrs.evolve(fact, code=code)


def _is_origin(parcel: Reader, event: Reader) -> bool:
    origin = "carrier_detail.origin_tracking_location"
    here = "tracking_location"
    if event is parcel:
        details = parcel.value.get("tracking_details")
        last = details[-1] if isinstance(details, list) and details else None
        event = Reader(last if isinstance(last, dict) else {}, "", parcel.faults)
    for part in ("zip", "city"):
        came_from = first(parcel, (f"{origin}.{part}",))
        is_now_at = first(event, (f"{here}.{part}",))
        if came_from and is_now_at:
            return came_from.casefold() == is_now_at.casefold()
    return False


EASYPOST: Final = (
    Shape(
        name="easypost",
        map_name="easypost",
        parcels=("result", "trackers[]", "tracker", ""),
        wants=("tracking_code",),
        number=("tracking_code",),
        carrier="@carrier",
        events=("tracking_details[]",),
        words=(("detail", "status_detail"), ("status", "status")),
        falls_back=True,
        when=("datetime",),
        text=("message", "description"),
        place=(
            (
                "tracking_location.city",
                "tracking_location.state",
                "tracking_location.zip",
                "tracking_location.country",
            ),
        ),
        expected=("est_delivery_date",),
        now=(("detail", "status_detail"), ("status", "status")),
        now_when=("updated_at",),
        refine=_easypost_return,
    ),
)


def _shippo_return(parcel: Reader, event: Reader, fact: ReportedFact) -> ReportedFact:
    """Tell "is back" from "comes back": Shippo's RETURNED says both.

    It is back where the parcel is seen at the place that it came from.
    """
    if fact.code != "returning.general":
        return fact
    inner = parcel.child("tracking_status") if event is parcel else event
    for part in ("zip", "city"):
        came_from = first(parcel, (f"address_from.{part}",))
        is_now_at = first(inner, (f"location.{part}",))
        if came_from and is_now_at:
            if came_from.casefold() == is_now_at.casefold():
                return attrs.evolve(fact, code="returned.general")
            return fact
    return fact


SHIPPO: Final = (
    Shape(
        name="shippo",
        map_name="shippo",
        parcels=("data", "results[]", ""),
        wants=("tracking_number",),
        number=("tracking_number",),
        carrier="@carrier",
        events=("tracking_history[]", "tracking_status"),
        words=(("substatus", "substatus.code"), ("status", "status")),
        falls_back=True,
        when=("status_date",),
        text=("status_details", "substatus.text"),
        place=(
            ("location.city", "location.state", "location.zip", "location.country"),
        ),
        expected=("eta", "original_eta"),
        now=(
            ("substatus", "tracking_status.substatus.code"),
            ("status", "tracking_status.status"),
        ),
        now_when=("tracking_status.status_date",),
        refine=_shippo_return,
    ),
)

_SHOPIFY_PLACE: Final = (("city", "province", "zip", "country"),)

SHOPIFY: Final = (
    Shape(
        name="shopify",
        map_name="shopify",
        parcels=(
            "fulfillments[]",
            "fulfillment",
            "order.fulfillments[]",
            "data.fulfillment",
            "data.order.fulfillments[]",
            "",
        ),
        wants=(
            "tracking_number",
            "tracking_numbers",
            "trackingInfo",
            "shipment_status",
            "displayStatus",
            "fulfillment_events",
        ),
        number=("tracking_number", "trackingInfo.number"),
        carrier="@tracking_company",
        events=(
            "fulfillment_events[]",
            "events.nodes[]",
            "events.edges[].node",
            "fulfillmentEvents.nodes[]",
        ),
        words=(("event", "status"),),
        when=("happened_at", "happenedAt", "created_at", "createdAt"),
        text=("message",),
        place=_SHOPIFY_PLACE,
        expected=("estimatedDeliveryAt", "estimated_delivery_at"),
        now=(("event", "shipment_status"), ("display", "displayStatus")),
        now_when=("updated_at", "updatedAt"),
    ),
    Shape(
        name="shopify",
        map_name="shopify",
        parcels=("fulfillment_event", "data.fulfillmentEvent", ""),
        wants=("happened_at", "happenedAt"),
        number=("tracking_number",),
        events=("",),
        words=(("event", "status"),),
        when=("happened_at", "happenedAt"),
        text=("message",),
        place=_SHOPIFY_PLACE,
        expected=("estimated_delivery_at", "estimatedDeliveryAt"),
    ),
)
