"""`postpurchase track`: whose a tracking number is, and what a carrier says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from postpurchase.cli.common import with_session
from postpurchase.cli.printing import add_row, show_table, table, write_json_line
from postpurchase.cli.session import Session

if TYPE_CHECKING:
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


app.callback()(with_session(group))
app.command("identify")(with_session(identify))
