"""How fast a book forgets, and how many parcels it takes to convince it."""

from __future__ import annotations

import attrs

from postpurchase.errors import InvalidInput
from postpurchase.errors.inputs import short


@attrs.frozen(kw_only=True)
class Memory:
    """Half-lives in days, and weights in parcels.

    What happened one half-life ago counts half. The defaults were chosen on orders
    of one year, by splits in time; see the explanation of learned promises.

    Args:
        typical_days: Half-life of what is typical for a group.
        pace_days: Half-life of the pace: how fast parcels arrive now, compared with
            what is typical.
        trend_days: Half-life of the longer record that the pace is compared with, to
            see where it is going.
        spread_days: Half-life of the spread around both.
        level_days: Half-life of the record of promises kept.
        group_parcels: Parcels after which a group counts as much as what is known
            without it.
        group_spread_days: Half-life of a group's own spread.
        group_spread_parcels: Parcels after which a group's own spread counts as much
            as what is known without it.
        opening_days: What is typical before anything arrived.
        opening_parcels: Parcels that the opening counts as.

    Raises:
        InvalidInput: A value is not above 0.
    """

    typical_days: float = 365.0
    pace_days: float = 8.0
    trend_days: float = 60.0
    spread_days: float = 60.0
    level_days: float = 30.0
    group_parcels: float = 15.0
    group_spread_days: float = 120.0
    group_spread_parcels: float = 300.0
    opening_days: float = 5.0
    opening_parcels: float = 10.0

    def __attrs_post_init__(self) -> None:
        for field in attrs.fields(type(self)):
            value = getattr(self, field.name)
            if not isinstance(value, (int, float)) or not 0 < value < float("inf"):
                raise InvalidInput(
                    path=field.name, value=short(value), expected="a number above 0"
                )
