"""Refusals: a rule of the order said no, and nothing was stored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from postpurchase.errors.root import PostPurchaseError, error


@error
class Rejected(PostPurchaseError):
    """A rule of the order said no; nothing was stored."""

    code: ClassVar[str] = "rejected"
    template: ClassVar[str] = "This is not possible for the order as it stands."


@error
class UnknownLine(Rejected):
    """The order has no line with this id."""

    code: ClassVar[str] = "unknown_line"
    sought: ClassVar[str] = "line_id"
    template: ClassVar[str] = "The order has no line {line_id}. Its lines: {known}."
    next_steps: ClassVar[tuple[str, ...]] = ("Use one of the order's line ids.",)

    line_id: str
    known: tuple[str, ...] = ()


@error
class UnknownParcel(Rejected):
    """The order has no parcel with this id."""

    code: ClassVar[str] = "unknown_parcel"
    sought: ClassVar[str] = "parcel_id"
    template: ClassVar[str] = (
        "The order has no parcel {parcel_id}. Its parcels: {known}."
    )
    next_steps: ClassVar[tuple[str, ...]] = ("Use one of the order's parcel ids.",)

    parcel_id: str
    known: tuple[str, ...] = ()


@error
class UnknownPayment(Rejected):
    """The order has no payment with this id."""

    code: ClassVar[str] = "unknown_payment"
    sought: ClassVar[str] = "payment_id"
    template: ClassVar[str] = (
        "The order has no payment {payment_id}. Its payments: {known}."
    )
    next_steps: ClassVar[tuple[str, ...]] = ("Name one of the order's payments.",)

    payment_id: str
    known: tuple[str, ...] = ()


@error
class UnknownRefund(Rejected):
    """The order has no refund with this id."""

    code: ClassVar[str] = "unknown_refund"
    sought: ClassVar[str] = "refund_id"
    template: ClassVar[str] = (
        "The order has no refund {refund_id}. Its refunds: {known}."
    )
    next_steps: ClassVar[tuple[str, ...]] = ("Name one of the order's refunds.",)

    refund_id: str
    known: tuple[str, ...] = ()


@error
class UnknownHold(Rejected):
    """The order has no hold with this id."""

    code: ClassVar[str] = "unknown_hold"
    sought: ClassVar[str] = "hold_id"
    template: ClassVar[str] = "The order has no hold {hold_id}. Its holds: {known}."
    next_steps: ClassVar[tuple[str, ...]] = ("Name one of the order's holds.",)

    hold_id: str
    known: tuple[str, ...] = ()


@error
class UnknownFinding(Rejected):
    """The order never had a finding with this id."""

    code: ClassVar[str] = "unknown_finding"
    sought: ClassVar[str] = "finding_id"
    template: ClassVar[str] = (
        "The order has no finding {finding_id}. Its findings: {known}."
    )
    next_steps: ClassVar[tuple[str, ...]] = ("Name one of the order's findings.",)

    finding_id: str
    known: tuple[str, ...] = ()


@error
class UnknownChange(Rejected):
    """No change of a delivery was asked for under this id."""

    code: ClassVar[str] = "unknown_change"
    sought: ClassVar[str] = "change_id"
    template: ClassVar[str] = (
        "The order has no delivery change {change_id}. Its changes: {known}."
    )
    next_steps: ClassVar[tuple[str, ...]] = ("Name one of the order's changes.",)

    change_id: str
    known: tuple[str, ...] = ()


@error
class ChangePending(Rejected):
    """The carrier has not answered an earlier change of this parcel's delivery."""

    code: ClassVar[str] = "change_pending"
    template: ClassVar[str] = (
        "Another change of the delivery of parcel {parcel_id} is still open: "
        "{change_id}."
    )
    next_steps: ClassVar[tuple[str, ...]] = (
        "Wait for the carrier's answer, then ask again.",
    )

    parcel_id: str
    change_id: str


