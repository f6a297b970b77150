"""Inputs that no rule could accept, with path, value and expectation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar, Final

from postpurchase import wording
from postpurchase.errors.root import PostPurchaseError, error

SHOWN_MAX: Final = 40
"""The most characters of a refused value that an error shows."""


@error
class InvalidInput(PostPurchaseError, ValueError):
    """A value that no rule could accept.

    >>> print(InvalidInput(path="lines[0].quantity", value="'x'", expected="units"))
    lines[0].quantity: 'x' is not units.
    """

    code: ClassVar[str] = "invalid_input"
    template: ClassVar[str] = "{value} is not {expected}."
    next_steps: ClassVar[tuple[str, ...]] = ("Correct the value that is named.",)
    words: ClassVar[Mapping[str, str]] = {"expected": "expected"}

    value: str = ""
    expected: str = ""


@error
class NaiveTime(InvalidInput):
    """A time without a time zone."""

    code: ClassVar[str] = "naive_time"
    template: ClassVar[str] = "{value} has no time zone."
    next_steps: ClassVar[tuple[str, ...]] = (
        "Add the offset, as in 2026-06-01T09:00:00+02:00, or pass an aware datetime.",
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
    personal: ClassVar[tuple[str, ...]] = ("value",)


@error
class InvalidContact(InvalidInput):
    """Not a phone number, e-mail address, locale or time zone."""

    code: ClassVar[str] = "invalid_contact"
    template: ClassVar[str] = "{value} cannot stand in a contact: {expected}."
    personal: ClassVar[tuple[str, ...]] = ("value",)


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
class SignatureInvalid(InvalidInput):
    """A message from outside was not signed by who should have sent it.

    Args:
        scheme: How it should have been signed.
        reason: ``missing``, ``malformed``, ``outside_window`` or ``mismatch``; for
            the shop's log, not for the sender.
    """

    code: ClassVar[str] = "signature_invalid"
    template: ClassVar[str] = "The signature of this message cannot be accepted."
    next_steps: ClassVar[tuple[str, ...]] = (
        "Compare the secret and the scheme with those of the sender, and the clock.",
    )

    scheme: str = ""
    reason: str = ""


@error
class SeveralFaults(InvalidInput):
    """All faults of one input at once.

    Args:
        faults: The single faults, in the order of the input.

    >>> print(SeveralFaults(faults=(NaiveTime(path="at", value="12:00"),)))
    1 fault: at: 12:00 has no time zone.
    """

    code: ClassVar[str] = "several_faults"
    template: ClassVar[str] = "{n} faults: {summary}"
    template_one: ClassVar[str] = "{n} fault: {summary}"
    next_steps: ClassVar[tuple[str, ...]] = ("Correct every value that is listed.",)

    faults: tuple[PostPurchaseError, ...] = ()

    def user_message(self, locale: str = "en") -> str:
        """List every fault with its path."""
        spoken = wording.reader_locale(locale)
        said = (_with_path(each, each.user_message(spoken)) for each in self.faults)
        return self._listed(said, spoken)

    def __str__(self) -> str:
        return self._listed((str(each) for each in self.faults), "en")

    def _listed(self, said: Iterable[str], locale: str) -> str:
        return wording.plural(
            self.template_one,
            self.template,
            len(self.faults),
            locale,
            summary="; ".join(said),
        )


@error
class InvalidLink(InvalidInput):
    """A link that the shop did not make, or made for something else."""

    code: ClassVar[str] = "invalid_link"
    template: ClassVar[str] = "This link is not valid."
    next_steps: ClassVar[tuple[str, ...]] = ("Ask the shop for a new link.",)


@error
class ExpiredLink(InvalidLink):
    """A link whose time is over."""

    code: ClassVar[str] = "expired_link"
    template: ClassVar[str] = "This link was valid until {expired_at}."

    expired_at: datetime


@error
class LinkNotMeant(InvalidLink):
    """A link is used for a change that it does not allow."""

    code: ClassVar[str] = "link_not_meant"
    template: ClassVar[str] = "This link does not allow “{kind}”. Possible: {allowed}."
    next_steps: ClassVar[tuple[str, ...]] = ("Choose one of the possible changes.",)
    words: ClassVar[Mapping[str, str]] = {"kind": "change", "allowed": "change"}

    kind: str
    allowed: tuple[str, ...] = ()


def short(value: object) -> str:
    """Write *value* for an error's `value`: short and cheap, whatever it is.

    >>> short("x" * 1000), short(10**5000)
    ("'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...", 'a long number')
    """
    if isinstance(value, int) and abs(value) >= 10**SHOWN_MAX:
        return "a long number"
    if isinstance(value, str):
        value = value[:SHOWN_MAX]
    elif not isinstance(value, int | float | Decimal | date | None):
        # Its repr may be anything, of any size.
        return type(value).__name__
    shown = repr(value)
    return shown if len(shown) <= SHOWN_MAX else f"{shown[: SHOWN_MAX - 3]}..."


def _with_path(fault: PostPurchaseError, said: str) -> str:
    return f"{fault.path}: {said}" if fault.path else said
