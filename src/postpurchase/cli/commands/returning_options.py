"""`postpurchase returns options`: what could come back now, how, and for how much."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from postpurchase.cli.commands.showing import Locale
from postpurchase.cli.common import OrderName, Store
from postpurchase.cli.printing import (
    add_row,
    show_table,
    table,
    write_document,
    write_prose,
)
from postpurchase.cli.session import Session

if TYPE_CHECKING:
    from postpurchase.app.returns.options import ReturnOptions, WayOption

LISTED = 3
"""Visits of a courier that are shown; the document has all."""


def _moment(text: str) -> datetime:
    """Read a moment with its offset, as ISO 8601 writes it."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise typer.BadParameter(f"{text!r} is not a time with its offset.")
    return found


_Ways = Annotated[
    Path | None,
    typer.Option(
        "--ways", metavar="FILE", help="The shop's ways back, as TOML or JSON."
    ),
]
_At = Annotated[
    Any,
    typer.Option(
        "--at",
        metavar="TIME",
        parser=_moment,
        help="When, such as 2026-06-04T09:00+01:00; now if left out.",
    ),
]
_Reason = Annotated[
    str, typer.Option("--reason", metavar="CODE", help="Why, such as fit.too_small.")
]
_Policy = Annotated[
    str, typer.Option("--policy", metavar="CODE", help="Which policy rules.")
]


def options(
    session: Session,
    order: OrderName,
    store: Store,
    *,
    ways: _Ways = None,
    at: _At = None,
    reason: _Reason = "",
    policy: _Policy = "",
    locale: Locale = "en",
) -> None:
    """Show what may come back, until when, by which ways, and the refund of each.

    Without --ways, they are those of the shop's own plugin.

    Example: postpurchase returns options '#1001' --store sqlite:///shop.db
    """
    from postpurchase.adapters.way_files import ways_from_file
    from postpurchase.app.history.timeline import checked_locale

    language = checked_locale(locale)
    offered = None if ways is None else ways_from_file(ways)
    with session.open(store) as shop:
        found = shop.return_options(
            order, at=at, ways=offered, reason=reason, policy=policy
        )
    if session.json:
        write_document(found.document(language))
        return
    _show_lines(found, language)
    _show_ways(found, language)
    for refused in found.menu.refused:
        name = refused.way.name or _method(refused.way.method, language)
        write_prose(f"{name}: {refused.text(language)}.")


def _show_lines(found: ReturnOptions, locale: str) -> None:
    from postpurchase.wording import shown

    rows = table("line", "article", "units", "may come back", "last day", "by")
    for line in found.lines:
        last_on = shown(line.last_on, locale)
        may = "yes" if line.allowed else "no"
        add_row(rows, line.line_id, line.title, line.units, may, last_on, line.basis)
    show_table(rows)
    for reason in dict.fromkeys(one for line in found.lines for one in line.reasons):
        write_prose(reason)


def _show_ways(found: ReturnOptions, locale: str) -> None:
    if not found.ways:
        return
    rows = table("way", "carrier", "price", "refund", "needs", "when")
    for way in found.ways:
        price = way.offer.price
        add_row(
            rows,
            way.offer.title(locale),
            way.offer.way.carrier,
            price.format(locale) if price is not None else "",
            way.refund.format(locale),
            ", ".join(way.offer.needed(locale)),
            _when(way, locale),
        )
    show_table(rows)


def _when(way: WayOption, locale: str) -> str:
    from postpurchase.wording import shown

    if way.offer.usable_until:
        return shown(way.offer.usable_until, locale)
    visits = way.offer.visits[:LISTED]
    return "; ".join(f"{shown(visit.on, locale)} {visit.slot}" for visit in visits)


def _method(code: str, locale: str) -> str:
    from postpurchase.wording import word

    return word("return_method", code, locale)
