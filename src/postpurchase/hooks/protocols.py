"""What registered objects must answer: Protocols of one to five methods.

A class need not inherit from these: having the attributes is enough. `code` is
the name by which the shop asks for the object; it is unique among its kind and
never changes, since it stands in stored events.

What a method may raise: `TemporaryFailure` (try again), `PermanentFailure` (never
try again), `OutcomeUnknown` (it may have happened: the retry carries the same
key). Any other exception counts as temporary.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from postpurchase.hooks.partners import FulfilmentPartner, Stock
from postpurchase.hooks.payments import PaymentGateway
from postpurchase.order.returns import ReturnRequest

if TYPE_CHECKING:
    from postpurchase.order.model import Order
    from postpurchase.order.quantities import LineUnits
    from postpurchase.values.answers import Insert, Message, Package, Quote
    from postpurchase.values.customs import CustomsItem, LandedCost
    from postpurchase.values.money import Money
    from postpurchase.values.rulings import Ruling


@runtime_checkable
class Carrier(Protocol):
    """Takes parcels: says its prices and where a parcel can be followed."""

    @property
    def code(self) -> str:
        """The name in stored events, such as ``dhl``."""

    @property
    def name(self) -> str:
        """The name for people, such as ``DHL Paket``."""

    def quote(
        self,
        package: Package,
        *,
        origin_country: str,
        destination_country: str,
        postcode: str,
        at: datetime,
    ) -> Iterable[Quote]:
        """Offer every service that takes *package* to that place, or nothing.

        A carrier that does not serve the destination offers nothing; it never
        guesses a price. Asked outside of transactions, perhaps more than once.

        Args:
            package: Weight in grams and outer sides in millimetres.
            origin_country: Where it leaves, ISO 3166-1 alpha-2.
            destination_country: Where it goes, ISO 3166-1 alpha-2.
            postcode: Of the destination, as the customer wrote it; may be empty.
            at: Aware time of the question: the same question has the same answer.
        """

    def tracking_url(self, tracking_number: str) -> str:
        """Return the https page where the customer follows the parcel."""


@runtime_checkable
class Channel(Protocol):
    """Brings messages to people."""

    @property
    def code(self) -> str:
        """The name that consent and preferences refer to, such as ``email``."""

    def send(self, message: Message, *, key: str) -> None:
        """Hand *message* over; returning means that the next party has it.

        Called after commit, at least once.

        Args:
            message: The finished text and whom it is for.
            key: The same for every retry of this message: the same key twice
                must reach the person once wherever the medium allows it.

        Raises:
            TemporaryFailure: Busy or out of reach.
            PermanentFailure: This person or text is refused for good.
            OutcomeUnknown: The connection broke after the text was handed over.
        """


@runtime_checkable
class Personalizer(Protocol):
    """Says what else goes into a parcel: a card, a sample, a coupon, a slip."""

    @property
    def code(self) -> str:
        """The name in stored events, such as ``postcard``."""

    def inserts(
        self,
        order: Order,
        parcel_id: str,
        units: tuple[LineUnits, ...],
        at: datetime,
    ) -> Iterable[Insert]:
        """Answer with the inserts for one parcel, before it is closed.

        Asked before the decision, outside of transactions and perhaps more than
        once, so it must have no side effects. The answer is stored with the
        event: a replay never asks again.
        """


@runtime_checkable
class ReturnPolicy(Protocol):
    """Rules on a wish to send something back, and says why in words.

    The law stands beneath: a policy gives more, never less. One that knows what the
    shop told its customers may say so in an attribute `assurances`, of the class
    `postpurchase.returning.statutes.Assurances`.
    """

    @property
    def code(self) -> str:
        """The name in stored events, such as ``30-days``."""

    def rule(self, request: ReturnRequest, order: Order, at: datetime) -> Ruling:
        """Allow or decline *request* as things stand at *at*.

        Asked before the decision, without side effects; the ruling is stored.
        """


@runtime_checkable
class OrderSource(Protocol):
    """A shop system that orders come from and that hears what became of them.

    The records that pass through are those of `postpurchase.adapters`.
    """

    @property
    def code(self) -> str:
        """The name that orders keep as their source, such as ``shopify``."""

    def read(self, content: bytes) -> Iterable[object]:
        """Yield what one document says: snapshots of orders, or what is wrong.

        A faulty record is yielded as a `Refusal` that holds its error with path
        and value, so that the good ones beside it go in.
        """

    def publish(self, notice: object, *, key: str) -> None:
        """Tell the shop system about a shipment, tracking or a refund.

        Called after commit, at least once; the same key twice does one thing.
        """


@runtime_checkable
class DutyCalculator(Protocol):
    """Works out what goods cost on top when they cross a customs border."""

    @property
    def code(self) -> str:
        """The name that the shop asks for it by."""

    def landed_cost(
        self,
        goods: tuple[CustomsItem, ...],
        *,
        origin_country: str,
        destination_country: str,
        shipping: Money,
        at: datetime,
    ) -> LandedCost | None:
        """Answer with duty, import tax and fees, or None where it does not know.

        It never guesses: an amount that it does not know stays None. Asked before
        payment, outside of transactions, perhaps more than once.

        Args:
            goods: What is declared, a row for each kind of goods.
            origin_country: Where it leaves, ISO 3166-1 alpha-2.
            destination_country: Where it goes; another customs territory.
            shipping: What the delivery costs, which the value for customs may
                include.
            at: Aware time of the question: the same question has the same answer.
        """


KINDS: dict[str, type] = {
    "carrier": Carrier,
    "channel": Channel,
    "personalizer": Personalizer,
    "return_policy": ReturnPolicy,
    "order_source": OrderSource,
    "stock": Stock,
    "fulfilment_partner": FulfilmentPartner,
    "duty_calculator": DutyCalculator,
    "payment_gateway": PaymentGateway,
}
"""The kinds of objects by the name that people read in errors and tables."""
