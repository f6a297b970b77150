"""Inputs that no rule could accept, with path, value and expectation."""

from __future__ import annotations

from typing import Any, ClassVar

import attrs

from postpurchase import wording
from postpurchase.errors.root import PostPurchaseError, error


@error
class InvalidInput(PostPurchaseError, ValueError):
    """A value that no rule could accept.

    >>> print(InvalidInput(path="lines[0].quantity", value="'x'", expected="units"))
    lines[0].quantity: 'x' is not units.
    """

    code: ClassVar[str] = "invalid_input"
    template: ClassVar[str] = "{value} is not {expected}."
    next_steps: ClassVar[tuple[str, ...]] = ("Correct the value at the path.",)

    value: str = ""
    expected: str = ""


@error
class NaiveTime(InvalidInput):
    """A time without a time zone."""

    code: ClassVar[str] = "naive_time"
    template: ClassVar[str] = "{value} has no time zone."
    next_steps: ClassVar[tuple[str, ...]] = (
        "Pass an aware datetime, such as datetime.now(timezone.utc).",
    )


@error
class InvalidMoney(InvalidInput):
    """Not an exact amount in its currency."""

    code: ClassVar[str] = "invalid_money"
    template: ClassVar[str] = "{value} is not an exact amount: {expected}."
    next_steps: ClassVar[tuple[str, ...]] = (
        "Use minor units as int, or a decimal string with the currency's digits.",
    )


@error
class UnknownCurrency(InvalidInput):
    """Not a code of ISO 4217."""

    code: ClassVar[str] = "unknown_currency"
    template: ClassVar[str] = "{value} is not a currency of ISO 4217."
    next_steps: ClassVar[tuple[str, ...]] = ("Use the three-letter code.",)

    near: str = ""

    def user_message(self, locale: str = "en") -> str:
        """Name the closest code, where there is one."""
        said = wording.text(self.template, locale, **self.fields)
        if not self.near:
            return said
        hint = wording.text("Did you mean “{near}”?", locale, near=self.near)
        return f"{said} {hint}"


@error
class CurrencyMismatch(InvalidInput):
    """Two currencies where one is needed."""

    code: ClassVar[str] = "currency_mismatch"
    template: ClassVar[str] = "{value} is not in {expected}."
    next_steps: ClassVar[tuple[str, ...]] = (
        "Convert before you call; the library never converts by itself.",
    )


@error
class InvalidQuantity(InvalidInput):
    """Not a whole number of units within the limits."""

    code: ClassVar[str] = "invalid_quantity"
    template: ClassVar[str] = "{value} is not a number of units: {expected}."


@error
class InvalidMeasure(InvalidInput):
    """Not an exact weight or length."""

    code: ClassVar[str] = "invalid_measure"
    template: ClassVar[str] = "{value} is not a measure: {expected}."


@error
class InvalidAddress(InvalidInput):
    """An address without what a carrier needs."""

    code: ClassVar[str] = "invalid_address"
    template: ClassVar[str] = "{value} cannot stand in an address: {expected}."


@error
class InvalidContact(InvalidInput):
    """Not a phone number, e-mail address, locale or time zone."""

    code: ClassVar[str] = "invalid_contact"
    template: ClassVar[str] = "{value} cannot stand in a contact: {expected}."


@error
class InvalidWorkflow(InvalidInput):
    """Steps that repeat, are empty, or are named like a fixed place."""

    code: ClassVar[str] = "invalid_workflow"
    template: ClassVar[str] = "{value} cannot be a step: {expected}."


@error
class MissingField(InvalidInput):
    """A field that is needed is not there."""

    code: ClassVar[str] = "missing_field"
    template: ClassVar[str] = "Missing; expected {expected}."
    next_steps: ClassVar[tuple[str, ...]] = ("Add the field at the path.",)


@error
class InputTooLarge(InvalidInput):
    """Bytes, depth, digits or items beyond the limit."""

    code: ClassVar[str] = "input_too_large"
    template: ClassVar[str] = "{value} is more than the limit of {expected}."
    next_steps: ClassVar[tuple[str, ...]] = ("Send it in smaller parts.",)


@error
class MalformedInput(InvalidInput):
    """Not JSON, not CSV, or not text that can be read."""

    code: ClassVar[str] = "malformed_input"
    template: ClassVar[str] = "{value} cannot be read: {expected}."


@error
class SeveralFaults(InvalidInput):
    """All faults of one input at once.

    Args:
        faults: The single faults, in the order of the input.
    """

    code: ClassVar[str] = "several_faults"
    template: ClassVar[str] = "{count} faults: {summary}"

    faults: tuple[InvalidInput, ...] = ()

    @property
    def fields(self) -> dict[str, Any]:
        """The attributes, with the faults counted and summed up for the text."""
        own = {a.name: getattr(self, a.name) for a in attrs.fields(type(self))}
        return own

    def user_message(self, locale: str = "en") -> str:
        """List every fault with its path."""
        shown = "; ".join(
            f"{fault.path}: {fault.user_message(locale)}" for fault in self.faults
        )
        return wording.text(
            self.template, locale, count=len(self.faults), summary=shown
        )
