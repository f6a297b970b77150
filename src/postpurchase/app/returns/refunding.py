"""Refunds that nobody knows the end of, looked up at the payment gateways at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import attrs

from postpurchase.errors import PluginFailed, PostPurchaseError
from postpurchase.hooks.loading import Origin
from postpurchase.hooks.registry import Plugins
from postpurchase.order.events import (
    RefundFailed,
    RefundRequested,
    RefundSent,
    RefundSucceeded,
    RefundUnknown,
)
from postpurchase.plugins.refunds import KIND, OPEN, Payer, method_of
from postpurchase.service.transaction import STREAM

if TYPE_CHECKING:
    from postpurchase.order.commands import Command
    from postpurchase.order.ledger import Refund
    from postpurchase.order.model import Order
    from postpurchase.service import Outcome
    from postpurchase.stores.base import Cursor, EventStore

_OPENS: Final = (RefundRequested, RefundSent, RefundUnknown)
_SETTLES: Final = (RefundSucceeded, RefundFailed)


@attrs.frozen
class OpenRefund:
    """A refund of which nobody knows yet that it was paid.

    Args:
        order_id: The order.
        refund_id: The refund.
        state: ``requested``, ``sent`` or ``unknown``.
        amount: What is to go back.
        gateway: The code of the gateway that was asked, or that will be; empty
            where the shop settles it by hand.
        needs_person: Whether a person has to look, because the gateway is not
            asked any more.
    """

    order_id: str
    refund_id: str
    state: str
    amount: str
    gateway: str
    needs_person: bool


@attrs.frozen
class Reconciliation:
    """What came of looking open refunds up.

    Args:
        looked_up: How many there were.
        settled: How many of them are settled now.
        still_open: The others.
        faults: What went wrong with a gateway's answers.
    """

    looked_up: int
    settled: int
    still_open: tuple[OpenRefund, ...]
    faults: tuple[PostPurchaseError, ...] = ()


class RefundDesk:
    """The part of `PostPurchase` for refunds that payment gateways pay."""

    store: EventStore
    plugins: Plugins
    handle: Callable[[Command], Outcome]
    order: Callable[[str], Order]

    def look_up_refund(self, order_id: str, refund_id: str) -> Refund:
        """Ask the gateway what became of a refund now, and record its answer.

        This is what a webhook of a payment provider leads to. News may be late,
        come twice, in another order or from anyone: the gateway's own books count,
        and the same answer again changes nothing. A refund that succeeded may
        have failed since.

        Args:
            order_id: The order's id or display name.
            refund_id: The refund.

        Returns:
            The refund as it stands afterwards.

        Raises:
            UnknownOrder: There is no such order.
            UnknownRefund: The order has no such refund.
            UnknownCode: The gateway that was asked is not plugged in.
        """
        order = self.order(order_id)
        refund = order.refund(refund_id)
        payer = self._payer(refund.gateway) if refund.gateway else None
        if payer is None:
            code = self.plugins.gateway_for(method_of(order, refund))
            commands = self._payer(code).send(order, refund, "") if code else ()
        else:
            commands = payer.look_up(order, refund, "")
        for command in commands:
            order = self.handle(command).order
        return order.refund(refund_id)

    def open_refunds(self) -> tuple[OpenRefund, ...]:
        """Return every refund that is requested, sent or unknown, from the log."""
        found: dict[tuple[str, str], None] = {}
        cursor: Cursor | None = None
        while True:
            page = self.store.read(cursor)
            if not page.recorded:
                break
            for one in page.recorded:
                event = one.event
                if isinstance(event, _OPENS):
                    found[one.stream, event.refund_id] = None
                elif isinstance(event, _SETTLES):
                    found.pop((one.stream, event.refund_id), None)
            cursor = page.cursor
        listed = (
            self._open(stream.removeprefix(STREAM), refund_id)
            for stream, refund_id in found
        )
        return tuple(one for one in listed if one is not None)

    def reconcile_refunds(self) -> Reconciliation:
        """Look all open refunds up at their gateways now, without waiting.

        Their own timers do the same, a minute after they were sent and then less
        and less often; this is for a person who wants to know now, and for a
        nightly job. It reads the whole log.
        """
        before = self.open_refunds()
        faults: list[PostPurchaseError] = []
        for one in before:
            if one.gateway not in self.plugins.payment_gateways:
                continue
            try:
                self.look_up_refund(one.order_id, one.refund_id)
            except PostPurchaseError as fault:
                faults.append(fault)
            except Exception as fault:  # noqa: BLE001 - a plugin may raise anything
                reason = type(fault).__name__
                faults.append(PluginFailed(plugin=one.gateway, reason=reason))
        still = tuple(
            found
            for one in before
            if (found := self._open(one.order_id, one.refund_id)) is not None
        )
        settled = len(before) - len(still)
        return Reconciliation(len(before), settled, still, tuple(faults))

    def _open(self, order_id: str, refund_id: str) -> OpenRefund | None:
        order = self.order(order_id)
        refund = order.refund(refund_id)
        if refund.state not in OPEN | {"requested"}:
            return None
        about = {finding.about for finding in order.findings}
        gateway = refund.gateway or self.plugins.gateway_for(method_of(order, refund))
        return OpenRefund(
            order_id=order_id,
            refund_id=refund_id,
            state=refund.state,
            amount=str(order.money(refund.amount_minor)),
            gateway=gateway,
            needs_person=not gateway or (KIND, refund_id) in about,
        )

    def _payer(self, code: str) -> Payer:
        gateway = self.plugins.get("payment_gateway", code)
        return Payer(gateway, self.plugins.now, self.order)


def add_payers(plugins: Plugins, latest: Callable[[str], Order]) -> None:
    """Make every registered payment gateway a subscriber for its own refunds.

    Of several shops that share their plugins, the one that was opened last counts.
    """
    for code in plugins.payment_gateways:
        origin = Origin(name=f"refunds-{code}", source="default")
        known = plugins.named(origin.name)
        if known is not None:
            known.latest = latest
            continue
        gateway = plugins.get("payment_gateway", code)
        plugins.add(Payer(gateway, plugins.now, latest), origin)
