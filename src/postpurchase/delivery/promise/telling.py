"""A step of a promise, and how it is said in the reader's language.

Days stand after a colon, in the form that dictionaries have: no language needs to
bend them there.
"""

from __future__ import annotations

from datetime import date, time
from typing import Final

import attrs

from postpurchase import wording

CODES: Final = (
    "in_time",
    "after_cut_off",
    "day_off",
    "goods_expected",
    "holiday",
    "closed",
    "no_collection",
    "no_delivery",
    "no_stated_time",
    "processing",
    "collected",
    "transit",
    "arrives",
    "ready_for_pick_up",
    "arrives_by",
    "slot",
)
"""What a step can be, in about the order in which they happen."""


@attrs.frozen(kw_only=True)
class PromiseStep:
    """What one part of the way adds to a promise.

    Args:
        code: One of `CODES`.
        on: The day that the step leads to, or about which it is.
        until_on: The last of several days, else the same.
        days: How many days it takes, at most.
        days_least: How many at least.
        unit: ``working`` or ``calendar`` days.
        clock: A local time that matters, or None.
        until: The end of a window, or None.
        zone: The time zone of *clock*, where it is not the destination's.
        country: Whose holiday it is.
        percent: How likely it is, if that is known.
    """

    code: str
    on: date
    until_on: date
    days: int = 0
    days_least: int = 0
    unit: str = "working"
    clock: time | None = None
    until: time | None = None
    zone: str = ""
    country: str = ""
    percent: int | None = None

    def words(self, locale: str = "en") -> str:
        """Say the step in the reader's language.

        >>> day = date(2026, 5, 6)
        >>> PromiseStep(code="holiday", on=day, until_on=day, country="PL").words("pl")
        'Dzień wolny od pracy (Polska): środa, 6 maja.'
        """
        return _words(self, locale)


def _words(step: PromiseStep, locale: str) -> str:
    """Say one step."""
    match step.code:
        case "in_time" | "after_cut_off" | "day_off":
            return _ordered(step, locale)
        case "goods_expected":
            day = _days(step, locale)
            return wording.text("The goods are expected: {day}.", locale, day=day)
        case "holiday" | "closed" | "no_collection" | "no_delivery" | "no_stated_time":
            return _off(step, locale)
        case "processing":
            return _processing(step, locale)
        case "collected":
            return _collected(step, locale)
        case "transit":
            return _transit(step, locale)
        case _:
            return _arrives(step, locale)


def _ordered(step: PromiseStep, locale: str) -> str:
    fields = {"time": _clock(step.clock, step.zone), "day": _days(step, locale)}
    if step.code == "in_time":
        return wording.text(
            "Ordered before the cut-off at {time}. Counts from: {day}.",
            locale,
            **fields,
        )
    if step.code == "after_cut_off":
        return wording.text(
            "Ordered after the cut-off at {time}. Counts from: {day}.", locale, **fields
        )
    return wording.text(
        "Ordered on a day off. Counts from: {day}.", locale, day=fields["day"]
    )


def _off(step: PromiseStep, locale: str) -> str:
    """Say on which days nothing happens."""
    day = _days(step, locale)
    match step.code:
        case "holiday":
            country = wording.territory(step.country, locale)
            return wording.text(
                "Public holiday ({country}): {day}.", locale, country=country, day=day
            )
        case "closed":
            return wording.text("The warehouse is closed: {day}.", locale, day=day)
        case "no_collection":
            return wording.text("No collection: {day}.", locale, day=day)
        case "no_delivery":
            return wording.text("No delivery: {day}.", locale, day=day)
        case _:
            return wording.text(
                "No delivery on the day of the stated time: {day}. So it is the end "
                "of the next possible working day.",
                locale,
                day=day,
            )


def _processing(step: PromiseStep, locale: str) -> str:
    day = _days(step, locale)
    if step.days == 0:
        return wording.text("Prepared on the same day: {day}.", locale, day=day)
    return wording.plural(
        "{n} working day of preparation. Ready: {day}.",
        "{n} working days of preparation. Ready: {day}.",
        step.days,
        locale,
        day=day,
    )


def _collected(step: PromiseStep, locale: str) -> str:
    day = _days(step, locale)
    if step.clock is None:
        return wording.text("Collected by the carrier: {day}.", locale, day=day)
    return wording.text(
        "Collected by the carrier: {day}, {time}.",
        locale,
        day=day,
        time=_clock(step.clock, step.zone),
    )


def _transit(step: PromiseStep, locale: str) -> str:
    n, least = step.days, step.days_least
    if step.unit == "calendar" and least < n:
        return wording.plural(
            "{least} to {n} day on the way.",
            "{least} to {n} days on the way.",
            n,
            locale,
            least=least,
        )
    if step.unit == "calendar":
        return wording.plural("{n} day on the way.", "{n} days on the way.", n, locale)
    if least < n:
        return wording.plural(
            "{least} to {n} working day on the way.",
            "{least} to {n} working days on the way.",
            n,
            locale,
            least=least,
        )
    return wording.plural(
        "{n} working day on the way.", "{n} working days on the way.", n, locale
    )


def _arrives(step: PromiseStep, locale: str) -> str:
    day = _days(step, locale)
    if step.code == "slot":
        return wording.text(
            "Delivered between {time} and {until}: {day}.",
            locale,
            time=_clock(step.clock),
            until=_clock(step.until),
            day=day,
        )
    if step.code == "arrives_by":
        return wording.text(
            "Arrives: {day}, by {time} at the latest.",
            locale,
            day=day,
            time=_clock(step.clock),
        )
    if step.code == "ready_for_pick_up":
        return _ready_for_pick_up(step, locale)
    if step.percent is None:
        return wording.text("Arrives: {day}.", locale, day=day)
    return wording.text(
        "Arrives: {day} ({percent} % of parcels come in time).",
        locale,
        day=day,
        percent=step.percent,
    )


def _ready_for_pick_up(step: PromiseStep, locale: str) -> str:
    day = _days(step, locale)
    if step.percent is None:
        return wording.text("Ready for pick-up: {day}.", locale, day=day)
    return wording.text(
        "Ready for pick-up: {day} ({percent} % of parcels come in time).",
        locale,
        day=day,
        percent=step.percent,
    )


def _days(step: PromiseStep, locale: str) -> str:
    if step.on == step.until_on:
        return wording.weekday(step.on, locale)
    return wording.date_range(step.on, step.until_on, locale)


def _clock(clock: time | None, zone: str = "") -> str:
    """Write a time of day, with the name of its zone where that is not the reader's."""
    told = f"{clock:%H:%M}" if clock else ""
    return f"{told} ({zone})" if zone else told
