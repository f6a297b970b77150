"""Webhooks about parcels: checked, read, found, recorded, each once for ever.

The signature is checked over the raw bytes before anything reads them. What the
body says becomes facts of the parcel with its tracking number. The command that
records them has an id made of the sender's own, or of the body's digest where the
sender signs no id; the store keeps such ids for ever, so that a body that comes
again changes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import attrs

from postpurchase.adapters.signatures import Headers, verify
from postpurchase.adapters.tracking.formats import decode, format_of, read
from postpurchase.adapters.webhook_sources import SOURCES
from postpurchase.app.returns.tracking import returns_with, scan_commands
from postpurchase.app.zones import known_zone
from postpurchase.errors import (
    CommandIdReused,
    PostPurchaseError,
    UnknownTrackingNumber,
)
from postpurchase.hooks.registry import unknown
from postpurchase.order.commands import Command, RecordTracking
from postpurchase.order.parcels import Parcel
from postpurchase.order.returns import Return
from postpurchase.service import Outcome, Work
from postpurchase.service.aliases import plain_number, tracking_alias
from postpurchase.service.transaction import STREAM, Plan

if TYPE_CHECKING:
    from postpurchase.adapters.tracking import ParcelReport
    from postpurchase.order.events import Event
    from postpurchase.order.model import Order
    from postpurchase.service import Service
    from postpurchase.stores.base import Answer

_AT_REST: Final = frozenset({"delivered", "returned", "lost", "voided"})
_DIGEST_BYTES: Final = 20


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
        return_id: The return, if the parcel is on its way back; it has no
            `parcel_id` then.
        events: What was recorded; of a repeat, what was recorded the first time.
    """

    tracking_number: str
    order_id: str
    parcel_id: str
    code: str
    events: tuple[Event, ...] = ()
    return_id: str = ""

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


@attrs.frozen(kw_only=True)
class _Target:
    """A parcel that a message is about, and whether it was told so before.

    One that goes back belongs to a return and is no parcel of the order.
    """

    report: ParcelReport
    order: Order
    parcel: Parcel | Return
    command_id: str
    answer: Answer | None

    @property
    def name(self) -> str:
        """The id of the parcel, or of the return."""
        one = self.parcel
        return one.return_id if isinstance(one, Return) else one.parcel_id


@attrs.frozen
class _Message:
    """A message that was checked and read."""

    event_id: str
    targets: tuple[_Target, ...]


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
    read_or_refused: list[_Message | PostPurchaseError] = []
    works: list[Work] = []
    known: dict[str, Order] = {}
    for webhook in webhooks:
        try:
            message = _read(service, webhook, at, known)
        except PostPurchaseError as error:
            read_or_refused.append(error)
            continue
        read_or_refused.append(message)
        works.extend(_work(target, at) for target in message.targets if _is_new(target))
    outcomes = iter(service.handle_all(works) if works else ())
    return [
        one if isinstance(one, PostPurchaseError) else _received(service, one, outcomes)
        for one in read_or_refused
    ]


def _read(
    service: Service, webhook: Webhook, at: datetime, known: dict[str, Order]
) -> _Message:
    source = SOURCES.get(webhook.source)
    if source is None:
        raise unknown("webhook_source", webhook.source, SOURCES)
    name = format_of(source.format or webhook.format)
    vouched = verify(
        source.scheme, webhook.headers, webhook.body, secrets=webhook.secrets, at=at
    )
    document, is_xml = decode(webhook.body)
    event_id = vouched.event_id or source.own_id(document) or _digest(webhook.body)
    if not source.is_about_parcels(document):
        return _Message(event_id, ())
    targets: list[_Target] = []
    for report in read(name, document, is_xml=is_xml):
        found = list(_parcels(service, report.tracking_number, known))
        if not found:
            raise UnknownTrackingNumber(tracking_number=report.tracking_number)
        for order, parcel in found:
            one = parcel.return_id if isinstance(parcel, Return) else parcel.parcel_id
            which = _digest(one.encode())[:8]
            command_id = f"webhook:{source.name}:{event_id}:{which}"
            answer = service.store.answer(STREAM + order.order_id, command_id)
            targets.append(
                _Target(
                    report=report,
                    order=order,
                    parcel=parcel,
                    command_id=command_id,
                    answer=answer,
                )
            )
    return _Message(event_id, tuple(targets))


