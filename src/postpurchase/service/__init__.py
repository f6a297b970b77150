"""The service: load, ask, decide, store.

`Service.handle` is the one door through which an order changes. It loads the
order, asks the plugins that have a say, decides, and stores the events with
everything that must be true together with them in one transaction. When
another writer was faster, it does all of that again.
"""

from postpurchase.service.handling import Service
from postpurchase.service.transaction import Outcome, Work

__all__ = ["Outcome", "Service", "Work"]
