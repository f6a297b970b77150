"""How parcel carriers lay out their replies."""

from __future__ import annotations

from typing import Final

from postpurchase.adapters.reading import Reader
from postpurchase.adapters.tracking.shapes import Shape, each, first
from postpurchase.adapters.tracking.times import NO_MOMENT, Moment, moment, moment_of


def _at(event: Reader, day: str, clock: str, offset: str = "") -> Moment:
    said = (
        first(event, (name,), most=100) if name else "" for name in (day, clock, offset)
    )
    try:
        return moment_of(*said)
    except ValueError:
        event.fault(day, "a time in ISO 8601")
        return NO_MOMENT


DHL: Final = (
    Shape(
        name="dhl",
        map_name="dhl",
        parcels=("shipments[]", ""),
        wants=("id", "events"),
        number=("id",),
        carrier="dhl",
        events=("events[]",),
        words=(("event", "statusCode"), ("event", "status")),
        when=("timestamp",),
        text=("description", "status", "remark"),
        place=(
            ("location.address.addressLocality",),
            ("location.address.countryCode",),
        ),
        expected=(
            "estimatedTimeOfDelivery",
            "estimatedDeliveryTimeFrame.estimatedThrough",
        ),
        now=(("event", "status.statusCode"), ("event", "status.status")),
        now_when=("status.timestamp",),
    ),
)

_DHL_EXPRESS_XML: Final = Shape(
    name="dhl_express",
    map_name="dhl_express",
    is_xml=True,
    parcels=("TrackingResponse.AWBInfo[]",),
    wants=("ShipmentInfo",),
    number=("AWBNumber",),
    carrier="dhl_express",
    events=("ShipmentInfo.ShipmentEvent[]",),
    words=(("event", "ServiceEvent.EventCode"),),
    when=lambda event: _at(event, "Date", "Time", "GMTOffset"),
    text=("ServiceEvent.Description",),
    place=(("ServiceArea.Description",), ("ServiceArea.ServiceAreaCode",)),
    expected=("ShipmentInfo.EstDlvyDate",),
    is_oldest_first=True,
)

_DHL_EXPRESS_JSON: Final = Shape(
    name="dhl_express",
    map_name="dhl_express",
    parcels=("shipments[]",),
    wants=("shipmentTrackingNumber",),
    number=("shipmentTrackingNumber",),
    carrier="dhl_express",
    events=("events[]",),
    words=(("event", "typeCode"),),
    when=lambda event: _at(event, "date", "time", "GMTOffset"),
    text=("description",),
    place=(("serviceArea.description",), ("serviceArea.code",)),
    expected=("estimatedDeliveryDate", "estimatedTimeOfDelivery"),
)

DHL_EXPRESS: Final = (_DHL_EXPRESS_XML, _DHL_EXPRESS_JSON)


def _is_reached(event: Reader) -> bool:
    return first(event, ("statusHasBeenReached",)) != "false"


def _is_current(event: Reader) -> bool:
    return first(event, ("isCurrentStatus",)) == "true"


DPD: Final = (
    Shape(
        name="dpd",
        map_name="dpd",
        is_xml=True,
        parcels=(
            "Envelope.Body.getTrackingDataResponse.trackingresult",
            "getTrackingDataResponse.trackingresult",
            "trackingresult",
        ),
        wants=("statusInfo",),
        number=("shipmentInfo.parcelLabelNumber", "parcelLabelNumber"),
        carrier="dpd",
        events=("statusInfo[]",),
        words=(("event", "status"),),
        when=("date.content",),
        text=("description.content.content", "label.content"),
        place=(("location.content",),),
        is_oldest_first=True,
        is_event=_is_reached,
        is_now=_is_current,
    ),
)

FEDEX_RESULTS: Final = "output.completeTrackResults[]"


def _fedex_parcels(document: object) -> list[Reader]:
    """Take of each number the result that was scanned last.

    FedEx uses numbers again; a reply may hold older parcels of the same number.
    """
    found: list[Reader] = []
    for result in each(document, FEDEX_RESULTS):
        known = [
            r
            for r in each(result.value, "trackResults[]", result)
            if r.list("scanEvents")
        ]
        if not known:
            continue
        latest = max(known, key=_last_scan)
        number = first(result, ("trackingNumber",), most=200)
        parcel = {**latest.value, "trackingNumber": number} if number else latest.value
        found.append(Reader(parcel, latest.path, result.faults))
    return found


def _last_scan(result: Reader) -> str:
    def clock(event: Reader) -> str:
        try:
            when = moment(first(event, ("date",), most=100))
        except ValueError:
            return ""
        return when.at.replace(tzinfo=None).isoformat() if when.at else when.local_at

    return max(map(clock, each(result.value, "scanEvents[]", result)), default="")


