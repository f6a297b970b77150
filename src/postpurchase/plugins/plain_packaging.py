"""A personalizer that adds nothing, or a packing slip where the shop wants one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import attrs

from postpurchase import wording
from postpurchase.hooks import Personalizer, hookimpl
from postpurchase.order.model import Order
from postpurchase.order.quantities import LineUnits
from postpurchase.values.answers import Insert


@attrs.frozen(kw_only=True)
class PlainPackaging:
    """Plain packaging: the goods, and a packing slip if `packing_slip` is true.

    The slip names the order and lists what is in this parcel, without prices,
    in the customer's language.
    """

    code: str = "plain"
    packing_slip: bool = False

    def inserts(
        self,
        order: Order,
        parcel_id: str,
        units: tuple[LineUnits, ...],
        at: datetime,
    ) -> tuple[Insert, ...]:
        """Answer with the slip, or with nothing."""
        if not self.packing_slip:
            return ()
        locale = wording.reader_locale(order.terms.locale or "en")
        heading = wording.text("Order {number}", locale, number=order.number)
        rows = [f"{part.units} × {_title(order, part.line_id)}" for part in units]
        slip = "\n".join([heading, *rows])
        return (Insert(code="packing-slip", text=slip, locale=locale),)


def _title(order: Order, line_id: str) -> str:
    line = order.line(line_id)
    return line.title or line.sku or line_id


@hookimpl
def register_personalizers(register: Callable[[Personalizer], None]) -> None:
    """Register ``plain``, which adds nothing."""
    register(PlainPackaging())
