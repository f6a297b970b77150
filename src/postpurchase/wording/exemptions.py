"""Why the law lets some goods stay with the customer, by the category of a line."""

from __future__ import annotations

from typing import Final

EXEMPTIONS: Final = {
    "service_performed": (
        "A service that was fully performed cannot be withdrawn from."
    ),
    "market_price": (
        "What follows the prices of a financial market cannot be sent back."
    ),
    "made_to_order": "Goods made to your order cannot be sent back.",
    "personalised": "Personalised goods cannot be sent back.",
    "perishable": "Goods that spoil or expire quickly cannot be sent back.",
    "sealed_hygiene": (
        "For reasons of hygiene, these goods cannot be sent back once unsealed."
    ),
    "inseparably_mixed": (
        "Goods that were inseparably mixed with others cannot be sent back."
    ),
    "alcohol_market_price": (
        "Drinks whose price was agreed long before delivery cannot be sent back."
    ),
    "urgent_repair": "Urgent repairs that you asked for cannot be withdrawn from.",
    "sealed_media": "Recordings and software cannot be sent back once unsealed.",
    "periodical": "Single newspapers and magazines cannot be sent back.",
    "public_auction": "What was bought at a public auction cannot be sent back.",
    "dated_service": "Services for a fixed date cannot be withdrawn from.",
    "digital_begun": (
        "Digital content that you agreed to have at once cannot be withdrawn from."
    ),
}
