"""What may become what: the tables of the order's small machines.

Tables hold every move that exists. Units move between places; parcels, payments,
refunds, delivery changes, returns, claims and chargebacks change their state.
`decide` consults the tables, the docs draw them, and they are checked when this
module is imported: a target that does not exist, a state that cannot be reached or
a dead end that is not named as final is an error before the first order.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

import attrs

from postpurchase.errors import InvalidWorkflow
from postpurchase.errors.inputs import short

STANDARD_WORKFLOW: tuple[str, ...] = ("allocated", "picked", "checked", "packed")
"""The steps between an order and its parcel, unless a line names its own."""

FIXED_PLACES: tuple[str, ...] = (
    "placed",
    "shipped",
    "delivered",
    "returning",
    "returned",
    "kept",
    "cancelled",
    "lost",
)
"""The places that every line has; a step may not be named like one of them."""

STEP = "step"
"""Stands in the table of moves for every step of the line's workflow."""


@attrs.frozen
class Table:
    """One machine: where it starts, what may follow, and where it may end.

    Args:
        name: What changes its state, for the docs.
        initial: The states in which one may begin.
        moves: For each state the states that may follow.
        final: The states that nothing needs to follow.
    """

    name: str
    initial: tuple[str, ...]
    moves: Mapping[str, tuple[str, ...]]
    final: tuple[str, ...]

    def allows(self, source: str, target: str) -> bool:
        """Say whether *target* may follow *source*.

        >>> PARCEL.allows("sealed", "shipped"), PARCEL.allows("shipped", "voided")
        (True, False)
        """
        return target in self.moves[source]


UNITS = Table(
    name="units of a line",
    initial=("placed",),
    moves=MappingProxyType(
        {
            "placed": (STEP, "shipped", "delivered", "cancelled"),
            STEP: (STEP, "placed", "shipped", "delivered", "cancelled"),
            "shipped": ("delivered", "returning", "returned", "lost"),
            "delivered": ("shipped", "returning", "returned", "kept", "lost"),
            "returning": ("shipped", "delivered", "returned", "lost"),
            "returned": ("shipped", "delivered", "returning", "lost"),
            "kept": ("returning",),
            "cancelled": (),
            "lost": ("shipped", "delivered", "returning", "returned"),
        }
    ),
    final=("delivered", "returned", "kept", "cancelled", "lost"),
)
"""Where units may go. Back from an end leads only a carrier's correction or a
thing that was found again; each single command allows less than the table."""

PARCEL = Table(
    name="parcel",
    initial=("open", "labelled", "shipped"),
    moves=MappingProxyType(
        {
            "open": ("sealed", "labelled", "shipped", "voided"),
            "sealed": ("labelled", "shipped", "voided"),
            "labelled": ("shipped", "voided"),
            "shipped": ("delivered", "returning", "returned", "lost"),
            "delivered": ("shipped", "returning", "returned", "lost"),
            "returning": ("shipped", "delivered", "returned", "lost"),
            "returned": ("shipped", "delivered", "returning", "lost"),
            "lost": ("shipped", "delivered", "returning", "returned"),
            "voided": (),
        }
    ),
    final=("delivered", "returned", "lost", "voided"),
)

PAYMENT = Table(
    name="payment",
    initial=("authorized", "captured", "due"),
    moves=MappingProxyType(
        {
            "authorized": ("captured", "voided"),
            "captured": ("captured",),
            "due": ("collected", "voided"),
            "collected": ("remitted",),
            "remitted": (),
            "voided": (),
        }
    ),
    final=("captured", "remitted", "voided"),
)

REFUND = Table(
    name="refund",
    initial=("requested", "succeeded"),
    moves=MappingProxyType(
        {
            "requested": ("sent", "succeeded", "failed", "unknown", "abandoned"),
            "sent": ("succeeded", "failed", "unknown"),
            "unknown": ("sent", "succeeded", "failed"),
            "failed": ("sent", "succeeded", "abandoned"),
            "abandoned": ("succeeded",),
            "succeeded": ("failed",),
        }
    ),
    final=("succeeded", "failed", "abandoned"),
)
"""What the provider says last is what counts: it may take a yes or a no back."""

CHANGE = Table(
    name="delivery change",
    initial=("requested",),
    moves=MappingProxyType(
        {
            "requested": ("sent", "refused"),
            "sent": ("accepted", "refused", "unknown"),
            "unknown": ("sent", "accepted", "refused"),
            "accepted": (),
            "refused": (),
        }
    ),
    final=("accepted", "refused"),
)

RETURN = Table(
    name="return: what was agreed",
    initial=("requested",),
    moves=MappingProxyType(
        {
            "requested": ("approved", "declined", "cancelled"),
            "approved": ("cancelled", "expired", "closed"),
            "declined": ("approved",),
            "cancelled": ("approved",),
            "expired": ("approved",),
            "closed": ("approved",),
        }
    ),
    final=("declined", "cancelled", "expired", "closed"),
)
"""A decline may be overturned, and goods may come after all was over."""

RETURN_WAY = Table(
    name="return: the way back",
    initial=("awaiting", "not_required"),
    moves=MappingProxyType(
        {
            "awaiting": ("issued", "in_transit", "received", "not_required", "lost"),
            "issued": (
                "issued",
                "in_transit",
                "received",
                "expired",
                "not_required",
                "lost",
            ),
            "in_transit": ("received", "lost"),
            "received": ("received",),
            "expired": ("issued", "in_transit", "received", "not_required", "lost"),
            "lost": ("issued", "in_transit", "received"),
            "not_required": ("issued", "in_transit", "received"),
        }
    ),
    final=("received", "expired", "lost", "not_required"),
)

