"""One thing that a carrier said about a parcel."""

from __future__ import annotations

from datetime import date, datetime

import attrs

from postpurchase.errors import InvalidInput
from postpurchase.tracking.vocabulary import CODES, UNMAPPED
from postpurchase.values.times import aware


def _known_code(code: str) -> str:
    """Keep codes of the vocabulary and call all others unmapped."""
    return code if code in CODES else UNMAPPED


def _correction(
    instance: TrackingFact, field: attrs.Attribute[int], value: int
) -> None:
    if type(value) is not int or value < 0:
        raise InvalidInput(
            path=field.name, value=repr(value), expected="a whole number from 0"
        )


@attrs.frozen(kw_only=True)
class TrackingFact:
    """What a carrier said, in our words and in its own.

    Two facts with the same content are the same fact, however often and in
    whatever order they arrive.

    Args:
        at: When it happened, aware.
        code: A code of the vocabulary; any other becomes ``unknown.unmapped``.
        raw_code: The carrier's own code, verbatim.
        raw_text: The carrier's own words, verbatim.
        place: Where it happened, as the carrier wrote it.
        reason: Who or what caused it, such as ``weather_delay``.
        estimated_on: The day of delivery that the carrier now expects.
        correction: 0 for an ordinary fact. A fact with a higher number
            overrides every fact with a lower one, and is the only thing that
            leads out of a terminal status.

    Raises:
        NaiveTime: *at* has no time zone.

    >>> from datetime import datetime, timezone
    >>> noon = datetime(2026, 6, 1, 12, tzinfo=timezone.utc)
    >>> TrackingFact(at=noon, code="lost in space", raw_code="X9").code
    'unknown.unmapped'
    """

    at: datetime = attrs.field(converter=aware)
    code: str = attrs.field(converter=_known_code)
    raw_code: str = ""
    raw_text: str = ""
    place: str = ""
    reason: str = ""
    estimated_on: date | None = None
    correction: int = attrs.field(default=0, validator=_correction)

    @property
    def status(self) -> str:
        """The status that the code belongs to."""
        return self.code.partition(".")[0]
