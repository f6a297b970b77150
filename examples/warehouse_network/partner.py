"""A fulfilment partner, played by this file: no network, the same every time."""

from __future__ import annotations

from places import PARTNER

from postpurchase import PartnerNotice, StockLevel


class FastBox:
    """Keeps goods in Łódź, takes parts of orders over, and says what became of them."""

    code = PARTNER
    location_codes = ("LODZ",)

    def __init__(self, **on_hand):
        self.on_hand = on_hand
        self.parts = {}

    def hand_over(self, part, order, *, key):
        self.parts[key] = part

    def cancel(self, part, *, key):
        return True

    def stock(self):
        for sku, units in self.on_hand.items():
            yield StockLevel(sku=sku, location_code="LODZ", on_hand=units)

    def notice(self, order_id, said, at, **more):
        """Say something about the latest part of an order."""
        part = [one for one in self.parts.values() if one.order_id == order_id][-1]
        return PartnerNotice(
            order_id=order_id,
            location_code=part.location_code,
            units=part.units,
            said=said,
            at=at,
            key=f"{self.code}/{order_id}/{len(self.parts)}/{said}",
            **more,
        )
