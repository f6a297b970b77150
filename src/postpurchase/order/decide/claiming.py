"""Rules for claims on carriers: each unit of a parcel is claimed once.

What a carrier pays is a fact from outside and is never refused for its amount, even
where it is more than was approved or claimed. What goes back to it is at most what
came in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from postpurchase.errors import (
    Contradiction,
    InvalidInput,
    InvalidMoney,
    MissingField,
    NotEnoughUnits,
    TransitionNotAllowed,
    UnknownFinding,
)
from postpurchase.order.decide.checks import may_become, minor_above_zero, placed
from postpurchase.order.events import (
    ClaimOpened,
    ClaimRecovered,
    ClaimReversed,
    ClaimUpdated,
    Event,
    FindingClosed,
)
from postpurchase.order.parcels import UNSHIPPED
from postpurchase.order.quantities import by_line
from postpurchase.order.transitions import CLAIM
from postpurchase.values.money import Money

if TYPE_CHECKING:
    from postpurchase.order.claims import Claim
    from postpurchase.order.commands import (
        OpenClaim,
        RecoverClaim,
        ReverseClaim,
        UpdateClaim,
    )
    from postpurchase.order.draft import Draft
    from postpurchase.order.parcels import Parcel
    from postpurchase.order.quantities import LineUnits

FOUND = "claim_found"
"""The kind of finding that says: a parcel turned up for which a claim stands."""

_APPROVALS = ("approved", "approved_partial")


def open_claim(order: Draft, command: OpenClaim) -> tuple[Event, ...]:
    """Draw a claim up for a parcel that has left, for units not claimed yet."""
    agreed = placed(order, command)
    parcel = order.parcel(command.parcel_id)
    event = ClaimOpened(
        at=command.at,
        by=command.by,
        claim_id=command.claim_id,
        parcel_id=parcel.parcel_id,
        carrier=parcel.carrier,
        kind=command.kind,
        units=command.units,
        amount_minor=minor_above_zero(command.amount, agreed.currency, "amount"),
        basis=command.basis,
        file_by_on=command.file_by_on,
        finding_id=command.finding_id,
        evidence=command.evidence,
    )
    for known in order.circumstances.claims:
        if known.claim_id == command.claim_id:
            _refuse_another(known, event, agreed.currency)
            return ()
    if parcel.state in UNSHIPPED or parcel.state == "voided":
        raise TransitionNotAllowed(
            subject=f"parcel {parcel.parcel_id}", state=parcel.state, asked="claimed"
        )
    finding_ids = order.circumstances.finding_ids
    if event.finding_id and event.finding_id not in finding_ids:
        raise UnknownFinding(finding_id=event.finding_id, known=finding_ids)
    _refuse_claimed(order, parcel, event.kind, event.units)
    return (event,)


def _refuse_another(known: Claim, said: ClaimOpened, currency: str) -> None:
    """Accept the same claim again, refuse another one under its id."""

    def shown(one: Claim | ClaimOpened) -> tuple[str, ...]:
        units = ", ".join(f"{part.units} × {part.line_id}" for part in one.units)
        amount = str(Money(one.amount_minor, currency))
        return one.parcel_id, one.kind, units, amount, one.basis

    before, now = shown(known), shown(said)
    if before != now:
        raise Contradiction(
            path="claim_id",
            subject=f"claim {known.claim_id}",
            known=" ".join(part for part in before if part),
            said=" ".join(part for part in now if part),
        )


def _refuse_claimed(
    order: Draft, parcel: Parcel, kind: str, units: tuple[LineUnits, ...]
) -> None:
    """Refuse units that were not in the parcel or are claimed already.

    A delay has no units, and one claim for it is enough.
    """
    if kind == "delay":
        if units:
            raise InvalidInput(
                path="units", value=f"{len(units)} lines", expected="none for a delay"
            )
        for claim in live_claims(order, parcel):
            if claim.kind == "delay":
                raise TransitionNotAllowed(
                    subject=f"claim {claim.claim_id}",
                    state=claim.state,
                    asked="claimed",
                    allowed=CLAIM.moves[claim.state],
                )
        return
    if not units:
        raise MissingField(path="units", expected="units by line id")
    for part in units:
        order.grid.line_no(part.line_id)
        available = claimable(order, parcel, part.line_id)
        if part.units > available:
            raise NotEnoughUnits(
                line_id=part.line_id,
                place="claimable",
                asked=part.units,
                available=available,
            )


def live_claims(order: Draft, parcel: Parcel) -> tuple[Claim, ...]:
    """List the claims for a parcel that the carrier may still pay or has paid."""
    return tuple(
        claim
        for claim in order.circumstances.claims
        if claim.parcel_id == parcel.parcel_id and claim.is_live
    )


def claimable(order: Draft, parcel: Parcel, line_id: str) -> int:
    """Count the units of a line in a parcel that are not claimed yet.

    Args:
        order: The order.
        parcel: The parcel.
        line_id: The line.
    """
    live = live_claims(order, parcel)
    taken = sum(by_line(claim.units).get(line_id, 0) for claim in live)
    return parcel.box.by_line.get(line_id, 0) - taken


def update_claim(order: Draft, command: UpdateClaim) -> tuple[Event, ...]:
    """Record what became of a claim; what is known already changes nothing.

    An appeal claims the units anew, so they must not be claimed otherwise.
    """
    agreed = placed(order, command)
    claim = order.claim(command.claim_id)
    approved = _approved(claim, command, agreed.currency)
    is_same = claim.state == command.state
    says_more = (
        (approved is not None and approved != claim.approved_minor)
        or not set(command.evidence) <= set(claim.evidence)
        or command.reference not in ("", claim.reference)
        or command.reason not in ("", claim.reason)
    )
    if is_same and not says_more:
        return ()
    if not is_same:
        may_become(CLAIM, f"claim {claim.claim_id}", claim.state, command.state)
    if claim.state == "rejected" and command.state == "submitted":
        parcel = order.parcel(claim.parcel_id)
        _refuse_claimed(order, parcel, claim.kind, claim.units)
    event = ClaimUpdated(
        at=command.at,
        by=command.by,
        claim_id=claim.claim_id,
        state=command.state,
        approved_minor=approved,
        evidence=command.evidence,
        reference=command.reference,
        reason=command.reason or (claim.reason if is_same else ""),
    )
    after = attrs.evolve(claim, state=command.state)
    return (event, *_settled(order, command, after))


def _approved(claim: Claim, command: UpdateClaim, currency: str) -> int | None:
    """Say what was agreed to: all of it, unless the answer names an amount."""
    if command.state not in _APPROVALS:
        if command.amount is None:
            return None
        raise InvalidInput(
            path="amount",
            value=str(command.amount),
            expected="an amount with an approval only",
        )
    if command.amount is not None:
        return minor_above_zero(command.amount, currency, "amount")
    if claim.state == command.state:
        return None
    if command.state == "approved_partial":
        raise MissingField(path="amount", expected="what the carrier agreed to")
    return claim.amount_minor


def recover_claim(order: Draft, command: RecoverClaim) -> tuple[Event, ...]:
    """Count what the carrier paid, as often as it pays."""
    agreed = placed(order, command)
    claim = order.claim(command.claim_id)
    amount = minor_above_zero(command.amount, agreed.currency, "amount")
    may_become(CLAIM, f"claim {claim.claim_id}", claim.state, "paid")
    return (
        ClaimRecovered(
            at=command.at,
            by=command.by,
            claim_id=claim.claim_id,
            amount_minor=amount,
            form=command.form,
            reference=command.reference,
        ),
    )


def reverse_claim(order: Draft, command: ReverseClaim) -> tuple[Event, ...]:
    """Give back at most what came in; without an amount all of it."""
    agreed = placed(order, command)
    claim = order.claim(command.claim_id)
    if claim.state == "reversed" and command.amount is None:
        return ()
    may_become(CLAIM, f"claim {claim.claim_id}", claim.state, "reversed")
    amount = claim.kept_minor
    if command.amount is not None:
        amount = minor_above_zero(command.amount, agreed.currency, "amount")
    if not 0 < amount <= claim.kept_minor:
        kept = Money(claim.kept_minor, agreed.currency)
        raise InvalidMoney(
            path="amount",
            value=str(Money(amount, agreed.currency)),
            expected=f"at most {kept}, what came in",
        )
    event = ClaimReversed(
        at=command.at,
        by=command.by,
        claim_id=claim.claim_id,
        amount_minor=amount,
        reason=command.reason,
    )
    left = claim.kept_minor - amount
    after = attrs.evolve(
        claim, state="paid" if left else "reversed", recovered_minor=left
    )
    return (event, *_settled(order, command, after))


def _settled(
    order: Draft, command: UpdateClaim | ReverseClaim, claim: Claim
) -> tuple[Event, ...]:
    """Close the finding that a parcel was found, once nothing is claimed for it."""
    if claim.is_live:
        return ()
    return tuple(
        FindingClosed(
            at=command.at,
            by=command.by,
            finding_id=finding.finding_id,
            kind=finding.kind,
            parcel_id=finding.parcel_id,
            reason="moved_on",
        )
        for finding in order.circumstances.findings
        if finding.about == (FOUND, claim.claim_id)
    )
