"""Tells the customer what happened, in their language, through one channel.

The shop passes it by hand, because who is told what is the shop's choice:

```python
shop = PostPurchase.open("sqlite:///shop.db", plugins=[Notices(channel="email")])
```
"""

from __future__ import annotations

import attrs

from postpurchase import wording
from postpurchase.delivery.watch.kinds import TOPICS
from postpurchase.errors import InvalidContact, PermanentFailure
from postpurchase.hooks import Plugins, hookimpl
from postpurchase.messages.gifts import is_of_gift
from postpurchase.messages.telling import tell
from postpurchase.order.commands import RecordMessage
from postpurchase.order.events import (
    DeliveryChangeAccepted,
    DeliveryChangeRefused,
    Event,
    ExchangeAgreed,
    FindingOpened,
    LinesReshipped,
    OrderPlaced,
    ParcelDelivered,
    ParcelShipped,
    PromiseRevised,
    RefundSucceeded,
    ReturnApproved,
    ReturnDeclined,
    ReturnInspected,
    ReturnReceived,
    ReturnReminded,
    ReturnWayExpired,
    ReturnWayIssued,
    ReturnWayRefused,
    WithdrawalReceived,
)
from postpurchase.order.model import Order
from postpurchase.values.answers import Message
from postpurchase.values.contact import Contact

TOLD: dict[type[Event], str] = {
    OrderPlaced: "order_confirmed",
    ParcelShipped: "parcel_shipped",
    ParcelDelivered: "parcel_delivered",
    PromiseRevised: "delay",
    RefundSucceeded: "refund_issued",
    LinesReshipped: "replacement",
    DeliveryChangeAccepted: "delivery_changed",
    DeliveryChangeRefused: "delivery_change_refused",
    WithdrawalReceived: "withdrawal_received",
    ReturnApproved: "return_approved",
    ReturnDeclined: "return_declined",
    ReturnWayIssued: "return_way_issued",
    ReturnWayRefused: "return_way_refused",
    ReturnWayExpired: "return_way_expired",
    ReturnReminded: "return_reminder",
    ReturnReceived: "return_received",
    ReturnInspected: "return_inspected",
    ExchangeAgreed: "exchange_agreed",
}
"""What the customer is told: the topic by kind of event."""


def topic_of(event: Event) -> str:
    """Name the topic under which the customer is told of an event; empty for none.

    Of a finding the customer is told once, if it concerns them. A new day that they
    chose themselves is no delay: the changed delivery tells it. An inspection is
    told where something is kept back; that all is well, the refund tells.
    """
    if isinstance(event, ReturnInspected):
        is_short = any(item.deduction or not item.is_accepted for item in event.items)
        return TOLD[ReturnInspected] if is_short else ""
    if isinstance(event, FindingOpened):
        return TOPICS.get(event.finding.kind, "")
    if isinstance(event, PromiseRevised) and event.reason == "customer_request":
        return ""
    return TOLD.get(type(event), "")


def _asks_nothing(event: Event, order: Order) -> bool:
    """Say whether the goods come back by themselves, as a refused parcel does."""
    if not isinstance(event, ReturnApproved):
        return False
    return order.return_(event.return_id).kind == "delivery_refused"


def _asked_for(event: Event, plugins: Plugins) -> Contact | None:
    """Return where the customer wants the acknowledgement of a withdrawal."""
    if not isinstance(event, WithdrawalReceived) or event.contact is None:
        return None
    said = plugins.reveal(event.contact)
    try:
        return Contact(email=said) if isinstance(said, str) else None
    except InvalidContact:
        # Another electronic means than this channel's; the order's own is known.
        return None


def _reader(event: Event, order: Order, plugins: Plugins) -> object:
    """Return who reads it: of a gift's return only the gift's recipient."""
    if is_of_gift(event, order):
        return plugins.reveal(order.terms.gift_recipient)
    return _asked_for(event, plugins) or plugins.reveal(order.recipient)


def _what_to_do(event: Event, order: Order, locale: str) -> str:
    """Say what the customer does next, once a return was approved or a way ran out."""
    choose = wording.text("Please choose how you want to send it back.", locale)
    if isinstance(event, ReturnWayExpired) and not event.closes:
        return choose
    if not isinstance(event, ReturnApproved) or event.keeps_item:
        return ""
    known = order.return_(event.return_id)
    if known.wish is None:
        said = choose
    else:
        said = wording.text("We will tell you as soon as you can send it.", locale)
    deadlines = known.ruling.deadlines if known.ruling else ()
    for deadline in deadlines:
        if deadline.name == "send_back":
            until = wording.text(
                "Please send it by {last_on}.", locale, last_on=deadline.last_on
            )
            return wording.sentences((said, until), locale)
    return said


@attrs.define(kw_only=True)
class Notices:
    """Sends a message for each event that has a topic and records that it was sent.

    Args:
        channel: Code of a registered channel.
    """

    channel: str = "email"
    _plugins: Plugins | None = attrs.field(default=None, init=False, repr=False)

    @property
    def plugin_name(self) -> str:
        """Its name in deliveries and dead letters, one for each channel."""
        return f"notices-{self.channel}"

    @hookimpl
    def on_loaded(self, plugins: Plugins) -> None:
        """Look the channel up, so that a wrong code is refused at the start."""
        if self.channel not in plugins.channels:
            plugins.get("channel", self.channel)
        self._plugins = plugins

    @hookimpl
    def on_event(
        self, event: Event, order: Order, key: str
    ) -> tuple[RecordMessage, ...]:
        """Send the message, if the event has one and the customer is known.

        The customer was told when the message was handed to the channel, which may
        be long after what it tells.
        """
        topic = topic_of(event)
        if not topic or self._plugins is None or _asks_nothing(event, order):
            return ()
        to = _reader(event, order, self._plugins)
        if not isinstance(to, Contact):
            return ()
        locale = wording.reader_locale(order.terms.locale or to.locale or "en")
        parts = (tell(event, order, locale), _what_to_do(event, order, locale))
        message = Message(
            topic=topic,
            locale=locale,
            to=to,
            subject=f"{order.number}: {wording.word('topic', topic, locale)}",
            body=wording.sentences(parts, locale),
            order_id=order.order_id,
        )
        outcome = self._send(message, key)
        told = RecordMessage(
            order_id=order.order_id,
            at=self._plugins.now(),
            message_id=f"{self.channel}:{order.version}",
            topic=topic,
            channel=self.channel,
            outcome=outcome,
        )
        return (told,)

    def _send(self, message: Message, key: str) -> str:
        assert self._plugins is not None
        try:
            self._plugins.get("channel", self.channel).send(message, key=key)
        except PermanentFailure:
            # Trying again cannot help; the timeline says that it failed.
            return "failed"
        return "sent"
