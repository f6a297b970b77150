"""The shapes on the page "JSON output" are those of the documents that are written."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.main import get_command

import postpurchase
from customer.accounts import hours, issue
from postpurchase import PostPurchase
from postpurchase.cli.application import app

PAGE = Path(postpurchase.__file__).parents[2] / "docs" / "reference" / "json-output.md"
SHAPES = {
    title: json.loads(text)
    for title, text in re.findall(
        r"^## (.+?)\n.*?^```json\n(.*?)^```",
        PAGE.read_text(encoding="utf-8"),
        re.DOTALL | re.MULTILINE,
    )
}


def paths(value, path=""):
    """List the names of fields, the ids that a mapping is keyed by left out."""
    if isinstance(value, dict) and not path.endswith((".places", ".units")):
        for name, inner in value.items():
            yield f"{path}.{name}"
            yield from paths(inner, f"{path}.{name}")
    elif isinstance(value, list):
        for inner in value:
            yield from paths(inner, f"{path}[]")


def richest(orders):
    """Put what several orders have into one list: no order has everything."""
    return {path for order in orders for path in paths(order)}


@pytest.fixture(scope="module")
def demo():
    import contextlib
    import io

    from postpurchase.cli.running import run

    written = io.StringIO()
    with contextlib.redirect_stdout(written):
        assert run(["demo", "--json"]) == 0
    return json.loads(written.getvalue())


def test_the_order_of_show_has_the_documented_fields_and_no_others(demo):
    assert richest(demo["orders"]) == set(paths(SHAPES["show"]))


def test_the_entries_of_a_timeline_have_the_documented_fields(demo):
    assert set(paths(SHAPES["timeline"])) == set(paths(demo["timeline"]))


def test_the_demo_has_the_documented_fields(demo):
    assert SHAPES["demo"].keys() == demo.keys()


CALLS = {
    "explain": ["explain", "A-1", "--store", "STORE"],
    "dispatch": ["dispatch", "--store", "STORE"],
    "plugins list": ["plugins", "list"],
    "track identify": ["track", "identify", "rr 473124829 ua"],
    "returns deadline": [
        *("returns", "deadline", "--country", "PL", "--delivered", "2026-06-06"),
    ],
    "plugins check": ["plugins", "check", "plain_packaging"],
    "Failure": ["show", "A-9", "--store", "STORE"],
}


@pytest.mark.parametrize("title", CALLS)
def test_a_document_has_the_documented_fields_and_no_others(title, cli, store):
    arguments = [store if one == "STORE" else one for one in CALLS[title]]

    assert set(paths(SHAPES[title])) == set(paths(cli(*arguments, "--json").document))


def test_an_import_has_the_documented_fields_and_no_others(cli, tmp_path):
    file = tmp_path / "bad.csv"
    file.write_text("order_id,sku\nB-1,MUG\n", encoding="utf-8")

    ended = cli("import", "--format", "csv", file, "--dry-run", "--json")

    assert set(paths(ended.document)) - {".dry_run"} == set(paths(SHAPES["import"]))


def commands(group):
    for name, command in group.commands.items():
        inner = commands(command) if hasattr(command, "commands") else [""]
        yield from (f"{name} {one}".strip() for one in inner)


def test_each_command_can_write_json_and_its_shape_is_documented(cli):
    named = set(commands(get_command(app)))

    assert {"import", "plugins check"} < named
    assert SHAPES.keys() == named | {"Failure"}
    for command in named:
        assert "--json" in cli(*command.split(), "--help").out


def test_an_account_has_the_documented_fields_and_no_others(cli, store):
    with PostPurchase.open(store, entry_points=False) as shop:
        shop.handle(issue("K1", 2000, 200, expires_at=hours(24)))

    found = cli("credit", "c7", "--store", store, "--json").document

    assert set(paths(SHAPES["credit"])) == set(paths(found))
    assert {"amount_minor": 200, "currency": "EUR"} == found["balances"][0]["bonus"]


def test_an_account_is_told_in_the_readers_language(cli, store):
    with PostPurchase.open(store, entry_points=False) as shop:
        shop.handle(issue("K1", 2000, 200))

    told = cli("credit", "c7", "--store", store, "--locale", "pl")

    assert (0, "Środki w sklepie: 22,00\xa0€, w tym bonus 2,00\xa0€.") == (
        told.code,
        told.out.splitlines()[0],
    )
    assert "There is no store credit.\n" == cli("credit", "c8", "--store", store).out
