"""Draw a table of moves: states in a row, moves as arcs, back below, on above.

The picture is made from the very table that the rules consult, so it cannot
disagree with them.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from postpurchase.order.transitions import TABLES, Table

GAP = 108
BOX = (88, 34)
MARGIN = 12
TIP = (
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" '
    'markerWidth="7" markerHeight="7" orient="auto">'
    '<path d="M0 0L8 4L0 8z" fill="currentColor"/></marker></defs>'
)


def machine(name: str) -> str:
    """Draw the machine of that name and write its moves as a table."""
    table = next(one for one in TABLES if one.name == name)
    return f"{picture(table)}\n\n{moves(table)}"


def moves(table: Table) -> str:
    """Write the moves as a Markdown table, for readers without the picture."""
    rows = ["| from | may become | |", "| --- | --- | --- |"]
    for state, targets in table.moves.items():
        marks = [
            word
            for word, states in (("start", table.initial), ("end", table.final))
            if state in states
        ]
        shown = ", ".join(f"`{target}`" for target in targets) or "nothing"
        rows.append(f"| `{state}` | {shown} | {', '.join(marks)} |")
    return "\n".join(rows)


def picture(table: Table) -> str:
    """Return one line of SVG in the page's own colours."""
    states = list(table.moves)
    place = {state: MARGIN + BOX[0] / 2 + GAP * n for n, state in enumerate(states)}
    pairs = [(a, b) for a, targets in table.moves.items() for b in targets]
    leaps = [states.index(b) - states.index(a) for a, b in pairs]
    middle = MARGIN + max(_rise(leap) for leap in [*leaps, 1] if leap > 0) + BOX[1] / 2
    below = max((_rise(leap) for leap in leaps if leap <= 0), default=0)
    width, height = GAP * len(states) + MARGIN, middle + BOX[1] / 2 + below + MARGIN
    parts = [
        (
            f'<svg viewBox="0 0 {width:g} {height:g}" role="img" '
            f'style="width:100%;max-width:{width:g}px;height:auto" '
            f'font-family="inherit" font-size="13">'
        ),
        f"<title>What may become what: {escape(table.name)}</title>",
        TIP,
    ]
    for (source, target), leap in zip(pairs, leaps, strict=True):
        parts.append(_arc(source, target, place, middle, leap))
    for state in states:
        parts.extend(_box(state, place[state], middle, table))
    parts.append("</svg>")
    return f"<figure>{''.join(parts)}</figure>"


def _bend(leap: int) -> int:
    """How far an arc's handles stand off the boxes."""
    return 16 + 17 * abs(leap) if leap else 34


def _rise(leap: int) -> float:
    """How far the arc itself gets: three quarters of its handles' distance."""
    return 0.75 * _bend(leap)


def _arc(
    source: str, target: str, place: dict[str, float], middle: float, leap: int
) -> str:
    side = -1 if leap > 0 else 1
    edge = middle + side * BOX[1] / 2
    tip = edge + side * _bend(leap)
    lean = 12 if leap > 0 else -12
    start, end = place[source] + lean, place[target] - lean
    said = escape(f"{source} to {target}")
    return (
        f'<path d="M{start:g} {edge:g}C{start:g} {tip:g} {end:g} {tip:g} '
        f'{end:g} {edge:g}" fill="none" stroke="currentColor" opacity=".55" '
        f'marker-end="url(#tip)"><title>{said}</title></path>'
    )


def _box(state: str, x: float, y: float, table: Table) -> Iterator[str]:
    left, top = x - BOX[0] / 2, y - BOX[1] / 2
    weight = 2.5 if state in table.initial else 1
    common = 'fill="none" stroke="currentColor"'
    yield (
        f'<rect x="{left:g}" y="{top:g}" width="{BOX[0]}" height="{BOX[1]}" '
        f'rx="6" {common} stroke-width="{weight}"/>'
    )
    if state in table.final:
        yield (
            f'<rect x="{left + 4:g}" y="{top + 4:g}" width="{BOX[0] - 8}" '
            f'height="{BOX[1] - 8}" rx="3" {common} opacity=".6"/>'
        )
    yield (
        f'<text x="{x:g}" y="{y + 4.5:g}" text-anchor="middle" '
        f'fill="currentColor">{escape(state)}</text>'
    )
