"""Taking units through the steps of their workflow."""

from __future__ import annotations

from typing import Any

import attrs

from postpurchase.errors import InvalidInput
from postpurchase.errors.inputs import short
from postpurchase.order.commands.base import (
    Command,
    id_field,
    location_field,
    name_field,
)
from postpurchase.order.quantities import LineUnits, as_units, check_units

GOODS: tuple[str, ...] = ("reusable", "scrapped", "missing")
"""What may become of goods when a step fails."""


def _goods(instance: object, field: attrs.Attribute[str], value: object) -> None:
    if value not in GOODS:
        raise InvalidInput(
            path=field.name, value=short(value), expected=" or ".join(GOODS)
        )


def _units(instance: object, field: attrs.Attribute[int], value: object) -> None:
    check_units(value, field.name)


def units_field() -> Any:
    """Units by line id: a mapping, pairs or `LineUnits`."""
    return attrs.field(converter=as_units)


@attrs.frozen(kw_only=True)
class CompleteStep(Command):
    """Say that units finished a step of their workflow.

    Units take the steps in the order of the workflow that their line was placed
    with, and none is left out. The first step says where the units are.

    Args:
        step: The step that is finished, such as ``allocated`` or ``picked``.
        units: Units by line id.
        location_code: Where they are. Later steps find it by themselves as long
            as the units stand at one location.
    """

    step: str = name_field()
    units: tuple[LineUnits, ...] = units_field()
    location_code: str | None = location_field()


@attrs.frozen(kw_only=True)
class FailStep(Command):
    """Say that a step went wrong for some units, and where they go now.

    The units stand before the step that was attempted; ``shipped`` names the
    attempt to hand over packed units. They go to that place again, to an
    earlier one, or to ``cancelled``.

    Args:
        line_id: The line.
        units: Whole units from 1.
        at_step: The step that was attempted.
        to: Where the units go.
        reason: Such as ``short_pick``, ``wrong_item``, ``failed_check``, ``damaged``.
        goods: What became of the goods: ``reusable``, or ``scrapped`` or
            ``missing``, which consume stock while the owed unit is served anew.
        location_code: Where it happened, if the units stand at several locations.
    """

    line_id: str = id_field()
    units: int = attrs.field(validator=_units)
    at_step: str = name_field()
    to: str = name_field()
    reason: str = name_field()
    goods: str = attrs.field(default="reusable", validator=_goods)
    location_code: str | None = location_field()


@attrs.frozen(kw_only=True)
class SkipSteps(Command):
    """Bring units to the end of their workflow without single steps.

    For orders whose steps nobody recorded, such as imported ones. Units that
    stand at the end already count, so that a repeat changes nothing.

    Args:
        units: Units by line id that are to stand at the end, free to be packed;
            taken from the furthest place first.
        reason: Why no single steps stand in the log.
        location_code: Where the units are; None takes them from everywhere.
    """

    units: tuple[LineUnits, ...] = units_field()
    reason: str = name_field()
    location_code: str | None = location_field()


@attrs.frozen(kw_only=True)
class ScanCode(Command):
    """Verify one unit by its code while working on a step.

    A code of the order completes the step for one unit. A code that is not on
    the order, or that is not needed at this step any more, is refused and
    counted as an error caught.

    Args:
        code: What the scanner read: a sku or a barcode.
        step: The step that is being worked on.
        location_code: Where, if the units stand at several locations.
    """

    code: str = id_field()
    step: str = name_field()
    location_code: str | None = location_field()


@attrs.frozen(kw_only=True)
class DeliverLines(Command):
    """Say that units reached the customer without a parcel.

    For digital goods, gift cards, services, and goods collected in the store.

    Args:
        units: Units by line id, at the end of their workflow.
        location_code: Where they came from.
    """

    units: tuple[LineUnits, ...] = units_field()
    location_code: str | None = location_field()
