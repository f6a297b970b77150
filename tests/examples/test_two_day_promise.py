"""Two-day delivery, kept by choosing carrier and warehouse."""

from __future__ import annotations

import json

import pytest

from examples.stage import stage

run, printed = stage("two_day_promise")


@pytest.fixture(scope="module")
def document():
    return json.loads(printed("--json"))


@pytest.fixture
def delivery(document):
    return {one["order_id"]: one for one in document["deliveries"]}.__getitem__


def way(delivery):
    return delivery["carrier"], delivery["location"]


def test_five_of_six_are_promised_two_days_and_four_of_them_kept(document):
    assert (6, 5, 4) == (
        document["orders"],
        document["two_day"],
        document["two_day_kept"],
    )


def test_the_near_warehouse_by_ground_wins_where_it_is_in_time(delivery):
    assert ("overland", "newark") == way(delivery("3001"))
    assert ("overland", "reno") == way(delivery("3002"))
    assert delivery("3001")["cost"] == delivery("3002")["cost"] == "5.89 USD"


def test_only_a_far_warehouse_has_it_so_it_flies(delivery):
    assert ("skyway", "newark") == way(delivery("3003"))
    assert delivery("3003")["is_kept"]
    assert any("too late" in lost for lost in delivery("3003")["lost"])
    assert sum("not enough stock" in lost for lost in delivery("3003")["lost"]) == 4


def test_what_nobody_can_keep_is_not_promised(delivery):
    battery = delivery("3004")

    assert not battery["is_two_day"]
    assert any("does not carry: lithium" in lost for lost in battery["lost"])
    assert "2026-05-27" == battery["promised_by"]
    assert battery["is_kept"]


def test_the_holiday_and_the_cut_off_count(delivery):
    assert "2026-05-27" == delivery("3005")["promised_by"]


def test_a_promise_that_a_storm_broke_counts_as_missed(delivery):
    assert ("2026-05-22", "2026-05-26", False) == (
        delivery("3006")["promised_by"],
        delivery("3006")["arrived_on"],
        delivery("3006")["is_kept"],
    )


def test_choosing_is_cheaper_than_flying_everything(document):
    chosen, by_air = (
        float(document[name].split()[0]) for name in ("cost", "cost_by_air")
    )

    assert chosen < by_air / 1.9
    assert 1 == document["too_late_by_cheapest"]


def test_the_story_can_be_read_by_a_shop_owner():
    story = printed().decode()

    assert "#3003  Board game to Seattle" in story
    assert "Two days cannot be kept, and nobody says they can." in story
    assert "5 of 6 orders were promised two days, 4 of them arrived in time." in story


def test_it_is_the_same_every_time_wherever_it_runs(tmp_path):
    once, again = (
        printed(PYTHONHASHSEED="1"),
        printed(PYTHONHASHSEED="2", TZ="Asia/Tokyo"),
    )

    assert once == again
    assert 0 == run(cwd=tmp_path).returncode
    assert [] == list(tmp_path.iterdir())
