"""Turn a docstring with Google sections into Markdown."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Iterator

SECTION = re.compile(r"^(Args|Attributes|Raises|Returns|Yields):$")
ITEM = re.compile(r"^\*{0,2}(\w+)(?: \([^)]*\))?: ?(.*)$")


def split(docstring: str) -> tuple[list[str], dict[str, list[str]]]:
    """Part a docstring into its prose and the lines of each section."""
    prose: list[str] = []
    sections: dict[str, list[str]] = {}
    current: list[str] | None = None
    for line in inspect.cleandoc(docstring).splitlines():
        if named := SECTION.match(line):
            current = sections.setdefault(named[1], [])
        elif current is not None and (not line or line.startswith(" ")):
            current.append(line)
        else:
            current = None
            prose.append(line)
    return prose, sections


def items(lines: Iterable[str]) -> dict[str, str]:
    """Read ``name: text`` entries with their continued lines."""
    found: dict[str, str] = {}
    name = ""
    for line in inspect.cleandoc("\n".join(lines)).splitlines():
        if line and not line.startswith(" ") and (entry := ITEM.match(line)):
            name = entry[1]
            found[name] = entry[2]
        elif name and line.strip():
            found[name] = f"{found[name]} {line.strip()}".strip()
    return found


def arguments(thing: object) -> dict[str, str]:
    """Say what each argument means, own words before those of the bases."""
    found: dict[str, str] = {}
    bases = inspect.getmro(thing) if inspect.isclass(thing) else (thing,)
    for base in bases:
        if base is object:
            continue
        _, sections = split(base.__doc__ or "")
        for name in ("Args", "Attributes"):
            found = items(sections.get(name, ())) | found
    return found


def fenced(prose: Iterable[str]) -> Iterator[str]:
    """Put fences around the examples that doctest runs."""
    inside = False
    for line in prose:
        starts = line.startswith(">>>")
        if starts and not inside:
            yield from ("", "```pycon")
        elif inside and not line:
            yield "```"
        inside = starts or (inside and bool(line))
        yield line
    if inside:
        yield "```"


def summary(thing: object) -> str:
    """Return the first sentence."""
    return (inspect.getdoc(thing) or "").partition("\n\n")[0].replace("\n", " ")


def to_markdown(thing: object, *, arguments: str | None = None) -> str:
    """Write a docstring as Markdown: prose, arguments, answer, errors, examples.

    Args:
        thing: What has the docstring.
        arguments: What stands in the place of the arguments; None for those of the
            docstring.
    """
    prose, sections = split(thing.__doc__ or "")
    text = "\n".join(fenced(prose)).strip()
    examples = text.find("\n```pycon")
    head, tail = (
        (text, "") if examples < 0 else (text[:examples], text[examples:].strip())
    )
    parts = [head.strip()]
    if arguments is None:
        named = items(sections.get("Args", ()))
        arguments = "\n".join(f"- `{key}`: {said}" for key, said in named.items())
    parts.append(arguments)
    for title in ("Returns", "Yields"):
        if lines := sections.get(title):
            said = " ".join(line.strip() for line in lines).strip()
            parts.append(f"**{title}** {said}")
    if raised := items(sections.get("Raises", ())):
        rows = "\n".join(f"- `{key}`: {said}" for key, said in raised.items())
        parts.append(f"**Raises**\n\n{rows}")
    return "\n\n".join(part for part in [*parts, tail] if part).strip()
