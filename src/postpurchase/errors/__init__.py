"""Every error that the library raises, in one tree.

```
PostPurchaseError
├── Rejected                  a rule of the shop said no; nothing was stored
│   ├── UnknownLine · UnknownParcel · UnknownPayment · UnknownRefund · UnknownHold
│   ├── UnknownFinding · UnknownChange
│   ├── UnknownReturn · UnknownClaim · UnknownChargeback
│   ├── NotOffered            the return's ruling offers something else
│   ├── UnknownCredit · CreditNotReserved · NotEnoughCredit
│   ├── ChangePending         the carrier has not answered an earlier change
│   ├── UnknownStep           the line's workflow has no such step
│   ├── NotEnoughUnits        asked for more units than stand in that place
│   ├── TransitionNotAllowed  a parcel, payment or refund is in another state
│   ├── OnHold                a hold keeps these units where they are
│   ├── Contradiction         the same id with other content
│   ├── CommandIdReused       the same command_id with other content
│   ├── AmountsDisagree       the parts do not add up to the stated total
│   ├── OverCaptured · OverRefunded
│   ├── NothingToChange       the command names nothing that could change
│   ├── NoPromise             no service brings a parcel there
│   ├── OrderTaken            the order id belongs to another source
│   └── OutOfStock            more units than are available at a location
├── InvalidInput              a value that no rule could accept (also ValueError)
│   ├── NaiveTime · InvalidMoney · UnknownCurrency · CurrencyMismatch
│   ├── InvalidQuantity · InvalidMeasure · InvalidAddress · InvalidContact
│   ├── InvalidWorkflow · MissingField
│   ├── InvalidLink           not made by the shop, or for something else
│   │   ├── ExpiredLink · LinkNotMeant
│   ├── InputTooLarge         bytes, depth, digits or items beyond the limit
│   ├── MalformedInput        not JSON, not CSV, not text that can be read
│   ├── SignatureInvalid      a message that its sender did not sign
│   └── SeveralFaults         all faults of one input at once, in `.faults`
├── NotFound (also LookupError)
│   ├── UnknownOrder
│   ├── UnknownTrackingNumber
│   ├── SeveralOrders         a display name that is not unique
│   └── UnknownCode           a name that is looked up: carrier, channel, locale …
├── StoreError
│   ├── ConcurrencyConflict   another writer appended first
│   ├── KeyTaken              the idempotency key has its answer already
│   ├── BrokenLog             a hash, a version or a reference does not fit
│   ├── SchemaTooNew          written by a newer release
│   └── StoreUnavailable      disk full, locked, gone
├── PluginError
│   ├── PluginNotLoaded       does not import, misspells a hook, wants another version
│   ├── PluginConflict        two plugins claim one code
│   ├── PluginFailed          raised
│   │   ├── TemporaryFailure · PermanentFailure · OutcomeUnknown   raised on purpose
│   ├── PluginTimeout         did not answer in time
│   ├── SettingMissing        an environment variable that it needs is not set
│   └── PluginAnswerInvalid   answered with something of the wrong shape
└── MissingExtra (also ImportError)
```

An error is data first: a stable `code`, typed attributes, the `path` in the
input where there is one, `next_steps` for the person who reads it, and
`user_message(locale)` for the customer's or the shop's language. Errors pickle.
"""

from __future__ import annotations

from postpurchase.errors.crediting import (
    CreditNotReserved,
    NotEnoughCredit,
    UnknownCredit,
)
from postpurchase.errors.failures import (
    BrokenLog,
    ConcurrencyConflict,
    KeyTaken,
    MissingExtra,
    NotFound,
    OutcomeUnknown,
    PermanentFailure,
    PluginAnswerInvalid,
    PluginConflict,
    PluginError,
    PluginFailed,
    PluginNotLoaded,
    PluginTimeout,
    SchemaTooNew,
    SettingMissing,
    SeveralOrders,
    StoreError,
    StoreUnavailable,
    TemporaryFailure,
    UnknownCode,
    UnknownOrder,
    UnknownTrackingNumber,
)
from postpurchase.errors.inputs import (
    CurrencyMismatch,
    ExpiredLink,
    InputTooLarge,
    InvalidAddress,
    InvalidContact,
    InvalidInput,
    InvalidLink,
    InvalidMeasure,
    InvalidMoney,
    InvalidQuantity,
    InvalidWorkflow,
    LinkNotMeant,
    MalformedInput,
    MissingField,
    NaiveTime,
    SeveralFaults,
    SignatureInvalid,
    UnknownCurrency,
)
from postpurchase.errors.rejections import (
    AmountsDisagree,
    ChangePending,
    CommandIdReused,
    Contradiction,
    NoPromise,
    NotEnoughUnits,
    NothingToChange,
    OnHold,
    OrderTaken,
    OutOfStock,
    OverCaptured,
    OverRefunded,
    Rejected,
    TransitionNotAllowed,
    UnknownChange,
    UnknownFinding,
    UnknownHold,
    UnknownLine,
    UnknownParcel,
    UnknownPayment,
    UnknownRefund,
    UnknownStep,
)
from postpurchase.errors.returning import (
    NotOffered,
    UnknownChargeback,
    UnknownClaim,
    UnknownReturn,
)
from postpurchase.errors.root import PostPurchaseError

__all__ = [
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
]
