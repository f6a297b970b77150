"""Choosing carrier, service and location for a parcel, and saying why.

A `RateBook` holds what there is to choose among, a `Question` the parcel, and a
strategy what counts. `choose` answers with a `Choice` that explains itself.
"""

from postpurchase.delivery.choose.book import RateBook
from postpurchase.delivery.choose.carbon import AVERAGES, CarbonBasis, Route
from postpurchase.delivery.choose.choice import Choice, Lost, best_of, choose
from postpurchase.delivery.choose.comparing import Comparison, compare
from postpurchase.delivery.choose.items import Item, Supply, boxed
from postpurchase.delivery.choose.offers import Offer
from postpurchase.delivery.choose.parcel import PackedParcel
from postpurchase.delivery.choose.plan import Plan, PlanChoice, PlannedParcel
from postpurchase.delivery.choose.planning import plan, question_of_order
from postpurchase.delivery.choose.question import Question
from postpurchase.delivery.choose.reading import read_book
from postpurchase.delivery.choose.reasons import Reason
from postpurchase.delivery.choose.splitting import Stock
from postpurchase.delivery.choose.strategies import (
    Cheapest,
    Fastest,
    Greenest,
    Strategy,
    Weighted,
)

__all__ = [
    "AVERAGES",
    "CarbonBasis",
    "Cheapest",
    "Choice",
    "Comparison",
    "Fastest",
    "Greenest",
    "Item",
    "Lost",
    "Offer",
    "PackedParcel",
    "Plan",
    "PlanChoice",
    "PlannedParcel",
    "Question",
    "RateBook",
    "Reason",
    "Route",
    "Stock",
    "Strategy",
    "Supply",
    "Weighted",
    "best_of",
    "boxed",
    "choose",
    "compare",
    "plan",
    "question_of_order",
    "read_book",
]
