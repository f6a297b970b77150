"""The habits of every command: where output goes, how failures end."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from cli.calls import PROGRAM, call

NOWHERE = "sqlite:///nowhere.db"

FAILURES = {
    "no such command": (["shwo"], 2, "Did you mean 'show'?"),
    "no such command of plugins": (
        ["plugins", "chek", "x"],
        2,
        "Did you mean 'check'?",
    ),
    "no such option": (["show", "A-1", "--stor", "x"], 2, "Did you mean --store?"),
    "an argument is missing": (["show", "--store", NOWHERE], 2, "ORDER"),
    "an option is missing": (["show", "A-1"], 2, "--store"),
    "no number": (["dispatch", "--store", NOWHERE, "--limit", "x"], 2, "--limit"),
    "no such format": (
        ["import", "--format", "shopfy", "ORDERS", "--store", NOWHERE],
        2,
        "Did you mean “shopify”?",
    ),
    "no such locale": (["demo", "--locale", "ua"], 2, "Did you mean “uk”?"),
    "no such locale of a timeline": (
        ["timeline", "A-1", "--store", "STORE", "--locale", "de"],
        2,
        "Known: en, pl, ru, uk, zh",
    ),
    "no such plugin": (
        ["plugins", "check", "plain_packagin"],
        2,
        "Did you mean “plain_packaging”?",
    ),
    "no such channel": (
        ["dispatch", "--store", "STORE", "--notify", "emial"],
        2,
        "Did you mean “email”?",
    ),
    "no such kind of plugin": (
        ["plugins", "new", "carier", "kite"],
        2,
        "Did you mean “carrier”?",
    ),
    "no name for a plugin": (["plugins", "new", "carrier", "Kite!"], 2, "nova-post"),
    "no URL": (
        ["show", "A-1", "--store", "shop.db"],
        2,
        "Did you mean sqlite:///shop.db?",
    ),
    "no day": (
        ["import", "--format", "csv", "ORDERS", "--dry-run", "--live-from", "soon"],
        2,
        "2026-05-01",
    ),
    "no store for an import": (["import", "--format", "csv", "ORDERS"], 2, "--store"),
    "no such order": (["show", "A-9", "--store", "STORE"], 1, "There is no order A-9."),
    "no such order to tell": (["timeline", "A-9", "--store", "STORE"], 1, "A-9"),
    "no such order to explain": (["explain", "A-9", "--store", "STORE"], 1, "A-9"),
    "no store to show": (["show", "A-1", "--store", NOWHERE], 1, "no such file"),
    "no store to verify": (["verify", "--store", NOWHERE], 1, "no such file"),
    "no store to dispatch": (["dispatch", "--store", NOWHERE], 1, "no such file"),
    "no store for the doctor": (["doctor", "--store", NOWHERE], 1, "no such file"),
    "a store that is a folder": (["verify", "--store", "FOLDER"], 1, "not a file"),
    "a store that is none": (["verify", "--store", "TEXT"], 1, "not a SQLite file"),
    "no such file": (
        ["import", "--format", "csv", "nothing.csv", "--store", NOWHERE],
        1,
        "nothing.csv",
    ),
    "a folder for a file": (
        ["import", "--format", "csv", ".", "--store", NOWHERE],
        1,
        "folder",
    ),
    "no such file of a plugin": (
        ["demo", "--fast", "--plugin", "nothing.py"],
        1,
        "nothing.py",
    ),
}


@pytest.fixture
def filled(store, orders_file, tmp_path, monkeypatch):
    """Put the names of real files into the arguments of a failing call."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.db").mkdir()
    (tmp_path / "text.db").write_text("no database " * 100, encoding="utf-8")
    real = {
        "STORE": store,
        "ORDERS": str(orders_file),
        "FOLDER": "sqlite:///folder.db",
        "TEXT": "sqlite:///text.db",
    }
    return lambda arguments: [real.get(one, one) for one in arguments]


@pytest.mark.parametrize(("arguments", "code", "said"), FAILURES.values(), ids=FAILURES)
def test_a_failure_is_one_line_on_stderr(cli, filled, arguments, code, said):
    ended = cli(*filled(arguments))

    assert ended.code == code
    assert ended.out == ""
    assert ended.err.startswith("Error: ")
    assert ended.err.count("\n") == 1
    assert said in ended.err
    assert "Traceback" not in ended.err


