"""The phrases of the timeline, by the name of the event that they tell.

``"ParcelShipped"`` is the plain phrase of an event, ``"ParcelShipped.tracked"`` a
variant with more to say; a variant that is not listed falls back to what stands
before its last dot, and at last to the plain one.
A pair is singular and plural, counted by ``{n}``.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from postpurchase.wording.catalogues import translation
from postpurchase.wording.locales import normalise_locale
from postpurchase.wording.texts import plural, text
from postpurchase.wording.tracked import TRACKED
from postpurchase.wording.words import WORDS

PHRASES: Final[dict[str, str | tuple[str, str]]] = {
    "OrderPlaced": "Order {number} was placed.",
    "OrderPlaced.total": "Order {number} was placed, total {total}.",
    "OrderPlaced.promised": (
        "Order {number} was placed, total {total}. Delivery: {dates}."
    ),
    "StepCompleted": (
        "Step “{step}” is done for {n} item.",
        "Step “{step}” is done for {n} items.",
    ),
    "StepCompleted.allocated": ("{n} item was reserved.", "{n} items were reserved."),
    "StepCompleted.picked": (
        "{n} item was picked from the shelf.",
        "{n} items were picked from the shelf.",
    ),
    "StepCompleted.checked": (
        "{n} item passed the quality check.",
        "{n} items passed the quality check.",
    ),
    "StepCompleted.packed": ("{n} item was packed.", "{n} items were packed."),
    "StepFailed": (
        "{n} item could not go on at step “{step}”: {reason}.",
        "{n} items could not go on at step “{step}”: {reason}.",
    ),
    "StepFailed.short_pick": (
        "{n} item was not on the shelf.",
        "{n} items were not on the shelf.",
    ),
    "StepFailed.wrong_item": (
        "{n} wrong item was picked and put back.",
        "{n} wrong items were picked and put back.",
    ),
    "StepFailed.failed_check": (
        "{n} item did not pass the quality check.",
        "{n} items did not pass the quality check.",
    ),
    "StepFailed.damaged": (
        "{n} item was damaged while being prepared.",
        "{n} items were damaged while being prepared.",
    ),
    "StepsSkipped": (
        "{n} item went on without a record of its steps.",
        "{n} items went on without a record of their steps.",
    ),
    "CodeScanned": "The code {code} was scanned and fits the order.",
    "ScanRefused": "The code {code} is not on this order; a mistake was caught.",
    "ParcelOpened": "Packing of parcel {parcel_id} began.",
    "ParcelSealed": "Parcel {parcel_id} was sealed.",
    "ParcelLabelled": "Parcel {parcel_id} got its shipping label.",
    "ParcelVoided": "Parcel {parcel_id} was cancelled before it left.",
    "ParcelShipped": ("{n} item was shipped.", "{n} items were shipped."),
    "ParcelShipped.carrier": (
        "{n} item was shipped with {carrier}.",
        "{n} items were shipped with {carrier}.",
    ),
    "ParcelShipped.tracked": (
        "{n} item was shipped with {carrier}, tracking number {tracking_number}.",
        "{n} items were shipped with {carrier}, tracking number {tracking_number}.",
    ),
    **TRACKED,
    "ReturnWayRefused": (
        "This way back cannot be had: {method}. Reason: {reason}. "
        "Please choose another one."
    ),
    "ParcelDelivered.parcel": "The parcel was delivered.",
    "ParcelTurnedBack.parcel": "The parcel is on its way back.",
    "ParcelReturned.parcel": "The parcel came back.",
    "ParcelLost.parcel": "The parcel was lost.",
    "ParcelDelivered": ("{n} item was delivered.", "{n} items were delivered."),
    "ParcelTurnedBack": (
        "The parcel with {n} item is on its way back.",
        "The parcel with {n} items is on its way back.",
    ),
    "ParcelReturned": (
        "The parcel with {n} item came back.",
        "The parcel with {n} items came back.",
    ),
    "ParcelLost": (
        "The parcel with {n} item was lost.",
        "The parcel with {n} items was lost.",
    ),
    "ParcelResumed": "The parcel is on its way again.",
    "ContentsReported": "The contents of the parcel were checked.",
    "ContentsReported.missing": (
        "{n} item was missing from the parcel.",
        "{n} items were missing from the parcel.",
    ),
    "ContentsReported.damaged": (
        "{n} item arrived damaged.",
        "{n} items arrived damaged.",
    ),
    "LinesDelivered": (
        "{n} item that needs no parcel was delivered.",
        "{n} items that need no parcel were delivered.",
    ),
    "UnitsCancelled": ("{n} item was cancelled.", "{n} items were cancelled."),
    "UnitsCancelled.reason": (
        "{n} item was cancelled: {reason}.",
        "{n} items were cancelled: {reason}.",
    ),
    "AddressCorrected": "The delivery address was corrected.",
    "OrderEdited": "The order was changed; the price stays the same.",
    "OrderEdited.due": "The order was changed; {amount} is still to be paid.",
    "OrderEdited.credit": "The order was changed; {amount} will be paid back.",
    "HoldPlaced": "The order is on hold: {reason}.",
    "HoldReleased": "The order is no longer on hold.",
    "PromiseRevised": "New delivery date: {dates}.",
    "PromiseRevised.reason": "New delivery date: {dates} ({reason}).",
    "PaymentAuthorized": "A payment of {amount} was authorised.",
    "PaymentCaptured": "A payment of {amount} was received.",
    "PaymentVoided": "The authorised payment was released.",
    "PaymentAgreed": "{amount} is to be paid on delivery.",
    "PaymentCollected": "{amount} was paid on delivery.",
    "PaymentRemitted": "The carrier passed {amount} on to the shop.",
    "RefundRequested": "A refund of {amount} was approved.",
    "RefundSent": "A refund of {amount} was sent to the payment provider.",
    "RefundSucceeded": "{amount} was refunded.",
    "RefundSucceeded.credit": "{amount} was given as store credit.",
    "RefundSucceeded.bonus": (
        "{amount} was given as store credit, of which {bonus} is a bonus."
    ),
    "RefundFailed": "The refund of {amount} did not go through.",
    "RefundUnknown": "It is not known yet whether the refund of {amount} went through.",
    "RefundRecorded": "A refund of {amount} was recorded.",
    "RefundAbandoned": "The refund of {amount} was given up.",
    "ChargebackOpened": "The customer's bank demands {amount} back.",
    "ChargebackWon": "The bank decided for the shop about {amount}.",
    "ChargebackLost": "The bank took {amount} back.",
    "ExchangeAgreed": "An exchange was agreed.",
    "ExchangeAgreed.due": "An exchange was agreed. Still to be paid: {amount}.",
    "ExchangeAgreed.credit": "An exchange was agreed; {amount} will be paid back.",
    "ExchangeGoodsTaken": (
        "{n} unit came back for the exchange.",
        "{n} units came back for the exchange.",
    ),
    "ExchangeCreditRevoked": (
        "{n} unit is not exchanged after all.",
        "{n} units are not exchanged after all.",
    ),
    "ClaimOpened": "A claim on the carrier was drawn up: {kind}, {amount}.",
    "ClaimUpdated": "The claim on the carrier: {state}.",
    "ClaimUpdated.amount": "The carrier agreed to pay {amount}.",
    "ClaimRecovered": "The carrier paid {amount}.",
    "ClaimRecovered.credit": "The carrier credited {amount}.",
    "ClaimReversed": "{amount} went back to the carrier.",
    "LinesReshipped": (
        "{n} item is being sent again at no cost.",
        "{n} items are being sent again at no cost.",
    ),
    "DeliveryChangeRequested": "A change of the delivery was asked for: {change}.",
    "DeliveryChangeRequested.reschedule": (
        "Delivery on another day was asked for: {day}."
    ),
    "DeliveryChangeSent": "The carrier was asked to change the delivery.",
    "DeliveryChangeAccepted": "The carrier will change the delivery: {change}.",
    "DeliveryChangeAccepted.reschedule": (
        "The carrier will deliver on another day: {day}."
    ),
    "DeliveryChangeRefused": "The delivery could not be changed: {reason}.",
    "DeliveryChangeRefused.alternatives": (
        "The delivery could not be changed: {reason}. Still possible: {alternatives}."
    ),
    "DeliveryChangeUnknown": (
        "The carrier has not answered the change of the delivery yet."
    ),
    "ReturnRequested": (
        "A return of {n} item was asked for.",
        "A return of {n} items was asked for.",
    ),
    "ReturnApproved": (
        "The return of {n} item was approved.",
        "The return of {n} items was approved.",
    ),
    "ReturnApproved.kept": (
        "{n} item may be kept; it need not be sent back.",
        "{n} items may be kept; they need not be sent back.",
    ),
    "ReturnApproved.recall": (
        "{n} item is being recalled. Please do not use it any more.",
        "{n} items are being recalled. Please do not use them any more.",
    ),
    "ReturnApproved.declined": (
        "{n} item cannot be returned.",
        "{n} items cannot be returned.",
    ),
    "ReturnDeclined": "The return was declined.",
    "ReturnDeclined.reason": "The return was declined: {reason}.",
    "ReturnDeclined.reasons": "The return was declined. {reasons}",
    "ReturnCancelled": "The return was called off.",
    "ReturnWayChosen": "The way back was chosen: {method}.",
    "ReturnWayIssued": "Everything for the way back is ready: {method}.",
    "ReturnWayIssued.code": (
        "Everything for the way back is ready: {method}. Code: {code}."
    ),
    "ReturnWayIssued.until": "It can be used until {at}.",
    "ReturnWayExpired": "The label or code for the return has run out.",
    "ReturnWayExpired.closed": (
        "The label or code for the return has run out, and with it the return ended."
    ),
    "ReturnReminded": "The label or code for the return can be used until {at}.",
    "ReturnSent": "The return is on its way.",
    "ReturnSent.tracked": "The return is on its way: {carrier} {tracking_number}.",
    "ReturnReceived": (
        "{n} returned item arrived.",
        "{n} returned items arrived.",
    ),
    "ReturnReceived.missing": (
        "{n} item of the return did not arrive.",
        "{n} items of the return did not arrive.",
    ),
    "ReturnReceived.unexpected": (
        "{n} item arrived that does not belong to the return.",
        "{n} items arrived that do not belong to the return.",
    ),
    "ReturnInspected": (
        "{n} returned item was checked and accepted.",
        "{n} returned items were checked and accepted.",
    ),
    "ReturnInspected.refused": (
        "{n} returned item could not be accepted.",
        "{n} returned items could not be accepted.",
    ),
    "ReturnInspected.deduction": "Kept back from the refund: {amount}.",
    "ReturnSentBack": (
        "{n} item of the return is on its way to the customer again.",
        "{n} items of the return are on their way to the customer again.",
    ),
    "ReturnResolved": (
        "The return of {n} item was settled.",
        "The return of {n} items was settled.",
    ),
    "ReturnResolved.replaced": (
        "{n} returned item is being replaced.",
        "{n} returned items are being replaced.",
    ),
    "ReturnClosed": "The return is complete.",
    "ReturnClosed.lost": "The return was lost on its way back.",
    "WithdrawalReceived": (
        "The withdrawal from the contract was received on {at}. It is about: {items}."
    ),
    "FindingOpened": "Noticed: {finding}.",
    "FindingOpened.dispatch_overdue": (
        "The order has not left on the promised day; the shop is looking into it."
    ),
    "FindingOpened.backorder_overdue": (
        "Goods that are out of stock did not come in time; the shop is looking into it."
    ),
    "FindingOpened.late": (
        "The delivery is later than promised; the shop is looking into it."
    ),
    "FindingOpened.customs_held": "The parcel is held by customs.",
    "FindingOpened.charges_due": (
        "Duties or fees must be paid before the parcel can go on."
    ),
    "FindingOpened.address_problem": "The carrier cannot find the address.",
    "FindingOpened.attempt_failed": "The parcel could not be handed over.",
    "FindingOpened.waiting_at_pickup": "The parcel is waiting at the pick-up point.",
    "FindingOpened.pickup_expiring": (
        "The parcel is still waiting at the pick-up point and will soon go back."
    ),
    "FindingOpened.returning": (
        "The parcel could not be delivered and is going back to the shop."
    ),
    "FindingOpened.damaged": "The parcel was damaged; the shop is taking care of it.",
    "FindingOpened.lost": "The parcel seems to be lost; the shop is taking care of it.",
    "FindingClosed": "No longer true: {finding}.",
    "FindingClosed.reason": "No longer true: {finding} ({reason}).",
    "CheckScheduled": "The order will be looked at again.",
    "OrderChecked": "The order was looked at.",
    "RefundChecked": "It was looked up what became of a refund.",
    "PartnerAnswered": (
        "{n} item was handed over to {partner}.",
        "{n} items were handed over to {partner}.",
    ),
    "PartnerAnswered.stopped": (
        "{partner} will not send {n} item.",
        "{partner} will not send {n} items.",
    ),
    "PartnerAnswered.refused": (
        "{partner} can no longer stop {n} item.",
        "{partner} can no longer stop {n} items.",
    ),
    "NoteAdded": "A note was added.",
    "NoteAdded.text": "Note: {text}",
    "CustomerTold": "A message was sent by {channel}: {topic}.",
    "CustomerTold.failed": "A message by {channel} could not be sent: {topic}.",
    "Next": "Next: {step}.",
    "Next.delivery": "Delivery is expected: {dates}.",
    "Next.hold": "Waiting: {reason}.",
    "Next.payment": "Still to be paid: {amount}.",
    "Next.refund": "A refund of {amount} is being made.",
    "units": ("{n} unit", "{n} units"),
}
"""English phrases by event name, or event name and variant."""


def say(
    name: str,
    locale: str = "en",
    /,
    *,
    variant: str = "",
    n: int | Decimal = 0,
    **fields: object,
) -> str:
    """Tell what happened in the reader's language.

    Args:
        name: The name of the event's class.
        locale: The reader's.
        variant: What there is more to say, or which kind of the event it is; one
            that is not listed gives the phrase of what stands before its last dot,
            and without any the plain phrase.
        n: How many items, for phrases that count.
        fields: What else stands in the phrase.

    Raises:
        LocaleUnknown: There are no texts in this language.
        KeyError: There is no such phrase, or it has a field that was not given.

    >>> say("ParcelShipped", "ru", n=2)
    'Отправлено 2 товара.'
    """
    phrase = _phrase(name, variant)
    if isinstance(phrase, str):
        return text(phrase, locale, **fields)
    return plural(*phrase, n, locale, **fields)


def _phrase(name: str, variant: str) -> str | tuple[str, str]:
    while variant:
        found = PHRASES.get(f"{name}.{variant}")
        if found is not None:
            return found
        variant = variant.rpartition(".")[0]
    return PHRASES[name]


def word(kind: str, code: str, locale: str = "en") -> str:
    """Return the reader's word for *code*; a shop's own code is shown as it is.

    Raises:
        LocaleUnknown: There are no texts in this language.

    >>> word("hold_reason", "out_of_stock", "pl"), word("place", "engraved", "pl")
    ('brak w magazynie', 'engraved')
    """
    english = WORDS.get(kind, {}).get(code)
    language = normalise_locale(locale)
    if english is None:
        return code
    found = translation(english, language, context=kind)
    return found[0] if found else english
