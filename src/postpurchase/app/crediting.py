"""Store credit: the built-in payment gateway, and what an order does to the ledger.

The ledger stands in the customer's own stream. Refunds come into it as through any
payment gateway, under the refund's key. What an order is paid with is set aside
first; after that the ledger follows the order's payments by reaction, after the
commit, each event once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, tzinfo
from typing import TYPE_CHECKING, Any, ClassVar, Final

import attrs

from postpurchase.customer.commands import (
    CaptureCredit,
    CustomerCommand,
    IssueCredit,
    ReleaseCredit,
    ReserveCredit,
)
from postpurchase.customer.model import Customer
from postpurchase.errors import PermanentFailure
from postpurchase.hooks.loading import Origin
from postpurchase.hooks.payments import GatewayAnswer, GatewayRefund, PaymentGateway
from postpurchase.hooks.registry import Plugins
from postpurchase.hooks.specs import hookimpl
from postpurchase.order.events import (
    Event,
    PaymentAuthorized,
    PaymentCaptured,
    PaymentVoided,
)
from postpurchase.order.model import Order
from postpurchase.values.ids import LENGTH_MAX, check_id

if TYPE_CHECKING:
    from postpurchase.service import Service

METHOD: Final = "store_credit"
"""The method of payment, and the code of its gateway."""

NO_CUSTOMER: Final = "no_customer"
"""Why guests and recipients of gifts get none: no account of theirs is known."""


@attrs.define(eq=False)
class StoreCredit:
    """A payment gateway whose money is the shop's own credit.

    Args:
        service: Where accounts are read and changed.
        plugins: Whose clock counts.
    """

    service: Service = attrs.field(repr=False)
    plugins: Plugins = attrs.field(repr=False)

    code = METHOD
    methods = (METHOD,)
    key_lifetime = None
    hears: ClassVar[Mapping[type[Event], Mapping[str, str]]] = {
        PaymentAuthorized: {"method": METHOD},
        PaymentCaptured: {"method": METHOD},
        PaymentVoided: {},
    }

    @hookimpl
    def register_payment_gateways(
        self, register: Callable[[PaymentGateway], None]
    ) -> None:
        """Be the gateway of store credit."""
        register(self)

    def refund(self, request: GatewayRefund, *, key: str) -> GatewayAnswer:
        """Issue credit with its bonus; the same key for ever issues it once.

        Raises:
            PermanentFailure: The order has no customer to give credit to.
        """
        if not request.customer_id:
            raise PermanentFailure(plugin=METHOD, reason=NO_CUSTOMER)
        issue = IssueCredit(
            customer_id=request.customer_id,
            at=self.plugins.now(),
            by=f"gateway:{METHOD}",
            credit_id=credit_id_of(key),
            amount=request.amount,
            bonus=request.bonus,
            reason=request.reason or "refund",
            order_id=request.order_id,
            refund_id=request.refund_id,
            return_id=request.return_id,
            payment_id=request.payment_id,
        )
        self.service.handle(issue)
        return GatewayAnswer(state="succeeded", reference=issue.credit_id)

    def find_refund(self, request: GatewayRefund, *, key: str) -> GatewayAnswer | None:
        """Look whether the credit was issued."""
        if not request.customer_id:
            return None
        credit_id = credit_id_of(key)
        customer = self.service.customer(request.customer_id)
        if not customer.entries_of(credit_id):
            return None
        return GatewayAnswer(state="succeeded", reference=credit_id)

    @hookimpl
    def on_event(
        self, event: Event, order: Order, key: str
    ) -> Iterable[CustomerCommand]:
        """Let the ledger follow what an order was paid with.

        Raises:
            PermanentFailure: The order has no customer whose credit it could be.
        """
        payment = order.payment(getattr(event, "payment_id", ""))
        if payment.method != METHOD:
            return ()
        customer_id = order.terms.customer_id
        if not customer_id:
            raise PermanentFailure(plugin=METHOD, reason=NO_CUSTOMER)
        about: dict[str, Any] = {
            "customer_id": customer_id,
            "at": event.at,
            "by": event.by,
            "order_id": order.order_id,
            "payment_id": payment.payment_id,
        }
        if isinstance(event, PaymentVoided):
            return (ReleaseCredit(**about, reason=event.reason),)
        # What was set aside for a while stays from now on; what was not is now.
        reserve = ReserveCredit(**about, amount=order.money(payment.amount_minor))
        if isinstance(event, PaymentCaptured):
            amount = order.money(event.amount_minor)
            return reserve, CaptureCredit(**about, amount=amount)
        return (reserve,)


class CreditDesk:
    """The part of `PostPurchase` for customers' accounts."""

    _service: Service

    def customer(self, customer_id: str) -> Customer:
        """Return a customer's account as it stands now; a new one is empty.

        Args:
            customer_id: The customer, as the pseudonym that orders name.

        Raises:
            InvalidInput: It is no id.
        """
        return self._service.customer(check_id(customer_id, "customer_id"))

    def explain_credit(
        self, customer_id: str, *, locale: str = "en", zone: tzinfo = UTC
    ) -> tuple[str, ...]:
        """Say what a customer's store credit is, where from, and until when.

        Args:
            customer_id: The customer.
            locale: The reader's language: uk, pl, ru, zh or en.
            zone: Where the reader is: the day on which credit ends depends on it.

        Raises:
            InvalidInput: It is no id.
            UnknownCode: There are no texts in this language.
        """
        from postpurchase.app.history.timeline import checked_locale
        from postpurchase.messages.crediting import tell_credit

        language = checked_locale(locale)
        return tell_credit(self.customer(customer_id), language, zone)


def credit_id_of(key: str) -> str:
    """Name the credit of a refund: its key, or for a very long one its digest.

    >>> credit_id_of("4:1001:R1")
    '4:1001:R1'
    """
    if len(key) <= LENGTH_MAX:
        return key
    return hashlib.blake2b(key.encode(), digest_size=32).hexdigest()


def add_credit(plugins: Plugins, service: Service) -> None:
    """Plug store credit in, unless the shop brought a gateway of its own for it.

    Of several shops that share their plugins, the one that was opened last counts.
    """
    origin = Origin(name="store-credit", source="default")
    known = plugins.named(origin.name)
    if known is not None:
        known.service = service
    elif not plugins.gateway_for(METHOD):
        plugins.add(StoreCredit(service, plugins), origin)
