"""`track identify`: whose a tracking number can be."""

from __future__ import annotations

import json

UKRAINIAN = "rr 4731 2482 9 ua"
PAGE = "https://track.ukrposhta.ua/tracking_UA.html?barcode=RR473124829UA"


def test_there_is_one_line_of_json_for_each_number_in_the_order_of_the_numbers(cli):
    ended = cli("track", "identify", "12", UKRAINIAN, "20450000000000", "--json")
    lines = [json.loads(line) for line in ended.out.splitlines()]

    assert 0 == ended.code
    assert ["12", UKRAINIAN, "20450000000000"] == [one["number"] for one in lines]
    assert [[], ["s10"], ["nova_poshta", "dhl"]] == [
        [each["carrier"] for each in one["candidates"]] for one in lines
    ]
    assert PAGE == lines[1]["candidates"][0]["tracking_url"]


def test_without_json_there_is_one_row_for_each_candidate(cli):
    ended = cli("track", "identify", UKRAINIAN, "20450000000000", "12")
    rows = [line.split() for line in ended.out.splitlines()]

    assert [5, 0] == [len(rows), ended.code]
    assert [*UKRAINIAN.split(), "s10", "Ukrposhta", PAGE] == rows[1]
    assert ["20450000000000", "nova_poshta"] == rows[2][:2]
    assert ["20450000000000", "dhl"] == rows[3][:2]
    assert ["12", "valid", "for", "no", "carrier"] == rows[4]


def test_what_steers_a_terminal_is_shown_and_not_obeyed(cli):
    assert "\x1b" not in cli("track", "identify", "\x1b[2J").out
    assert "\x1b" not in cli("track", "identify", "\x1b[2J", "--json").out


def test_a_number_is_needed(cli):
    assert 2 == cli("track", "identify").code


def test_what_looks_like_an_option_can_be_asked_after_two_dashes(cli):
    assert {"number": "-1", "candidates": []} == cli(
        "track", "identify", "--json", "--", "-1"
    ).document
