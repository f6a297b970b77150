"""Every error that the library raises, in one tree.

```
PostPurchaseError
├── Rejected                  a rule of the shop said no; nothing was stored
│   ├── UnknownLine · UnknownParcel · UnknownPayment · UnknownRefund · UnknownHold
│   ├── UnknownStep           the line's workflow has no such step
│   ├── NotEnoughUnits        asked for more units than stand in that place
│   ├── TransitionNotAllowed  a parcel, payment or refund is in another state
│   ├── OnHold                a hold keeps these units where they are
│   ├── Contradiction         the same id with other content
│   ├── CommandIdReused       the same command_id with other content
│   ├── AmountsDisagree       the parts do not add up to the stated total
│   ├── OverCaptured · OverRefunded
│   ├── NothingToChange       the command names nothing that could change
│   └── OrderTaken            the order id belongs to another source
├── InvalidInput              a value that no rule could accept (also ValueError)
│   ├── NaiveTime · InvalidMoney · UnknownCurrency · CurrencyMismatch
│   ├── InvalidQuantity · InvalidMeasure · InvalidAddress · InvalidContact
│   ├── InvalidWorkflow · MissingField
│   ├── InputTooLarge         bytes, depth, digits or items beyond the limit
│   ├── MalformedInput        not JSON, not CSV, not text that can be read
│   └── SeveralFaults         all faults of one input at once, in `.faults`
├── NotFound (also LookupError)
│   ├── UnknownOrder
│   └── UnknownCode           a name that is looked up: carrier, channel, locale …
├── StoreError
│   ├── ConcurrencyConflict   another writer appended first
│   ├── BrokenLog             a hash, a version or a reference does not fit
│   ├── SchemaTooNew          written by a newer release
│   └── StoreUnavailable      disk full, locked, gone
├── PluginError
│   ├── PluginNotLoaded       does not import, misspells a hook, wants another version
│   ├── PluginConflict        two plugins claim one code
│   ├── PluginFailed          raised
│   ├── PluginTimeout         did not answer in time
│   └── PluginAnswerInvalid   answered with something of the wrong shape
└── MissingExtra (also ImportError)
```

An error is data first: a stable `code`, typed attributes, the `path` in the
input where there is one, `next_steps` for the person who reads it, and
`user_message(locale)` for the customer's or the shop's language. Errors pickle.
"""

from __future__ import annotations

from typing import Any, ClassVar

import attrs

from postpurchase import wording


def _rebuild(
    cls: type[PostPurchaseError], fields: dict[str, Any]
) -> PostPurchaseError:
    return cls(**fields)


@attrs.define(kw_only=True, auto_exc=True, eq=False, repr=False, str=False)
class PostPurchaseError(Exception):
    """The root of everything that this library raises.

    Subclasses state a `code` that never changes, a `template` that is filled
    with their own attributes and is the key of its translations, and what a
    person can do next.

    Args:
        path: Where in the input the fault lies, such as ``lines[0].quantity``;
            empty where there was no input document.
    """

    code: ClassVar[str] = "error"
    template: ClassVar[str] = "Something went wrong."
    next_steps: ClassVar[tuple[str, ...]] = ()

    path: str = ""

    @property
    def fields(self) -> dict[str, Any]:
        """The attributes by name, in the order in which they are declared."""
        return {a.name: getattr(self, a.name) for a in attrs.fields(type(self))}

    @property
    def docs_page(self) -> str:
        """The page of the reference that explains this code."""
        return f"reference/errors.html#{self.code.replace('_', '-')}"

    def user_message(self, locale: str = "en") -> str:
        """Say what happened in the reader's language.

        >>> UnknownOrder(order_id="1001").user_message("pl")
        'Nie ma zamówienia 1001.'
        """
        return wording.text(self.template, locale, **self.fields)

    def __str__(self) -> str:
        said = self.user_message("en")
        return f"{self.path}: {said}" if self.path else said

    def __repr__(self) -> str:
        shown = ", ".join(f"{k}={v!r}" for k, v in self.fields.items() if v != "")
        return f"{type(self).__name__}({shown})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.fields)


