"""What a shop asks about how long its parcels take, and how its carriers do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

import attrs

from postpurchase.app.returns.reasons import ReasonDesk

if TYPE_CHECKING:
    from postpurchase.app.delivery.lessons import Learned, Learner
    from postpurchase.delivery.choose import RateBook
    from postpurchase.stores.base import EventStore


class LearningDesk(ReasonDesk):
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
            from postpurchase.app.delivery.lessons import Learner

            self._learner = Learner(self.store)
        return self._learner.update(self.clock())

    def with_learned_times(
        self, book: RateBook, *, least_parcels: int = 30
    ) -> RateBook:
        """Return a rate book that promises with the days that parcels really took.

        Lanes on which too few parcels arrived keep what the carrier states. The book
        stays as it is made; ask again once a day.

        Args:
            book: What there is to choose among.
            least_parcels: Parcels from which on a lane is known well.

        Raises:
            StoreUnavailable: The log cannot be read now.
            BrokenLog: It is broken.
        """
        from postpurchase.delivery.learn import with_learned_times

        learned = self.learn()
        network = with_learned_times(
            book.network, learned.book, learned.parcels, least=least_parcels
        )
        return attrs.evolve(book, network=network)
