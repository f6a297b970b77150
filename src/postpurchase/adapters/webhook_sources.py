"""Services that send webhooks about parcels: how each signs, and what it sends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import attrs

from postpurchase.adapters.signatures import SCHEMES, SignatureScheme

_ID_MAX: Final = 60
"""Characters of a sender's own id; a longer one is none."""


@attrs.frozen(kw_only=True)
class WebhookSource:
    """A service that sends webhooks about parcels.

    Args:
        name: The service.
        scheme: How it signs.
        format: What its bodies look like; empty where the host has to say.
        id_field: Where in the body its own id of the message stands.
        kind_field: Where the body says what it is about.
        kinds: How that begins where it is about a parcel.
    """

    name: str
    scheme: SignatureScheme
    format: str = ""
    id_field: str = ""
    kind_field: str = ""
    kinds: tuple[str, ...] = ()

    def own_id(self, document: object) -> str:
        """Take the sender's id out of the body, which is signed as a whole.

        >>> SOURCES["easypost"].own_id({"id": "evt_1"})
        'evt_1'
        """
        if not self.id_field or not isinstance(document, Mapping):
            return ""
        said = document.get(self.id_field)
        if isinstance(said, str) and said.isprintable() and 0 < len(said) <= _ID_MAX:
            return said
        return ""

    def is_about_parcels(self, document: object) -> bool:
        """Say whether a body tells of parcels, as far as it says what it is about.

        >>> SOURCES["easypost"].is_about_parcels({"description": "batch.updated"})
        False
        """
        if not self.kind_field or not isinstance(document, Mapping):
            return True
        said = document.get(self.kind_field)
        return not isinstance(said, str) or said.startswith(self.kinds)


SOURCES: Final = {
    source.name: source
    for source in (
        WebhookSource(
            name="aftership",
            scheme=SCHEMES["aftership"],
            format="aftership",
            id_field="event_id",
        ),
        WebhookSource(
            name="easypost",
            scheme=SCHEMES["easypost"],
            format="easypost",
            id_field="id",
            kind_field="description",
            kinds=("tracker.",),
        ),
        WebhookSource(
            name="shippo",
            scheme=SCHEMES["shippo"],
            format="shippo",
            kind_field="event",
            kinds=("track_",),
        ),
        WebhookSource(name="shopify", scheme=SCHEMES["shopify"], format="shopify"),
        WebhookSource(name="standard", scheme=SCHEMES["standard"]),
    )
}
"""The services by name; ``standard`` is any sender that signs as Standard Webhooks."""
