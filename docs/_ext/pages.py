"""Sphinx extension: fill generated parts in, and leave a Markdown twin per page.

``reference/commands.html`` gets a ``reference/commands.md`` beside it, with the
generated parts written out, and ``llms.txt`` lists all twins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from reference import expand

TITLE = re.compile(r"^# (.+)$", re.MULTILINE)
FIGURE = re.compile(r"<figure>.*?</figure>\n*", re.DOTALL)
DIRECTIVE = re.compile(r"^(`{3,}|:{3,})\{toctree\}.*?^\1\n", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\[([^\]]+)\]\([^)]+\)")
DOORS = ("tutorial", "how-to", "reference", "explanation", "decisions")


def all_pages(docs: Path) -> list[Path]:
    """List the pages: the index first, then door by door."""
    found = [path.relative_to(docs) for path in docs.rglob("*.md")]
    kept = [path for path in found if not path.parts[0].startswith("_")]

    def rank(path: Path) -> tuple[int, bool, str]:
        door = path.parts[0] if len(path.parts) > 1 else ""
        order = DOORS.index(door) if door in DOORS else -1
        return order, path.stem != "index", path.as_posix()

    return sorted(kept, key=rank)


def twin(source: str) -> str:
    """Write a page without what only a browser shows."""
    return FIGURE.sub("", DIRECTIVE.sub("", expand(source))).strip() + "\n"


def first_sentence(source: str) -> str:
    """Return the first paragraph after the title, as one line and without links."""
    after = TITLE.split(DIRECTIVE.sub("", source), maxsplit=1)[-1].strip()
    return LINK.sub(r"\1", " ".join(after.partition("\n\n")[0].split()))


def index_for_machines(docs: Path) -> str:
    """Write llms.txt: what this is, and every page with a line about it."""
    front = (docs / "index.md").read_text(encoding="utf-8")
    lines = ["# postpurchase", "", f"> {first_sentence(front)}", ""]
    door = ""
    for page in all_pages(docs):
        source = (docs / page).read_text(encoding="utf-8")
        if len(page.parts) > 1 and page.parts[0] != door:
            door = page.parts[0]
            lines += ["", f"## {door.capitalize()}", ""]
        title = TITLE.search(source)
        name = title[1] if title else page.stem
        lines.append(f"- [{name}]({page.as_posix()}): {first_sentence(source)}")
    return "\n".join(lines).strip() + "\n"


def fill_in(_app: Sphinx, _docname: str, content: list[str]) -> None:
    """Replace the marks of a page before it is read."""
    content[0] = expand(content[0])


def leave_twins(app: Sphinx, failure: Exception | None) -> None:
    """Write the twins and llms.txt beside the pages."""
    if failure or app.builder.format != "html":
        return
    docs, out = Path(app.srcdir), Path(app.outdir)
    for page, text in twins(docs):
        target = out / page
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    (out / "llms.txt").write_text(index_for_machines(docs), encoding="utf-8")


def twins(docs: Path) -> Iterator[tuple[Path, str]]:
    """Pair every page with the text of its twin."""
    for page in all_pages(docs):
        yield page, twin((docs / page).read_text(encoding="utf-8"))


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.connect("source-read", fill_in)
    app.connect("build-finished", leave_twins)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
