"""The conformance suite of event stores: what every store does, as tests.

The author of a store subclasses it in a test file and says how the store is opened
and how stored bytes of it are changed behind its back::

    class TestMyStore(EventStoreSuite):
        def open_store(self, folder):
            return MyStore(folder / "orders.db", WIRE)

        def tamper(self, store, stream, version):
            ...

        def tamper_stock(self, store, sku, location_code, on_hand):
            ...

`DurableStoreSuite` adds what a store promises that outlives its process. The module
needs pytest.
"""

from __future__ import annotations

from postpurchase.testing.stores.appending import AppendingTests
from postpurchase.testing.stores.case import NOW, WIRE, Counted, batch_of, counted
from postpurchase.testing.stores.delivering import DeliveringTests
from postpurchase.testing.stores.durable import DurableTests
from postpurchase.testing.stores.keys import KeyTests
from postpurchase.testing.stores.reading import ReadingTests
from postpurchase.testing.stores.stocking import DurableStockTests, StockingTests

__all__ = [
    "NOW",
    "WIRE",
    "Counted",
    "DurableStoreSuite",
    "EventStoreSuite",
    "batch_of",
    "counted",
]


class EventStoreSuite(
    AppendingTests, KeyTests, DeliveringTests, ReadingTests, StockingTests
):
    """Every promise of `EventStore`."""


class DurableStoreSuite(EventStoreSuite, DurableTests, DurableStockTests):
    """The promises of a store that can be closed and opened again."""
