"""Learning from deliveries: how long a parcel takes, and how sure that is.

A `TransitBook` is told of every parcel that sets out and arrives. It answers with
days at a chosen probability and with the risk that a parcel will be late. A
`Scorecard` sums up what a carrier did.
"""

from postpurchase.delivery.learn.applying import with_learned_times
from postpurchase.delivery.learn.book import TransitBook
from postpurchase.delivery.learn.groups import Groups, groups_of
from postpurchase.delivery.learn.level import PromiseLevel
from postpurchase.delivery.learn.memory import Memory
from postpurchase.delivery.learn.scorecard import ParcelRecord, Scorecard, scorecards
from postpurchase.values.shares import Share

__all__ = [
    "Groups",
    "Memory",
    "ParcelRecord",
    "PromiseLevel",
    "Scorecard",
    "Share",
    "TransitBook",
    "groups_of",
    "scorecards",
    "with_learned_times",
]
