"""Reading an order's log back: what was guaranteed, what came of it, who knew when."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import attrs
from offering import Guarantee
from stories import Story

from postpurchase import Message, Order, PostPurchase, Promise, TrackingFact
from postpurchase.delivery.watch.causes import FindingRecord
from postpurchase.order.events import (
    CustomerTold,
    FindingOpened,
    OrderPlaced,
    ParcelShipped,
    TrackingRecorded,
)

EVIDENCE = (OrderPlaced, ParcelShipped, TrackingRecorded, FindingOpened)
"""The events that a carrier is shown: what was agreed, and what it said itself."""


@attrs.frozen(kw_only=True)
class Told:
    """A message to the customer: when it was sent, and what it said."""

    at: datetime
    message: Message


@attrs.frozen(kw_only=True)
class Exhibit:
    """An event of the log that proves something.

    Args:
        version: Its place in the order's log.
        kind: The name of its class.
        event: The event.
    """

    version: int
    kind: str
    event: Any


@attrs.frozen(kw_only=True)
class Chronicle:
    """One order, as its log tells it.

    Args:
        story: What was played.
        guarantee: What was offered and chosen.
        order: The order as it stands.
        noticed: Every finding there was.
        told: Every message.
        exhibits: What a claim on the carrier would rest on.
    """

    story: Story
    guarantee: Guarantee
    order: Order
    noticed: tuple[FindingRecord, ...]
    told: tuple[Told, ...]
    exhibits: tuple[Exhibit, ...]

    @property
    def zone(self) -> ZoneInfo:
        """Where the customer lives."""
        return ZoneInfo(self.first.zone)

    @property
    def first(self) -> Promise:
        """The guarantee: what was promised first."""
        promise = self.order.terms.promise
        assert promise is not None
        return promise

    @property
    def due_at(self) -> datetime:
        """The moment at which the guarantee ends."""
        return self.first.ends_at

    @property
    def facts(self) -> tuple[TrackingFact, ...]:
        """What the carrier said."""
        tracking = self.order.parcels[0].tracking
        return tracking.facts if tracking else ()

    @property
    def customs(self) -> tuple[TrackingFact, ...]:
        """What of it is about customs."""
        return tuple(fact for fact in self.facts if ".customs_" in fact.code)

    @property
    def arrived_at(self) -> datetime:
        """When the carrier says that it delivered."""
        arrived_at = self.order.parcels[0].status_at
        assert arrived_at is not None
        return arrived_at

    @property
    def spare(self) -> timedelta:
        """How much time was left; negative if it came too late."""
        return self.due_at - self.arrived_at

    @property
    def is_kept(self) -> bool:
        """Whether it came in time."""
        return self.spare >= timedelta()

    @property
    def missed(self) -> FindingRecord | None:
        """The finding that says that the guarantee is broken; None if none does."""
        kind = "guarantee_missed"
        return next((one for one in self.noticed if one.finding.kind == kind), None)

    @property
    def is_claimable(self) -> bool:
        """Whether the carrier itself missed it, as far as its own facts tell."""
        return self.missed is not None and self.missed.finding.action == "claim"

    @property
    def delayed_by(self) -> str:
        """Who missed it, as a code; empty if it was kept."""
        return self.missed.finding.whose if self.missed else ""


def read_chronicle(shop: PostPurchase, story: Story, guarantee: Guarantee) -> Chronicle:
    """Read one order's log."""
    stream = shop.store.load(f"order:{story.order_id}")
    told, exhibits = [], []
    letters = shop.plugins.get("channel", "email").sent
    messages = [m for m in letters.values() if m.order_id == story.order_id]
    for one in stream:
        event = one.event
        if isinstance(event, CustomerTold):
            told.append(Told(at=event.at, message=messages[len(told)]))
        if isinstance(event, EVIDENCE):
            kind = type(event).__name__
            exhibits.append(Exhibit(version=one.version, kind=kind, event=event))
    return Chronicle(
        story=story,
        guarantee=guarantee,
        order=shop.order(story.order_id),
        noticed=shop.findings_of(story.order_id),
        told=tuple(told),
        exhibits=tuple(exhibits),
    )
