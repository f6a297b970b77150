"""What is refused says where, what and why; what happens says when."""

import pytest

from customer.accounts import (
    after,
    capture,
    eur,
    expire,
    hours,
    issue,
    release,
    reserve,
    revoke,
)
from postpurchase.customer import events as e
from postpurchase.customer.decide import decide
from postpurchase.customer.evolve import replay
from postpurchase.customer.model import EMPTY
from postpurchase.customer.timers import timer_command
from postpurchase.errors import (
    Contradiction,
    InvalidInput,
    InvalidMoney,
    UnknownCurrency,
)
from postpurchase.testing.clock import NOON

HAS = after(issue("K1", 1000, 100))
KEPT = after(issue("K1", 1000), reserve(400))


@pytest.mark.parametrize(
    ("customer", "command", "error", "path", "value", "expected"),
    [
        (EMPTY, issue("K", -5), InvalidMoney, "amount", "-0.05 EUR", "0 or more"),
        (EMPTY, issue("K", 5, -5), InvalidMoney, "bonus", "-0.05 EUR", "0 or more"),
        (EMPTY, issue("K", 0), InvalidMoney, "amount", "0.00 EUR", "more than 0"),
        (HAS, reserve(0), InvalidMoney, "amount", "0.00 EUR", "more than 0"),
        (HAS, reserve(-1), InvalidMoney, "amount", "-0.01 EUR", "more than 0"),
        (KEPT, capture(0), InvalidMoney, "amount", "0.00 EUR", "more than 0"),
        (
            EMPTY,
            issue("K", 5, expires_at=NOON),
            InvalidInput,
            "expires_at",
            NOON.isoformat(),
            "a time that is still to come",
        ),
        (
            HAS,
            reserve(5, until_at=NOON),
            InvalidInput,
            "until_at",
            NOON.isoformat(),
            "a time that is still to come",
        ),
    ],
)
def test_a_refusal_says_where_what_and_why(
    customer, command, error, path, value, expected
):
    with pytest.raises(error) as refused:
        decide(customer, command)

    assert (path, value) == (
        refused.value.path,
        refused.value.value,
    )
    assert expected == refused.value.expected


@pytest.mark.parametrize(
    ("customer", "command", "subject", "known", "said"),
    [
        (HAS, issue("K1", 1000), "credit K1", "11.00 EUR", "10.00 EUR"),
        (KEPT, reserve(401), "credit for payment P1", "4.00 EUR", "4.01 EUR"),
    ],
)
def test_another_amount_under_a_known_name_is_told_with_both(
    customer, command, subject, known, said
):
    with pytest.raises(Contradiction) as refused:
        decide(customer, command)

    error = refused.value
    assert ("amount", subject, known, said) == (
        error.path,
        error.subject,
        error.known,
        error.said,
    )


@pytest.mark.parametrize(
    ("customer", "command"),
    [
        (EMPTY, issue("K1", 5, at=hours(2))),
        (HAS, revoke("K1", at=hours(2))),
        (HAS, reserve(5, at=hours(2))),
        (after(issue("K1", 5, expires_at=hours(1))), expire(hours(2))),
        (KEPT, capture(at=hours(2))),
        (KEPT, release(at=hours(2))),
        (
            after(issue("K1", 9), reserve(5, until_at=hours(3))),
            reserve(5, until_at=hours(4), at=hours(2)),
        ),
    ],
)
def test_each_event_says_when_it_happened(customer, command):
    assert [hours(2)] == [event.at for event in decide(customer, command)]


def test_a_reservation_that_lasts_longer_ends_at_the_new_time():
    customer = after(
        issue("K1", 9),
        reserve(5, until_at=hours(3)),
        reserve(5, until_at=hours(4)),
    )

    assert hours(4) == customer.reservation("1001", "P1").until_at
    assert () == decide(customer, expire(hours(3)))
    assert 1 == len(decide(customer, expire(hours(4))))


def test_a_bonus_comes_back_as_a_bonus_once_over_several_refunds():
    spent = after(issue("K1", 600, 400), reserve(1000), capture())

    def back(credit_id, amount):
        return issue(credit_id, amount, order_id="1001", payment_id="P1")

    seen, customer = [], spent
    for n, amount in enumerate((700, 200, 100, 50)):
        (event,) = decide(customer, back(f"B{n}", amount))
        seen.append((event.amount_minor, event.bonus_minor, event.bonus_back_minor))
        customer = after(back(f"B{n}", amount), customer=customer)

    assert [(600, 100, 100), (0, 200, 200), (0, 100, 100), (50, 0, 0)] == seen
    known = customer.reservation("1001", "P1")
    assert (650, 400) == (known.paid_back_minor, known.bonus_back_minor)
    assert (eur(1050), eur(400)) == (
        customer.credit("EUR").available,
        customer.credit("EUR").bonus,
    )


def test_a_currency_that_does_not_exist_has_no_balance():
    with pytest.raises(UnknownCurrency) as refused:
        EMPTY.credit("XYZ")

    assert ("currency", "'XYZ'") == (refused.value.path, refused.value.value)


def test_a_timer_that_no_event_sets_is_named():
    event = e.CreditReserved(
        at=NOON, order_id="1001", payment_id="P1", currency="EUR", parts=()
    )

    with pytest.raises(LookupError) as refused:
        timer_command("expire_credit", event, customer_id="c7", command_id="t")

    assert "CreditReserved sets no timer 'expire_credit'" == str(refused.value)


def test_what_became_of_a_reservation_that_is_not_known_is_told():
    event = e.CreditReleased(
        at=NOON, order_id="1001", payment_id="P1", parts=(), reason="r"
    )

    with pytest.raises(AssertionError) as refused:
        replay((event,))

    assert "the event follows from one that is in the log" in str(refused.value)


def test_each_entry_says_what_of_it_can_be_spent():
    customer = after(issue("K1", 1000, 100), reserve(250))

    assert [eur(850), eur(0)] == [entry.available for entry in customer.entries]
