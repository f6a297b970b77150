"""The words for a parcel's way: 13 statuses and their codes.

Every carrier's own words are mapped to a code of this table; a word that is
not mapped becomes ``unknown.unmapped`` and its raw form is kept. A delay is no
exception, the direction stands with the parcel, and the reason is an axis of
its own.

Source: the tracking vocabularies of AfterShip, EasyPost, Shippo, karrio,
Shopify and UPU EMSEVT, brought to one list.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

import attrs

Severity = Literal["info", "warn", "critical"]
Actor = Literal["none", "recipient", "shipper", "carrier"]

STATUSES: tuple[str, ...] = (
    "pending",
    "info_received",
    "in_transit",
    "out_for_delivery",
    "delivery_attempted",
    "available_for_pickup",
    "delivered",
    "exception",
    "returning",
    "returned",
    "cancelled",
    "expired",
    "unknown",
)
"""The 13 statuses, in the order of an undisturbed way."""


@attrs.frozen
class TrackingCode:
    """One code of the vocabulary.

    Args:
        code: ``status.detail``.
        label: What it means, in English, for staff.
        severity: How much it matters.
        action_by: Who has to do something now.
        terminal: Whether the parcel's way ends here.
        claimable: Whether it can open a claim on the carrier.
    """

    code: str
    label: str
    severity: Severity
    action_by: Actor
    terminal: bool
    claimable: bool

    @property
    def status(self) -> str:
        """The status that the code belongs to.

        >>> CODES["in_transit.delayed"].status
        'in_transit'
        """
        return self.code.partition(".")[0]


# One code, one line.
# fmt: off
_TABLE: tuple[tuple[str, str, Severity, Actor, bool, bool], ...] = (
    ("pending.no_data", "No tracking information yet", "info", "none", False, False),
    ("info_received.data_received", "Carrier received shipment data", "info", "none", False, False),
    ("info_received.label_created", "Label created", "info", "none", False, False),
    ("info_received.awaiting_pickup", "Waiting for carrier collection / drop-off", "info", "shipper", False, False),
    ("info_received.pickup_failed", "Carrier collection from shipper failed", "warn", "shipper", False, False),
    ("in_transit.general", "On its way", "info", "none", False, False),
    ("in_transit.accepted", "Accepted / picked up by carrier (first physical scan)", "info", "none", False, False),
    ("in_transit.arrived_facility", "Arrived at hub / sorting centre", "info", "none", False, False),
    ("in_transit.processed", "Processed / sorted", "info", "none", False, False),
    ("in_transit.departed_facility", "Departed facility", "info", "none", False, False),
    ("in_transit.departed_origin_country", "Left origin country", "info", "none", False, False),
    ("in_transit.arrived_destination_country", "Arrived in destination country", "info", "none", False, False),
    ("in_transit.customs_submitted", "Presented to customs", "info", "none", False, False),
    ("in_transit.customs_cleared", "Customs cleared", "info", "none", False, False),
    ("in_transit.at_delivery_facility", "At the delivery depot / local office", "info", "none", False, False),
    ("in_transit.handed_to_partner", "Handed to another carrier (last mile)", "info", "none", False, False),
    ("in_transit.forwarded", "Forwarded to another address", "info", "none", False, False),
    ("in_transit.missorted", "Mis-sorted / misrouted, being rerouted", "warn", "carrier", False, False),
    ("in_transit.delivery_scheduled", "Delivery date/slot set", "info", "none", False, False),
    ("in_transit.delivery_rescheduled", "Delivery date/slot changed", "info", "none", False, False),
    ("in_transit.held", "Held at carrier facility", "warn", "carrier", False, False),
    ("in_transit.resumed", "Earlier problem resolved, moving again", "info", "none", False, False),
    ("in_transit.delayed", "Delayed", "warn", "carrier", False, False),
    ("in_transit.delayed_weather", "Delayed by weather / natural event", "warn", "none", False, False),
    ("in_transit.delayed_customs", "Delayed in customs", "warn", "none", False, False),
    ("in_transit.delayed_carrier", "Delayed by carrier operations", "warn", "carrier", False, False),
    ("in_transit.delayed_external", "Delayed by other outside cause", "warn", "none", False, False),
    ("out_for_delivery.general", "Out for delivery", "info", "none", False, False),
    ("out_for_delivery.recipient_contacted", "Recipient contacted before delivery", "info", "none", False, False),
    ("out_for_delivery.appointment_scheduled", "Delivery appointment set", "info", "none", False, False),
    ("delivery_attempted.general", "Delivery attempt failed", "warn", "carrier", False, False),
    ("delivery_attempted.recipient_absent", "Nobody at the address", "warn", "recipient", False, False),
    ("delivery_attempted.business_closed", "Business closed", "warn", "carrier", False, False),
    ("delivery_attempted.notice_left", "Carrier left a card", "warn", "recipient", False, False),
    ("delivery_attempted.access_restricted", "Location could not be reached / no safe place", "warn", "recipient", False, False),
    ("delivery_attempted.reschedule_required", "Recipient must rebook", "warn", "recipient", False, False),
    ("available_for_pickup.general", "Ready for collection", "info", "recipient", False, False),
    ("available_for_pickup.pickup_point", "At a shop / post office", "info", "recipient", False, False),
    ("available_for_pickup.locker", "In a parcel locker", "info", "recipient", False, False),
    ("available_for_pickup.store", "In the merchant's own store", "info", "recipient", False, False),
    ("available_for_pickup.expiring", "Collection deadline near", "warn", "recipient", False, False),
    ("delivered.general", "Delivered", "info", "none", True, False),
    ("delivered.signed", "Delivered, signature taken", "info", "none", True, False),
    ("delivered.collected", "Collected by the recipient", "info", "none", True, False),
    ("delivered.neighbour", "Left with a neighbour", "info", "none", True, False),
    ("delivered.safe_place", "Left in a safe place / mailbox", "info", "none", True, False),
    ("delivered.locker", "Delivered to recipient's locker", "info", "none", True, False),
    ("delivered.cod_collected", "Delivered, cash collected", "info", "none", True, False),
    ("exception.general", "Problem with the parcel", "warn", "carrier", False, False),
    ("exception.address_issue", "Address wrong or incomplete", "warn", "recipient", False, False),
    ("exception.recipient_moved", "Recipient moved", "warn", "recipient", False, False),
    ("exception.refused", "Recipient refused", "warn", "shipper", False, False),
    ("exception.unclaimed", "Not collected in time", "warn", "shipper", False, False),
    ("exception.undeliverable", "Carrier gave up delivering", "critical", "shipper", False, False),
    ("exception.contact_carrier", "Carrier asks to be contacted", "warn", "recipient", False, False),
    ("exception.customs_held", "Held by customs", "warn", "recipient", False, False),
    ("exception.customs_documents", "Documents missing or wrong", "warn", "shipper", False, False),
    ("exception.payment_due", "Held until duty / COD / postage is paid", "warn", "recipient", False, False),
    ("exception.rejected_by_carrier", "Carrier refused the parcel (rules, size, goods)", "critical", "shipper", False, False),
    ("exception.damaged", "Damaged", "critical", "shipper", False, True),
    ("exception.lost", "Lost", "critical", "shipper", True, True),
    ("exception.stolen", "Stolen", "critical", "shipper", True, True),
    ("exception.disposed", "Destroyed / disposed of", "critical", "shipper", True, True),
    ("exception.seized", "Seized / prohibited / security", "critical", "shipper", True, False),
    ("returning.general", "Going back to the sender", "critical", "none", False, False),
    ("returned.general", "Back with the sender", "critical", "shipper", True, False),
    ("cancelled.general", "Cancelled", "info", "none", True, False),
    ("cancelled.label_voided", "Label voided", "info", "none", True, False),
    ("expired.no_updates", "No update for a long time", "warn", "shipper", False, True),
    ("unknown.unmapped", "Unmapped status", "info", "none", False, False),
)
# fmt: on

CODES = MappingProxyType({row[0]: TrackingCode(*row) for row in _TABLE})
"""Every code by name."""

UNMAPPED = "unknown.unmapped"
"""The code of a carrier's word that is not in any map."""


def check_vocabulary(codes: Mapping[str, TrackingCode]) -> None:
    """Hold the table together: codes of known statuses, and no status without one.

    Raises:
        ValueError: A code names a status that does not exist, or none names one.
    """
    found = {code.status for code in codes.values()}
    for status in sorted(found ^ set(STATUSES)):
        raise ValueError(f"{status!r} is no status, or has no code")


check_vocabulary(CODES)
