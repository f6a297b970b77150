"""The words for codes of return policies: what customers get, and for which goods."""

from __future__ import annotations

from typing import Final

POLICY_WORDS: Final[dict[str, dict[str, str]]] = {
    "resolution": {
        "refund_original": "refund to the original payment method",
        "refund_bank": "refund to a bank account",
        "store_credit": "store credit",
        "gift_card": "gift card",
        "exchange_variant": "another size or colour",
        "exchange_other": "another item",
        "replace_same": "replacement",
        "repair": "repair",
        "partial_refund_keep": "part of the price back for an item that you keep",
        "donate": "donation of the item",
        "none": "nothing",
    },
    "condition": {
        "unopened": "unopened",
        "opened": "opened but unused",
        "used": "used",
        "seal_broken": "with a broken seal",
        "defective": "defective",
    },
    "return_extra": {
        "tags": "all tags",
        "packaging": "the original packaging",
        "receipt": "the receipt",
        "accessories": "all accessories",
    },
    "return_goods": {
        "final_sale": "items from the final sale",
        "swimwear": "swimwear",
        "underwear": "underwear",
        "cosmetics": "cosmetics",
        "face_masks": "face masks",
        "pierced_jewellery": "jewellery for piercings",
        "gift_cards": "gift cards",
        "digital": "digital goods",
        "perishable": "perishable goods",
        "personalised": "personalised items",
        "hygiene": "hygiene articles",
    },
}
"""English words by kind and code."""