@attrs.define(kw_only=True, auto_exc=True, eq=False, repr=False, str=False)
class Rejected(PostPurchaseError):
    """A rule of the order said no; nothing was stored."""

    code: ClassVar[str] = "rejected"
    template: ClassVar[str] = "This is not possible for the order as it stands."


@attrs.define(kw_only=True, auto_exc=True, eq=False, repr=False, str=False)
class UnknownLine(Rejected):
    """The order has no line with this id."""

    code: ClassVar[str] = "unknown_line"
    template: ClassVar[str] = "The order has no line {line_id}. Its lines: {known}."
    next_steps: ClassVar[tuple[str, ...]] = ("Use one of the order's line ids.",)

    line_id: str
    known: tuple[str, ...] = ()


@attrs.define(kw_only=True, auto_exc=True, eq=False, repr=False, str=False)
class UnknownParcel(Rejected):
    """The order has no parcel with this id."""

    code: ClassVar[str] = "unknown_parcel"
    template: ClassVar[str] = "The order has no parcel {parcel_id}."
    next_steps: ClassVar[tuple[str, ...]] = ("Use one of the order's parcel ids.",)

    parcel_id: str
    known: tuple[str, ...] = ()


@attrs.define(kw_only=True, auto_exc=True, eq=False, repr=False, str=False)
class UnknownPayment(Rejected):
    """The order has no payment with this id."""

    code: ClassVar[str] = "unknown_payment"
    template: ClassVar[str] = "The order has no payment {payment_id}."
    next_steps: ClassVar[tuple[str, ...]] = ("Name one of the order's payments.",)

    payment_id: str
    known: tuple[str, ...] = ()


@attrs.define(kw_only=True, auto_exc=True, eq=False, repr=False, str=False)
class UnknownRefund(Rejected):
    """The order has no refund with this id."""

    code: ClassVar[str] = "unknown_refund"
    template: ClassVar[str] = "The order has no refund {refund_id}."
    next_steps: ClassVar[tuple[str, ...]] = ("Name one of the order's refunds.",)

    refund_id: str
    known: tuple[str, ...] = ()


@attrs.define(kw_only=True, auto_exc=True, eq=False, repr=False, str=False)
class UnknownHold(Rejected):
    """The order has no hold with this id."""

    code: ClassVar[str] = "unknown_hold"
    template: ClassVar[str] = "The order has no hold {hold_id}."
    next_steps: ClassVar[tuple[str, ...]] = ("Name one of the order's holds.",)

    hold_id: str
    known: tuple[str, ...] = ()


@attrs.define(kw_only=True, auto_exc=True, eq=False, repr=False, str=False)
class UnknownStep(Rejected):
    """The workflow that the line was placed with has no such step."""

    code: ClassVar[str] = "unknown_step"
    template: ClassVar[str] = (
        "Line {line_id} has no step “{step}”. Its steps: {known}."
    )
    next_steps: ClassVar[tuple[str, ...]] = (
        "Use a step of the workflow that the line was placed with.",
    )

    line_id: str
    step: str
    known: tuple[str, ...] = ()


@attrs.define(kw_only=True, auto_exc=True, eq=False, repr=False, str=False)
class NotEnoughUnits(Rejected):
    """More units were asked for than stand in the place they would leave."""

    code: ClassVar[str] = "not_enough_units"
    template: ClassVar[str] = (
        "Line {line_id} has {available} units in “{place}”, asked for {asked}."
    )
    next_steps: ClassVar[tuple[str, ...]] = (
        "Ask for at most the units that stand there, or move them there first.",
    )

    line_id: str
    place: str
    asked: int
    available: int


