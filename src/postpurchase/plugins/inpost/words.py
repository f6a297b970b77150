"""What ShipX's words for a parcel mean.

Source: InPost, ShipX API, resource of statuses.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

CODES: Final = MappingProxyType(
    {
        "created": "info_received.data_received",
        "offers_prepared": "info_received.data_received",
        "offer_selected": "info_received.data_received",
        "confirmed": "info_received.awaiting_pickup",
        "dispatched_by_sender": "in_transit.accepted",
        "dispatched_by_sender_to_pok": "in_transit.accepted",
        "collected_from_sender": "in_transit.accepted",
        "taken_by_courier": "in_transit.accepted",
        "taken_by_courier_from_pok": "in_transit.accepted",
        "adopted_at_source_branch": "in_transit.arrived_facility",
        "sent_from_source_branch": "in_transit.departed_facility",
        "adopted_at_sorting_center": "in_transit.arrived_facility",
        "sent_from_sorting_center": "in_transit.departed_facility",
        "adopted_at_target_branch": "in_transit.at_delivery_facility",
        "out_for_delivery": "out_for_delivery.general",
        "out_for_delivery_to_address": "out_for_delivery.general",
        "ready_to_pickup": "available_for_pickup.locker",
        "ready_to_pickup_from_pok": "available_for_pickup.pickup_point",
        "ready_to_pickup_from_branch": "available_for_pickup.pickup_point",
        "pickup_reminder_sent": "available_for_pickup.expiring",
        "stack_in_box_machine": "available_for_pickup.locker",
        "stack_in_customer_service_point": "available_for_pickup.pickup_point",
        "unstack_from_box_machine": "in_transit.general",
        "unstack_from_customer_service_point": "in_transit.general",
        "taken_by_courier_from_customer_service_point": "in_transit.general",
        "avizo": "delivery_attempted.notice_left",
        "undelivered": "delivery_attempted.general",
        "undelivered_wrong_address": "exception.address_issue",
        "undelivered_cod_cash_receiver": "exception.payment_due",
        "delay_in_delivery": "in_transit.delayed",
        "redirect_to_box": "in_transit.forwarded",
        "readdressed": "in_transit.forwarded",
        "oversized": "exception.rejected_by_carrier",
        "rejected_by_receiver": "exception.refused",
        "pickup_time_expired": "exception.unclaimed",
        "stack_parcel_pickup_time_expired": "exception.unclaimed",
        "stack_parcel_in_box_machine_pickup_time_expired": "exception.unclaimed",
        "returned_to_sender": "returned.general",
        "delivered": "delivered.general",
        "canceled": "cancelled.general",
    }
)
"""ShipX's words; our reading. Any other word is unmapped."""
