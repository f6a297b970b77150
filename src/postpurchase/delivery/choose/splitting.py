"""Ways to take an order's units from locations, in one parcel or in several.

With many locations there are too many ways to compare them all. So all locations are
compared for one parcel, and only a few for several.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from difflib import get_close_matches
from functools import cached_property
from itertools import product
from types import MappingProxyType
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

import attrs

from postpurchase.delivery.choose.items import Item, Supply
from postpurchase.delivery.network import Location
from postpurchase.delivery.promise import Portion, portions, ready_on
from postpurchase.errors import UnknownCode

PLACES_MAX: Final = MappingProxyType({2: 16, 3: 6})
"""Locations that are compared for so many parcels: 256 and 216 ways to take units."""

Stock: TypeAlias = Mapping[str, Mapping[str, Supply]]
"""By location, then by line, what there is."""

Units: TypeAlias = tuple[tuple[str, int], ...]
"""Line ids with units, in the order of the items."""

Part: TypeAlias = tuple[str, Units, date]
"""A parcel before its carrier is known: location, units, and when they are there."""


@attrs.frozen(kw_only=True)
class Splits:
    """The ways to take some units.

    Args:
        items: The order's units, a line once.
        stock: What each location has and expects.
        locations: All of them, in the network's order.
        at: When the order counts from.

    Raises:
        UnknownCode: The stock is at a location that is none of them.
    """

    items: tuple[Item, ...]
    stock: Stock
    locations: tuple[Location, ...]
    at: datetime

    def __attrs_post_init__(self) -> None:
        """Refuse stock at a place that nothing leaves from."""
        known = tuple(one.code for one in self.locations)
        for code in self.stock:
            if code not in known:
                near = get_close_matches(str(code)[:60], known, n=1)
                raise UnknownCode(
                    path="stock",
                    kind="location",
                    value=str(code)[:60],
                    known=known,
                    near=near[0] if near else "",
                )

    def single(self) -> Iterator[tuple[Part, ...]]:
        """Yield each location that sends everything in one parcel."""
        for place in self.locations:
            if parts := self._taken((place,)):
                yield parts

    def several(
        self, places: Sequence[Location], count: int
    ) -> Iterator[tuple[Part, ...]]:
        """Yield each way to take the units from *places* in *count* parcels.

        All but the last parcel take what is in stock; the last one takes the rest
        on the day on which its location has it.
        """
        seen: set[frozenset[Part]] = set()
        for chosen in product(places, repeat=count):
            parts = self._taken(chosen)
            if parts and frozenset(parts) not in seen:
                seen.add(frozenset(parts))
                yield parts

    def now(self, place: Location) -> Part | None:
        """Return what a location could send at once; None for nothing."""
        inside = self._in_stock[place.code]
        if not inside:
            return None
        return place.code, tuple(inside.items()), self._today(place)

    def most_useful(self, ordered: Sequence[Location], most: int) -> list[Location]:
        """Return the locations that together have the order several times over.

        First the one that has or expects most of the order, then the one that has
        most of what is still lacking, and when nothing is, anew from the rest. Of
        those that have as much, the one that has more in stock, then the one that
        stands first in *ordered*.
        """
        wanted = {one.line_id: one.units for one in self.items}
        lacking, left, found = dict(wanted), list(ordered), list[Location]()
        while left and len(found) < most:
            helps = [self._helps(place, lacking) for place in left]
            best = max(helps)
            if best == (0, 0):
                if lacking == wanted:
                    break
                lacking = dict(wanted)
                continue
            place = left.pop(helps.index(best))
            found.append(place)
            for line, units in self._ever[place.code].items():
                lacking[line] -= min(units, lacking[line])
        return sorted(found, key=self.locations.index)

    def missing(self) -> dict[str, int]:
        """Return the units that are nowhere, by line."""
        found = {}
        for one in self.items:
            there = sum(ever.get(one.line_id, 0) for ever in self._ever.values())
            if there < one.units:
                found[one.line_id] = one.units - there
        return found

    def _helps(self, place: Location, lacking: Mapping[str, int]) -> tuple[int, int]:
        ever, now = (
            sum(min(units, lacking[line]) for line, units in known[place.code].items())
            for known in (self._ever, self._in_stock)
        )
        return ever, now

    @cached_property
    def _ever(self) -> dict[str, dict[str, int]]:
        """By location, the units of the order that it has or expects."""
        return {
            place.code: {
                one.line_id: there
                for one in self.items
                if (there := sum(each.units for each in self._portions(place, one)))
            }
            for place in self.locations
        }

    @cached_property
    def _in_stock(self) -> dict[str, dict[str, int]]:
        return {
            place.code: {
                one.line_id: there
                for one in self.items
                if (there := min(one.units, self._supply(place, one.line_id).in_stock))
            }
            for place in self.locations
        }

    def _taken(self, places: tuple[Location, ...]) -> tuple[Part, ...]:
        rest = {one.line_id: one.units for one in self.items}
        used: dict[str, dict[str, int]] = {}
        parts: list[Part] = []
        for place in places[:-1]:
            gone = used.setdefault(place.code, {})
            taken = {
                line: units
                for line, there in self._in_stock[place.code].items()
                if (units := min(rest[line], there - gone.get(line, 0))) > 0
            }
            if not taken:
                return ()
            for line, units in taken.items():
                rest[line] -= units
                gone[line] = gone.get(line, 0) + units
            parts.append((place.code, tuple(taken.items()), self._today(place)))
        last = self._rest(places[-1], rest, used.get(places[-1].code, {}))
        return () if last is None else (*parts, last)

    def _rest(
        self, place: Location, rest: Mapping[str, int], gone: Mapping[str, int]
    ) -> Part | None:
        """Return the last parcel, which takes all that is left; None if it cannot."""
        ready = today = self._today(place)
        inside = tuple((line, units) for line, units in rest.items() if units)
        for line, units in inside:
            supply, before = self._supply(place, line), gone.get(line, 0)
            on = ready_on(
                units + before, supply.in_stock, supply.receipts, from_on=today
            )
            if on is None:
                return None
            ready = max(ready, on)
        return (place.code, inside, ready) if inside else None

    def _portions(self, place: Location, item: Item) -> tuple[Portion, ...]:
        supply = self._supply(place, item.line_id)
        return portions(
            item.units, supply.in_stock, supply.receipts, from_on=self._today(place)
        )

    def _supply(self, place: Location, line: str) -> Supply:
        return self.stock.get(place.code, {}).get(line) or _NOTHING

    def _today(self, place: Location) -> date:
        return self.at.astimezone(ZoneInfo(place.zone)).date()


_NOTHING: Final = Supply()
