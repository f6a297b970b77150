"""Passes refunds on to payment gateways, after commit and under one key.

It is there as soon as a gateway is plugged in, once for each gateway. A refund of a
method of payment that no gateway pays back stays requested: the shop settles it by
hand, with `SendRefund` and `SettleRefund`.

That a refund is being sent is recorded first, and only then the gateway is asked.
While nobody knows what became of it, it is looked up by its own timers: what the
gateway knows is recorded; what it never heard of is asked for again, under the same
key, as long as the gateway remembers keys. After that nothing is asked any more,
because it could be paid twice: a person has to look.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

import attrs

from postpurchase.errors import (
    OutcomeUnknown,
    PermanentFailure,
    PluginAnswerInvalid,
    PluginFailed,
    PluginTimeout,
)
from postpurchase.hooks import hookimpl
from postpurchase.hooks.deadline import call_within
from postpurchase.hooks.payments import (
    GATEWAY_STATES,
    GatewayAnswer,
    GatewayRefund,
    PaymentGateway,
)
from postpurchase.order.commands import (
    CloseFinding,
    Command,
    OpenFinding,
    SendRefund,
    SettleRefund,
)
from postpurchase.order.events import (
    Event,
    RefundChecked,
    RefundFailed,
    RefundRequested,
    RefundSent,
    RefundSucceeded,
)
from postpurchase.order.findings import Finding
from postpurchase.order.ledger import Refund
from postpurchase.order.model import Order
from postpurchase.order.timers import REFUND_TRIES_MAX

OPEN: Final = frozenset({"sent", "unknown"})
"""States in which a gateway was asked, and nobody knows what became of it."""

_SAYS_NOTHING_NEW: Final = {"abandoned": ("failed",)}
"""Answers that change nothing in a state, besides the state itself."""

KIND: Final = "refund_unknown"
"""The kind of finding that asks a person to look at the gateway's own pages."""

PAY_S: Final = 20.0
FIND_S: Final = 8.0
"""How long a gateway may take; both together are less than a delivery may take."""

_MARGIN_MAX: Final = timedelta(minutes=5)
_REASON = re.compile(r"[a-z0-9][a-z0-9_.-]{0,63}")


def method_of(order: Order, refund: Refund) -> str:
    """Say which method pays a refund: its payment's, or ``store_credit``."""
    return refund.into or order.payment(refund.payment_id).method


