"""What a carrier can do besides quoting: abilities, each a small Protocol.

A carrier has an ability by having its methods; nothing is declared. Whoever needs
one asks with `isinstance`, and says so to people when it is not there.

What a method may raise: `TemporaryFailure` (try again), `PermanentFailure` (never
try again: the carrier said no), `OutcomeUnknown` (it may have happened: the retry
carries the same key). A time-out after the request was sent is an unknown outcome.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from postpurchase.order.returns import ReturnWay
    from postpurchase.tracking.facts import TrackingFact
    from postpurchase.values.carriage import DeliveryChange, Label, LabelRequest, PickUp
    from postpurchase.values.return_carriage import (
        DropOffPoint,
        ReturnTicket,
        ReturnWayRequest,
    )


@runtime_checkable
class PrintsLabels(Protocol):
    """Makes labels, and takes them back before the parcel left."""

    def label(self, request: LabelRequest, *, key: str) -> Label:
        """Order one label; the same key twice orders and pays for one.

        Few carriers know keys. One that does not writes the key where it can be
        found again and looks for it first (`FindsLabels`), or remembers the key
        for as long as its process runs and refuses to ask twice.

        Raises:
            OutcomeUnknown: The request left and no answer came, now or before.
            PermanentFailure: The carrier refuses; nothing was ordered.
            TemporaryFailure: Nothing was ordered; a later try may succeed.
        """

    def void(self, label: Label, *, key: str) -> None:
        """Give a label back; voiding it twice is no error."""


@runtime_checkable
class FindsLabels(Protocol):
    """Finds out what became of a label whose answer was lost."""

    def find_label(self, request: LabelRequest, *, key: str) -> Label | None:
        """Return the label that was ordered with *key*, or None if there is none.

        Raises:
            TemporaryFailure: The carrier cannot be asked now.
        """


@runtime_checkable
class Tracks(Protocol):
    """Says where parcels are when it is asked."""

    def track(
        self, tracking_numbers: Sequence[str]
    ) -> Iterable[tuple[str, tuple[TrackingFact, ...]]]:
        """Yield each known number with all facts about it, in any order."""


@runtime_checkable
class PicksUp(Protocol):
    """Sends a driver."""

    def pick_up(self, wish: PickUp, *, key: str) -> PickUp:
        """Agree on a visit; the answer carries the confirmation."""

    def cancel_pick_up(self, agreed: PickUp, *, key: str) -> None:
        """Call the visit off; twice is no error."""


@runtime_checkable
class ChangesDelivery(Protocol):
    """Lets the recipient change a delivery that is under way."""

    def changes(self, tracking_number: str, code: str, at: datetime) -> tuple[str, ...]:
        """Name the kinds of change that are still possible.

        Args:
            tracking_number: The parcel.
            code: Its tracking code, such as ``in_transit.general``.
            at: Now, aware.
        """

    def change(self, tracking_number: str, change: DeliveryChange, *, key: str) -> None:
        """Pass a change on; returning means that the carrier accepted it.

        Raises:
            PermanentFailure: The carrier refuses; its reason is the error's.
        """


@runtime_checkable
class TakesReturns(Protocol):
    """Takes goods back from customers: by label, code, drop-off, locker or courier.

    A drop-off network is a carrier with this ability; it need not print labels for
    the way out, nor quote for it.
    """

    def return_way(self, request: ReturnWayRequest, *, key: str) -> ReturnTicket:
        """Arrange one way back; the same key twice arranges one and answers alike.

        Raises:
            OutcomeUnknown: The request left and no answer came, now or before.
            PermanentFailure: The carrier refuses; its reason is the error's. The
                customer is asked to choose another way.
            TemporaryFailure: Nothing was arranged; a later try may succeed.
        """

    def void_return(self, way: ReturnWay, *, key: str) -> None:
        """Give a label or code back, or call a courier off; twice is no error.

        Args:
            way: What was arranged, as the order keeps it.
            key: The same for every retry.
        """


@runtime_checkable
class FindsReturns(Protocol):
    """Finds out what became of a way back whose answer was lost, and shows it again."""

    def find_return(
        self, request: ReturnWayRequest, *, key: str
    ) -> ReturnTicket | None:
        """Return what was arranged with *key*, or None if nothing was.

        Raises:
            TemporaryFailure: The carrier cannot be asked now.
        """


@runtime_checkable
class FindsDropOffPoints(Protocol):
    """Names places where customers can hand goods in."""

    def drop_off_points(
        self, country: str, postcode: str, *, method: str, at: datetime, limit: int
    ) -> Iterable[DropOffPoint]:
        """Yield the nearest places first, at most *limit*.

        Args:
            country: ISO 3166 code.
            postcode: As the customer wrote it.
            method: ``drop_off``, ``locker`` or ``pickup_point``.
            at: When the goods would be handed in, aware.
            limit: The most that are wanted, from 1.
        """
