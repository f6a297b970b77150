"""The dirt of the tables: every kind that is looked for, and what was found."""

from __future__ import annotations

from collections import Counter

import attrs

KINDS = {
    "unknown_status": "the status is none of the eight; the order is left out",
    "order_twice": "the order stands in the table again; the first row counts",
    "order_missing": "a row of another table names an order that is not there",
    "unreadable": "a value cannot be read; it counts as missing",
    "time_skipped": "the clocks were put forward over this time; an hour is added",
    "time_twice": "the clocks were put back over this time; the first one counts",
    "no_purchase_time": "nobody knows when it was bought; the order is left out",
    "no_items": "no row of items; what was paid stands for what was ordered",
    "no_payments": "no row of payments",
    "payment_of_zero": "a payment of nothing is left out",
    "payments_differ": "the payments are not the sum of items and freight",
    "no_approval": "it went on without an approval",
    "no_handover": "it was shipped without a time; the time before it counts",
    "delivered_without_date": "delivered without a time; the time before it counts",
    "approved_before_purchase": "approved before it was bought",
    "handed_over_before_approval": "handed to the carrier before the approval",
    "delivered_before_handover": "delivered before it was handed to the carrier",
    "cancelled_yet_handed_over": "cancelled, and yet handed to the carrier",
    "cancelled_yet_delivered": "cancelled, and yet delivered",
    "time_beyond_status": "a time of a step that the status has not reached",
    "no_promise": "no estimated day of delivery",
    "promise_before_purchase": "the estimated day of delivery is before the purchase",
    "no_customer": "the customer is not in the table",
    "no_product": "the product is not in the table",
    "refused": "the library refused it",
}
"""What each code means. Nothing in here stops a replay."""


@attrs.frozen
class Finding:
    """One thing that is not as it should be.

    Args:
        order_id: The order; of a row of another table, the order that it names.
        code: One of `KINDS`.
        values: What the table says, by column.
    """

    order_id: str
    code: str
    values: dict[str, str]

    @property
    def what(self) -> str:
        """What the code means."""
        return KINDS[self.code]

    def document(self) -> dict[str, object]:
        """Write it for scripts."""
        return {**attrs.asdict(self), "what": self.what}


class Findings:
    """All that was found, in the order in which it was found."""

    def __init__(self) -> None:
        self.found: list[Finding] = []

    def add(self, order_id: str, code: str, **values: object) -> None:
        """Take one in."""
        if code not in KINDS:
            raise KeyError(code)
        said = {name: str(value) for name, value in values.items()}
        self.found.append(Finding(order_id, code, said))

    def counts(self) -> dict[str, int]:
        """How many of each code, the most frequent first."""
        return dict(Counter(one.code for one in self.found).most_common())

    def examples(self, code: str, most: int = 3) -> list[Finding]:
        """The first ones of a code."""
        return [one for one in self.found if one.code == code][:most]
