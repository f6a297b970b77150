"""`postpurchase track`: whose a tracking number is, and what a carrier says."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from postpurchase.cli.common import with_session
from postpurchase.cli.printing import (
    add_row,
    show_table,
    table,
    write,
    write_document,
    write_json_line,
)
from postpurchase.cli.session import Session

if TYPE_CHECKING:
    from postpurchase.adapters.tracking import ParcelReport
    from postpurchase.delivery.numbers import Candidate

app: typer.Typer = typer.Typer(rich_markup_mode=None)


def group(session: Session) -> None:
    """Read tracking numbers and what carriers say about parcels.

    Example: postpurchase track identify RR473124829UA
    """


def identify(
    session: Session,
    numbers: Annotated[
        list[str],
        typer.Argument(metavar="NUMBER...", help="As it was written; blanks are fine."),
    ],
) -> None:
    """Show which carriers a tracking number can belong to, best first.

    With --json there is one line for each number.

    Example: postpurchase track identify "rr 4731 2482 9 ua" --json
    """
    from postpurchase.delivery.numbers import identify as candidates_of

    found = [(number, candidates_of(number)) for number in numbers]
    if session.json:
        for number, candidates in found:
            rows = [_candidate(one) for one in candidates]
            write_json_line({"number": number, "candidates": rows})
        return
    shown = table("number", "carrier", "name", "tracking page")
    for number, candidates in found:
        for one in candidates:
            add_row(shown, number, one.carrier, one.name, one.tracking_url)
        if not candidates:
            add_row(shown, number, "", "valid for no carrier", "")
    show_table(shown)


def _candidate(one: Candidate) -> dict[str, Any]:
    return {
        "carrier": one.carrier,
        "name": one.name,
        "tracking_url": one.tracking_url,
        "parts": dict(one.parts),
    }


def _formats(incomplete: str) -> list[str]:
    from postpurchase.adapters.tracking import FORMATS

    return [name for name in FORMATS if name.startswith(incomplete)]


def parse(
    session: Session,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="The document as it came, or - for standard input.",
            allow_dash=True,
        ),
    ],
    format_: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="Whose document it is, such as aftership, dpd or upu.",
            autocompletion=_formats,
        ),
    ],
) -> None:
    """Read what a carrier or a tracking service says about a parcel.

    Facts stand in the order of the document, which has at most 2 MiB. With
    --json, a document about one parcel is one object, and one about several is a
    list of them.

    Example: postpurchase track parse --format dhl reply.json --json
    """
    from postpurchase.adapters.tracking import parse as read

    reports = read(format_, _content(file))
    if session.json:
        documents = [report.document() for report in reports]
        write_document(documents[0] if len(documents) == 1 else documents)
        return
    for report in reports:
        write(_heading(report))
        shown = table("at", "status", "code", "raw", "location")
        for fact in report.facts:
            at = fact.moment.document() or ""
            add_row(shown, at, fact.status, fact.code, fact.raw_code, fact.location)
        show_table(shown)


def _content(file: Path) -> bytes:
    """Read a file or standard input, no more of it than a document may be long."""
    from postpurchase.adapters.decoding import BODY_LIMITS
    from postpurchase.errors import InputTooLarge, MalformedInput

    most, is_stdin = BODY_LIMITS.size_bytes, str(file) == "-"
    try:
        if is_stdin:
            content = sys.stdin.buffer.read(most + 1)
        else:
            with file.open("rb") as stream:
                content = stream.read(most + 1)
    except OSError as fault:
        expected = fault.strerror or "a file"
        raise MalformedInput(
            path=str(file), value="the file", expected=expected
        ) from None
    if len(content) > most:
        raise InputTooLarge(
            path="standard input" if is_stdin else str(file),
            value="the document",
            expected=f"{most} bytes",
        )
    return content


def _heading(report: ParcelReport) -> str:
    expected = report.estimated_delivery
    until = f", expected on {expected.isoformat()}" if expected else ""
    return f"{report.tracking_number or 'a parcel'}: {report.code}{until}"


app.callback()(with_session(group))
app.command("identify")(with_session(identify))
app.command("parse")(with_session(parse))
