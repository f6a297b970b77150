"""A policy of a year above the law: who decides, when, and for how much money."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from examples.stage import stage

run, printed = stage("a_year_to_return")


@pytest.fixture(scope="module")
def document():
    return json.loads(printed("--json"))


@pytest.fixture(scope="module")
def story():
    return printed().decode()


@pytest.fixture
def wish(document):
    return {one["return_id"]: one for one in document["wishes"]}.__getitem__


@pytest.mark.parametrize(
    ("return_id", "day", "allowed", "decided_by", "rules"),
    [
        ("A1", 9, True, "a-year", ["window"]),
        ("A2", 14, True, "UK", ["withdrawal"]),
        ("B1", 200, True, "a-year", ["window"]),
        ("B2", 200, False, "a-year", ["exclusion"]),
        ("B3", 365, True, "a-year", ["window"]),
        ("C1", 366, False, "a-year", ["window"]),
        ("C2", 548, True, "EU", ["guarantee"]),
    ],
)
def test_policy_and_law_decide_each_in_their_time(
    wish, return_id, day, allowed, decided_by, rules
):
    one = wish(return_id)

    assert (day, allowed, decided_by) == (
        one["day"],
        one["allowed"],
        one["decided_by"],
    )
    assert rules == [reason["rule"] for reason in one["reasons"]]
    assert ("declined" != one["intent"]) == allowed


def days(one):
    return {end["name"]: end["last_on"] for end in one["deadlines"]}


def test_within_the_law_both_days_stand_with_their_basis(wish):
    assert {
        "return": "2027-06-10",
        "withdraw": "2026-06-24",
        "send_back": "2026-07-03",
    } == days(wish("A1"))
    assert ["a-year", "reg. 30(3)", "reg. 35(4)"] == [
        end["basis"].removeprefix("Consumer Contracts Regulations 2013, ")
        for end in wish("A1")["deadlines"]
    ]
    assert {"return": "2027-06-10"} == days(wish("B1"))


def test_the_guarantee_is_that_of_the_country(wish):
    assert "2028-06-12" == days(wish("C2"))["guarantee"]
    assert "Directive (EU) 2019/771" in wish("C2")["reasons"][0]["basis"]
    assert (None, "replace_same") == (wish("C2")["refund"], wish("C2")["resolution"])


def test_the_last_day_ends_at_the_customers_midnight(wish):
    assert "2027-06-10T23:59:59+01:00" == wish("B3")["asked_at"]
    assert "2027-06-11T00:00:00+01:00" == wish("C1")["asked_at"]


@pytest.mark.parametrize(
    ("return_id", "refund"),
    [
        ("A1", ("45.00 GBP", "3.15 GBP", "48.15 GBP")),
        ("A2", ("12.00 GBP", "0.84 GBP", "12.84 GBP")),
        ("B1", ("30.00 GBP", "1.22 GBP", "31.22 GBP")),
        ("B2", (None, None, None)),
        ("B3", ("59.99 GBP", "2.45 GBP", "62.44 GBP")),
        ("C1", (None, None, None)),
    ],
)
def test_each_refund_is_exact(wish, return_id, refund):
    one = wish(return_id)

    assert refund == (one["goods"], one["delivery"], one["refund"])


def test_two_parts_are_the_whole(wish):
    # Three jerseys at 33.33, less 10.00, and their share of 4.00 for the delivery.
    goods = Decimal("99.99") - 10
    share = (Decimal("4.00") * Decimal("99.99") / Decimal("108.99")).quantize(
        Decimal("0.01")
    )
    parts = [Decimal(wish(one)["refund"].split()[0]) for one in ("B1", "B3")]

    assert goods + share == sum(parts) == Decimal("93.66")


def test_the_money_of_every_order_adds_up(document):
    assert {
        "6001": ("60.99 GBP", "60.99 GBP", "0.00 GBP", True),
        "6002": ("102.99 GBP", "93.66 GBP", "9.33 GBP", True),
        "6003": ("353.99 EUR", "0.00 EUR", "353.99 EUR", True),
    } == {
        order_id: (one["paid"], one["refunded"], one["kept"], one["adds_up"])
        for order_id, one in document["money"].items()
    }
    assert 0 == document["log"]["broken"]


def test_the_policy_is_the_file_and_reads_as_text(document):
    assert ("a-year", 365) == (
        document["policy"]["policy"]["code"],
        document["policy"]["policy"]["window_days"],
    )
    assert {"pays_return": True} == document["policy"]["assurances"]
    assert any("365 days" in line for line in document["text"])


def test_a_shop_owner_can_follow_the_story(story):
    for words in (
        "You can return items for 365 days.",
        "A2  Day 14, Wed 24 Jun 2026 22:30:00: the policy excludes clearance",
        "answer  yes, by the law",
        "You can withdraw from the contract until June 24, 2026. (Consumer Contracts",
        "B3  Day 365, Thu 10 Jun 2027 23:59:59: the last second of the last day",
        "£59.99 goods + £2.45 delivery = £62.44, paid back when it was back",
        "C1  Day 366, Fri 11 Jun 2027 00:00:00: a second later: too late",
        "why     The last day to send them back was June 10, 2027.",
        "why     The seller answers for faults that show until June 12, 2028.",
        "money   none: replacement",
        "£102.99 paid = £93.66 paid back + £9.33 for what stayed. It adds up.",
    ):
        assert words in story
    assert "does not add up" not in story


@pytest.mark.parametrize("arguments", [(), ("--json",)])
def test_it_says_the_same_everywhere(arguments, tmp_path):
    elsewhere = {"TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "7"}

    first = printed(*arguments)
    assert first == printed(*arguments, cwd=tmp_path, **elsewhere)
    assert [] == list(tmp_path.iterdir())


def test_a_terminal_without_letters_gets_their_numbers():
    text = printed(PYTHONIOENCODING="ascii").decode("ascii")

    assert r"\xa360.99" in text


def test_what_it_does_not_know_it_refuses():
    assert 2 == run("--yaml").returncode
