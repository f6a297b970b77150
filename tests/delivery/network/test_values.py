"""Zones, transit times and services are values that refuse what cannot be."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpurchase.delivery.network import (
    Destination,
    Location,
    Service,
    TransitTime,
    Zones,
    plain_postcode,
)
from postpurchase.errors import InvalidInput

rows = st.lists(
    st.tuples(st.integers(1, 100), st.integers(0, 60)), min_size=1, max_size=6
).map(
    lambda drawn: tuple(
        zip(sorted({p for p, _ in drawn}), sorted(d for _, d in drawn), strict=False)
    )
)


@pytest.mark.parametrize(
    ("country", "postcode", "zone"),
    [
        ("GB", "bt1 5gs", "GB-NI"), ("GB", "B1 1AA", "GB"), ("GB", "", "GB"),
        ("GB", "BT", "GB-NI"), ("IE", "BT1", "IE"), ("PL", "00-950", "PL-W"), ("PL", "0", "PL-0"),
    ],
)  # fmt: skip
def test_the_longest_beginning_of_a_postcode_names_the_zone(country, postcode, zone):
    zones = Zones(
        prefixes={("GB", "BT"): "GB-NI", ("PL", "0"): "PL-0", ("PL", "00-9"): "PL-W"}
    )

    assert zone == zones.of(country, postcode)


def test_a_whole_country_can_lie_in_a_zone():
    assert "islands" == Zones(prefixes={("IS", ""): "islands"}).of("IS", "101")


@pytest.mark.parametrize(
    "prefixes", [{("XX", "1"): "a"}, {("PL", 1): "a"}, {("PL", "1"): ""}]
)
def test_a_zone_without_country_or_name_is_refused(prefixes):
    with pytest.raises(InvalidInput):
        Zones(prefixes=prefixes)


def test_a_postcode_is_a_text():
    with pytest.raises(InvalidInput):
        plain_postcode(950)


@pytest.mark.parametrize(
    ("likely", "said"),
    [
        ((), "likely: Missing; expected at least one row of percent and days."),
        (((50, 1), (50, 2)), "likely[1][0]: 50 is not a higher percent than in the row before."),
        (((50, 2), (90, 1)), "likely[1][1]: 1 is not as many days as in the row before, or more."),
    ],
)  # fmt: skip
def test_rows_that_do_not_rise_are_told_where_and_how(likely, said):
    with pytest.raises(InvalidInput) as refused:
        TransitTime(likely=likely)

    assert said == str(refused.value)


@given(rows, st.integers(1, 100), st.integers(1, 100))
def test_more_certainty_never_takes_fewer_days(likely, one, other):
    transit = TransitTime(likely=likely)
    low, high = sorted((one, other))

    assert transit.at(low) <= transit.at(high)
    assert transit.probability(low) <= transit.probability(high)


@given(rows, st.integers(1, 100))
def test_the_probability_is_that_of_the_days(likely, percent):
    transit = TransitTime(likely=likely)
    known = transit.probability(percent)

    assert (known, transit.at(percent)) in likely
    assert known >= percent or known == likely[-1][0]


def test_a_stated_range_claims_no_probability():
    stated = TransitTime.stated(1, 3)

    assert [1, 1, 3, 3] == [stated.at(percent) for percent in (1, 50, 51, 100)]
    assert stated.probability(90) is None


@pytest.mark.parametrize(
    "wrong",
    [{"pick_up_at": "10:00"}, {"kind": ""}, {"carrier": ""}, {"by_at": 9}, {"delivery_week": "Mond"}],
)  # fmt: skip
def test_a_service_refuses_what_it_cannot_be(wrong):
    with pytest.raises(InvalidInput) as refused:
        Service(
            **{"carrier": "a", "code": "b", "transit": TransitTime.stated(1, 1)} | wrong
        )
    assert [*wrong] == [refused.value.path]


def test_a_local_time_has_no_zone_of_its_own():
    from datetime import UTC

    with pytest.raises(InvalidInput):
        Location(code="a", country="PL", zone="UTC", cut_off=time(12, tzinfo=UTC))


@pytest.mark.parametrize("zone", ["", "Mars", "../etc", "x" * 300, None, "Europe"])
def test_a_zone_that_is_not_known_is_refused(zone):
    with pytest.raises(InvalidInput) as refused:
        Destination(country="PL", zone=zone)
    assert "zone" == refused.value.path
