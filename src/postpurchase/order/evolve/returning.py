"""Applying what happened to returns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import attrs

from postpurchase.order.dues import inspection_of, money_of
from postpurchase.order.events import (
    ReturnApproved,
    ReturnCancelled,
    ReturnClosed,
    ReturnDeclined,
    ReturnInspected,
    ReturnReceived,
    ReturnReminded,
    ReturnRequested,
    ReturnResolved,
    ReturnSent,
    ReturnSentBack,
    ReturnWayChosen,
    ReturnWayExpired,
    ReturnWayIssued,
    ReturnWayRefused,
    WithdrawalReceived,
)
from postpurchase.order.evolve.moving import move_all, relocate
from postpurchase.order.parcels import Parcel
from postpurchase.order.quantities import LineUnits, added, least, less
from postpurchase.order.returnable import drawn
from postpurchase.order.returns import Return, ReturnSource, ReturnWay, Withdrawal

if TYPE_CHECKING:
    from postpurchase.order.draft import Draft


def _change(draft: Draft, return_id: str, **fields: Any) -> None:
    """Change a return; inspection and money follow from the rest."""
    circumstances = draft.circumstances
    changed = []
    for known in circumstances.returns:
        if known.return_id == return_id:
            known = attrs.evolve(known, **fields)  # noqa: PLW2901
            known = attrs.evolve(  # noqa: PLW2901
                known, inspection=inspection_of(known), money=money_of(known)
            )
        changed.append(known)
    draft.circumstances = attrs.evolve(circumstances, returns=tuple(changed))


def _take(draft: Draft, sources: Iterable[ReturnSource], target: str) -> None:
    """Move units to where the return has them; their parcels let them go."""
    for source in sources:
        _move(draft, source, source.place, target)
        if source.parcel_id:
            _let_go(draft, source.parcel_id, added_to=(source.part,))


def _give_back(draft: Draft, sources: Iterable[ReturnSource]) -> None:
    """Put units back to where their parcel is now, or to the customer."""
    for source in sources:
        if source.parcel_id:
            parcel = draft.parcel(source.parcel_id)
            _let_go(draft, source.parcel_id, taken_from=(source.part,))
            _move(draft, source, "returning", parcel.state)
        else:
            _move(draft, source, "returning", source.place)


def _let_go(
    draft: Draft,
    parcel_id: str,
    *,
    added_to: tuple[LineUnits, ...] = (),
    taken_from: tuple[LineUnits, ...] = (),
) -> None:
    def changed(parcel: Parcel) -> Parcel:
        if parcel.parcel_id != parcel_id:
            return parcel
        taken = less((*parcel.taken, *added_to), taken_from)
        return attrs.evolve(parcel, taken=taken)

    draft.parcels = tuple([changed(parcel) for parcel in draft.parcels])


def _move(draft: Draft, source: ReturnSource, before: str, after: str) -> None:
    where = source.location_code
    move_all(draft, (source.part,), source=before, target=after, location_code=where)


def return_requested(draft: Draft, event: ReturnRequested) -> None:
    """Keep the wish; its units stay where they are."""
    known = draft.circumstances
    wished = Return(
        return_id=event.return_id,
        kind=event.kind,
        asked_by=event.asked_by,
        items=event.items,
        resolution=event.resolution,
        ruling=event.ruling,
        asked_at=event.at,
        note=event.note,
        photos=event.photos,
        wish=ReturnWay(method=event.method) if event.method else None,
    )
    draft.circumstances = attrs.evolve(known, returns=(*known.returns, wished))


def return_approved(draft: Draft, event: ReturnApproved) -> None:
    """Hand the units to the return, or leave them with the customer for good."""
    known = draft.return_(event.return_id)
    _take(draft, event.sources, "kept" if event.keeps_item else "returning")
    more: dict[str, Any] = {}
    if event.keeps_item:
        more["kept"] = added((*known.kept, *event.units))
        more["logistics"] = "not_required"
    else:
        more["sources"] = (*known.sources, *event.sources)
    _change(
        draft,
        event.return_id,
        intent="approved",
        reasons=(),
        approved=added((*known.approved, *event.units)),
        ruling=event.ruling or known.ruling,
        **more,
    )


def return_declined(draft: Draft, event: ReturnDeclined) -> None:
    """Keep why not."""
    reasons = event.reasons or (event.reason,)
    _change(draft, event.return_id, intent="declined", reasons=reasons)


def return_cancelled(draft: Draft, event: ReturnCancelled) -> None:
    """Give everything back that was to come."""
    _end(draft, event.return_id, "cancelled", event.reason)


def _end(draft: Draft, return_id: str, intent: str, reason: str, **more: Any) -> None:
    _give_back(draft, draft.return_(return_id).sources)
    _change(draft, return_id, intent=intent, reasons=(reason,), sources=(), **more)


def way_refused(draft: Draft, event: ReturnWayRefused) -> None:
    """Forget the choice; the same may be chosen again, and refused again."""
    _change(draft, event.return_id, wish=None)


def way_chosen(draft: Draft, event: ReturnWayChosen) -> None:
    """Keep the choice; what was arranged before counts until it is replaced."""
    _change(draft, event.return_id, wish=event.wish)


def way_issued(draft: Draft, event: ReturnWayIssued) -> None:
    """Keep what was arranged."""
    _change(draft, event.return_id, way=event.way, logistics="issued")


def way_expired(draft: Draft, event: ReturnWayExpired) -> None:
    """Nothing can be sent with it any more."""
    if event.closes:
        _end(draft, event.return_id, "expired", "expired", logistics="expired")
    else:
        _change(draft, event.return_id, logistics="expired")


def return_reminded(draft: Draft, event: ReturnReminded) -> None:
    """Change nothing: whoever tells the customer hears of it."""


def return_sent(draft: Draft, event: ReturnSent) -> None:
    """The goods are on their way; a number that was not known is kept."""
    known = draft.return_(event.return_id)
    before = known.way or known.wish or ReturnWay(method="own_carrier")
    way = attrs.evolve(
        before,
        carrier=event.carrier or before.carrier,
        tracking_number=event.tracking_number or before.tracking_number,
    )
    logistics = "received" if known.logistics == "received" else "in_transit"
    sent_at = known.sent_at or event.at
    _change(draft, event.return_id, way=way, logistics=logistics, sent_at=sent_at)


def return_received(draft: Draft, event: ReturnReceived) -> None:
    """Move what arrived to ``returned``, and give up what does not come."""
    known = draft.return_(event.return_id)
    _take(draft, event.taken, "returned")
    expected = less(event.units, (source.part for source in event.taken))
    arrived, left = drawn(known.sources, expected)
    for source in arrived:
        _move(draft, source, "returning", "returned")
    absent, left = drawn(left, event.missing)
    _give_up(draft, absent)
    found_again = least(known.missing, (source.part for source in event.taken))
    intent = known.intent
    if intent in ("cancelled", "expired", "closed"):
        intent = "approved"
    _change(
        draft,
        event.return_id,
        intent=intent,
        logistics="received" if event.units else known.logistics,
        sources=left,
        back=(*known.back, *arrived, *event.taken),
        received=added((*known.received, *event.units)),
        missing=added((*less(known.missing, found_again), *event.missing)),
        unexpected=(*known.unexpected, *event.unexpected),
        location_code=event.location_code or known.location_code,
    )


def _give_up(draft: Draft, absent: Iterable[ReturnSource]) -> None:
    """What does not come is with the customer still, if they ever had it."""
    for source in absent:
        if source.parcel_id and draft.parcel(source.parcel_id).state != "delivered":
            _move(draft, source, "returning", "lost")
        else:
            _give_back(draft, (source,))


def return_inspected(draft: Draft, event: ReturnInspected) -> None:
    """Keep what was found."""
    known = draft.return_(event.return_id)
    _change(draft, event.return_id, inspected=known.inspected + event.items)


def return_sent_back(draft: Draft, event: ReturnSentBack) -> None:
    """Move units from ``returned`` to ``shipped`` in a parcel of their own."""
    known = draft.return_(event.return_id)
    gone, left = drawn(known.back, event.box.units)
    for source in gone:
        relocate(
            draft,
            source.part,
            before=("returned", source.location_code),
            after=("shipped", event.box.location_code),
        )
    draft.parcels = (*draft.parcels, Parcel(event.box, "shipped", event.at))
    sent_back = added((*known.sent_back, *event.box.units))
    _change(draft, event.return_id, back=left, sent_back=sent_back)


def return_resolved(draft: Draft, event: ReturnResolved) -> None:
    """Remember for which units the customer got what is theirs."""
    known = draft.return_(event.return_id)
    _change(draft, event.return_id, settled=added((*known.settled, *event.units)))


def return_closed(draft: Draft, event: ReturnClosed) -> None:
    """Nothing is open any more; what was lost on the way back stays lost."""
    known = draft.return_(event.return_id)
    if event.reason == "lost" and known.sources:
        for source in known.sources:
            _move(draft, source, "returning", "lost")
        logistics = "received" if known.logistics == "received" else "lost"
        _change(draft, event.return_id, sources=(), logistics=logistics)
    _end(draft, event.return_id, "closed", event.reason)


def withdrawal_received(draft: Draft, event: WithdrawalReceived) -> None:
    """Keep the statement and the exact time of it."""
    known = draft.circumstances
    declared = Withdrawal(
        withdrawal_id=event.withdrawal_id,
        at=event.at,
        units=event.units,
        statement=event.statement,
        contact=event.contact,
    )
    draft.circumstances = attrs.evolve(
        known, withdrawals=(*known.withdrawals, declared)
    )