FEDEX: Final = (
    Shape(
        name="fedex",
        map_name="fedex",
        parcels=("output.completeTrackResults",),
        find=_fedex_parcels,
        number=("trackingNumber", "trackingNumberInfo.trackingNumber"),
        carrier="fedex",
        events=("scanEvents[]",),
        words=(("event", "eventType"), ("event", "derivedStatusCode")),
        when=("date",),
        text=("exceptionDescription", "eventDescription"),
        place=(
            (
                "scanLocation.city",
                "scanLocation.stateOrProvinceCode",
                "scanLocation.postalCode",
                "scanLocation.countryCode",
            ),
        ),
        expected=(
            "standardTransitTimeWindow.window.begins",
            "estimatedDeliveryTimeWindow.window.begins",
            "estimatedDeliveryTimeWindow.window.ends",
            "standardTransitTimeWindow.window.ends",
        ),
        now=(
            ("event", "latestStatusDetail.code"),
            ("event", "latestStatusDetail.derivedCode"),
        ),
    ),
)

GLS: Final = (
    Shape(
        name="gls",
        map_name="gls",
        parcels=("parcels[]", ""),
        wants=("unitno", "events", "status"),
        number=("unitno", "requested"),
        carrier="gls",
        events=("events[]",),
        words=(("event", "code"),),
        when=("eventDateTime",),
        text=("description",),
        place=(("city", "postalCode", "country"),),
        expected=("expectedDeliveryDate", "estimatedDeliveryDate"),
        now=(("status", "status"),),
        now_when=("statusDateTime",),
    ),
)


def _ups_when(event: Reader) -> Moment:
    if first(event, ("gmtDate",)) and first(event, ("gmtOffset",)):
        return _at(event, "date", "time", "gmtOffset")
    return _at(event, "date", "time")


UPS: Final = (
    Shape(
        name="ups",
        map_name="ups",
        parcels=("trackResponse.shipment[].package[]",),
        wants=("activity", "trackingNumber"),
        number=("trackingNumber",),
        carrier="ups",
        events=("activity[]",),
        words=(
            ("event", "status.code"),
            ("status", "status.statusCode"),
            ("type", "status.type"),
        ),
        when=_ups_when,
        text=("status.description",),
        place=(
            (
                "location.address.city",
                "location.address.stateProvince",
                "location.address.postalCode",
                "location.address.country",
            ),
        ),
        expected=("deliveryDate.date",),
        now=(
            ("event", "currentStatus.code"),
            ("status", "currentStatus.code"),
            ("status", "currentStatus.statusCode"),
            ("type", "currentStatus.type"),
            ("event", "activity.status.code"),
            ("type", "activity.status.type"),
        ),
    ),
)


def _usps_when(event: Reader) -> Moment:
    said = first(event, ("eventTimestamp",), most=100)
    day, _, clock = said.partition("T")
    return _usps_at(event, day, clock)


def _usps_at(event: Reader, day: str, clock: str) -> Moment:
    offset = first(event, ("GMTOffset",), most=20)
    if clock.endswith("Z"):
        clock, offset = clock[:-1], offset or "Z"
    try:
        return moment_of(day, clock, offset)
    except ValueError:
        event.fault("eventTimestamp", "a time in ISO 8601")
        return NO_MOMENT


USPS: Final = (
    Shape(
        name="usps",
        map_name="usps",
        parcels=("[]", ""),
        wants=("trackingEvents", "statusCategory"),
        number=("trackingNumber",),
        carrier="usps",
        events=("trackingEvents[]",),
        words=(("event", "eventCode"),),
        when=_usps_when,
        text=("eventType",),
        place=(("eventCity", "eventZIP", "eventState", "eventCountry"),),
        expected=(
            "expectedDeliveryTimeStamp",
            "expectedDeliveryDate",
            "predictedDeliveryDate",
            "deliveryDateExpectation.expectedDeliveryDate",
        ),
        now=(("category", "statusCategory"),),
    ),
)

CHRONOPOST: Final = (
    Shape(
        name="chronopost",
        map_name="chronopost",
        is_xml=True,
        parcels=(
            "Envelope.Body.trackSkybillV2Response.return.listEventInfoComp[]",
            "Envelope.Body.trackSkybillResponse.return.listEventInfoComp[]",
        ),
        wants=("events",),
        number=("skybillNumber",),
        carrier="chronopost",
        events=("events[]",),
        words=(("event", "code"),),
        when=("eventDate",),
        text=("eventLabel",),
        place=(("officeLabel",), ("zipCode",)),
    ),
)