@attrs.define(kw_only=True, auto_exc=True, eq=False, repr=False, str=False)
class TransitionNotAllowed(Rejected):
    """A parcel, payment, refund or line is in a state that forbids this."""

    code: ClassVar[str] = "transition_not_allowed"
    template: ClassVar[str] = (
        "{subject} is “{state}” and cannot become “{asked}”. Possible: {allowed}."
    )
    next_steps: ClassVar[tuple[str, ...]] = (
        "Choose one of the possible states, or bring it there first.",
    )

    subject: str
    state: str
    asked: str
    allowed: tuple[str, ...] = ()


@attrs.define(kw_only=True, auto_exc=True, eq=False, repr=False, str=False)
class OnHold(Rejected):
    """A hold keeps these units where they are."""

    code: ClassVar[str] = "on_hold"
    template: ClassVar[str] = "On hold ({reason}): {available} of {asked} units may go."
    next_steps: ClassVar[tuple[str, ...]] = (
        "Release the hold first, or move only the units that are free.",
    )

    hold_id: str
    reason: str
    line_id: str
    asked: int
    available: int


@attrs.define(kw_only=True, auto_exc=True, eq=False, repr=False, str=False)
class Contradiction(Rejected):
    """The same id came again with other content."""

    code: ClassVar[str] = "contradiction"
    template: ClassVar[str] = (
        "{subject} is already known with other content: {known}, now {said}."
    )
    next_steps: ClassVar[tuple[str, ...]] = (
        "Use a new id for something new, or correct what was said.",
    )

    subject: str
    known: str = ""
    said: str = ""


@attrs.define(kw_only=True, auto_exc=True, eq=False, repr=False, str=False)
class CommandIdReused(Rejected):
    """A `command_id` came again with another command."""

    code: ClassVar[str] = "command_id_reused"
    template: ClassVar[str] = (
        "The command id {command_id} was already used for another command."
    )
    next_steps: ClassVar[tuple[str, ...]] = (
        "Give every command an id of its own; repeat it only for a retry.",
    )

    command_id: str


@attrs.define(kw_only=True, auto_exc=True, eq=False, repr=False, str=False)
class AmountsDisagree(Rejected):
    """The parts do not add up to the total that was stated."""

    code: ClassVar[str] = "amounts_disagree"
    template: ClassVar[str] = (
        "The parts add up to {sum} ({parts}), but the stated total is {stated}."
    )
    next_steps: ClassVar[tuple[str, ...]] = (
        "Correct the part or the total; the order is taken only when they agree.",
    )

    sum: str
    stated: str
    parts: str = ""


@attrs.define(kw_only=True, auto_exc=True, eq=False, repr=False, str=False)
class OverCaptured(Rejected):
    """More money would be captured than was authorised or is due."""

    code: ClassVar[str] = "over_captured"
    template: ClassVar[str] = (
        "Authorised {authorized}, captured {captured}, asked {asked}."
    )
    next_steps: ClassVar[tuple[str, ...]] = ("Capture at most what is left.",)

    authorized: str
    captured: str
    asked: str


@attrs.define(kw_only=True, auto_exc=True, eq=False, repr=False, str=False)
class OverRefunded(Rejected):
    """More money would go back than was captured and is not yet promised back."""

    code: ClassVar[str] = "over_refunded"
    template: ClassVar[str] = (
        "Captured {captured}, refunded {refunded}, reserved {reserved}, asked {asked}."
    )
    next_steps: ClassVar[tuple[str, ...]] = (
        "Refund at most what was captured less what was refunded and reserved.",
    )

    captured: str
    refunded: str
    reserved: str
    asked: str


@attrs.define(kw_only=True, auto_exc=True, eq=False, repr=False, str=False)
class NothingToChange(Rejected):
    """The command names nothing that could change."""

    code: ClassVar[str] = "nothing_to_change"
    template: ClassVar[str] = "There is nothing to do: {reason}."
    next_steps: ClassVar[tuple[str, ...]] = ("Name at least one change.",)

    reason: str