def _digest(body: bytes) -> str:
    return hashlib.blake2b(body, digest_size=_DIGEST_BYTES).hexdigest()


def _parcels(
    service: Service, number: str, known: dict[str, Order]
) -> Iterator[tuple[Order, Parcel | Return]]:
    """Find the parcels with a number: those under way, else the one shipped last.

    Carriers give a number again after a year or two. A number that no parcel of an
    order has may be that of a return.
    """
    if not number:
        return
    plain = plain_number(number)
    found: list[tuple[Order, Parcel]] = []
    back: list[tuple[Order, Return]] = []
    for stream in service.store.find(tracking_alias(number)):
        if stream not in known:
            known[stream] = service.order(stream.removeprefix(STREAM))
        order = known[stream]
        found += [
            (order, parcel)
            for parcel in order.parcels
            if plain_number(parcel.tracking_number) == plain
        ]
        back += [(order, known) for known in returns_with(order, number)]
    under_way = [each for each in found if each[1].state not in _AT_REST]
    if under_way or back or not found:
        yield from under_way or back
        return
    past = datetime.min.replace(tzinfo=UTC)
    yield max(found, key=lambda each: (each[1].shipped_at or past, each[0].order_id))


def _is_new(target: _Target) -> bool:
    return target.answer is None


def _work(target: _Target, at: datetime) -> Work:
    placed, parcel = target.order.placed, target.parcel
    zone = known_zone(placed.zone) if placed is not None and placed.zone else None
    known_on = None if isinstance(parcel, Return) else parcel.estimated_on
    facts = target.report.tracking_facts(zone or UTC, at, known_on=known_on)
    commands: tuple[Command, ...] = ()
    if isinstance(parcel, Return):
        commands = scan_commands(
            target.order, parcel, facts, at=at, command_id=target.command_id
        )
    elif facts:
        commands = (
            RecordTracking(
                order_id=target.order.order_id,
                at=at,
                command_id=target.command_id,
                parcel_id=parcel.parcel_id,
                facts=facts,
            ),
        )
    return Work(order_id=target.order.order_id, plan=_plan(commands))


def _plan(commands: tuple[Command, ...]) -> Plan:
    return lambda _order, _past: commands


def _received(
    service: Service,
    message: _Message,
    outcomes: Iterator[Outcome | PostPurchaseError],
) -> Received | PostPurchaseError:
    """Say what became of a message; the first refusal of its parcels is its own."""
    news: list[ParcelNews] = []
    repeated: list[bool] = []
    refused: PostPurchaseError | None = None
    for target in message.targets:
        events: tuple[Event, ...] = ()
        after, is_repeat = target.order, True
        if target.answer is not None:
            events = _events_of(service, target.answer)
        else:
            result = next(outcomes)
            if isinstance(result, Outcome):
                events, after, is_repeat = result.events, result.order, result.repeated
            elif not isinstance(result, CommandIdReused):
                refused = refused or result
        # A reused id is the same message, taken in by another process meanwhile.
        repeated.append(is_repeat)
        is_back = isinstance(target.parcel, Return)
        news.append(
            ParcelNews(
                tracking_number=target.report.tracking_number,
                order_id=after.order_id,
                parcel_id="" if is_back else target.name,
                code=target.report.code if is_back else after.parcel(target.name).code,
                events=events,
                return_id=target.name if is_back else "",
            )
        )
    return refused or Received(
        event_id=message.event_id,
        is_repeated=bool(repeated) and all(repeated),
        parcels=tuple(news),
    )


def _events_of(service: Service, answer: Answer) -> tuple[Event, ...]:
    recorded = service.store.load(answer.stream, answer.first_version - 1)
    count = answer.last_version - answer.first_version + 1
    return tuple(one.event for one in recorded[:count])  # type: ignore[misc]
