"""Orders as plain documents, the shape that scripts read.

More fields may come; the ones that are here stay.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from postpurchase.app.history.timeline import TimelineEntry
from postpurchase.order.changes import ParcelChange
from postpurchase.order.circumstances import Revision
from postpurchase.order.claims import Claim
from postpurchase.order.findings import Finding
from postpurchase.order.ledger import Chargeback, Payment, Refund
from postpurchase.order.lines import OrderLine
from postpurchase.order.model import Order
from postpurchase.order.parcels import Parcel
from postpurchase.order.quantities import LineUnits
from postpurchase.order.returns import Return
from postpurchase.values.answers import Promise
from postpurchase.values.money import Money

Document = dict[str, Any]


def order_document(order: Order) -> Document:
    """Write an order as it stands; personal values are not in it."""
    status = order.status
    return {
        "order_id": order.order_id,
        "number": order.number,
        "placed_at": order.placed_at.isoformat(),
        "source": order.source,
        "sales_channel": order.terms.sales_channel,
        "currency": order.currency,
        "total": _money(order.total),
        "balance_due": _money(order.balance_due),
        "captured": _money(order.captured),
        "refunded": _money(order.refunded),
        "reserved": _money(order.reserved),
        "status": {
            "fulfilment": status.fulfilment,
            "financial": status.financial,
            "return": status.return_,
        },
        "promise": _promise(order.promise),
        "first_promise": _promise(order.terms.promise),
        "revisions": [_revision(one) for one in order.revisions],
        "lines": [_line(line) for line in order.lines],
        "parcels": [_parcel(parcel) for parcel in order.parcels],
        "payments": [_payment(order, payment) for payment in order.payments],
        "refunds": [_refund(order, refund) for refund in order.refunds],
        "returns": [_return(one) for one in order.returns],
        "claims": [_claim(order, one) for one in order.claims],
        "chargebacks": [_chargeback(order, one) for one in order.chargebacks],
        "holds": [{"hold_id": h.hold_id, "reason": h.reason} for h in order.holds],
        "findings": [_finding(finding) for finding in order.findings],
        "changes": [_change(change) for change in order.changes],
        "errors_caught": order.errors_caught,
        "version": order.version,
    }


def timeline_document(entries: tuple[TimelineEntry, ...]) -> list[Document]:
    """Write a timeline."""
    return [
        {
            "at": entry.at.isoformat(),
            "kind": entry.kind,
            "text": entry.text,
            "by": entry.by,
        }
        for entry in entries
    ]


def _finding(finding: Finding) -> Document:
    return {
        "finding_id": finding.finding_id,
        "kind": finding.kind,
        "since_at": finding.since_at.isoformat(),
        "stage": finding.stage,
        "whose": finding.whose,
        "severity": finding.severity,
        "action": finding.action,
        "parcel_id": finding.parcel_id,
        "evidence": finding.evidence,
    }


def _change(change: ParcelChange) -> Document:
    wish = change.wish
    return {
        "change_id": change.change_id,
        "parcel_id": change.parcel_id,
        "kind": wish.kind,
        "on": wish.on.isoformat() if wish.on else None,
        "pickup_point": wish.pickup_point,
        "state": change.state,
        "reason": change.reason,
        "alternatives": list(change.alternatives),
    }


def _money(amount: Money) -> Document:
    return {"amount_minor": amount.amount_minor, "currency": amount.currency}


def _promise(promise: Promise | None) -> Document | None:
    if promise is None:
        return None
    return {
        "earliest_on": promise.earliest_on.isoformat(),
        "latest_on": promise.latest_on.isoformat(),
        "zone": promise.zone,
        "probability_percent": promise.probability_percent,
        "dispatch_on": promise.dispatch_on and promise.dispatch_on.isoformat(),
        "window_start_at": _time(promise.window_start_at),
        "window_end_at": _time(promise.window_end_at),
        "calendar_version": promise.calendar_version,
        "carrier": promise.carrier,
        "service": promise.service,
    }


def _revision(revision: Revision) -> Document:
    return {
        "at": revision.at.isoformat(),
        "reason": revision.reason,
        "parcel_id": revision.parcel_id,
        "days_later": revision.days_later,
        "promise": _promise(revision.promise),
    }


def _time(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _line(line: OrderLine) -> Document:
    return {
        "line_id": line.line_id,
        "sku": line.sku,
        "title": line.title,
        "ordered": line.ordered,
        "places": line.places,
        "refunded_units": line.refunded_units,
    }


def _parcel(parcel: Parcel) -> Document:
    return {
        "parcel_id": parcel.parcel_id,
        "state": parcel.state,
        "units": _units(parcel.units),
        "carrier": parcel.carrier,
        "service": parcel.service,
        "tracking_number": parcel.tracking_number,
        "status": parcel.status,
        "code": parcel.code,
        "shipped_at": _time(parcel.shipped_at),
    }


def _payment(order: Order, payment: Payment) -> Document:
    return {
        "payment_id": payment.payment_id,
        "method": payment.method,
        "state": payment.state,
        "amount": _money(order.money(payment.amount_minor)),
        "captured": _money(order.money(payment.captured_minor)),
    }


def _refund(order: Order, refund: Refund) -> Document:
    return {
        "refund_id": refund.refund_id,
        "payment_id": refund.payment_id,
        "state": refund.state,
        "amount": _money(order.money(refund.amount_minor)),
        "units": _units(refund.units),
        "at": refund.at.isoformat(),
    }


def _return(one: Return) -> Document:
    ruling = one.ruling
    return {
        "return_id": one.return_id,
        "kind": one.kind,
        "asked_by": one.asked_by,
        "resolution": one.resolution,
        "units": _units(one.units),
        "intent": one.intent,
        "logistics": one.logistics,
        "inspection": one.inspection,
        "money": one.money,
        "policy": ruling.policy if ruling else "",
        "last_on": ruling.last_on.isoformat() if ruling and ruling.last_on else None,
        "reasons": list(one.reasons),
        "asked_at": one.asked_at.isoformat(),
    }


def _claim(order: Order, claim: Claim) -> Document:
    return {
        "claim_id": claim.claim_id,
        "parcel_id": claim.parcel_id,
        "carrier": claim.carrier,
        "kind": claim.kind,
        "units": _units(claim.units),
        "state": claim.state,
        "amount": _money(order.money(claim.amount_minor)),
        "approved": _money(order.money(claim.approved_minor)),
        "recovered": _money(order.money(claim.recovered_minor)),
        "reversed": _money(order.money(claim.reversed_minor)),
        "file_by_on": claim.file_by_on.isoformat() if claim.file_by_on else None,
    }


def _chargeback(order: Order, case: Chargeback) -> Document:
    return {
        "chargeback_id": case.chargeback_id,
        "payment_id": case.payment_id,
        "state": case.state,
        "amount": _money(order.money(case.amount_minor)),
        "at": case.at.isoformat(),
    }


def _units(units: Iterable[LineUnits]) -> dict[str, int]:
    return {part.line_id: part.units for part in units}
