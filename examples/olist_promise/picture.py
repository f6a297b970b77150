"""A picture of promise against outcome, week by week, as plain SVG."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

import attrs
from figures import kept, kept_by_shop
from walk import Promised

WIDTH, LEFT, RIGHT = 960, 70, 930
TOP, BOTTOM = 90, 370
SHARE_TOP, SHARE_BOTTOM = 430, 550
LEAST_SHARE = 0.7
LABEL = 66
TITLE = "Promise against outcome, by week of purchase"

GREY, BLUE, ORANGE, INK = "#c9d1da", "#0b62a8", "#b4570e", "#1f2933"


@attrs.frozen(kw_only=True)
class Week:
    """The orders bought in one week.

    Args:
        starts_on: Its Monday.
        came: Days until they arrived: 5, 50 and 95 % of them.
        ours: Our promises.
        shop: The shop's.
    """

    starts_on: date
    came: tuple[int, int, int]
    ours: tuple[float, float]
    shop: tuple[float, float] | None


def draw(promised: Sequence[Promised], probability: float) -> str:
    """Draw the promises and what came of them.

    Args:
        promised: At least one order.
        probability: The share of promises that was to be kept.

    Returns:
        An SVG document.
    """
    weeks = _weeks(promised, probability)
    most = max(max(w.came[2], w.ours[0], (w.shop or (0, 0))[0]) for w in weeks)
    top = 10 * (int(most) // 10 + 1)
    body = [*_frame(weeks, top, probability)]
    for index, week in enumerate(weeks):
        body += _bar(_x(index, weeks), week, top)
    for line, colour, name in (
        ([w.ours for w in weeks], BLUE, "learned promise"),
        ([w.shop for w in weeks], ORANGE, "the shop's promise"),
    ):
        body += _line(line, colour, top, weeks, name)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} 600" role="img" '
        'font-family="system-ui, sans-serif" font-size="14">\n'
        f"<title>{TITLE}</title>\n"
        f'<rect width="{WIDTH}" height="600" fill="white"/>\n'
        + "\n".join(body)
        + "\n</svg>\n"
    )


def _weeks(promised: Sequence[Promised], probability: float) -> list[Week]:
    found: dict[date, list[Promised]] = defaultdict(list)
    for one in promised:
        day = one.purchase.bought_on
        found[day - timedelta(days=day.weekday())].append(one)
    return [_week(day, found[day], probability) for day in sorted(found)]


def _week(day: date, some: Sequence[Promised], probability: float) -> Week:
    came = sorted((p.purchase.delivered_on - p.purchase.bought_on).days for p in some)
    ours, shop = kept(some, probability), kept_by_shop(some)
    low, middle, high = (came[int(len(came) * p / 100)] for p in (5, 50, 95))
    return Week(
        starts_on=day,
        came=(low, middle, high),
        ours=(ours.mean_days, ours.on_time),
        shop=(shop.mean_days, shop.on_time) if shop else None,
    )


def _x(index: int, weeks: Sequence[Week]) -> float:
    return LEFT + (RIGHT - LEFT) * (index + 0.5) / len(weeks)


def _y(days: float, top: int) -> float:
    return BOTTOM - (BOTTOM - TOP) * days / top


def _share_y(share: float) -> float:
    part = max(0.0, share - LEAST_SHARE) / (1 - LEAST_SHARE)
    return SHARE_BOTTOM - (SHARE_BOTTOM - SHARE_TOP) * part


def _text(x: float, y: float, said: str, anchor: str = "start", fill: str = INK) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text {place} fill="{fill}">{said}</text>'


def _rule(y: float, colour: str = "#e4e8ec", dash: str = "") -> str:
    return (
        f'<path d="M{LEFT} {y:.1f}H{RIGHT}" stroke="{colour}" fill="none"'
        + (f' stroke-dasharray="{dash}"' if dash else "")
        + "/>"
    )


def _frame(weeks: Sequence[Week], top: int, probability: float) -> list[str]:
    """Draw titles, legend, scales and the first week of each month."""
    parts = [
        f'<g font-size="18">{_text(LEFT, 30, TITLE)}</g>',
        f'<rect x="{LEFT}" y="48" width="10" height="16" rx="2" fill="{GREY}"/>',
        _text(LEFT + 18, 61, "90 % arrived within these days; tick: the middle"),
        _text(LEFT + 390, 61, "— learned promise, mean", fill=BLUE),
        _text(LEFT + 600, 61, "— the shop's promise, mean", fill=ORANGE),
    ]
    for days in range(0, top + 1, 10):
        parts += [
            _rule(_y(days, top)),
            _text(LEFT - 8, _y(days, top) + 5, f"{days}", "end"),
        ]
    parts.append(_text(LEFT - 8, TOP - 12, "days", "end"))
    for percent in range(int(LEAST_SHARE * 100), 101, 10):
        y = _share_y(percent / 100)
        parts += [_rule(y), _text(LEFT - 8, y + 5, f"{percent} %", "end")]
    parts += [
        _rule(_share_y(probability), INK, "5 4"),
        _text(LEFT, SHARE_TOP - 14, f"kept on time (dashed: {probability:.0%} wanted)"),
    ]
    return parts + _months(weeks)


def _months(weeks: Sequence[Week]) -> list[str]:
    """Name the first week of each month, unless the next name is too near."""
    firsts = [
        (_x(index, weeks), week.starts_on)
        for index, week in enumerate(weeks)
        if not index or weeks[index - 1].starts_on.month != week.starts_on.month
    ]
    nexts = [x for x, _ in firsts[1:]] + [WIDTH + LABEL]
    return [
        _text(x, 580, f"{day:%Y-%m}", "middle")
        for (x, day), following in zip(firsts, nexts, strict=True)
        if following - x >= LABEL
    ]


def _bar(x: float, week: Week, top: int) -> list[str]:
    low, middle, high = (_y(days, top) for days in week.came)
    place = f'x="{x - 5:.1f}" y="{high:.1f}" width="10"'
    return [
        f'<rect {place} height="{max(1.0, low - high):.1f}" rx="2" fill="{GREY}"/>',
        f'<path d="M{x - 5:.1f} {middle:.1f}h10" stroke="{INK}" stroke-width="2"/>',
    ]


def _line(
    values: Sequence[tuple[float, float] | None],
    colour: str,
    top: int,
    weeks: Sequence[Week],
    name: str,
) -> list[str]:
    """Draw mean days above and the share kept below."""
    known = [(_x(i, weeks), v) for i, v in enumerate(values) if v is not None]
    if not known:
        return []
    days = " ".join(f"{x:.1f},{_y(v[0], top):.1f}" for x, v in known)
    shares = " ".join(f"{x:.1f},{_share_y(v[1]):.1f}" for x, v in known)
    style = f'fill="none" stroke="{colour}" stroke-width="2.5" stroke-linejoin="round"'
    return [
        f'<polyline points="{points}" {style}><title>{name}</title></polyline>'
        for points in (days, shares)
    ]
