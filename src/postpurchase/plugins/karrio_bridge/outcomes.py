"""From what became of the requests to one of the three failures of a plugin.

| what happened | an effect: label, pick-up, giving either back | a question |
| --- | --- | --- |
| not reached: name, connection, certificate | temporary | temporary |
| sent, no whole answer | **unknown** | temporary |
| 429, 408, 425; 503 that says when to come back | temporary | temporary |
| any other 5xx | **unknown** | temporary |
| any other 3xx or 4xx | permanent | permanent |
| 2xx with the carrier's reasons and no result | permanent | permanent |
| 2xx that cannot be read | **unknown** | temporary |
| refused before anything was sent | permanent | permanent |

A login orders nothing: where it fails, an effect is as a question.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from postpurchase.errors import OutcomeUnknown, PermanentFailure, TemporaryFailure
from postpurchase.plugins.karrio_bridge.transport import Fate, Job

Failure = OutcomeUnknown | PermanentFailure | TemporaryFailure

_REASON_MAX: Final = 300
_UNREADABLE: Final = "SHIPPING_SDK_INTERNAL_ERROR"
"""karrio's code for any exception of a connector, such as a body that is no JSON."""


def failure(
    job: Job, messages: Iterable[Any], *, plugin: str, private: Iterable[str] = ()
) -> Failure:
    """Say what kind of failure it is that a job has no result.

    Args:
        job: With the fates of its requests.
        messages: What the connector gathered, as karrio's messages.
        plugin: Who is named in the failure.
        private: Texts that must not stand in it, such as names.
    """
    said = [one for one in messages if getattr(one, "level", None) != "warning"]
    reason = spoken(said, private) or "the carrier gave no reason"
    unreadable = any(one.code == _UNREADABLE for one in said) or not said
    if job.is_effect and any(fate.is_open for fate in job.fates):
        return OutcomeUnknown(plugin=plugin, reason=_fate_in_words(_open_one(job)))
    if not job.fates:
        return PermanentFailure(plugin=plugin, reason=reason)
    last = job.fates[-1]
    if last.may_succeed_later:
        return TemporaryFailure(
            plugin=plugin,
            reason=_fate_in_words(last),
            retry_after_s=last.retry_after_s,
        )
    if unreadable and 200 <= last.status < 300 and not last.is_login:
        reason = f"the answer cannot be read ({reason})"
        kind = OutcomeUnknown if job.is_effect else TemporaryFailure
        return kind(plugin=plugin, reason=reason)
    if last.status >= 300:
        reason = f"{_fate_in_words(last)}: {reason}"
    return PermanentFailure(plugin=plugin, reason=reason)


def spoken(messages: Iterable[Any], private: Iterable[str] = ()) -> str:
    """Join the carrier's codes and words, without what is private."""
    said = "; ".join(
        " ".join(str(part) for part in (one.code, one.message) if part)
        for one in messages
    )
    for text in sorted({one for one in private if len(one) > 2}, key=len, reverse=True):
        said = said.replace(text, "***")
    return " ".join(said.split())[:_REASON_MAX]


def _open_one(job: Job) -> Fate:
    return next(fate for fate in job.fates if fate.is_open)


def _fate_in_words(fate: Fate) -> str:
    where = "the login" if fate.is_login else "the carrier"
    if not fate.was_sent:
        return f"{where} was not reached"
    if not fate.status:
        return f"{where} did not answer"
    return f"{where} answered {fate.status}"
