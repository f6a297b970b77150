"""One thing that a carrier said about a parcel."""

from __future__ import annotations

from datetime import date, datetime

import attrs

from postpurchase.errors import InvalidInput
from postpurchase.errors.inputs import short
from postpurchase.tracking.vocabulary import CODES, UNMAPPED
from postpurchase.values.times import aware

TEXT_MAX = 2_000
"""Characters of a carrier's own words; more are no word about a parcel."""

LOCAL_MAX = 26
"""Characters of a clock reading: ``2026-06-01T09:00:00.123456``."""


def _text(instance: TrackingFact, field: attrs.Attribute[str], value: object) -> None:
    if not isinstance(value, str) or len(value) > TEXT_MAX:
        raise InvalidInput(
            path=field.name,
            value=short(value),
            expected=f"text of at most {TEXT_MAX} characters",
        )


def _day(instance: TrackingFact, field: attrs.Attribute[date], value: object) -> None:
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return
    raise InvalidInput(path=field.name, value=short(value), expected="a date")


def _local(instance: TrackingFact, field: attrs.Attribute[str], value: object) -> None:
    if value == "":
        return
    try:
        if isinstance(value, str) and len(value) <= LOCAL_MAX:
            at = datetime.fromisoformat(value)
            if at.tzinfo is None:
                return
    except ValueError:
        pass
    raise InvalidInput(
        path=field.name,
        value=short(value),
        expected="a time in ISO 8601",
    )


def _correction(
    instance: TrackingFact, field: attrs.Attribute[int], value: int
) -> None:
    if type(value) is not int or value < 0:
        raise InvalidInput(
            path=field.name, value=short(value), expected="a whole number from 0"
        )


@attrs.frozen(kw_only=True)
class TrackingFact:
    """What a carrier said, in our words and in its own.

    Two facts with the same content are the same fact, however often and in
    whatever order they arrive.

    Args:
        at: When it happened, aware. Where the carrier named no zone, it is only
            an estimate, made with a zone that somebody stated, to order facts by.
        code: A code of the vocabulary; any other becomes ``unknown.unmapped`` and
            is kept as the carrier's own code, unless that is stated.
        raw_code: The carrier's own code, verbatim.
        raw_text: The carrier's own words, verbatim.
        place: Where it happened, as the carrier wrote it.
        reason: Who or what caused it, such as ``weather_delay``.
        estimated_on: The day of delivery that the carrier now expects.
        correction: 0 for an ordinary fact. A fact with a higher number
            overrides every fact with a lower one, and is the only thing that
            leads out of a terminal status. The order numbers its facts itself.

    Raises:
        NaiveTime: *at* has no time zone.
        InvalidInput: A text is no text or too long, a day is no date, a clock reading
            has an offset.

    >>> from datetime import datetime, timezone
    >>> noon = datetime(2026, 6, 1, 12, tzinfo=timezone.utc)
    >>> fact = TrackingFact(at=noon, code="lost in space")
    >>> fact.code, fact.raw_code
    ('unknown.unmapped', 'lost in space')
    """

    at: datetime = attrs.field(converter=aware)
    code: str
    raw_code: str = attrs.field(default="", validator=_text)
    raw_text: str = attrs.field(default="", validator=_text)
    place: str = attrs.field(default="", validator=_text)
    reason: str = attrs.field(default="", validator=_text)
    estimated_on: date | None = attrs.field(default=None, validator=_day)
    correction: int = attrs.field(default=0, validator=_correction)
    local_at: str = attrs.field(default="", validator=_local)

    def __attrs_post_init__(self) -> None:
        """Call what is not in the vocabulary unmapped, and lose no word of it."""
        said: object = self.code
        if isinstance(said, str):
            if said in CODES:
                return
            if not self.raw_code:
                object.__setattr__(self, "raw_code", said[:TEXT_MAX])
        object.__setattr__(self, "code", UNMAPPED)

    @property
    def status(self) -> str:
        """The status that the code belongs to."""
        return self.code.partition(".")[0]
