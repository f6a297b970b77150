"""`postpurchase returns reasons`: why goods come back, and what to mend first."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from postpurchase.cli.commands.showing import Locale
from postpurchase.cli.common import Store
from postpurchase.cli.printing import add_row, show_table, table, write, write_document
from postpurchase.cli.session import Session

if TYPE_CHECKING:
    from postpurchase.returning.reasons import Fix, ReasonGroup, ReasonReport
    from postpurchase.values.money import Money

_SUPPLIERS_BYTES_MAX = 64 * 1024 * 1024


def _day(text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.isoformat() != text:
        raise typer.BadParameter(f"{text!r} is not a date such as 2026-06-06.")
    return found


_By = Annotated[
    str,
    typer.Option("--by", metavar="WHAT", help="article, supplier, packer or carrier."),
]
_Since = Annotated[
    Any,
    typer.Option(
        "--since", metavar="DATE", parser=_day, help="The first day of shipping."
    ),
]
_Until = Annotated[
    Any,
    typer.Option(
        "--until", metavar="DATE", parser=_day, help="The last day of shipping."
    ),
]
_Suppliers = Annotated[
    Path | None,
    typer.Option(
        "--suppliers",
        metavar="FILE",
        help="A CSV file of articles and their suppliers, without a header.",
    ),
]


def reasons(
    session: Session,
    store: Store,
    *,
    by: _By = "article",
    since_on: _Since = None,
    until_on: _Until = None,
    suppliers: _Suppliers = None,
    locale: Locale = "en",
) -> None:
    """Say why goods come back, and what to mend first.

    Counted are parcels that left in the time, by default all, and what of just
    these came back since.

    Example: postpurchase returns reasons --store sqlite:///shop.db --by carrier
    """
    from postpurchase.app.history.timeline import checked_locale

    language = checked_locale(locale)
    if since_on and until_on and until_on < since_on:
        raise typer.BadParameter(
            f"{until_on} is before {since_on}.", param_hint="'--until'"
        )
    since = datetime.combine(since_on or date(1970, 1, 1), datetime.min.time(), UTC)
    until = datetime.combine(until_on or date(9998, 1, 1), datetime.min.time(), UTC)
    known = _read_suppliers(suppliers) if suppliers else None
    with session.open(store) as shop:
        found = shop.return_reasons(
            since=since, until=until + timedelta(days=1), by=by, suppliers=known
        )
    if session.json:
        write_document(_document(found))
        return
    _show(found, by, language)


def _read_suppliers(path: Path) -> dict[str, str]:
    from postpurchase.errors import InvalidInput, MalformedInput
    from postpurchase.errors.inputs import short

    found: dict[str, str] = {}
    try:
        for n, row in enumerate(csv.reader(_lines_of(path)), start=1):
            if len(row) != 2:
                raise InvalidInput(
                    path=f"{path.name}, line {n}",
                    value=short(",".join(row)),
                    expected="an article and its supplier",
                )
            found[row[0]] = row[1]
    except csv.Error as fault:
        raise MalformedInput(
            path=path.name, value="the file", expected=str(fault)
        ) from None
    return found


def _lines_of(path: Path) -> io.StringIO:
    from postpurchase.adapters.decoding import decode_text
    from postpurchase.errors import InputTooLarge, MalformedInput

    try:
        with path.open("rb") as stream:
            content = stream.read(_SUPPLIERS_BYTES_MAX + 1)
    except OSError as fault:
        expected = fault.strerror or "a file"
        raise MalformedInput(
            path=str(path), value="the file", expected=expected
        ) from None
    if len(content) > _SUPPLIERS_BYTES_MAX:
        most = f"{_SUPPLIERS_BYTES_MAX} bytes"
        raise InputTooLarge(path=path.name, value="the file", expected=most)
    return io.StringIO(decode_text(content, path=path.name), newline="")


def _document(found: ReasonReport) -> dict[str, Any]:
    return {
        "total": _group(found.total),
        "groups": [_group(group) for group in found.groups],
        "fix_first": [_fix(fix) for fix in found.first],
    }


def _group(group: ReasonGroup) -> dict[str, Any]:
    return {
        "by": group.by,
        "value": group.value,
        "units_sent": group.rate.out_of,
        "units_returned": group.rate.count,
        "rate_least": round(group.rate.least, 4),
        "rate_most": round(group.rate.most, 4),
        "units_controllable": group.controllable.count,
        "reasons": [
            {"reason": reason, "units": units} for reason, units in group.reasons
        ],
        "faults": [{"fault": fault, "units": units} for fault, units in group.faults],
        "cost": _amount(group.cost),
        "fixes": [_fix(fix) for fix in group.fixes],
    }


def _fix(fix: Fix) -> dict[str, Any]:
    return {
        "value": fix.value,
        "fix": fix.fix,
        "units": fix.units,
        "cost": _amount(fix.cost),
    }


def _amount(cost: Money | None) -> dict[str, Any] | None:
    if cost is None:
        return None
    return {"amount_minor": cost.amount_minor, "currency": cost.currency}


def _show(found: ReasonReport, by: str, locale: str) -> None:
    from postpurchase import wording

    total = found.total
    if not total.rate.out_of:
        write("Nothing was sent in this time.")
        return
    write(f"Units returned: {total.rate}. Preventable: {total.controllable}.")
    groups = table(by, "returned", "preventable", "main reason", "value")
    for group in found.groups:
        if group.rate.count:
            main = wording.word("reason", group.reasons[0][0], locale)
            add_row(
                groups,
                group.value or "?",
                str(group.rate),
                str(group.controllable.count),
                main,
                "" if group.cost is None else group.cost.format(locale),
            )
    show_table(groups)
    for n, fix in enumerate(found.first[:10], start=1):
        what = wording.word("fix", fix.fix, locale)
        cost = "" if fix.cost is None else f", {fix.cost.format(locale)}"
        write(f"{n}. {fix.value or '?'}: {what} ({fix.units}{cost})")
