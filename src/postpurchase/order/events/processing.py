"""Units go through the steps of their workflow."""

from __future__ import annotations

import attrs

from postpurchase.order.events.base import Event
from postpurchase.order.quantities import LineUnits


@attrs.frozen(kw_only=True)
class StepCompleted(Event):
    """Units finished a step; stored by `CompleteStep` and `ScanCode`.

    Args:
        step: The step, which is now the place of the units.
        units: The units that finished it.
        location_code: Where they are; empty before allocation.
    """

    step: str
    units: tuple[LineUnits, ...]
    location_code: str = ""


@attrs.frozen(kw_only=True)
class StepFailed(Event):
    """A step went wrong for some units; stored by `FailStep`.

    Args:
        line_id: The line.
        units: The units for which it went wrong.
        at_step: The step that was attempted.
        source: The place that the units leave.
        to: The place that they go to: an earlier one, or ``cancelled``.
        reason: Such as ``short_pick``, ``wrong_item``, ``failed_check``, ``damaged``.
        goods: What became of the goods: ``reusable``, ``scrapped``, ``missing``.
        location_code: Where it happened.
    """

    line_id: str
    units: int
    at_step: str
    source: str
    to: str
    reason: str
    goods: str
    location_code: str = ""


@attrs.frozen(kw_only=True)
class StepsSkipped(Event):
    """Units were brought to the end of their workflow; stored by `SkipSteps`.

    Args:
        units: The units.
        source: The place that they leave.
        location_code: Where they are.
        reason: Why no single steps stand in the log.
    """

    units: tuple[LineUnits, ...]
    source: str
    location_code: str = ""
    reason: str = ""


@attrs.frozen(kw_only=True)
class CodeScanned(Event):
    """A scanned code belongs to a line; stored by `ScanCode`.

    Args:
        code: What the scanner read.
        line_id: The line that it belongs to.
        step: The step in which it was read.
    """

    code: str
    line_id: str
    step: str


@attrs.frozen(kw_only=True)
class ScanRefused(Event):
    """A scanned code does not belong here: an error caught; stored by `ScanCode`.

    Args:
        code: What the scanner read.
        step: The step in which it was read.
        reason: ``not_on_order`` or ``not_needed``.
    """

    code: str
    step: str
    reason: str


@attrs.frozen(kw_only=True)
class LinesDelivered(Event):
    """Units reached the customer without a parcel; stored by `DeliverLines`.

    Args:
        units: The units.
        source: The place that they leave.
        location_code: Where they came from.
    """

    units: tuple[LineUnits, ...]
    source: str
    location_code: str = ""
