"""How plugins plug in: hooks, Protocols, the registry, what is asked when."""

from __future__ import annotations

from postpurchase.hooks.manager import load_plugins
from postpurchase.hooks.partners import (
    FulfilmentPartner,
    OrderPart,
    PartnerNotice,
    Stock,
)
from postpurchase.hooks.payments import GatewayAnswer, GatewayRefund, PaymentGateway
from postpurchase.hooks.protocols import (
    Carrier,
    Channel,
    DutyCalculator,
    OrderSource,
    Personalizer,
    ReturnPolicy,
)
from postpurchase.hooks.registry import PluginRow, Plugins
from postpurchase.hooks.settings import Setting
from postpurchase.hooks.specs import hookimpl
from postpurchase.hooks.subscribers import Subscriber
from postpurchase.order.returns import ReturnRequest

__all__ = [
    "Carrier",
    "Channel",
    "DutyCalculator",
    "FulfilmentPartner",
    "GatewayAnswer",
    "GatewayRefund",
    "OrderPart",
    "OrderSource",
    "PartnerNotice",
    "PaymentGateway",
    "Personalizer",
    "PluginRow",
    "Plugins",
    "ReturnPolicy",
    "ReturnRequest",
    "Setting",
    "Stock",
    "Subscriber",
    "hookimpl",
    "load_plugins",
]