@pytest.mark.parametrize(("arguments", "code", "said"), FAILURES.values(), ids=FAILURES)
def test_a_failure_is_one_document_under_json(cli, filled, arguments, code, said):
    ended = cli(*filled(arguments), "--json")

    error = ended.document["error"]
    assert ended.code == code
    assert ended.err == ""
    assert set(error) == {"code", "message", "path", "page", "next_steps"}
    assert said in f"{error['path']}: {error['message']}"
    assert error["next_steps"]


def test_a_failed_call_makes_no_store(cli, filled, tmp_path):
    for arguments, _, _ in FAILURES.values():
        cli(*filled(arguments))

    assert not (tmp_path / "nowhere.db").exists()


def test_the_shared_options_may_stand_before_the_command(cli, store):
    before = cli("--json", "show", "A-1", "--store", store)
    after = cli("show", "A-1", "--store", store, "--json")

    assert before == after
    assert before.document["order_id"] == "A-1"


def test_what_stands_behind_two_dashes_is_no_option(cli, store):
    ended = cli("show", "--store", store, "--", "--json")

    assert (ended.code, ended.out) == (1, "")
    assert "no order --json" in ended.err


def test_debug_shows_where_it_failed(cli, store):
    ended = cli("show", "A-9", "--store", store, "--debug")

    assert "Traceback" in ended.err
    assert ended.err.rstrip().splitlines()[-1].startswith("Error: ")


def test_an_unexpected_fault_is_one_line_too(cli, store, monkeypatch):
    from postpurchase import PostPurchase

    def broken(*_):
        raise ZeroDivisionError("in\nthe middle")

    monkeypatch.setattr(PostPurchase, "order", broken)

    plain = cli("show", "A-1", "--store", store)
    document = cli("show", "A-1", "--store", store, "--json").document["error"]

    assert plain.code == 1
    assert plain.err.startswith("Error: ZeroDivisionError: in the middle Run it again")
    assert document["code"] == "unexpected"


def test_no_command_at_all_shows_the_help_and_is_wrong_usage(cli):
    ended = cli()

    assert (ended.code, ended.out) == (2, "")
    assert "Commands:" in ended.err


def test_letters_that_steer_a_terminal_do_not_reach_it(cli, tmp_path, store):
    file = tmp_path / "more.csv"
    file.write_text(
        "order_id,placed_at,currency,sku,title,quantity,unit_price\n"
        "E-1,2026-03-01T09:30:00Z,EUR,MUG,\x1b[31mred\x1b]0;x\x07,1,1.00\n",
        encoding="utf-8",
    )
    imported = cli("import", "--format", "csv", file, "--store", store)

    shown = cli("show", "E-1", "--store", store)

    assert (imported.code, shown.code) == (0, 0)
    assert "\x1b" not in imported.out + imported.err + shown.out + shown.err


def test_a_broken_plugin_is_named_with_file_and_line(cli, tmp_path):
    file = tmp_path / "broken.py"
    file.write_text("\n\n1 / 0\n", encoding="utf-8")

    listed = cli("plugins", "list", "--plugin", file)
    strict = cli("plugins", "list", "--plugin", file, "--strict")
    used = cli("demo", "--fast", "--plugin", file)

    assert listed.code == 0
    assert f"{file}:3" in listed.out
    assert "ZeroDivisionError" in listed.out
    for ended in (strict, used):
        assert ended.code == 1
        assert f"{file}:3" in ended.err
        assert "ZeroDivisionError" in ended.err


