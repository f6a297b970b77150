"""Webhooks about parcels: checked, read, found, recorded, each once for ever.

The signature is checked over the raw bytes before anything reads them. What the
body says becomes facts of the parcel with its tracking number. The command that
records them has an id made of the sender's own, or of the body's digest where the
sender signs no id; the store keeps such ids for ever, so that a body that comes
again changes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import attrs

from postpurchase.adapters.signatures import SCHEMES, Headers, SignatureScheme, verify
from postpurchase.adapters.tracking.formats import decode, format_of, read
from postpurchase.app.zones import known_zone
from postpurchase.errors import (
    CommandIdReused,
    PostPurchaseError,
    UnknownTrackingNumber,
)
from postpurchase.hooks.registry import unknown
from postpurchase.order.commands import Command, RecordTracking
from postpurchase.order.parcels import Parcel
from postpurchase.service import Outcome, Work
from postpurchase.service.aliases import plain_number, tracking_alias
from postpurchase.service.transaction import STREAM, Plan

if TYPE_CHECKING:
    from postpurchase.adapters.tracking import ParcelReport
    from postpurchase.order.events import Event
    from postpurchase.order.model import Order
    from postpurchase.service import Service

_AT_REST: Final = frozenset({"delivered", "returned", "lost", "voided"})
_DIGEST_BYTES: Final = 20
_ID_MAX: Final = 60
"""Characters of a sender's own id; a longer one leaves it to the digest."""


@attrs.frozen(kw_only=True)
class WebhookSource:
    """A service that sends webhooks about parcels.

    Args:
        name: The service.
        scheme: How it signs.
        format: What its bodies look like; empty where the host has to say.
        id_field: Where in the body its own id of the message stands.
        kind_field: Where the body says what it is about.
        kinds: How that begins where it is about a parcel.
    """

    name: str
    scheme: SignatureScheme
    format: str = ""
    id_field: str = ""
    kind_field: str = ""
    kinds: tuple[str, ...] = ()


SOURCES: Final = {
    source.name: source
    for source in (
        WebhookSource(
            name="aftership",
            scheme=SCHEMES["aftership"],
            format="aftership",
            id_field="event_id",
        ),
        WebhookSource(
            name="easypost",
            scheme=SCHEMES["easypost"],
            format="easypost",
            id_field="id",
            kind_field="description",
            kinds=("tracker.",),
        ),
        WebhookSource(
            name="shippo",
            scheme=SCHEMES["shippo"],
            format="shippo",
            kind_field="event",
            kinds=("track_",),
        ),
        WebhookSource(name="shopify", scheme=SCHEMES["shopify"], format="shopify"),
        WebhookSource(name="standard", scheme=SCHEMES["standard"]),
    )
}
"""The services by name; ``standard`` is any sender that signs as Standard Webhooks."""


@attrs.frozen(kw_only=True)
class Webhook:
    """A message as it came.

    Args:
        source: Who sent it, one of `SOURCES`.
        headers: Its headers, names in any case.
        body: Its body, byte for byte.
        secrets: The secret that was agreed on, or several while one replaces another.
        format: What the body looks like, where the source does not say.
    """

    source: str
    headers: Headers = attrs.field(repr=False)
    body: bytes = attrs.field(repr=False)
    secrets: str | Sequence[str] = attrs.field(repr=False)
    format: str = ""


@attrs.frozen(kw_only=True)
class ParcelNews:
    """What a message led to for one parcel.

    Args:
        tracking_number: The number that the message named.
        order_id: The order.
        parcel_id: The parcel.
        code: Where the parcel is now.
        events: What was recorded; of a repeat, what was recorded the first time.
    """

    tracking_number: str
    order_id: str
    parcel_id: str
    code: str
    events: tuple[Event, ...] = ()

    @property
    def status(self) -> str:
        """The status that the code belongs to."""
        return self.code.partition(".")[0]


@attrs.frozen(kw_only=True)
class Received:
    """What became of a message that was accepted.

    Args:
        event_id: The sender's id of it, or the digest of its body.
        is_repeated: Whether all of it had been recorded before.
        parcels: What it led to; empty for a message about something else.
    """

    event_id: str
    is_repeated: bool = False
    parcels: tuple[ParcelNews, ...] = ()


@attrs.frozen
class _Read:
    """A message that was checked and read, and the parcels it is about."""

    event_id: str
    targets: tuple[tuple[ParcelReport, Order, Parcel], ...]


def receive(service: Service, webhook: Webhook, *, at: datetime) -> Received:
    """Take one message in.

    Args:
        service: The door through which orders change.
        webhook: The message as it came.
        at: Now, aware.

    Raises:
        SignatureInvalid: Its sender did not sign it, or too long ago.
        InvalidInput: It cannot be read.
        UnknownTrackingNumber: No parcel has its number; nothing was stored.
        Rejected: A rule of the order says no; nothing was stored.
    """
    (result,) = receive_all(service, (webhook,), at=at)
    if isinstance(result, PostPurchaseError):
        raise result
    return result


