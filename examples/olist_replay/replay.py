"""Replaying: every order in batches through the service, then read back."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import attrs
from commands import SOURCE, commands_of
from endings import ENDINGS, status_of
from findings import Findings
from histories import History
from reading import read_history
from tables import TableOrder, read_orders

from postpurchase import Command, Order, PostPurchase, PostPurchaseError, Work, replay
from postpurchase.service.transaction import Past

BATCH = 100
"""Orders that are stored in one transaction."""


@attrs.define
class Report:
    """What a replay did.

    Args:
        orders: Rows of the table of orders, each order once.
        placed: Orders that were new to the store.
        updated: Orders to which something was added.
        already: Orders that stood there as the table says.
        events: Events that were stored.
        seconds: For commands, decisions and storing; not for reading the tables.
        table: Orders by status, as the table says.
        library: Orders by status, as derived from what is stored.
        disagreeing: Orders whose two statuses differ.
        findings: The dirt.
    """

    orders: int = 0
    placed: int = 0
    updated: int = 0
    already: int = 0
    events: int = 0
    seconds: float = 0.0
    table: Counter[str] = attrs.field(factory=Counter)
    library: Counter[str] = attrs.field(factory=Counter)
    disagreeing: list[str] = attrs.field(factory=list)
    findings: Findings = attrs.field(factory=Findings)

    @property
    def agrees(self) -> bool:
        """Whether every order ended where the table says."""
        return not self.disagreeing and self.table == self.library

    def document(self) -> dict[str, Any]:
        """Write it for scripts."""
        speed = self.orders / self.seconds if self.seconds else 0.0
        return {
            "orders": self.orders,
            "placed": self.placed,
            "updated": self.updated,
            "already": self.already,
            "events": self.events,
            "seconds": round(self.seconds, 3),
            "orders_per_second": round(speed, 1),
            "agrees": self.agrees,
            "statuses": {
                status: {"table": self.table[status], "library": self.library[status]}
                for status in sorted({*ENDINGS, *self.table, *self.library})
            },
            "disagreeing": self.disagreeing,
            "findings_by_code": self.findings.counts(),
            "findings": [one.document() for one in self.findings.found],
        }


def replay_folder(
    folder: Path, shop: PostPurchase, progress: Callable[[int, int], None]
) -> Report:
    """Replay the tables of a folder into a shop.

    Args:
        folder: Where the tables are.
        shop: Where the orders go.
        progress: Called with the orders so far and all orders, batch by batch.
    """
    report = Report()
    tables = read_orders(folder, report.findings)
    report.orders = len(tables)
    done = 0
    for batch in _batches(tables):
        began = time.perf_counter()
        _replay_batch(batch, shop, report)
        report.seconds += time.perf_counter() - began
        done += len(batch)
        progress(done, len(tables))
    _read_back(tables, shop, report)
    return report


def _replay_batch(
    batch: Sequence[TableOrder], shop: PostPurchase, report: Report
) -> None:
    """Store a batch in one transaction; an order counts as a whole or not at all."""
    read = (read_history(table, report.findings) for table in batch)
    histories = [history for history in read if history is not None]
    before: dict[str, int] = {}
    results = shop.handle_works([_work(history, before) for history in histories])
    for history, result in zip(histories, results, strict=True):
        if isinstance(result, PostPurchaseError):
            report.findings.add(
                history.order_id, "refused", code=result.code, message=result
            )
            continue
        known = before[history.order_id]
        events = result.order.version - known
        report.placed += not known
        report.updated += bool(known and events)
        report.already += bool(known and not events)
        report.events += events


def _work(history: History, before: dict[str, int]) -> Work:
    """Bring all commands of an order together, as history: nobody is told.

    The commands are always the same ones: those that were handled before are
    told by their ids. *before* learns how far the order was.
    """

    def plan(order: Order, _past: Past) -> tuple[Command, ...]:
        before[history.order_id] = order.version
        return commands_of(history)

    return Work(order_id=history.order_id, plan=plan, source=SOURCE, is_historical=True)


def _read_back(
    tables: Sequence[TableOrder], shop: PostPurchase, report: Report
) -> None:
    """Compare every status with what the log alone says."""
    for table in tables:
        status = table.order["order_status"]
        _, events = shop.store.load_events(f"order:{table.order_id}")
        derived = status_of(replay(events), events) if events else "not replayed"
        report.table[status] += 1
        report.library[derived] += 1
        if derived != status:
            report.disagreeing.append(table.order_id)


def _batches(tables: Sequence[TableOrder]) -> Iterator[Sequence[TableOrder]]:
    for first in range(0, len(tables), BATCH):
        yield tables[first : first + BATCH]
