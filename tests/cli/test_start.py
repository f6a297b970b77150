"""How the program starts: quickly, and with a cure when something is missing."""

from __future__ import annotations

import subprocess
import sys

import pytest

import postpurchase
from cli.calls import PROGRAM, call, environment

WITHOUT = """
import sys
sys.modules["typer"] = None
from postpurchase.cli.__main__ import main
sys.argv = ["postpurchase", *sys.argv[1:]]
main()
"""

COMMANDS = [
    ["demo"],
    ["import"],
    ["show"],
    ["timeline"],
    ["explain"],
    ["credit"],
    ["dispatch"],
    ["verify"],
    ["doctor"],
    ["plugins"],
    ["plugins", "list"],
    ["plugins", "new"],
    ["plugins", "check"],
]


def loaded_by(*arguments):
    """Return the modules that a call loads."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", *PROGRAM[1:], *arguments],
        capture_output=True,
        text=True,
        check=True,
        env=environment(),
    )
    return {
        line.rpartition("|")[2].strip()
        for line in done.stderr.splitlines()
        if line.startswith("import time:")
    }


def test_the_version_costs_no_framework():
    loaded = loaded_by("--version")

    assert "postpurchase" in loaded
    assert loaded.isdisjoint({"typer", "rich", "attr", "babel", "sqlite3"})


def test_the_help_costs_neither_the_library_nor_tables():
    loaded = loaded_by("--help")

    assert "typer" in loaded
    assert loaded.isdisjoint(
        {
            "postpurchase.app.face",
            "rich.table",
            "attr",
            "babel",
            "cattrs",
            "postpurchase.order",
        }
    )


@pytest.mark.parametrize("arguments", [["--version"], ["--version", "--json"]])
def test_the_version_is_told(arguments):
    done = call(*arguments)

    assert (done.code, done.out) == (0, f"postpurchase {postpurchase.__version__}\n")


def test_without_the_extra_one_line_names_it():
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, "demo"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "pip install 'postpurchase[cli]'" in done.stderr


def test_without_the_extra_json_is_still_a_document():
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, "show", "--json"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert '"code": "missing_extra"' in done.stdout


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_the_help_of_each_command_has_an_example_that_is_its_own(cli, command):
    shown = cli(*command, "--help")

    text = " ".join(shown.out.split())
    assert (shown.code, shown.err) == (0, "")
    assert f"Example: postpurchase {' '.join(command)}" in text


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("postpurchase ex", "explain"),
        ("postpurchase import --format wo", "woocommerce"),
    ],
)
def test_a_shell_can_complete_commands_and_values(words, wanted):
    done = call(
        _POSTPURCHASE_COMPLETE="complete_bash",
        COMP_WORDS=words,
        COMP_CWORD=str(len(words.split()) - 1),
    )

    assert done.out.split() == [wanted]
