"""`returns policy`: a policy in words, checked, and as schema.org has it."""

from __future__ import annotations

import json

import pytest

TEXT = """\
[policy]
code = "year"
window_days = 365
freight_by = "shop"
counts_from = "order"

[[policy.seasons]]
ordered_from = 2026-11-01
ordered_until = 2026-12-24
window_until = 2027-12-31
"""


@pytest.fixture
def file(tmp_path):
    found = tmp_path / "returns.toml"
    found.write_text(TEXT, encoding="utf-8")
    return found


def test_it_says_the_policy(cli, file):
    ended = cli("returns", "policy", file)

    assert 0 == ended.code
    assert "You can return items for 365 days." in ended.out


def test_it_says_it_in_the_readers_language(cli, file):
    ended = cli("returns", "policy", file, "--locale", "pl", "--brief")

    assert "Towary możesz zwrócić w ciągu 365 dni." == ended.out.splitlines()[1]
    assert 2 == cli("returns", "policy", file, "--locale", "de").code


def test_the_document_has_the_policy_and_its_text(cli, file):
    document = cli("returns", "policy", file, "--json").document

    assert {"policy", "text"} == document.keys()
    assert "2026-11-01" == document["policy"]["seasons"][0]["ordered_from"]
    assert {"locale", "title", "sections", "short"} == document["text"].keys()


def test_a_sound_file_can_be_checked(cli, file):
    assert f"{file}: no faults; policies: year\n" == (
        cli("returns", "policy", file, "--check").out
    )
    assert {"file": str(file), "policies": ["year"], "faults": []} == (
        cli("returns", "policy", file, "--check", "--json").document
    )


def test_schema_org_is_a_document_and_what_is_lost_stands_apart(cli, file):
    ended = cli("returns", "policy", file, "--schema-org")

    assert 365 == json.loads(ended.out)["merchantReturnDays"]
    assert "Not said of year: counts_from, seasons[0].replaces.\n" == ended.err
    document = cli("returns", "policy", file, "--schema-org", "--json").document
    assert {"year": ["counts_from", "seasons[0].replaces"]} == document["lost"]


def test_several_policies_are_a_list(cli, file):
    text = TEXT.replace("[policy]", "[[policy]]").replace('counts_from = "order"', "")
    more = '\n[[policy]]\ncode = "sale"\nwindow = "none"\n'
    file.write_text(text + more, encoding="utf-8")

    found = json.loads(cli("returns", "policy", file, "--schema-org").out)
    assert ["sale", "year"] == [one["identifier"] for one in found]


def test_a_fault_names_its_line(cli, file):
    file.write_text(TEXT.replace("365", "-1"), encoding="utf-8")

    ended = cli("returns", "policy", file)

    assert (1, "") == (ended.code, ended.out)
    assert "Error: returns.toml:3: policy.window_days: -1" in ended.err


def test_a_misspelt_key_is_wrong_usage(cli, file):
    file.write_text(TEXT.replace("window_days", "window_day"), encoding="utf-8")

    ended = cli("returns", "policy", file)

    assert 2 == ended.code
    assert "Did you mean “window_days”?" in ended.err
