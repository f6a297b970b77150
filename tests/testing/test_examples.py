"""The plugins of one file and the whole package do what their pages say."""

import subprocess
import sys
from pathlib import Path

import pytest

from postpurchase.hooks import ReturnRequest, load_plugins
from postpurchase.hooks.questions import ask
from postpurchase.testing import (
    NOON,
    check_plugin,
    delivered_order,
    message,
    placed_order,
    ship_parcel,
)
from postpurchase.values.answers import Package
from postpurchase.values.money import Money

EXAMPLES = Path(__file__).parents[2] / "examples"
FILES = sorted((EXAMPLES / "one_file_plugins").glob("*.py"))


def load(name):
    file = EXAMPLES / "one_file_plugins" / f"{name}.py"
    return load_plugins(files=[file], entry_points=False)


def test_there_is_one_file_for_each_kind():
    assert [file.stem for file in FILES] == [
        "carrier",
        "channel",
        "personalizer",
        "return_policy",
    ]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_first_plugin_takes_at_most_twelve_lines(file):
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 12


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_first_plugin_keeps_the_promises_of_behaviour(file, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    needs_more_lines = {
        "described",
        "reasons-in-their-language",
        "typed",
        "naive-time",
        "states-own-version",
        "states-host-range",
        "suite-in-ci",
        "owner-named",
        "changelog",
    }

    broken = {row.rule.rule_id for row in check_plugin(file).broken}

    assert {one for one in broken if not one.startswith("readme")} <= needs_more_lines


def test_the_carrier_quotes_in_its_city():
    bike = load("carrier").get("carrier", "bike")

    [offer] = bike.quote(
        Package(weight_grams=500),
        origin_country="PL",
        destination_country="PL",
        postcode="00-950",
        at=NOON,
    )

    assert offer.price == Money(1900, "PLN")


def test_the_channel_writes_one_file_for_each_key(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    outbox = load("channel").get("channel", "outbox")

    outbox.send(message(body="hello"), key="1001:3:notices")
    outbox.send(message(body="hello"), key="1001:3:notices")

    [file] = (tmp_path / "outbox").iterdir()
    assert file.read_text(encoding="utf-8") == "hello"


def test_the_personalizer_adds_a_sample_to_the_first_parcel_of_a_large_order():
    asked = ask(ship_parcel(), placed_order(), load("personalizer"))

    assert [insert.code for insert in asked.inserts] == ["tea-sample"]


def test_the_policy_keeps_the_mugs():
    policy = load("return_policy").get("return_policy", "no-mugs")
    mugs = ReturnRequest.of("1001", {"L1": 1})
    tea = ReturnRequest.of("1001", {"L2": 1})

    assert policy.rule(mugs, delivered_order(), NOON).allowed is False
    assert policy.rule(tea, delivered_order(), NOON).allowed is True


def test_the_postcard_package_is_green():
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=EXAMPLES / "postpurchase-postcard",
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "", "PYTHONDONTWRITEBYTECODE": "1"},
    )

    assert done.returncode == 0, done.stdout


def test_the_postcard_package_is_complete():
    module = EXAMPLES / "postpurchase-postcard" / "postpurchase_postcard.py"

    assert check_plugin(module).level == "complete"
