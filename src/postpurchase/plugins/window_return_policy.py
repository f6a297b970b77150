"""A return policy with one rule: so many days from delivery."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import attrs

from postpurchase import wording
from postpurchase.errors import InvalidInput
from postpurchase.hooks import ReturnPolicy, ReturnRequest, hookimpl
from postpurchase.order.model import Order
from postpurchase.values.rulings import Ruling
from postpurchase.values.times import aware


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
        asked_at = aware(at)
        locale = wording.reader_locale(order.terms.locale or "en")
        if not _arrived(request, order):
            said = wording.text("These items have not arrived yet.", locale)
            return Ruling(policy=self.code, allowed=False, reasons=(said,))
        zone = _zone_of(order)
        delivered_on = max(_delivery_days(order, zone), default=None)
        if delivered_on is None:
            said = wording.text(
                "The day of delivery is not known; a person will look at it.", locale
            )
            return Ruling(policy=self.code, allowed=True, reasons=(said,), review=True)
        last_on = delivered_on + timedelta(days=self.window_days)
        allowed = asked_at.astimezone(zone).date() <= last_on
        if allowed:
            said = wording.text(
                "You can send them back until {last_on}.", locale, last_on=last_on
            )
        else:
            said = wording.text(
                "The last day to send them back was {last_on}.", locale, last_on=last_on
            )
        return Ruling(
            policy=self.code, allowed=allowed, reasons=(said,), last_on=last_on
        )


def _arrived(request: ReturnRequest, order: Order) -> bool:
    return all(
        0 < part.units <= order.line(part.line_id).units("delivered")
        for part in request.units
    )


def _zone_of(order: Order) -> ZoneInfo:
    try:
        return ZoneInfo(order.terms.zone or "UTC")
    except (LookupError, ValueError, OSError):
        # An imported order may name a zone that does not exist, or not here.
        return ZoneInfo("UTC")


def _delivery_days(order: Order, zone: ZoneInfo) -> Iterator[date]:
    for parcel in order.parcels:
        if parcel.state == "delivered" and parcel.status_at is not None:
            yield parcel.status_at.astimezone(zone).date()


@hookimpl
def register_return_policies(register: Callable[[ReturnPolicy], None]) -> None:
    """Register ``window``, the fourteen days that hold across the EU."""
    register(WindowReturnPolicy())
