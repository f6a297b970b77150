"""The promise: from order time, stock and network to a range of days, with reasons.

`promise` works it out, `PromisedDelivery.words` tells each step in five languages,
`PromisedDelivery.to_promise` gives what an order records.
"""

from postpurchase.delivery.promise.journey import Journey, journey
from postpurchase.delivery.promise.promising import (
    EARLY_PERCENT,
    PERCENT,
    PromisedDelivery,
    counts_from,
    open_slots,
    promise,
)
from postpurchase.delivery.promise.schema_org import ShippingDetails, shipping_details
from postpurchase.delivery.promise.slots import OpenSlot
from postpurchase.delivery.promise.stock import Portion, Receipt, portions, ready_on
from postpurchase.delivery.promise.telling import PromiseStep
from postpurchase.delivery.promise.worked_out import WorkedOut

__all__ = [
    "EARLY_PERCENT",
    "PERCENT",
    "Journey",
    "OpenSlot",
    "Portion",
    "PromiseStep",
    "PromisedDelivery",
    "Receipt",
    "ShippingDetails",
    "WorkedOut",
    "counts_from",
    "journey",
    "open_slots",
    "portions",
    "promise",
    "ready_on",
    "shipping_details",
]
