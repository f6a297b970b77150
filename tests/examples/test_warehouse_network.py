"""The warehouse network plays its week: live stock, a partner, one timeline."""

from __future__ import annotations

import json

import pytest

from examples.stage import stage

_, printed = stage("warehouse_network")


@pytest.fixture(scope="module")
def week():
    return json.loads(printed("--json"))


def test_every_unit_of_every_channel_arrives(week):
    places = {
        name: set().union(*(line.keys() for line in order["places"].values()))
        for name, order in week["orders"].items()
    }

    assert list(places) == ["S-1", "M-2", "P-3", "S-4", "M-5"]
    assert set().union(*places.values()) == {"delivered"}
    assert {order["channel"] for order in week["orders"].values()} == {
        "site",
        "marketplace",
        "phone",
    }


def test_parcels_leave_from_all_three_places(week):
    parcels = {
        name: [parcel["location"] for parcel in order["parcels"]]
        for name, order in week["orders"].items()
    }

    assert parcels == {
        "S-1": ["LUBLIN"],
        "M-2": ["LODZ"],
        "P-3": ["WROCLAW"],
        "S-4": ["LUBLIN", "LUBLIN"],
        "M-5": ["LUBLIN"],
    }


def test_what_is_left_is_what_came_less_what_went(week):
    came = {"LAMP": 3 + 1 + 4 + 5, "SHADE": 4, "BULB": 10 + 20}
    went = {"LAMP": 2 + 3 + 1 + 2 + 1, "SHADE": 1, "BULB": 5}
    broke = {"LAMP": 1}
    left = {sku: sum(found.values()) for sku, found in week["stock"].items()}

    assert left == {sku: came[sku] - went[sku] - broke.get(sku, 0) for sku in came}
    assert week["waited"] == ["M-5", "S-4"]
    assert week["faults"] == 0


def test_a_terminal_without_letters_gets_their_numbers():
    text = printed(PYTHONIOENCODING="ascii").decode("ascii")

    assert r"2 \xd7 LAMP" in text


def test_the_story_is_told_the_same_every_time():
    story = printed().decode()

    assert story == printed().decode()
    assert "S-4: 2 parcels" in story
    assert "FastBox cannot send its part of S-4" in story
    assert "fastbox: przekazano 1 produkt." in story
