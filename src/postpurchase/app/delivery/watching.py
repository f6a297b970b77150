"""What a shop asks about its watch list, and links by which customers help along."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from postpurchase.errors import CommandIdReused, InvalidInput
from postpurchase.errors.inputs import short
from postpurchase.order.events import Event, OrderPlaced
from postpurchase.service.transaction import STREAM, Outcome
from postpurchase.values.times import aware

if TYPE_CHECKING:
    from postpurchase.delivery.watch.causes import Cause, Comparison, FindingRecord
    from postpurchase.order.commands import Command
    from postpurchase.order.model import Order
    from postpurchase.stores.base import EventStore
    from postpurchase.values.carriage import DeliveryChange
    from postpurchase.values.money import Money

VALID_HOURS_MAX: Final = 24 * 30
"""The longest that a link may be valid: a month."""


class WatchDesk:
    """The part of `PostPurchase` for findings, their causes, and delivery changes."""

    store: EventStore
    clock: Callable[[], datetime]
    handle: Callable[[Command], Outcome]
    order: Callable[[str], Order]

    def findings(self, since: datetime, until: datetime) -> tuple[FindingRecord, ...]:
        """Return the findings that were noticed in a period, from the log.

        Args:
            since: The period's start, aware.
            until: Its end, aware, not in it any more.
        """
        from postpurchase.delivery.watch.causes import records

        start_at, end_at = aware(since, "since"), aware(until, "until")
        return tuple(
            one for one in records(self._log()) if start_at <= one.opened_at < end_at
        )

    def findings_of(self, order_id: str) -> tuple[FindingRecord, ...]:
        """Return every finding that there was about an order, from its log.

        Args:
            order_id: The order's id or display name. Those that are open stand in
                `Order.findings`, too.

        Raises:
            UnknownOrder: There is no such order.
        """
        from postpurchase.delivery.watch.causes import records

        known = self.order(order_id).order_id
        return records(
            (known, one.event)
            for one in self.store.load(STREAM + known)
            if isinstance(one.event, Event)
        )

    def causes(
        self,
        since: datetime,
        until: datetime,
        *,
        costs: Mapping[str, Money] | None = None,
        least: int = 2,
    ) -> tuple[Cause, ...]:
        """Say which findings of a period recur, where, and what they cost.

        Args:
            since: The period's start, aware.
            until: Its end, aware, not in it any more.
            costs: What one finding of a kind costs the shop, in one currency.
            least: Findings that make a cause.
        """
        from postpurchase.delivery.watch.causes import causes

        return causes(self.findings(since, until), costs=costs, least=least)

    def compare_cause(
        self, cause: Cause, *, changed_at: datetime, days: int = 28
    ) -> Comparison:
        """Say how often a cause struck before and after something was done about it.

        Args:
            cause: One of `causes`.
            changed_at: When the action took effect, aware.
            days: The length of both periods.
        """
        from postpurchase.delivery.watch.causes import compare

        middle, span = aware(changed_at, "changed_at"), timedelta(days=days)
        placed = [
            event.at for _, event in self._log() if isinstance(event, OrderPlaced)
        ]
        return compare(
            self.findings(middle - span, middle + span),
            cause,
            changed_at=middle,
            orders_before=sum(middle - span <= at < middle for at in placed),
            orders_after=sum(middle <= at < middle + span for at in placed),
        )

    def change_link(
        self,
        order_id: str,
        parcel_id: str,
        *,
        page: str = "",
        kinds: Iterable[str] | None = None,
        valid_hours: int = 72,
        secrets: Sequence[str] = (),
    ) -> str:
        """Make a link by which a customer may change one delivery, once.

        Args:
            order_id: The order's id or display name.
            parcel_id: The parcel.
            page: The shop's page behind the link, over https. The token follows
                a path that ends with ``/``, such as
                ``https://shop.example/delivery/``, or takes the place of
                ``{token}``, as in ``https://shop.example/delivery?link={token}``.
                Without a page the token alone is returned.
            kinds: The kinds of change that it allows; None for all.
            valid_hours: How long, from 1 to 720.
            secrets: What to sign with, the newest first; by default a key of the
                store. Several processes with one store have the same.

        Raises:
            UnknownOrder: There is no such order.
            UnknownParcel: The order has no such parcel.
            InvalidInput: A kind, a time, a page or a secret is none.
            MissingExtra: The extra ``web`` is not installed.
        """
        from postpurchase.app.delivery import links

        if page != "":
            links.check_page(page)
        if type(valid_hours) is not int or not 1 <= valid_hours <= VALID_HOURS_MAX:
            raise InvalidInput(
                path="valid_hours",
                value=short(valid_hours),
                expected=f"a whole number from 1 to {VALID_HOURS_MAX}",
            )
        order = self.order(order_id)
        permit = links.ChangePermit(
            order_id=order.order_id,
            parcel_id=order.parcel(parcel_id).parcel_id,
            kinds=links.kinds_of(kinds),
            expires_at=self.clock() + timedelta(hours=valid_hours),
        )
        keys = links.link_secrets(secrets, self.store.secret)
        return links.link_to(page, links.write_token(permit, keys))

    def follow_change_link(
        self, token: str, change: DeliveryChange, *, secrets: Sequence[str] = ()
    ) -> Outcome:
        """Ask for the change that a customer chose behind a link.

        The second use of a link is answered with the first one's answer, whatever
        is wished then.

        Args:
            token: The link's token.
            change: What the customer wishes.
            secrets: All secrets of which links may still be out, the newest first.

        Raises:
            InvalidLink: The link was altered, or made for something else.
            ExpiredLink: Its time is over.
            LinkNotMeant: It does not allow this kind of change.
            Rejected: A rule says no, such as when another change is open.
            MissingExtra: The extra ``web`` is not installed.
        """
        from postpurchase.app.delivery import links

        at = self.clock()
        keys = links.link_secrets(secrets, self.store.secret)
        permit = links.read_token(token, keys, at)
        command = links.command_of(token, permit, change, at)
        try:
            return self.handle(command)
        except CommandIdReused:
            return self._first_answer(permit.order_id, command.command_id)

    def _first_answer(self, order_id: str, command_id: str) -> Outcome:
        stream = STREAM + order_id
        answer = self.store.answer(stream, command_id)
        assert answer is not None
        stored = self.store.load(stream, answer.first_version - 1)
        count = answer.last_version - answer.first_version + 1
        events = tuple(one.event for one in stored[:count])
        return Outcome(self.order(order_id), events, repeated=True)

    def _log(self) -> Iterator[tuple[str, Event]]:
        """Read the whole log, order by order and event by event."""
        cursor = None
        while True:
            page = self.store.read(cursor)
            for one in page.recorded:
                if isinstance(one.event, Event):
                    yield one.stream.removeprefix(STREAM), one.event
            if not page.recorded:
                return
            cursor = page.cursor
