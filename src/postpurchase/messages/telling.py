"""Each event in a sentence for its reader: in the timeline and in messages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from postpurchase import wording
from postpurchase.messages.telling_returns import TELL_RETURNS
from postpurchase.order import events as e
from postpurchase.order.model import Order
from postpurchase.order.quantities import LineUnits
from postpurchase.values.carriage import SealedChange
from postpurchase.values.money import Money

Tell = Callable[[Any, Order, str], str]
"""Event, order right after it, locale → sentence."""


def tell(event: e.Event, order: Order, locale: str) -> str:
    """Say what happened in the reader's language.

    Args:
        event: What happened.
        order: The order right after it.
        locale: The reader's.

    Raises:
        LocaleUnknown: There are no texts in this language.
    """
    return TELL[type(event)](event, order, locale)


def _sum(units: Iterable[LineUnits]) -> int:
    return sum(part.units for part in units)


def _plain(event: e.Event, order: Order, locale: str) -> str:
    return wording.say(type(event).__name__, locale)


def _placed(event: e.OrderPlaced, order: Order, locale: str) -> str:
    number = event.number or event.order_id
    return wording.say(
        "OrderPlaced",
        locale,
        variant="promised" if event.promise else "total",
        number=number,
        total=order.total,
        dates=event.promise,
    )


def _completed(event: e.StepCompleted, order: Order, locale: str) -> str:
    step = wording.word("place", event.step, locale)
    n = _sum(event.units)
    return wording.say("StepCompleted", locale, variant=event.step, n=n, step=step)


def _failed(event: e.StepFailed, order: Order, locale: str) -> str:
    return wording.say(
        "StepFailed",
        locale,
        variant=event.reason,
        n=event.units,
        step=wording.word("place", event.at_step, locale),
        reason=wording.word("fail_reason", event.reason, locale),
    )


def _units(event: Any, order: Order, locale: str) -> str:
    return wording.say(type(event).__name__, locale, n=_sum(event.units))


def _scanned(event: e.CodeScanned | e.ScanRefused, order: Order, locale: str) -> str:
    return wording.say(type(event).__name__, locale, code=event.code)


def _opened(event: e.ParcelOpened, order: Order, locale: str) -> str:
    return wording.say("ParcelOpened", locale, parcel_id=event.box.parcel_id)


def _parcel(event: Any, order: Order, locale: str) -> str:
    return wording.say(type(event).__name__, locale, parcel_id=event.parcel_id)


def _shipped(event: e.ParcelShipped, order: Order, locale: str) -> str:
    box = event.box
    variant = "carrier" if box.carrier else ""
    if box.carrier and box.tracking_number:
        variant = "tracked"
    return wording.say(
        "ParcelShipped",
        locale,
        variant=variant,
        n=_sum(box.units),
        carrier=box.carrier,
        tracking_number=box.tracking_number,
    )


def _tracked(event: e.TrackingRecorded, order: Order, locale: str) -> str:
    if any(fact.correction for fact in event.facts):
        return wording.say("TrackingCorrected", locale)
    return wording.say("TrackingRecorded", locale, variant=event.code)


def _arrived(event: Any, order: Order, locale: str) -> str:
    n = _sum(order.parcel(event.parcel_id).following())
    # Goods that a return has taken over are in the parcel no longer.
    variant = "" if n else "parcel"
    return wording.say(type(event).__name__, locale, variant=variant, n=n)


def _reported(event: e.ContentsReported, order: Order, locale: str) -> str:
    said = [
        wording.say("ContentsReported", locale, variant=variant, n=_sum(units))
        for variant, units in (("missing", event.missing), ("damaged", event.damaged))
        if units
    ]
    return wording.sentences(said, locale)


def _cancelled(event: e.UnitsCancelled, order: Order, locale: str) -> str:
    reason = wording.word("cancel_reason", event.reason, locale)
    return wording.say(
        "UnitsCancelled",
        locale,
        variant="reason" if reason else "",
        n=_sum(event.units),
        reason=reason,
    )


def _due_after(event: Any, order: Order, locale: str) -> str:
    due = event.balance_due_minor
    variant = "due" if due > 0 else "credit" if due < 0 else ""
    amount = Money(abs(due), order.currency)
    return wording.say(type(event).__name__, locale, variant=variant, amount=amount)


def _held(event: e.HoldPlaced, order: Order, locale: str) -> str:
    reason = wording.word("hold_reason", event.reason, locale)
    return wording.say("HoldPlaced", locale, reason=reason)


def _promised(event: e.PromiseRevised, order: Order, locale: str) -> str:
    reason = wording.word("delay_reason", event.reason, locale)
    variant = "reason" if reason else ""
    return wording.say(
        "PromiseRevised", locale, variant=variant, dates=event.promise, reason=reason
    )


def _paid(event: Any, order: Order, locale: str) -> str:
    amount = order.money(event.amount_minor)
    return wording.say(type(event).__name__, locale, amount=amount)


def _collected(event: Any, order: Order, locale: str) -> str:
    amount = order.money(order.payment(event.payment_id).amount_minor)
    return wording.say(type(event).__name__, locale, amount=amount)


def _refunded(event: Any, order: Order, locale: str) -> str:
    amount = order.money(order.refund(event.refund_id).amount_minor)
    return wording.say(type(event).__name__, locale, amount=amount)


def _paid_back(event: e.RefundSucceeded, order: Order, locale: str) -> str:
    refund = order.refund(event.refund_id)
    method = refund.into or order.payment(refund.payment_id).method
    if method != "store_credit":
        return _refunded(event, order, locale)
    return wording.say(
        "RefundSucceeded",
        locale,
        variant="bonus" if refund.bonus_minor else "credit",
        amount=order.money(refund.amount_minor + refund.bonus_minor),
        bonus=order.money(refund.bonus_minor),
    )


def _disputed(event: Any, order: Order, locale: str) -> str:
    cases = {one.chargeback_id: one.amount_minor for one in order.chargebacks}
    amount = order.money(cases[event.chargeback_id])
    return wording.say(type(event).__name__, locale, amount=amount)


def _claimed(event: e.ClaimOpened, order: Order, locale: str) -> str:
    kind = wording.word("claim", event.kind, locale)
    amount = order.money(event.amount_minor)
    return wording.say("ClaimOpened", locale, kind=kind, amount=amount)


def _claim_answered(event: e.ClaimUpdated, order: Order, locale: str) -> str:
    approved = event.approved_minor
    return wording.say(
        "ClaimUpdated",
        locale,
        variant="" if approved is None else "amount",
        state=wording.word("state", event.state, locale),
        amount=None if approved is None else order.money(approved),
    )


def _recovered(event: e.ClaimRecovered, order: Order, locale: str) -> str:
    amount = order.money(event.amount_minor)
    return wording.say("ClaimRecovered", locale, variant=event.form, amount=amount)


def _reshipped(event: e.LinesReshipped, order: Order, locale: str) -> str:
    n = sum(line.quantity for line in event.added)
    return wording.say("LinesReshipped", locale, n=n)


def _wished(event: e.DeliveryChangeRequested, order: Order, locale: str) -> str:
    return _change(event, event.wish, locale)


def _agreed(event: e.DeliveryChangeAccepted, order: Order, locale: str) -> str:
    return _change(event, order.change(event.change_id).wish, locale)


def _change(event: e.Event, wish: SealedChange, locale: str) -> str:
    return wording.say(
        type(event).__name__,
        locale,
        variant=wish.kind,
        change=wording.word("change", wish.kind, locale),
        day=wish.on,
    )


def _denied(event: e.DeliveryChangeRefused, order: Order, locale: str) -> str:
    kinds = [wording.word("change", kind, locale) for kind in event.alternatives]
    return wording.say(
        "DeliveryChangeRefused",
        locale,
        variant="alternatives" if kinds else "",
        reason=wording.word("change_reason", event.reason, locale),
        alternatives=kinds,
    )


def _found(event: e.FindingOpened, order: Order, locale: str) -> str:
    kind = event.finding.kind
    finding = wording.word("finding", kind, locale)
    return wording.say("FindingOpened", locale, variant=kind, finding=finding)


def _over(event: e.FindingClosed, order: Order, locale: str) -> str:
    finding = wording.word("finding", event.kind, locale)
    reason = wording.word("closing_reason", event.reason, locale)
    # A person's own reason is a note for their colleagues.
    is_known = reason != event.reason
    variant = "reason" if is_known else ""
    return wording.say(
        "FindingClosed", locale, variant=variant, finding=finding, reason=reason
    )


def _answered(event: e.PartnerAnswered, order: Order, locale: str) -> str:
    n, partner = _sum(event.units), event.partner
    return wording.say(
        "PartnerAnswered", locale, variant=event.answer, n=n, partner=partner
    )


def _told(event: e.CustomerTold, order: Order, locale: str) -> str:
    return wording.say(
        "CustomerTold",
        locale,
        variant=event.outcome if event.outcome != "sent" else "",
        channel=wording.word("channel", event.channel, locale),
        topic=wording.word("topic", event.topic, locale),
    )


def _way_refused(event: e.ReturnWayRefused, order: Order, locale: str) -> str:
    return wording.say(
        "ReturnWayRefused",
        locale,
        method=wording.word("return_method", event.method, locale),
        reason=wording.word("way_refused", event.reason, locale),
    )


TELL: dict[type[e.Event], Tell] = {
    e.ReturnWayRefused: _way_refused,
    e.OrderPlaced: _placed,
    e.StepCompleted: _completed,
    e.StepFailed: _failed,
    e.StepsSkipped: _units,
    e.CodeScanned: _scanned,
    e.ScanRefused: _scanned,
    e.LinesDelivered: _units,
    e.ParcelOpened: _opened,
    e.ParcelSealed: _parcel,
    e.ParcelLabelled: _parcel,
    e.ParcelVoided: _parcel,
    e.ParcelShipped: _shipped,
    e.TrackingRecorded: _tracked,
    e.ParcelDelivered: _arrived,
    e.ParcelTurnedBack: _arrived,
    e.ParcelReturned: _arrived,
    e.ParcelLost: _arrived,
    e.ParcelResumed: _plain,
    e.ContentsReported: _reported,
    e.UnitsCancelled: _cancelled,
    e.AddressCorrected: _plain,
    e.OrderEdited: _due_after,
    e.HoldPlaced: _held,
    e.HoldReleased: _plain,
    e.PromiseRevised: _promised,
    e.PaymentAuthorized: _paid,
    e.PaymentCaptured: _paid,
    e.PaymentVoided: _plain,
    e.PaymentAgreed: _paid,
    e.PaymentCollected: _collected,
    e.PaymentRemitted: _collected,
    e.RefundRequested: _refunded,
    e.RefundSent: _refunded,
    e.RefundSucceeded: _paid_back,
    e.RefundFailed: _refunded,
    e.RefundUnknown: _refunded,
    e.RefundRecorded: _refunded,
    e.RefundAbandoned: _refunded,
    e.ChargebackOpened: _paid,
    e.ChargebackWon: _disputed,
    e.ChargebackLost: _disputed,
    e.ExchangeAgreed: _due_after,
    e.ExchangeGoodsTaken: _units,
    e.ExchangeCreditRevoked: _units,
    e.ClaimOpened: _claimed,
    e.ClaimUpdated: _claim_answered,
    e.ClaimRecovered: _recovered,
    e.ClaimReversed: _paid,
    e.LinesReshipped: _reshipped,
    e.DeliveryChangeRequested: _wished,
    e.DeliveryChangeSent: _plain,
    e.DeliveryChangeAccepted: _agreed,
    e.DeliveryChangeRefused: _denied,
    e.DeliveryChangeUnknown: _plain,
    **TELL_RETURNS,
    e.FindingOpened: _found,
    e.FindingClosed: _over,
    e.CheckScheduled: _plain,
    e.OrderChecked: _plain,
    e.RefundChecked: _plain,
    e.PartnerAnswered: _answered,
    e.NoteAdded: _plain,
    e.CustomerTold: _told,
}
"""How each event is told. A test holds it complete."""
