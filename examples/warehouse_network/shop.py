"""The shop: what is asked of the library, and what a person reads of it."""

from __future__ import annotations

from datetime import UTC, datetime

from places import BOOK, LOCATIONS, customer_in

from postpurchase import (
    CompleteStep,
    Money,
    NewLine,
    OutOfStock,
    PlaceOrder,
    PostPurchase,
    RecordTracking,
    ShipParcel,
    TrackingFact,
)
from postpurchase.delivery.choose import Item, plan
from postpurchase.testing import Clock

MONDAY = datetime(2026, 6, 1, 6, 0, tzinfo=UTC)
ARTICLES = {
    "LAMP": ("Lamp", "189.00", 1500),
    "SHADE": ("Shade", "59.00", 400),
    "BULB": ("Bulb", "19.00", 90),
}
CHANNELS = {"site": "S", "marketplace": "M", "phone": "P"}


class LampShop:
    """A lamp shop with its warehouses, its partner and its customers."""

    def __init__(self, partner):
        self.clock, self.partner, self.told = Clock(MONDAY), partner, []
        self.shop = PostPurchase.open(
            "memory:", plugins=[partner], clock=self.clock, entry_points=False
        )
        self.postcodes, self.carriers, self.refused, self.parcels = {}, {}, [], 0

    def tell(self, text):
        self.told.append((self.clock(), text))

    def wait(self, **step):
        self.clock.advance(**step)

    def receive(self, sku, location, units, key, reference=""):
        self.shop.receive_stock(sku, location, units, key=key, reference=reference)
        self.tell(f"{location} receives {units} × {sku}.")

    def take_partner_stock(self):
        key = f"fastbox-{self.clock():%Y-%m-%d}"
        taken = self.shop.take_partner_stock("fastbox", key=key)
        said = ", ".join(f"{each.on_hand} × {each.sku}" for each in taken.changed)
        self.tell(f"FastBox says what lies in LODZ: {said}.")

    def order(self, number, channel, postcode, **units):
        """Take an order in, from whichever channel it comes."""
        name = f"{CHANNELS[channel]}-{number}"
        lines = [
            NewLine(
                line_id=sku.lower(),
                sku=sku,
                title=ARTICLES[sku][0],
                quantity=count,
                unit_price=Money.parse(ARTICLES[sku][1], "PLN"),
                weight_grams=ARTICLES[sku][2],
            )
            for sku, count in units.items()
        ]
        self.postcodes[name] = postcode
        self.shop.handle(
            PlaceOrder(
                order_id=name,
                number=f"#{name}",
                at=self.clock(),
                currency="PLN",
                lines=lines,
                sales_channel=channel,
                locale="pl",
                zone="Europe/Warsaw",
                country="PL",
            )
        )
        wanted = ", ".join(f"{count} × {sku}" for sku, count in units.items())
        self.tell(f"Order {name} comes in by {channel}: {wanted}.")
        return name

    def allocate(self, name, strategy=None):
        """Let the library choose places and carriers, and reserve what it chose."""
        order, at = self.shop.order(name), self.clock()
        items = [
            Item(
                line_id=line.line_id,
                units=line.units("placed"),
                weight_grams=line.terms.weight_grams,
            )
            for line in order.lines
            if line.units("placed")
        ]
        supplies = self.shop.supplies(name)
        to = customer_in(self.postcodes[name])
        best = plan(BOOK, items, supplies, to, at=at, strategy=strategy).best
        if best is None:
            self.tell(f"{name} waits: nothing is there, nothing is on its way.")
            return None
        chosen = {}
        for parcel in best.parcels:
            for line_id, units in parcel.units:
                chosen.setdefault(line_id, {})[parcel.location] = units
        try:
            self.shop.allocate(name, chosen)
        except OutOfStock as refusal:
            self.refused.append(name)
            where, left = refusal.location_code, refusal.available
            self.tell(
                f"{name} waits until {best.latest_on:%a %d %b}: {where} has "
                f"{left} × {refusal.sku}, more is on its way."
            )
            return None
        for parcel in best.parcels:
            self.carriers[name, parcel.location] = parcel.offer.carrier
        self.tell(f"{name}: {best.text()}.")
        self.shop.dispatch()
        return best

    def ship(self, name, location):
        """Pick, check, pack and ship what stands allocated in a warehouse."""
        order = self.shop.order(name)
        units = {
            line.line_id: line.at(location)["allocated"]
            for line in order.lines
            if line.at(location).get("allocated")
        }
        known = {"order_id": name, "at": self.clock(), "location_code": location}
        for step in ("picked", "checked", "packed"):
            self.shop.handle(CompleteStep(step=step, units=units, **known))
        carrier = self.carriers[name, location]
        parcel_id, number = self.new_parcel()
        self.shop.handle(
            ShipParcel(
                parcel_id=parcel_id,
                units=units,
                carrier=carrier,
                tracking_number=number,
                **known,
            )
        )
        self.tell(f"{location} ships {name} with {carrier}, number {number}.")

    def partner_ships(self, name):
        parcel_id, number = self.new_parcel()
        notice = self.partner.notice(
            name,
            "shipped",
            self.clock(),
            parcel_id=parcel_id,
            carrier=self.carriers[name, "LODZ"],
            tracking_number=number,
        )
        for unit in notice.units:
            sku = self.shop.order(name).line(unit.line_id).sku
            self.partner.on_hand[sku] -= unit.units
        self.shop.partner_said("fastbox", notice)
        self.tell(f"FastBox ships {name} from LODZ, number {number}.")

    def partner_rejects(self, name, reason):
        notice = self.partner.notice(name, "rejected", self.clock(), reason=reason)
        self.shop.partner_said("fastbox", notice)
        self.tell(f"FastBox cannot send its part of {name}: {reason}.")

    def new_parcel(self):
        self.parcels += 1
        return f"P{self.parcels}", f"62000000{self.parcels:04}"

    def track(self, name, parcel_id, code):
        """Take in what a carrier says, the same for whoever packed and sold."""
        at = self.clock()
        facts = [TrackingFact(at=at, code=code)]
        self.shop.handle(
            RecordTracking(order_id=name, at=at, parcel_id=parcel_id, facts=facts)
        )

    def deliver_all(self):
        """Let the carriers say that everything on its way has arrived."""
        for name in self.postcodes:
            for parcel in self.shop.order(name).parcels:
                if parcel.state == "shipped":
                    self.track(name, parcel.parcel_id, "delivered.general")
                    self.tell(f"{name}: parcel {parcel.tracking_number} is delivered.")

    def stock(self):
        """Return what is available, by article and location."""
        levels = {(x.sku, x.location_code): x for x in self.shop.stock()}
        return {
            sku: {
                place.code: (level.on_hand, level.available)
                for place in LOCATIONS
                if (level := levels.get((sku, place.code)))
            }
            for sku in ARTICLES
        }