@attrs.define(kw_only=True, auto_exc=True, eq=False, repr=False, str=False)
class OrderTaken(Rejected):
    """The order id belongs to an order from another source."""

    code: ClassVar[str] = "order_taken"
    template: ClassVar[str] = (
        "The order id {order_id} belongs to an order from “{known_source}”, "
        "not from “{source}”."
    )
    next_steps: ClassVar[tuple[str, ...]] = (
        "Import sources with overlapping ids into stores of their own.",
    )

    order_id: str
    known_source: str
    source: str


@attrs.define(kw_only=True, auto_exc=True, eq=False, repr=False, str=False)
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


@attrs.define(kw_only=True, auto_exc=True, eq=False, repr=False, str=False)
class NaiveTime(InvalidInput):
    """A time without a time zone."""

    code: ClassVar[str] = "naive_time"
    template: ClassVar[str] = "{value} has no time zone."
    next_steps: ClassVar[tuple[str, ...]] = (
        "Pass an aware datetime, such as datetime.now(timezone.utc).",
    )


@attrs.define(kw_only=True, auto_exc=True, eq=False, repr=False, str=False)
class InvalidMoney(InvalidInput):
    """Not an exact amount in its currency."""

    code: ClassVar[str] = "invalid_money"
    template: ClassVar[str] = "{value} is not an exact amount: {expected}."
    next_steps: ClassVar[tuple[str, ...]] = (
        "Use minor units as int, or a decimal string with the currency's digits.",
    )


@attrs.define(kw_only=True, auto_exc=True, eq=False, repr=False, str=False)
class UnknownCurrency(InvalidInput):
    """Not a code of ISO 4217."""

    code: ClassVar[str] = "unknown_currency"
    template: ClassVar[str] = "{value} is not a currency of ISO 4217.{near}"
    next_steps: ClassVar[tuple[str, ...]] = ("Use the three-letter code.",)

    near: str = ""


@attrs.define(kw_only=True, auto_exc=True, eq=False, repr=False, str=False)
class CurrencyMismatch(InvalidInput):
    """Two currencies where one is needed."""

    code: ClassVar[str] = "currency_mismatch"
    template: ClassVar[str] = "{value} is not in {expected}."
    next_steps: ClassVar[tuple[str, ...]] = (
        "Convert before you call; the library never converts by itself.",
    )


@attrs.define(kw_only=True, auto_exc=True, eq=False, repr=False, str=False)
class InvalidQuantity(InvalidInput):
    """Not a whole number of units within the limits."""

    code: ClassVar[str] = "invalid_quantity"
    template: ClassVar[str] = "{value} is not a number of units: {expected}."


@attrs.define(kw_only=True, auto_exc=True, eq=False, repr=False, str=False)
class InvalidMeasure(InvalidInput):
    """Not an exact weight or length."""

    code: ClassVar[str] = "invalid_measure"
    template: ClassVar[str] = "{value} is not a measure: {expected}."


@attrs.define(kw_only=True, auto_exc=True, eq=False, repr=False, str=False)
class InvalidAddress(InvalidInput):
    """An address without what a carrier needs."""

    code: ClassVar[str] = "invalid_address"
    template: ClassVar[str] = "{value} cannot stand in an address: {expected}."


@attrs.define(kw_only=True, auto_exc=True, eq=False, repr=False, str=False)
class InvalidContact(InvalidInput):
    """Not a phone number, e-mail address, locale or time zone."""

    code: ClassVar[str] = "invalid_contact"
    template: ClassVar[str] = "{value} cannot stand in a contact: {expected}."


@attrs.define(kw_only=True, auto_exc=True, eq=False, repr=False, str=False)
class InvalidWorkflow(InvalidInput):
    """Steps that repeat, are empty, or are named like a fixed place."""

    code: ClassVar[str] = "invalid_workflow"
    template: ClassVar[str] = "{value} cannot be a step: {expected}."


@attrs.define(kw_only=True, auto_exc=True, eq=False, repr=False, str=False)
class MissingField(InvalidInput):
    """A field that is needed is not there."""

    code: ClassVar[str] = "missing_field"
    template: ClassVar[str] = "Missing; expected {expected}."
    next_steps: ClassVar[tuple[str, ...]] = ("Add the field at the path.",)


