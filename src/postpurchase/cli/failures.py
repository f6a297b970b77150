"""Failures: one line for people, one document for scripts, and the exit code."""

from __future__ import annotations

import sys
import traceback
from typing import TYPE_CHECKING, Any

from postpurchase.cli.printing import note, one_line, write_document

if TYPE_CHECKING:
    from postpurchase.errors import PostPurchaseError

REFUSED = 1
"""Something was refused or failed."""

WRONG_USAGE = 2
"""The command line itself is wrong."""

INTERRUPTED = 130
"""Ctrl-C."""

BROKEN_PIPE = 141
"""Whoever read the output has gone."""


def exit_code_of(fault: BaseException) -> int:
    """Return the exit code of a failure.

    A name that was typed wrongly is wrong usage; all else was well meant.
    """
    from postpurchase.errors import UnknownCode

    if isinstance(fault, UnknownCode) or _is_usage(fault):
        return WRONG_USAGE
    return REFUSED


def report(fault: BaseException, *, as_json: bool, debug: bool = False) -> None:
    """Tell a failure: a document on standard output, or a line on standard error."""
    if debug:
        traceback.print_exception(fault)
    told = _told(fault)
    if as_json:
        write_document({"error": told})
        sys.stdout.flush()
        return
    path = f"{told['path']}: " if told["path"] else ""
    steps = " ".join(told["next_steps"])
    note(f"Error: {path}{told['message']} {steps}".rstrip())


def told_of(fault: PostPurchaseError) -> dict[str, Any]:
    """Write an error of the library as scripts read it."""
    return {
        "code": fault.code,
        "message": one_line(fault.user_message("en")),
        "path": _place(fault),
        "page": fault.docs_page,
        "next_steps": [one_line(step) for step in fault.user_next_steps("en")],
    }


def _told(fault: BaseException) -> dict[str, Any]:
    from postpurchase.errors import PostPurchaseError

    if isinstance(fault, PostPurchaseError):
        return told_of(fault)
    if _is_usage(fault):
        return _usage(fault)
    return {
        "code": "unexpected",
        "message": one_line(f"{type(fault).__name__}: {fault}"),
        "path": "",
        "page": "",
        "next_steps": ["Run it again with --debug and report what it shows."],
    }


def _place(fault: PostPurchaseError) -> str:
    from postpurchase.errors import PluginNotLoaded

    if isinstance(fault, PluginNotLoaded) and fault.file:
        return one_line(f"{fault.file}:{fault.line}" if fault.line else fault.file)
    return one_line(fault.path)


def _is_usage(fault: BaseException) -> bool:
    """Say whether the parser of the command line raised it."""
    return hasattr(fault, "format_message")


def _usage(fault: Any) -> dict[str, Any]:
    said = _near_option(fault) or one_line(fault.format_message())
    context = getattr(fault, "ctx", None)
    command = context.command_path if context else "postpurchase"
    param = getattr(fault, "param", None)
    return {
        "code": "wrong_usage",
        "message": said if said.endswith(("?", ".")) else f"{said}.",
        "path": max(param.opts, key=len) if param is not None else "",
        "page": "reference/cli.html",
        "next_steps": [f"Run {command} --help to see how it is used."],
    }


def _near_option(fault: Any) -> str:
    """Name the option that was probably meant, rather than all that begin alike."""
    from difflib import get_close_matches

    wrong = getattr(fault, "option_name", "")
    found = get_close_matches(wrong, getattr(fault, "possibilities", None) or (), n=1)
    return (
        f"No such option: {one_line(wrong)}. Did you mean {found[0]}?" if found else ""
    )
