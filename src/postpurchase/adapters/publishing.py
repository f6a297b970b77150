"""Telling an order's source what became of it, through the outbox."""

from __future__ import annotations

import attrs

from postpurchase.adapters.notices import notice_for
from postpurchase.hooks.loading import Origin
from postpurchase.hooks.protocols import OrderSource
from postpurchase.hooks.registry import Plugins
from postpurchase.hooks.specs import hookimpl
from postpurchase.order.events import Event
from postpurchase.order.model import Order


@attrs.frozen
class Publisher:
    """A subscriber that passes on to one source what concerns its orders.

    Args:
        source: What is told. It asks what is there before it acts, so that a
            delivery that comes again does nothing twice.
    """

    source: OrderSource

    @hookimpl
    def on_event(self, event: Event, order: Order, key: str) -> None:
        """Tell the source about shipments, tracking and refunds of its orders."""
        if order.source != self.source.code:
            return
        notice = notice_for(event, order)
        if notice is not None:
            self.source.publish(notice, key=key)


def add_publishers(plugins: Plugins) -> None:
    """Make every registered order source a subscriber for its own orders."""
    for code in plugins.order_sources:
        source = plugins.get("order_source", code)
        origin = Origin(name=f"source-{code}", source="default")
        plugins.add(Publisher(source), origin)
