"""How posts, and the carriers of Poland, Ukraine and Russia, lay out their replies."""

from __future__ import annotations

from typing import Final

import attrs

from postpurchase.adapters.reading import Reader
from postpurchase.adapters.tracking.report import ReportedFact
from postpurchase.adapters.tracking.shapes import Shape, first, moment_in
from postpurchase.carrier_words import load
from postpurchase.tracking.vocabulary import UNMAPPED

ROYAL_MAIL: Final = (
    Shape(
        name="royal_mail",
        map_name="royal_mail",
        parcels=("mailPieces[]", ""),
        wants=("events", "summary"),
        number=("mailPieceId", "summary.oneDBarcode"),
        carrier="royal_mail",
        events=("events[]",),
        words=(("event", "eventCode"),),
        when=("eventDateTime",),
        text=("eventName",),
        place=(("locationName",),),
        expected=("estimatedDelivery.date",),
        now=(
            ("event", "summary.lastEventCode"),
            ("category", "summary.statusCategory"),
        ),
        now_when=("summary.lastEventDateTime",),
    ),
)

INPOST: Final = (
    Shape(
        name="inpost",
        map_name="inpost",
        parcels=("[]", "parcels[]", "payload", ""),
        wants=("tracking_details", "tracking_number", "shipmentNumber"),
        number=("tracking_number", "shipmentNumber"),
        carrier="inpost",
        events=("tracking_details[]", "events[]", "statusHistory[]"),
        words=(("status", "status"), ("status", "name")),
        when=("datetime", "date"),
        text=("origin_status", "agency"),
        now=(("status", "status"),),
        now_when=("updated_at", "storedDate"),
    ),
)


def _nova_poshta(_parcel: Reader, event: Reader, fact: ReportedFact) -> ReportedFact:
    """Say when it was received, and where it is once it has arrived."""
    if fact.status == "delivered" and not fact.moment:
        received = moment_in(event, ("RecipientDateTime", "ActualDeliveryDate"))
        fact = attrs.evolve(fact, moment=received)
    if fact.status in ("available_for_pickup", "delivered"):
        place = first(event, ("WarehouseRecipient", "CityRecipient"), most=500)
        return attrs.evolve(fact, location=place)
    return fact


NOVA_POSHTA: Final = (
    Shape(
        name="nova_poshta",
        map_name="nova_poshta",
        parcels=("data[]", ""),
        wants=("StatusCode",),
        number=("Number", "DocumentNumber"),
        carrier="nova_poshta",
        events=("",),
        words=(("status", "StatusCode"),),
        when=("TrackingUpdateDate", "DateScan"),
        text=("Status",),
        place=(),
        expected=("ScheduledDeliveryDate",),
        refine=_nova_poshta,
    ),
)


def _operation(_parcel: Reader, event: Reader, fact: ReportedFact) -> ReportedFact:
    """Look an operation up with its attribute: the pair is Russian Post's code."""
    kind = first(event, ("OperationParameters.OperType.Id",), most=20)
    attribute = first(event, ("OperationParameters.OperAttr.Id",), most=20)
    words = load("russian_post")
    raw = f"{kind}.{attribute or '0'}"
    found = words.meaning("operation", raw)
    if found is None and attribute in ("", "0"):
        found = words.meaning("type", kind)
    return attrs.evolve(
        fact,
        raw_code=raw,
        code=found.code if found and found.code else UNMAPPED,
        reason=found.reason if found else "",
    )


_RUSSIAN_RECORDS: Final = "OperationHistoryData"

_RUSSIAN_XML: Final = Shape(
    name="russian_post",
    map_name="russian_post",
    is_xml=True,
    parcels=(
        f"Envelope.Body.getOperationHistoryResponse.{_RUSSIAN_RECORDS}",
        _RUSSIAN_RECORDS,
    ),
    wants=("historyRecord",),
    number=("historyRecord.ItemParameters.Barcode",),
    carrier="russian_post",
    events=("historyRecord[]",),
    words=(),
    when=("OperationParameters.OperDate",),
    text=("OperationParameters.OperAttr.Name", "OperationParameters.OperType.Name"),
    place=(
        (
            "AddressParameters.OperationAddress.Index",
            "AddressParameters.OperationAddress.Description",
        ),
    ),
    refine=_operation,
)

RUSSIAN_POST: Final = (
    _RUSSIAN_XML,
    attrs.evolve(
        _RUSSIAN_XML,
        is_xml=False,
        parcels=(
            _RUSSIAN_RECORDS,
            f"getOperationHistoryResponse.{_RUSSIAN_RECORDS}",
            "",
        ),
    ),
)

CDEK: Final = (
    Shape(
        name="cdek",
        map_name="cdek",
        parcels=("entity", "orders[]", "[]", ""),
        wants=("statuses",),
        number=("cdek_number", "number"),
        carrier="cdek",
        events=("statuses[]",),
        words=(("status", "code"),),
        when=("date_time",),
        text=("name",),
        place=(("city",),),
        expected=("planned_delivery_date", "delivery_detail.date"),
    ),
    Shape(
        name="cdek",
        map_name="cdek",
        parcels=("",),
        wants=("attributes",),
        number=("attributes.cdek_number", "attributes.number"),
        carrier="cdek",
        events=("attributes",),
        words=(("status", "code"),),
        when=("status_date_time",),
        text=(),
        place=(("city_name",),),
    ),
)


def _measure(_parcel: Reader, event: Reader, fact: ReportedFact) -> ReportedFact:
    """Make an unsuccessful delivery precise by its reason and what is to be done.

    Source: UPU EMSEVT: EMH carries a reason and a measure, EME a reason.
    """
    words = load("upu")
    kind = {"EMH": ("measure", "reason"), "EME": ("retention",)}.get(fact.raw_code, ())
    for name in kind:
        field = "reason" if name == "retention" else name
        said = first(event, (f"{field}.name", field), most=200).casefold()
        found = words.meaning(name, said) if said else None
        if found is not None and found.code:
            return attrs.evolve(fact, code=found.code, reason=found.reason)
    return fact


UPU: Final = (
    Shape(
        name="upu",
        map_name="upu",
        parcels=("items[]", "mailItems[]", "item", "mailItem", "[]", ""),
        wants=("events", "itemEvents", "Events"),
        number=("itemId", "item_id", "mailItemId", "tracking_number", "id"),
        events=("events[]", "itemEvents[]", "Events[]"),
        words=(("event", "code"), ("event", "eventCode"), ("event", "event_code")),
        when=("at", "dateTime", "eventDateTime", "localDateTime", "date_time", "date"),
        text=("text", "name", "description", "eventName"),
        place=(
            ("office.name", "office.country"),
            ("location", "country"),
            ("officeName", "countryName"),
            ("office",),
        ),
        refine=_measure,
    ),
)
