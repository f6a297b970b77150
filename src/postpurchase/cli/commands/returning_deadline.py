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

_ISO = {"EL": "GR", "UK": "GB"}
"""What the European Union writes otherwise than ISO 3166 does."""

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


def _when(option: str, help_: str) -> Any:
    return typer.Option(option, metavar="DATE", parser=_day, help=help_)


def _text(metavar: str, help_: str) -> Any:
    return typer.Option(metavar=metavar, help=help_)


def _flag(option: str, help_: str) -> Any:
    return typer.Option(option, help=help_)


_Informed = Annotated[
    Any,
    typer.Option(
        "--informed",
        metavar="DATE|never",
        parser=_informed,
        help="When the right was explained, if late.",
    ),
]
_Statute = Annotated[str, _text("CODE", "EU, UK, US, PL or UA; found by country.")]
_Country = Annotated[str, _text("CODE", "Where the consumer is, such as PL.")]
_Subdivision = Annotated[
    str, _text("CODE", "A state with holidays of its own, such as BY.")
]
_Name = Annotated[str, _text("NAME", "What ends, such as send-back.")]
_Delivery = Annotated[
    str, _text("KIND", "single, several, lots, regular, service or digital.")
]
_Delivered = Annotated[
    Any, _when("--delivered", "When the consumer got the good that counts.")
]
_Contract = Annotated[Any, _when("--contract", "When it was ordered.")]
_Visit = Annotated[bool, _flag("--visit", "After an unsolicited visit at home.")]
_Notice = Annotated[
    Any, _when("--notice", "When the trader learned of the withdrawal.")
]
_Returned = Annotated[Any, _when("--returned", "When the goods were back.")]
_Evidence = Annotated[
    Any, _when("--evidence", "When there was proof that they were sent.")
]
_Collects = Annotated[bool, _flag("--collects", "The trader fetches the goods.")]
_Asked = Annotated[
    Any, _when("--asked", "When a remedy was asked for or a complaint made.")
]
_Repaired = Annotated[Any, _when("--repaired", "When the goods were back from repair.")]
_Agreed = Annotated[Any, _when("--agreed", "When the trader agreed to a refund.")]
_Stated = Annotated[Any, _when("--stated", "By when shipment was promised.")]
_Revised = Annotated[Any, _when("--revised", "The later day that was offered.")]
_Renewed = Annotated[bool, _flag("--renewed", "The delay is not the first.")]
_Credit = Annotated[bool, _flag("--credit", "The seller itself gives credit.")]


def deadline(
    session: Session,
    *,
    statute: _Statute = "",
    country: _Country = "",
    subdivision: _Subdivision = "",
    name: _Name = "withdraw",
    delivery: _Delivery = "single",
    delivered_on: _Delivered = None,
    contract_on: _Contract = None,
    informed: _Informed = None,
    is_visit: _Visit = False,
    notice_on: _Notice = None,
    returned_on: _Returned = None,
    evidence_on: _Evidence = None,
    collects: _Collects = False,
    asked_on: _Asked = None,
    repaired_on: _Repaired = None,
    agreed_on: _Agreed = None,
    stated_on: _Stated = None,
    revised_on: _Revised = None,
    is_renewed: _Renewed = False,
    is_credit: _Credit = False,
) -> None:
    """Compute a legal deadline, with the rule that it follows from.

    What can end: withdraw, send-back, refund, withhold, deliver, guarantee,
    presumption; reject and reject-refund (UK), complaint (PL), exchange (UA), ship
    and cancel (US). It is no legal advice.

    Example: postpurchase returns deadline --country PL --delivered 2026-06-06
    """
    facts: dict[str, Any] = {
        "subdivision": subdivision,
        "delivery": delivery,
        "delivered_on": delivered_on,
        "contract_on": contract_on,
        "is_informed": informed != NEVER,
        "informed_on": None if informed == NEVER else informed,
        "is_visit": is_visit,
        "notice_on": notice_on,
        "returned_on": returned_on,
        "evidence_on": evidence_on,
        "collects": collects,
        "asked_on": asked_on,
        "repaired_on": repaired_on,
        "agreed_on": agreed_on,
        "stated_on": stated_on,
        "revised_on": revised_on,
        "is_renewed": is_renewed,
        "is_credit": is_credit,
    }
    found = _computed(statute, country, name.replace("-", "_"), facts)
    if session.json:
        write_document(_document(found))
    else:
        write_prose(_sentence(found))


def _computed(statute: str, country: str, name: str, facts: dict[str, Any]) -> Deadline:
    from postpurchase.errors import InvalidInput
    from postpurchase.returning import statutes

    place = country.strip().upper()
    place = _ISO.get(place, place)
    found = statute.strip().upper() or statutes.statute_of(place)
    if not found:
        found = "US" if place == "US" else "EU"
    try:
        return statutes.deadline(found, country=place, name=name, **facts)
    except InvalidInput as fault:
        option = f"'--{fault.path.removesuffix('_on')}'"
        said = fault.user_message("en")
        raise typer.BadParameter(said, param_hint=option) from None


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
