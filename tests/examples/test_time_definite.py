"""Guaranteed days and times, played from the checkout to the door."""

from __future__ import annotations

import json

import pytest

from examples.stage import stage

run, printed = stage("time_definite")


@pytest.fixture(scope="module")
def document():
    return json.loads(printed("--json"))


@pytest.fixture(scope="module")
def story():
    return printed().decode()


@pytest.fixture
def order(document):
    return {one["order_id"]: one for one in document["orders"]}.__getitem__


def findings(order):
    return [(one["kind"], one["whose"], one["opened_at"]) for one in order["findings"]]


def test_two_of_four_guarantees_are_kept_and_the_log_is_whole(document):
    assert (4, 2) == (document["guarantees"], document["kept"])
    assert 0 == document["log"]["broken"]
    assert [True, False, True, False] == [one["is_kept"] for one in document["orders"]]


def test_a_parcel_is_guaranteed_by_noon_where_it_arrives(order):
    kept = order("2001")

    assert "by_time" == kept["guarantee"]["kind"]
    assert "2026-04-30T12:00:00+01:00" == kept["guarantee"]["until"]
    assert (40, []) == (kept["minutes_to_spare"], kept["findings"])
    assert ["in_time", "processing", "collected", "transit", "arrives_by"] == [
        step["code"] for step in kept["guarantee"]["steps"]
    ]


def test_a_parcel_that_comes_after_its_time_on_its_day_is_late_and_then_missed(order):
    late = order("2002")

    # An hour after its time nobody had reported it.
    noticed_at = "2026-04-29T13:00:00+02:00"
    assert [
        ("late", "carrier", noticed_at),
        ("guarantee_missed", "carrier", late["arrived_at"]),
    ] == findings(late)
    assert "2026-04-29" == late["guarantee"]["on"] == late["arrived_at"][:10]
    assert (-185, "carrier") == (late["minutes_to_spare"], late["delayed_by"])
    assert ("delay", noticed_at) in [
        (told["topic"], told["at"]) for told in late["told"]
    ]


def test_the_log_has_what_a_claim_rests_on(order):
    evidence = order("2002")["evidence"]

    assert ["OrderPlaced", "ParcelShipped"] == [one["kind"] for one in evidence[:2]]
    assert ["FindingOpened", "TrackingRecorded", "FindingOpened"] == [
        one["kind"] for one in evidence[-3:]
    ]
    assert order("2002")["arrived_at"] == evidence[-1]["at"]
    missed = order("2002")["findings"][-1]
    assert ("claim", None) == (missed["action"], missed["closed_at"])
    assert sorted(evidence, key=lambda one: one["version"]) == evidence
    assert [] == order("2001")["evidence"] == order("2004")["evidence"]


def test_where_the_named_day_is_none_of_the_carrier_s_the_end_of_the_next_one_counts(
    order,
):
    guarantee = order("2003")["guarantee"]

    assert "end_of_day" == guarantee["kind"]
    assert ("2026-05-02", "2026-05-05") == (guarantee["named_on"], guarantee["on"])
    assert "2026-05-06T00:00:00+01:00" == guarantee["until"]
    assert "Public holiday (United Kingdom): Monday, May 4." in [
        step["text"] for step in guarantee["steps"]
    ]
    assert (
        "No delivery on the day of the stated time: Saturday, May 2. "
        "So it is the end of the next possible working day."
    ) == guarantee["no_stated_time"]
    assert "" == order("2001")["guarantee"]["no_stated_time"]
    assert order("2003")["is_kept"]


def test_customs_are_seen_from_the_first_paper_to_the_last(order):
    codes = [fact["code"] for fact in order("2004")["customs"]]

    assert [
        "in_transit.customs_submitted",
        "exception.customs_held",
        "in_transit.customs_cleared",
    ] == codes
    for order_id in ("2001", "2002", "2003"):
        assert 2 == len(order(order_id)["customs"])


def test_a_parcel_held_by_customs_is_told_while_the_guarantee_still_runs(order):
    held = order("2004")
    (_, customs, _) = held["customs"]
    told = [one for one in held["told"] if one["topic"] in ("exception", "delay")]

    assert ("customs_held", "customs", customs["at"]) in findings(held)
    assert {customs["at"]} == {one["at"] for one in told}
    assert customs["at"] < held["guarantee"]["until"]
    assert "Посилку затримала митниця." == told[0]["text"]
    assert [("2026-05-05", "customs")] == [
        (one["until"], one["reason"]) for one in held["promised_anew"]
    ]
    assert [
        ("customs_held", "customs"),
        ("predicted_late", "customs"),
        ("guarantee_missed", "customs"),
    ] == [(one["kind"], one["whose"]) for one in held["findings"]]
    assert "investigate" == held["findings"][-1]["action"]
    assert "customs" == held["delayed_by"]


def test_the_owner_reads_why_and_the_customers_read_their_own_language(story):
    for words in (
        "Guaranteed: Thursday, April 30, by 12:00 (Europe/London).",
        "Kept, with 40 min to spare.",
        "Missed by 3 h 5 min.",
        "Why no time is stated: No delivery on the day of the stated time: Saturday, May 2.",
        "By the end of the working day: Falcon Express 12:00",
        "Told Wed 29 Apr 13:00, 1 h after the end",
        "Guaranteed: Tuesday, May 5, by the end of the day (Europe/London).",
        "Held by customs, Львів",
        "in Polish:\n  04-27 10:00  Złożono zamówienie #2002",
        "in Ukrainian:\n  04-27 16:10  Замовлення #2004 оформлено",
        "in English:\n  04-27 16:10  Order #2004 was placed",
        "2 of 4 guarantees were kept.",
    ):
        assert words in story


@pytest.mark.parametrize("arguments", [(), ("--json",)])
def test_it_says_the_same_everywhere(arguments, tmp_path):
    elsewhere = {"TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "7"}

    first = printed(*arguments)
    assert first == printed(*arguments, cwd=tmp_path, **elsewhere)
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("arguments", [(), ("--json",)])
def test_a_terminal_without_letters_gets_their_numbers(arguments):
    text = printed(*arguments, PYTHONIOENCODING="ascii").decode("ascii")

    assert r"\u041f\u043e\u0441\u0438\u043b\u043a\u0443" in text


def test_what_it_does_not_know_it_refuses():
    assert 2 == run("--yaml").returncode
