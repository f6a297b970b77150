"""From karrio's answers to our values."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any, Final
from zoneinfo import ZoneInfo

from postpurchase.carrier_words import Meaning, load, of_connector
from postpurchase.errors import InvalidInput
from postpurchase.tracking.facts import TEXT_MAX, TrackingFact
from postpurchase.values.answers import Quote
from postpurchase.values.carriage import Label
from postpurchase.values.currencies import EXPONENTS
from postpurchase.values.money import Money

_CLOCKS: Final = ("%H:%M:%S", "%H:%M", "%I:%M:%S %p", "%I:%M %p")
_FORMS: Final = (
    (b"%PDF", "application/pdf"),
    (b"\x89PNG", "image/png"),
    (b"GIF8", "image/gif"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"^XA", "application/zpl"),
)


def money(amount: object, currency: object) -> Money | None:
    """Read a price; None if it is none.

    karrio has floats. The shortest decimal that stands for the same float is what
    the carrier wrote; what lies beyond the currency's digits is rounded half up.

    >>> money(12.3, "EUR"), money(980.0, "JPY"), money(None, "EUR")
    (<Money 12.30 EUR>, <Money 980 JPY>, None)
    """
    if not isinstance(currency, str) or currency not in EXPONENTS:
        return None
    try:
        unit = Decimal(1).scaleb(-EXPONENTS[currency])
        exact = Decimal(str(amount)).quantize(unit, ROUND_HALF_UP)
        return Money.parse(exact, currency)
    except (InvalidOperation, InvalidInput):
        return None


def quotes(rates: Iterable[Any], carrier: str) -> Iterator[Quote]:
    """Yield each service once, at its lowest price; what has no price is left out."""
    best: dict[str, Quote] = {}
    for rate in rates:
        price = money(rate.total_charge, rate.currency)
        if price is None or price.amount_minor < 0 or not rate.service:
            continue
        on = _day(rate.estimated_delivery)
        offer = Quote(
            carrier=carrier,
            service=str(rate.service),
            price=price,
            earliest_on=on,
            latest_on=on,
        )
        known = best.get(offer.service)
        if known is None or offer.price.amount_minor < known.price.amount_minor:
            best[offer.service] = offer
    yield from best.values()


def label(details: Any) -> Label:
    """Read a label; its form is told from its bytes, not from what is said of it."""
    docs = details.docs
    document = _bytes((docs.label or docs.zpl_label or docs.pdf_label) if docs else "")
    rate = details.selected_rate
    return Label(
        tracking_number=str(details.tracking_number),
        document=document,
        media_type=media_type(document),
        carrier_reference=str(details.shipment_identifier or details.tracking_number),
        price=money(rate.total_charge, rate.currency) if rate else None,
    )


def media_type(document: bytes) -> str:
    """Tell the form of a label from its first bytes.

    >>> media_type(b"^XA^FDHello^XZ"), media_type(b"")
    ('application/zpl', '')
    """
    start = document.lstrip()[:8]
    for first, form in _FORMS:
        if start.startswith(first):
            return form
    return "application/octet-stream" if document else ""


def _bytes(encoded: str | None) -> bytes:
    try:
        return base64.b64decode(encoded or "")
    except (binascii.Error, ValueError):
        # Some connectors hand ZPL over as it is.
        return (encoded or "").encode()


def facts(details: Any, zone: str) -> tuple[TrackingFact, ...]:
    """Read the facts about one parcel.

    Only what the connector says of the event itself counts: the status that it
    gives the whole parcel is ``in_transit`` whenever it knows no better. The
    carrier's own code comes first, where its words are known here; karrio's
    coarser reading of it second.
    """
    known = of_connector(str(details.carrier_name or ""))
    estimated = _day(details.estimated_delivery)
    found: list[TrackingFact] = []
    for event in details.events or ():
        raw = str(event.code or "")
        meaning = known.meaning("event", raw) if known is not None else None
        if meaning is None or not meaning.code:
            meaning = load("karrio").reading("status", str(event.status or ""))
        fact = _fact(event, meaning, zone, estimated)
        if fact is not None:
            found.append(fact)
    return tuple(found)


def _fact(
    event: Any, meaning: Meaning, zone: str, estimated: date | None
) -> TrackingFact | None:
    local = _clock_reading(event)
    if local is None:
        return None
    return TrackingFact(
        at=local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC),
        local_at=local.isoformat(timespec="minutes"),
        code=meaning.code,
        raw_code=str(event.code or "")[:TEXT_MAX],
        raw_text=str(event.description or "")[:TEXT_MAX],
        place=str(event.location or "")[:TEXT_MAX],
        reason=meaning.reason or str(event.reason or "")[:TEXT_MAX],
        estimated_on=estimated,
    )


def _clock_reading(event: Any) -> datetime | None:
    """Read what the clock at the place showed.

    karrio writes that reading with a Z behind it; the Z means nothing.
    """
    stamp = str(event.timestamp or "")[:19]
    try:
        if stamp:
            return datetime.fromisoformat(stamp)
    except ValueError:
        stamp = ""
    on = _day(event.date)
    return None if on is None else datetime.combine(on, _clock(event.time))


def _clock(said: object) -> time:
    for form in _CLOCKS:
        try:
            return datetime.strptime(str(said or ""), form).time()  # noqa: DTZ007
        except ValueError:
            continue
    return time()


def _day(said: object) -> date | None:
    try:
        return date.fromisoformat(str(said or "")[:10])
    except ValueError:
        return None
