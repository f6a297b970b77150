"""The rule for a parcel that turns up although the carrier is to pay for its loss.

It stands in the order and not in the watch, because nobody may overlook it: money
that was claimed for a loss belongs to the carrier again once the parcel is there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from postpurchase.order.decide.claiming import FOUND
from postpurchase.order.events import Event, FindingOpened
from postpurchase.order.findings import Finding
from postpurchase.tracking.fold import is_held_by_carrier, place_of

if TYPE_CHECKING:
    from datetime import datetime

    from postpurchase.order.claims import Claim
    from postpurchase.order.draft import Draft
    from postpurchase.order.parcels import Parcel
    from postpurchase.tracking.facts import TrackingFact

_GONE = ("loss", "theft")


def found_again(
    order: Draft, parcel: Parcel, latest: TrackingFact, *, at: datetime, by: str
) -> tuple[Event, ...]:
    """Open a finding for each claim for the loss of a parcel that is there after all.

    It is there when it comes to another place than it was in, or when the carrier
    scans it after the claim was opened. A person gives the money back or withdraws
    the claim; that closes the finding.

    Args:
        order: The order.
        parcel: The parcel as it stood before the news.
        latest: The fact that tells its status now.
        at: When the news was recorded.
        by: Who brought it.
    """
    now = place_of(latest.code)
    if now == "lost":
        return ()
    has_moved, is_scan = now != parcel.state, is_held_by_carrier(latest.code)
    open_about = {finding.about for finding in order.circumstances.findings}
    found = []
    for claim in order.circumstances.claims:
        if claim.parcel_id != parcel.parcel_id or claim.kind not in _GONE:
            continue
        is_seen = now == "shipped" and is_scan and latest.at > claim.opened_at
        finding = _found(order, parcel, claim, latest)
        if (
            claim.is_live
            and (has_moved or is_seen)
            and finding.finding_id not in order.circumstances.finding_ids
            and finding.about not in open_about
        ):
            found.append(FindingOpened(at=at, by=by, finding=finding))
    return tuple(found)


def _found(order: Draft, parcel: Parcel, claim: Claim, latest: TrackingFact) -> Finding:
    facts = parcel.tracking.facts if parcel.tracking else ()
    losses = sum(place_of(fact.code) == "lost" for fact in facts)
    lines = (order.grid.lines[order.grid.line_no(p.line_id)] for p in claim.units)
    return Finding(
        # It may be lost again and found again, which is another finding.
        finding_id=f"{FOUND}:{losses}:{claim.claim_id}"[:128],
        kind=FOUND,
        since_at=latest.at,
        stage="arrival",
        whose="shop",
        severity="critical" if claim.kept_minor > 0 else "warn",
        action="withdraw_claim",
        subject=claim.claim_id,
        parcel_id=parcel.parcel_id,
        location_code=parcel.location_code,
        carrier=claim.carrier,
        service=parcel.service,
        skus=tuple(dict.fromkeys(line.sku for line in lines)),
        evidence=latest.code,
    )
