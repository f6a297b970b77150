"""What every event has."""

from __future__ import annotations

from datetime import datetime

import attrs


@attrs.frozen(kw_only=True)
class Event:
    """Something that happened to an order.

    Events are facts: they are never changed and never renamed once stored. The
    order's version counts them; their time may lie in the past.

    Args:
        at: When it happened, aware, UTC.
        by: Who did it, as a pseudonymous code such as ``staff:7`` or
            ``carrier:dhl``; empty when the shop's own software did.
    """

    at: datetime
    by: str = ""
