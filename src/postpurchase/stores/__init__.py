"""Stores: an append-only log of events with all that must be true along with it."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from postpurchase.errors import InvalidInput
from postpurchase.errors.inputs import short
from postpurchase.stores.base import EventStore
from postpurchase.stores.wire import Wire

__all__ = ["open_store", "order_wire"]

_SQLITE: Final = "sqlite://"


@lru_cache(maxsize=1)
def order_wire() -> Wire:
    """Return the wire of all events of orders and customers, with all upcasters.

    One serves all stores of a process: its readers and writers are made once.
    """
    from postpurchase.customer.events import EVENTS as CUSTOMER_EVENTS
    from postpurchase.order.events import EVENTS
    from postpurchase.stores.upcasters import UPCASTERS

    return Wire((*EVENTS, *CUSTOMER_EVENTS), UPCASTERS)


def open_store(url: str, wire: Wire | None = None) -> EventStore:
    """Open the store behind a URL.

    Args:
        url: ``sqlite:///shop.db`` for a file, relative to the working directory
            (``sqlite:////var/lib/shop.db`` from the root); ``sqlite://`` for
            SQLite in memory; ``memory:`` for plain memory.
        wire: The events it holds; by default all events of orders and customers.

    Raises:
        InvalidInput: The URL is none of these.
        StoreUnavailable: The file cannot be opened.
        SchemaTooNew: A newer release wrote it.

    >>> with open_store("memory:") as store:
    ...     store.head("order:1001")
    Head(version=0, hash=b'')
    """
    if url == "memory:":
        from postpurchase.stores.memory import MemoryStore

        return MemoryStore(wire or order_wire())
    if not isinstance(url, str):
        raise InvalidInput(path="url", value=short(url), expected="text")
    if url == _SQLITE or (url.startswith(f"{_SQLITE}/") and len(url) > 10):
        from postpurchase.stores.sqlite import SqliteStore

        return SqliteStore(url[len(_SQLITE) + 1 :] or None, wire or order_wire())
    raise InvalidInput(
        path="url",
        value=short(url),
        expected="a store URL: memory:, sqlite:// or sqlite:///shop.db",
    )
