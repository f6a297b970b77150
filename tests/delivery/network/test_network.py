"""A network is read from a document, and every fault is told with its path."""

from __future__ import annotations

import re
import tomllib
from contextlib import suppress
from datetime import date, time
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import postpurchase
from postpurchase.delivery.network import Network, Slot, TransitTime
from postpurchase.errors import (
    InvalidInput,
    MissingField,
    PostPurchaseError,
    SeveralFaults,
    UnknownCode,
)
from postpurchase.values.money import Money

SHOP = """
years = [2026, 2027]

[[locations]]
code = "waw"
country = "PL"
zone = "Europe/Warsaw"
postcode = "00-950"
cut_off = 15:00:00
processing_days = 1
closures = [2026-05-04, "2026-05-05"]
extra = [2026-05-09]

[[locations]]
code = "muc"
name = "München"
country = "DE"
subdivision = "BY"
zone = "Europe/Berlin"
cut_off = "12:30"
week = "Mon Tue Wed Thu Fri Sat"
holidays = false
partner = "isar"

[[services]]
carrier = "post"
code = "parcel"
name = "Parcel"
countries = ["PL", "DE"]
excluded_postcodes = ["27498"]
pick_up_at = 17:00:00
delivery_week = "1111110"
transit = { least = 1, most = 3 }
co2_grams_per_parcel = 420
co2_basis = "carrier's yearly report"

[services.limits]
weight_grams_max = 31500
length_mm_max = 1200
girth_mm_max = 3000
sides_mm_max = [640, 410, 380]
volume_divisor = 5000
refused_goods = ["lithium"]

[[services.lanes]]
origin_zone = "PL-0"
destination_zone = "DE"
transit = { likely = [[50, 2], [95, 4]], unit = "calendar" }

[[services]]
carrier = "van"
code = "evening"
kind = "home"
locations = ["waw"]
postcodes = ["00", "01"]
pick_up_week = "Mon Wed"
transit = { least = 0, most = 0 }
by_at = "21:00"
works_on_holidays = true

[[services.slots]]
weekday = "Wed"
starts = 18:00:00
ends = "20:00"
price = "9.90 PLN"
lead_hours = 6

[[zones]]
code = "PL-0"
country = "PL"
postcodes = ["0"]

[[destinations]]
country = "DE"
subdivision = "BY"
postcodes = ["80", "81"]

[[destinations]]
country = "US"
postcodes = ["9"]
zone = "America/Los_Angeles"
closures = [2026-11-27]
"""


def shop(**changed):
    return tomllib.loads(SHOP) | changed


def faults_of(document):
    with pytest.raises(PostPurchaseError) as refused:
        Network.read(document)
    found = refused.value
    return found.faults if isinstance(found, SeveralFaults) else (found,)


def test_a_network_is_what_its_document_says():
    network = Network.read(shop())
    warsaw, parcel = network.location("waw"), network.service("post", "parcel")

    assert (time(15), 1, "00-950") == (
        warsaw.cut_off,
        warsaw.processing_days,
        warsaw.postcode,
    )
    assert (31500, (640, 410, 380)) == (
        parcel.limits.weight_grams_max,
        parcel.limits.sides_mm_max,
    )
    assert TransitTime.stated(1, 3) == parcel.transit
    assert TransitTime(
        likely=((50, 2), (95, 4)), unit="calendar"
    ) == parcel.transit_for("PL-0", "DE")
    assert parcel.transit == parcel.transit_for("PL", "DE")
    assert (
        Slot(
            weekday=2,
            starts=time(18),
            ends=time(20),
            price=Money(990, "PLN"),
            lead_hours=6,
        ),
    ) == network.service("van", "evening").slots
    assert frozenset({2026, 2027}) == network.years


def test_a_location_has_the_holidays_of_its_country_and_its_own_days():
    warsaw = Network.read(shop()).location("waw")

    assert [False, False, False, True] == [
        warsaw.calendar.is_working_day(date(2026, 5, day)) for day in (1, 4, 5, 9)
    ]
    assert date(2026, 5, 1) in warsaw.public_holidays
    assert date(2026, 5, 4) not in warsaw.public_holidays
    assert warsaw.calendar.version.endswith(" PL")


def test_a_location_is_called_by_its_name_and_else_by_its_code():
    warsaw, munich = Network.read(shop()).locations

    assert ("waw", "München") == (warsaw.title, munich.title)


def test_a_location_that_works_on_holidays_still_knows_them():
    munich = Network.read(shop()).location("muc")
    epiphany = date(2026, 1, 6)

    assert munich.calendar.is_working_day(epiphany)
    assert munich.calendar.is_working_day(date(2026, 1, 10))
    assert epiphany in munich.public_holidays


