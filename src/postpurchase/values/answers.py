"""What plugins answer: promises, packaging, charges, quotes, rulings, messages.

Answers are asked for before a decision and recorded in its event, so that a replay
needs no plugin. They are checked lightly here, because a plugin wrote them.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

import attrs

from postpurchase import wording
from postpurchase.errors import InvalidInput
from postpurchase.errors.inputs import short
from postpurchase.values.contact import Contact
from postpurchase.values.money import Money
from postpurchase.values.personal import PersonalRef
from postpurchase.values.times import aware, day_begins_at, zone_or_utc

__all__ = ["Charge", "Insert", "Message", "Package", "Promise", "Quote"]

_MOST: Final = 10**9
"""More pieces, grams or millimetres than that are a typing error."""


def _moment(value: object) -> datetime | None:
    return None if value is None else aware(value, "window")


CHARGE_KINDS: Final = ("tip", "fee", "duty", "rounding")


@attrs.frozen(kw_only=True)
class Promise:
    """The days between which a parcel is promised to arrive, or the hours of a day.

    Args:
        earliest_on: First day, in *zone*.
        latest_on: Last day, in *zone*; lateness counts from its end.
        zone: The recipient's time zone, such as ``Europe/Kyiv``.
        probability_percent: How likely the range is kept, 0 to 100, if known.
        price: What the delivery costs the customer, if it was quoted with it.
        calendar_version: The calendar that the range was computed with.
        dispatch_on: The day on which it must leave for the range to hold.
        window_start_at: The agreed slot's start, aware, not before *earliest_on*
            begins; None for all day.
        window_end_at: The agreed slot's end, aware, on *latest_on*; lateness counts
            from it.
        carrier: Code of the carrier that it was made for, if for one.
        service: The carrier's product that it was made for, if for one.

    Raises:
        InvalidInput: A value is not what its field needs, or contradicts another.
        NaiveTime: The slot has no time zone.

    >>> noon = datetime.fromisoformat("2026-05-06T12:00+01:00")
    >>> promise = Promise(
    ...     earliest_on=date(2026, 5, 4),
    ...     latest_on=date(2026, 5, 6),
    ...     zone="Europe/London",
    ...     window_end_at=noon,
    ... )
    >>> str(promise.ends_at)
    '2026-05-06 11:00:00+00:00'
    >>> str(promise.postponed(date(2026, 5, 20), date(2026, 5, 20)).ends_at)
    '2026-05-20 23:00:00+00:00'
    """

    earliest_on: date
    latest_on: date
    zone: str = "UTC"
    probability_percent: int | None = None
    price: Money | None = None
    calendar_version: str = ""
    dispatch_on: date | None = None
    window_start_at: datetime | None = attrs.field(default=None, converter=_moment)
    window_end_at: datetime | None = attrs.field(default=None, converter=_moment)
    carrier: str = ""
    service: str = ""

    def __attrs_post_init__(self) -> None:
        _in_order(self.earliest_on, self.latest_on, "latest_on")
        if self.dispatch_on is not None:
            _in_order(self.dispatch_on, self.latest_on, "latest_on")
        _named(self.zone, "zone")
        if self.window_start_at or self.window_end_at:
            self._check_slot(self.window_start_at, self.window_end_at)
        for name in ("calendar_version", "carrier", "service"):
            _text(getattr(self, name), name)
        if self.price is not None:
            _money(self.price, "price")
        percent = self.probability_percent
        if percent is not None:
            _at_least(percent, 0, "probability_percent")
            if percent > 100:
                raise InvalidInput(
                    path="probability_percent",
                    value=short(percent),
                    expected="at most 100",
                )

    @property
    def ends_at(self) -> datetime:
        """The moment at which it ends: the end of its slot or last day.

        At the end of a slot a parcel is still in time; the day's end is the next
        day's beginning.

        The day ends in the recipient's zone, where the clocks may have changed; a
        zone that does not exist counts as UTC.
        """
        return self.window_end_at or self._last_day_ends_at

    @property
    def _last_day_ends_at(self) -> datetime:
        zone = zone_or_utc(self.zone)
        return day_begins_at(self.latest_on + timedelta(days=1), zone)

    def postponed(self, earliest_on: date, latest_on: date) -> Promise:
        """Promise other days to the same recipient at the same price.

        What was true of the old days alone is dropped: their slot, probability,
        calendar, day of dispatch and service.

        Args:
            earliest_on: The new first day.
            latest_on: The new last day.

        Raises:
            InvalidInput: The last day is before the first.
        """
        return Promise(
            earliest_on=earliest_on,
            latest_on=latest_on,
            zone=self.zone,
            price=self.price,
        )

    def format(self, locale: str = "en") -> str:
        r"""Say the days, or the hours of a day, as readers of *locale* do.

        Hours are those of the recipient's zone.

        >>> slot = Promise(
        ...     earliest_on=date(2026, 5, 6),
        ...     latest_on=date(2026, 5, 6),
        ...     zone="Europe/Kyiv",
        ...     window_start_at=datetime.fromisoformat("2026-05-06T18:00+03:00"),
        ...     window_end_at=datetime.fromisoformat("2026-05-06T20:00+03:00"),
        ... )
        >>> slot.format("en"), slot.format("pl")
        ('May 6, 2026, 18:00 to 20:00', '6 maja 2026, od 18:00 do 20:00')
        """
        days = wording.date_range(self.earliest_on, self.latest_on, locale)
        start, end = self._clock(self.window_start_at), self._clock(self.window_end_at)
        if start and end:
            return wording.text(
                "{day}, {start} to {end}", locale, day=days, start=start, end=end
            )
        if end:
            return wording.text("{day}, by {end}", locale, day=days, end=end)
        if start:
            return wording.text("{day}, from {start}", locale, day=days, start=start)
        return days

    def _clock(self, at: datetime | None) -> str:
        """Write a time of the recipient's clock; the end of the last day is 24:00."""
        if at is None:
            return ""
        there = at.astimezone(zone_or_utc(self.zone))
        return "24:00" if there.date() > self.latest_on else f"{there:%H:%M}"

    def _check_slot(self, start_at: datetime | None, end_at: datetime | None) -> None:
        """Refuse a slot that lies outside the days, or whose end is not on the last."""
        zone = zone_or_utc(self.zone)
        first_at = day_begins_at(self.earliest_on, zone)
        if start_at and not first_at <= start_at < self._last_day_ends_at:
            raise InvalidInput(
                path="window_start_at",
                value=str(start_at),
                expected="a time of the promised days",
            )
        if start_at and end_at and end_at <= start_at:
            raise InvalidInput(
                path="window_end_at", value=str(end_at), expected=f"after {start_at}"
            )
        last_at = day_begins_at(self.latest_on, zone)
        if end_at and not last_at <= end_at <= self._last_day_ends_at:
            raise InvalidInput(
                path="window_end_at",
                value=str(end_at),
                expected="a time of the last promised day",
            )


