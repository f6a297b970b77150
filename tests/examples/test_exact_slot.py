"""Free delivery within five days, paid exact slots, and texts with the time."""

from __future__ import annotations

import json

import pytest

from examples.stage import stage

run, printed = stage("exact_slot")


@pytest.fixture(scope="module")
def document():
    return json.loads(printed("--json"))


@pytest.fixture
def delivery(document):
    return {one["order_id"]: one for one in document["deliveries"]}.__getitem__


def test_two_slots_are_sold_and_one_of_them_is_kept(document):
    assert (2, 1, "24.00 GBP") == (
        document["slots_sold"],
        document["slots_kept"],
        document["slot_income"],
    )


def test_free_deliveries_come_within_five_days(document, delivery):
    assert document["free_days_most"] <= 5
    for number in ("4002", "4003"):
        assert ("0.00 GBP", True) == (
            delivery(number)["price"],
            delivery(number)["is_kept"],
        )


def test_a_slot_is_exact_to_the_minute(delivery):
    maya, piotr = delivery("4001"), delivery("4004")

    assert ("2026-06-17T18:00:00+01:00", "2026-06-17T20:00:00+01:00") == (
        maya["from"],
        maya["until"],
    )
    assert maya["is_kept"]
    assert ("2026-06-18T14:00:00+01:00", "2026-06-18T14:35:00+01:00", False) == (
        piotr["until"],
        piotr["arrived_at"],
        piotr["is_kept"],
    )


def test_everybody_is_texted_the_time_once_in_their_language(document):
    said = [(one["to"][-1], one["topic"]) for one in document["texts"]]

    assert sorted(
        [
            ("1", "order_confirmed"),
            ("1", "out_for_delivery"),
            ("2", "out_for_delivery"),
            ("3", "out_for_delivery"),
            ("4", "order_confirmed"),
            ("4", "out_for_delivery"),
        ]
    ) == sorted(said)
    texts = [one["text"] for one in document["texts"]]
    assert "Maya, your washing machine comes today between 18:00 and 20:00." in texts
    assert "Piotr, Twoja przesyłka (czajnik) będzie dziś między 12:00 a 14:00." in texts


def test_what_is_not_offered_has_its_reason(delivery):
    assert any(
        "Your slot — does not deliver" in one for one in delivery("4003")["not_offered"]
    )
    assert ["slot"] not in delivery("4003")["offered"]
    assert any("too heavy: 71 kg" in one for one in delivery("4001")["not_offered"])
    assert [] == delivery("4004")["not_offered"]


def test_every_order_is_delivered(document):
    assert {"delivered"} == {one["state"] for one in document["deliveries"]}


def test_the_story_can_be_read_by_a_shop_owner():
    story = printed().decode()

    assert (
        "Text to +447911123401: Maya, your washing machine is booked: 17/06," in story
    )
    assert "Wysłano wiadomość (SMS): doręczenie dzisiaj." in story
    assert "35 minutes after the slot from 12:00 to 14:00." in story


def test_it_is_the_same_every_time_wherever_it_runs(tmp_path):
    once, again = (
        printed(PYTHONHASHSEED="1"),
        printed(PYTHONHASHSEED="2", TZ="Asia/Tokyo"),
    )

    assert once == again
    assert 0 == run(cwd=tmp_path).returncode
    assert [] == list(tmp_path.iterdir())