def test_without_a_list_of_holidays_every_closure_is_one():
    warsaw = Network.read(shop()).location("waw")
    alone = attrs.evolve(warsaw, holidays=None)

    assert date(2026, 5, 4) in alone.public_holidays


def test_the_same_document_in_json_gives_the_same_network():
    as_json = shop()
    as_json["locations"][0]["cut_off"] = "15:00"
    as_json["locations"][0]["closures"] = ["2026-05-04", "2026-05-05"]

    assert Network.read(shop()) == Network.read(as_json)


def test_years_can_come_from_the_caller_and_the_document_wins():
    without = shop()
    del without["years"]

    assert frozenset({2030}) == Network.read(without, years=[2030]).years
    assert frozenset({2026, 2027}) == Network.read(shop(), years=[2030]).years


def test_a_lane_is_named_by_the_zones_of_its_ends():
    network = Network.read(shop())
    lane = network.lane(
        network.location("waw"),
        network.service("post", "parcel"),
        network.destination("DE", "80331"),
    )

    assert ("PL-0", "DE") == (lane.origin_zone, lane.destination_zone)


@pytest.mark.parametrize(
    ("country", "postcode", "zone", "closed_on"),
    [
        ("DE", "80331", "Europe/Berlin", (2026, 1, 6)),
        ("US", "90001", "America/Los_Angeles", (2026, 11, 27)),
        ("UA", "", "Europe/Kyiv", None),
        ("PL", "00-950", "Europe/Warsaw", (2026, 11, 11)),
    ],
)
def test_a_destination_is_known_by_its_region_or_country(
    country, postcode, zone, closed_on
):
    found = Network.read(shop()).destination(country, postcode)

    assert zone == found.zone
    assert closed_on is None or not found.calendar.is_working_day(date(*closed_on))


def test_the_region_with_the_longest_beginning_wins():
    document = shop(
        destinations=[
            {"country": "US", "zone": "America/New_York"},
            {"country": "US", "zone": "America/Chicago", "postcodes": ["6"]},
            {
                "country": "US",
                "zone": "America/Denver",
                "postcodes": ["69"],
                "week": "Mon",
            },
        ]
    )
    network = Network.read(document)

    assert ["America/New_York", "America/Chicago", "America/Denver"] == [
        network.destination("US", code).zone for code in ("10001", "60601", "69153")
    ]
    assert "1000000" == network.destination("US", "69153").calendar.weekmask


def test_what_the_address_says_itself_wins():
    found = Network.read(shop()).destination(
        "US", "10001", zone="America/New_York", subdivision="NY", is_residential=False
    )

    assert ("America/New_York", "NY", False) == (
        found.zone,
        found.subdivision,
        found.is_residential,
    )


def test_a_country_with_several_clocks_needs_to_be_told_which():
    with pytest.raises(MissingField) as refused:
        Network.read(shop()).destination("US", "10001")
    assert "zone" == refused.value.path


def test_a_destination_shows_no_postcode_and_its_area_has_none():
    network = Network.read(shop())
    one, other = (
        network.destination("PL", "00-950"),
        network.destination("PL", "30-001"),
    )

    assert "00-950" not in repr(one)
    assert one.area is other.area
    assert "" == one.area.postcode


@pytest.mark.parametrize(
    ("postcode", "is_served"), [("10115", True), ("27498", False), ("", True)]
)
def test_excluded_postcodes_are_not_served(postcode, is_served):
    network = Network.read(shop())
    destination = network.destination("DE", postcode)

    assert is_served == network.service("post", "parcel").delivers_to(destination)


