"""A delivery that is under way is to go otherwise."""

from __future__ import annotations

import attrs

from postpurchase.order.events.base import Event
from postpurchase.values.carriage import SealedChange


@attrs.frozen(kw_only=True)
class DeliveryChangeRequested(Event):
    """Another day or place was asked for; stored by `RequestDeliveryChange`.

    Args:
        change_id: The change.
        parcel_id: The parcel.
        wish: What is to be different, without its personal part.
        key: The key under which the carrier is asked, each time.
    """

    change_id: str
    parcel_id: str
    wish: SealedChange
    key: str


@attrs.frozen(kw_only=True)
class DeliveryChangeSent(Event):
    """The carrier is being asked; stored by `SendDeliveryChange`.

    Args:
        change_id: The change.
        parcel_id: The parcel.
    """

    change_id: str
    parcel_id: str


@attrs.frozen(kw_only=True)
class DeliveryChangeAccepted(Event):
    """The carrier will do it; stored by `SettleDeliveryChange`.

    Args:
        change_id: The change.
        parcel_id: The parcel.
    """

    change_id: str
    parcel_id: str


@attrs.frozen(kw_only=True)
class DeliveryChangeRefused(Event):
    """The carrier will not do it; stored by `SettleDeliveryChange`.

    Args:
        change_id: The change.
        parcel_id: The parcel.
        reason: Why, as a short code.
        alternatives: The kinds of change that were still possible.
    """

    change_id: str
    parcel_id: str
    reason: str = ""
    alternatives: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class DeliveryChangeUnknown(Event):
    """Nobody knows whether the carrier will do it; stored by `SettleDeliveryChange`.

    It is asked again under the same key.

    Args:
        change_id: The change.
        parcel_id: The parcel.
        reason: Why nobody knows.
    """

    change_id: str
    parcel_id: str
    reason: str = ""
