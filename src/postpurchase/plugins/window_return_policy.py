"""A return policy with one rule: so many days from delivery."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import attrs

from postpurchase.errors import InvalidInput
from postpurchase.hooks import ReturnPolicy, ReturnRequest, hookimpl
from postpurchase.order.model import Order
from postpurchase.returning.policies import Policy, Window
from postpurchase.values.rulings import Ruling


def _days(instance: object, field: attrs.Attribute[int], value: object) -> None:
    if type(value) is not int or not 0 < value <= 3650:
        raise InvalidInput(
            path=field.name, value=repr(value)[:40], expected="1 to 3650 days"
        )


@attrs.frozen(kw_only=True)
class WindowReturnPolicy:
    """Takes back what was delivered, for `window_days` days.

    The window begins on the day after the delivery of the order's last parcel and
    ends with the end of its last day, both counted in the customer's time zone.
    Whatever else a policy can say, `returning.policies.Policy` says.

    Args:
        code: Its name in stored events.
        window_days: Days, 1 to 3650.

    Source: Directive 2011/83/EU, art. 9(2)(b)(i): of goods that are ordered
    together and delivered apart, the last one counts; Regulation (EEC, Euratom)
    No 1182/71, art. 3(1): the day of the event itself is not counted.
    """

    code: str = "window"
    window_days: int = attrs.field(default=14, validator=_days)

    def rule(self, request: ReturnRequest, order: Order, at: datetime) -> Ruling:
        """Allow what was delivered and is asked for in time.

        Where the log does not say when it was delivered, a person is to look.

        Raises:
            UnknownLine: The order has no such line.
            NaiveTime: *at* has no time zone.
        """
        policy = Policy(code=self.code, window=Window.of_days(self.window_days))
        return policy.rule(request, order, at)


@hookimpl
def register_return_policies(register: Callable[[ReturnPolicy], None]) -> None:
    """Register ``window``, the fourteen days that hold across the EU."""
    register(WindowReturnPolicy())