def test_where_only_some_postcodes_are_served_an_unknown_one_is_not():
    network = Network.read(shop())
    van = network.service("van", "evening")

    assert [True, False, False] == [
        van.delivers_to(network.destination("PL", code))
        for code in ("01-100", "30-001", "")
    ]
    assert [True, False] == [van.collects_from(code) for code in ("waw", "muc")]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"code": ""}, "code"), ({"country": "PLL"}, "country"), ({"zone": "Mars"}, "zone"),
        ({"cut_off": "25:00"}, "cut_off"), ({"cut_off": 14}, "cut_off"),
        ({"processing_days": -1}, "processing_days"), ({"processing_days": "1"}, "processing_days"),
        ({"week": "0000000"}, "week"), ({"holidays": "no"}, "holidays"),
        ({"closures": ["2026-05-01", "soon"]}, "closures[1]"), ({"extra": 5}, "extra"),
        ({"partner": 5}, "partner"), ({"subdivision": "XX"}, "subdivision"), ({"subdivision": 7}, "subdivision"),
        ({"cut_of": "14:00"}, "cut_of"),
    ],
)  # fmt: skip
def test_a_fault_of_a_location_has_its_path(change, path):
    document = shop()
    document["locations"][1] |= change

    assert [f"locations[1].{path}"] == [one.path for one in faults_of(document)]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"carrier": None}, "carrier"), ({"kind": "drone"}, "kind"), ({"name": 5}, "name"),
        ({"countries": "PL"}, "countries"), ({"postcodes": [1]}, "postcodes[0]"),
        ({"pick_up_week": "Mo"}, "pick_up_week"), ({"delivery_week": ""}, "delivery_week"),
        ({"pick_up_at": "5pm"}, "pick_up_at"), ({"by_at": True}, "by_at"),
        ({"limits": []}, "limits"), ({"limits": {"weight_grams_max": 0}}, "limits.weight_grams_max"),
        ({"limits": {"sides_mm_max": [1, 2]}}, "limits.sides_mm_max"),
        ({"limits": {"sides_mm_max": [3, "2", 1]}}, "limits.sides_mm_max[1]"),
        ({"limits": {"wieght_grams_max": 1}}, "limits.wieght_grams_max"),
        ({"transit": None}, "transit"), ({"transit": {"least": 1}}, "transit.most"),
        ({"transit": {"least": 2, "most": 1}}, "transit.most"),
        ({"transit": {"least": 0, "most": 900}}, "transit.most"),
        ({"transit": {"likely": []}}, "transit.likely"),
        ({"transit": {"likely": [[50, 2], [40, 3]]}}, "transit.likely[1][0]"),
        ({"transit": {"likely": [[50, 2], [60, 1]]}}, "transit.likely[1][1]"),
        ({"transit": {"likely": [[50]]}}, "transit.likely[0]"),
        ({"transit": {"likely": [[0, 1]]}}, "transit.likely[0][0]"),
        ({"transit": {"likely": 5}}, "transit.likely"),
        ({"transit": {"least": 1, "most": 2, "unit": "hours"}}, "transit.unit"),
        ({"lanes": [{"origin_zone": "PL"}]}, "lanes[0].destination_zone lanes[0].transit"),
        ({"lanes": [{"origin_zone": "", "destination_zone": "x", "transit": {"least": 1, "most": 1}}]},
         "lanes[0].origin_zone"),
        ({"lanes": {}}, "lanes"), ({"lanes": [5]},
          "lanes[0] lanes[0].origin_zone lanes[0].destination_zone lanes[0].transit"),
        ({"slots": [{"weekday": 7, "starts": "10:00", "ends": "12:00"}]}, "slots[0].weekday"),
        ({"slots": [{"weekday": "Mon", "starts": "10:00", "ends": "09:00"}]}, "slots[0].ends"),
        ({"slots": [{"weekday": 0, "starts": "10:00"}]}, "slots[0].ends"),
        ({"slots": [{"weekday": 0, "starts": "10:00", "ends": "11:00", "price": "9.90"}]}, "slots[0].price"),
        ({"slots": [{"weekday": 0, "starts": "10:00", "ends": "11:00", "price": "9.999 PLN"}]}, "slots[0].price"),
        ({"co2_grams_per_parcel": -1}, "co2_grams_per_parcel"), ({"co2_basis": 1}, "co2_basis"),
    ],
)  # fmt: skip
def test_a_fault_of_a_service_has_its_path(change, path):
    document = shop()
    document["services"][1] |= change

    assert [f"services[1].{one}" for one in path.split()] == [
        one.path for one in faults_of(document)
    ]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"years": ["2026"]}, "years"), ({"years": range(1900, 2101)}, "years"), ({"years": 20260}, "years"),
        ({"zones": [{"code": "a"}]}, "zones[0].country"),
        ({"zones": [{"code": "a", "country": "XX"}]}, "zones[0].country"),
        ({"zones": 5}, "zones"), ({"destinations": [{"zone": "UTC"}]}, "destinations[0].country"),
        ({"destinations": [{"country": "US", "zone": "Mars"}]}, "destinations[0].zone"),
        ({"location": []}, "location"), ({"services": [{}] * 10_001}, "services"),
    ],
)  # fmt: skip
def test_a_fault_of_the_rest_has_its_path(change, path):
    assert [path] == [one.path for one in faults_of(shop(**change))]


@pytest.mark.parametrize("stated", [{}, {"years": None}, {"years": []}])
def test_a_network_says_for_which_years_holidays_count(stated):
    document = shop()
    del document["years"]
    (fault,) = faults_of(document | stated)

    assert isinstance(fault, MissingField)
    assert "years" == fault.path
    assert "holidays = false" in str(fault)


