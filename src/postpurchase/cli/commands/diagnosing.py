"""`postpurchase doctor`: what a person who helps wants to know, without secrets."""

from __future__ import annotations

import platform
import sqlite3
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Annotated, Any

import typer

from postpurchase.cli.failures import REFUSED, told_of
from postpurchase.cli.printing import write, write_document
from postpurchase.cli.session import Session

if TYPE_CHECKING:
    from postpurchase.stores.base import Delivery

LIBRARIES = ("attrs", "babel", "cattrs", "pluggy", "typer", "rich")
LETTERS_MAX = 20


def doctor(
    session: Session,
    store: Annotated[
        str, typer.Option(metavar="URL", help="Also look into this store.")
    ] = "",
) -> None:
    """Show versions, problems of plugins, what waits, and refunds left to a person.

    Nothing personal is in it, and no path of a folder. The exit code is 1 if
    something is wrong.

    Example: postpurchase doctor --store sqlite:///shop.db --json
    """
    from postpurchase import __version__

    found: dict[str, Any] = {
        "postpurchase": __version__,
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "platform": platform.platform(terse=True),
        "libraries": {name: _version(name) for name in LIBRARIES},
    }
    found["problems"] = [
        {"plugin": one.plugin, **told_of(one), "path": _tail(told_of(one)["path"])}
        for one in session.load_plugins().problems
    ]
    if store:
        found["store"] = _store(session, store)
    if session.json:
        write_document(found)
    else:
        _write(found)
    looked_into = found.get("store", {})
    unknown = [
        one for one in looked_into.get("refunds", ()) if one["state"] == "unknown"
    ]
    if found["problems"] or looked_into.get("dead_letters") or unknown:
        raise typer.Exit(REFUSED)


def _store(session: Session, url: str) -> dict[str, Any]:
    with session.open(url) as shop:
        letters = shop.store.dead_letters(LETTERS_MAX)
        return {
            "url": f"{url.partition(':')[0]}:…{_tail(url)}",
            "pending": shop.pending(),
            "dead_letters": [_letter(one) for one in letters],
            "refunds": [
                {"order": one.order_id, "refund": one.refund_id, "state": one.state}
                for one in shop.open_refunds()
                if one.needs_person
            ][:LETTERS_MAX],
        }


def _letter(letter: Delivery) -> dict[str, Any]:
    """Tell what failed, not what was in it: a traceback may show an address."""
    last = (letter.error.strip().splitlines() or [""])[-1]
    return {
        "id": letter.id,
        "attempts": letter.attempts,
        "error": last.partition(":")[0][:80],
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _tail(path: str) -> str:
    """Keep a file's name: its folders say whose machine it is."""
    return path.replace("\\", "/").rpartition("/")[2]


def _write(found: dict[str, Any], indent: str = "") -> None:
    for name, value in found.items():
        if isinstance(value, dict):
            write(f"{indent}{name}:")
            _write(value, f"{indent}  ")
        elif isinstance(value, list):
            write(f"{indent}{name}: {len(value) or 'none'}")
            for one in value:
                write(f"{indent}  {', '.join(f'{k} {v}' for k, v in one.items() if v)}")
        else:
            write(f"{indent}{name}: {value}")