@attrs.define(kw_only=True, auto_exc=True, eq=False, repr=False, str=False)
class InputTooLarge(InvalidInput):
    """Bytes, depth, digits or items beyond the limit."""

    code: ClassVar[str] = "input_too_large"
    template: ClassVar[str] = "{value} is more than the limit of {expected}."
    next_steps: ClassVar[tuple[str, ...]] = ("Send it in smaller parts.",)


@attrs.define(kw_only=True, auto_exc=True, eq=False, repr=False, str=False)
class MalformedInput(InvalidInput):
    """Not JSON, not CSV, or not text that can be read."""

    code: ClassVar[str] = "malformed_input"
    template: ClassVar[str] = "{value} cannot be read: {expected}."


@attrs.define(kw_only=True, auto_exc=True, eq=False, repr=False, str=False)
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


@attrs.define(kw_only=True, auto_exc=True, eq=False, repr=False, str=False)
class NotFound(PostPurchaseError, LookupError):
    """Something was looked up by name and is not there."""

    code: ClassVar[str] = "not_found"
    template: ClassVar[str] = "It was not found."


@attrs.define(kw_only=True, auto_exc=True, eq=False, repr=False, str=False)
class UnknownOrder(NotFound):
    """The store has no order with this id or display name."""

    code: ClassVar[str] = "unknown_order"
    template: ClassVar[str] = "There is no order {order_id}."
    next_steps: ClassVar[tuple[str, ...]] = (
        "Check the id and the store's URL, or import the order first.",
    )

    order_id: str


@attrs.define(kw_only=True, auto_exc=True, eq=False, repr=False, str=False)
class UnknownCode(NotFound):
    """A name that is looked up in a list is not in it.

    Args:
        kind: What was looked up: carrier, channel, locale, format, command.
        value: What was asked for.
        known: The whole list.
        near: The closest name in the list, or empty.
    """

    code: ClassVar[str] = "unknown_code"
    template: ClassVar[str] = "There is no {kind} “{value}”. Known: {known}."
    next_steps: ClassVar[tuple[str, ...]] = ("Use one of the known names.",)

    kind: str
    value: str
    known: tuple[str, ...] = ()
    near: str = ""

    def user_message(self, locale: str = "en") -> str:
        """Name the closest match first, where there is one."""
        said = wording.text(self.template, locale, **self.fields)
        if not self.near:
            return said
        hint = wording.text("Did you mean “{near}”?", locale, near=self.near)
        return f"{said} {hint}"


@attrs.define(kw_only=True, auto_exc=True, eq=False, repr=False, str=False)
class StoreError(PostPurchaseError):
    """The store could not do what was asked."""

    code: ClassVar[str] = "store_error"
    template: ClassVar[str] = "The store failed: {reason}."

    reason: str = ""


@attrs.define(kw_only=True, auto_exc=True, eq=False, repr=False, str=False)
class ConcurrencyConflict(StoreError):
    """Another writer appended to the stream first."""

    code: ClassVar[str] = "concurrency_conflict"
    template: ClassVar[str] = (
        "{stream} moved on: expected version {expected_version}, found {version}."
    )
    next_steps: ClassVar[tuple[str, ...]] = ("Load the order and try again.",)

    stream: str
    expected_version: int
    version: int


@attrs.define(kw_only=True, auto_exc=True, eq=False, repr=False, str=False)
class BrokenLog(StoreError):
    """A hash, a version or a reference in the log does not fit."""

    code: ClassVar[str] = "broken_log"
    template: ClassVar[str] = "{stream}, event {version}: {reason}."
    next_steps: ClassVar[tuple[str, ...]] = (
        "Restore the store from a backup and compare with `postpurchase verify`.",
    )

    stream: str
    version: int


