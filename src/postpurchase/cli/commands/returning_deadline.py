"""`postpurchase returns deadline`: what a law says, to the day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from postpurchase.cli.printing import write_document, write_prose
from postpurchase.cli.session import Session

if TYPE_CHECKING:
    from postpurchase.values.rulings import Deadline

NEVER = "never"
"""What stands for a right that was never explained."""

_WHAT = {
    "cancel": "Without an answer, the order is cancelled on {day}",
    "complaint": "The last day to answer the complaint is {day}",
    "deliver": "The last day to deliver is {day}",
    "exchange": "The last day to exchange is {day}",
    "guarantee": "The seller answers for faults that show until {day}",
    "presumption": "A fault is presumed to have been there if it shows until {day}",
    "refund": "The last day to refund is {day}",
    "reject": "The last day to reject the goods is {day}",
    "reject_refund": "The last day to refund rejected goods is {day}",
    "send_back": "The last day to send the goods back is {day}",
    "ship": "The last day to ship is {day}",
    "withdraw": "The last day to withdraw is {day}",
    "withhold": "The refund may be withheld until {day}",
}
"""A sentence for each deadline."""


def _day(text: str) -> date:
    """Read a date as it is written in ISO 8601, and in no other way."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.isoformat() != text:
        raise typer.BadParameter(f"{text!r} is not a date such as 2026-06-06.")
    return found


def _informed(text: str) -> date | str:
    return NEVER if text == NEVER else _day(text)


def _on(option: str, help_: str, *, parser: Any = _day, metavar: str = "DATE") -> Any:
    return typer.Option(option, metavar=metavar, parser=parser, help=help_)


def deadline(
    session: Session,
    *,
    statute: Annotated[
        str, typer.Option(metavar="CODE", help="EU, UK, US, PL or UA; by country.")
    ] = "",
    country: Annotated[
        str, typer.Option(metavar="CODE", help="Where the consumer is, such as PL.")
    ] = "",
    subdivision: Annotated[
        str, typer.Option(metavar="CODE", help="A state with own holidays: BY.")
    ] = "",
    name: Annotated[
        str, typer.Option(metavar="NAME", help="What ends, such as send-back.")
    ] = "withdraw",
    delivery: Annotated[
        str,
        typer.Option(
            metavar="KIND", help="single, several, lots, regular, service or digital."
        ),
    ] = "single",
    delivered: Annotated[Any, _on("--delivered", "Possession of the good.")] = None,
    contract: Annotated[Any, _on("--contract", "The order.")] = None,
    informed: Annotated[
        Any,
        _on(
            "--informed",
            "When the right was explained, if late.",
            parser=_informed,
            metavar="DATE|never",
        ),
    ] = None,
    visit: Annotated[
        bool, typer.Option("--visit", help="After an unsolicited visit at home.")
    ] = False,
    notice: Annotated[Any, _on("--notice", "The trader learned of it.")] = None,
    returned: Annotated[Any, _on("--returned", "The goods were back.")] = None,
    evidence: Annotated[Any, _on("--evidence", "Proof that they were sent.")] = None,
    collects: Annotated[
        bool, typer.Option("--collects", help="The trader fetches the goods.")
    ] = False,
    asked: Annotated[Any, _on("--asked", "Remedy or complaint.")] = None,
    repaired: Annotated[Any, _on("--repaired", "Back from repair.")] = None,
    agreed: Annotated[Any, _on("--agreed", "The trader agreed to refund.")] = None,
    stated: Annotated[Any, _on("--stated", "The promised day of shipment.")] = None,
    revised: Annotated[Any, _on("--revised", "The later day offered.")] = None,
    renewed: Annotated[
        bool, typer.Option("--renewed", help="The delay is not the first.")
    ] = False,
    credit: Annotated[
        bool, typer.Option("--credit", help="The seller itself gives credit.")
    ] = False,
) -> None:
    """Compute a legal deadline, with the rule that it follows from.

    What can end: withdraw, send-back, refund, withhold, deliver, guarantee,
    presumption; reject and reject-refund (UK), complaint (PL), exchange (UA), ship
    and cancel (US). It is no legal advice.

    Example: postpurchase returns deadline --country PL --delivered 2026-06-06
    """
    facts = {
        "subdivision": subdivision,
        "delivery": delivery,
        "delivered_on": delivered,
        "contract_on": contract,
        "is_informed": informed != NEVER,
        "informed_on": None if informed == NEVER else informed,
        "is_visit": visit,
        "notice_on": notice,
        "returned_on": returned,
        "evidence_on": evidence,
        "collects": collects,
        "asked_on": asked,
        "repaired_on": repaired,
        "agreed_on": agreed,
        "stated_on": stated,
        "revised_on": revised,
        "is_renewed": renewed,
        "is_credit": credit,
    }
    found = _computed(statute, country, name.replace("-", "_"), facts)
    if session.json:
        write_document(_document(found))
        return
    write_prose(_sentence(found))


_OPTIONS = {"is_informed": "--informed", "is_visit": "--visit", "is_credit": "--credit"}


def _computed(statute: str, country: str, name: str, facts: dict[str, Any]) -> Deadline:
    from postpurchase.errors import InvalidInput
    from postpurchase.returning import statutes

    place = country.strip().upper()
    found = statute.strip().upper() or statutes.statute_of(place)
    if not found:
        found = "US" if place == "US" else "EU"
    try:
        return statutes.deadline(found, country=place, name=name, **facts)
    except InvalidInput as fault:
        option = _OPTIONS.get(fault.path, f"--{fault.path.removesuffix('_on')}")
        raise typer.BadParameter(
            fault.user_message("en"), param_hint=f"'{option}'"
        ) from None


def _document(found: Deadline) -> dict[str, Any]:
    rolled_from = found.rolled_from
    return {
        "last_day": found.last_on.isoformat(),
        "basis": found.basis,
        "calendar": found.calendar or None,
        "rolled_from": rolled_from.isoformat() if rolled_from else None,
    }


def _sentence(found: Deadline) -> str:
    said = f"{_WHAT[found.name].format(day=_spoken(found.last_on))} ({found.basis})."
    if found.rolled_from is None:
        return said
    return (
        f"{said} It would have been {_spoken(found.rolled_from)}, which is no working "
        f"day by {found.calendar}."
    )


def _spoken(day: date) -> str:
    return f"{day:%A}, {day.day} {day:%B %Y} ({day.isoformat()})"
