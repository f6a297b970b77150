"""From what became of a job's requests to one of the three failures of a plugin.

The rules of `postpurchase.plugins.fates` hold, and two more: what was refused before
anything was sent, or with the carrier's reasons in a 2xx, is permanent; and a login
orders nothing, so that where it fails, an effect is as a question.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from postpurchase.errors import PermanentFailure
from postpurchase.plugins.fates import REASON_MAX, Failure, failure_of
from postpurchase.plugins.karrio_bridge.transport import Job

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
    refusals = [one for one in said if one.code != _UNREADABLE]
    is_refused = bool(said) and refusals == said
    fate = next((one for one in job.fates if one.is_open), None)
    if fate is None or not job.is_effect:
        fate = job.fates[-1] if job.fates else None
    if fate is None or (fate.is_fine and is_refused):
        reason = spoken(said, private) or "the carrier gave no reason"
        return PermanentFailure(plugin=plugin, reason=reason)
    reason = spoken(said if fate.is_fine else refusals, private)
    return failure_of(fate, is_effect=job.is_effect, plugin=plugin, reason=reason)


def spoken(messages: Iterable[Any], private: Iterable[str] = ()) -> str:
    """Join the carrier's codes and words, without what is private."""
    said = "; ".join(
        " ".join(str(part) for part in (one.code, one.message) if part)
        for one in messages
    )
    for text in sorted({one for one in private if len(one) > 2}, key=len, reverse=True):
        said = said.replace(text, "***")
    return " ".join(said.split())[:REASON_MAX]
