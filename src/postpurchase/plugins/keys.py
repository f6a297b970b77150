"""One effect for one key, for carriers whose interface knows no keys.

It holds within one process. `postpurchase.app.labelling` holds it across
processes and restarts.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, Final, TypeVar

from postpurchase.errors import OutcomeUnknown

_T = TypeVar("_T")

ANSWERS_MAX: Final = 100
"""Answers that are kept; a label has some hundred kilobytes."""

OPEN_MAX: Final = 10_000
"""Keys without an answer that are kept."""


class Once:
    """Remembers what each key was answered with, and which had no answer.

    Args:
        plugin: Who is named in an error.

    >>> once = Once("demo")
    >>> once.do("k1", lambda: "label 1")
    'label 1'
    >>> once.do("k1", lambda: "label 2")
    'label 1'
    """

    def __init__(self, plugin: str) -> None:
        self._plugin = plugin
        self._lock = threading.Lock()
        self._answers: OrderedDict[str, Any] = OrderedDict()
        self._open: OrderedDict[str, None] = OrderedDict()

    def do(self, key: str, effect: Callable[[], _T], *, may_repeat: bool = False) -> _T:
        """Do *effect*, unless it was done under *key* before.

        Args:
            key: The same for every try of one effect.
            effect: Asks the carrier.
            may_repeat: Whether a second time does no harm, such as giving the same
                label back: then it is asked again where no answer came.

        Raises:
            OutcomeUnknown: It was asked for under this key, and no answer came so
                far: nothing is asked again. Or no answer came now.
        """
        with self._lock:
            if key in self._answers:
                answer: _T = self._answers[key]
                return answer
            if key in self._open:
                reason = f"it was asked for before, as “{key}”, without an answer"
                raise OutcomeUnknown(plugin=self._plugin, reason=reason)
            self._keep(self._open, key, None, OPEN_MAX)
        try:
            answer = effect()
        except BaseException as fault:
            if may_repeat or not isinstance(fault, OutcomeUnknown):
                self._forget(key)
            raise
        with self._lock:
            self._keep(self._answers, key, answer, ANSWERS_MAX)
            self._open.pop(key, None)
        return answer

    def _forget(self, key: str) -> None:
        with self._lock:
            self._open.pop(key, None)

    @staticmethod
    def _keep(kept: OrderedDict[str, Any], key: str, value: object, most: int) -> None:
        kept[key] = value
        if len(kept) > most:
            kept.popitem(last=False)
