"""What a shop asks about why its goods come back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from postpurchase.order.events import Event, ParcelShipped, StepCompleted
from postpurchase.values.times import aware

if TYPE_CHECKING:
    from postpurchase.order.model import Order
    from postpurchase.returning.reasons import BackUnits, ReasonReport, SentUnits

PACKED = "packed"
"""The step whose last actor counts as the packer."""


class ReasonDesk:
    """The part of `PostPurchase` that says why goods come back."""

    order: Callable[[str], Order]
    _log: Callable[[], Iterator[tuple[str, Event]]]

    def return_reasons(
        self,
        *,
        since: datetime,
        until: datetime,
        by: str = "article",
        suppliers: Mapping[str, str] | None = None,
    ) -> ReasonReport:
        """Say what came back of all that was sent in a time, why, and what to mend.

        Args:
            since: Its start, aware.
            until: Its end, aware, not in it any more. Choose one that lies further
                back than returns take, or what is still to come is missing.
            by: ``article``, ``supplier``, ``packer`` or ``carrier``.
            suppliers: Who supplies an article, by sku; for ``supplier``.

        Raises:
            UnknownCode: It cannot be grouped by that.
            InvalidInput: A time is none.
            StoreUnavailable: The log cannot be read now.

        >>> from datetime import datetime, timezone
        >>> from postpurchase import PostPurchase
        >>> year = [datetime(n, 1, 1, tzinfo=timezone.utc) for n in (2026, 2027)]
        >>> with PostPurchase.open("memory:", entry_points=False) as shop:
        ...     shop.return_reasons(since=year[0], until=year[1]).groups
        ()
        """
        from postpurchase.returning.reasons import records_of, report

        start_at, end_at = aware(since, "since"), aware(until, "until")

        def counts(at: datetime) -> bool:
            return start_at <= at < end_at

        packers: dict[str, dict[str, str]] = {}
        order_ids: dict[str, None] = {}
        for order_id, event in self._log():
            if isinstance(event, StepCompleted) and event.step == PACKED:
                own = packers.setdefault(order_id, {})
                own.update({part.line_id: event.by for part in event.units})
            elif isinstance(event, ParcelShipped) and counts(event.at):
                order_ids[order_id] = None
        sent: list[SentUnits] = []
        back: list[BackUnits] = []
        for order_id in order_ids:
            left, came = records_of(self.order(order_id), counts, packers.get(order_id))
            sent += left
            back += came
        return report(sent, back, by=by, suppliers=suppliers)
