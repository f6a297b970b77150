"""Parcels are packed, shipped, followed and arrive."""

from __future__ import annotations

from functools import cached_property

import attrs

from postpurchase.order.events.base import Event
from postpurchase.order.quantities import LineUnits, by_line
from postpurchase.tracking.facts import TrackingFact
from postpurchase.values.answers import Insert, Package


@attrs.frozen(kw_only=True)
class Box:
    """What is in a parcel and how it goes.

    Args:
        parcel_id: The parcel.
        units: Its contents.
        location_code: Where it was packed.
        carrier: Code of the carrier; empty while none is chosen.
        service: The carrier's product.
        tracking_number: The carrier's number; empty while there is none.
        package: The carton, with weight and size.
        inserts: What was added for the customer.
    """

    parcel_id: str
    units: tuple[LineUnits, ...]
    location_code: str = ""
    carrier: str = ""
    service: str = ""
    tracking_number: str = ""
    package: Package | None = None
    inserts: tuple[Insert, ...] = ()

    @cached_property
    def by_line(self) -> dict[str, int]:
        """Its contents by line id."""
        return by_line(self.units)


@attrs.frozen(kw_only=True)
class ParcelOpened(Event):
    """Packed units were put into a parcel; stored by `OpenParcel`."""

    box: Box


@attrs.frozen(kw_only=True)
class ParcelSealed(Event):
    """The parcel was closed; stored by `SealParcel`.

    Args:
        parcel_id: The parcel.
        package: The carton, where it is known now.
        inserts: What personalizers added.
    """

    parcel_id: str
    package: Package | None = None
    inserts: tuple[Insert, ...] = ()


@attrs.frozen(kw_only=True)
class ParcelLabelled(Event):
    """The parcel has a carrier's label; stored by `LabelParcel`."""

    parcel_id: str
    carrier: str
    service: str = ""
    tracking_number: str = ""


@attrs.frozen(kw_only=True)
class ParcelVoided(Event):
    """The parcel was given up before it left; stored by `VoidParcel`, `CancelUnits`."""

    parcel_id: str
    reason: str = ""


@attrs.frozen(kw_only=True)
class ParcelShipped(Event):
    """The parcel was handed to the carrier; stored by `ShipParcel`, `RecordTracking`.

    Args:
        box: The parcel as it left. Its units go from the end of their workflow
            to ``shipped``.
    """

    box: Box

    @property
    def parcel_id(self) -> str:
        """The parcel."""
        return self.box.parcel_id


@attrs.frozen(kw_only=True)
class TrackingRecorded(Event):
    """The carrier said something new; stored by `RecordTracking`.

    Args:
        parcel_id: The parcel.
        facts: The facts that were not known before.
        code: The code of all facts together, after these.
    """

    parcel_id: str
    facts: tuple[TrackingFact, ...]
    code: str


@attrs.frozen(kw_only=True)
class ParcelDelivered(Event):
    """The parcel was handed over; its units are now ``delivered``."""

    parcel_id: str


@attrs.frozen(kw_only=True)
class ParcelTurnedBack(Event):
    """The parcel goes back to the sender; its units are now ``returning``."""

    parcel_id: str


@attrs.frozen(kw_only=True)
class ParcelReturned(Event):
    """The parcel is back with the sender; its units are now ``returned``."""

    parcel_id: str


@attrs.frozen(kw_only=True)
class ParcelLost(Event):
    """The parcel will not arrive; its units are now ``lost``."""

    parcel_id: str


@attrs.frozen(kw_only=True)
class ParcelResumed(Event):
    """The parcel is on its way again; its units are ``shipped`` again."""

    parcel_id: str


@attrs.frozen(kw_only=True)
class ContentsReported(Event):
    """Somebody looked into the parcel; stored by `ReportContents`.

    Args:
        parcel_id: The parcel.
        missing: Units that were not in it; they are now ``lost``, and no later
            scan changes that.
        damaged: Units that were in it and are damaged; they stay where they are.
        source: The place that the missing units leave.
    """

    parcel_id: str
    missing: tuple[LineUnits, ...] = ()
    damaged: tuple[LineUnits, ...] = ()
    source: str = "delivered"
