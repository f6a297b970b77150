"""Rules for what carriers and recipients say about a parcel."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import attrs

from postpurchase.errors import NotEnoughUnits, NothingToChange
from postpurchase.order.decide.checks import may_become, placed
from postpurchase.order.decide.reappearing import found_again
from postpurchase.order.events import (
    ContentsReported,
    Event,
    ParcelDelivered,
    ParcelLost,
    ParcelResumed,
    ParcelReturned,
    ParcelShipped,
    ParcelTurnedBack,
    PaymentCollected,
    PaymentVoided,
    TrackingRecorded,
)
from postpurchase.order.quantities import by_line
from postpurchase.order.quick import maker
from postpurchase.order.transitions import PARCEL
from postpurchase.tracking.fold import beats, is_held_by_carrier, key, place_of

if TYPE_CHECKING:
    from postpurchase.order.commands import RecordTracking, ReportContents
    from postpurchase.order.draft import Draft
    from postpurchase.order.parcels import Parcel
    from postpurchase.order.quantities import LineUnits
    from postpurchase.tracking.facts import TrackingFact

_tracking_recorded = maker(TrackingRecorded)
_ARRIVALS: dict[str, Callable[..., Event]] = {
    "shipped": ParcelResumed,
    "delivered": maker(ParcelDelivered),
    "returning": ParcelTurnedBack,
    "returned": ParcelReturned,
    "lost": ParcelLost,
}

COLLECTED = "delivered.cod_collected"
"""The code with which a carrier says that it took the money."""


def record_tracking(order: Draft, command: RecordTracking) -> tuple[Event, ...]:
    """Record facts that are new, and move the units where the parcel is now.

    The status is the greatest of all facts, known and new; so the order in which
    they come makes no difference to where the units end.
    """
    placed(order, command)
    parcel = order.parcel(command.parcel_id)
    if parcel.state in ("open", "sealed", "voided"):
        may_become(PARCEL, f"parcel {parcel.parcel_id}", parcel.state, "tracked")
    facts = _new_facts(parcel, command)
    if not facts:
        return ()
    latest = facts[0]
    told_at = latest.at
    if len(facts) > 1:
        latest = max(facts, key=key)
        told_at = max([fact.at for fact in facts])
    tracking = parcel.tracking
    if tracking is not None and beats(tracking.latest, latest):
        latest = tracking.latest
    by = command.by or f"carrier:{parcel.carrier or 'unknown'}"
    events: list[Event] = [
        _tracking_recorded(
            at=told_at,
            by=by,
            parcel_id=command.parcel_id,
            facts=facts,
            code=latest.code,
        )
    ]
    state = parcel.state
    if state == "labelled":
        before = tracking.facts if tracking else ()
        handed_over = [
            fact.at for fact in (*before, *facts) if is_held_by_carrier(fact.code)
        ]
        if not handed_over:
            return tuple(events)
        state = "shipped"
        events.append(ParcelShipped(at=min(handed_over), by=by, box=parcel.box))
    now = place_of(latest.code)
    if now != state:
        arrival = _ARRIVALS[now]
        events.append(arrival(at=latest.at, by=by, parcel_id=command.parcel_id))
    if order.circumstances.claims:
        events += found_again(order, parcel, latest, at=command.at, by=by)
    if now in ("delivered", "returned"):
        events.extend(_money_moves(order, parcel, latest, now, facts, by))
    return tuple(events)


def _new_facts(parcel: Parcel, command: RecordTracking) -> tuple[TrackingFact, ...]:
    """Leave out what is known, and number what is new.

    A correction gets a number above all others. What happens after the facts that
    it corrected carries on at its number; what comes late from before does not.
    """
    tracking = parcel.tracking
    known = tracking.facts if tracking else ()
    # The latest fact is the greatest, and nothing is greater than a correction.
    said = tracking.latest.correction if tracking else 0
    given = command.facts
    if len(given) > 1:
        given = tuple(dict.fromkeys(given))
    facts = [_numbered(fact, 0) if fact.correction else fact for fact in given]
    if command.is_correction:
        if said and all(_numbered(fact, said) in known for fact in facts):
            return ()
        return tuple(_numbered(fact, said + 1) for fact in facts)
    if not said:
        return tuple([fact for fact in facts if fact not in known])
    corrected = [fact.at for fact in known if fact.correction < said]
    contents = {_numbered(fact, 0) for fact in known}
    return tuple(
        _numbered(fact, said if all(at < fact.at for at in corrected) else 0)
        for fact in facts
        if fact not in contents
    )


def _numbered(fact: TrackingFact, correction: int) -> TrackingFact:
    if fact.correction == correction:
        return fact
    return attrs.evolve(fact, correction=correction)


def _money_moves(
    order: Draft,
    parcel: Parcel,
    latest: TrackingFact,
    now: str,
    facts: tuple[TrackingFact, ...],
    by: str,
) -> list[Event]:
    """Count what the carrier collected; a refused parcel owes nothing."""
    due = [p for p in order.ledger.payments if p.state == "due"]
    if not due:
        return []
    if now == "delivered" and any(fact.code == COLLECTED for fact in facts):
        return [
            PaymentCollected(at=latest.at, by=by, payment_id=payment.payment_id)
            for payment in due
        ]
    if now == "returned" and _all_came_back(order, parcel):
        return [
            PaymentVoided(
                at=latest.at, by=by, payment_id=payment.payment_id, reason="refused"
            )
            for payment in due
        ]
    return []


def _all_came_back(order: Draft, parcel: Parcel) -> bool:
    """Say whether nothing is left that the customer could still pay for."""
    for line_no, line in enumerate(order.grid.lines):
        back = sum(order.count(line_no, place) for place in ("cancelled", "returned"))
        if parcel.state != "returned":
            back += parcel.held(line.line_id)
        if back < line.quantity:
            return False
    return True


def report_contents(order: Draft, command: ReportContents) -> tuple[Event, ...]:
    """Take missing units out of a delivered parcel and mark damaged ones."""
    placed(order, command)
    parcel = order.parcel(command.parcel_id)
    if parcel.state != "delivered":
        may_become(PARCEL, f"parcel {parcel.parcel_id}", parcel.state, "reported")
    if not command.missing and not command.damaged:
        raise NothingToChange(reason="no units are named")
    _refuse_more_than_held(parcel, command.missing, command.damaged)
    return (
        ContentsReported(
            at=command.at,
            by=command.by,
            parcel_id=parcel.parcel_id,
            missing=command.missing,
            damaged=command.damaged,
            source=parcel.state,
        ),
    )


def _refuse_more_than_held(
    parcel: Parcel, missing: tuple[LineUnits, ...], damaged: tuple[LineUnits, ...]
) -> None:
    marked = by_line(parcel.report.damaged if parcel.report else ())
    gone, hurt = by_line(missing), by_line(damaged)
    for line_id in gone | hurt:
        asked = gone.get(line_id, 0) + hurt.get(line_id, 0)
        available = parcel.held(line_id) - marked.get(line_id, 0)
        if asked > available:
            raise NotEnoughUnits(
                line_id=line_id, place="delivered", asked=asked, available=available
            )
