"""What a terminal gets to see, and what a pipe does not."""

from __future__ import annotations

import re

import pytest

from cli.calls import call, on_terminal
from postpurchase.values.money import Money
from postpurchase.wording import say

BOXES = re.compile("[─-▟]")
COLOUR = "\x1b["

SHOWING = [
    ["--help"],
    ["demo", "--fast"],
    ["show", "A-1", "--store"],
    ["timeline", "A-1", "--store"],
    ["explain", "A-1", "--store"],
    ["plugins"],
    ["verify", "--store"],
]


def full(arguments, store):
    return [*arguments, store] if arguments[-1] == "--store" else arguments


@pytest.mark.parametrize("arguments", SHOWING, ids=lambda one: one[0])
def test_a_pipe_gets_neither_colour_nor_boxes(arguments, store):
    done = call(*full(arguments, store))

    assert done.code == 0
    assert done.out
    assert COLOUR not in done.out + done.err
    assert not BOXES.search(done.out)
    assert not any(line != line.rstrip() for line in done.out.splitlines())


@pytest.mark.parametrize("arguments", SHOWING[1:4], ids=lambda one: one[0])
@pytest.mark.parametrize("plain", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=str)
def test_a_terminal_that_is_to_be_plain_gets_neither(arguments, plain, store):
    code, shown = on_terminal(*full(arguments, store), **plain)

    assert code == 0
    assert not re.search(r"\x1b\[[0-9;]*m", shown)
    assert not BOXES.search(shown)


def test_forced_colour_reaches_a_pipe(store):
    assert COLOUR in call("timeline", "A-1", "--store", store, FORCE_COLOR="1").out


def test_no_colour_goes_before_forced_colour(store):
    done = call("timeline", "A-1", "--store", store, FORCE_COLOR="1", NO_COLOR="1")

    assert COLOUR not in done.out


def test_a_row_is_a_line_in_a_pipe_however_long_it_is(tmp_path, cli):
    title = "Very long title " * 20
    file = tmp_path / "long.csv"
    file.write_text(
        "order_id,placed_at,currency,sku,title,quantity,unit_price\n"
        f"L-1,2026-03-01T09:30:00Z,EUR,MUG,{title},1,1.00\n",
        encoding="utf-8",
    )
    url = f"sqlite:///{tmp_path / 'shop.db'}"
    cli("import", "--format", "csv", file, "--store", url)

    assert title.strip() in call("show", "L-1", "--store", url).out


def test_a_terminal_sees_the_board_move_and_gets_its_cursor_back():
    code, shown = on_terminal("demo", "--locale", "zh")

    assert code == 0
    assert shown.count("#1001") > 20
    assert BOXES.search(shown)
    assert shown.rfind("\x1b[?25h") > shown.rfind("\x1b[?25l") >= 0
    assert say("RefundSent", "zh", amount=Money(39284, "UAH")) in shown


def test_progress_is_seen_on_a_terminal_only(tmp_path, orders_file):
    shown = [
        on_terminal(
            *("import", "--format", "csv", orders_file),
            *("--store", f"sqlite:///{tmp_path / 'one.db'}"),
        ),
        on_terminal(
            *("import", "--format", "csv", orders_file),
            *("--store", f"sqlite:///{tmp_path / 'two.db'}"),
            TERM="dumb",
        ),
    ]
    piped = call(
        *("import", "--format", "csv", orders_file),
        *("--store", f"sqlite:///{tmp_path / 'three.db'}"),
    )

    assert [code for code, _ in shown] == [0, 0]
    assert ["records" in text for _, text in shown] == [True, False]
    assert piped.err == ""