def receive_all(
    service: Service, webhooks: Iterable[Webhook], *, at: datetime
) -> list[Received | PostPurchaseError]:
    """Take many messages in with one transaction; each counts or not by itself.

    Args:
        service: The door through which orders change.
        webhooks: The messages as they came.
        at: Now, aware.

    Returns:
        For each message what became of it, or why it was refused.
    """
    read_or_refused: list[_Read | PostPurchaseError] = []
    works: list[Work] = []
    known: dict[str, Order] = {}
    for webhook in webhooks:
        try:
            message = _read(service, webhook, at, known)
        except PostPurchaseError as error:
            read_or_refused.append(error)
            continue
        read_or_refused.append(message)
        works.extend(_works(webhook.source, message, at))
    outcomes = iter(service.handle_all(works) if works else ())
    return [
        one if isinstance(one, PostPurchaseError) else _received(one, outcomes)
        for one in read_or_refused
    ]


def _read(
    service: Service, webhook: Webhook, at: datetime, known: dict[str, Order]
) -> _Read:
    source = SOURCES.get(webhook.source)
    if source is None:
        raise unknown("format", webhook.source, SOURCES)
    name = format_of(source.format or webhook.format)
    vouched = verify(
        source.scheme, webhook.headers, webhook.body, secrets=webhook.secrets, at=at
    )
    document, is_xml = decode(webhook.body)
    event_id = vouched.event_id or _own_id(source, document) or _digest(webhook.body)
    if not _is_about_parcels(source, document):
        return _Read(event_id, ())
    targets: list[tuple[ParcelReport, Order, Parcel]] = []
    for report in read(name, document, is_xml=is_xml):
        found = list(_parcels(service, report.tracking_number, known))
        if not found:
            raise UnknownTrackingNumber(tracking_number=report.tracking_number)
        targets.extend((report, order, parcel) for order, parcel in found)
    return _Read(event_id, tuple(targets))


def _own_id(source: WebhookSource, document: object) -> str:
    """Take the sender's id out of the body, which is signed as a whole."""
    if not source.id_field or not isinstance(document, Mapping):
        return ""
    said = document.get(source.id_field)
    if isinstance(said, str) and said.isprintable() and 0 < len(said) <= _ID_MAX:
        return said
    return ""


def _digest(body: bytes) -> str:
    return hashlib.blake2b(body, digest_size=_DIGEST_BYTES).hexdigest()


def _is_about_parcels(source: WebhookSource, document: object) -> bool:
    if not source.kind_field or not isinstance(document, Mapping):
        return True
    said = document.get(source.kind_field)
    return not isinstance(said, str) or said.startswith(source.kinds)


def _parcels(
    service: Service, number: str, known: dict[str, Order]
) -> Iterator[tuple[Order, Parcel]]:
    """Find the parcels with a number: those under way, else the one shipped last.

    Carriers give a number again after a year or two.
    """
    if not number:
        return
    plain = plain_number(number)
    found: list[tuple[Order, Parcel]] = []
    for stream in service.store.find(tracking_alias(number)):
        if stream not in known:
            known[stream] = service.order(stream.removeprefix(STREAM))
        order = known[stream]
        found += [
            (order, parcel)
            for parcel in order.parcels
            if plain_number(parcel.tracking_number) == plain
        ]
    under_way = [each for each in found if each[1].state not in _AT_REST]
    if under_way or not found:
        yield from under_way
        return
    past = datetime.min.replace(tzinfo=UTC)
    yield max(found, key=lambda each: (each[1].shipped_at or past, each[0].order_id))


def _works(source: str, message: _Read, at: datetime) -> Iterator[Work]:
    for report, order, parcel in message.targets:
        placed = order.placed
        zone = known_zone(placed.zone) if placed is not None and placed.zone else None
        facts = report.tracking_facts(zone or UTC, at)
        commands: tuple[Command, ...] = ()
        if facts:
            number = _digest(parcel.parcel_id.encode())[:8]
            commands = (
                RecordTracking(
                    order_id=order.order_id,
                    at=at,
                    command_id=f"webhook:{source}:{message.event_id}:{number}",
                    parcel_id=parcel.parcel_id,
                    facts=facts,
                ),
            )
        yield Work(order_id=order.order_id, plan=_plan(commands))


def _plan(commands: tuple[Command, ...]) -> Plan:
    return lambda _order, _past: commands


def _received(
    message: _Read, outcomes: Iterator[Outcome | PostPurchaseError]
) -> Received | PostPurchaseError:
    news: list[ParcelNews] = []
    repeated: list[bool] = []
    for report, order, parcel in message.targets:
        result = next(outcomes)
        events: tuple[Event, ...] = ()
        after = order
        if isinstance(result, CommandIdReused):
            # The same message, read otherwise: a later release knows more words.
            repeated.append(True)
        elif isinstance(result, PostPurchaseError):
            # What follows is of other parcels of the same message.
            for _ in message.targets[len(news) + 1 :]:
                next(outcomes)
            return result
        else:
            events, after = result.events, result.order
            repeated.append(result.repeated)
        news.append(
            ParcelNews(
                tracking_number=report.tracking_number,
                order_id=order.order_id,
                parcel_id=parcel.parcel_id,
                code=after.parcel(parcel.parcel_id).code,
                events=events,
            )
        )
    return Received(
        event_id=message.event_id,
        is_repeated=bool(repeated) and all(repeated),
        parcels=tuple(news),
    )
