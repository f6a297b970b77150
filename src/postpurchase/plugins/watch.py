"""Watches over orders: opens and closes findings, by timers and by facts.

The shop passes it by hand, because the thresholds are the shop's:

```python
watch = Watch(thresholds=Thresholds(zone="Europe/Warsaw"))
shop = PostPurchase.open("sqlite:///shop.db", plugins=[watch])
```

Whatever happens to an order, its own timer included, leads to one look at it. A
look that finds nothing new stores nothing. A look at an order that has moved on
in the meantime counts for nothing, because what happened since is looked at, too.
"""

from __future__ import annotations

import attrs

from postpurchase.delivery.watch.concerns import stamp
from postpurchase.delivery.watch.examining import examine
from postpurchase.delivery.watch.lateness import LaneOf, LateRisk, lane_by_country
from postpurchase.delivery.watch.thresholds import Thresholds
from postpurchase.hooks import Plugins, hookimpl
from postpurchase.order.commands import RecordCheck
from postpurchase.order.events import Event
from postpurchase.order.model import Order


@attrs.define(kw_only=True)
class Watch:
    """Looks at an order whenever something happens to it or its time has come.

    Args:
        thresholds: How long is too long.
        late_risk: The probability of lateness, such as `TransitBook.late_risk`;
            without it, only the carrier's own expectation predicts lateness. It may
            be set after the shop was opened.
        lane_of: Which lane a parcel goes, for *late_risk*.
    """

    thresholds: Thresholds = attrs.field(factory=Thresholds)
    late_risk: LateRisk | None = None
    lane_of: LaneOf = lane_by_country
    _plugins: Plugins | None = attrs.field(default=None, init=False, repr=False)

    plugin_name = "watch"

    @hookimpl
    def on_loaded(self, plugins: Plugins) -> None:
        """Get to know the shop's clock."""
        self._plugins = plugins

    @hookimpl
    def on_event(self, event: Event, order: Order, key: str) -> tuple[RecordCheck, ...]:
        """Look at the order, and say what the order does not know yet."""
        if self._plugins is None:
            return ()
        at = self._plugins.now()
        look = examine(
            order,
            at,
            self.thresholds,
            late_risk=self.late_risk,
            lane_of=self.lane_of,
        )
        if not look.is_news:
            return ()
        return (
            RecordCheck(
                order_id=order.order_id,
                at=at,
                # Another look at the same event, later, may find something else.
                command_id=f"{key}:{stamp(at)}",
                seen_version=order.version,
                opened=look.opened,
                closed=look.closed,
                check_at=look.check_at,
            ),
        )