@attrs.frozen(kw_only=True)
class Insert:
    """Something that is put into a parcel: a card, a sample, a coupon.

    Args:
        code: The shop's name for it.
        text: What is written on it, in *locale*; it may name the recipient, so it
            never enters the log.
        locale: The language of *text*, or empty.
        quantity: Pieces, at least one.
        sealed_text: What stands in the log instead of *text*.
    """

    code: str
    text: str = ""
    locale: str = ""
    quantity: int = 1
    sealed_text: PersonalRef | None = None

    def __attrs_post_init__(self) -> None:
        _named(self.code, "code")
        _text(self.text, "text")
        _text(self.locale, "locale")
        _at_least(self.quantity, 1, "quantity")
        if not isinstance(self.sealed_text, PersonalRef | None):
            raise InvalidInput(
                path="sealed_text",
                value=short(self.sealed_text),
                expected="PersonalRef",
            )


@attrs.frozen(kw_only=True)
class Package:
    """The carton or bag around the goods; 0 means not known."""

    code: str = ""
    weight_grams: int = 0
    length_mm: int = 0
    width_mm: int = 0
    height_mm: int = 0

    def __attrs_post_init__(self) -> None:
        _text(self.code, "code")
        _at_least(self.weight_grams, 0, "weight_grams")
        _at_least(self.length_mm, 0, "length_mm")
        _at_least(self.width_mm, 0, "width_mm")
        _at_least(self.height_mm, 0, "height_mm")


@attrs.frozen(kw_only=True)
class Charge:
    """An amount on the order that belongs to no line.

    Args:
        kind: ``tip``, ``fee``, ``duty`` or ``rounding``.
        amount: The amount; a rounding may be negative.
    """

    kind: str
    amount: Money

    def __attrs_post_init__(self) -> None:
        if self.kind not in CHARGE_KINDS:
            raise InvalidInput(
                path="kind",
                value=short(self.kind),
                expected=f"one of {', '.join(CHARGE_KINDS)}",
            )
        _money(self.amount, "amount")


@attrs.frozen(kw_only=True)
class Quote:
    """A carrier's price for one service, with its days where it states them."""

    carrier: str
    service: str
    price: Money
    earliest_on: date | None = None
    latest_on: date | None = None

    def __attrs_post_init__(self) -> None:
        _named(self.carrier, "carrier")
        _money(self.price, "price")
        if self.earliest_on is not None and self.latest_on is not None:
            _in_order(self.earliest_on, self.latest_on, "latest_on")


@attrs.frozen(kw_only=True)
class Message:
    """A message to one person, ready for a channel.

    Args:
        topic: What it is about, such as ``parcel_shipped``.
        locale: The language that it is written in.
        to: Who reads it.
        subject: One line, without line breaks.
        body: Plain text.
        order_id: The order that it belongs to.
        html: The same as a page, or empty.
    """

    topic: str
    locale: str
    to: Contact
    subject: str = attrs.field(repr=False)
    body: str = attrs.field(repr=False)
    order_id: str
    html: str = attrs.field(default="", repr=False)

    def __attrs_post_init__(self) -> None:
        _named(self.topic, "topic")
        if "\n" in self.subject or "\r" in self.subject:
            raise InvalidInput(
                path="subject", value="a line break", expected="one line"
            )


def _named(value: object, path: str) -> None:
    if not isinstance(value, str) or not value:
        raise InvalidInput(path=path, value=short(value), expected="a code")


def _text(value: object, path: str) -> None:
    if not isinstance(value, str):
        raise InvalidInput(path=path, value=short(value), expected="text")


def _at_least(value: object, least: int, path: str) -> None:
    if type(value) is not int or not least <= value <= _MOST:
        raise InvalidInput(
            path=path,
            value=short(value),
            expected=f"a whole number, at least {least}, at most {_MOST}",
        )


def _money(value: object, path: str) -> None:
    if not isinstance(value, Money):
        raise InvalidInput(path=path, value=short(value), expected="Money")


def _in_order(first: object, last: object, path: str) -> None:
    for day in (first, last):
        is_day = isinstance(day, date) and not isinstance(day, datetime)
        # At the ends of the calendar no other time zone could tell it.
        if not is_day or not 1 < day.year < 9999:  # type: ignore[attr-defined]
            raise InvalidInput(path=path, value=short(day), expected="a date")
    if last < first:  # type: ignore[operator]
        raise InvalidInput(path=path, value=str(last), expected=f"on or after {first}")
