"""`postpurchase dispatch`: telling subscribers what happened, and what is due."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from postpurchase.cli.common import Store
from postpurchase.cli.failures import INTERRUPTED, REFUSED
from postpurchase.cli.printing import is_terminal, note, results, write, write_document
from postpurchase.cli.session import Session

if TYPE_CHECKING:
    from postpurchase.app import PostPurchase
    from postpurchase.dispatch import Report

TERMINATED = 143


def dispatch(
    session: Session,
    store: Store,
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on until Ctrl-C or SIGTERM.")
    ] = False,
    limit: Annotated[
        int, typer.Option(min=1, metavar="N", help="How many deliveries at most.")
    ] = 1000,
    notify: Annotated[
        str, typer.Option(metavar="CHANNEL", help="Tell customers by this channel.")
    ] = "",
) -> None:
    """Tell plugins what happened, and do what is due.

    The exit code is 1 if a delivery failed: it is tried again by itself, and put
    aside when that does not help.

    Example: postpurchase dispatch --store sqlite:///shop.db --watch
    """
    ended: list[int] = []
    with session.open(store, notify=notify) as shop:
        report = _watch(session, shop, ended) if watch else shop.dispatch(limit)
    if session.json:
        write_document(_document(report))
    elif not watch:
        write(_said(report))
    if ended:
        raise typer.Exit(ended[0])
    if report.retried or report.buried:
        raise typer.Exit(REFUSED)


def _watch(session: Session, shop: PostPurchase, ended: list[int]) -> Report:
    def each(report: Report) -> None:
        if not session.json:
            write(_said(report))
            results().flush()

    with _until_signal(ended) as stop:
        return shop.watch(stop, each=each)


@contextmanager
def _until_signal(ended: list[int]) -> Iterator[threading.Event]:
    """Set an event at the first signal; the second one ends at once."""
    stop = threading.Event()

    def end(number: int, _frame: FrameType | None) -> None:
        if ended:
            raise KeyboardInterrupt
        ended.append(INTERRUPTED if number == signal.SIGINT else TERMINATED)
        if is_terminal(sys.stderr):
            note("The delivery that is being made is finished; Ctrl-C stops at once.")
        # From a thread: the event's lock may be held by what was interrupted.
        threading.Thread(target=stop.set).start()

    before = {one: signal.signal(one, end) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _document(report: Report) -> dict[str, int]:
    return {"done": report.done, "retried": report.retried, "buried": report.buried}


def _said(report: Report) -> str:
    return (
        f"{report.done} done, {report.retried} to be tried again, "
        f"{report.buried} put aside"
    )
