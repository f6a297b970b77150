"""`postpurchase show`, `timeline` and `explain`: one order, looked at three ways."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from postpurchase.cli.common import OrderName, Store
from postpurchase.cli.printing import add_row, show_table, table, write, write_document
from postpurchase.cli.session import Session

if TYPE_CHECKING:
    from postpurchase.app.history.timeline import TimelineEntry

_RETURN_COLUMNS = ("return", "kind", "units", "agreed", "way", "inspection", "money")
LOCALES = ("en", "uk", "pl", "ru", "zh")


def locales(incomplete: str) -> list[str]:
    """Complete the code of a language."""
    return [name for name in LOCALES if name.startswith(incomplete)]


Locale = Annotated[
    str,
    typer.Option(
        "--locale",
        metavar="LOCALE",
        help="The reader's language: en, uk, pl, ru or zh.",
        autocompletion=locales,
    ),
]


def show(session: Session, order: OrderName, store: Store) -> None:
    """Show an order as it stands: lines, parcels, money, returns, claims.

    Example: postpurchase show '#1001' --store sqlite:///shop.db
    """
    from postpurchase.app.history.documents import order_document

    with session.open(store) as shop:
        found = order_document(shop.order(order))
    if session.json:
        write_document(found)
        return
    _show_head(found)
    _show_table("Lines", ("line", "article", "ordered", "where"), _lines(found))
    _show_table("Parcels", ("parcel", "state", "carrier", "holds"), _parcels(found))
    _show_table("Payments", ("payment", "method", "state", "amount"), _payments(found))
    _show_table("Refunds", ("refund", "state", "amount"), _refunds(found))
    _show_table("Returns", _RETURN_COLUMNS, _returns(found))
    _show_table(
        "Claims", ("claim", "parcel", "kind", "state", "amount"), _claims(found)
    )
    _show_table(
        "Chargebacks", ("chargeback", "payment", "state", "amount"), _cases(found)
    )


def timeline(
    session: Session, order: OrderName, store: Store, locale: Locale = "en"
) -> None:
    """Tell what happened to an order, in the reader's language.

    Example: postpurchase timeline '#1001' --store sqlite:///shop.db --locale uk
    """
    from postpurchase.app.history.documents import timeline_document
    from postpurchase.app.history.timeline import checked_locale

    language = checked_locale(locale)
    with session.open(store) as shop:
        entries = shop.timeline(order, locale=language)
    if session.json:
        write_document(timeline_document(entries))
        return
    show_entries(entries)


def show_entries(entries: Iterable[TimelineEntry]) -> None:
    """Print a timeline as a table."""
    rows = table("when", "what happened", "by")
    rows.columns[0].no_wrap = True
    for entry in entries:
        add_row(rows, entry.at.strftime("%Y-%m-%d %H:%M"), entry.text, entry.by)
    show_table(rows)


def explain(session: Session, order: OrderName, store: Store) -> None:
    """Explain an order's total, balance, refunds, statuses and messages.

    Example: postpurchase explain '#1001' --store sqlite:///shop.db
    """
    with session.open(store) as shop:
        answers = shop.explain(order)
    if session.json:
        write_document(
            [{"question": one.question, "answer": one.answer} for one in answers]
        )
        return
    rows = table("question", "answer")
    for one in answers:
        add_row(rows, one.question, one.answer)
    show_table(rows)


def _show_head(found: dict[str, Any]) -> None:
    name = found["number"] or found["order_id"]
    status = found["status"]
    write(f"Order {name} ({found['order_id']}), placed {found['placed_at']}")
    write(f"{status['fulfilment']}, {status['financial']}, {status['return']}")
    write(
        f"total {_money(found['total'])}, captured {_money(found['captured'])}, "
        f"refunded {_money(found['refunded'])}, due {_money(found['balance_due'])}"
    )
    for hold in found["holds"]:
        write(f"on hold: {hold['reason']} ({hold['hold_id']})")
    for one in found["findings"]:
        write(
            f"watch: {one['kind']} at {one['stage']}, {one['whose']} ({one['action']})"
        )
    for one in found["changes"]:
        write(f"change: {one['kind']} of {one['parcel_id']} {one['state']}")


def _show_table(title: str, columns: tuple[str, ...], rows: list[list[Any]]) -> None:
    if not rows:
        return
    write("")
    write(title)
    shown = table(*columns)
    for row in rows:
        add_row(shown, *row)
    show_table(shown)


def _lines(found: dict[str, Any]) -> list[list[Any]]:
    return [
        [
            line["line_id"],
            line["title"] or line["sku"],
            line["ordered"],
            _counted(line["places"]),
        ]
        for line in found["lines"]
    ]


def _parcels(found: dict[str, Any]) -> list[list[Any]]:
    return [
        [
            parcel["parcel_id"],
            parcel["status"] or parcel["state"],
            " ".join(filter(None, (parcel["carrier"], parcel["tracking_number"]))),
            _units(parcel["units"]),
        ]
        for parcel in found["parcels"]
    ]


def _payments(found: dict[str, Any]) -> list[list[Any]]:
    return [
        [one["payment_id"], one["method"], one["state"], _money(one["amount"])]
        for one in found["payments"]
    ]


def _refunds(found: dict[str, Any]) -> list[list[Any]]:
    return [
        [one["refund_id"], one["state"], _money(one["amount"])]
        for one in found["refunds"]
    ]


def _returns(found: dict[str, Any]) -> list[list[Any]]:
    return [
        [
            one["return_id"],
            one["kind"],
            _units(one["units"]),
            one["intent"],
            one["logistics"],
            one["inspection"],
            one["money"],
        ]
        for one in found["returns"]
    ]


def _claims(found: dict[str, Any]) -> list[list[Any]]:
    return [
        [
            one["claim_id"],
            one["parcel_id"],
            one["kind"],
            one["state"],
            _money(one["amount"]),
        ]
        for one in found["claims"]
    ]


def _cases(found: dict[str, Any]) -> list[list[Any]]:
    return [
        [one["chargeback_id"], one["payment_id"], one["state"], _money(one["amount"])]
        for one in found["chargebacks"]
    ]


def _units(units: dict[str, int]) -> str:
    return ", ".join(f"{n} × {line}" for line, n in units.items())


def _counted(units: dict[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in units.items())


def _money(amount: dict[str, Any]) -> str:
    from postpurchase.values.money import Money

    return str(Money(amount["amount_minor"], amount["currency"]))
