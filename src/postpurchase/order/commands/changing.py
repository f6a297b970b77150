"""Cancelling, editing, holding, redirecting and promising anew."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import attrs

from postpurchase.errors import InvalidInput
from postpurchase.errors.inputs import short
from postpurchase.order.commands.base import (
    Command,
    id_field,
    name_field,
    text_field,
    until_field,
    value_field,
)
from postpurchase.order.commands.placing import NewLine, as_lines
from postpurchase.order.quantities import (
    UNITS_MAX,
    LineUnits,
    as_units,
    as_units_or_none,
)
from postpurchase.values.address import Address
from postpurchase.values.answers import Promise
from postpurchase.values.ids import check_id
from postpurchase.values.money import Money
from postpurchase.values.personal import PersonalRef


@attrs.frozen(kw_only=True)
class CancelUnits(Command):
    """Cancel units that have not been shipped.

    Args:
        units: Units by line id; taken from the least advanced place first. None
            cancels everything that has not been shipped, and voids its parcels.
        reason: Such as ``customer``, ``out_of_stock``, ``fraud``.
    """

    units: tuple[LineUnits, ...] | None = attrs.field(
        default=None, converter=as_units_or_none
    )
    reason: str = name_field()


@attrs.frozen(kw_only=True)
class CorrectAddress(Command):
    """Send what has not been shipped somewhere else.

    Args:
        address: The right address.
        country: Destination, ISO 3166-1 alpha-2; by default the address's.
    """

    address: Address | PersonalRef = value_field(Address, PersonalRef)
    country: str = text_field()


def _by_line(value: object, path: str) -> list[tuple[str, object]]:
    if not isinstance(value, Mapping):
        raise InvalidInput(path=path, value=short(value), expected="a mapping")
    for line_id in value:
        check_id(line_id, path)
    return list(value.items())


def _quantities(value: Mapping[str, int]) -> tuple[LineUnits, ...]:
    found = []
    for line_id, units in _by_line(value, "quantities"):
        if type(units) is not int or not 0 <= units <= UNITS_MAX:
            raise InvalidInput(
                path=f"quantities[{line_id}]",
                value=short(units),
                expected="a whole number from 0",
            )
        found.append(LineUnits(line_id, units))
    return tuple(found)


def _prices(value: Mapping[str, Money]) -> tuple[tuple[str, Money], ...]:
    found = []
    for line_id, price in _by_line(value, "prices"):
        if not isinstance(price, Money) or price.amount_minor < 0:
            raise InvalidInput(
                path=f"prices[{line_id}]",
                value=short(price),
                expected="Money from 0",
            )
        found.append((line_id, price))
    return tuple(found)


@attrs.frozen(kw_only=True)
class EditOrder(Command):
    """Change what was ordered; the balance due follows.

    A line whose quantity or price changes is apportioned anew over the units
    that were neither refunded nor cancelled. Its discount and tax keep their
    proportion to the price; its shipping stays.

    Args:
        add: New lines.
        quantities: The number of units wanted by line id, without cancelled
            ones; less than now cancels, 0 removes.
        prices: The new price of one unit by line id.
        reason: Why.
    """

    add: tuple[NewLine, ...] = attrs.field(default=(), converter=as_lines)
    quantities: tuple[LineUnits, ...] = attrs.field(factory=dict, converter=_quantities)
    prices: tuple[tuple[str, Money], ...] = attrs.field(factory=dict, converter=_prices)
    reason: str = text_field()


@attrs.frozen(kw_only=True)
class PlaceHold(Command):
    """Keep units where they are until the hold is released.

    Args:
        hold_id: The hold.
        reason: Such as ``awaiting_payment``, ``high_fraud_risk``,
            ``incorrect_address``, ``out_of_stock``, ``customer_request``.
        units: Units by line id; none for the whole order.
        until_at: When the hold ends by itself.
    """

    hold_id: str = id_field()
    reason: str = name_field()
    units: tuple[LineUnits, ...] = attrs.field(default=(), converter=as_units)
    until_at: datetime | None = until_field()


@attrs.frozen(kw_only=True)
class ReleaseHold(Command):
    """End a hold.

    Args:
        hold_id: The hold.
        reason: Why it is over.
    """

    hold_id: str = id_field()
    reason: str = text_field()


@attrs.frozen(kw_only=True)
class RevisePromise(Command):
    """Promise another date.

    Args:
        promise: The new promise.
        reason: Why; the customer may be told.
        parcel_id: The parcel that it is about; empty for the whole order.
    """

    promise: Promise = value_field(Promise)
    reason: str = name_field()
    parcel_id: str = text_field()
