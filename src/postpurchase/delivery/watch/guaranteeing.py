"""The detector of guarantees: delivered, but after the time that was promised.

A promise of whole days that is missed is lateness, which is measured elsewhere. A
stated time is a guarantee, and missing it is a reason to claim: so it is found from
the facts of the delivered parcel, whether or not anybody looked in between.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Final

from postpurchase.delivery.watch.concerns import (
    Concern,
    concern,
    evidence_of,
    facts_of,
    skus_of,
    stamp,
)
from postpurchase.delivery.watch.whose import late_by
from postpurchase.values.times import zone_or_utc

if TYPE_CHECKING:
    from postpurchase.delivery.watch.thresholds import Thresholds
    from postpurchase.order.model import Order
    from postpurchase.order.parcels import Parcel
    from postpurchase.values.answers import Promise

_THERE: Final = frozenset({"delivered", "available_for_pickup"})


def missed(order: Order, parcel: Parcel, thresholds: Thresholds) -> Iterator[Concern]:
    """Name a delivered parcel that came after the time first guaranteed for it.

    A later promise changes nothing: it was made because the first one was not going
    to be kept. Only a time that the customer chose before the first one was over
    takes its place. At the guaranteed moment itself a parcel is in time.
    """
    promise, arrived_at = guarantee(order, parcel), _arrived_at(parcel)
    if promise is None or promise.window_end_at is None or arrived_at is None:
        return
    if arrived_at <= promise.window_end_at:
        return
    stage, whose = late_by(order, parcel, thresholds, promise)
    there = arrived_at.astimezone(zone_or_utc(promise.zone))
    yield concern(
        "guarantee_missed",
        stamp(promise.window_end_at),
        stamp(arrived_at),
        str(max(fact.correction for fact in facts_of(parcel))),
        due_at=arrived_at,
        since_at=promise.window_end_at,
        parcel=parcel,
        stage=stage,
        whose=whose,
        # Carriers guarantee their own part of the way.
        action="investigate" if whose not in ("", "carrier") else "",
        skus=skus_of(order, parcel),
        evidence=f"{evidence_of(promise)}, arrived {there:%Y-%m-%d %H:%M}",
    )


def guarantee(order: Order, parcel: Parcel) -> Promise | None:
    """Return the first promise of a parcel with a stated time; None if none had one."""
    found = order.terms.promise
    for revision in order.revisions:
        if revision.parcel_id not in ("", parcel.parcel_id):
            continue
        has_time = found is not None and found.window_end_at is not None
        is_chosen = revision.reason == "customer_request"
        if found is None or not has_time or (is_chosen and revision.at < found.ends_at):
            found = revision.promise
    return found


def _arrived_at(parcel: Parcel) -> datetime | None:
    """Say when it was first there; what a correction overrode does not count."""
    facts = facts_of(parcel)
    last = max((fact.correction for fact in facts), default=0)
    there = (f.at for f in facts if f.status in _THERE and f.correction == last)
    return min(there, default=None)
