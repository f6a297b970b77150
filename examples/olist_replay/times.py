"""Local times of São Paulo, written without a zone, made aware.

Brazil had summer time until 2019. In spring the hour from 00:00 to 01:00 does
not exist: such a time is read with the offset from before the change, so that
it lands an hour later. In autumn the hour from 23:00 to 24:00 comes twice:
such a time is read as the first of the two. Either way it is a finding.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

ZONE = "America/Sao_Paulo"

_ZONE = ZoneInfo(ZONE)


def read_local(text: str) -> tuple[datetime, str]:
    """Read a local time.

    Args:
        text: Such as ``2017-10-15 00:30:00``.

    Returns:
        The time in UTC; and ``time_skipped``, ``time_twice`` or nothing.

    Raises:
        ValueError: It is no time.

    >>> read_local("2017-07-09 21:57:05")[0].isoformat()
    '2017-07-10T00:57:05+00:00'
    >>> at, code = read_local("2017-10-15 00:30:00")
    >>> code, at.astimezone(_ZONE).isoformat()
    ('time_skipped', '2017-10-15T01:30:00-02:00')
    """
    naive = datetime.strptime(text, "%Y-%m-%d %H:%M:%S")  # noqa: DTZ007 - see below
    first = naive.replace(tzinfo=_ZONE)
    at = first.astimezone(UTC)
    if at.astimezone(_ZONE).replace(tzinfo=None) != naive:
        return at, "time_skipped"
    if first.utcoffset() != first.replace(fold=1).utcoffset():
        return at, "time_twice"
    return at, ""


def local_day(at: datetime) -> date:
    """Tell which day it was in São Paulo."""
    return at.astimezone(_ZONE).date()
