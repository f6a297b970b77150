"""What is written is text and nothing else."""

from __future__ import annotations

import io

import pytest

from postpurchase.cli import printing
from postpurchase.cli.demo.board import CELLS, bar

HOSTILE = [
    "\x1b[31mred",
    "\x1b]0;title\x07",
    "a\rb",
    "\x9b31m",
    "\u202egnp.exe",
    "line\nfeed",
    "[bold]no mark-up[/bold]",
    ":smile:",
]


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_a_cell_of_a_table_cannot_steer_the_terminal(capsys, text):
    rows = printing.table("column")
    printing.add_row(rows, text)
    printing.show_table(rows)

    shown = capsys.readouterr().out
    assert shown.splitlines() == ["column", printing.one_line(text)]
    assert not any(sign in shown for sign in "\x1b\x07\r\x9b\u202e")


def test_json_is_escaped_where_the_output_cannot_write_it(monkeypatch):
    out = io.TextIOWrapper(io.BytesIO(), encoding="latin-1")
    monkeypatch.setattr("sys.stdout", out)

    printing.write_document({"text": "Чашка 😀"})

    out.flush()
    assert (
        b'"\\u0427\\u0430\\u0448\\u043a\\u0430 \\ud83d\\ude00"' in out.buffer.getvalue()
    )


@pytest.mark.parametrize(
    ("places", "drawn"),
    [
        ({"placed": 2}, "░" * 8),
        ({"delivered": 1, "placed": 1}, "████░░░░"),
        ({"delivered": 1, "shipped": 1, "packed": 1, "placed": 1}, "██▓▓▒▒░░"),
        ({"engraved": 3}, "▒" * 8),
        ({"delivered": 2, "cancelled": 1}, "█████░░░"),
    ],
)
def test_a_bar_shares_its_cells_among_the_places(places, drawn):
    assert bar(places).plain == drawn
    assert len(drawn) == CELLS
