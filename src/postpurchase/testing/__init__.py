"""For authors of plugins and tests: scenarios, fakes, a clock, conformance suites.

Three lines hold a plugin to its promises:

```python
from postpurchase.testing import CarrierSuite

class TestConformance(CarrierSuite):
    plugin = "postpurchase_mycarrier"
```
"""

from __future__ import annotations

from postpurchase.testing.clock import NOON, Clock
from postpurchase.testing.fakes import CARRIER_FAULTS, FakeCarrier, FakeChannel
from postpurchase.testing.levels import Report, RuleResult, check_plugin
from postpurchase.testing.payments import GATEWAY_FAULTS, FakeGateway, Payout
from postpurchase.testing.rules import Rule, RuleBroken, rules
from postpurchase.testing.samples import (
    CUSTOMER,
    deliver_parcel,
    delivered_order,
    label_request,
    message,
    pick_up,
    place_order,
    placed_order,
    ship_parcel,
    shipped_order,
)
from postpurchase.testing.scaffold import new_plugin
from postpurchase.testing.scenarios import Answer, Given, given
from postpurchase.testing.suites.carrier import CarrierSuite
from postpurchase.testing.suites.channel import ChannelSuite
from postpurchase.testing.suites.fulfilment_partner import FulfilmentPartnerSuite
from postpurchase.testing.suites.order_source import OrderSourceSuite
from postpurchase.testing.suites.payment_gateway import PaymentGatewaySuite
from postpurchase.testing.suites.personalizer import PersonalizerSuite
from postpurchase.testing.suites.return_policy import ReturnPolicySuite
from postpurchase.testing.suites.stock import StockSuite

__all__ = [
    "CARRIER_FAULTS",
    "CUSTOMER",
    "GATEWAY_FAULTS",
    "NOON",
    "Answer",
    "CarrierSuite",
    "ChannelSuite",
    "Clock",
    "FakeCarrier",
    "FakeChannel",
    "FakeGateway",
    "FulfilmentPartnerSuite",
    "Given",
    "OrderSourceSuite",
    "PaymentGatewaySuite",
    "Payout",
    "PersonalizerSuite",
    "Report",
    "ReturnPolicySuite",
    "Rule",
    "RuleBroken",
    "RuleResult",
    "StockSuite",
    "check_plugin",
    "deliver_parcel",
    "delivered_order",
    "given",
    "label_request",
    "message",
    "new_plugin",
    "pick_up",
    "place_order",
    "placed_order",
    "rules",
    "ship_parcel",
    "shipped_order",
]
