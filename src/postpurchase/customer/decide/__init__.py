"""Deciding: the only place where rules about a customer's account stand.

`decide` answers a command with events: what happens, or nothing because it already
has. What must not happen it refuses with an error that names the rule and the
numbers. The account never goes below zero.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from postpurchase.customer import commands as c
from postpurchase.customer.decide import issuing, spending
from postpurchase.customer.decide.issuing import Events
from postpurchase.customer.model import Customer

RULES: Final[dict[type[c.CustomerCommand], Callable[[Customer, Any], Events]]] = {
    c.IssueCredit: issuing.issue_credit,
    c.ReserveCredit: spending.reserve_credit,
    c.CaptureCredit: spending.capture_credit,
    c.ReleaseCredit: spending.release_credit,
    c.RevokeCredit: issuing.revoke_credit,
    c.ExpireCredit: spending.expire_credit,
}
"""Which rule answers which command. A test holds it complete."""


def decide(customer: Customer, command: c.CustomerCommand) -> Events:
    """Say what a command makes happen to a customer's account.

    Args:
        customer: The account as it stands.
        command: What is asked.

    Returns:
        The events, oldest first; none if it has already happened.

    Raises:
        Rejected: A rule says no; the subclass says which.
    """
    return RULES[type(command)](customer, command)
