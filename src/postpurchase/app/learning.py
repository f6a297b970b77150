"""What a shop asks about how long its parcels take, and how its carriers do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from postpurchase.app.lessons import Learned, Learner
    from postpurchase.stores.base import EventStore


class LearningDesk:
    """The part of `PostPurchase` that learns from deliveries."""

    store: EventStore
    clock: Callable[[], datetime]
    _learner: Learner | None = None

    def learn(self) -> Learned:
        """Learn from the log how long parcels take, on from the last call.

        Returns:
            A book of transit times by lane, which later calls bring up to date, and
            the carriers' scorecards as of now.

        Raises:
            StoreUnavailable: The log cannot be read now.
            BrokenLog: It is broken.

        >>> from postpurchase import PostPurchase
        >>> with PostPurchase.open("memory:", entry_points=False) as shop:
        ...     shop.learn().scorecards
        ()
        """
        if self._learner is None:
            from postpurchase.app.lessons import Learner

            self._learner = Learner(self.store)
        return self._learner.update(self.clock())
