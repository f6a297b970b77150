"""One order and six returns by six ways, from the menu to the money."""

from __future__ import annotations

import json

import pytest

from examples.stage import stage

run, printed = stage("six_ways_back")


@pytest.fixture(scope="module")
def document():
    return json.loads(printed("--json"))


@pytest.fixture(scope="module")
def story():
    return printed().decode()


@pytest.fixture
def back(document):
    return {one["return_id"]: one for one in document["returns"]}.__getitem__


def test_six_returns_come_by_six_ways_none_of_which_is_the_way_out(document):
    ways = [(one["method"], one["carrier"]) for one in document["returns"]]

    assert [
        ("post_label", "crownpost"),
        ("drop_off", "cornerdrop"),
        ("drop_off", "parcelhut"),
        ("locker", "steelbox"),
        ("courier_collection", "daywagon"),
        ("courier_within_the_hour", "hotfoot"),
    ] == ways
    assert "northvan" == document["outbound"]


def test_money_and_units_add_up(document):
    # The policy keeps the delivery out; within the law's days its share goes back.
    assert {
        "paid": "370.95 GBP",
        "refunded": "351.92 GBP",
        "kept": "12.00 GBP",
        "delivery": "0.13 GBP",
        "ways": "6.90 GBP",
    } == document["money"]
    assert {"sent": 8, "back": 6, "kept": 2} == document["units"]
    assert document["adds_up"]
    assert 0 == document["log"]["broken"]


def test_the_menu_says_what_is_offered_at_what_price_and_what_is_not(document):
    options = document["options"]

    assert [0, 0, 0, 0, 195, 495] == [
        way["price"]["amount_minor"] for way in options["ways"]
    ]
    assert [("in_store", "postcode")] == [
        (one["method"], one["reason"]) for one in options["not_offered"]
    ]
    assert {"2026-07-01"} == {line["last_on"] for line in options["lines"]}


def test_what_is_printed_has_a_label_and_everything_else_a_code(back):
    for return_id in ("R1", "R2", "R3", "R4", "R5", "R6"):
        held = back(return_id)["in_hand"]
        assert ("R1" == return_id) == (held["label_bytes"] > 0)
        assert ("R1" == return_id) == (held["code"] == "")
        assert held["tracking_number"]


def test_labels_and_codes_end_as_their_network_says(back):
    assert [
        "2026-07-02T09:10:00+01:00",
        "2026-06-25T09:15:00+01:00",
        "2026-06-18T09:20:00+01:00",
        "2026-06-14T09:25:00+01:00",
        None,
        None,
    ] == [back(f"R{n}")["in_hand"]["usable_until"] for n in range(1, 7)]


def test_one_courier_comes_on_the_chosen_day_and_one_within_the_hour(back):
    def visit(return_id):
        held = back(return_id)["in_hand"]
        return held["collect_on"], held["slot"]

    assert ("2026-06-06", "09:00-13:00") == visit("R5")
    assert ("2026-06-04", "18:20-19:20") == visit("R6")
    assert (None, "") == visit("R1")


@pytest.mark.parametrize(
    ("return_id", "moment", "at"),
    [
        ("R1", "receipt", "received_at"),
        ("R2", "scan", "sent_at"),
        ("R3", "scan", "sent_at"),
        ("R4", "receipt", "received_at"),
        ("R5", "inspection", "inspected_at"),
        ("R6", "inspection", "inspected_at"),
    ],
)
def test_the_money_goes_back_at_its_moment_and_at_no_other(back, return_id, moment, at):
    one = back(return_id)

    assert (moment, one[at]) == (one["refund_at"], one["refunded_at"])
    assert one["sent_at"] < one["received_at"] < one["inspected_at"]


def test_a_better_way_is_taken_off_the_refund(back):
    assert ("1.95 GBP", "119.34 GBP") == (
        back("R5")["costs_customer"],
        back("R5")["refund"],
    )
    assert ("4.95 GBP", "75.91 GBP") == (
        back("R6")["costs_customer"],
        back("R6")["refund"],
    )
    assert ("0.00 GBP", "45.48 GBP", 280) == (
        back("R1")["costs_customer"],
        back("R1")["refund"],
        back("R1")["costs_shop_minor"],
    )


def test_a_shop_owner_can_follow_the_story(story):
    for words in (
        "It went out with northvan and arrived on Wed 3 Jun 11:25.",
        "Hotfoot comes within the hour             £4.95   needs nothing",
        "Our shop in Leeds: not offered at this postcode.",
        "R4  Running shoes, £60.00: defective",
        "by      hotfoot: a courier comes within the hour",
        "the code PARCELHUT-R1, nothing to print, for PARCELHUT2; until Thu 18 Jun 09:20",
        "£22.24 paid back at the first scan, Thu 4 Jun 13:05",
        "Units: 8 went out, 6 came back by six ways, 2 stayed.",
        "£370.95 paid = £351.92 paid back + £12.00 for what stayed + £0.13 of the",
        "It adds up.",
    ):
        assert words in story


@pytest.mark.parametrize("arguments", [(), ("--json",)])
def test_it_says_the_same_everywhere(arguments, tmp_path):
    elsewhere = {"TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "7"}

    first = printed(*arguments)
    assert first == printed(*arguments, cwd=tmp_path, **elsewhere)
    assert [] == list(tmp_path.iterdir())


def test_a_terminal_without_letters_gets_their_numbers():
    text = printed(PYTHONIOENCODING="ascii").decode("ascii")

    assert r"\xa3370.95" in text


def test_what_it_does_not_know_it_refuses():
    assert 2 == run("--yaml").returncode
