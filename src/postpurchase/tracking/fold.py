"""The fold: a parcel's status from the set of its facts.

The status is the greatest fact by a total order, so that late, repeated and
shuffled facts give the same result, and folding in parts gives what folding
at once gives. The order has five levels:

1. a correction beats what it corrects;
2. an unmapped word never hides a mapped one;
3. before the carrier holds the parcel, later paperwork never hides a scan;
4. a terminal fact beats every other, and among terminal facts the one that
   says more about where the goods are: delivered over returned over lost over
   cancelled;
5. otherwise the later fact wins, and at the same moment the further one.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from postpurchase.tracking.facts import TrackingFact
from postpurchase.tracking.vocabulary import CODES, STATUSES

_LEVELS = {"unknown": 0, "pending": 1, "info_received": 2}
_MOVING = 3
_TERMINAL = {"cancelled": 4, "exception": 5, "returned": 6, "delivered": 7}
_RANK = {status: rank for rank, status in enumerate(STATUSES)}
_LEVEL_OF = {
    code.code: _TERMINAL[code.status]
    if code.terminal
    else _LEVELS.get(code.status, _MOVING)
    for code in CODES.values()
}
_RANK_OF = {code.code: _RANK[code.status] for code in CODES.values()}
_SAYS_NOTHING = frozenset({"cancelled", "expired"})

_PLACE_OF = {
    code.code: code.status
    if code.status in ("delivered", "returning", "returned")
    else "lost"
    if code.terminal and code.status == "exception"
    else "shipped"
    for code in CODES.values()
}

Key = tuple[int, int, datetime, int, str, str, str, str, str, date, str]


def level(code: str) -> int:
    """Say how much a code overrides, whatever its time.

    >>> level("in_transit.delayed") < level("delivered.signed")
    True
    """
    return _LEVEL_OF[code]


def is_held_by_carrier(code: str) -> bool:
    """Say whether the carrier has had the parcel in its hands.

    A cancelled label and a long silence do not tell.

    >>> is_held_by_carrier("in_transit.accepted")
    True
    >>> is_held_by_carrier("cancelled.label_voided")
    False
    """
    return level(code) >= _MOVING and code.partition(".")[0] not in _SAYS_NOTHING


def key(fact: TrackingFact) -> Key:
    """Place a fact in the total order that the fold takes the greatest of."""
    code = fact.code
    return (
        fact.correction,
        _LEVEL_OF[code],
        fact.at,
        _RANK_OF[code],
        code,
        fact.raw_code,
        fact.raw_text,
        fact.place,
        fact.reason,
        fact.estimated_on or date.min,
        fact.local_at,
    )


def beats(fact: TrackingFact, other: TrackingFact) -> bool:
    """Say whether one fact comes after another in the total order.

    The first three parts of the key decide nearly always; only where they are
    equal are the rest made.

    >>> from datetime import datetime, timezone
    >>> noon = datetime(2026, 6, 1, 12, tzinfo=timezone.utc)
    >>> moving = TrackingFact(at=noon, code="in_transit.processed")
    >>> beats(TrackingFact(at=noon, code="delivered.signed"), moving)
    True
    """
    if fact.correction != other.correction:
        return fact.correction > other.correction
    said, known = _LEVEL_OF[fact.code], _LEVEL_OF[other.code]
    if said != known:
        return said > known
    if fact.at != other.at:
        return fact.at > other.at
    return key(fact) > key(other)


def fold(facts: Iterable[TrackingFact]) -> TrackingFact | None:
    """Pick the fact that tells the parcel's status; none of none.

    >>> from datetime import datetime, timezone
    >>> def fact(hour, code):
    ...     at = datetime(2026, 6, 1, hour, tzinfo=timezone.utc)
    ...     return TrackingFact(at=at, code=code)
    >>> late_scan = fact(20, "in_transit.processed")
    >>> fold([fact(9, "delivered.signed"), late_scan]).code
    'delivered.signed'
    """
    return max(facts, key=key, default=None)


def place_of(code: str) -> str:
    """Name the place in which the units of a parcel with this code are.

    >>> place_of("exception.lost"), place_of("exception.refused")
    ('lost', 'shipped')
    """
    return _PLACE_OF[code]
