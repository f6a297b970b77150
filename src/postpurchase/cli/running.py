"""Running a command line to its end, whatever the end is."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from typing import Any

import typer

from postpurchase.cli.failures import (
    BROKEN_PIPE,
    INTERRUPTED,
    REFUSED,
    WRONG_USAGE,
    exit_code_of,
    report,
)
from postpurchase.cli.printing import note
from postpurchase.cli.session import warnings_shown

PROGRAM = "postpurchase"
_COMPLETE = "_POSTPURCHASE_COMPLETE"


def run(arguments: Sequence[str]) -> int:
    """Run one command and return the exit code.

    A failure is told here and nowhere else. A broken pipe and Ctrl-C are quiet.

    Args:
        arguments: The command line without the name of the program.
    """
    words = list(arguments)
    before = words[: words.index("--")] if "--" in words else words
    if _has_no_output():
        return REFUSED
    _write_any_text()
    try:
        with warnings_shown():
            code = _invoke(words)
        sys.stdout.flush()
    except BrokenPipeError:
        return _reader_gone()
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as fault:
        if fault.filename is not None:
            return _failed(fault, as_json="--json" in before, debug="--debug" in before)
        return _unwritten(fault)
    except Exception as fault:  # noqa: BLE001 - this is where all of them end
        return _failed(fault, as_json="--json" in before, debug="--debug" in before)
    return code


def _failed(fault: Exception, *, as_json: bool, debug: bool) -> int:
    try:
        report(fault, as_json=as_json, debug=debug)
        sys.stdout.flush()
    except BrokenPipeError:
        return _reader_gone()
    except OSError as failed:
        return _unwritten(failed)
    return exit_code_of(fault)


def _invoke(words: list[str]) -> int:
    from postpurchase.cli.application import app

    group: Any = typer.main.get_command(app)
    if os.environ.get(_COMPLETE):
        # A shell asks for completions; typer answers and ends the process.
        group.main(args=words, prog_name=PROGRAM)
    try:
        with group.make_context(PROGRAM, words) as context:
            if not words:
                sys.stderr.write(f"{group.get_help(context)}\n")
                return WRONG_USAGE
            group.invoke(context)
    except typer.Exit as end:
        return end.exit_code
    return 0


def _has_no_output() -> bool:
    """Say whether there is nowhere to write; what else the caller closed is empty."""
    # Python sets a stream that is closed from the start to None.
    closed = [n for n in ("stdin", "stdout", "stderr") if getattr(sys, n) is None]
    for name in closed:
        setattr(sys, name, io.TextIOWrapper(io.BytesIO(), encoding="utf-8"))
    if "stdout" in closed:
        note("Error: standard output cannot be written: it is closed.")
    return "stdout" in closed


def _write_any_text() -> None:
    """Escape what the output cannot write, rather than fail on a letter."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def _reader_gone() -> int:
    _drop_output()
    return BROKEN_PIPE


def _unwritten(fault: OSError) -> int:
    """Say that the results could not be written: a full disk, most often."""
    _drop_output()
    note(f"Error: standard output cannot be written: {fault.strerror or fault}.")
    return REFUSED


def _drop_output() -> None:
    """Leave nothing that the interpreter would try to write at its end."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
