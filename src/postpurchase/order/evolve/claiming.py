"""Applying claims on carriers and what is sent again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from postpurchase.order.claims import Claim
from postpurchase.order.events import (
    ClaimOpened,
    ClaimRecovered,
    ClaimReversed,
    ClaimUpdated,
    LinesReshipped,
)
from postpurchase.order.evolve.placing import add_lines

if TYPE_CHECKING:
    from typing import Any

    from postpurchase.order.draft import Draft


def claim_opened(draft: Draft, event: ClaimOpened) -> None:
    """Begin a claim."""
    known = draft.circumstances
    claim = Claim(
        claim_id=event.claim_id,
        parcel_id=event.parcel_id,
        carrier=event.carrier,
        kind=event.kind,
        units=event.units,
        amount_minor=event.amount_minor,
        basis=event.basis,
        state="draft",
        opened_at=event.at,
        file_by_on=event.file_by_on,
        finding_id=event.finding_id,
        evidence=event.evidence,
    )
    draft.circumstances = attrs.evolve(known, claims=(*known.claims, claim))


def claim_updated(draft: Draft, event: ClaimUpdated) -> None:
    """Take over what the carrier said; what it did not say stays."""
    claim = draft.claim(event.claim_id)
    approved = event.approved_minor
    _becomes(
        draft,
        claim,
        state=event.state,
        approved_minor=claim.approved_minor if approved is None else approved,
        evidence=tuple(dict.fromkeys((*claim.evidence, *event.evidence))),
        reference=event.reference or claim.reference,
        reason=event.reason,
    )


def claim_recovered(draft: Draft, event: ClaimRecovered) -> None:
    """Count what came in."""
    claim = draft.claim(event.claim_id)
    _becomes(
        draft,
        claim,
        state="paid",
        recovered_minor=claim.recovered_minor + event.amount_minor,
        recovered_as=event.form,
    )


def claim_reversed(draft: Draft, event: ClaimReversed) -> None:
    """Count what went back; the claim is reversed when nothing is left."""
    claim = draft.claim(event.claim_id)
    is_all = event.amount_minor == claim.kept_minor
    _becomes(
        draft,
        claim,
        state="reversed" if is_all else "paid",
        reversed_minor=claim.reversed_minor + event.amount_minor,
        reason=event.reason,
    )


def lines_reshipped(draft: Draft, event: LinesReshipped) -> None:
    """Bring in the lines that stand in for others."""
    add_lines(draft, (), event.added)


def _becomes(draft: Draft, claim: Claim, **changes: Any) -> None:
    known = draft.circumstances
    claims = tuple(
        attrs.evolve(one, **changes) if one is claim else one for one in known.claims
    )
    draft.circumstances = attrs.evolve(known, claims=claims)
