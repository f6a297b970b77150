"""`postpurchase import`: orders of another system come in."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from postpurchase.cli.commands.showing import show_entries
from postpurchase.cli.failures import REFUSED
from postpurchase.cli.printing import console, is_terminal, note, write, write_document
from postpurchase.cli.session import Session

if TYPE_CHECKING:
    from postpurchase.app import PostPurchase
    from postpurchase.app.intake.importing import ImportReport

FORMATS = ("shopify", "woocommerce", "csv")

Progress = Callable[[int], None]


def _formats(incomplete: str) -> list[str]:
    return [name for name in FORMATS if name.startswith(incomplete)]


def import_(
    session: Session,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to read.")],
    format_: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="shopify, woocommerce, csv, or the code of an order source.",
            autocompletion=_formats,
        ),
    ],
    store: Annotated[
        str,
        typer.Option(
            "--store",
            metavar="URL",
            help="The store, such as sqlite:///shop.db; made if it is not there.",
        ),
    ] = "",
    live_from: Annotated[
        str,
        typer.Option(
            metavar="DATE",
            help="From this day on orders are live; before, they are history, of "
            "which nobody is told.",
        ),
    ] = "",
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run",
            help="Read the whole file into an empty store in memory, show every "
            "fault and what would happen, keep nothing. Needs no --store.",
        ),
    ] = False,
    notify: Annotated[
        str,
        typer.Option(
            metavar="CHANNEL", help="Tell customers of live orders by this channel."
        ),
    ] = "",
) -> None:
    """Bring orders in from a file, as far as they are new.

    A file may be read again: what is known stays as it is, and a later snapshot of
    an order brings only what is new. Records with faults are refused one by one
    with path and value while the good ones go in; the exit code is then 1.

    Example: postpurchase import --format shopify orders.json --store sqlite:///shop.db
    """
    since = _since(live_from)
    if not store and not dry_run:
        raise typer.BadParameter(
            "name the store, or use --dry-run", param_hint="'--store'"
        )
    _check_format(format_, session)
    _check_file(file)
    url = "memory:" if dry_run else store
    with session.open(url, create=True, notify=notify) as shop:
        with _progress() as progress:
            report = shop.import_file(format_, file, live_from=since, progress=progress)
        _show(session, shop, report, dry_run=dry_run)
    if report.refused:
        raise typer.Exit(REFUSED)


def _check_format(format_: str, session: Session) -> None:
    """Refuse a wrong format before a store is made."""
    if format_ in FORMATS:
        return
    from postpurchase.hooks.registry import unknown

    sources = session.load_plugins().order_sources
    if format_ not in sources:
        raise unknown("format", format_, (*FORMATS, *sources))


def _check_file(file: Path) -> None:
    """Refuse what is no file, before a store is made for it.

    Raises:
        MalformedInput: It is not there, or is a folder.
    """
    from postpurchase.errors import MalformedInput

    if file.is_dir():
        raise MalformedInput(
            path=str(file), value="the file", expected="it is a folder"
        )
    if not file.exists():
        raise MalformedInput(
            path=str(file), value="the file", expected="there is no such file"
        )


def _since(text: str) -> date | datetime | None:
    """Read a day, or a time with its offset."""
    if not text:
        return None
    try:
        if len(text) <= 10:
            return date.fromisoformat(text)
        at = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            f"{text!r} is not a day such as 2026-05-01", param_hint="'--live-from'"
        ) from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


@contextmanager
def _bar() -> Iterator[Progress]:
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    counted = TextColumn("{task.completed:.0f} records")
    bar = Progress(
        BarColumn(),
        counted,
        TimeElapsedColumn(),
        console=console(sys.stderr),
        transient=True,
    )
    with bar:
        task = bar.add_task("import", total=None)
        yield lambda records: bar.update(task, completed=records)


def _progress() -> Any:
    """Show how far it is, on a terminal only."""
    return _bar() if is_terminal(sys.stderr) else nullcontext(None)


def _show(
    session: Session, shop: PostPurchase, report: ImportReport, *, dry_run: bool
) -> None:
    if session.json:
        document = report.document()
        write_document(document | {"dry_run": True} if dry_run else document)
        return
    if dry_run:
        note("Dry run: read into an empty store in memory; nothing was kept.")
    for one in report.refused:
        path = f" at {one.path}" if one.path else ""
        write(f"refused {one.source.rstrip(':')}{path}: {one.message}")
    write(
        f"{report.imported} imported, {report.updated} updated, "
        f"{report.already} already known, {len(report.refused)} refused"
    )
    if dry_run:
        _show_first(shop)
    if report.refused:
        n = len(report.refused)
        said = f"{n} records were" if n > 1 else "1 record was"
        note(f"Error: {said} refused, see standard output.")


def _show_first(shop: PostPurchase) -> None:
    """Show what the timeline of one of the orders would look like."""
    for stream in shop.store.streams(limit=1):
        order_id = stream.partition(":")[2]
        write("")
        write(f"The timeline of order {order_id} would be:")
        show_entries(shop.timeline(order_id))
