"""What became of a request to a carrier, and which failure that is.

| what happened | an effect: label, pick-up, giving either back | a question |
| --- | --- | --- |
| not reached: name, connection, certificate | temporary | temporary |
| sent, no whole answer | **unknown** | temporary |
| 429, 408, 425; 503 that says when to come back | temporary | temporary |
| any other 5xx | **unknown** | temporary |
| any other 3xx or 4xx | permanent | permanent |
| 2xx that cannot be read | **unknown** | temporary |
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import attrs

from postpurchase.errors import OutcomeUnknown, PermanentFailure, TemporaryFailure

Failure = OutcomeUnknown | PermanentFailure | TemporaryFailure

REASON_MAX: Final = 300
_TRIES_LATER: Final = (408, 425, 429)
_RETRY_AFTER_MAX: Final = 86_400.0


@attrs.frozen(kw_only=True)
class Fate:
    """What became of one request.

    Args:
        status: The HTTP status; 0 if none came.
        was_sent: Whether it may have arrived.
        is_login: Whether it only asked for a token.
        retry_after_s: What the carrier asks to wait, if it says so in seconds.
    """

    status: int = 0
    was_sent: bool = True
    is_login: bool = False
    retry_after_s: float | None = None

    @property
    def is_fine(self) -> bool:
        """Whether an answer came, and it is no refusal."""
        return 200 <= self.status < 300

    @property
    def may_succeed_later(self) -> bool:
        """Whether the same request could fare better another time."""
        return self.status < 200 or self.status >= 500 or self.status in _TRIES_LATER

    @property
    def is_open(self) -> bool:
        """Whether the carrier may have done what it was asked for.

        A 5xx comes from somewhere between us and the carrier's books: nobody knows
        on which side of them. Only a 503 that says when to come back was turned
        away at the door.
        """
        if self.is_login or not self.was_sent:
            return False
        turned_away = self.status == 503 and self.retry_after_s is not None
        return self.status == 0 or (self.status >= 500 and not turned_away)

    def __str__(self) -> str:
        where = "the login" if self.is_login else "the carrier"
        if not self.was_sent:
            return f"{where} was not reached"
        if not self.status:
            return f"{where} did not answer"
        return f"{where} answered {self.status}"


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """Read how many seconds a carrier asks to wait; a date is not read.

    >>> retry_after_s({"retry-after": "30"}), retry_after_s({})
    (30.0, None)
    """
    said = headers.get("retry-after", "").strip()
    if not said.isdecimal() or len(said) > 9:
        return None
    return min(float(said), _RETRY_AFTER_MAX)


def failure_of(
    fate: Fate, *, is_effect: bool, plugin: str, reason: str = ""
) -> Failure:
    """Say which failure it is that a request ended so.

    Args:
        fate: What became of it; no result came of it.
        is_effect: Whether it was to change something at the carrier.
        plugin: Who is named in the failure.
        reason: What the carrier said, without names and addresses.
    """
    said = f"{fate}: {reason}" if reason else str(fate)
    if is_effect and (fate.is_open or (fate.is_fine and not fate.is_login)):
        return OutcomeUnknown(plugin=plugin, reason=said[:REASON_MAX])
    if fate.may_succeed_later or fate.is_fine:
        return TemporaryFailure(
            plugin=plugin, reason=said[:REASON_MAX], retry_after_s=fate.retry_after_s
        )
    return PermanentFailure(plugin=plugin, reason=said[:REASON_MAX])
