"""What the tests of the suite share: a store, two events, a clock that stands."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, TypeVar

import attrs
import pytest

from postpurchase.stores.base import HEAD0, Batch, Entry, EventStore, Head
from postpurchase.stores.wire import Wire

NOW: Final = datetime(2026, 3, 2, 9, 30, 15, 250000, tzinfo=UTC)
MINUTE: Final = timedelta(minutes=1)

_T = TypeVar("_T")


@attrs.frozen(kw_only=True)
class Counted:
    """The event that the suite stores."""

    at: datetime
    number: int
    note: str = ""


WIRE: Final = Wire((Counted,))
"""What the store under test must be opened with."""


def counted(*numbers: int) -> tuple[Counted, ...]:
    """Return events to tell apart."""
    return tuple(Counted(at=NOW, number=number) for number in numbers)


def batch_of(
    stream: str,
    *numbers: int,
    head: Head = HEAD0,
    command_id: str = "",
    **fields: Any,
) -> Batch:
    """Return a batch with one event per number."""
    return Batch(
        stream=stream,
        head=head,
        entries=tuple(Entry(event, command_id) for event in counted(*numbers)),
        **{"recorded_at": NOW, **fields},
    )


def numbers_of(store: EventStore, stream: str) -> list[int]:
    """Return the numbers of the events of a stream."""
    _, events = store.load_events(stream)
    return [event.number for event in events if isinstance(event, Counted)]


def together(count: int, work: Callable[[int], _T]) -> list[_T | Exception]:
    """Do the work in several threads at once; return results and exceptions."""
    barrier = threading.Barrier(count)
    results: list[_T | Exception] = []

    def run(index: int) -> None:
        barrier.wait()
        try:
            results.append(work(index))
        except Exception as fault:  # noqa: BLE001 - the test looks at it
            results.append(fault)

    threads = [threading.Thread(target=run, args=(i,)) for i in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


class StoreCase:
    """How a store comes to the tests; a subclass fills in the methods."""

    def open_store(self, folder: Path) -> EventStore:
        """Open the store in a folder; with `WIRE` as its wire."""
        raise NotImplementedError

    def tamper(self, store: EventStore, stream: str, version: int) -> None:
        """Change a stored event behind the store's back."""
        raise NotImplementedError

    def tamper_stock(
        self, store: EventStore, sku: str, location_code: str, on_hand: int
    ) -> None:
        """Change the units on hand behind the store's back."""
        raise NotImplementedError

    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[EventStore]:
        """The store, new and empty."""
        with self.open_store(tmp_path) as store:
            yield store
