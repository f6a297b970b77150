"""Ways back: what a shop offers its customers for sending goods back.

Everything here is a value: written in code, or read from a document that the shop
edits. Nothing is asked of a carrier, and nothing depends on how the goods went out.
"""

from postpurchase.returning.methods.offering import (
    WayMenu,
    WayOffer,
    WayQuestion,
    WayRefused,
    slot_of,
    ways_back,
)
from postpurchase.returning.methods.reading import read_ways
from postpurchase.returning.methods.visits import Visit, Visits, Window
from postpurchase.returning.methods.ways import (
    COLLECTED,
    HANDED_IN,
    NEEDS,
    ReturnPlace,
    WayBack,
)

__all__ = [
    "COLLECTED",
    "HANDED_IN",
    "NEEDS",
    "ReturnPlace",
    "Visit",
    "Visits",
    "WayBack",
    "WayMenu",
    "WayOffer",
    "WayQuestion",
    "WayRefused",
    "Window",
    "read_ways",
    "slot_of",
    "ways_back",
]
