"""InPost in Poland: labels to lockers and doors, tracking, and points, over ShipX.

Token and organisation come from the environment; prices are a table of the shop's
own, since ShipX tells none to clients with a contract.

ShipX makes a shipment and prepares it a moment later. Until then the label is not
there: `label` raises `OutcomeUnknown`, and the next call with the same key finds
the shipment by the mark of the key in its reference.

Source: InPost, ShipX API (documentation of the organisation, shipment, tracking and
point resources).
"""

from __future__ import annotations

from collections.abc import Callable

from postpurchase.hooks import Carrier, hookimpl
from postpurchase.plugins.inpost.carrier import InPost
from postpurchase.plugins.inpost.forms import Point

__all__ = ["InPost", "Point", "register_carriers"]


@hookimpl
def register_carriers(register: Callable[[Carrier], None]) -> None:
    """Register ``inpost``, with the token that the environment names."""
    register(InPost())
