"""The customer's account as it stands: what `decide` looks at and `replay` builds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from postpurchase.customer.credit import CreditBalance
from postpurchase.values.money import exponent_of

if TYPE_CHECKING:
    from postpurchase.customer.credit import CreditEntry, CreditReservation


@attrs.frozen(kw_only=True)
class Customer:
    """A customer's account at one moment; it never changes.

    Args:
        customer_id: The customer, as a pseudonym.
        version: How many events made it.
        entries: Store credit, oldest first.
        reservations: What is or was set aside for payments, oldest first.
    """

    customer_id: str = ""
    version: int = 0
    entries: tuple[CreditEntry, ...] = attrs.field(default=(), repr=False)
    reservations: tuple[CreditReservation, ...] = attrs.field(default=(), repr=False)

    @property
    def balances(self) -> tuple[CreditBalance, ...]:
        """Store credit by currency, in the order in which the currencies came up."""
        return tuple(map(self.credit, dict.fromkeys(e.currency for e in self.entries)))

    def credit(self, currency: str) -> CreditBalance:
        """Return the store credit in a currency.

        Args:
            currency: ISO 4217 code in capitals.

        Raises:
            UnknownCurrency: There is no such currency.

        >>> EMPTY.credit("EUR").available
        <Money 0.00 EUR>
        """
        exponent_of(currency, path="currency")
        found = (entry for entry in self.entries if entry.currency == currency)
        return CreditBalance(currency, tuple(found))

    def entries_of(self, credit_id: str) -> tuple[CreditEntry, ...]:
        """Return a credit: what was paid for, then its bonus; () if there is none."""
        return tuple(entry for entry in self.entries if entry.credit_id == credit_id)

    def reservation(self, order_id: str, payment_id: str) -> CreditReservation | None:
        """Return what is or was set aside for a payment, or None."""
        for one in self.reservations:
            if (one.order_id, one.payment_id) == (order_id, payment_id):
                return one
        return None


EMPTY: Final = Customer()
"""The account before its first event."""
