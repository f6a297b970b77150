"""The facts of a snapshot: money that moved and parcels that left.

Facts are only ever added. One that is known under its id must say the same;
one that is not must be possible.
"""

from __future__ import annotations

from postpurchase.adapters.plan import Plan
from postpurchase.adapters.snapshot import (
    SnapshotParcel,
    SnapshotPayment,
    SnapshotRefund,
)
from postpurchase.errors import Contradiction
from postpurchase.order.commands import (
    AgreePayment,
    AuthorizePayment,
    CapturePayment,
    CollectPayment,
    DeliverLines,
    LabelParcel,
    RecordRefund,
    RecordTracking,
    RemitPayment,
    ShipParcel,
    SkipSteps,
    VoidPayment,
)
from postpurchase.order.ledger import Payment
from postpurchase.order.parcels import Parcel
from postpurchase.order.quantities import as_units
from postpurchase.tracking.facts import TrackingFact
from postpurchase.values.money import Money

IMPORTED = "imported"

UNKNOWN_CARRIER = "unknown"
"""Stands on a label whose source names a number and no carrier."""


def bring_payments(plan: Plan) -> None:
    """Record what was promised and what came in; money never goes backwards."""
    for payment in plan.snapshot.payments:
        known = _group(plan, payment.payment_id)
        if not known:
            _new_payment(plan, payment)
        elif payment.state == "voided":
            _void(plan, payment, known)
        else:
            _capture_more(plan, payment, known)


def _group(plan: Plan, payment_id: str) -> list[Payment]:
    """Find the payment and those that were added for further amounts of it."""
    return [
        known
        for known in plan.order.payments
        if known.payment_id == payment_id
        or known.payment_id.startswith(f"{payment_id}:")
    ]


def _new_payment(plan: Plan, payment: SnapshotPayment) -> None:
    payment_id, method, path = payment.payment_id, payment.method, payment.path
    at = payment.at or (None if plan.known else plan.snapshot.placed_at)
    if payment.state == "due":
        plan.add(
            AgreePayment(
                **plan.envelope("payment", "agree", at=at),
                payment_id=payment_id,
                method=method,
                amount=payment.amount,
            ),
            path=path,
        )
    if payment.state in ("authorized", "voided"):
        plan.add(
            AuthorizePayment(
                **plan.envelope("payment", "authorize", at=at),
                payment_id=payment_id,
                method=method,
                amount=payment.amount,
            ),
            path=path,
        )
    if payment.captured:
        _capture(plan, payment, payment_id, payment.captured)
    if payment.state == "voided":
        _void(plan, payment, _group(plan, payment_id))


def _capture(
    plan: Plan, payment: SnapshotPayment, payment_id: str, amount: Money
) -> None:
    at = payment.at or (None if plan.known else plan.snapshot.placed_at)
    total = str(payment.captured.amount_minor)
    plan.add(
        CapturePayment(
            **plan.envelope("payment", "capture", total, payment_id, at=at),
            payment_id=payment_id,
            method=payment.method,
            amount=amount,
        ),
        path=payment.path,
    )


def _capture_more(plan: Plan, payment: SnapshotPayment, known: list[Payment]) -> None:
    """Count what came in beyond what is known, from what was authorised first."""
    came = sum(part.captured_minor for part in known)
    more = payment.captured.amount_minor - came
    if more <= 0:
        return
    for part in known:
        if part.state == "due" and part.amount_minor == more:
            _collected(plan, payment, part)
            return
        room = part.amount_minor - part.captured_minor
        if part.state in ("authorized", "captured") and room > 0:
            share = min(room, more)
            _capture(plan, payment, part.payment_id, plan.order.money(share))
            more -= share
        if not more:
            return
    further = f"{payment.payment_id}:{payment.captured.amount_minor}"
    _capture(plan, payment, further, plan.order.money(more))


def _collected(plan: Plan, payment: SnapshotPayment, due: Payment) -> None:
    """A payment on delivery that the source counts as paid has been passed on."""
    for kind, word in ((CollectPayment, "collect"), (RemitPayment, "remit")):
        plan.add(
            kind(
                **plan.envelope("payment", word, at=payment.at),
                payment_id=due.payment_id,
            ),
            path=payment.path,
        )


