"""What the words of carriers and services for a parcel's way mean.

Whoever reads a carrier's reply, an adapter or a plugin, looks its words up here, so
that one word has one meaning wherever it comes from.
"""

from postpurchase.carrier_words.connectors import of_connector
from postpurchase.carrier_words.status_maps import (
    REASONS,
    BrokenMap,
    Meaning,
    StatusMap,
    load,
    parse,
    sources,
)

__all__ = [
    "REASONS",
    "BrokenMap",
    "Meaning",
    "StatusMap",
    "load",
    "of_connector",
    "parse",
    "sources",
]
