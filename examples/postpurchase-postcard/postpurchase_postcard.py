"""Tuck a thank-you card into the first parcel of an order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from postpurchase import Insert, LineUnits, Order, Personalizer, hookimpl

postpurchase_requires = ">=0.1,<1"

CARDS = {
    "en": "Thank you for your order {number}!",
    "uk": "Дякуємо за замовлення {number}!",
    "pl": "Dziękujemy za zamówienie {number}!",
    "ru": "Спасибо за заказ {number}!",
    "zh": "感谢您的订单 {number}！",
}


class Postcard:
    """One card for an order, in the language in which the customer bought.

    A customer whose language has no card gets the English one. The second parcel
    gets none: one thank-you is kind, two are a mistake.
    """

    code = "postcard"

    def inserts(
        self,
        order: Order,
        parcel_id: str,
        units: tuple[LineUnits, ...],
        at: datetime,
    ) -> tuple[Insert, ...]:
        """Answer with the card, or with nothing for later parcels."""
        if any(parcel.parcel_id != parcel_id for parcel in order.parcels):
            return ()
        spoken = order.terms.locale.replace("_", "-").split("-")[0]
        language = spoken if spoken in CARDS else "en"
        text = CARDS[language].format(number=order.number)
        return (Insert(code="thank-you-card", text=text, locale=language),)


@hookimpl
def register_personalizers(register: Callable[[Personalizer], None]) -> None:
    """Register ``postcard``."""
    register(Postcard())
