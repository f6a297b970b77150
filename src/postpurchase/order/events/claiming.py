"""Carriers are to pay for what they lost, damaged or brought too late."""

from __future__ import annotations

from datetime import date

import attrs

from postpurchase.order.events.base import Event
from postpurchase.order.events.placing import PlacedLine
from postpurchase.order.quantities import LineUnits


@attrs.frozen(kw_only=True)
class ClaimOpened(Event):
    """A claim was drawn up; stored by `OpenClaim`.

    Args:
        claim_id: The claim.
        parcel_id: The parcel.
        carrier: Code of the carrier that had it.
        kind: One of `CLAIM_KINDS`.
        units: Units by line that it is about; empty for a delay.
        amount_minor: What is claimed, in minor units.
        basis: How it is valued: ``cost`` or ``price``.
        file_by_on: The last day to file it, if the carrier sets one.
        finding_id: The finding that it was opened from, if any.
        evidence: Codes of what there is.
    """

    claim_id: str
    parcel_id: str
    carrier: str
    kind: str
    units: tuple[LineUnits, ...]
    amount_minor: int
    basis: str
    file_by_on: date | None = None
    finding_id: str = ""
    evidence: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class ClaimUpdated(Event):
    """Something became of a claim before money moved; stored by `UpdateClaim`.

    Args:
        claim_id: The claim.
        state: What it is now.
        approved_minor: What the carrier agreed to, with an approval; else None.
        evidence: Codes of what was handed in besides.
        reference: The carrier's own number, if it was said.
        reason: Why, in the carrier's words or as a code.
    """

    claim_id: str
    state: str
    approved_minor: int | None = None
    evidence: tuple[str, ...] = ()
    reference: str = ""
    reason: str = ""


@attrs.frozen(kw_only=True)
class ClaimRecovered(Event):
    """The carrier paid; stored by `RecoverClaim`.

    Args:
        claim_id: The claim.
        amount_minor: What came in, in minor units.
        form: ``money`` or ``credit``.
        reference: The carrier's credit note or transfer.
    """

    claim_id: str
    amount_minor: int
    form: str
    reference: str = ""


@attrs.frozen(kw_only=True)
class ClaimReversed(Event):
    """What had come in went back to the carrier; stored by `ReverseClaim`.

    Args:
        claim_id: The claim.
        amount_minor: What went back, in minor units.
        reason: Why, such as ``found``.
    """

    claim_id: str
    amount_minor: int
    reason: str


@attrs.frozen(kw_only=True)
class LinesReshipped(Event):
    """Units are sent again at no price; stored by `ReshipUnits`.

    Args:
        added: The new lines; each names with `replaces` what it stands in for.
        claim_id: The claim that it belongs to, if any.
        reason: Why.
    """

    added: tuple[PlacedLine, ...]
    claim_id: str = ""
    reason: str
