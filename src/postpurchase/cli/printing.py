"""Writing results: one JSON document, or text that fits a terminal or a pipe."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

# Control characters could steer the terminal, and what turns the direction of
# writing could disguise a text; both may stand in an imported file.
_CONTROL = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
_GAPS = re.compile(r"[\t\r\n\u2028\u2029]+\s*")

WIDE = 10_000
"""Columns where nothing is wrapped: in a pipe, a row is a line."""


_apart: ContextVar[TextIO | None] = ContextVar("results", default=None)


def results() -> TextIO:
    """Return where results go: standard output."""
    return _apart.get() or sys.stdout


@contextmanager
def results_apart() -> Iterator[None]:
    """Keep standard output for results: whatever a plugin prints is none of them."""
    before = _apart.set(results())
    try:
        with redirect_stdout(sys.stderr):
            yield
    finally:
        _apart.reset(before)


def one_line(text: object) -> str:
    r"""Write *text* in one line that cannot steer a terminal.

    >>> one_line("two\nlines")
    'two lines'
    """
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", _GAPS.sub(" ", str(text)))


def write(text: str) -> None:
    """Write a line of results."""
    results().write(f"{one_line(text)}\n")


def note(text: str) -> None:
    """Write a line that is no result: it goes to standard error.

    Results that were written before it come first, where both go to one place.
    """
    results().flush()
    sys.stderr.write(f"{one_line(text)}\n")
    sys.stderr.flush()


def write_document(document: object, *, indent: int | None = 2) -> None:
    """Write one JSON document, escaped where the output cannot write Unicode.

    Args:
        document: What can be written as JSON.
        indent: By how many blanks each level is indented; one line if None.
    """
    plain = not (results().encoding or "").lower().startswith("utf")
    text = json.dumps(document, ensure_ascii=plain, indent=indent, allow_nan=False)
    results().write(f"{text}\n")


def write_json_line(document: object) -> None:
    """Write one JSON document in one line, where a call has many of them."""
    write_document(document, indent=None)


def is_terminal(stream: Any) -> bool:
    """Say whether something that moves may be shown there."""
    return bool(stream.isatty()) and os.environ.get("TERM") != "dumb"


def has_boxes(stream: Any) -> bool:
    """Say whether lines may be drawn: on a terminal that may be more than plain.

    Source: no-color.org; boxes are left out along with colour.
    """
    return is_terminal(stream) and not os.environ.get("NO_COLOR")


def console(stream: Any = None) -> Console:
    """Return where tables are printed, coloured as the environment wants it.

    Args:
        stream: Standard output if None.
    """
    from rich.console import Console

    class Quiet(Console):
        def on_broken_pipe(self) -> NoReturn:
            raise BrokenPipeError

    out = results() if stream is None else stream
    plain = bool(os.environ.get("NO_COLOR"))
    forced = bool(os.environ.get("FORCE_COLOR")) and not plain
    return Quiet(
        file=out,
        color_system=None if plain else "standard" if forced else "auto",
        force_terminal=True if forced else None,
        no_color=plain,
        highlight=False,
        markup=False,
        emoji=False,
        soft_wrap=False,
        width=None if is_terminal(out) else WIDE,
    )


def table(*columns: str, stream: Any = None) -> Table:
    """Return an empty table: lines on a terminal, bare columns elsewhere."""
    from rich import box
    from rich.table import Table

    drawn = has_boxes(results() if stream is None else stream)
    made = Table(
        box=box.SIMPLE_HEAD if drawn else None,
        show_edge=False,
        pad_edge=False,
        padding=(0, 1),
    )
    for column in columns:
        made.add_column(column, overflow="fold")
    return made


def add_row(rows: Table, *cells: object) -> None:
    """Add a row; whatever its cells hold is text and nothing else."""
    from rich.text import Text

    rows.add_row(*(Text(one_line(cell)) for cell in cells))


def show_table(rows: Table) -> None:
    """Print a table; in a pipe, no line ends in blanks."""
    out = console()
    if is_terminal(results()):
        out.print(rows)
        return
    with out.capture() as captured:
        out.print(rows)
    for line in captured.get().splitlines():
        results().write(f"{line.rstrip()}\n")


def write_prose(text: str) -> None:
    """Write a sentence; a terminal breaks it between words."""
    if not is_terminal(results()):
        write(text)
        return
    from rich.text import Text

    console().print(Text(one_line(text)))
