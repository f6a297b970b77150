"""Commands on one customer's account, short enough to read in a test."""

from datetime import timedelta

from postpurchase.customer import commands as c
from postpurchase.customer.decide import decide
from postpurchase.customer.evolve import replay
from postpurchase.customer.model import EMPTY
from postpurchase.testing.clock import NOON
from postpurchase.values.money import Money


def eur(amount_minor):
    return Money(amount_minor, "EUR")


def hours(n):
    return NOON + timedelta(hours=n)


def ask(kind, **given):
    return kind(**{"customer_id": "c7", "at": NOON} | given)


def issue(credit_id, amount, bonus=None, **given):
    given = {"reason": "return"} | given
    return ask(
        c.IssueCredit,
        credit_id=credit_id,
        amount=eur(amount),
        bonus=None if bonus is None else eur(bonus),
        **given,
    )


def reserve(amount, payment_id="P1", **given):
    given = {"order_id": "1001"} | given
    return ask(c.ReserveCredit, payment_id=payment_id, amount=eur(amount), **given)


def capture(amount=None, payment_id="P1", **given):
    given = {"order_id": "1001"} | given
    spent = None if amount is None else eur(amount)
    return ask(c.CaptureCredit, payment_id=payment_id, amount=spent, **given)


def release(payment_id="P1", **given):
    given = {"order_id": "1001"} | given
    return ask(c.ReleaseCredit, payment_id=payment_id, **given)


def revoke(credit_id, **given):
    return ask(c.RevokeCredit, credit_id=credit_id, **{"reason": "mistake"} | given)


def expire(at):
    return ask(c.ExpireCredit, at=at)


def after(*commands, customer=EMPTY):
    """Return the account after commands that nobody refuses."""
    for command in commands:
        customer = replay(decide(customer, command), customer)
    return customer


def happened(customer, command):
    """Name what a command makes happen."""
    return [type(event).__name__ for event in decide(customer, command)]


def parts(event):
    return [(one.credit_id, one.amount_minor, one.is_bonus) for one in event.parts]
