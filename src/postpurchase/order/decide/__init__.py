"""The rules: what a command makes happen to an order, or why it must not.

`decide` never changes anything. It looks at the order and at the command, and
answers with events: what happens, or nothing because it already has. What must
not happen it refuses with an error that names the rule and the numbers. There
is no clock here, no chance, no plugin and no store; whatever a rule needs to
know stands in the order or comes with the command.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from postpurchase.order import commands as c
from postpurchase.order.decide import (
    changing,
    claiming,
    disputing,
    editing,
    exchanging,
    inspecting,
    paying,
    placing,
    processing,
    redirecting,
    refunding,
    reshipping,
    resolving,
    return_ways,
    returning,
    shipping,
    telling,
    tracking,
    watching,
    withdrawing,
)
from postpurchase.order.draft import Draft, thaw
from postpurchase.order.events import Event
from postpurchase.order.evolve import apply_all
from postpurchase.order.model import Order, freeze

Rule = Callable[[Draft, Any], tuple[Event, ...]]

RULES: dict[type[c.Command], Rule] = {
    c.PlaceOrder: placing.place_order,
    c.CompleteStep: processing.complete_step,
    c.FailStep: processing.fail_step,
    c.SkipSteps: processing.skip_steps,
    c.ScanCode: processing.scan_code,
    c.DeliverLines: processing.deliver_lines,
    c.OpenParcel: shipping.open_parcel,
    c.SealParcel: shipping.seal_parcel,
    c.LabelParcel: shipping.label_parcel,
    c.VoidParcel: shipping.void_parcel,
    c.ShipParcel: shipping.ship_parcel,
    c.RecordTracking: tracking.record_tracking,
    c.ReportContents: tracking.report_contents,
    c.CancelUnits: changing.cancel_units,
    c.CorrectAddress: changing.correct_address,
    c.EditOrder: editing.edit_order,
    c.PlaceHold: changing.place_hold,
    c.ReleaseHold: changing.release_hold,
    c.RevisePromise: changing.revise_promise,
    c.AuthorizePayment: paying.authorize_payment,
    c.CapturePayment: paying.capture_payment,
    c.VoidPayment: paying.void_payment,
    c.AgreePayment: paying.agree_payment,
    c.CollectPayment: paying.collect_payment,
    c.RemitPayment: paying.remit_payment,
    c.RequestRefund: refunding.request_refund,
    c.SendRefund: refunding.send_refund,
    c.SettleRefund: refunding.settle_refund,
    c.CheckRefund: refunding.check_refund,
    c.RecordRefund: refunding.record_refund,
    c.AbandonRefund: refunding.abandon_refund,
    c.OpenChargeback: disputing.open_chargeback,
    c.SettleChargeback: disputing.settle_chargeback,
    c.AgreeExchange: exchanging.agree_exchange,
    c.OpenClaim: claiming.open_claim,
    c.UpdateClaim: claiming.update_claim,
    c.RecoverClaim: claiming.recover_claim,
    c.ReverseClaim: claiming.reverse_claim,
    c.ReshipUnits: reshipping.reship_units,
    c.RequestDeliveryChange: redirecting.request_change,
    c.SendDeliveryChange: redirecting.send_change,
    c.SettleDeliveryChange: redirecting.settle_change,
    c.RequestReturn: returning.request_return,
    c.ApproveReturn: returning.approve_return,
    c.DeclineReturn: returning.decline_return,
    c.CancelReturn: returning.cancel_return,
    c.ChooseReturnWay: return_ways.choose_way,
    c.IssueReturnWay: return_ways.issue_way,
    c.RefuseReturnWay: return_ways.refuse_way,
    c.SendReturn: return_ways.send_return,
    c.ExpireReturnWay: return_ways.expire_way,
    c.RemindOfReturn: return_ways.remind_of_return,
    c.ReceiveReturn: inspecting.receive_return,
    c.InspectReturn: inspecting.inspect_return,
    c.SendBackReturn: inspecting.send_back_return,
    c.RefundReturn: resolving.refund_return,
    c.SettleReturn: returning.settle_return,
    c.DeclareWithdrawal: withdrawing.declare_withdrawal,
    c.OpenFinding: watching.open_finding,
    c.CloseFinding: watching.close_finding,
    c.RecordCheck: watching.record_check,
    c.CheckOrder: watching.check_order,
    c.RecordPartnerAnswer: telling.record_partner_answer,
    c.AddNote: telling.add_note,
    c.RecordMessage: telling.record_message,
}
"""Which rule answers which command. A test holds it complete."""


def decide(order: Draft, command: c.Command) -> tuple[Event, ...]:
    """Say what a command makes happen to an order.

    Args:
        order: The order as it stands.
        command: What is asked.

    Returns:
        The events, oldest first; none if it has already happened.

    Raises:
        Rejected: A rule says no; the subclass says which.
        UnknownOrder: The order was never placed.
    """
    return RULES[type(command)](order, command)


def decide_all(
    order: Order, commands: Iterable[c.Command]
) -> tuple[tuple[Event, ...], Order]:
    """Decide several commands in a row, each on what the ones before made.

    Args:
        order: The order as it stands; it does not change.
        commands: What is asked, in order.

    Returns:
        All events, and the order after them.

    Raises:
        Rejected: As `decide`; then nothing of it counts.
    """
    draft = thaw(order)
    happened: list[Event] = []
    for command in commands:
        events = RULES[type(command)](draft, command)
        apply_all(draft, events)
        happened.extend(events)
    return tuple(happened), freeze(draft)
