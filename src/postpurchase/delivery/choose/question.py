"""What a choice is asked for: a parcel, where it goes, from when and until when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

import attrs

from postpurchase.delivery.choose.parcel import PackedParcel
from postpurchase.delivery.network import Destination
from postpurchase.delivery.network.checks import check_whole
from postpurchase.delivery.promise import PERCENT
from postpurchase.values.answers import Quote
from postpurchase.values.times import aware


def _at(value: object) -> datetime:
    return aware(value, "at")


@attrs.frozen(kw_only=True)
class Question:
    """One parcel that somebody is to carry.

    Args:
        parcel: What it weighs and measures, and what is in it.
        destination: Where it goes.
        at: When the order counts from, aware.
        latest_on: The day by which it must be there, in the destination's time
            zone; None if any day will do.
        percent: How sure the promised day is to be, 1 to 100.
        ready_on: The locations that have or expect the goods, each with the day
            from which it has them; None if every location has them now.
        quotes: What carriers asked for this parcel, by (location, carrier, service).

    Raises:
        NaiveTime: *at* has no time zone.
        InvalidInput: *percent* lies outside its range.
    """

    parcel: PackedParcel
    destination: Destination
    at: datetime = attrs.field(converter=_at)
    latest_on: date | None = None
    percent: int = PERCENT
    ready_on: Mapping[str, date] | None = None
    quotes: Mapping[tuple[str, str, str], Quote] = attrs.field(factory=dict)

    def __attrs_post_init__(self) -> None:
        """Refuse a percentage that is none."""
        check_whole(self.percent, "percent", 1, 100)
