"""Foreign shapes of orders, read into commands, and effects sent back.

A body is decoded by `decoding`, taken apart into records by `documents`, read
by the source's own module (`shopify`, `woocommerce`, `csv_orders`) into an
`OrderSnapshot`, and turned by `reconcile` into the commands that bring an
order there. The records and notices that an order source of your own makes
and is given can be imported from here.
"""

from postpurchase.adapters.notices import (
    Notice,
    RefundNotice,
    Shipment,
    ShipmentNotice,
    TrackingNotice,
)
from postpurchase.adapters.snapshot import (
    OrderSnapshot,
    Refusal,
    SnapshotLine,
    SnapshotParcel,
    SnapshotPayment,
    SnapshotRefund,
)

__all__ = [
    "Notice",
    "OrderSnapshot",
    "RefundNotice",
    "Refusal",
    "Shipment",
    "ShipmentNotice",
    "SnapshotLine",
    "SnapshotParcel",
    "SnapshotPayment",
    "SnapshotRefund",
    "TrackingNotice",
]
