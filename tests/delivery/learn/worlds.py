"""Made-up worlds in which the truth about transit times is known."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, timedelta
from itertools import accumulate

from postpurchase.delivery.network import Lane

START = date(2025, 1, 1)
LANE = Lane("dpd", "classic", "PL", "DE")
GOLDEN = 0.6180339887498949
"""Steps of this size spread evenly over the range from 0 to 1, without chance."""

SHARES = (
    0.0,
    0.05,
    0.2,
    0.25,
    0.15,
    0.1,
    0.07,
    0.05,
    0.04,
    0.03,
    0.02,
    0.02,
    0.01,
    0.01,
)
"""What part of the parcels takes 0, 1, 2 ... days."""

BELOW = tuple(accumulate(SHARES))


def day(number):
    return START + timedelta(days=number)


def true_days(probability):
    return bisect_left(BELOW, probability - 1e-9)


def live(book, days, *, per_day=lambda _: 20, slower=lambda _: 1.0, lost=0, lane=LANE):
    """Let parcels set out and arrive; return (set out, promised, days) of each."""
    count, due, told = 0, {}, []
    for number in range(days):
        for slot in range(lost):
            book.set_out(f"lost{number}-{slot}", lane, on=day(number))
        for _ in range(per_day(number)):
            count += 1
            drawn = bisect_left(BELOW, count * GOLDEN % 1)
            takes = max(1, round(drawn * slower(number)))
            key = f"p{count}"
            promised = book.set_out(key, lane, on=day(number))
            told.append((number, promised, takes))
            due.setdefault(number + takes, []).append(key)
        for key in due.pop(number, ()):
            book.arrived(key, on=day(number))
    book.turn_to(day(days))
    return told
