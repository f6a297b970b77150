"""States: orders as the store and the cache know them."""

from __future__ import annotations

from postpurchase.order.events import Event
from postpurchase.order.evolve import replay
from postpurchase.order.model import EMPTY, Order
from postpurchase.service.cache import OrderCache
from postpurchase.stores.base import Answer, EventStore, Head


class States:
    """Reads orders, from the cache where that is allowed.

    Args:
        store: Where the log is.
        cache: What is lately known.
    """

    def __init__(self, store: EventStore, cache: OrderCache) -> None:
        self.store = store
        self.cache = cache

    def probable(self, stream: str) -> tuple[Head, Order, bool]:
        """Return head and order, and whether they are sure to be the latest."""
        known = self.cache.get(stream)
        if known is not None:
            return (*known, False)
        head, events = self.store.load_events(stream)
        order = replay(events, EMPTY)  # type: ignore[arg-type]  # the wire's events
        return head, order, True

    def latest(self, stream: str) -> Order:
        """Return an order as it stands now, and keep it."""
        head, order, is_sure = self.probable(stream)
        if not is_sure and not self.holds(stream, head):
            head, order, _ = self.probable(stream)
        self.cache.put(stream, head, order)
        return order

    def holds(self, stream: str, head: Head) -> bool:
        """Say whether *head* is still the latest; if not, forget what was known."""
        if self.store.head(stream) == head:
            return True
        self.cache.drop(stream)
        return False

    def events_of(self, answer: Answer) -> list[Event]:
        """Return the events that a command led to the first time."""
        recorded = self.store.load(answer.stream, answer.first_version - 1)
        count = answer.last_version - answer.first_version + 1
        return [one.event for one in recorded[:count]]  # type: ignore[misc]
