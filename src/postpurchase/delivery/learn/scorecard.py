"""What a carrier did, with how far the numbers can be trusted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Self

import attrs

from postpurchase.values.shares import Share


@attrs.frozen(kw_only=True)
class ParcelRecord:
    """How one parcel went, as far as it is known.

    Args:
        carrier: Code of the carrier.
        service: Its product.
        transit_days: Days from the hand-over to the delivery; None if it did not
            arrive (yet).
        days_late: Days after the promised day, negative if it was early; None if
            nothing was promised or it did not arrive.
        attempts: Failed attempts before it was delivered.
        is_ended: Whether it was delivered, lost or turned back: the others are
            under way, and say nothing yet about shares.
        is_lost: Whether it was lost.
        is_damaged: Whether it was damaged.
    """

    carrier: str
    service: str = ""
    transit_days: int | None = None
    days_late: int | None = None
    attempts: int = 0
    is_ended: bool = False
    is_lost: bool = False
    is_damaged: bool = False


@attrs.frozen(kw_only=True)
class Scorecard:
    """What a carrier, or one of its services, did.

    Args:
        carrier: Code of the carrier.
        service: Its product; empty for all of them together.
        parcels: All parcels handed over.
        under_way: Those that have not ended. They are in no share.
        on_time: Delivered by the promised day, of those delivered with a promise.
        first_attempt: Delivered without a failed attempt, of those delivered.
        lost: Of those that ended.
        damaged: Of those that ended.
        mean_days: Mean days in transit; None while nothing was delivered.
        median_days: The middle.
        p90_days: Nine in ten arrived within so many.
        promise_bias_days: Mean days after the promised day: below 0, promises were
            longer than needed.
    """

    carrier: str
    service: str
    parcels: int
    under_way: int
    on_time: Share
    first_attempt: Share
    lost: Share
    damaged: Share
    mean_days: float | None
    median_days: int | None
    p90_days: int | None
    promise_bias_days: float | None

    @classmethod
    def of(cls, records: Sequence[ParcelRecord], carrier: str, service: str) -> Self:
        """Sum up the records of one carrier or service."""
        ended = [record for record in records if record.is_ended]
        days = sorted(r.transit_days for r in ended if r.transit_days is not None)
        late = [r.days_late for r in ended if r.days_late is not None]
        arrived = [r for r in ended if r.transit_days is not None]
        return cls(
            carrier=carrier,
            service=service,
            parcels=len(records),
            under_way=len(records) - len(ended),
            on_time=Share(sum(d <= 0 for d in late), len(late)),
            first_attempt=Share(sum(not r.attempts for r in arrived), len(arrived)),
            lost=Share(sum(r.is_lost for r in ended), len(ended)),
            damaged=Share(sum(r.is_damaged for r in ended), len(ended)),
            mean_days=sum(days) / len(days) if days else None,
            median_days=_within(days, 50),
            p90_days=_within(days, 90),
            promise_bias_days=sum(late) / len(late) if late else None,
        )


def scorecards(records: Iterable[ParcelRecord]) -> tuple[Scorecard, ...]:
    """Make a scorecard for each carrier and for each of its services.

    Args:
        records: The parcels, in any order.

    Returns:
        By carrier: all of it first, then its services.

    >>> cards = scorecards([ParcelRecord(carrier="dpd", service="classic")])
    >>> [(card.service, card.parcels, card.under_way) for card in cards]
    [('', 1, 1), ('classic', 1, 1)]
    """
    found: dict[tuple[str, str], list[ParcelRecord]] = {}
    for record in records:
        found.setdefault((record.carrier, ""), []).append(record)
        if record.service:
            found.setdefault((record.carrier, record.service), []).append(record)
    return tuple(
        Scorecard.of(records, carrier, service)
        for (carrier, service), records in sorted(found.items())
    )


def _within(days: Sequence[int], percent: int) -> int | None:
    """Return the days within which that percent arrived, from sorted days."""
    return days[(len(days) * percent + 99) // 100 - 1] if days else None
