"""On which line of a TOML document a path stands, for errors that people read."""

from __future__ import annotations

import re
from typing import Final

_KEY: Final = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
_KEYS: Final = rf"{_KEY}(?:\s*\.\s*{_KEY})*"
_TABLE: Final = re.compile(rf"\s*\[\s*({_KEYS})\s*\]")
_ROW: Final = re.compile(rf"\s*\[\[\s*({_KEYS})\s*\]\]")
_PAIR: Final = re.compile(rf"\s*({_KEYS})\s*=")
_PART: Final = re.compile(_KEY)


def line_of(text: str, path: str) -> int | None:
    r"""Return the line, from 1, of a path or of the nearest thing around it.

    Inline tables and lists stand on the line on which they begin.

    Args:
        text: The document.
        path: A path such as ``policy.steps[1].from_day``.

    >>> line_of("[policy]\ncode = 'a'\n[[policy.steps]]\n", "policy.steps[0].x")
    3
    """
    lines = lines_of(text)
    while path and path not in lines:
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return lines.get(path)


def lines_of(text: str) -> dict[str, int]:
    """Return the line of every table and key by its path."""
    lines: dict[str, int] = {}
    rows: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.splitlines(), start=1):
        row, plain, pair = _ROW.match(line), _TABLE.match(line), _PAIR.match(line)
        if row:
            plain_path = _resolved(_parts(row.group(1)), rows)
            rows[plain_path] = rows.get(plain_path, -1) + 1
            table = f"{plain_path}[{rows[plain_path]}]"
            lines.setdefault(plain_path, number)
            lines[table] = number
        elif plain:
            table = _last(_resolved(_parts(plain.group(1)), rows), rows)
            lines.setdefault(table, number)
        elif pair:
            key = ".".join(_parts(pair.group(1)))
            lines.setdefault(f"{table}.{key}" if table else key, number)
    return lines


def _parts(keys: str) -> list[str]:
    return [one.strip("\"'") for one in _PART.findall(keys)]


def _resolved(parts: list[str], rows: dict[str, int]) -> str:
    """Join the parts; what lies in a list of tables lies in its latest one."""
    path = ""
    for part in parts:
        path = f"{_last(path, rows)}.{part}" if path else part
    return path


def _last(path: str, rows: dict[str, int]) -> str:
    return f"{path}[{rows[path]}]" if path in rows else path
