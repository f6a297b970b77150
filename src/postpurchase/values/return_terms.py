"""The words of returns: kinds, ways back, outcomes, grades, what becomes of goods.

They stand in stored events, so a word that is here never changes its meaning.
"""

from __future__ import annotations

from typing import Final

RETURN_KINDS: Final = (
    "withdrawal",
    "policy_return",
    "non_conformity",
    "commercial_warranty",
    "delivery_refused",
    "recall",
    "gift_return",
)
"""Why goods may come back at all: by law, by the shop's word, or unasked."""

METHODS: Final = (
    "post_label",
    "printerless_code",
    "own_carrier",
    "drop_off",
    "locker",
    "pickup_point",
    "courier_collection",
    "courier_within_the_hour",
    "in_store",
    "keep_item",
)
"""The ways back; what a way needs and who offers it is data of its own."""

RESOLUTIONS: Final = (
    "refund_original",
    "refund_bank",
    "store_credit",
    "gift_card",
    "exchange_variant",
    "exchange_other",
    "replace_same",
    "repair",
    "partial_refund_keep",
    "donate",
    "none",
)
"""What the customer gets for the goods."""

REFUND_MOMENTS: Final = ("request", "scan", "receipt", "inspection", "manual")
"""When the money of a return is due.

``request`` once the return is approved, ``scan`` at the first scan of its parcel,
``receipt`` when it is back, ``inspection`` when it was looked at, ``manual`` when
somebody says so.
"""

GRADES: Final = ("as_new", "good", "used", "damaged", "incomplete", "wrong_item")
"""In what condition goods came back."""

DISPOSITIONS: Final = (
    "restock_a",
    "restock_b",
    "refurbish",
    "repair",
    "return_to_vendor",
    "liquidate",
    "donate",
    "recycle",
    "destroy",
    "send_back",
    "hold",
)
"""What becomes of goods that came back."""

ASKED_BY: Final = ("customer", "gift_recipient", "staff", "carrier", "partner")
"""Who can ask for a return."""

CLAIM_KINDS: Final = ("loss", "damage", "theft", "delay", "shortage")
"""What a claim on a carrier can be about."""
