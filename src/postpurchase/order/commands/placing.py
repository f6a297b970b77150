"""Taking an order in."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from postpurchase.errors import InvalidInput, InvalidQuantity, MissingField
from postpurchase.errors.inputs import short
from postpurchase.order.commands.base import (
    Command,
    flag_field,
    id_field,
    items_field,
    items_of,
    money_field,
    name_field,
    text_field,
    value_or_none,
)
from postpurchase.order.events.placing import Replaced
from postpurchase.order.quantities import check_units
from postpurchase.order.transitions import places_of
from postpurchase.values.address import Address
from postpurchase.values.answers import Charge, Promise
from postpurchase.values.contact import Contact
from postpurchase.values.money import Money
from postpurchase.values.personal import PersonalRef

LINES_MAX = 10_000
"""An order with more lines is a feed, not an order."""


def _quantity(instance: object, field: attrs.Attribute[int], value: object) -> None:
    check_units(value, field.name)


def _grams(instance: object, field: attrs.Attribute[int], value: object) -> None:
    if type(value) is not int or not 0 <= value <= 10**9:
        raise InvalidInput(
            path=field.name, value=short(value), expected="whole grams from 0"
        )


def _workflow(value: Iterable[str] | None) -> tuple[str, ...] | None:
    if value is None:
        return None
    steps = items_of(value, str, "workflow")
    places_of(steps)
    return steps


@attrs.frozen(kw_only=True)
class NewLine:
    """A line as it is ordered.

    Args:
        line_id: The line; unique in the order.
        sku: The article.
        title: The article's name as it was sold.
        quantity: Whole units from 1.
        unit_price: Price of one unit, before discounts.
        discount: Taken off the line as a whole, positive.
        tax: Tax on top of the line as a whole.
        included_tax: Tax contained in the price; for information.
        shipping: This line's own shipping price, if it has one.
        barcodes: Codes besides the sku that a scanner may read.
        weight_grams: Weight of one unit.
        requires_parcel: False for digital goods, gift cards and services.
        workflow: Its steps; None means the order's default, and no steps for
            lines that need no parcel.
        replaces: The units that it stands in for: a reshipment or an exchange.
        categories: What kind of goods they are, such as ``swimwear`` or
            ``made_to_order``; policies and statutes except goods by them.

    Raises:
        InvalidInput: A value that no order can have, with its name.

    >>> NewLine(line_id="A", sku="MUG", quantity=2, unit_price=9.99)
    Traceback (most recent call last):
    ...
    postpurchase.errors.inputs.InvalidInput: unit_price: 9.99 is not Money.
    """

    line_id: str = id_field()
    sku: str = text_field()
    title: str = text_field()
    quantity: int = attrs.field(validator=_quantity)
    unit_price: Money = money_field()
    discount: Money | None = money_field(optional=True)
    tax: Money | None = money_field(optional=True)
    included_tax: Money | None = money_field(optional=True)
    shipping: Money | None = money_field(optional=True)
    barcodes: tuple[str, ...] = items_field(str, "barcodes")
    weight_grams: int = attrs.field(default=0, validator=_grams)
    requires_parcel: bool = flag_field(default=True)
    workflow: tuple[str, ...] | None = attrs.field(default=None, converter=_workflow)
    replaces: Replaced | None = value_or_none(Replaced)
    categories: tuple[str, ...] = items_field(str, "categories")


def as_lines(value: Iterable[NewLine]) -> tuple[NewLine, ...]:
    """Check that lines are lines and that their ids differ."""
    lines = items_of(value, NewLine, "lines")
    if len(lines) > LINES_MAX:
        raise InvalidQuantity(
            path="lines", value=str(len(lines)), expected=f"at most {LINES_MAX} lines"
        )
    seen = set()
    for n, line in enumerate(lines):
        if line.line_id in seen:
            raise InvalidInput(
                path=f"lines[{n}].line_id",
                value=short(line.line_id),
                expected="an id of its own",
            )
        seen.add(line.line_id)
    return lines


def _some_lines(value: Iterable[NewLine]) -> tuple[NewLine, ...]:
    lines = as_lines(value)
    if not lines:
        raise MissingField(path="lines", expected="at least one line")
    return lines


def _pseudonym(instance: object, field: attrs.Attribute[str], value: str) -> None:
    if "@" in value:
        raise InvalidInput(
            path=field.name, value="an e-mail address", expected="a pseudonymous id"
        )


@attrs.frozen(kw_only=True)
class PlaceOrder(Command):
    """Take an order in after checkout.

    The order's own discount and shipping are apportioned to the lines once and
    for all by largest remainder, ties to the first: the shipping over what the goods
    cost, the discount over what they cost after the discounts of their own lines.
    Where a total is stated, it must be the sum of the parts.

    Args:
        number: The name that people use, such as ``#1001``.
        currency: ISO 4217 code of every amount.
        lines: At least one `NewLine`.
        discount: Taken off the order as a whole, positive.
        shipping: Shipping price of the order as a whole.
        charges: Tips, duties, fees and rounding, which belong to no line.
        total: What the customer was told that the order costs.
        workflow: The steps of lines that name none of their own.
        sales_channel: Where it was sold: site, marketplace, social, phone, store.
        source: The system that it was imported from; empty for the shop's own.
        customer_id: The customer's pseudonymous id, never an e-mail address.
        recipient: Who receives it.
        address: Where it goes.
        gift_recipient: Who it is for, when that is somebody else.
        country: Destination, ISO 3166-1 alpha-2; by default the address's.
        locale: Language in which the customer is told things.
        zone: Time zone in which the customer lives, such as ``Europe/Kyiv``.
        promise: What was promised at checkout.

    Raises:
        InvalidInput: A value that no order can have, with its name.
    """

    number: str = text_field()
    currency: str = name_field()
    lines: tuple[NewLine, ...] = attrs.field(converter=_some_lines)
    discount: Money | None = money_field(optional=True)
    shipping: Money | None = money_field(optional=True)
    charges: tuple[Charge, ...] = items_field(Charge, "charges")
    total: Money | None = money_field(optional=True)
    workflow: tuple[str, ...] | None = attrs.field(default=None, converter=_workflow)
    sales_channel: str = text_field()
    source: str = text_field()
    customer_id: str = text_field()
    recipient: Contact | PersonalRef | None = value_or_none(Contact, PersonalRef)
    address: Address | PersonalRef | None = value_or_none(Address, PersonalRef)
    gift_recipient: Contact | PersonalRef | None = value_or_none(Contact, PersonalRef)
    country: str = text_field()
    locale: str = text_field()
    zone: str = text_field()
    promise: Promise | None = value_or_none(Promise)

    def __attrs_post_init__(self) -> None:
        """Refuse a customer id that says who the customer is."""
        _pseudonym(self, attrs.fields(PlaceOrder).customer_id, self.customer_id)
