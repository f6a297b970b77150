"""Everything that happens to an order after checkout.

All names that a shop or a plugin needs stand here, flat: commands, events,
errors, Protocols, values and `PostPurchase` itself. Each is loaded when it is
first used, so that importing the library costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from postpurchase.adapters.policy_files import (
        policies_from_file as policies_from_file,
    )
    from postpurchase.app import Outcome as Outcome
    from postpurchase.app import PostPurchase as PostPurchase
    from postpurchase.app import Work as Work
    from postpurchase.customer.commands import *
    from postpurchase.customer.credit import CreditBalance as CreditBalance
    from postpurchase.customer.credit import CreditEntry as CreditEntry
    from postpurchase.customer.credit import CreditReservation as CreditReservation
    from postpurchase.customer.events import *
    from postpurchase.customer.model import Customer as Customer
    from postpurchase.errors import *
    from postpurchase.hooks.abilities import *
    from postpurchase.hooks.partners import *
    from postpurchase.hooks.payments import *
    from postpurchase.hooks.protocols import *
    from postpurchase.hooks.registry import Plugins as Plugins
    from postpurchase.hooks.settings import Setting as Setting
    from postpurchase.hooks.specs import hookimpl as hookimpl
    from postpurchase.order.circumstances import Hold as Hold
    from postpurchase.order.claims import Claim as Claim
    from postpurchase.order.commands import *
    from postpurchase.order.decide import decide as decide
    from postpurchase.order.decide import decide_all as decide_all
    from postpurchase.order.events import *
    from postpurchase.order.evolve import evolve as evolve
    from postpurchase.order.evolve import replay as replay
    from postpurchase.order.findings import Closing as Closing
    from postpurchase.order.findings import Finding as Finding
    from postpurchase.order.ledger import Chargeback as Chargeback
    from postpurchase.order.ledger import Credit as Credit
    from postpurchase.order.ledger import Payment as Payment
    from postpurchase.order.ledger import Refund as Refund
    from postpurchase.order.lines import OrderLine as OrderLine
    from postpurchase.order.model import Order as Order
    from postpurchase.order.parcels import Parcel as Parcel
    from postpurchase.order.quantities import LineUnits as LineUnits
    from postpurchase.order.quoting import RefundQuote as RefundQuote
    from postpurchase.order.quoting import RefundShare as RefundShare
    from postpurchase.order.returns import Inspected as Inspected
    from postpurchase.order.returns import Return as Return
    from postpurchase.order.returns import ReturnItem as ReturnItem
    from postpurchase.order.returns import ReturnRequest as ReturnRequest
    from postpurchase.order.returns import ReturnWay as ReturnWay
    from postpurchase.order.returns import UnexpectedGoods as UnexpectedGoods
    from postpurchase.order.status import OrderStatus as OrderStatus
    from postpurchase.returning.policies.policy import Policies as Policies
    from postpurchase.returning.policies.policy import Policy as Policy
    from postpurchase.returning.policies.policy import combine as combine
    from postpurchase.returning.policies.windows import Window as Window
    from postpurchase.returning.statutes.assurances import Assurances as Assurances
    from postpurchase.stores.base import EventStore as EventStore
    from postpurchase.tracking.facts import TrackingFact as TrackingFact
    from postpurchase.values.address import Address as Address
    from postpurchase.values.answers import *
    from postpurchase.values.calendar import WorkingCalendar as WorkingCalendar
    from postpurchase.values.carriage import DeliveryChange as DeliveryChange
    from postpurchase.values.carriage import Label as Label
    from postpurchase.values.carriage import LabelRequest as LabelRequest
    from postpurchase.values.carriage import Party as Party
    from postpurchase.values.carriage import PickUp as PickUp
    from postpurchase.values.contact import Contact as Contact
    from postpurchase.values.customs import CustomsItem as CustomsItem
    from postpurchase.values.customs import LandedCost as LandedCost
    from postpurchase.values.measures import Dimensions as Dimensions
    from postpurchase.values.measures import Weight as Weight
    from postpurchase.values.money import Money as Money
    from postpurchase.values.personal import PersonalRef as PersonalRef
    from postpurchase.values.return_carriage import DropOffPoint as DropOffPoint
    from postpurchase.values.return_carriage import ReturnTicket as ReturnTicket
    from postpurchase.values.return_carriage import ReturnWayRequest as ReturnWayRequest
    from postpurchase.values.rulings import *
    from postpurchase.values.stock import ExpectedReceipt as ExpectedReceipt
    from postpurchase.values.stock import StockLevel as StockLevel
    from postpurchase.values.stock import StockMove as StockMove

# Kept by tools/flat_names.py.
_HOMES: Final = {
    "postpurchase.adapters.policy_files": ("policies_from_file",),
    "postpurchase.app": ("Outcome", "PostPurchase", "Work"),
    "postpurchase.customer.commands": (
        "CaptureCredit",
        "CustomerCommand",
        "ExpireCredit",
        "IssueCredit",
        "ReleaseCredit",
        "ReserveCredit",
        "RevokeCredit",
    ),
    "postpurchase.customer.credit": (
        "CreditBalance",
        "CreditEntry",
        "CreditReservation",
    ),
    "postpurchase.customer.events": (
        "CreditCaptured",
        "CreditExpired",
        "CreditIssued",
        "CreditPart",
        "CreditReleased",
        "CreditReservationExtended",
        "CreditReserved",
        "CreditRevoked",
        "CustomerEvent",
    ),
    "postpurchase.customer.model": ("Customer",),
    "postpurchase.errors": (
        "AmountsDisagree",
        "BrokenLog",
        "ChangePending",
        "CommandIdReused",
        "ConcurrencyConflict",
        "Contradiction",
        "CreditNotReserved",
        "CurrencyMismatch",
        "ExpiredLink",
        "InputTooLarge",
        "InvalidAddress",
        "InvalidContact",
        "InvalidInput",
        "InvalidLink",
        "InvalidMeasure",
        "InvalidMoney",
        "InvalidQuantity",
        "InvalidWorkflow",
        "KeyTaken",
        "LinkNotMeant",
        "MalformedInput",
        "MissingExtra",
        "MissingField",
        "NaiveTime",
        "NoPromise",
        "NotEnoughCredit",
        "NotEnoughUnits",
        "NotFound",
        "NotOffered",
        "NothingToChange",
        "OnHold",
        "OrderTaken",
        "OutOfStock",
        "OutcomeUnknown",
        "OverCaptured",
        "OverRefunded",
        "PermanentFailure",
        "PluginAnswerInvalid",
        "PluginConflict",
        "PluginError",
        "PluginFailed",
        "PluginNotLoaded",
        "PluginTimeout",
        "PostPurchaseError",
        "Rejected",
        "SchemaTooNew",
        "SettingMissing",
        "SeveralFaults",
        "SeveralOrders",
        "SignatureInvalid",
        "StoreError",
        "StoreUnavailable",
        "TemporaryFailure",
        "TransitionNotAllowed",
        "UnknownChange",
        "UnknownChargeback",
        "UnknownClaim",
        "UnknownCode",
        "UnknownCredit",
        "UnknownCurrency",
        "UnknownFinding",
        "UnknownHold",
        "UnknownLine",
        "UnknownOrder",
        "UnknownParcel",
        "UnknownPayment",
        "UnknownRefund",
        "UnknownReturn",
        "UnknownStep",
        "UnknownTrackingNumber",
    ),
    "postpurchase.hooks.abilities": (
        "ChangesDelivery",
        "FindsDropOffPoints",
        "FindsLabels",
        "FindsReturns",
        "PicksUp",
        "PrintsLabels",
        "TakesReturns",
        "Tracks",
    ),
    "postpurchase.hooks.partners": (
        "FulfilmentPartner",
        "OrderPart",
        "PartnerNotice",
        "Stock",
    ),
    "postpurchase.hooks.payments": ("GatewayAnswer", "GatewayRefund", "PaymentGateway"),
    "postpurchase.hooks.protocols": (
        "Carrier",
        "Channel",
        "DutyCalculator",
        "OrderSource",
        "Personalizer",
        "ReturnPolicy",
    ),
    "postpurchase.hooks.registry": ("Plugins",),
    "postpurchase.hooks.settings": ("Setting",),
    "postpurchase.hooks.specs": ("hookimpl",),
    "postpurchase.order.circumstances": ("Hold",),
    "postpurchase.order.claims": ("Claim",),
    "postpurchase.order.commands": (
        "AbandonRefund",
        "AddNote",
        "AgreeExchange",
        "AgreePayment",
        "ApproveReturn",
        "AuthorizePayment",
        "CancelReturn",
        "CancelUnits",
        "CapturePayment",
        "CheckOrder",
        "CheckRefund",
        "ChooseReturnWay",
        "CloseFinding",
        "CollectPayment",
        "Command",
        "CompleteStep",
        "CorrectAddress",
        "DeclareWithdrawal",
        "DeclineReturn",
        "DeliverLines",
        "EditOrder",
        "ExpireReturnWay",
        "FailStep",
        "InspectReturn",
        "IssueReturnWay",
        "LabelParcel",
        "NewLine",
        "OpenChargeback",
        "OpenClaim",
        "OpenFinding",
        "OpenParcel",
        "PlaceHold",
        "PlaceOrder",
        "ReceiveReturn",
        "RecordCheck",
        "RecordMessage",
        "RecordPartnerAnswer",
        "RecordRefund",
        "RecordTracking",
        "RecoverClaim",
        "RefundReturn",
        "RefuseReturnWay",
        "ReleaseHold",
        "RemindOfReturn",
        "RemitPayment",
        "ReportContents",
        "RequestDeliveryChange",
        "RequestRefund",
        "RequestReturn",
        "ReshipUnits",
        "ReverseClaim",
        "RevisePromise",
        "ScanCode",
        "SealParcel",
        "SendBackReturn",
        "SendDeliveryChange",
        "SendRefund",
        "SendReturn",
        "SettleChargeback",
        "SettleDeliveryChange",
        "SettleRefund",
        "SettleReturn",
        "ShipParcel",
        "SkipSteps",
        "UpdateClaim",
        "VoidParcel",
        "VoidPayment",
    ),
    "postpurchase.order.decide": ("decide", "decide_all"),
    "postpurchase.order.events": (
        "AddressCorrected",
        "Box",
        "ChargebackLost",
        "ChargebackOpened",
        "ChargebackWon",
        "CheckScheduled",
        "ClaimOpened",
        "ClaimRecovered",
        "ClaimReversed",
        "ClaimUpdated",
        "CodeScanned",
        "ContentsReported",
        "CustomerTold",
        "DeliveryChangeAccepted",
        "DeliveryChangeRefused",
        "DeliveryChangeRequested",
        "DeliveryChangeSent",
        "DeliveryChangeUnknown",
        "Event",
        "ExchangeAgreed",
        "ExchangeCreditRevoked",
        "ExchangeGoodsTaken",
        "FindingClosed",
        "FindingOpened",
        "HoldPlaced",
        "HoldReleased",
        "LineParts",
        "LinesDelivered",
        "LinesReshipped",
        "NoteAdded",
        "OrderChecked",
        "OrderEdited",
        "OrderPlaced",
        "ParcelDelivered",
        "ParcelLabelled",
        "ParcelLost",
        "ParcelOpened",
        "ParcelResumed",
        "ParcelReturned",
        "ParcelSealed",
        "ParcelShipped",
        "ParcelTurnedBack",
        "ParcelVoided",
        "PartnerAnswered",
        "PaymentAgreed",
        "PaymentAuthorized",
        "PaymentCaptured",
        "PaymentCollected",
        "PaymentRemitted",
        "PaymentVoided",
        "PlacedLine",
        "PromiseRevised",
        "RefundAbandoned",
        "RefundChecked",
        "RefundFailed",
        "RefundParts",
        "RefundRecorded",
        "RefundRequested",
        "RefundSent",
        "RefundSucceeded",
        "RefundUnknown",
        "Replaced",
        "ReturnApproved",
        "ReturnCancelled",
        "ReturnClosed",
        "ReturnDeclined",
        "ReturnInspected",
        "ReturnReceived",
        "ReturnReminded",
        "ReturnRequested",
        "ReturnResolved",
        "ReturnSent",
        "ReturnSentBack",
        "ReturnWayChosen",
        "ReturnWayExpired",
        "ReturnWayIssued",
        "ReturnWayRefused",
        "ScanRefused",
        "StepCompleted",
        "StepFailed",
        "StepsSkipped",
        "TrackingRecorded",
        "UnitsCancelled",
        "WithdrawalReceived",
    ),
    "postpurchase.order.evolve": ("evolve", "replay"),
    "postpurchase.order.findings": ("Closing", "Finding"),
    "postpurchase.order.ledger": ("Chargeback", "Credit", "Payment", "Refund"),
    "postpurchase.order.lines": ("OrderLine",),
    "postpurchase.order.model": ("Order",),
    "postpurchase.order.parcels": ("Parcel",),
    "postpurchase.order.quantities": ("LineUnits",),
    "postpurchase.order.quoting": ("RefundQuote", "RefundShare"),
    "postpurchase.order.returns": (
        "Inspected",
        "Return",
        "ReturnItem",
        "ReturnRequest",
        "ReturnWay",
        "UnexpectedGoods",
    ),
    "postpurchase.order.status": ("OrderStatus",),
    "postpurchase.returning.policies.policy": ("Policies", "Policy", "combine"),
    "postpurchase.returning.policies.windows": ("Window",),
    "postpurchase.returning.statutes.assurances": ("Assurances",),
    "postpurchase.stores.base": ("EventStore",),
    "postpurchase.tracking.facts": ("TrackingFact",),
    "postpurchase.values.address": ("Address",),
    "postpurchase.values.answers": (
        "Charge",
        "Insert",
        "Message",
        "Package",
        "Promise",
        "Quote",
    ),
    "postpurchase.values.calendar": ("WorkingCalendar",),
    "postpurchase.values.carriage": (
        "DeliveryChange",
        "Label",
        "LabelRequest",
        "Party",
        "PickUp",
    ),
    "postpurchase.values.contact": ("Contact",),
    "postpurchase.values.customs": ("CustomsItem", "LandedCost"),
    "postpurchase.values.measures": ("Dimensions", "Weight"),
    "postpurchase.values.money": ("Money",),
    "postpurchase.values.personal": ("PersonalRef",),
    "postpurchase.values.return_carriage": (
        "DropOffPoint",
        "ReturnTicket",
        "ReturnWayRequest",
    ),
    "postpurchase.values.rulings": (
        "Deadline",
        "Fee",
        "LineRuling",
        "Ruling",
        "RulingReason",
    ),
    "postpurchase.values.stock": ("ExpectedReceipt", "StockLevel", "StockMove"),
}

_HOME_OF: Final = {name: home for home, names in _HOMES.items() for name in names}

__all__ = sorted(_HOME_OF)  # noqa: PLE0605  (the one table is enough)
__version__ = "0.1.0"

if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        """Load a flat name from its home and keep it."""
        home = _HOME_OF.get(name)
        if home is None:
            raise AttributeError(
                f"module {__name__!r} has no attribute {name!r}",
                name=name,
                obj=import_module(__name__),
            )
        value = getattr(import_module(home), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return __all__
