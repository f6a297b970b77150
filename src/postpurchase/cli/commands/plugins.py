"""`postpurchase plugins`: what is loaded, a new one, and how good one is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from postpurchase.cli.common import with_session
from postpurchase.cli.failures import REFUSED, told_of
from postpurchase.cli.printing import (
    add_row,
    note,
    show_table,
    table,
    write,
    write_document,
)
from postpurchase.cli.session import Session

if TYPE_CHECKING:
    from postpurchase.errors import PluginError
    from postpurchase.hooks.registry import PluginRow, Plugins

KINDS = (
    "carrier",
    "channel",
    "personalizer",
    "return-policy",
    "order-source",
    "stock",
    "fulfilment-partner",
    "payment-gateway",
)

app: typer.Typer = typer.Typer(
    rich_markup_mode=None,
    invoke_without_command=True,
)


def group(session: Session, context: typer.Context) -> None:
    """Show what is plugged in, write a new plugin, check one.

    Without a command it is the same as list.

    Example: postpurchase plugins
    """
    if context.invoked_subcommand is None:
        list_(session)


def list_(session: Session) -> None:
    """Show what is loaded, from where, with versions, and what did not load.

    Example: postpurchase plugins list --plugin postcard.py
    """
    loaded = session.load_plugins()
    if session.json:
        write_document(_listed(loaded))
        return
    rows = table("plugin", "version", "from", "brings")
    for row in loaded.table():
        what = "not loaded, see below" if row.problem else _brings(row)
        add_row(rows, row.name, row.version, row.package or row.source, what)
    show_table(rows)
    for problem in loaded.problems:
        told = told_of(problem)
        where = f"{told['path']}: " if told["path"] else ""
        write(f"{where}{told['message']}")


def new(
    session: Session,
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND",
            help=", ".join(KINDS),
            autocompletion=lambda incomplete: [
                one for one in KINDS if one.startswith(incomplete)
            ],
        ),
    ],
    name: Annotated[str, typer.Argument(metavar="NAME", help="Such as nova-post.")],
    folder: Annotated[
        Path, typer.Option(help="Where the folder of the package is made.")
    ] = Path(),
) -> None:
    """Write the package of a new plugin, with tests that are green at once.

    Example: postpurchase plugins new carrier nova-post
    """
    from postpurchase.errors import InvalidInput
    from postpurchase.testing.scaffold import new_plugin

    try:
        made = new_plugin(kind, name, folder)
    except InvalidInput as fault:
        if fault.path != "name":
            raise
        raise typer.BadParameter(str(fault), param_hint="'NAME'") from None
    if session.json:
        write_document({"folder": str(made)})
        return
    write(str(made))
    note(f"Next: cd {made} && pip install -e '.[dev]' && pytest")


def check(
    session: Session,
    name: Annotated[
        str,
        typer.Argument(metavar="NAME", help="An installed plugin, a module or a file."),
    ],
    badge: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Also write the level as SVG.")
    ] = None,
) -> None:
    """Run the rules of a plugin's kind and compute its level.

    The levels are works, dependable and complete; the exit code is 1 for none.

    Example: postpurchase plugins check nova-post --badge level.svg
    """
    from postpurchase.testing.levels import NO_LEVEL, check_plugin

    _check_name(name)
    report = check_plugin(name)
    if badge is not None:
        badge.write_text(report.as_badge(), encoding="utf-8")
    if session.json:
        write_document(report.as_dict())
    else:
        for line in report.as_table().splitlines():
            write(line)
    if report.level == NO_LEVEL:
        raise typer.Exit(REFUSED)


def _check_name(name: str) -> None:
    """Refuse a name that nothing has, with the closest one that something has.

    Raises:
        UnknownCode: It is no installed plugin, no module and no file.
    """
    from importlib.metadata import entry_points
    from importlib.util import find_spec

    from postpurchase.hooks.loading import GROUP
    from postpurchase.hooks.manager import DEFAULTS
    from postpurchase.hooks.registry import unknown

    known = {one.rpartition(".")[2] for one in DEFAULTS}
    known |= {one.name for one in entry_points(group=GROUP)}
    top = name.partition(".")[0]
    is_module = top.isidentifier() and find_spec(top) is not None
    if name not in known and not is_module and not name.endswith(".py"):
        raise unknown("plugin", name, known)


def _brings(row: PluginRow) -> str:
    hooks = [name for name in row.hooks if not name.startswith("register_")]
    return ", ".join((*row.codes, *hooks))


def _listed(loaded: Plugins) -> dict[str, Any]:
    return {
        "plugins": [_row(row) for row in loaded.table()],
        "problems": [_problem(problem) for problem in loaded.problems],
    }


def _row(row: PluginRow) -> dict[str, Any]:
    return {
        "name": row.name,
        "source": row.source,
        "version": row.version,
        "package": row.package,
        "file": row.file,
        "hooks": list(row.hooks),
        "codes": list(row.codes),
        "problem": _problem(row.problem) if row.problem else None,
    }


def _problem(problem: PluginError) -> dict[str, Any]:
    return {"plugin": problem.plugin, **told_of(problem)}


app.callback()(with_session(group))
app.command("list")(with_session(list_))
app.command("new")(with_session(new))
app.command("check")(with_session(check))
