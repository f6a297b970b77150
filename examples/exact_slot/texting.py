"""The example's own plugins: text messages, and who is texted the time.

A channel is an object with a code and `send`. This one keeps the texts instead of
paying a provider for them; a real one would post them to the provider's address.
"""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import ZoneInfo

import attrs

from postpurchase import (
    Contact,
    Event,
    Message,
    Order,
    OrderPlaced,
    PermanentFailure,
    Plugins,
    RecordMessage,
    TrackingRecorded,
    hookimpl,
)


@attrs.define
class TextMessages:
    """Keeps every text with the number that it went to, once for each key."""

    sent: dict[str, tuple[str, Message]] = attrs.field(factory=dict)
    code: str = "sms"

    def send(self, message: Message, *, key: str) -> None:
        """Keep the text; without a number there is nobody to send it to."""
        if not message.to.phone:
            raise PermanentFailure(reason="no telephone number")
        self.sent.setdefault(key, (message.to.phone, message))


WORDS = {
    "en": (
        "{name}, your {title} is booked: {day:%d/%m}, {start} to {end}.",
        "{name}, your {title} comes today between {start} and {end}.",
    ),
    "pl": (
        "{name}, potwierdzamy dostawę ({title}): {day:%d.%m}, {start}–{end}.",
        "{name}, Twoja przesyłka ({title}) będzie dziś między {start} a {end}.",
    ),
}
"""What the shop writes: when a slot is booked, and when the van sets off."""


@attrs.define
class TimeByText:
    """Texts the time: the slot when it is booked, the time when the van sets off.

    Args:
        rounds: For orders without a slot, when the driver's round brings them.
    """

    rounds: Mapping[str, tuple[str, str]]
    plugins: Plugins | None = None

    @property
    def plugin_name(self) -> str:
        """Its name in deliveries and dead letters."""
        return "time-by-text"

    @hookimpl
    def on_loaded(self, plugins: Plugins) -> None:
        """Keep what is plugged in."""
        self.plugins = plugins

    @hookimpl
    def on_event(
        self, event: Event, order: Order, key: str
    ) -> tuple[RecordMessage, ...]:
        """Send a text, and note in the order that it was sent."""
        promise = order.promise
        if isinstance(event, OrderPlaced) and promise and promise.window_start_at:
            which, topic = 0, "order_confirmed"
        elif isinstance(event, TrackingRecorded) and event.code.startswith(
            "out_for_delivery"
        ):
            which, topic = 1, "out_for_delivery"
        else:
            return ()
        assert self.plugins is not None
        to = self.plugins.reveal(order.recipient)
        assert isinstance(to, Contact)
        text = _text(which, order, to, self.rounds)
        message = Message(
            topic=topic,
            locale=to.locale or "en",
            to=to,
            subject="",
            body=text,
            order_id=order.order_id,
        )
        self.plugins.get("channel", "sms").send(message, key=key)
        told = RecordMessage(
            order_id=order.order_id,
            at=event.at,
            message_id=f"sms:{order.version}",
            topic=topic,
            channel="sms",
        )
        return (told,)


def _text(
    which: int, order: Order, to: Contact, rounds: Mapping[str, tuple[str, str]]
) -> str:
    promise = order.promise
    assert promise is not None
    start, end = rounds.get(order.order_id, ("", ""))
    if promise.window_start_at and promise.window_end_at:
        zone = ZoneInfo(promise.zone)
        start, end = (
            f"{at.astimezone(zone):%H:%M}"
            for at in (promise.window_start_at, promise.window_end_at)
        )
    [line] = order.lines
    return WORDS[to.locale or "en"][which].format(
        name=to.name,
        title=line.terms.title.lower(),
        day=promise.latest_on,
        start=start,
        end=end,
    )
