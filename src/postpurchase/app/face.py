"""The face of the library: one object that a shop opens and talks to."""

from __future__ import annotations

import os
import secrets
import socket
import threading
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from postpurchase.app.crediting import CreditDesk, add_credit
from postpurchase.app.delivery.checkout import CheckoutDesk
from postpurchase.app.delivery.learning import LearningDesk
from postpurchase.app.delivery.watching import WatchDesk
from postpurchase.app.returns.desk import ReturnDesk
from postpurchase.app.returns.refunding import add_payers
from postpurchase.app.stock.fulfilment import PartnerOffice
from postpurchase.errors import (
    InvalidInput,
    PostPurchaseError,
    SeveralOrders,
    UnknownOrder,
)
from postpurchase.errors.inputs import short
from postpurchase.hooks.manager import load_plugins
from postpurchase.order.model import Order
from postpurchase.service import Outcome, Service, Work
from postpurchase.service.kinds import AnyCommand
from postpurchase.service.sealing import person_of, unseal
from postpurchase.service.transaction import STREAM
from postpurchase.stores import open_store
from postpurchase.values.personal import PersonalRef

if TYPE_CHECKING:
    from postpurchase.adapters.signatures import Headers
    from postpurchase.app.delivery.webhooks import Received
    from postpurchase.app.history.explaining import Explanation
    from postpurchase.app.history.timeline import TimelineEntry
    from postpurchase.app.intake.importing import ImportReport
    from postpurchase.dispatch import Dispatcher, Report
    from postpurchase.hooks.registry import Plugins
    from postpurchase.stores.base import EventStore, Verification


def utc_now() -> datetime:
    """Tell the time of this machine, aware."""
    return datetime.now(UTC)


NAMED_MAX = 10
"""Orders of one name that an error lists."""


