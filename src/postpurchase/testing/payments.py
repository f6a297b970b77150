"""A payment provider that does what a test tells it to, with books of its own."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections import deque
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Final

import attrs

from postpurchase.errors import (
    InvalidInput,
    OutcomeUnknown,
    PermanentFailure,
    TemporaryFailure,
)
from postpurchase.hooks.payments import GatewayAnswer, GatewayRefund
from postpurchase.testing.clock import Clock
from postpurchase.values.money import Money

GATEWAY_FAULTS: Final = (
    "busy",
    "refused",
    "lost_before",
    "lost_after",
    "lands_later",
    "garbled",
    "pending",
    "fails_later",
    "pays_later",
)
"""What can go wrong when a provider is asked to pay.

``busy``: nothing was paid, later perhaps. ``refused``: nothing is ever paid.
``lost_before`` and ``lost_after``: no answer came, and nothing or everything was
paid. ``lands_later``: no answer came, and nobody can see yet what will be paid.
``garbled``: it was paid, and the plugin breaks on the answer. ``pending``: it was
taken on and is paid later. ``fails_later``: it was paid and comes back later.
``pays_later``: it was refused, and is paid later all the same.
"""

_AMOUNT_MINOR_MAX: Final = 10**12
"""More than this no payment can have been."""

_TABLE: Final = """
CREATE TABLE IF NOT EXISTS payouts (
    id INTEGER PRIMARY KEY, key TEXT, order_id TEXT, refund_id TEXT,
    payment_id TEXT, amount_minor INTEGER, currency TEXT, asked_at TEXT,
    lands_at TEXT, comes_back_at TEXT, until_then TEXT)