@attrs.define(eq=False)
class Payer:
    """A subscriber that pays refunds through one gateway.

    Args:
        gateway: Who pays.
        now: The shop's clock.
        latest: Returns an order as it stands now: what was settled by hand in the
            meantime is not asked for.
    """

    gateway: PaymentGateway
    now: Callable[[], datetime]
    latest: Callable[[str], Order]

    hears = (
        RefundRequested,
        RefundSent,
        RefundChecked,
        RefundSucceeded,
        RefundFailed,
    )

    @hookimpl
    def on_event(self, event: Event, order: Order, key: str) -> tuple[Command, ...]:
        """Send what is requested, ask for what is sent, look up what is open."""
        refund_id: str = getattr(event, "refund_id", "")
        latest = self.latest(order.order_id)
        refund = latest.refund(refund_id)
        if isinstance(event, RefundRequested):
            return self.send(latest, refund, key)
        if refund.gateway != self.gateway.code:
            return ()
        if isinstance(event, RefundSent):
            return self.ask(latest, refund, key)
        if isinstance(event, RefundChecked):
            is_last = event.tries >= REFUND_TRIES_MAX
            return self.look_up(latest, refund, key, is_last=is_last)
        return tuple(self._closed(latest, refund, key))

    def send(self, order: Order, refund: Refund, key: str) -> tuple[Command, ...]:
        """Record that the gateway is going to be asked, if it is the one to ask."""
        if refund.state != "requested":
            return ()
        if method_of(order, refund) not in self.gateway.methods:
            return ()
        return (
            SendRefund(
                order_id=order.order_id,
                at=self.now(),
                by=self._by,
                command_id=key and f"{key}:send",
                refund_id=refund.refund_id,
                gateway=self.gateway.code,
            ),
        )

    def ask(self, order: Order, refund: Refund, key: str) -> tuple[Command, ...]:
        """Ask the gateway to pay; it may have been asked before, and have died.

        Raises:
            TemporaryFailure: Nothing was paid; the dispatcher tries again.
        """
        if refund.state not in OPEN:
            return ()
        if not self.knows_key(refund):
            return self.look_up(order, refund, key)
        return self._pay(order, refund, key)

    def look_up(
        self, order: Order, refund: Refund, key: str, *, is_last: bool = False
    ) -> tuple[Command, ...]:
        """Find out what became of a refund; ask again only for what is not there.

        Args:
            order: The order as it stands.
            refund: The refund.
            key: From which the ids of the commands are made; empty for none.
            is_last: Whether nobody will look again by itself.
        """
        try:
            found = self._find(order, refund)
            if found is not None:
                return self._recorded(order, refund, found, key, is_last=is_last)
            if refund.state not in OPEN:
                return ()
            if not self.knows_key(refund):
                return self._handed_over(order, refund, key, "key_expired")
            return self._pay(order, refund, key)
        except (PluginFailed, PluginTimeout):
            # The gateway cannot be asked now: the next look asks again.
            if is_last and refund.state in OPEN:
                return self._handed_over(order, refund, key, "no_answer")
            return ()

    def knows_key(self, refund: Refund) -> bool:
        """Say whether asking again under the same key is sure to pay once."""
        lifetime = self.gateway.key_lifetime
        if lifetime is None:
            return True
        # The call takes time, and nobody's clock is the gateway's.
        margin = min(_MARGIN_MAX, lifetime / 10)
        age = self.now() - (refund.sent_at or refund.at)
        return -margin <= age < lifetime - margin

    def _pay(self, order: Order, refund: Refund, key: str) -> tuple[Command, ...]:
        request, gateway = _request(order, refund), self.gateway
        try:
            answer = call_within(
                PAY_S, gateway.code, lambda: gateway.refund(request, key=refund.key)
            )
        except PermanentFailure as no:
            reason = no.reason if _REASON.fullmatch(no.reason) else "refused"
            answer = GatewayAnswer(state="failed", reason=reason)
        except (OutcomeUnknown, PluginTimeout):
            return self._settled(order, refund, key, "unknown", reason="no_answer")
        return self._recorded(order, refund, answer, key)

    def _find(self, order: Order, refund: Refund) -> object:
        request, gateway = _request(order, refund), self.gateway
        return call_within(
            FIND_S, gateway.code, lambda: gateway.find_refund(request, key=refund.key)
        )

    def _recorded(
        self,
        order: Order,
        refund: Refund,
        answer: object,
        key: str,
        *,
        is_last: bool = False,
    ) -> tuple[Command, ...]:
        """Record an answer; a pending one says nothing yet.

        Raises:
            PluginAnswerInvalid: It is no answer; the money stays reserved.
        """
        if not isinstance(answer, GatewayAnswer) or answer.state not in GATEWAY_STATES:
            raise PluginAnswerInvalid(
                plugin=self.gateway.code,
                reason="a wrong answer",
                value=str(getattr(answer, "state", type(answer).__name__))[:40],
                expected=" or ".join(GATEWAY_STATES),
            )
        if answer.state == "pending":
            return self._handed_over(order, refund, key, "pending") if is_last else ()
        if answer.state in _SAYS_NOTHING_NEW.get(refund.state, (refund.state,)):
            return ()
        reason = answer.reason if _REASON.fullmatch(answer.reason) else ""
        reference = answer.reference[:128]
        return self._settled(
            order, refund, key, answer.state, reason=reason, reference=reference
        )

    def _handed_over(
        self, order: Order, refund: Refund, key: str, why: str
    ) -> tuple[Command, ...]:
        """Ask a person to look; the money stays reserved."""
        finding = Finding(
            finding_id=f"{KIND}:{refund.refund_id}"[:128].strip(),
            kind=KIND,
            subject=refund.refund_id,
            since_at=refund.sent_at or refund.at,
            severity="critical",
            evidence=f"{self.gateway.code} {why}",
        )
        opened = OpenFinding(
            order_id=order.order_id,
            at=self.now(),
            by=self._by,
            command_id=key and f"{key}:open",
            finding=finding,
        )
        return (*self._settled(order, refund, key, "unknown", reason=why), opened)

    def _closed(
        self, order: Order, refund: Refund, key: str
    ) -> tuple[CloseFinding, ...]:
        return tuple(
            CloseFinding(
                order_id=order.order_id,
                at=self.now(),
                by=self._by,
                command_id=f"{key}:close",
                finding_id=finding.finding_id,
                reason="moved_on",
            )
            for finding in order.findings
            if finding.about == (KIND, refund.refund_id)
        )

    def _settled(
        self, order: Order, refund: Refund, key: str, outcome: str, **said: Any
    ) -> tuple[SettleRefund, ...]:
        # What is known at a second try may be another answer than at the first.
        told = said.get("reference") or said.get("reason", "")
        return (
            SettleRefund(
                order_id=order.order_id,
                at=self.now(),
                by=self._by,
                command_id=key and f"{key}:{outcome}:{told}",
                refund_id=refund.refund_id,
                outcome=outcome,
                **said,
            ),
        )

    @property
    def _by(self) -> str:
        return f"gateway:{self.gateway.code}"


def _request(order: Order, refund: Refund) -> GatewayRefund:
    return GatewayRefund(
        order_id=order.order_id,
        refund_id=refund.refund_id,
        payment_id=refund.payment_id,
        method=method_of(order, refund),
        amount=order.money(refund.amount_minor),
        bonus=order.money(refund.bonus_minor) if refund.bonus_minor else None,
        customer_id=_receiver(order, refund),
        reason=refund.reason,
        return_id=refund.return_id,
    )


def _receiver(order: Order, refund: Refund) -> str:
    """Name who gets the money; of a gift that comes back that is not the giver."""
    for one in order.returns:
        if one.return_id == refund.return_id and one.asked_by == "gift_recipient":
            return ""
    return order.placed.customer_id if order.placed else ""
