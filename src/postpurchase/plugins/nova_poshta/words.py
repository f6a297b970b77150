"""What Nova Poshta's numbers for a status mean.

Source: Nova Poshta, API 2.0, TrackingDocument.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

CODES: Final = MappingProxyType(
    {
        "1": "info_received.awaiting_pickup",
        "2": "cancelled.label_voided",
        "4": "in_transit.arrived_facility",
        "41": "in_transit.arrived_facility",
        "5": "in_transit.general",
        "6": "in_transit.at_delivery_facility",
        "7": "available_for_pickup.pickup_point",
        "8": "available_for_pickup.pickup_point",
        "9": "delivered.collected",
        "10": "delivered.collected",
        "11": "delivered.cod_collected",
        "12": "in_transit.processed",
        "14": "available_for_pickup.pickup_point",
        "101": "out_for_delivery.general",
        "102": "exception.refused",
        "103": "exception.refused",
        "104": "in_transit.forwarded",
        "105": "exception.unclaimed",
        "106": "delivered.collected",
        "107": "available_for_pickup.expiring",
        "108": "exception.refused",
        "111": "delivery_attempted.general",
        "112": "in_transit.delivery_rescheduled",
    }
)
"""Numbers of a status; our reading. Any other number is unmapped."""

NOT_FOUND: Final = "3"
"""The number is not known there."""

RECEIVED: Final = ("9", "10", "11", "106")
"""The recipient has it, and there is a time of that."""
