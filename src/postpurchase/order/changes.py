"""Changes of a delivery that is under way, as they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from postpurchase.values.carriage import SealedChange

OPEN_CHANGE = frozenset({"requested", "sent", "unknown"})
"""States in which a change still waits for the carrier's answer."""


@attrs.frozen
class ParcelChange:
    """One change that the customer or the shop asked for.

    Args:
        change_id: The change.
        parcel_id: The parcel.
        wish: What is to be different, without its personal part.
        key: The key under which the carrier is asked, each time.
        state: ``requested``, ``sent``, ``accepted``, ``refused`` or ``unknown``.
        reason: Why it was refused, or why nobody knows.
        alternatives: The kinds of change that were still possible.
    """

    change_id: str
    parcel_id: str
    wish: SealedChange
    key: str
    state: str = "requested"
    reason: str = ""
    alternatives: tuple[str, ...] = ()
