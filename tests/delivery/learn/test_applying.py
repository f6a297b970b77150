"""Learned times in a network."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from postpurchase.delivery.learn import TransitBook, with_learned_times
from postpurchase.delivery.network import Lane, Network, TransitTime

STATED = TransitTime.stated(1, 9)


def network(*locations, lanes=(), zones=()):
    return Network.read(
        {
            "years": [2026],
            "locations": [
                {"code": code, "country": country, "zone": "Europe/Warsaw"}
                for code, country in locations
            ],
            "services": [
                {
                    "carrier": "dpd",
                    "code": "classic",
                    "transit": {"least": 1, "most": 9},
                    "lanes": list(lanes),
                },
                {"carrier": "gls", "code": "euro", "transit": {"least": 1, "most": 9}},
            ],
            "zones": list(zones),
        }
    )


def book_of(*lanes_and_days):
    book, start = TransitBook(), date(2026, 1, 1)
    for number in range(60):
        on = start + timedelta(days=number)
        for lane, _ in lanes_and_days:
            book.set_out(f"{lane} {number}", lane, on=on)
    for number in range(60):
        for lane, days in lanes_and_days:
            arrived_on = start + timedelta(days=number + days)
            book.arrived(f"{lane} {number}", on=arrived_on)
    book.turn_to(start + timedelta(days=80))
    return book


PL = Lane("dpd", "classic", "waw", "PL")
DE = Lane("dpd", "classic", "waw", "DE")


def days(found, origin, end):
    return found.service("dpd", "classic").transit_for(origin, end).at(90)


def test_a_lane_that_is_known_well_takes_its_learned_days():
    book = book_of((PL, 2))
    found = with_learned_times(network(("waw", "PL")), book, {PL: 30})

    assert book.days(PL, 0.9) == days(found, "PL", "PL") < 9
    assert "calendar" == found.service("dpd", "classic").transit_for("PL", "PL").unit


def test_other_lanes_and_services_keep_what_is_stated():
    found = with_learned_times(
        network(("waw", "PL")), book_of((PL, 2)), {PL: 30, DE: 29}
    )

    assert 9 == days(found, "PL", "DE")
    assert STATED == found.service("gls", "euro").transit_for("PL", "PL")


def test_a_network_of_which_nothing_was_learned_is_the_same():
    stated = network(("waw", "PL"))

    assert stated == with_learned_times(stated, TransitBook(), {})


def test_a_stated_lane_stays_until_it_is_learned():
    lane = {
        "origin_zone": "PL",
        "destination_zone": "DE",
        "transit": {"least": 3, "most": 4},
    }
    stated = network(("waw", "PL"), lanes=[lane])
    found = with_learned_times(stated, book_of((PL, 2)), {PL: 30})

    assert 4 == days(found, "PL", "DE")
    assert 9 > days(found, "PL", "PL")


def test_of_two_locations_in_one_zone_the_busier_counts():
    near, far = PL, Lane("dpd", "classic", "ldz", "PL")
    book = book_of((near, 2), (far, 6))
    stated = network(("waw", "PL"), ("ldz", "PL"))

    slow = with_learned_times(stated, book, {near: 40, far: 50})
    quick = with_learned_times(stated, book, {near: 50, far: 40})

    assert days(quick, "PL", "PL") < days(slow, "PL", "PL")


def test_every_zone_of_the_country_takes_them():
    zones = [{"country": "PL", "postcodes": ["0"], "code": "PL-0"}]
    stated = network(("waw", "PL"), zones=zones)
    found = with_learned_times(stated, book_of((PL, 2)), {PL: 30})

    assert days(found, "PL", "PL") == days(found, "PL", "PL-0") < 9


@pytest.mark.parametrize(("locations", "is_known"), [(1, True), (2, False)])
def test_a_parcel_without_a_location_left_the_only_one(locations, is_known):
    lane = Lane("dpd", "classic", "", "PL")
    stated = network(*[("waw", "PL"), ("ber", "DE")][:locations])
    found = with_learned_times(stated, book_of((lane, 2)), {lane: 30})

    assert is_known == (days(found, "PL", "PL") < 9)


def test_rows_rise_although_each_share_corrects_itself():
    book, start = TransitBook(promising=(0.8, 0.9)), date(2026, 1, 1)
    for number in range(200):
        on = start + timedelta(days=number // 4)
        promised = book.set_out(str(number), PL, on=on)
        took = promised[0] + 1 if number % 2 else 1
        book.arrived(str(number), on=on + timedelta(days=took))

    rows = book.transit_time(PL).likely

    assert [days for _, days in rows] == sorted(days for _, days in rows)
    assert dict(rows)[80] == book.promise(PL, 0.8)
