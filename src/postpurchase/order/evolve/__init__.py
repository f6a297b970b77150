"""Applying events: what happened makes the order what it is now.

`replay` copies the state into a draft, lets one function per event change it,
and locks it again. There is no rule here and nothing that could be refused:
rules stand in `decide`, and an event that is in the log did happen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from postpurchase.order import events as e
from postpurchase.order.draft import Draft, thaw
from postpurchase.order.evolve import (
    changing,
    claiming,
    exchanging,
    paying,
    placing,
    processing,
    redirecting,
    returning,
    shipping,
    telling,
    watching,
)
from postpurchase.order.model import EMPTY, Order, freeze

APPLY: dict[type[e.Event], Callable[[Draft, Any], None]] = {
    e.OrderPlaced: placing.order_placed,
    e.StepCompleted: processing.step_completed,
    e.StepFailed: processing.step_failed,
    e.StepsSkipped: processing.steps_skipped,
    e.CodeScanned: processing.code_scanned,
    e.ScanRefused: processing.scan_refused,
    e.LinesDelivered: processing.lines_delivered,
    e.ParcelOpened: shipping.parcel_opened,
    e.ParcelSealed: shipping.parcel_sealed,
    e.ParcelLabelled: shipping.parcel_labelled,
    e.ParcelVoided: shipping.parcel_voided,
    e.ParcelShipped: shipping.parcel_shipped,
    e.TrackingRecorded: shipping.tracking_recorded,
    e.ParcelDelivered: shipping.parcel_delivered,
    e.ParcelTurnedBack: shipping.parcel_turned_back,
    e.ParcelReturned: shipping.parcel_returned,
    e.ParcelLost: shipping.parcel_lost,
    e.ParcelResumed: shipping.parcel_resumed,
    e.ContentsReported: shipping.contents_reported,
    e.UnitsCancelled: changing.units_cancelled,
    e.AddressCorrected: changing.address_corrected,
    e.OrderEdited: changing.order_edited,
    e.HoldPlaced: changing.hold_placed,
    e.HoldReleased: changing.hold_released,
    e.PromiseRevised: changing.promise_revised,
    e.PaymentAuthorized: paying.payment_authorized,
    e.PaymentCaptured: paying.payment_captured,
    e.PaymentVoided: paying.payment_voided,
    e.PaymentAgreed: paying.payment_agreed,
    e.PaymentCollected: paying.payment_collected,
    e.PaymentRemitted: paying.payment_remitted,
    e.RefundRequested: paying.refund_requested,
    e.RefundSent: paying.refund_sent,
    e.RefundSucceeded: paying.refund_succeeded,
    e.RefundFailed: paying.refund_failed,
    e.RefundUnknown: paying.refund_unknown,
    e.RefundChecked: paying.refund_checked,
    e.RefundRecorded: paying.refund_recorded,
    e.RefundAbandoned: paying.refund_abandoned,
    e.ChargebackOpened: paying.chargeback_opened,
    e.ChargebackWon: paying.chargeback_won,
    e.ChargebackLost: paying.chargeback_lost,
    e.ExchangeAgreed: exchanging.exchange_agreed,
    e.ExchangeGoodsTaken: exchanging.exchange_goods_taken,
    e.ExchangeCreditRevoked: exchanging.exchange_credit_revoked,
    e.ClaimOpened: claiming.claim_opened,
    e.ClaimUpdated: claiming.claim_updated,
    e.ClaimRecovered: claiming.claim_recovered,
    e.ClaimReversed: claiming.claim_reversed,
    e.LinesReshipped: claiming.lines_reshipped,
    e.DeliveryChangeRequested: redirecting.change_requested,
    e.DeliveryChangeSent: redirecting.change_sent,
    e.DeliveryChangeAccepted: redirecting.change_accepted,
    e.DeliveryChangeRefused: redirecting.change_refused,
    e.DeliveryChangeUnknown: redirecting.change_unknown,
    e.ReturnRequested: returning.return_requested,
    e.ReturnApproved: returning.return_approved,
    e.ReturnDeclined: returning.return_declined,
    e.ReturnCancelled: returning.return_cancelled,
    e.ReturnWayChosen: returning.way_chosen,
    e.ReturnWayIssued: returning.way_issued,
    e.ReturnWayRefused: returning.way_refused,
    e.ReturnWayExpired: returning.way_expired,
    e.ReturnReminded: returning.return_reminded,
    e.ReturnSent: returning.return_sent,
    e.ReturnReceived: returning.return_received,
    e.ReturnInspected: returning.return_inspected,
    e.ReturnSentBack: returning.return_sent_back,
    e.ReturnResolved: returning.return_resolved,
    e.ReturnClosed: returning.return_closed,
    e.WithdrawalReceived: returning.withdrawal_received,
    e.FindingOpened: watching.finding_opened,
    e.FindingClosed: watching.finding_closed,
    e.CheckScheduled: watching.check_scheduled,
    e.OrderChecked: watching.order_checked,
    e.PartnerAnswered: telling.partner_answered,
    e.NoteAdded: telling.note_added,
    e.CustomerTold: telling.customer_told,
}
"""What each event changes. A test holds it complete."""


def replay(events: Iterable[e.Event], order: Order = EMPTY) -> Order:
    """Apply events to an order, in their order.

    Args:
        events: What happened after *order*, oldest first.
        order: The state to begin with; by default nothing was placed yet.

    Returns:
        The order after the last event. *order* itself never changes.
    """
    draft = thaw(order)
    for event in events:
        APPLY[type(event)](draft, event)
        draft.version += 1
    return freeze(draft)


def evolve(order: Order, event: e.Event) -> Order:
    """Apply one event."""
    return replay((event,), order)


def apply_all(draft: Draft, events: Iterable[e.Event]) -> None:
    """Apply events to a draft that the caller keeps to itself."""
    for event in events:
        APPLY[type(event)](draft, event)
        draft.version += 1
