"""Passes changes of a delivery on to the carrier, after commit and under one key.

The shop passes it by hand, beside its carriers:

```python
shop = PostPurchase.open("sqlite:///shop.db", plugins=[carrier, DeliveryChanges()])
```

A change is asked about first: what the carrier cannot do any more is refused with
what it still can. Then it is recorded as sent, and only then the carrier is told.
A time-out leaves it unknown, and the carrier is told again under the same key.
"""

from __future__ import annotations

from datetime import datetime

import attrs

from postpurchase.errors import OutcomeUnknown, PermanentFailure
from postpurchase.hooks import Plugins, hookimpl
from postpurchase.hooks.abilities import ChangesDelivery
from postpurchase.order.changes import ParcelChange
from postpurchase.order.commands import (
    Command,
    RevisePromise,
    SendDeliveryChange,
    SettleDeliveryChange,
)
from postpurchase.order.events import (
    DeliveryChangeRequested,
    DeliveryChangeSent,
    DeliveryChangeUnknown,
    Event,
)
from postpurchase.order.model import Order
from postpurchase.order.parcels import Parcel
from postpurchase.values.address import Address
from postpurchase.values.answers import Promise
from postpurchase.values.carriage import CHANGE_KINDS, DeliveryChange

REASONS = frozenset({"not_offered", "too_late", "carrier_refused", "arrived"})
"""Reasons that a carrier may state as a code; any other is ``carrier_refused``."""


@attrs.define
class DeliveryChanges:
    """Asks carriers for changes of deliveries and records what they answer."""

    _plugins: Plugins | None = attrs.field(default=None, init=False, repr=False)

    plugin_name = "delivery-changes"

    @hookimpl
    def on_loaded(self, plugins: Plugins) -> None:
        """Get to know the carriers."""
        self._plugins = plugins

    @hookimpl
    def on_event(self, event: Event, order: Order, key: str) -> tuple[Command, ...]:
        """Ask what is possible, then pass the change on."""
        if self._plugins is None:
            return ()
        if isinstance(event, DeliveryChangeRequested):
            asked = _Asked(self._plugins, order, event.change_id, key)
            return asked.consider()
        if isinstance(event, DeliveryChangeSent | DeliveryChangeUnknown):
            asked = _Asked(self._plugins, order, event.change_id, key)
            return asked.send(is_first=isinstance(event, DeliveryChangeSent))
        return ()


class _Asked:
    """One change, its parcel, and its carrier as far as it can change deliveries."""

    def __init__(
        self, plugins: Plugins, order: Order, change_id: str, key: str
    ) -> None:
        self.plugins, self.order, self.key = plugins, order, key
        self.at: datetime = plugins.now()
        self.change: ParcelChange = order.change(change_id)
        self.parcel: Parcel = order.parcel(self.change.parcel_id)
        carrier: object = plugins.carriers.get(self.parcel.carrier)
        self.carrier = carrier if isinstance(carrier, ChangesDelivery) else None

    def consider(self) -> tuple[Command, ...]:
        """Send what is possible; refuse the rest with what is."""
        if self.carrier is None:
            return self._refused("not_offered", ())
        possible = self._possible()
        if self.change.wish.kind not in possible:
            reason = "not_offered" if possible else "too_late"
            return self._refused(reason, possible)
        return (
            SendDeliveryChange(
                order_id=self.order.order_id,
                at=self.at,
                command_id=f"{self.key}:send",
                change_id=self.change.change_id,
            ),
        )

    def send(self, *, is_first: bool) -> tuple[Command, ...]:
        """Tell the carrier, under the change's one key.

        Raises:
            OutcomeUnknown: Again nobody knows; the dispatcher tries once more.
        """
        wish = self._wish()
        if self.carrier is None:
            return self._refused("not_offered", ())
        if wish is None:
            return self._refused("forgotten", ())
        try:
            self.carrier.change(self.parcel.tracking_number, wish, key=self.change.key)
        except PermanentFailure as no:
            reason = no.reason if no.reason in REASONS else "carrier_refused"
            left = tuple(kind for kind in self._possible() if kind != wish.kind)
            return self._refused(reason, left)
        except OutcomeUnknown:
            if is_first:
                return (self._settled("unknown", reason="no_answer"),)
            raise
        return (self._settled("accepted"), *self._promised(wish))

    def _possible(self) -> tuple[str, ...]:
        assert self.carrier is not None
        parcel = self.parcel
        said = self.carrier.changes(parcel.tracking_number, parcel.code, self.at)
        return tuple(kind for kind in CHANGE_KINDS if kind in said)

    def _wish(self) -> DeliveryChange | None:
        """Put the personal part back; None if it was erased."""
        sealed = self.change.wish
        detail = self.plugins.reveal(sealed.detail)
        if sealed.detail is not None and not detail:
            return None
        return DeliveryChange(
            kind=sealed.kind,
            on=sealed.on,
            pickup_point=sealed.pickup_point,
            place=detail if isinstance(detail, str) else "",
            address=detail if isinstance(detail, Address) else None,
        )

    def _promised(self, wish: DeliveryChange) -> tuple[Command, ...]:
        """Promise the day that the customer chose; its lateness is nobody's fault."""
        if wish.on is None:
            return ()
        known = self.parcel.promise or self.order.promise
        zone = known.zone if known else self.order.terms.zone or "UTC"
        promise = Promise(earliest_on=wish.on, latest_on=wish.on, zone=zone)
        return (
            RevisePromise(
                order_id=self.order.order_id,
                at=self.at,
                command_id=f"{self.key}:promise",
                promise=promise,
                reason="customer_request",
                parcel_id=self.parcel.parcel_id,
            ),
        )

    def _refused(
        self, reason: str, alternatives: tuple[str, ...]
    ) -> tuple[Command, ...]:
        return (self._settled("refused", reason=reason, alternatives=alternatives),)

    def _settled(
        self, outcome: str, *, reason: str = "", alternatives: tuple[str, ...] = ()
    ) -> SettleDeliveryChange:
        return SettleDeliveryChange(
            order_id=self.order.order_id,
            at=self.at,
            # What is known only at a second try is another answer than at the first.
            command_id=f"{self.key}:{outcome}",
            change_id=self.change.change_id,
            outcome=outcome,
            reason=reason,
            alternatives=alternatives,
        )
