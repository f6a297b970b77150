"""Whose words the events of karrio's connectors speak: the carrier's own."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from postpurchase.carrier_words.status_maps import StatusMap, load, sources

_SOURCES: Final = MappingProxyType(
    {"dhl_universal": "dhl", "dhl_parcel_de": "dhl", "royalmail": "royal_mail"}
)
"""Connectors that are not called as their source here is."""


def of_connector(name: str) -> StatusMap | None:
    """Return the words of the carrier behind a connector; None if they are not here.

    karrio's own statuses are a coarser reading of the same codes: ``karrio`` has
    them.

    >>> of_connector("dhl_parcel_de").source
    'dhl'
    >>> of_connector("pigeon_post")
    """
    source = _SOURCES.get(name, name)
    return load(source) if source in sources() and source != "karrio" else None
