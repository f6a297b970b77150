"""The commands by name."""

from __future__ import annotations

from typing import Annotated

import typer

from postpurchase.cli.commands import (
    crediting,
    demonstrating,
    diagnosing,
    dispatching,
    importing,
    plugins,
    returning,
    showing,
    tracking,
    verifying,
)
from postpurchase.cli.common import with_session
from postpurchase.cli.session import Session

app: typer.Typer = typer.Typer(
    name="postpurchase",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)
app.command("demo")(with_session(demonstrating.demo))
app.command("import")(with_session(importing.import_))
app.command("show")(with_session(showing.show))
app.command("timeline")(with_session(showing.timeline))
app.command("explain")(with_session(showing.explain))
app.command("credit")(with_session(crediting.credit))
app.command("dispatch")(with_session(dispatching.dispatch))
app.command("verify")(with_session(verifying.verify))
app.command("doctor")(with_session(diagnosing.doctor))
app.add_typer(plugins.app, name="plugins")
app.add_typer(tracking.app, name="track")
app.add_typer(returning.app, name="returns")


def _show_version(wanted: bool) -> None:
    if wanted:
        from postpurchase import __version__

        typer.echo(f"postpurchase {__version__}")
        raise typer.Exit


def root(
    session: Session,
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            is_eager=True,
            callback=_show_version,
            help="Show the version and end.",
        ),
    ] = False,
) -> None:
    """Everything that happens to an order after checkout.

    Results go to standard output, everything else to standard error. Exit codes:
    0 for success, 1 for something refused or failed, 2 for wrong usage.

    Example: postpurchase demo --locale uk
    """


app.callback()(with_session(root))
