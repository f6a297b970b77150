"""One command of each kind, for tests that go through all of them."""

from __future__ import annotations

from order.making import ask, eur, fact, line, place, ref
from postpurchase.order import commands as c
from postpurchase.order.findings import Finding
from postpurchase.order.returns import Inspected, ReturnWay
from postpurchase.testing.clock import NOON
from postpurchase.values.answers import Promise
from postpurchase.values.carriage import SealedChange

_ONE = {"L1": 1}
_ALL = [
    place(),
    ask(c.CompleteStep, step="allocated", units=_ONE),
    ask(c.FailStep, line_id="L1", units=1, at_step="picked", to="placed", reason="x"),
    ask(c.SkipSteps, units=_ONE, reason="x"),
    ask(c.ScanCode, code="SKU-L1", step="picked"),
    ask(c.DeliverLines, units=_ONE),
    ask(c.OpenParcel, parcel_id="P1", units=_ONE),
    ask(c.SealParcel, parcel_id="P1"),
    ask(c.LabelParcel, parcel_id="P1", carrier="dhl"),
    ask(c.VoidParcel, parcel_id="P1"),
    ask(c.ShipParcel, parcel_id="P1", units=_ONE),
    ask(c.RecordTracking, parcel_id="P1", facts=fact("delivered.general")),
    ask(c.ReportContents, parcel_id="P1", missing=_ONE),
    ask(c.CancelUnits, reason="x"),
    ask(c.CorrectAddress, address=ref()),
    ask(c.EditOrder, quantities=_ONE),
    ask(c.PlaceHold, hold_id="H1", reason="x"),
    ask(c.ReleaseHold, hold_id="H1"),
    ask(
        c.RevisePromise,
        promise=Promise(earliest_on=NOON.date(), latest_on=NOON.date()),
        reason="x",
    ),
    ask(c.AuthorizePayment, payment_id="PAY", method="card", amount=eur(1)),
    ask(c.CapturePayment, payment_id="PAY", method="card", amount=eur(1)),
    ask(c.VoidPayment, payment_id="PAY"),
    ask(c.AgreePayment, payment_id="PAY", amount=eur(1)),
    ask(c.CollectPayment, payment_id="PAY"),
    ask(c.RemitPayment, payment_id="PAY"),
    ask(c.RequestRefund, refund_id="R1", units=_ONE),
    ask(c.SendRefund, refund_id="R1"),
    ask(c.SettleRefund, refund_id="R1", outcome="failed"),
    ask(c.RecordRefund, refund_id="R1", amount=eur(1)),
    ask(c.CheckRefund, refund_id="R1"),
    ask(c.AbandonRefund, refund_id="R1"),
    ask(c.OpenChargeback, chargeback_id="C1", payment_id="PAY", amount=eur(1)),
    ask(c.SettleChargeback, chargeback_id="C1", outcome="lost"),
    ask(c.RefuseReturnWay, return_id="RET1", method="locker", reason="x"),
    ask(c.AgreeExchange, return_id="RET1", lines=[line("L9", 1, 1000)]),
    ask(c.OpenClaim, claim_id="K1", parcel_id="P1", kind="loss", amount=eur(1)),
    ask(c.UpdateClaim, claim_id="K1", state="submitted"),
    ask(c.RecoverClaim, claim_id="K1", amount=eur(1)),
    ask(c.ReverseClaim, claim_id="K1", reason="found"),
    ask(c.ReshipUnits, lines=(), reason="lost"),
    ask(
        c.RequestDeliveryChange,
        change_id="C1",
        parcel_id="P1",
        change=SealedChange(kind="safe_place", detail=ref()),
    ),
    ask(c.SendDeliveryChange, change_id="C1"),
    ask(c.SettleDeliveryChange, change_id="C1", outcome="accepted"),
    ask(c.RequestReturn, return_id="R1", items=_ONE, note=ref()),
    ask(c.ApproveReturn, return_id="R1"),
    ask(c.DeclineReturn, return_id="R1", reason="window_over"),
    ask(c.CancelReturn, return_id="R1", reason="customer"),
    ask(c.ChooseReturnWay, return_id="R1", method="locker"),
    ask(c.IssueReturnWay, return_id="R1", way=ReturnWay(method="locker")),
    ask(c.SendReturn, return_id="R1"),
    ask(c.ExpireReturnWay, return_id="R1"),
    ask(c.RemindOfReturn, return_id="R1"),
    ask(c.ReceiveReturn, return_id="R1", units=_ONE),
    ask(c.InspectReturn, return_id="R1", items=Inspected(line_id="L1", units=1)),
    ask(c.SendBackReturn, return_id="R1", units=_ONE, parcel_id="P2"),
    ask(c.RefundReturn, return_id="R1"),
    ask(c.SettleReturn, return_id="R1", reason="done"),
    ask(c.DeclareWithdrawal, withdrawal_id="W1", statement=ref(), contact=ref("c")),
    ask(
        c.OpenFinding,
        finding=Finding(finding_id="F1", kind="disputed", since_at=NOON),
    ),
    ask(c.CloseFinding, finding_id="F1"),
    ask(c.RecordCheck, seen_version=1, check_at=NOON),
    ask(c.CheckOrder),
    ask(
        c.RecordPartnerAnswer,
        partner="fastbox",
        location_code="LODZ",
        units={"L1": 1},
        answer="took_over",
    ),
    ask(c.AddNote, note_id="N1", text=ref()),
    ask(c.RecordMessage, message_id="M1", topic="shipped", channel="email"),
]

SAMPLES = {type(command): command for command in _ALL}
