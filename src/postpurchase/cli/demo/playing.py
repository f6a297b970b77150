"""Playing the stories: every moment in its turn, through the shop's own face."""

from __future__ import annotations

import threading
from collections.abc import Iterator

from postpurchase.app import PostPurchase
from postpurchase.app.history.documents import order_document, timeline_document
from postpurchase.app.history.timeline import checked_locale
from postpurchase.cli.demo.board import Board
from postpurchase.cli.demo.closing import close
from postpurchase.cli.demo.shop import Clock, Letters, open_shop, quote
from postpurchase.cli.demo.stories import HERO, STORIES
from postpurchase.cli.demo.story import Moment, Story
from postpurchase.cli.printing import (
    console,
    is_terminal,
    results,
    show_table,
    write_document,
)
from postpurchase.cli.session import Session
from postpurchase.messages.telling import tell
from postpurchase.order.model import Order

FRAME_S = 0.05
"""How long a moment is shown."""

News = tuple[Order, str]
"""An order and the last thing that happened to it, in its customer's language."""


def play(session: Session, locale: str, *, is_moving: bool) -> None:
    """Play all stories and show them.

    Args:
        session: What the shared options say.
        locale: The reader's language.
        is_moving: Whether a terminal shows every moment; elsewhere only the end
            is shown.
    """
    language = checked_locale(locale)
    clock, letters = Clock(), Letters()
    with open_shop(session, clock, letters) as shop:
        if session.json:
            _write_json(shop, clock, language)
            return
        board = Board(language)
        if is_moving and is_terminal(results()):
            _move(shop, clock, board)
        else:
            for order, news in perform(shop, clock):
                board.put(order, news)
            show_table(board.drawn(clock.at))
        close(shop, language, letters)


def perform(shop: PostPurchase, clock: Clock) -> Iterator[News]:
    """Let everything happen, in the order of time."""
    for hours, story, moment in schedule():
        clock.turn_to(hours)
        if moment is None:
            placed = story.place(clock.at, quote(shop, story, clock.at))
            outcome = shop.handle(placed)
        else:
            order = shop.order(story.order_id)
            outcome = shop.handle(moment.make(order, clock.at))
        shop.dispatch()
        locale = story.customer.locale
        yield outcome.order, tell(outcome.events[-1], outcome.order, locale)


def schedule() -> list[tuple[float, Story, Moment | None]]:
    """List what happens when; None places the order."""
    found: list[tuple[float, Story, Moment | None]] = []
    for story in STORIES:
        found.append((story.begins_hours, story, None))
        found += [(story.begins_hours + one.hours, story, one) for one in story.moments]
    return sorted(found, key=lambda one: one[0])


def _move(shop: PostPurchase, clock: Clock, board: Board) -> None:
    from rich.live import Live

    pause = threading.Event()
    with Live(console=console(), auto_refresh=False) as live:
        for order, news in perform(shop, clock):
            board.put(order, news)
            live.update(board.drawn(clock.at), refresh=True)
            pause.wait(FRAME_S)


def _write_json(shop: PostPurchase, clock: Clock, language: str) -> None:
    for _ in perform(shop, clock):
        continue
    told = shop.timeline(HERO.order_id, locale=language)
    write_document(
        {
            "orders": [order_document(shop.order(one.order_id)) for one in STORIES],
            "timeline": timeline_document(told),
        }
    )
