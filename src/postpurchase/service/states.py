"""States: orders and customers as the store and the cache know them."""

from __future__ import annotations

from typing import Any

from postpurchase.service.cache import StateCache
from postpurchase.service.kinds import kind_of
from postpurchase.stores.base import Answer, EventStore, Head


class States:
    """Reads states, from the cache where that is allowed.

    Args:
        store: Where the log is.
        cache: What is lately known.
    """

    def __init__(self, store: EventStore, cache: StateCache) -> None:
        self.store = store
        self.cache = cache

    def probable(self, stream: str) -> tuple[Head, Any, bool]:
        """Return head and state, and whether they are sure to be the latest."""
        known = self.cache.get(stream)
        if known is not None:
            return (*known, False)
        head, events = self.store.load_events(stream)
        kind = kind_of(stream)
        return head, kind.replay(events, kind.empty), True

    def latest(self, stream: str) -> Any:
        """Return a state as it is now, and keep it."""
        head, state, is_sure = self.probable(stream)
        if not is_sure and not self.holds(stream, head):
            head, state, _ = self.probable(stream)
        self.cache.put(stream, head, state)
        return state

    def holds(self, stream: str, head: Head) -> bool:
        """Say whether *head* is still the latest; if not, forget what was known."""
        if self.store.head(stream) == head:
            return True
        self.cache.drop(stream)
        return False

    def events_of(self, answer: Answer) -> list[Any]:
        """Return the events that a command led to the first time."""
        recorded = self.store.load(answer.stream, answer.first_version - 1)
        count = answer.last_version - answer.first_version + 1
        return [one.event for one in recorded[:count]]
