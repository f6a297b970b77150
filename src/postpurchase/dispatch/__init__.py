"""Dispatch: what is told and done after an event was stored, and the timers.

Deliveries are rows that were written together with the event. A dispatcher
leases the ones that are due, calls one subscriber for one event at a time, each
alone and under a deadline, and puts back what failed with growing pauses until
it becomes a dead letter. An order never waits for it.
"""

from postpurchase.dispatch.dispatcher import Dispatcher, Report

__all__ = ["Dispatcher", "Report"]
