"""Arranges ways back with carriers and drop-off networks, after commit, under one key.

The shop passes it by hand, beside its carriers, because the ways are the shop's:

```python
ways = ReturnWays(ways=read_ways(document), places={"waw": warehouse})
shop = PostPurchase.open("sqlite:///shop.db", plugins=[carrier, ways])
```

A return that was agreed on with a way that was wished for, and a way that is chosen
later, is ordered once. A time-out is asked again under the same key. What a carrier
refuses is recorded with its reason, and the customer chooses another way. What is
not used any more (replaced, run out, called off) is given back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

import attrs

from postpurchase.errors import PermanentFailure
from postpurchase.hooks import Plugins, hookimpl
from postpurchase.hooks.abilities import FindsReturns, TakesReturns
from postpurchase.order.commands import Command, IssueReturnWay, RefuseReturnWay
from postpurchase.order.events import (
    Event,
    ReturnApproved,
    ReturnCancelled,
    ReturnWayChosen,
    ReturnWayExpired,
    ReturnWayIssued,
)
from postpurchase.order.model import Order
from postpurchase.order.returns import Return, ReturnWay
from postpurchase.plugins.return_requests import (
    arranged,
    fits,
    named,
    return_request,
    way_of,
)
from postpurchase.returning.methods import WayBack
from postpurchase.values.carriage import Party
from postpurchase.values.return_carriage import ReturnTicket, ReturnWayRequest

BY_HAND = ("own_carrier", "in_store")
"""Methods for which no carrier has to be asked."""

REASONS = frozenset({"not_offered", "too_heavy", "too_big", "closed", "postcode"})
"""Reasons that a carrier may state as a code; any other is ``carrier_refused``."""


@attrs.define(kw_only=True)
class ReturnWays:
    """Orders what customers need to send goods back, and gives back what they do not.

    Args:
        ways: What the shop offers; it also says which carrier stands behind a
            method, and where the goods go.
        places: Who gets the goods, by the location code of a way. The first is for
            ways that name none.
    """

    ways: tuple[WayBack, ...] = attrs.field(default=(), converter=tuple)
    places: Mapping[str, Party] = attrs.field(factory=dict)
    _plugins: Plugins | None = attrs.field(default=None, init=False, repr=False)

    plugin_name = "return-ways"
    hears: ClassVar[tuple[type[Event], ...]] = (
        ReturnApproved,
        ReturnWayChosen,
        ReturnWayIssued,
        ReturnCancelled,
        ReturnWayExpired,
    )

    @hookimpl
    def on_loaded(self, plugins: Plugins) -> None:
        """Get to know the carriers."""
        self._plugins = plugins

    @hookimpl
    def on_event(self, event: Event, order: Order, key: str) -> Iterable[Command]:
        """Order a way that is wanted; give back one that is not any more."""
        if self._plugins is None:
            return ()
        if isinstance(event, ReturnApproved | ReturnWayChosen):
            return self._arrange(order, order.return_(event.return_id), key)
        if isinstance(event, ReturnWayIssued):
            known = order.return_(event.return_id)
            if known.wish is not None and not fits(known.wish, event.way):
                # Another way was chosen while this one was being ordered.
                self._give_back(event.way, key)
        if isinstance(event, ReturnCancelled | ReturnWayExpired):
            known = order.return_(event.return_id)
            if known.way is not None and known.sent_at is None:
                self._give_back(known.way, key)
        return ()

    def ticket(self, order: Order, known: Return) -> ReturnTicket:
        """Return what the customer holds in hand for a return, with its document.

        Where the carrier cannot show a label again, the ticket has none.

        Args:
            order: The order.
            known: One of its returns, with a way that was arranged.

        Raises:
            TemporaryFailure: The carrier cannot be asked now.
        """
        way = known.way
        assert way is not None
        request = self._request(order, known, way)
        carrier = self._carrier(way.carrier)
        if request is not None and isinstance(carrier, FindsReturns) and way.key:
            found = carrier.find_return(request, key=way.key)
            if found is not None:
                return attrs.evolve(
                    found, expires_at=found.expires_at or way.expires_at
                )
        return ReturnTicket(
            tracking_number=way.tracking_number,
            code=way.code,
            reference=way.reference,
            expires_at=way.expires_at,
        )

    def _arrange(self, order: Order, known: Return, key: str) -> tuple[Command, ...]:
        """Order the way that is wished for, if goods are to come at all.

        Raises:
            OutcomeUnknown: Nobody knows; the dispatcher asks again with the key.
        """
        if known.wish is None or known.intent != "approved":
            return ()
        if known.logistics == "not_required":
            return ()
        before = known.way if known.logistics == "issued" else None
        if before is not None and fits(known.wish, before):
            return ()
        command = self._ordered(order, known, known.wish, key)
        if before is not None and isinstance(command, IssueReturnWay):
            self._give_back(before, key)
        return (command,)

    def _ordered(
        self, order: Order, known: Return, wish: ReturnWay, key: str
    ) -> Command:
        terms = way_of(self.ways, wish)
        way = named(wish, terms, place=next(iter(self.places), ""), key=key)
        if wish.method in BY_HAND:
            return self._issued(order, known, way, terms, ReturnTicket())
        carrier = self._carrier(way.carrier)
        if not isinstance(carrier, TakesReturns):
            return self._refused(order, known, way, "not_offered")
        request = self._request(order, known, way)
        if request is None:
            return self._refused(order, known, way, "no_address")
        try:
            ticket = carrier.return_way(request, key=key)
        except PermanentFailure as no:
            reason = no.reason if no.reason in REASONS else "carrier_refused"
            return self._refused(order, known, way, reason)
        return self._issued(order, known, way, terms, ticket)

    def _issued(
        self,
        order: Order,
        known: Return,
        way: ReturnWay,
        terms: WayBack | None,
        ticket: ReturnTicket,
    ) -> IssueReturnWay:
        assert self._plugins is not None
        at = self._plugins.now()
        return IssueReturnWay(
            order_id=order.order_id,
            at=at,
            command_id=f"{way.key}:issue",
            return_id=known.return_id,
            way=arranged(way, terms, ticket, at=at, currency=order.currency),
        )

    def _refused(
        self, order: Order, known: Return, way: ReturnWay, reason: str
    ) -> RefuseReturnWay:
        assert self._plugins is not None
        return RefuseReturnWay(
            order_id=order.order_id,
            at=self._plugins.now(),
            command_id=f"{way.key}:refuse",
            return_id=known.return_id,
            method=way.method,
            carrier=way.carrier,
            reason=reason,
        )

    def _give_back(self, way: ReturnWay, key: str) -> None:
        carrier = self._carrier(way.carrier)
        if isinstance(carrier, TakesReturns):
            carrier.void_return(way, key=f"{key}:void")

    def _carrier(self, code: str) -> object:
        assert self._plugins is not None
        if code not in self._plugins.carriers:
            return None
        return self._plugins.get("carrier", code)

    def _request(
        self, order: Order, known: Return, way: ReturnWay
    ) -> ReturnWayRequest | None:
        assert self._plugins is not None
        place = self.places.get(way.location_code)
        return return_request(
            order, known, way, recipient=place, reveal=self._plugins.reveal
        )