class PostPurchase(
    CheckoutDesk, PartnerOffice, WatchDesk, LearningDesk, ReturnDesk, CreditDesk
):
    """A shop's orders after checkout: its store, its plugins and its clock.

    `PostPurchase.open` makes one. It can be used from several threads, and any
    number of processes may open the same file.
    """

    def __init__(
        self, store: EventStore, plugins: Plugins, clock: Callable[[], datetime]
    ) -> None:
        self.store = store
        self.plugins = plugins
        self.clock = clock
        self._service = Service(store, plugins, clock)
        self._worker = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        plugins.read_personal_with(self.reveal)
        plugins.tell_time_with(clock)
        if plugins.order_sources:
            from postpurchase.adapters.publishing import add_publishers

            add_publishers(plugins)
        if plugins.stocks:
            from postpurchase.app.stock.following import add_followers

            add_followers(plugins)
        if plugins.fulfilment_partners:
            from postpurchase.app.stock.partners import add_desks

            add_desks(plugins)
        add_credit(plugins, self._service)
        add_payers(plugins, self._service.order)

    @classmethod
    def open(
        cls,
        url: str,
        *,
        plugins: Iterable[object] = (),
        plugin_files: Iterable[str | os.PathLike[str]] = (),
        entry_points: bool = True,
        strict: bool = False,
        clock: Callable[[], datetime] = utc_now,
        trace: Callable[[str], None] | None = None,
    ) -> Self:
        """Open a shop.

        Args:
            url: Where the log is: ``sqlite:///shop.db``, ``sqlite://`` or
                ``memory:``.
            plugins: Modules, names of modules or objects to plug in.
            plugin_files: Python files that are plugins without a package.
            entry_points: Whether installed plugins are loaded.
            strict: Raise the first fault of a plugin instead of listing it.
            clock: What time it is, aware; tests turn it by hand.
            trace: Called with a line for each call of a plugin.

        Raises:
            InvalidInput: The URL is none that there is a store for.
            StoreUnavailable: The file cannot be opened.
            PluginNotLoaded: A plugin that was passed has a fault.

        >>> with PostPurchase.open("memory:", entry_points=False) as shop:
        ...     shop.pending()
        0
        """
        loaded = load_plugins(
            plugins,
            entry_points=entry_points,
            strict=strict,
            files=plugin_files,
            trace=trace,
        )
        return cls(open_store(url), loaded, clock)

    def handle(self, command: AnyCommand) -> Outcome:
        """Ask something of an order, or of a customer's account.

        Args:
            command: What is asked.

        Returns:
            The order or account afterwards and what happened; the same answer again
            for a `command_id` that was answered before.

        Raises:
            Rejected: A rule says no; the subclass says which. Nothing was stored.
            CommandIdReused: The id was used for another command.
            ConcurrencyConflict: Others wrote to the order again and again.
        """
        return self._service.handle(command)

    def handle_many(
        self, commands: Sequence[AnyCommand]
    ) -> list[Outcome | PostPurchaseError]:
        """Ask many things in one transaction; each is answered by itself.

        A command that is refused is answered with the error and stops no other.

        Args:
            commands: What is asked, of one order or of many.

        Returns:
            An outcome or an error for each command, in order.
        """
        return self.handle_works([Work.of(command) for command in commands])

    def handle_works(self, works: Sequence[Work]) -> list[Outcome | PostPurchaseError]:
        """Do several works in one transaction, each as a whole or not at all.

        A work is some commands on one order. A work that `is_historical` records
        what happened before the library was there: nobody is told of it.

        Args:
            works: What is to be done, on one order or on many.

        Returns:
            An outcome or an error for each work, in order.
        """
        return self._service.handle_all(works)

    def order(self, order_id: str) -> Order:
        """Return an order as it stands now.

        Args:
            order_id: Its id, or the name that people use, such as ``#1001``.

        Raises:
            UnknownOrder: There is none.
            SeveralOrders: The name belongs to several.
        """
        return self._service.order(self._order_id(order_id))

    def _order_id(self, name: str) -> str:
        """Find the id of an order by its id or its display name."""
        if not isinstance(name, str):
            raise InvalidInput(path="order_id", value=short(name), expected="text")
        if self.store.head(STREAM + name).version:
            return name
        # People leave the sign out: 1001 is #1001, unless an order has that very id.
        found = self.store.find(name) or self.store.find(f"#{name}")
        if len(found) == 1:
            return found[0].removeprefix(STREAM)
        if not found:
            raise UnknownOrder(order_id=name)
        several = tuple(stream.removeprefix(STREAM) for stream in found[:NAMED_MAX])
        raise SeveralOrders(name=name, order_ids=several)

    def timeline(
        self, order_id: str, *, locale: str = "en"
    ) -> tuple[TimelineEntry, ...]:
        """Tell what happened to an order.

        Args:
            order_id: Its id or display name.
            locale: The reader's language: uk, pl, ru, zh or en.

        Raises:
            UnknownOrder: There is no such order.
            UnknownCode: There are no texts in this language.
        """
        from postpurchase.app.history.timeline import checked_locale, timeline

        language = checked_locale(locale)
        stream = STREAM + self._order_id(order_id)
        return timeline(self.store.load(stream), language, self.reveal)

    def explain(self, order_id: str) -> tuple[Explanation, ...]:
        """Explain an order's total, balance, refunds, statuses and messages.

        Args:
            order_id: Its id or display name.

        Raises:
            UnknownOrder: There is no such order.
        """
        from postpurchase.app.history.explaining import explain

        order = self.order(order_id)
        stream = STREAM + order.order_id
        _, events = self.store.load_events(stream)
        letters = self.store.dead_letters(1000)
        undelivered = tuple(one for one in letters if one.stream == stream)
        return explain(order, tuple(events), undelivered)  # type: ignore[arg-type]

    def import_file(
        self,
        format: str,  # noqa: A002 - the word that the command line uses, too
        path: str | os.PathLike[str],
        *,
        live_from: date | datetime | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> ImportReport:
        """Import orders from a file of another system.

        Args:
            format: ``shopify``, ``woocommerce``, ``csv``, or the code of an order
                source that a plugin brings.
            path: The file.
            live_from: From when on orders are live; before, they are history, of
                which nobody is told.
            progress: Called with the number of records so far.

        Raises:
            UnknownCode: There is no such format.
            InvalidInput: The file as a whole cannot be read.
        """
        from postpurchase.app.intake.formats import read_records
        from postpurchase.app.intake.importing import import_records

        records = read_records(format, Path(path), self.plugins)
        return import_records(
            self._service, records, live_from=live_from, progress=progress
        )

    def receive_webhook(
        self,
        source: str,
        headers: Headers,
        body: bytes,
        *,
        secrets: str | Sequence[str],
        format: str = "",  # noqa: A002 - the word that the command line uses, too
    ) -> Received:
        """Take in what a carrier's or tracking service's webhook says of a parcel.

        The signature is checked over the raw body first. A body that comes again
        is answered as repeated and changes nothing, however late it comes.

        Args:
            source: ``aftership``, ``easypost``, ``shippo``, ``shopify``, or
                ``standard`` for any sender that signs as Standard Webhooks.
            headers: The headers as they came, names in any case.
            body: The body as it came, byte for byte.
            secrets: The secret, or several while one replaces another.
            format: What the body looks like, where the source does not say.

        Raises:
            SignatureInvalid: Its sender did not sign it, or too long ago.
            InvalidInput: It cannot be read.
            UnknownTrackingNumber: No parcel has its number; nothing was stored.
            Rejected: A rule of the order says no; nothing was stored.
        """
        from postpurchase.app.delivery.webhooks import Webhook, receive

        webhook = Webhook(
            source=source, headers=headers, body=body, secrets=secrets, format=format
        )
        return receive(self._service, webhook, at=self.clock())

    def dispatch(self, limit: int = 1000) -> Report:
        """Tell subscribers what happened, and do what is due.

        Args:
            limit: How many deliveries at most.
        """
        return self._dispatcher().run(limit=limit)

    def watch(
        self,
        stop: threading.Event,
        *,
        poll_s: float = 1.0,
        each: Callable[[Report], None] | None = None,
    ) -> Report:
        """Dispatch until *stop* is set.

        Args:
            stop: Set it to end the watch.
            poll_s: How often to look for what other processes stored.
            each: Called after every run that did something.
        """
        return self._dispatcher().watch(stop, poll_s=poll_s, each=each)

    def _dispatcher(self) -> Dispatcher:
        from postpurchase.dispatch import Dispatcher

        return Dispatcher(self._service, worker=self._worker)

    def pending(self) -> int:
        """How many deliveries and timers wait."""
        return self.store.pending()

    def reveal(self, reference: PersonalRef) -> object:
        """Return the personal value behind a reference.

        Returns:
            A `Contact`, an `Address` or a text; `FORGOTTEN` after its erasure.

        Raises:
            BrokenLog: The value is not the one that the event was sealed with.
        """
        return unseal(reference, self.store.personal((reference.ref,)))

    def forget(self, *, customer_id: str = "", order_id: str = "") -> int:
        """Erase the personal values of a customer, or of a guest's order.

        The log keeps what happened; names, addresses and notes are gone from it,
        from the outbox and from the bytes on the disk.

        Args:
            customer_id: The customer whose orders all name this id.
            order_id: A guest's order; also erases its gift recipient.

        Returns:
            How many values were erased.
        """
        erased = 0
        if customer_id:
            erased += self.store.forget(person_of("", customer_id))
        if order_id:
            erased += self.store.forget(person_of(order_id, ""))
            erased += self.store.forget(f"gift:{order_id}")
        return erased

    def verify(self, progress: Callable[[int], None] | None = None) -> Verification:
        """Read the whole log and check that nothing in it was changed."""
        return self.store.verify(progress)

    def __repr__(self) -> str:
        store, brought = type(self.store).__name__, len(self.plugins.table())
        return f"<PostPurchase {store}, {brought} plugins>"

    def close(self) -> None:
        """Close the store."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()