@attrs.define(kw_only=True, auto_exc=True, eq=False, repr=False, str=False)
class SchemaTooNew(StoreError):
    """The store or an event was written by a newer release."""

    code: ClassVar[str] = "schema_too_new"
    template: ClassVar[str] = (
        "{subject} has schema {schema}; this release reads up to {known}."
    )
    next_steps: ClassVar[tuple[str, ...]] = ("Install a newer release.",)

    subject: str
    schema: int
    known: int


@attrs.define(kw_only=True, auto_exc=True, eq=False, repr=False, str=False)
class StoreUnavailable(StoreError):
    """The disk is full, the file is locked or gone."""

    code: ClassVar[str] = "store_unavailable"
    template: ClassVar[str] = "The store cannot be used: {reason}."
    next_steps: ClassVar[tuple[str, ...]] = (
        "Check the path, the rights and the space on the disk, then try again.",
    )


@attrs.define(kw_only=True, auto_exc=True, eq=False, repr=False, str=False)
class PluginError(PostPurchaseError):
    """Something about a plugin."""

    code: ClassVar[str] = "plugin_error"
    template: ClassVar[str] = "Plugin {plugin}: {reason}."

    plugin: str = ""
    reason: str = ""


@attrs.define(kw_only=True, auto_exc=True, eq=False, repr=False, str=False)
class PluginNotLoaded(PluginError):
    """A plugin does not import, misspells a hook or wants another version.

    Args:
        plugin: The entry point or file that was to be loaded.
        package: The distribution it comes from, or empty.
        file: The file in which the fault lies, or empty.
        line: The line in that file, or 0.
        reason: What is wrong.
        cure: What its author or the shop can do.
    """

    code: ClassVar[str] = "plugin_not_loaded"
    template: ClassVar[str] = "Plugin {plugin} was not loaded: {reason}. {cure}"
    next_steps: ClassVar[tuple[str, ...]] = (
        "Run `postpurchase plugins list` to see package, file and line.",
    )

    package: str = ""
    file: str = ""
    line: int = 0
    cure: str = ""


@attrs.define(kw_only=True, auto_exc=True, eq=False, repr=False, str=False)
class PluginConflict(PluginError):
    """Two plugins claim the same code."""

    code: ClassVar[str] = "plugin_conflict"
    template: ClassVar[str] = (
        "The {kind} “{claimed}” is registered twice: by {first} and by {plugin}."
    )
    next_steps: ClassVar[tuple[str, ...]] = (
        "Uninstall one of the two, or give one another code.",
    )

    kind: str
    claimed: str
    first: str


@attrs.define(kw_only=True, auto_exc=True, eq=False, repr=False, str=False)
class PluginFailed(PluginError):
    """A plugin raised."""

    code: ClassVar[str] = "plugin_failed"
    template: ClassVar[str] = "Plugin {plugin} failed: {reason}."


@attrs.define(kw_only=True, auto_exc=True, eq=False, repr=False, str=False)
class PluginTimeout(PluginError):
    """A plugin did not answer in time."""

    code: ClassVar[str] = "plugin_timeout"
    template: ClassVar[str] = "Plugin {plugin} did not answer within {timeout_s} s."

    timeout_s: float


@attrs.define(kw_only=True, auto_exc=True, eq=False, repr=False, str=False)
class PluginAnswerInvalid(PluginError):
    """A plugin answered with something of the wrong shape."""

    code: ClassVar[str] = "plugin_answer_invalid"
    template: ClassVar[str] = "Plugin {plugin} answered {value}, expected {expected}."

    value: str
    expected: str


@attrs.define(kw_only=True, auto_exc=True, eq=False, repr=False, str=False)
class MissingExtra(PostPurchaseError, ImportError):
    """An optional dependency is not installed."""

    code: ClassVar[str] = "missing_extra"
    template: ClassVar[str] = (
        "{feature} needs an extra: pip install 'postpurchase[{extra}]'"
    )
    next_steps: ClassVar[tuple[str, ...]] = ("Install the extra that is named.",)

    feature: str
    extra: str
