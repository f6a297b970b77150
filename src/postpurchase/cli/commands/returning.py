"""`postpurchase returns`: what policies and the law say about sending goods back."""

from __future__ import annotations

import typer

from postpurchase.cli.commands.returning_deadline import deadline
from postpurchase.cli.commands.returning_options import options
from postpurchase.cli.commands.returning_policy import policy
from postpurchase.cli.commands.returning_reasons import reasons
from postpurchase.cli.common import with_session
from postpurchase.cli.session import Session

app: typer.Typer = typer.Typer(rich_markup_mode=None)


def group(session: Session) -> None:
    """Compute what policies and the law say about returns.

    Example: postpurchase returns deadline --country PL --delivered 2026-06-06
    """


app.callback()(with_session(group))
app.command("deadline")(with_session(deadline))
app.command("options")(with_session(options))
app.command("reasons")(with_session(reasons))
app.command("policy")(with_session(policy))
