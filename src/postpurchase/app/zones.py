"""Time zones by their names, as orders and promises state them."""

from __future__ import annotations

from zoneinfo import ZoneInfo


def known_zone(name: str) -> ZoneInfo | None:
    """Find a time zone; None if there is none of this name.

    An imported order may name a zone that does not exist, or not on this machine.

    >>> known_zone("Europe/Kyiv"), known_zone("Mars/Olympus_Mons")
    (zoneinfo.ZoneInfo(key='Europe/Kyiv'), None)
    """
    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        return None
