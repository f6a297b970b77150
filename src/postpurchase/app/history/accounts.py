"""Customers' accounts as plain documents, the shape that scripts read.

More fields may come; the ones that are here stay.
"""

from __future__ import annotations

from typing import Any

from postpurchase.customer.credit import CreditBalance, CreditEntry
from postpurchase.customer.model import Customer
from postpurchase.values.money import Money

Document = dict[str, Any]


def account_document(customer: Customer) -> Document:
    """Write a customer's account as it stands; nothing personal is in it."""
    return {
        "customer_id": customer.customer_id,
        "balances": [_balance(one) for one in customer.balances],
        "version": customer.version,
    }


def _balance(balance: CreditBalance) -> Document:
    amounts = {
        "available": balance.available,
        "bonus": balance.bonus,
        "reserved": balance.reserved,
        "spent": balance.spent,
        "expired": balance.expired,
        "revoked": balance.revoked,
    }
    return {
        "currency": balance.currency,
        **{name: _money(amount) for name, amount in amounts.items()},
        "entries": [_entry(entry) for entry in balance.entries],
    }


def _entry(entry: CreditEntry) -> Document:
    return {
        "credit_id": entry.credit_id,
        "is_bonus": entry.is_bonus,
        "issued": _money(Money(entry.issued_minor, entry.currency)),
        "available": _money(entry.available),
        "issued_at": entry.issued_at.isoformat(),
        "expires_at": entry.expires_at.isoformat() if entry.expires_at else None,
        "reason": entry.reason,
        "order_id": entry.order_id,
        "refund_id": entry.refund_id,
        "return_id": entry.return_id,
    }


def _money(amount: Money) -> Document:
    return {"amount_minor": amount.amount_minor, "currency": amount.currency}
