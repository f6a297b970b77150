"""What parcels have in common: the groups that times are learned for."""

from __future__ import annotations

from postpurchase.delivery.network.places import Lane
from postpurchase.errors import InvalidInput
from postpurchase.errors.inputs import short

Groups = tuple[str, ...]
"""Names of the groups that a parcel belongs to, the broadest first.

The first one has its own pace and spread: a carrier that slows down says nothing of
another. Each of the others lengthens or shortens what is typical, as far as there
are parcels that show it.
"""

GROUPS_MAX = 12
"""The most groups of one parcel; each costs time with every parcel learned."""


def groups_of(lane: Lane | Groups) -> Groups:
    """Return the groups of a lane, from its carrier to the lane itself.

    Args:
        lane: A lane, or groups of one's own, which are returned as they are.

    Raises:
        InvalidInput: There are no groups, too many, or one that is no text.

    >>> groups_of(Lane("inpost", "locker", "PL", "PL-0"))[:3]
    ('inpost', 'inpost locker', 'inpost to PL-0')
    """
    if isinstance(lane, Lane):
        way = f"{lane.origin_zone} to {lane.destination_zone}"
        lane = (
            lane.carrier,
            f"{lane.carrier} {lane.service}",
            f"{lane.carrier} to {lane.destination_zone}",
            f"{lane.carrier} {way}",
            f"{lane.carrier} {lane.service} {way}",
        )
    named: object = lane
    is_names = isinstance(named, tuple) and all(isinstance(g, str) for g in named)
    if not is_names or not 1 <= len(lane) <= GROUPS_MAX:
        raise InvalidInput(
            path="lane",
            value=short(lane),
            expected=f"a lane or 1 to {GROUPS_MAX} names of groups",
        )
    return lane
