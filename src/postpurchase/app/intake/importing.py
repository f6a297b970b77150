"""Importing: records of another system become orders, each as far as it is new."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

import attrs

from postpurchase.adapters.reconcile import commands_for, seen_at_of
from postpurchase.adapters.snapshot import OrderSnapshot, Refusal
from postpurchase.errors import PostPurchaseError
from postpurchase.order.commands import Command
from postpurchase.order.model import Order
from postpurchase.service import Outcome, Work
from postpurchase.service.transaction import Past

if TYPE_CHECKING:
    from postpurchase.adapters.snapshot import Record
    from postpurchase.service import Service

CHUNK = 100
"""Records that are stored in one transaction."""


@attrs.frozen(kw_only=True)
class Refused:
    """A record that was not taken.

    Args:
        source: The system and the record's own id.
        code: The code of the error.
        path: Where in the record the fault lies.
        message: What is wrong, in English.
    """

    source: str
    code: str
    path: str
    message: str


@attrs.define(kw_only=True)
class ImportReport:
    """What an import did.

    Args:
        imported: Orders that were not known.
        already: Records that brought nothing new.
        updated: Records that brought something new to a known order.
        refused: Records that were not taken, with the reason.
    """

    imported: int = 0
    already: int = 0
    updated: int = 0
    refused: list[Refused] = attrs.field(factory=list)

    @property
    def records(self) -> int:
        """How many records were read."""
        return self.imported + self.already + self.updated + len(self.refused)

    def document(self) -> dict[str, Any]:
        """Write the report in the shape that scripts read."""
        return attrs.asdict(self)


def import_records(
    service: Service,
    records: Iterable[Record],
    *,
    live_from: date | datetime | None = None,
    progress: Callable[[int], None] | None = None,
) -> ImportReport:
    """Bring orders to what the records say, a hundred records at a time.

    A record counts as a whole or not at all. The same record again changes
    nothing; a later one brings only what is new. What was placed before
    *live_from* is history: nobody is told of it.

    Args:
        service: The door through which orders change.
        records: What the source's reader made of its file.
        live_from: From when on orders are live; None takes all as history.
        progress: Called with the number of records so far, after each hundred.
    """
    report, since = ImportReport(), _instant(live_from)
    for chunk in _chunks(records):
        works, snapshots = [], []
        for record in chunk:
            if isinstance(record, Refusal):
                _refuse(report, record.source, record.record_id, record.faults)
                continue
            snapshots.append(record)
            works.append(_work(record, since))
        for snapshot, result in zip(snapshots, service.handle_all(works), strict=True):
            _count(report, snapshot, result)
        if progress is not None:
            progress(report.records)
    return report


def _work(snapshot: OrderSnapshot, since: datetime | None) -> Work:
    placed_at = snapshot.placed_at
    is_live = since is not None and placed_at is not None and placed_at >= since

    def plan(order: Order, past: Past) -> tuple[Command, ...]:
        if order.placed is None:
            return commands_for(snapshot, None)
        return commands_for(
            snapshot, order, seen_at=seen_at_of(past(), snapshot.source)
        )

    return Work(
        order_id=snapshot.order_id,
        plan=plan,
        source=snapshot.source,
        is_historical=not is_live,
    )


def _count(
    report: ImportReport, snapshot: OrderSnapshot, result: Outcome | PostPurchaseError
) -> None:
    if isinstance(result, PostPurchaseError):
        faults = getattr(result, "faults", ()) or (result,)
        _refuse(report, snapshot.source, snapshot.order_id, faults)
    elif not result.events or result.repeated:
        report.already += 1
    elif len(result.events) == result.order.version:
        report.imported += 1
    else:
        report.updated += 1


def _refuse(
    report: ImportReport,
    source: str,
    record_id: str,
    faults: Iterable[PostPurchaseError],
) -> None:
    """List a record once, with its first fault leading and all faults told."""
    told = tuple(faults)
    first, *others = told
    said = [first.user_message("en")]
    for fault in others:
        where = f"{fault.path}: " if fault.path else ""
        said.append(f"{where}{fault.user_message('en')}")
    report.refused.append(
        Refused(
            source=f"{source}:{record_id}",
            code=first.code,
            path=first.path,
            message=" ".join(said),
        )
    )


def _chunks(records: Iterable[Record]) -> Iterator[list[Record]]:
    chunk: list[Record] = []
    for record in records:
        chunk.append(record)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _instant(since: date | datetime | None) -> datetime | None:
    """Bring a day to its first moment in UTC."""
    if since is None or isinstance(since, datetime):
        return since
    return datetime.combine(since, time(), tzinfo=UTC)