@error
class UnknownStep(Rejected):
    """The workflow that the line was placed with has no such step."""

    code: ClassVar[str] = "unknown_step"
    sought: ClassVar[str] = "step"
    template: ClassVar[str] = "Line {line_id} has no step “{step}”. Its steps: {known}."
    next_steps: ClassVar[tuple[str, ...]] = (
        "Use a step of the workflow that the line was placed with.",
    )

    line_id: str
    step: str
    known: tuple[str, ...] = ()


@error
class NotEnoughUnits(Rejected):
    """More units were asked for than stand in the place they would leave."""

    code: ClassVar[str] = "not_enough_units"
    template: ClassVar[str] = (
        "Line {line_id} has {available} units in “{place}”, asked for {asked}."
    )
    template_one: ClassVar[str] = (
        "Line {line_id} has {available} unit in “{place}”, asked for {asked}."
    )
    counted: ClassVar[str] = "available"
    words: ClassVar[Mapping[str, str]] = {"place": "place"}
    next_steps: ClassVar[tuple[str, ...]] = (
        "Ask for at most the units that stand there, or move them there first.",
    )

    line_id: str
    place: str
    asked: int
    available: int


@error
class TransitionNotAllowed(Rejected):
    """A parcel, payment, refund or line is in a state that forbids this."""

    code: ClassVar[str] = "transition_not_allowed"
    template: ClassVar[str] = (
        "{subject} is “{state}” and cannot become “{asked}”. Possible: {allowed}."
    )
    words: ClassVar[Mapping[str, str]] = {
        "state": "state",
        "asked": "state",
        "allowed": "state",
    }
    next_steps: ClassVar[tuple[str, ...]] = (
        "Choose one of the possible states, or bring it there first.",
    )

    subject: str
    state: str
    asked: str
    allowed: tuple[str, ...] = ()


@error
class OnHold(Rejected):
    """A hold keeps these units where they are."""

    code: ClassVar[str] = "on_hold"
    template: ClassVar[str] = (
        "On hold ({reason}). Units that may go: {available} of {asked}."
    )
    words: ClassVar[Mapping[str, str]] = {"reason": "hold_reason"}
    next_steps: ClassVar[tuple[str, ...]] = (
        "Release the hold first, or move only the units that are free.",
    )

    hold_id: str
    reason: str
    line_id: str
    asked: int
    available: int


@error
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


@error
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


@error
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


@error
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


@error
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


@error
class NothingToChange(Rejected):
    """The command names nothing that could change."""

    code: ClassVar[str] = "nothing_to_change"
    template: ClassVar[str] = "There is nothing to do: {reason}."
    next_steps: ClassVar[tuple[str, ...]] = ("Name at least one change.",)

    reason: str


@error
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


@error
class OutOfStock(Rejected):
    """More units of an article are needed than are available at a location.

    Args:
        sku: The article.
        location_code: Where they were asked for.
        asked: Units that were asked for.
        available: Units that are neither reserved nor gone.
        stream: The order's stream, where an order asked.
        version: The event that would have taken them, or 0.
    """

    code: ClassVar[str] = "out_of_stock"
    template: ClassVar[str] = (
        "Article {sku} at “{location_code}”: available {available}, asked {asked}."
    )
    next_steps: ClassVar[tuple[str, ...]] = (
        "Allocate from elsewhere, receive stock, or let the units wait.",
    )

    sku: str
    location_code: str
    asked: int
    available: int
    stream: str = ""
    version: int = 0


@error
class NoPromise(Rejected):
    """A service cannot bring a parcel from a location to a destination."""

    code: ClassVar[str] = "no_promise"
    template: ClassVar[str] = "No delivery can be promised: {reason}."
    words: ClassVar[Mapping[str, str]] = {"reason": "no_promise"}
    next_steps: ClassVar[tuple[str, ...]] = (
        "Ask for another service, or another address.",
    )

    reason: str
    location: str = ""
    carrier: str = ""
    service: str = ""
