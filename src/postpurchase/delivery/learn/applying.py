"""Putting learned times into a network, so that promises are made with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import attrs

from postpurchase.delivery.learn.book import TransitBook
from postpurchase.delivery.network import Lane, Network, Service, TransitTime

PARCELS_LEAST: Final = 30
"""Parcels of a lane before what they took counts more than what the carrier states."""


def with_learned_times(
    network: Network,
    book: TransitBook,
    parcels: Mapping[Lane, int],
    *,
    least: int = PARCELS_LEAST,
) -> Network:
    """Return the network with learned days for the lanes that are known well.

    Lanes are learned from a location to a country. In the network a lane goes from
    zone to zone: a learned one counts for every zone of its country, and where two
    locations lie in one zone, the one that sent more parcels counts. All other
    lanes keep what the network states.

    Args:
        network: What is stated.
        book: What was learned.
        parcels: How many parcels arrived on each lane. A lane from a location
            without a code is the only location's.
        least: Parcels from which on a lane is known well.
    """
    services = tuple(
        _learned(one, network, book, parcels, least) for one in network.services
    )
    return attrs.evolve(network, services=services)


def _learned(
    service: Service,
    network: Network,
    book: TransitBook,
    parcels: Mapping[Lane, int],
    least: int,
) -> Service:
    known: dict[tuple[str, str], tuple[int, TransitTime]] = {}
    for lane, origin, count in _lanes(service, network, parcels):
        if count < least:
            continue
        time = book.transit_time(lane)
        for zone in network.zones.within(lane.destination_zone):
            if count > known.get((origin, zone), (0, time))[0]:
                known[origin, zone] = count, time
    if not known:
        return service
    stated = {(origin, end): time for origin, end, time in service.lanes}
    lanes = stated | {pair: time for pair, (_, time) in known.items()}
    return attrs.evolve(
        service, lanes=tuple((*pair, time) for pair, time in lanes.items())
    )


def _lanes(
    service: Service, network: Network, parcels: Mapping[Lane, int]
) -> Iterator[tuple[Lane, str, int]]:
    """Yield a service's learned lanes with the zone of their location."""
    zones = {
        one.code: network.zones.of(one.country, one.postcode)
        for one in network.locations
    }
    if len(zones) == 1:
        zones[""] = next(iter(zones.values()))
    for lane, count in parcels.items():
        is_its = (lane.carrier, lane.service) == (service.carrier, service.code)
        if is_its and lane.origin_zone in zones:
            yield lane, zones[lane.origin_zone], count
