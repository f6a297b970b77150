"""What a carrier can do besides quoting: five abilities, each a small Protocol.

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
    from postpurchase.tracking.facts import TrackingFact
    from postpurchase.values.carriage import DeliveryChange, Label, LabelRequest, PickUp


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
