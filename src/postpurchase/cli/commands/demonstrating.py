"""`postpurchase demo`: a few orders live their lives, without network or server."""

from __future__ import annotations

from typing import Annotated

import typer

from postpurchase.cli.commands.showing import Locale
from postpurchase.cli.session import Session


def demo(
    session: Session,
    locale: Locale = "en",
    fast: Annotated[
        bool,
        typer.Option("--fast", "--no-animation", help="Show the end at once."),
    ] = False,
) -> None:
    """Show invented orders going through their lives, then one order's timeline.

    It needs no network and no server and leaves nothing behind. Shipments are
    split, a quality check fails, a parcel is late, and money goes back.

    Example: postpurchase demo --locale uk
    """
    from postpurchase.cli.demo.playing import play

    play(session, locale, is_moving=not fast)
