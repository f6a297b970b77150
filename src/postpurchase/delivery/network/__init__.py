"""The network of a shop: where parcels leave, what carries them, where they go.

Everything here is a value: written in code, or read from a document that the shop
edits. Nothing is asked of a carrier.
"""

from postpurchase.delivery.network.network import Network
from postpurchase.delivery.network.places import Destination, Lane, Location, Zones
from postpurchase.delivery.network.regions import Region
from postpurchase.delivery.network.service import KINDS, Limits, Service, Slot
from postpurchase.delivery.network.transit import TransitTime
from postpurchase.values.postcodes import plain_postcode

__all__ = [
    "KINDS",
    "Destination",
    "Lane",
    "Limits",
    "Location",
    "Network",
    "Region",
    "Service",
    "Slot",
    "TransitTime",
    "Zones",
    "plain_postcode",
]