"""
_READ_ALL: Final = "SELECT * FROM payouts ORDER BY id"
_READ_KEY: Final = "SELECT * FROM payouts WHERE key = ? ORDER BY id"
_WRITE: Final = "INSERT INTO payouts VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


@attrs.frozen(kw_only=True)
class Payout:
    """One line in the provider's books.

    Args:
        key: The key that it was asked for with.
        order_id: The order.
        refund_id: The refund.
        payment_id: The payment that it comes from.
        amount: What is paid.
        asked_at: When it was asked for.
        lands_at: When the money goes; None if it never does.
        comes_back_at: When it comes back; None if it stays.
        until_then: What the provider says before it goes: ``pending``,
            ``failed``, or nothing.
    """

    key: str
    order_id: str
    refund_id: str
    payment_id: str
    amount: Money
    asked_at: datetime
    lands_at: datetime | None
    comes_back_at: datetime | None = None
    until_then: str = ""

    def state(self, at: datetime) -> str:
        """Say how it stands at a time: as an answer, or empty for not to be seen."""
        if self.lands_at is None:
            return "failed"
        if at < self.lands_at:
            return self.until_then
        if self.comes_back_at is not None and at >= self.comes_back_at:
            return "failed"
        return "succeeded"


class FakeGateway:
    """Pays refunds in its books, under keys, with faults on demand.

    Its books testify: whatever happens in between, a refund that succeeded was
    paid once, and one that did not was not.

    Args:
        code: Its name in stored events.
        methods: The methods of payment that it pays back.
        faults: Of `GATEWAY_FAULTS`, or empty for none; one for each payment that
            it is asked for and does not know.
        find_faults: ``down`` or empty, one for each time that it is asked what
            became of a refund.
        key_lifetime: How long it knows a key; after that, the same key pays again.
        finds_for: For how long it finds a refund again; None for ever.
        later: When what happens later does.
        clock: Its clock; by default one that stands.
        path: A file for its books, to share them with other processes.

    >>> from postpurchase.values.money import Money
    >>> request = GatewayRefund(
    ...     order_id="7",
    ...     refund_id="R1",
    ...     payment_id="P1",
    ...     method="card",
    ...     amount=Money(990, "EUR"),
    ... )
    >>> gateway = FakeGateway(faults=["lost_after"])
    >>> gateway.refund(request, key="k")
    Traceback (most recent call last):
    ...
    postpurchase.errors.failures.OutcomeUnknown: Plugin fake failed: no answer came.
    >>> gateway.refund(request, key="k").state
    'succeeded'
    >>> [str(payout.amount) for payout in gateway.payouts()]
    ['9.90 EUR']
    """

    def __init__(
        self,
        *,
        code: str = "fake",
        methods: Iterable[str] = ("card",),
        faults: Iterable[str] = (),
        find_faults: Iterable[str] = (),
        key_lifetime: timedelta | None = None,
        finds_for: timedelta | None = None,
        later: timedelta = timedelta(hours=2),
        clock: Callable[[], datetime] | None = None,
        path: str | os.PathLike[str] = ":memory:",
    ) -> None:
        self.code = code
        self.methods: tuple[str, ...] = tuple(methods)
        self.faults: deque[str] = deque(faults)
        self.find_faults: deque[str] = deque(find_faults)
        self.key_lifetime = key_lifetime
        self.finds_for = finds_for
        self.later = later
        self.clock: Callable[[], datetime] = clock or Clock()
        self._lock = threading.Lock()
        self._books = sqlite3.connect(
            path, timeout=60, isolation_level=None, check_same_thread=False
        )
        self._books.execute(_TABLE)

    def refund(self, request: GatewayRefund, *, key: str) -> GatewayAnswer:
        """Pay once for each key, as long as the key lives."""
        if request.amount.amount_minor > _AMOUNT_MINOR_MAX:
            raise PermanentFailure(plugin=self.code, reason="amount_too_large")
        at = self.clock()
        with self._lock:
            self._books.execute("BEGIN IMMEDIATE")
            try:
                known = self._known(key, at)
                if known is None:
                    fault = self.faults.popleft() if self.faults else ""
                    payout = self._new(request, key, at, fault)
                    if payout is not None:
                        self._enter(payout)
            finally:
                self._books.execute("COMMIT")
        if known is None:
            return self._answered(payout, at, fault)
        if known.amount != request.amount:
            raise PermanentFailure(plugin=self.code, reason="key_reused")
        if not known.state(at):
            raise OutcomeUnknown(plugin=self.code, reason="it is being worked on")
        return self._said(known, at)

    def find_refund(self, request: GatewayRefund, *, key: str) -> GatewayAnswer | None:
        """Say how the refund stands now, as long as it finds it."""
        if self.find_faults and self.find_faults.popleft():
            raise TemporaryFailure(plugin=self.code, reason="down")
        at = self.clock()
        found = self.payouts(key)
        if not found or not found[-1].state(at):
            return None
        first_at = found[0].asked_at
        if self.finds_for is not None and at - first_at >= self.finds_for:
            return None
        return self._said(found[-1], at)

    def payouts(self, key: str = "") -> tuple[Payout, ...]:
        """Read its books: everything, or what was asked for under a key."""
        asked = (_READ_KEY, (key,)) if key else (_READ_ALL,)
        with self._lock:
            rows = self._books.execute(*asked).fetchall()
        return tuple(_payout(*row) for row in rows)

    def paid(self, key: str = "") -> int:
        """Add up what is paid now and did not come back, in minor units."""
        at = self.clock()
        return sum(
            payout.amount.amount_minor
            for payout in self.payouts(key)
            if payout.state(at) == "succeeded"
        )

    def close(self) -> None:
        """Close its books."""
        self._books.close()

    def _known(self, key: str, at: datetime) -> Payout | None:
        rows = self._books.execute(_READ_KEY, (key,)).fetchall()
        if not rows:
            return None
        known = _payout(*rows[-1])
        lives = self.key_lifetime is None or at - known.asked_at < self.key_lifetime
        return known if lives else None

    def _new(
        self, request: GatewayRefund, key: str, at: datetime, fault: str
    ) -> Payout | None:
        """Return what the books will say, or None if they say nothing."""
        if fault and fault not in GATEWAY_FAULTS:
            raise InvalidInput(
                path="faults", value=fault, expected=" or ".join(GATEWAY_FAULTS)
            )
        if fault in ("busy", "lost_before"):
            return None
        lands_at: datetime | None = at
        if fault in ("lands_later", "pending", "pays_later"):
            lands_at = at + self.later
        return Payout(
            key=key,
            order_id=request.order_id,
            refund_id=request.refund_id,
            payment_id=request.payment_id,
            amount=request.amount,
            asked_at=at,
            lands_at=None if fault == "refused" else lands_at,
            comes_back_at=at + self.later if fault == "fails_later" else None,
            until_then={"pending": "pending", "pays_later": "failed"}.get(fault, ""),
        )

    def _enter(self, payout: Payout) -> None:
        self._books.execute(
            _WRITE,
            (
                payout.key,
                payout.order_id,
                payout.refund_id,
                payout.payment_id,
                payout.amount.amount_minor,
                payout.amount.currency,
                payout.asked_at.isoformat(),
                payout.lands_at and payout.lands_at.isoformat(),
                payout.comes_back_at and payout.comes_back_at.isoformat(),
                payout.until_then,
            ),
        )

    def _answered(
        self, payout: Payout | None, at: datetime, fault: str
    ) -> GatewayAnswer:
        if fault == "busy":
            raise TemporaryFailure(plugin=self.code, reason="busy")
        if fault == "garbled":
            message = "status"
            raise KeyError(message)
        if payout is None or fault in ("lost_after", "lands_later"):
            raise OutcomeUnknown(plugin=self.code, reason="no answer came")
        return self._said(payout, at)

    def _said(self, payout: Payout, at: datetime) -> GatewayAnswer:
        state = payout.state(at)
        reason = ""
        if state == "failed":
            reason = "card_closed" if payout.comes_back_at is None else "came_back"
        reference = f"{self.code}-{payout.key}"
        return GatewayAnswer(state=state, reference=reference, reason=reason)


def _payout(*row: object) -> Payout:
    _, key, order_id, refund_id, payment_id, minor, currency, *times = row
    asked_at, lands_at, comes_back_at = (
        datetime.fromisoformat(str(one)) if one else None for one in times[:3]
    )
    assert asked_at is not None
    assert isinstance(minor, int)
    return Payout(
        key=str(key),
        order_id=str(order_id),
        refund_id=str(refund_id),
        payment_id=str(payment_id),
        amount=Money(minor, str(currency)),
        asked_at=asked_at,
        lands_at=lands_at,
        comes_back_at=comes_back_at,
        until_then=str(times[3]),
    )
