"""Claiming from carriers what they lost, damaged or brought too late."""

from __future__ import annotations

from datetime import date

import attrs

from postpurchase.order.commands.base import (
    Command,
    id_field,
    items_field,
    money_field,
    name_field,
    text_field,
    value_or_none,
)
from postpurchase.order.commands.placing import NewLine, as_lines
from postpurchase.order.quantities import LineUnits, as_units
from postpurchase.order.returns import one_of
from postpurchase.values.money import Money
from postpurchase.values.return_terms import CLAIM_KINDS

CLAIM_ANSWERS = (
    "submitted",
    "waiting_on_documents",
    "in_review",
    "approved",
    "approved_partial",
    "rejected",
    "cancelled",
    "closed",
)
"""What can become of a claim before money moves."""


@attrs.frozen(kw_only=True)
class OpenClaim(Command):
    """Draw up a claim on the carrier of a parcel.

    Args:
        claim_id: The claim.
        parcel_id: The parcel; units of one parcel are claimed once.
        kind: One of `CLAIM_KINDS`.
        units: Units by line id that it is about; none for a delay.
        amount: What is claimed.
        basis: How it is valued: ``cost`` or ``price``.
        file_by_on: The last day to file it, if the carrier sets one.
        finding_id: The finding that it is opened from.
        evidence: Codes of what there is, such as ``invoice``, ``photos``.
    """

    claim_id: str = id_field()
    parcel_id: str = id_field()
    kind: str = attrs.field(validator=one_of(CLAIM_KINDS))
    units: tuple[LineUnits, ...] = attrs.field(default=(), converter=as_units)
    amount: Money = money_field()
    basis: str = attrs.field(
        default="price",
        validator=one_of(("cost", "price")),
    )
    file_by_on: date | None = value_or_none(date)
    finding_id: str = text_field()
    evidence: tuple[str, ...] = items_field(str, "evidence")


@attrs.frozen(kw_only=True)
class UpdateClaim(Command):
    """Record what became of a claim.

    Args:
        claim_id: The claim.
        state: One of `CLAIM_ANSWERS`.
        amount: What the carrier agreed to, with an approval.
        evidence: Codes of what was handed in besides.
        reference: The carrier's own number.
        reason: Why, in the carrier's words or as a code.
    """

    claim_id: str = id_field()
    state: str = attrs.field(validator=one_of(CLAIM_ANSWERS))
    amount: Money | None = money_field(optional=True)
    evidence: tuple[str, ...] = items_field(str, "evidence")
    reference: str = text_field()
    reason: str = text_field()


@attrs.frozen(kw_only=True)
class RecoverClaim(Command):
    """Record that the carrier paid, as money or as credit.

    Args:
        claim_id: The claim.
        amount: What came in now.
        form: ``money`` or ``credit``.
        reference: The carrier's credit note or transfer.
    """

    claim_id: str = id_field()
    amount: Money = money_field()
    form: str = attrs.field(
        default="money",
        validator=one_of(("money", "credit")),
    )
    reference: str = text_field()


@attrs.frozen(kw_only=True)
class ReverseClaim(Command):
    """Give a recovered amount back, because the parcel was found after all.

    Args:
        claim_id: The claim.
        amount: What goes back to the carrier; None for all that came in.
        reason: Why, such as ``found``.
    """

    claim_id: str = id_field()
    amount: Money | None = money_field(optional=True)
    reason: str = name_field()


@attrs.frozen(kw_only=True)
class ReshipUnits(Command):
    """Send units again that were lost, damaged or missing, at no price.

    The new lines stand in for the old units: those are not refunded while the new
    ones are owed, and the new ones bring the old ones' entitlement.

    Args:
        lines: The new lines; each names with `replaces` what it stands in for.
        claim_id: The claim that it belongs to, if any.
        reason: Why: ``lost``, ``damaged``, ``missing``, ``wrong_item``, ``warranty``.
    """

    lines: tuple[NewLine, ...] = attrs.field(converter=as_lines)
    claim_id: str = text_field()
    reason: str = name_field()