def _void(plan: Plan, payment: SnapshotPayment, known: list[Payment]) -> None:
    for part in known:
        if part.state in ("authorized", "due") and not part.captured_minor:
            plan.add(
                VoidPayment(
                    **plan.envelope("payment", "void", part.payment_id),
                    payment_id=part.payment_id,
                    reason="voided_at_source",
                ),
                path=payment.path,
            )


def bring_parcels(plan: Plan) -> None:
    """Record what left, and what was said about it since."""
    said = plan.snapshot.parcels or ()
    listed = {parcel.parcel_id for parcel in said}
    for parcel in said:
        known = _find(plan, parcel, listed)
        if known is None:
            if _ship(plan, parcel):
                known = _find(plan, parcel, listed)
        else:
            _refuse_other_contents(plan, parcel, known)
        if known is not None:
            _complete_label(plan, parcel, known)
            _track(plan, parcel, known)


def _find(plan: Plan, parcel: SnapshotParcel, listed: set[str]) -> Parcel | None:
    """Find a parcel by its id, or one of ours that the source gave an id of its own."""
    for known in plan.order.parcels:
        if known.parcel_id == parcel.parcel_id:
            return known
    for known in plan.order.parcels:
        if known.parcel_id in listed or known.shipped_at is None:
            continue
        numbers = {known.tracking_number, parcel.tracking_number} - {""}
        if _pairs(known) == dict(parcel.units) and len(numbers) < 2:
            return known
    return None


def _pairs(parcel: Parcel) -> dict[str, int]:
    return {part.line_id: part.units for part in parcel.units}


def _refuse_other_contents(plan: Plan, said: SnapshotParcel, known: Parcel) -> None:
    boxed = _boxed(plan, said)
    if _pairs(known) != boxed:
        raise Contradiction(
            path=f"{said.path}.line_items".lstrip("."),
            subject=f"parcel {said.parcel_id}",
            known=_listed(_pairs(known)),
            said=_listed(boxed),
        )


def _listed(units: dict[str, int]) -> str:
    return ", ".join(f"{count} × {line_id}" for line_id, count in units.items())


def _boxed(plan: Plan, parcel: SnapshotParcel) -> dict[str, int]:
    """Leave out the units that need no parcel."""
    return {n: u for n, u in parcel.units if _needs_parcel(plan, n, parcel.path)}


def _needs_parcel(plan: Plan, line_id: str, path: str) -> bool:
    for line in plan.order.lines:
        if line.line_id == line_id:
            return line.terms.requires_parcel
    known = ", ".join(line.line_id for line in plan.order.lines)
    raise Contradiction(
        path=f"{path}.line_items".lstrip("."),
        subject=f"order {plan.order.order_id}",
        known=f"lines {known}",
        said=f"line {line_id}",
    )


def _ship(plan: Plan, parcel: SnapshotParcel) -> bool:
    """Ship what is new; return whether there is now such a parcel."""
    boxed = _boxed(plan, parcel)
    loose = {n: u for n, u in parcel.units if n not in boxed}
    _deliver(plan, parcel, loose)
    if not boxed or _has_left(plan, parcel, boxed):
        return False
    plan.add(
        SkipSteps(
            **plan.envelope("skip", parcel.parcel_id, at=parcel.shipped_at),
            units=as_units(boxed),
            reason=IMPORTED,
        ),
        path=parcel.path,
    )
    plan.add(
        ShipParcel(
            **plan.envelope("ship", parcel.parcel_id, at=parcel.shipped_at),
            parcel_id=parcel.parcel_id,
            units=as_units(boxed),
            carrier=parcel.carrier,
            service=parcel.service,
            tracking_number=parcel.tracking_number,
        ),
        path=parcel.path,
    )
    return True


def _deliver(plan: Plan, parcel: SnapshotParcel, loose: dict[str, int]) -> None:
    """Hand over what needs no parcel, unless it was handed over before."""
    lines = {line.line_id: line for line in plan.order.lines}
    new = {
        line_id: min(units, lines[line_id].units("placed"))
        for line_id, units in loose.items()
        if lines[line_id].units("placed")
    }
    if new:
        plan.add(
            DeliverLines(
                **plan.envelope("deliver", parcel.parcel_id, at=parcel.shipped_at),
                units=as_units(new),
            ),
            path=parcel.path,
        )


