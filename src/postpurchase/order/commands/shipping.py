"""Packing parcels, shipping them and following them."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from postpurchase.errors import InvalidInput
from postpurchase.order.commands.base import (
    Command,
    flag_field,
    id_field,
    items_field,
    items_of,
    location_field,
    name_field,
    text_field,
    value_or_none,
)
from postpurchase.order.commands.processing import units_field
from postpurchase.order.quantities import LineUnits, as_units, as_units_or_none
from postpurchase.tracking.facts import TrackingFact
from postpurchase.values.answers import Insert, Package

FACTS_MAX = 10_000
"""More facts in one command are not what a carrier says about a parcel."""


@attrs.frozen(kw_only=True)
class OpenParcel(Command):
    """Put packed units into a parcel.

    Args:
        parcel_id: The parcel; the same id with the same content changes nothing.
        units: Units by line id, at the end of their workflow.
        location_code: Where, if the units stand at several locations.
        package: The carton.
    """

    parcel_id: str = id_field()
    units: tuple[LineUnits, ...] = units_field()
    location_code: str | None = location_field()
    package: Package | None = value_or_none(Package)


@attrs.frozen(kw_only=True)
class SealParcel(Command):
    """Close a parcel.

    Args:
        parcel_id: The parcel.
        package: The carton, where it is known now.
        inserts: What is added for the customer; personalizers add to it.
    """

    parcel_id: str = id_field()
    package: Package | None = value_or_none(Package)
    inserts: tuple[Insert, ...] = items_field(Insert, "inserts")


@attrs.frozen(kw_only=True)
class LabelParcel(Command):
    """Record the carrier's label on a parcel.

    Args:
        parcel_id: The parcel.
        carrier: Code of the carrier.
        service: The carrier's product.
        tracking_number: The carrier's number.
    """

    parcel_id: str = id_field()
    carrier: str = name_field()
    service: str = text_field()
    tracking_number: str = text_field()


@attrs.frozen(kw_only=True)
class VoidParcel(Command):
    """Give up a parcel before it leaves; its units stay where they were packed.

    Args:
        parcel_id: The parcel.
        reason: Why.
    """

    parcel_id: str = id_field()
    reason: str = text_field()


@attrs.frozen(kw_only=True)
class ShipParcel(Command):
    """Hand a parcel to the carrier; it may do all at once.

    Args:
        parcel_id: The parcel; a new id packs *units* at the same time.
        units: Units by line id; None for a parcel that was opened before.
        carrier: Code of the carrier, unless the label named it.
        service: The carrier's product.
        tracking_number: The carrier's number.
        location_code: Where it leaves, if the units stand at several locations.
        package: The carton.
        inserts: What is added for the customer; personalizers add to it.
    """

    parcel_id: str = id_field()
    units: tuple[LineUnits, ...] | None = attrs.field(
        default=None, converter=as_units_or_none
    )
    carrier: str = text_field()
    service: str = text_field()
    tracking_number: str = text_field()
    location_code: str | None = location_field()
    package: Package | None = value_or_none(Package)
    inserts: tuple[Insert, ...] = items_field(Insert, "inserts")


def _facts(value: TrackingFact | Iterable[TrackingFact]) -> tuple[TrackingFact, ...]:
    one_or_several = (value,) if isinstance(value, TrackingFact) else value
    facts = items_of(one_or_several, TrackingFact, "facts")
    if not 0 < len(facts) <= FACTS_MAX:
        raise InvalidInput(
            path="facts", value=str(len(facts)), expected=f"1 to {FACTS_MAX} facts"
        )
    return facts


@attrs.frozen(kw_only=True)
class RecordTracking(Command):
    """Record what the carrier said about a parcel, however late or often.

    Args:
        parcel_id: The parcel.
        facts: One fact or several, in any order.
        is_correction: Whether these facts overrule all earlier ones; the only
            way out of a terminal status.
    """

    parcel_id: str = id_field()
    facts: tuple[TrackingFact, ...] = attrs.field(converter=_facts)
    is_correction: bool = flag_field(default=False)


@attrs.frozen(kw_only=True)
class ReportContents(Command):
    """Say what was missing or damaged when the parcel was opened.

    Args:
        parcel_id: The parcel.
        missing: Units by line id that were not in it.
        damaged: Units by line id that were damaged.
    """

    parcel_id: str = id_field()
    missing: tuple[LineUnits, ...] = attrs.field(default=(), converter=as_units)
    damaged: tuple[LineUnits, ...] = attrs.field(default=(), converter=as_units)
