"""The timeline of an order: what happened, when, and who did it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import attrs

from postpurchase import wording
from postpurchase.app.history.outlook import outlook
from postpurchase.app.zones import known_zone
from postpurchase.delivery.watch.kinds import TOPICS
from postpurchase.hooks.registry import unknown
from postpurchase.messages.telling import tell
from postpurchase.order.events import (
    CheckScheduled,
    ClaimOpened,
    ClaimRecovered,
    ClaimReversed,
    ClaimUpdated,
    Event,
    FindingClosed,
    FindingOpened,
    NoteAdded,
    OrderChecked,
    RefundChecked,
)
from postpurchase.order.evolve import evolve
from postpurchase.order.model import EMPTY
from postpurchase.stores.base import Recorded
from postpurchase.values.personal import PersonalRef

NEXT = "Next"
"""The kind of an entry that has not happened yet."""

UNTOLD = (
    CheckScheduled,
    OrderChecked,
    RefundChecked,
    ClaimOpened,
    ClaimUpdated,
    ClaimRecovered,
    ClaimReversed,
)
"""Events that are about looking at the order, or between shop and carrier: they tell
its reader nothing, and stand in its explanation."""


def is_told(event: Event) -> bool:
    """Say whether an event stands in the timeline.

    Of findings only those do of which the customer is told; the others are the
    shop's to act on, and stand in its explanation of the order.
    """
    match event:
        case FindingOpened():
            return event.finding.kind in TOPICS
        case FindingClosed():
            return event.kind in TOPICS
        case _:
            return not isinstance(event, UNTOLD)


@attrs.frozen(kw_only=True)
class TimelineEntry:
    """One thing that happened to an order, or that comes next.

    Args:
        at: When, in the customer's time zone where it is known. For what comes
            next: by when, or since when it is awaited.
        kind: The name of the event's class, or ``Next``.
        text: What happened, in the reader's language.
        by: Who did it, as a code; empty for the shop's own software.
        recorded_at: When it became known.
    """

    at: datetime
    kind: str
    text: str
    by: str
    recorded_at: datetime


def checked_locale(locale: str) -> str:
    """Bring a locale to one that there are texts for.

    Raises:
        UnknownCode: There are no texts in this language.

    >>> checked_locale("uk_UA")
    'uk'
    """
    try:
        return wording.normalise_locale(locale)
    except wording.LocaleUnknown as fault:
        error = unknown("locale", locale, wording.LOCALES)
        error.near = fault.near or error.near
        raise error from None


def timeline(
    recorded: tuple[Recorded, ...],
    locale: str,
    reveal: Callable[[PersonalRef], object],
) -> tuple[TimelineEntry, ...]:
    """Tell the events of one order as they became known, and what comes next.

    Args:
        recorded: The events of the order, from the first on.
        locale: The reader's language.
        reveal: Where the texts of notes are read.

    Raises:
        UnknownCode: There are no texts in this language.
    """
    language = checked_locale(locale)
    order, zone = EMPTY, None
    entries: list[TimelineEntry] = []
    for one in recorded:
        event = one.event
        assert isinstance(event, Event)
        order = evolve(order, event)
        if zone is None and order.terms.zone:
            zone = known_zone(order.terms.zone)
        if not is_told(event):
            continue
        text = tell(event, order, language)
        if isinstance(event, FindingOpened) and entries and text == entries[-1].text:
            continue  # The carrier's own words said it already.
        if isinstance(event, NoteAdded):
            note = reveal(event.text)
            if note:
                text = wording.say("NoteAdded", language, variant="text", text=note)
        entries.append(
            TimelineEntry(
                at=_there(event.at, zone),
                kind=type(event).__name__,
                text=text,
                by=event.by,
                recorded_at=one.recorded_at,
            )
        )
    if entries:
        last = entries[-1]
        entries += [
            attrs.evolve(
                last,
                at=_there(one.at or last.at, zone),
                kind=NEXT,
                text=one.text,
                by="",
            )
            for one in outlook(order, language)
        ]
    return tuple(entries)


def _there(at: datetime, zone: ZoneInfo | None) -> datetime:
    return at.astimezone(zone) if zone else at
