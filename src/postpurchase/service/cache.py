"""What was lately worked on, so that the next command need not load it.

A cached state is only an assumption. An append that builds on it is checked by
the store; whatever is answered without an append counts only after the head of
the stream was confirmed. No personal value is in here.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Any

from postpurchase.stores.base import Head

STATES_MAX = 1024
"""States that are kept; the one that was used longest ago goes first."""


class StateCache:
    """States by stream, the least recently used out first.

    Args:
        size: How many to keep; 0 keeps none.
    """

    def __init__(self, size: int = STATES_MAX) -> None:
        self._size = size
        self._lock = Lock()
        self._known: OrderedDict[str, tuple[Head, Any]] = OrderedDict()

    def get(self, stream: str) -> tuple[Head, Any] | None:
        """Return what is known of a stream, or None."""
        with self._lock:
            found = self._known.get(stream)
            if found is not None:
                self._known.move_to_end(stream)
            return found

    def put(self, stream: str, head: Head, state: Any) -> None:
        """Keep a state that was committed under *head*."""
        with self._lock:
            self._known[stream] = (head, state)
            self._known.move_to_end(stream)
            if len(self._known) > self._size:
                self._known.popitem(last=False)

    def drop(self, stream: str) -> None:
        """Forget a stream: somebody else wrote to it."""
        with self._lock:
            self._known.pop(stream, None)
