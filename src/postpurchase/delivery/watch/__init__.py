"""Watching orders: what is wrong, since when, whose it is, and what to do next.

1. `kinds`: what can be wrong, as one table;
2. `waits`, `thresholds`: how long is too long, per carrier and service;
3. `concerns`: a finding with the time from which on it is true;
4. `preparing`, `carrying`, `lateness`, `arriving`, `guaranteeing`: the detectors,
   by where the order is; `whose`: who a trouble falls to;
5. `examining`: what opens, what closes, when to look again;
6. `causes`: findings that recur, with what they cost.

A shop needs `Thresholds` for the plugin `Watch`; `examine` looks at an order without
any plugin.
"""

from postpurchase.delivery.watch.concerns import Concern
from postpurchase.delivery.watch.examining import Look, concerns, examine
from postpurchase.delivery.watch.kinds import KINDS, SIGNALS, TOPICS, Kind, Signal
from postpurchase.delivery.watch.lateness import LaneOf, LateRisk, lane_by_country
from postpurchase.delivery.watch.thresholds import ParcelThresholds, Thresholds
from postpurchase.delivery.watch.waits import Wait

__all__ = [
    "KINDS",
    "SIGNALS",
    "TOPICS",
    "Concern",
    "Kind",
    "LaneOf",
    "LateRisk",
    "Look",
    "ParcelThresholds",
    "Signal",
    "Thresholds",
    "Wait",
    "concerns",
    "examine",
    "lane_by_country",
]
