"""Telling the chronicles to the owner of the shop."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from chronicle import Chronicle, Exhibit
from stories import HELD, LATE

from postpurchase import PostPurchase, wording
from postpurchase.delivery.watch.causes import FindingRecord
from postpurchase.messages.telling import tell
from postpurchase.order.events import OrderPlaced, TrackingRecorded
from postpurchase.tracking.vocabulary import CODES

TIMELINES = ((LATE.order_id, "pl"), (HELD.order_id, "uk"), (HELD.order_id, "en"))
"""Whose timeline is shown in which language."""


def story(shop: PostPurchase, chronicles: Sequence[Chronicle]) -> Iterator[str]:
    """Yield the lines of the whole story."""
    yield "A shop in Łódź sends parcels abroad. Its carrier guarantees two or three"
    yield "days: by 12:00, or by the end of the next possible working day."
    yield "Carrier, days and prices are invented; the dates are worked out."
    for one in chronicles:
        yield ""
        yield from _order(one)
        if one.is_claimable:
            yield from _evidence(shop, one)
    for order_id, locale in TIMELINES:
        yield ""
        yield f"What the customer of #{order_id} can read, in {_language(locale)}:"
        for entry in shop.timeline(order_id, locale=locale):
            yield f"  {entry.at:%m-%d %H:%M}  {entry.text}"
    yield ""
    kept = sum(one.is_kept for one in chronicles)
    yield f"{kept} of {len(chronicles)} guarantees were kept."
    for one in chronicles:
        if not one.is_kept:
            whose = wording.word("whose", one.delayed_by)
            yield f"  #{one.order.order_id}: {span(-one.spare)} late, due to {whose}."


def _order(one: Chronicle) -> Iterator[str]:
    order, made = one.order, one.guarantee.made
    country = wording.territory(order.country)
    yield f"#{order.order_id}, {one.story.address.city}, {country} — {one.story.what}"
    yield f"  Ordered {_time(one, order.placed_at)}. The checkout offers:"
    for words in one.guarantee.offered.words():
        yield f"    {words}"
    yield f"  Chosen: {made.service.title}, {one.first.price}. Why this day:"
    for words in made.words():
        yield f"    {words}"
    if one.guarantee.untimed:
        yield f"  Why no time is stated: {one.guarantee.untimed.words()}"
    yield f"  Guaranteed: {_guarantee(one)}."
    yield f"  What {order.parcels[0].carrier} said:"
    for fact in one.facts:
        yield f"    {_time(one, fact.at)}  {CODES[fact.code].label}, {fact.place}"
    for noticed in one.noticed:
        yield from _noticed(one, noticed)
    yield from _told(one)
    if one.is_kept:
        yield f"  Kept, with {span(one.spare)} to spare."
    else:
        yield f"  Missed by {span(-one.spare)}."


def _noticed(one: Chronicle, noticed: FindingRecord) -> Iterator[str]:
    finding = noticed.finding
    yield (
        f"  Noticed {_time(one, noticed.opened_at)}: "
        f"{wording.word('finding', finding.kind)} ({finding.evidence})."
    )
    yield (
        f"    It falls to {wording.word('whose', finding.whose)}. "
        f"To do: {wording.word('action', finding.action)}."
    )
    if noticed.closed_at:
        why = wording.word("closing_reason", noticed.reason)
        yield f"    Over {_time(one, noticed.closed_at)}: {why}."


def _told(one: Chronicle) -> Iterator[str]:
    """Say what the customer was told while something was wrong, and when."""
    for told in one.told:
        if told.message.topic in ("exception", "delay"):
            ahead = one.due_at - told.at
            when = "before" if ahead > timedelta() else "after"
            topic = wording.word("topic", told.message.topic)
            yield f"  Told {_time(one, told.at)}, {span(abs(ahead))} {when} the end"
            yield f"    of the guarantee ({topic}):"
            yield f"    {told.message.body}"


def _evidence(shop: PostPurchase, one: Chronicle) -> Iterator[str]:
    """Say what a claim would rest on."""
    paid = one.first.price
    yield f"  The delivery cost {paid}. The log of #{one.order.order_id} proves:"
    for exhibit in one.exhibits:
        yield f"    {exhibit.version:>3}  {_time(one, exhibit.event.at)}  " + _proof(
            one, exhibit
        )
    verified = shop.verify()
    yield (
        f"  Each event is chained to those before it: {verified.events} events were "
        f"checked, {len(verified.broken)} are broken."
    )
    yield "  This release notices and proves; the claim itself the shop still writes."


def _proof(one: Chronicle, exhibit: Exhibit) -> str:
    event = exhibit.event
    if isinstance(event, OrderPlaced):
        return f"guaranteed: {_guarantee(one)}"
    if isinstance(event, TrackingRecorded):
        return f"{one.order.parcels[0].carrier}: {CODES[event.code].label}"
    return tell(event, one.order, "en")


def _guarantee(one: Chronicle) -> str:
    """Say until when; the end of a day is the midnight after it."""
    day = wording.weekday(one.first.latest_on)
    if one.first.window_end_at is None:
        return f"{day}, by the end of the day ({one.first.zone})"
    return f"{day}, by {one.due_at.astimezone(one.zone):%H:%M} ({one.first.zone})"


def _time(one: Chronicle, at: datetime) -> str:
    """Write a time as the customer's clock shows it."""
    return f"{at.astimezone(one.zone):%a %d %b %H:%M}"


def span(time: timedelta) -> str:
    """Write a span of time in days, hours and minutes.

    >>> span(timedelta(days=1, minutes=185))
    '1 d 3 h 5 min'
    """
    minutes = int(time.total_seconds() // 60)
    parts = (
        (minutes // 1440, "d"),
        (minutes % 1440 // 60, "h"),
        (minutes % 60, "min"),
    )
    return " ".join(f"{n} {unit}" for n, unit in parts if n) or "0 min"


def _language(locale: str) -> str:
    return {"pl": "Polish", "uk": "Ukrainian", "en": "English"}[locale]
