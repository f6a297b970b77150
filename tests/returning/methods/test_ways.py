"""What one way back takes, and where."""

from datetime import time

import pytest

from postpurchase.errors import InvalidInput, MissingField
from postpurchase.returning.methods import ReturnPlace, Visits, WayBack, Window
from postpurchase.values.answers import Package
from postpurchase.values.money import Money
from postpurchase.values.return_terms import METHODS

HOURS = (Window(time(9), time(18)),)
DAYS = Visits(zone="Europe/London", windows=HOURS)
NOW = Visits(zone="Europe/London", windows=HOURS, within_minutes=60)


def test_every_method_can_be_offered():
    visits = {"courier_collection": DAYS, "courier_within_the_hour": NOW}

    made = [WayBack(method=one, visits=visits.get(one)) for one in METHODS]

    assert list(METHODS) == [way.method for way in made]


@pytest.mark.parametrize(
    ("country", "postcode", "reason"),
    [
        ("GB", "sw1a 1aa", ""),
        ("GB", "SW1B 2AA", "postcode"),
        ("GB", "E1 6AN", "postcode"),
        ("GB", "", "postcode"),
        ("IE", "SW1A 1AA", "country"),
    ],
)
def test_a_place_is_served_or_says_why_not(country, postcode, reason):
    way = WayBack(
        method="drop_off",
        countries=frozenset({"GB"}),
        postcodes=("SW1",),
        excluded_postcodes=("SW 1B",),
    )

    assert reason == way.serves(ReturnPlace(country, postcode))


def test_without_limits_it_is_offered_everywhere_for_everything():
    way = WayBack(method="post_label")

    assert "" == way.serves(ReturnPlace("UA"))
    assert "" == way.takes(Package(weight_grams=10**9, length_mm=10**9))


@pytest.mark.parametrize(
    ("package", "reason"),
    [
        (Package(), ""),
        (Package(weight_grams=5000), ""),
        (Package(weight_grams=5001), "too_heavy"),
        (Package(length_mm=80, width_mm=640, height_mm=380), ""),
        (Package(length_mm=80, width_mm=641, height_mm=380), "too_big"),
        (Package(length_mm=81, width_mm=640, height_mm=380), "too_big"),
        (Package(length_mm=381, width_mm=381), "too_big"),
        (Package(weight_grams=5001, length_mm=900), "too_heavy"),
    ],
)
def test_a_box_takes_what_fits_however_it_is_turned(package, reason):
    locker = WayBack(
        method="locker", weight_grams_max=5000, sides_mm_max=(640, 380, 80)
    )

    assert reason == locker.takes(package)


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"method": "pigeon"}, "method"),
        ({"countries": frozenset({"Poland"})}, "countries"),
        ({"needs": frozenset({"patience"})}, "needs"),
        ({"price": Money(-1, "EUR")}, "price"),
        ({"surcharge": 5}, "surcharge"),
        ({"refund_when": "soon"}, "refund_when"),
        ({"weight_grams_max": 0}, "weight_grams_max"),
        ({"lifetime_days": 367}, "lifetime_days"),
        ({"sides_mm_max": (1, 2)}, "sides_mm_max"),
        ({"sides_mm_max": (1, 0, 2)}, "sides_mm_max[1]"),
        ({"visits": DAYS}, "visits"),
        ({"method": "courier_collection", "visits": NOW}, "visits.within_minutes"),
        (
            {"method": "courier_within_the_hour", "visits": DAYS},
            "visits.within_minutes",
        ),
    ],
)
def test_what_is_no_way_is_refused_with_its_path(fields, path):
    with pytest.raises(InvalidInput) as refused:
        WayBack(**{"method": "drop_off", **fields})

    assert path == refused.value.path


def test_a_courier_without_hours_is_refused():
    with pytest.raises(MissingField) as refused:
        WayBack(method="courier_collection")

    assert "visits" == refused.value.path


def test_the_bounds_themselves_are_fine():
    way = WayBack(
        method="drop_off", weight_grams_max=1, lifetime_days=366, price=Money(0, "EUR")
    )

    assert (1, 366) == (way.weight_grams_max, way.lifetime_days)


def test_a_postcode_stays_out_of_the_repr():
    assert "SW1" not in repr(ReturnPlace("GB", "SW1A 1AA"))
