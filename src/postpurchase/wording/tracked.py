"""What the customer is told about the news of a carrier, by status and by code.

A code of the tracking vocabulary has its own phrase where it says more than its
status to whoever waits for the parcel; the others are told by the status.
"""

from __future__ import annotations

from typing import Final

_STATUSES: Final = {
    "pending": "The parcel is waiting for the carrier.",
    "info_received": "The carrier has been told about the parcel.",
    "in_transit": "The parcel is on its way.",
    "out_for_delivery": "The parcel is out for delivery.",
    "delivery_attempted": "The carrier tried to deliver the parcel, without success.",
    "available_for_pickup": "The parcel is ready for pick-up.",
    "delivered": "The carrier reports the parcel as delivered.",
    "exception": "The carrier reports a problem with the parcel.",
    "returning": "The parcel is on its way back to the shop.",
    "returned": "The parcel is back at the shop.",
    "cancelled": "The carrier cancelled the shipment.",
    "expired": "The carrier has no more news about the parcel.",
    "unknown": "The carrier reports a status that is not known yet.",
}

_IN_TRANSIT: Final = {
    "accepted": "The carrier has the parcel.",
    "departed_origin_country": "The parcel has left the country that it was sent from.",
    "arrived_destination_country": "The parcel has arrived in the destination country.",
    "customs_submitted": "The parcel is going through customs.",
    "customs_cleared": "The parcel has cleared customs.",
    "at_delivery_facility": "The parcel has reached the local depot.",
    "handed_to_partner": "The parcel was handed to another carrier for delivery.",
    "forwarded": "The parcel is being forwarded to another address.",
    "missorted": "The parcel was sent the wrong way and is being redirected.",
    "delivery_scheduled": "The day of delivery is set.",
    "delivery_rescheduled": "The carrier has moved the delivery to another time.",
    "held": "The carrier is holding the parcel for now.",
    "resumed": "The parcel is on its way again.",
    "delayed": "The parcel is delayed.",
    "delayed_weather": "The parcel is delayed by the weather.",
    "delayed_customs": "The parcel is delayed at customs.",
    "delayed_carrier": "The parcel is delayed at the carrier.",
    "delayed_external": "The parcel is delayed by outside circumstances.",
}

_AT_THE_DOOR: Final = {
    "delivery_attempted.recipient_absent": (
        "The carrier tried to deliver the parcel and met nobody."
    ),
    "delivery_attempted.business_closed": (
        "The carrier tried to deliver the parcel, but the business was closed."
    ),
    "delivery_attempted.notice_left": (
        "The carrier could not hand over the parcel and left a card."
    ),
    "delivery_attempted.access_restricted": "The carrier could not get to the door.",
    "delivery_attempted.reschedule_required": (
        "The parcel could not be delivered; a new day must be arranged with the "
        "carrier."
    ),
    "available_for_pickup.pickup_point": (
        "The parcel is waiting at the pick-up point."
    ),
    "available_for_pickup.locker": "The parcel is waiting in the parcel locker.",
    "available_for_pickup.store": "The parcel is waiting in the store.",
    "available_for_pickup.expiring": (
        "The parcel will soon go back if it is not collected."
    ),
    "delivered.signed": "The parcel was delivered and signed for.",
    "delivered.collected": "The parcel was collected.",
    "delivered.neighbour": "The parcel was left with a neighbour.",
    "delivered.safe_place": "The parcel was left in a safe place.",
    "delivered.locker": "The parcel was put into the recipient’s locker.",
    "delivered.cod_collected": "The parcel was delivered and paid for.",
}

_EXCEPTION: Final = {
    "address_issue": "According to the carrier the address is wrong or incomplete.",
    "recipient_moved": "According to the carrier the recipient has moved.",
    "refused": "According to the carrier the parcel was refused.",
    "unclaimed": "The parcel was not collected in time.",
    "undeliverable": "The carrier could not deliver the parcel.",
    "customs_held": "The parcel is held by customs.",
    "customs_documents": "Customs need more documents for the parcel.",
    "payment_due": "Duties or fees must be paid before the parcel can go on.",
    "damaged": "The carrier reports that the parcel was damaged.",
    "lost": "The carrier reports that the parcel was lost.",
}

TRACKED: Final[dict[str, str]] = {
    "TrackingRecorded": "There is news about the parcel.",
    **{f"TrackingRecorded.{status}": said for status, said in _STATUSES.items()},
    **{f"TrackingRecorded.in_transit.{n}": said for n, said in _IN_TRANSIT.items()},
    **{f"TrackingRecorded.{code}": said for code, said in _AT_THE_DOOR.items()},
    **{f"TrackingRecorded.exception.{n}": said for n, said in _EXCEPTION.items()},
    "TrackingCorrected": "The tracking of the parcel was corrected.",
}
"""English phrases of `TrackingRecorded`, by status and by code."""