INSPECTION = Table(
    name="return: the inspection",
    initial=("awaiting", "not_required"),
    moves=MappingProxyType(
        {
            "awaiting": ("begun", "done", "not_required"),
            "begun": ("begun", "done"),
            "done": ("begun", "done"),
            "not_required": ("begun", "done"),
        }
    ),
    final=("done", "not_required"),
)

RETURN_MONEY = Table(
    name="return: the money",
    initial=("pending",),
    moves=MappingProxyType(
        {
            "pending": ("due", "settled", "waived"),
            "due": ("due", "settled", "waived"),
            "settled": ("due",),
            "waived": ("pending", "due"),
        }
    ),
    final=("settled", "waived"),
)
"""What is due to the customer for the return; each refund is a machine of its own."""

CLAIM = Table(
    name="claim",
    initial=("draft",),
    moves=MappingProxyType(
        {
            "draft": ("submitted", "paid", "cancelled", "closed"),
            "submitted": (
                "waiting_on_documents",
                "in_review",
                "approved",
                "approved_partial",
                "rejected",
                "paid",
                "cancelled",
            ),
            "waiting_on_documents": (
                "submitted",
                "in_review",
                "approved",
                "approved_partial",
                "rejected",
                "paid",
                "cancelled",
                "closed",
            ),
            "in_review": (
                "waiting_on_documents",
                "approved",
                "approved_partial",
                "rejected",
                "paid",
                "cancelled",
            ),
            "approved": ("paid", "closed"),
            "approved_partial": ("submitted", "paid", "closed"),
            "rejected": ("submitted", "paid", "closed"),
            "paid": ("paid", "reversed", "closed"),
            "reversed": ("paid", "closed"),
            "cancelled": ("paid",),
            "closed": ("paid", "reversed"),
        }
    ),
    final=("paid", "reversed", "cancelled", "closed"),
)
"""Money that comes in is a fact, whatever was said before."""

CHARGEBACK = Table(
    name="chargeback",
    initial=("open",),
    moves=MappingProxyType(
        {"open": ("won", "lost"), "won": ("open",), "lost": ("won", "open")}
    ),
    final=("won", "lost"),
)
"""A bank may open a case again, in either direction."""

TABLES: tuple[Table, ...] = (
    UNITS,
    PARCEL,
    PAYMENT,
    REFUND,
    CHANGE,
    RETURN,
    RETURN_WAY,
    INSPECTION,
    RETURN_MONEY,
    CLAIM,
    CHARGEBACK,
)


def check_table(table: Table) -> None:
    """Refuse a table that could not work.

    Raises:
        ValueError: A target is no state, a state cannot be reached, a state
            without a way out is not final, or a final state does not exist.

    >>> check_table(Table("x", ("a",), {"a": ("b",)}, ()))
    Traceback (most recent call last):
    ...
    ValueError: x: 'b' is no state
    """
    states = set(table.moves)
    named = {t for targets in table.moves.values() for t in targets}
    for state in sorted(named | set(table.initial) | set(table.final)):
        if state not in states:
            raise ValueError(f"{table.name}: {state!r} is no state")
    reached = set(table.initial)
    frontier = list(table.initial)
    while frontier:
        fresh = set(table.moves[frontier.pop()]) - reached
        reached |= fresh
        frontier.extend(fresh)
    for state in sorted(states):
        if state not in reached:
            raise ValueError(f"{table.name}: {state!r} cannot be reached")
        if not table.moves[state] and state not in table.final:
            raise ValueError(f"{table.name}: {state!r} is a dead end")


for _table in TABLES:
    check_table(_table)


@attrs.frozen(eq=False)
class Places:
    """The places of a line with a certain workflow, in order.

    One object serves all lines with the same workflow.

    Args:
        names: ``placed``, the steps, and the fixed places after them.
        index: The position of each name.
        before: The places in which units are not yet shipped, in order.
        previous: For each step the place that units leave when they finish it.
        last: The place from which units are shipped.
    """

    names: tuple[str, ...]
    index: Mapping[str, int]
    before: tuple[str, ...]
    previous: Mapping[str, str]
    last: str

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps of the workflow, without ``placed``."""
        return self.before[1:]


@lru_cache(maxsize=4096)
def places_of(workflow: tuple[str, ...]) -> Places:
    """Lay out the places for a workflow.

    Args:
        workflow: Names of steps in order; may be empty.

    Raises:
        InvalidWorkflow: A step is empty, repeats, or is named like a fixed place.

    >>> places_of(("allocated", "engraved")).before
    ('placed', 'allocated', 'engraved')
    >>> places_of(("shipped",))
    Traceback (most recent call last):
    ...
    postpurchase.errors.inputs.InvalidWorkflow: workflow[0]: 'shipped' cannot be a \
step: a name of its own, not a fixed place.
    """
    for n, step in enumerate(workflow):
        if not step or not step.isidentifier():
            expected = "a lower-case name"
        elif step in FIXED_PLACES or step == STEP:
            expected = "a name of its own, not a fixed place"
        elif step in workflow[:n]:
            expected = "each step once"
        else:
            continue
        raise InvalidWorkflow(
            path=f"workflow[{n}]", value=short(step), expected=expected
        )
    before = ("placed", *workflow)
    names = before + FIXED_PLACES[1:]
    index = {name: n for n, name in enumerate(names)}
    previous = dict(zip(workflow, before, strict=False))
    return Places(names, index, before, previous, before[-1])
