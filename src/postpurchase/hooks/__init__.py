"""How plugins plug in: hooks, Protocols, the registry, what is asked when."""

from __future__ import annotations

from postpurchase.hooks.manager import load_plugins
from postpurchase.hooks.partners import (
    FulfilmentPartner,
    OrderPart,
    PartnerNotice,
    Stock,
)
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
    "OrderPart",
    "OrderSource",
    "PartnerNotice",
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
