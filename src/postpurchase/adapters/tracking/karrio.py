"""Tracking details as karrio parses them from the replies of its connectors.

karrio writes a carrier's local time with a ``Z`` that it does not have, so its
times are read as bare clock readings. Its statuses are its own, coarser reading of
the carriers' codes: where we have a map of the carrier, the code alone decides.
"""

from __future__ import annotations

from typing import Final

from postpurchase.adapters.decoding import shown
from postpurchase.adapters.reading import Reader
from postpurchase.adapters.tracking.report import ParcelReport, ReportedFact, overall
from postpurchase.adapters.tracking.shapes import FACTS_MAX, each, first, said_instead
from postpurchase.adapters.tracking.times import NO_MOMENT, Moment, day, moment_of
from postpurchase.carrier_words import StatusMap, load, of_connector
from postpurchase.errors import InputTooLarge, MalformedInput
from postpurchase.values.ids import check_id

_PARCELS: Final = ("[][]", "[]", "results[]", "trackers[]", "tracking", "data", "")
_WANTS: Final = ("events", "tracking_number")


def read_karrio(document: object) -> list[ParcelReport]:
    """Read tracking details: one, a list of them, or what a connector parsed.

    Raises:
        InvalidInput: A field is not what it should be; names path and value.
        MalformedInput: There are no tracking details in it.
    """
    for path in _PARCELS:
        found = [
            parcel
            for parcel in _objects(document, path)
            if any(name in parcel for name in _WANTS)
        ]
        if found:
            return [_parcel(parcel) for parcel in found]
    raise MalformedInput(
        value=said_instead(document), expected="it is not a parcel of this format"
    )


def _objects(document: object, path: str) -> list[Reader]:
    if path in ("[]", "[][]"):
        rows = document if isinstance(document, list) else []
        if path == "[][]":
            # Parcels first, the carrier's messages second.
            rows = [one for row in rows if isinstance(row, list) for one in row]
        return [
            Reader(one, f"[{i}]") for i, one in enumerate(rows) if isinstance(one, dict)
        ]
    return list(each(document, path))


def _parcel(parcel: Reader) -> ParcelReport:
    name = first(parcel, ("carrier_name", "carrier"), most=100)
    known = of_connector(name)
    facts: list[ReportedFact] = []
    for event in parcel.each("events"):
        if len(facts) >= FACTS_MAX:
            raise InputTooLarge(
                path=event.path,
                value=f"{len(facts) + 1} facts",
                expected=f"{FACTS_MAX} facts",
            )
        facts.append(_fact(event, known))
    is_delivered = parcel.flag("delivered") if "delivered" in parcel else None
    current = None if _tell(facts, known) else _current(parcel)
    number = first(parcel, ("tracking_number",), most=200)
    parcel.check()
    now = overall(facts, current, is_delivered=is_delivered)
    return ParcelReport(
        tracking_number=check_id(number, "tracking_number") if number else "",
        carrier=name,
        code=now.code,
        raw=now.raw_code,
        estimated_delivery=day(first(parcel, ("estimated_delivery",), most=100)),
        facts=tuple(facts),
        current=ReportedFact(code=now.code, raw_code=now.raw_code),
    )


def _tell(facts: list[ReportedFact], known: StatusMap | None) -> bool:
    """Say whether the facts tell more than karrio's own reading of them."""
    latest = max(facts, key=lambda fact: fact.fact().at, default=None)
    return known is not None and latest is not None and latest.is_mapped


def _current(parcel: Reader) -> ReportedFact | None:
    said = first(parcel, ("status",), most=100)
    if not said:
        return None
    return ReportedFact(code=load("karrio").reading("status", said).code, raw_code=said)


def _fact(event: Reader, known: StatusMap | None) -> ReportedFact:
    code = first(event, ("code",), most=200)
    status = first(event, ("status",), most=100)
    if known is not None and code:
        found = known.reading("event", code)
    else:
        found = load("karrio").reading("status", status)
    return ReportedFact(
        moment=_when(event),
        code=found.code,
        raw_code=code or status,
        raw_text=first(event, ("description",)),
        location=first(event, ("location",), most=500),
        reason=found.reason,
    )


def _when(event: Reader) -> Moment:
    on = first(event, ("date",), most=100)
    clock = first(event, ("time",), most=100)
    stamp = first(event, ("timestamp",), most=100)
    if stamp[:10] == on or not on:
        on, clock = stamp[:10], stamp[11:19] or clock
    try:
        return moment_of(on, clock)
    except ValueError:
        event.note(
            MalformedInput(path=event.at("date"), value=shown(on), expected="a date")
        )
        return NO_MOMENT
