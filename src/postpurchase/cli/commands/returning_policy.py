"""`postpurchase returns policy`: a policy that a shop wrote, checked and told."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from postpurchase.cli.commands.showing import Locale
from postpurchase.cli.printing import note, write, write_document, write_prose
from postpurchase.cli.session import Session

if TYPE_CHECKING:
    from postpurchase.returning.policies import Policies
    from postpurchase.returning.policies.text import PolicyText

_File = Annotated[
    Path, typer.Argument(metavar="FILE", help="The policy, as TOML or JSON.")
]
_Currency = Annotated[
    str, typer.Option(metavar="CODE", help="The reader's currency, such as PLN.")
]
_Segment = Annotated[
    list[str],
    typer.Option(
        "--segment", metavar="NAME", help="Read it as such a customer; repeatable."
    ),
]
_Brief = Annotated[
    bool, typer.Option("--brief", help="What fits on a slip in the parcel.")
]
_Check = Annotated[
    bool, typer.Option("--check", help="Say whether it is sound, and no more.")
]
_Schema = Annotated[
    bool, typer.Option("--schema-org", help="Write it as MerchantReturnPolicy.")
]


def policy(
    session: Session,
    file: _File,
    *,
    locale: Locale = "en",
    currency: _Currency = "",
    segments: _Segment = [],  # noqa: B006 - typer's way to say none
    brief: _Brief = False,
    check: _Check = False,
    schema_org: _Schema = False,
) -> None:
    """Say a return policy in words, or what is wrong with its file.

    With --schema-org, what cannot be said there goes to standard error, or into the
    document with --json.

    Example: postpurchase returns policy returns.toml --locale pl
    """
    from postpurchase.adapters.policy_files import policies_from_file
    from postpurchase.app.history.timeline import checked_locale
    from postpurchase.returning.policies.text import policy_text

    found = policies_from_file(file)
    if check:
        _checked(session, file, found)
        return
    if schema_org:
        _as_schema(session, found)
        return
    text = policy_text(
        found, checked_locale(locale), currency=currency, segments=segments
    )
    if session.json:
        write_document(_document(found, text))
        return
    for line in (text.brief() if brief else text.plain()).splitlines():
        write_prose(line)


def _checked(session: Session, file: Path, found: Policies) -> None:
    codes = [one.code for one in found.policies]
    if session.json:
        write_document({"file": str(file), "policies": codes, "faults": []})
        return
    write(f"{file}: no faults; policies: {', '.join(codes)}")


def _as_schema(session: Session, found: Policies) -> None:
    from postpurchase.returning.policies.schema_org import schema_policy

    said = {one.code: schema_policy(one) for one in found.policies}
    documents = [one.document for one in said.values()]
    if session.json:
        lost = {code: list(one.lost) for code, one in said.items() if one.lost}
        write_document({"documents": documents, "lost": lost})
        return
    write_document(documents[0] if len(documents) == 1 else documents)
    for code, one in said.items():
        if one.lost:
            note(f"Not said of {code}: {', '.join(one.lost)}.")


def _document(found: Policies, text: PolicyText) -> dict[str, Any]:
    from postpurchase.returning.policies.writing import write_policies

    return {
        **_plain(write_policies(found)),
        "text": {
            "locale": text.locale,
            "title": text.title,
            "sections": [
                {
                    "heading": one.heading,
                    "paragraphs": list(one.paragraphs),
                    "bullets": list(one.bullets),
                }
                for one in text.sections
            ],
            "short": list(text.short),
        },
    }


def _plain(value: Any) -> Any:
    """Write dates as JSON has them."""
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value