def _has_left(plan: Plan, parcel: SnapshotParcel, boxed: dict[str, int]) -> bool:
    """Say whether these units left before, in a parcel by another name.

    Either the known parcel was only assumed, or this one is.
    """
    lines = {line.line_id: line for line in plan.order.lines}
    waiting = {
        line_id: sum(
            units
            for place, units in lines[line_id].places.items()
            if place in ("placed", *lines[line_id].terms.workflow)
        )
        for line_id in boxed
    }
    gone = all(not waiting[line_id] for line_id in boxed)
    assumed = f"{plan.snapshot.order_id}:"
    return gone and (
        parcel.assumed
        or any(known.parcel_id.startswith(assumed) for known in plan.order.parcels)
    )


def _complete_label(plan: Plan, said: SnapshotParcel, known: Parcel) -> None:
    """Put on the label what the source learned after the parcel left."""
    number = said.tracking_number
    if known.tracking_number or not number:
        return
    plan.add(
        LabelParcel(
            **plan.envelope("label", said.parcel_id, number),
            parcel_id=known.parcel_id,
            carrier=known.carrier or said.carrier or UNKNOWN_CARRIER,
            service=known.service or said.service,
            tracking_number=number,
        ),
        path=said.path,
    )


def _other_number(said: SnapshotParcel, known: Parcel) -> tuple[TrackingFact, ...]:
    """Make a fact of a number that the source changed after the parcel left."""
    number = said.tracking_number
    if not known.tracking_number or number in ("", known.tracking_number):
        return ()
    return (
        TrackingFact(
            at=said.shipped_at,
            code="info_received.label_created",
            raw_code="tracking_number",
            raw_text=number,
        ),
    )


def _track(plan: Plan, said: SnapshotParcel, known: Parcel) -> None:
    """Record the facts whose word is news: the source moves their time on."""
    facts = known.tracking.facts if known.tracking else ()
    heard = {(fact.raw_code, fact.raw_text) for fact in facts}
    told = (*said.facts, *_other_number(said, known))
    new = tuple(f for f in told if (f.raw_code, f.raw_text) not in heard)
    if new:
        words = "+".join(f"{fact.raw_code}={fact.raw_text}" for fact in new)
        plan.add(
            RecordTracking(
                **plan.envelope("track", said.parcel_id, words),
                parcel_id=known.parcel_id,
                facts=new,
            ),
            path=said.path,
        )


def bring_refunds(plan: Plan) -> None:
    """Record money that went back, each refund once."""
    for refund in plan.snapshot.refunds or ():
        known = [r for r in plan.order.refunds if r.refund_id == refund.refund_id]
        if known:
            _refuse_other_refund(plan, refund, known[0].amount_minor)
            continue
        _refuse_granted(plan, refund)
        if refund.amount:
            plan.add(
                RecordRefund(
                    **plan.envelope("refund", refund.refund_id, at=refund.at),
                    refund_id=refund.refund_id,
                    amount=refund.amount,
                    units=as_units(refund.units),
                    reason=refund.reason,
                ),
                path=refund.path,
            )


def _refuse_other_refund(plan: Plan, said: SnapshotRefund, known_minor: int) -> None:
    if said.amount.amount_minor != known_minor:
        raise Contradiction(
            path=f"{said.path}.transactions".lstrip("."),
            subject=f"refund {said.refund_id}",
            known=str(plan.order.money(known_minor)),
            said=str(said.amount),
        )


def _refuse_granted(plan: Plan, refund: SnapshotRefund) -> None:
    """Refuse a refund of units that another refund granted already."""
    lines = {line.line_id: line for line in plan.order.lines}
    for line_id, units in refund.units:
        line = lines.get(line_id)
        if line is not None and units > line.ordered - line.refunded_units:
            raise Contradiction(
                path=f"{refund.path}.refund_line_items".lstrip("."),
                subject=f"line {line_id}",
                known=f"{line.refunded_units} of {line.ordered} units refunded",
                said=f"{units} more by refund {refund.refund_id}",
            )
