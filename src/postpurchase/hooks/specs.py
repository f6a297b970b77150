"""What a plugin can plug into: twelve hooks, and this page is all of them.

A plugin is a module (or an object) with functions that are marked with
`hookimpl` and named as below. Nine hooks register objects, which the library
looks up by their code whenever it needs one; what such an object must answer
stands in `postpurchase.hooks.protocols`, `postpurchase.hooks.partners` and
`postpurchase.hooks.payments`. The last three are told: what is loaded, and what
happened to an order or to a customer's account.

Every hook is called for one plugin at a time: what one plugin raises never
reaches another, and never an order. An implementation may leave out the
arguments that it does not need.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import pluggy

if TYPE_CHECKING:
    from postpurchase.customer.model import Customer
    from postpurchase.hooks.partners import FulfilmentPartner, Stock
    from postpurchase.hooks.payments import PaymentGateway
    from postpurchase.hooks.protocols import (
        Carrier,
        Channel,
        DutyCalculator,
        OrderSource,
        Personalizer,
        ReturnPolicy,
    )
    from postpurchase.hooks.registry import Plugins
    from postpurchase.order.model import Order

PROJECT = "postpurchase"

hookspec: pluggy.HookspecMarker = pluggy.HookspecMarker(PROJECT)
hookimpl: pluggy.HookimplMarker = pluggy.HookimplMarker(PROJECT)


@hookspec
def register_carriers(register: Callable[[Carrier], None]) -> None:
    """Register carriers, with `register(carrier)` once for each.

    When: once, while plugins are loaded, before any order is read; outside of
    transactions. Order: defaults, what the shop passes, then entry points by name.
    An exception: the whole plugin is left out and listed as a problem.
    """


@hookspec
def register_channels(register: Callable[[Channel], None]) -> None:
    """Register channels that messages go through: e-mail, SMS, chat.

    When, order, exceptions: as for `register_carriers`.
    """


@hookspec
def register_personalizers(register: Callable[[Personalizer], None]) -> None:
    """Register personalizers, which say what else goes into a parcel.

    When, order, exceptions: as for `register_carriers`.
    """


@hookspec
def register_return_policies(register: Callable[[ReturnPolicy], None]) -> None:
    """Register return policies, which rule on a customer's wish to send back.

    When, order, exceptions: as for `register_carriers`.
    """


@hookspec
def register_order_sources(register: Callable[[OrderSource], None]) -> None:
    """Register shop systems that orders come from and that are told back.

    When, order, exceptions: as for `register_carriers`.
    """


@hookspec
def register_stocks(register: Callable[[Stock], None]) -> None:
    """Register stock that is kept elsewhere and that orders reserve from.

    When, order, exceptions: as for `register_carriers`.
    """


@hookspec
def register_fulfilment_partners(register: Callable[[FulfilmentPartner], None]) -> None:
    """Register partners that keep goods of the shop and send them.

    When, order, exceptions: as for `register_carriers`.
    """


@hookspec
def register_duty_calculators(register: Callable[[DutyCalculator], None]) -> None:
    """Register what works out duty and import tax at a customs border.

    When, order, exceptions: as for `register_carriers`.
    """


@hookspec
def register_payment_gateways(register: Callable[[PaymentGateway], None]) -> None:
    """Register payment gateways, which give money back to where it came from.

    When, order, exceptions: as for `register_carriers`. Two gateways cannot pay
    back the same method of payment: the second is a conflict.
    """


@hookspec
def on_loaded(plugins: Plugins) -> None:
    """Get to know what else is plugged in, to use it later.

    When: once, after everything is loaded, outside of transactions. Order: as for
    `register_carriers`. An exception: listed as a problem; raised if the shop
    passed the plugin by hand.

    Args:
        plugins: Everything by kind and code; look up with `plugins.get`.
    """


@hookspec
def on_event(event: Any, order: Order, key: str) -> Iterable[Any] | None:
    """Do something about what happened; may answer with commands for the order.

    When: after the event is stored, never inside a transaction; at least once
    for each (event, plugin) pair, so it can come again after a crash. Order: an
    order's events come one after the other, in the order they were stored; a
    plugin that waits for a retry holds back its own later events of that order
    and nobody else's. A plugin that has `hears`, a tuple of event classes, is told
    of these only; a mapping of classes to values of their fields, such as
    ``{PaymentCaptured: {"method": "card"}}``, narrows it further.

    An exception: the call is repeated with growing pauses, then put aside as a
    dead letter with its traceback. `PermanentFailure` puts it aside at once.

    Args:
        event: What happened, such as `ParcelShipped`.
        order: The order as it stood right after the event.
        key: The same for every repetition of this call and for no other call:
            hand it to a provider as its idempotency key.

    Returns:
        Nothing, or commands, which go through the same door as the shop's own.
    """


@hookspec
def on_customer_event(event: Any, customer: Customer, key: str) -> Iterable[Any] | None:
    """Do something about what happened to a customer's account, such as store credit.

    When, order, exceptions, `hears`: as for `on_event`, with the account in the
    order's place. Only a plugin that has this hook is told.

    Args:
        event: What happened, such as `CreditIssued`.
        customer: The account as it stood right after the event.
        key: The same for every repetition of this call and for no other call.

    Returns:
        Nothing, or commands, on accounts or on orders.
    """
