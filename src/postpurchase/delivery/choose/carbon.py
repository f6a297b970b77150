"""The carbon dioxide of a delivery, in grams, with what it was reckoned by."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import attrs

from postpurchase.delivery.network.checks import check_name, check_whole
from postpurchase.errors import UnknownCode


@attrs.frozen(kw_only=True)
class CarbonBasis:
    """Grams of carbon dioxide for a tonne carried over a kilometre, by mode.

    Args:
        name: What a customer may read as the source.
        grams_per_tonne_km: By mode of transport.
    """

    name: str
    grams_per_tonne_km: Mapping[str, int]


AVERAGES: Final = CarbonBasis(
    name="ECTA/Cefic 2011",
    grams_per_tonne_km=MappingProxyType(
        {
            "road": 62,
            "rail": 22,
            "barge": 31,
            "short_sea": 16,
            "deep_sea": 8,
            "air": 602,
        }
    ),
)
"""Averages for freight, where a carrier states no figures of its own.

They are for full loads on long ways; the last mile in a van is not among them. A
shop that knows its carriers' own figures uses those.

Source: ECTA and Cefic, "Guidelines for Measuring and Managing CO2 Emission from
Freight Transport Operations", 2011, table of recommended average factors.
"""


@attrs.frozen(kw_only=True)
class Route:
    """How far a service carries a parcel by which mode.

    Args:
        carrier: The carrier's code.
        service: The code of its service.
        legs: Rows of (mode, kilometres).
        origin_zone: The zone that it holds from; empty for all.
        destination_zone: The zone that it holds to; empty for all.
        basis: Where the grams come from.

    Raises:
        UnknownCode: The basis has no such mode.
        InvalidInput: The kilometres are not a whole number from 0 to 50,000.

    >>> route = Route(carrier="x", service="air", legs=(("road", 50), ("air", 1000)))
    >>> route.grams(2500)
    1513
    """

    carrier: str
    service: str
    legs: tuple[tuple[str, int], ...]
    origin_zone: str = ""
    destination_zone: str = ""
    basis: CarbonBasis = AVERAGES

    def __attrs_post_init__(self) -> None:
        """Refuse a leg that cannot be reckoned."""
        known = self.basis.grams_per_tonne_km
        for index, (mode, kilometres) in enumerate(self.legs):
            check_name(mode, f"legs[{index}]")
            check_whole(kilometres, f"legs[{index}]", 0, 50_000)
            if mode not in known:
                raise UnknownCode(kind="mode", value=mode, known=tuple(known))

    @property
    def tonne_grams(self) -> int:
        """Grams of carbon dioxide that a tonne causes on the whole way."""
        rates = self.basis.grams_per_tonne_km
        return sum(rates[mode] * kilometres for mode, kilometres in self.legs)

    def grams(self, weight_grams: int) -> int:
        """Return the grams for one parcel, rounded half up.

        Args:
            weight_grams: What the parcel weighs, from 0.
        """
        return (self.tonne_grams * weight_grams + 500_000) // 1_000_000