def test_a_network_may_say_that_no_holidays_count():
    network = Network.read(shop(holidays=False))

    assert frozenset() == network.years
    assert date(2026, 5, 1) not in network.location("waw").public_holidays
    assert network.destination("PL").calendar.is_working_day(date(2026, 5, 1))
    assert ["holidays"] == [one.path for one in faults_of(shop(holidays="no"))]


@pytest.mark.parametrize("country", ["pl", "XX", "", None, 5, []])
def test_a_destination_in_no_country_is_called_that(country):
    with pytest.raises(InvalidInput) as refused:
        Network.read(shop()).destination(country, "00-001")

    assert "country" == refused.value.path


def test_a_misspelt_name_is_refused_with_the_nearest():
    document = shop()
    document["services"][0]["limits"]["wieght_grams_max"] = 5
    (fault,) = faults_of(document)

    assert isinstance(fault, UnknownCode)
    assert ("wieght_grams_max", "weight_grams_max") == (fault.value, fault.near)


def test_all_faults_are_told_at_once():
    document = shop()
    document["locations"][0]["zone"] = "Mars"
    document["services"][0]["kind"] = "drone"
    document["services"][1]["transit"] = {}

    assert [
        "locations[0].zone", "services[0].kind", "services[1].transit.least", "services[1].transit.most",
    ] == [one.path for one in faults_of(document)]  # fmt: skip


@pytest.mark.parametrize("name", ["locations", "services"])
def test_nothing_has_the_code_of_another(name):
    document = shop()
    document[name] = [document[name][0]] * 2

    with pytest.raises(InvalidInput) as refused:
        Network.read(document)
    assert f"{name}[1].code" == refused.value.path
    assert "is not unique; another one has it already." in str(refused.value)


def test_a_service_collects_only_where_there_is_a_location():
    document = shop(locations=[shop()["locations"][1]])

    with pytest.raises(InvalidInput) as refused:
        Network.read(document)
    assert "services[1].locations" == refused.value.path


def test_what_is_not_there_is_said_with_what_is():
    network = Network.read(shop())

    with pytest.raises(UnknownCode) as refused:
        network.location("wav")
    assert ("waw", "muc") == refused.value.known
    with pytest.raises(UnknownCode, match="post parcel"):
        network.service("post", "letter")


keys = st.sampled_from(
    ["years", "locations", "services", "zones", "destinations", "code", "country", "zone",
     "carrier", "transit", "least", "most", "likely", "limits", "slots", "weekday", "starts",
     "ends", "price", "cut_off", "week", "closures", "holidays", "lanes", "postcodes", "x"]
)  # fmt: skip
scraps = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(-3, 3000), st.floats(), st.text(max_size=5),
        st.sampled_from(["PL", "US", "Europe/Warsaw", "UTC", "10:00", "9.90 PLN", "Mon", "2026-05-01"]),
        st.dates(), st.times(), st.binary(max_size=3),
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=6),
    max_leaves=30,
)  # fmt: skip


@given(st.dictionaries(keys, scraps, max_size=6))
def test_any_document_is_a_network_or_refused(document):
    with suppress(PostPurchaseError):
        assert isinstance(Network.read(document), Network)


FIELD = re.compile(r"`([a-z][a-z0-9_]*)`")


def documented():
    page = Path(postpurchase.__file__).parents[2] / "docs" / "reference" / "networks.md"
    rows = re.findall(
        r"^\| `?([a-z. ]+?)`? \| (.+?) \|$",
        page.read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    return {table: set(FIELD.findall(fields)) for table, fields in rows}


@pytest.mark.parametrize(
    ("table", "path"),
    [
        ("locations", ["locations"]), ("services", ["services"]), ("zones", ["zones"]),
        ("destinations", ["destinations"]), ("services.limits", ["services", "limits"]),
        ("services.transit", ["services", "transit"]), ("services.lanes", ["services", "lanes"]),
        ("services.slots", ["services", "slots"]),
    ],
)  # fmt: skip
def test_every_field_stands_in_the_reference_and_no_other(table, path):
    document = {"x": 0}
    for name in reversed(path):
        document = {name: document if name in {"limits", "transit"} else [document]}
    known = [
        set(one.known)
        for one in faults_of(document)
        if getattr(one, "value", "") == "x"
    ]

    assert [documented()[table]] == known


def test_customers_read_the_name_of_a_service_or_its_code():
    network = Network.read(shop())

    assert ["Parcel", "evening"] == [one.title for one in network.services]


def test_beyond_fifty_faults_nobody_reads_on():
    assert 50 == len(faults_of({"services": [{}] * 100}))