@pytest.mark.parametrize(
    "words",
    [["demo", "--fast"], ["plugins"], ["show", "x", "--store", "memory:", "--json"]],
    ids=" ".join,
)
def test_an_output_that_cannot_be_written_is_told_in_one_line(words):
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        ended = subprocess.run(
            [*PROGRAM, *words],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    assert ended.returncode == 1
    assert ended.stderr == (
        "Error: standard output cannot be written: No space left on device.\n"
    )


def test_an_output_that_is_closed_is_told_in_one_line():
    ended = subprocess.run(
        ["sh", "-c", '"$@" >&-', "sh", *PROGRAM, "track", "identify", "1", "--json"],
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )

    assert (1, "Error: standard output cannot be written: it is closed.\n") == (
        ended.returncode,
        ended.stderr,
    )


def test_an_input_that_is_closed_is_an_empty_one():
    words = ["track", "parse", "--format", "gls", "-"]
    ended = subprocess.run(
        ["sh", "-c", '"$@" <&-', "sh", *PROGRAM, *words],
        capture_output=True,
        text=True,
        check=False,
    )

    assert 1 == ended.returncode
    assert ended.stderr.startswith("Error: line 1, column 1 cannot be read")


@pytest.fixture
def broken_package(tmp_path):
    """Where a package lies whose plugin does not import."""
    site = tmp_path / "site"
    about = site / "postpurchase_oops-1.2.dist-info"
    about.mkdir(parents=True)
    (site / "postpurchase_oops.py").write_text("\nimport nothing\n", encoding="utf-8")
    (about / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: postpurchase-oops\nVersion: 1.2\n",
        encoding="utf-8",
    )
    (about / "entry_points.txt").write_text(
        "[postpurchase]\noops = postpurchase_oops\n", encoding="utf-8"
    )
    return site


def test_a_broken_package_is_named_and_everything_else_goes_on(broken_package, store):
    listed = call("plugins", PYTHONPATH=str(broken_package))
    shown = call("show", "A-1", "--store", store, PYTHONPATH=str(broken_package))
    doctor = call("doctor", "--json", PYTHONPATH=str(broken_package))

    assert (listed.code, shown.code, doctor.code) == (0, 0, 1)
    assert "postpurchase-oops" in listed.out
    assert f"{broken_package / 'postpurchase_oops.py'}:2: " in listed.out
    assert "Update postpurchase-oops, or uninstall it" in listed.out
    assert "Order #1001" in shown.out
    assert shown.err.startswith("Warning: ")
    assert "Plugin oops was not loaded" in shown.err
    assert shown.err.count("\n") == 1
    [problem] = doctor.document["problems"]
    assert problem["path"] == "postpurchase_oops.py:2"


def test_strict_stops_at_a_broken_package(broken_package, store):
    ended = call(
        *("show", "A-1", "--store", store, "--strict"), PYTHONPATH=str(broken_package)
    )

    assert (ended.code, ended.out) == (1, "")
    assert "postpurchase_oops.py:2" in ended.err


@pytest.mark.parametrize("more", [[], ["--json"]], ids=["text", "json"])
def test_what_a_plugin_prints_is_no_result(cli, tmp_path, orders_file, more):
    chatty = tmp_path / "chatty.py"
    chatty.write_text(
        "from postpurchase import hookimpl\n"
        "print('loading')\n"
        "@hookimpl\n"
        "def on_event(event):\n"
        "    print('an event')\n",
        encoding="utf-8",
    )
    url = f"sqlite:///{tmp_path / 'live.db'}"
    given = ["--store", url, "--plugin", chatty, *more]
    cli("import", "--format", "csv", orders_file, "--live-from", "2026-01-01", *given)

    ended = cli("dispatch", *given)

    assert ended.code == 0
    assert "loading" in ended.err
    assert "an event" in ended.err
    assert ended.out.startswith("{" if more else "4 done")


def test_trace_shows_each_call_of_a_plugin_on_stderr(cli):
    ended = cli("--trace-plugins", "demo", "--fast")

    assert ended.code == 0
    assert "carrier lastivka.quote(" in ended.err
    assert "olena@example.com" not in ended.err


def test_a_dry_run_shows_all_faults_and_keeps_nothing(cli, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "bad.csv"
    file.write_text(
        "order_id,placed_at,currency,sku,quantity,unit_price\n"
        "B-1,yesterday,EUR,MUG,none,1.999\n"
        "B-2,2026-03-01T09:30:00Z,EUR,MUG,1,2.00\n",
        encoding="utf-8",
    )

    ended = cli("import", "--format", "csv", file, "--dry-run")

    assert ended.code == 1
    assert all(name in ended.out for name in ("placed_at", "quantity", "unit_price"))
    assert "1 imported, 0 updated, 0 already known, 1 refused" in ended.out
    assert "nothing was kept" in ended.err
    assert [one.name for one in tmp_path.iterdir()] == ["bad.csv"]


def test_deliveries_that_fail_end_with_1_and_name_the_plugin(
    cli, tmp_path, orders_file
):
    plugin = tmp_path / "grumpy.py"
    plugin.write_text(
        "from postpurchase import hookimpl\n"
        "@hookimpl\n"
        "def on_event(event):\n"
        "    raise OSError('no')\n",
        encoding="utf-8",
    )
    url = f"sqlite:///{tmp_path / 'live.db'}"
    live = ["--live-from", "2026-01-01", "--plugin", plugin]
    cli("import", "--format", "csv", orders_file, "--store", url, *live)

    ended = cli("dispatch", "--store", url, "--plugin", plugin)

    assert ended.code == 1
    assert "to be tried again" in ended.out
    assert all(line.startswith("Warning: ") for line in ended.err.splitlines())
    assert "grumpy" in ended.err
