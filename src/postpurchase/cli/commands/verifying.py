"""`postpurchase verify`: is the log what was written?"""

from __future__ import annotations

import typer

from postpurchase.cli.common import Store
from postpurchase.cli.failures import REFUSED
from postpurchase.cli.printing import note, write, write_document
from postpurchase.cli.session import Session


def verify(session: Session, store: Store) -> None:
    """Read the whole log and check that nothing in it was changed.

    The exit code is 1 if anything is broken.

    Example: postpurchase verify --store sqlite:///shop.db
    """
    import attrs

    with session.open(store) as shop:
        found = shop.verify()
    if session.json:
        write_document(attrs.asdict(found))
    else:
        for one in found.broken:
            write(f"broken: {one.stream}, event {one.version}: {one.reason}")
        broken = f"{len(found.broken)} broken"
        write(f"{found.streams} orders and accounts, {found.events} events, {broken}")
        if found.broken:
            note("Error: the log was changed or damaged; restore it from a backup.")
    if found.broken:
        raise typer.Exit(REFUSED)
