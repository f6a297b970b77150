"""Spending: set aside in a stated order, then spent, free again, or over."""

import pytest

from customer.accounts import (
    after,
    ask,
    capture,
    eur,
    expire,
    happened,
    hours,
    issue,
    parts,
    release,
    reserve,
    revoke,
)
from postpurchase.customer import commands as c
from postpurchase.customer.decide import decide
from postpurchase.customer.model import EMPTY
from postpurchase.customer.timers import timer_command, timers_of
from postpurchase.errors import (
    Contradiction,
    CreditNotReserved,
    CurrencyMismatch,
    InvalidInput,
    InvalidMoney,
    NotEnoughCredit,
)
from postpurchase.testing.clock import NOON
from postpurchase.values.money import Money


def test_what_expires_first_is_used_first_then_a_bonus_then_the_oldest():
    customer = after(
        issue("old", 10, 1),
        issue("new", 10, 1),
        issue("soon", 10, 1, expires_at=hours(2)),
        issue("later", 10, 1, expires_at=hours(3)),
    )

    (event,) = decide(customer, reserve(44))

    assert [
        ("soon", 1, True),
        ("soon", 10, False),
        ("later", 1, True),
        ("later", 10, False),
        ("old", 1, True),
        ("new", 1, True),
        ("old", 10, False),
        ("new", 10, False),
    ] == parts(event)


def test_only_as_much_is_set_aside_as_was_asked_for():
    customer = after(issue("K1", 10, 5))

    (event,) = decide(customer, reserve(7))
    credit = after(reserve(7), customer=customer).credit("EUR")

    assert [("K1", 5, True), ("K1", 2, False)] == parts(event)
    assert (eur(8), eur(7), eur(0)) == (
        credit.available,
        credit.reserved,
        credit.bonus,
    )


def test_all_of_it_can_be_set_aside_and_not_a_cent_more():
    customer = after(issue("K1", 10, 5))

    assert eur(0) == after(reserve(15), customer=customer).credit("EUR").available
    with pytest.raises(NotEnoughCredit) as refused:
        decide(customer, reserve(16))
    assert ("0.16 EUR", "0.15 EUR") == (refused.value.asked, refused.value.available)


def test_credit_in_another_currency_does_not_count():
    pounds = ask(
        c.ReserveCredit, order_id="1001", payment_id="P1", amount=Money(1, "GBP")
    )

    with pytest.raises(NotEnoughCredit):
        decide(after(issue("K1", 10)), pounds)


@pytest.mark.parametrize("amount", [0, -1])
def test_nothing_cannot_be_set_aside(amount):
    with pytest.raises(InvalidMoney):
        decide(after(issue("K1", 10)), reserve(amount))


def test_the_end_of_a_reservation_is_still_to_come():
    with pytest.raises(InvalidInput) as refused:
        decide(after(issue("K1", 10)), reserve(1, until_at=NOON))

    assert "until_at" == refused.value.path


def test_the_same_reservation_is_made_once():
    customer = after(issue("K1", 10), reserve(7))

    assert () == decide(customer, reserve(7))
    assert () == decide(after(capture(), customer=customer), reserve(7))


def test_another_amount_for_the_same_payment_is_refused():
    with pytest.raises(Contradiction) as refused:
        decide(after(issue("K1", 10), reserve(7)), reserve(8))

    assert ("0.07 EUR", "0.08 EUR") == (refused.value.known, refused.value.said)


def test_two_orders_may_call_their_payments_alike():
    customer = after(issue("K1", 10), reserve(7), reserve(3, order_id="1002"))

    assert (7, 3) == (
        customer.reservation("1001", "P1").reserved_minor,
        customer.reservation("1002", "P1").reserved_minor,
    )


def test_a_reservation_lasts_longer_when_it_is_asked_for_again_without_an_end():
    customer = after(issue("K1", 10), reserve(7, until_at=hours(1)))

    assert ["CreditReservationExtended"] == happened(customer, reserve(7))
    kept = after(reserve(7), customer=customer)
    assert kept.reservation("1001", "P1").until_at is None
    assert () == decide(kept, expire(hours(1)))
    assert () == decide(kept, reserve(7, until_at=hours(1)))


@pytest.mark.parametrize(("until", "events"), [(1, 0), (2, 0), (3, 1)])
def test_a_reservation_never_gets_shorter(until, events):
    customer = after(issue("K1", 10), reserve(7, until_at=hours(2)))

    again = reserve(7, until_at=hours(until))

    assert events == len(decide(customer, again))


def test_what_was_released_can_be_set_aside_anew():
    customer = after(issue("K1", 10), reserve(7), release())

    assert ["CreditReserved"] == happened(customer, reserve(9))


def test_credit_is_spent_in_parts_in_the_order_in_which_it_was_set_aside():
    customer = after(issue("K1", 10, 5), reserve(12))

    (first,) = decide(customer, capture(6))
    customer = after(capture(6), customer=customer)
    (rest,) = decide(customer, capture())
    customer = after(capture(), customer=customer)

    assert [("K1", 5, True), ("K1", 1, False)] == parts(first)
    assert [("K1", 6, False)] == parts(rest)
    assert (eur(12), eur(3)) == (
        customer.credit("EUR").spent,
        customer.credit("EUR").available,
    )


def test_no_more_is_spent_than_was_set_aside():
    customer = after(issue("K1", 10), reserve(7))

    assert eur(7) == after(capture(7), customer=customer).credit("EUR").spent
    with pytest.raises(NotEnoughCredit) as refused:
        decide(customer, capture(8))
    assert ("0.08 EUR", "0.07 EUR") == (refused.value.asked, refused.value.available)


@pytest.mark.parametrize("amount", [0, -1])
def test_nothing_cannot_be_spent(amount):
    with pytest.raises(InvalidMoney):
        decide(after(issue("K1", 10), reserve(7)), capture(amount))


def test_another_currency_cannot_be_spent():
    pounds = ask(
        c.CaptureCredit, order_id="1001", payment_id="P1", amount=Money(1, "GBP")
    )

    with pytest.raises(CurrencyMismatch):
        decide(after(issue("K1", 10), reserve(7)), pounds)


def test_all_that_is_set_aside_is_spent_once():
    assert () == decide(after(issue("K1", 10), reserve(7), capture()), capture())


@pytest.mark.parametrize(
    "customer",
    [EMPTY, after(issue("K1", 10)), after(issue("K1", 10), reserve(7), release())],
)
def test_nothing_is_spent_that_is_not_set_aside(customer):
    with pytest.raises(CreditNotReserved) as refused:
        decide(customer, capture())

    assert ("1001", "P1") == (refused.value.order_id, refused.value.payment_id)


def test_what_is_not_needed_is_free_again():
    customer = after(issue("K1", 10), reserve(7), capture(2))

    (event,) = decide(customer, release(reason="order_cancelled"))
    credit = after(release(), customer=customer).credit("EUR")

    assert [("K1", 5, False)] == parts(event)
    assert "order_cancelled" == event.reason
    assert (eur(8), eur(0), eur(2)) == (
        credit.available,
        credit.reserved,
        credit.spent,
    )


@pytest.mark.parametrize(
    "customer",
    [EMPTY, after(issue("K1", 10), reserve(7), capture())],
)
def test_there_is_nothing_to_free_where_nothing_is_set_aside(customer):
    assert () == decide(customer, release())


def test_credit_is_over_at_its_very_end_and_not_before():
    customer = after(issue("K1", 10, 5, expires_at=hours(2)), issue("K2", 1))

    assert () == decide(customer, expire(hours(1)))
    (event,) = decide(customer, expire(hours(2)))
    credit = after(expire(hours(2)), customer=customer).credit("EUR")

    assert [("K1", 10, False), ("K1", 5, True)] == parts(event)
    assert (eur(1), eur(15)) == (credit.available, credit.expired)
    assert () == decide(after(expire(hours(2)), customer=customer), expire(hours(2)))


def test_credit_that_is_over_is_not_set_aside_though_no_timer_came_yet():
    customer = after(issue("K1", 10, expires_at=hours(2)), issue("K2", 5))

    over, reserved = decide(customer, reserve(5, at=hours(2)))

    assert [("K1", 10, False)] == parts(over)
    assert [("K2", 5, False)] == parts(reserved)
    with pytest.raises(NotEnoughCredit) as refused:
        decide(customer, reserve(6, at=hours(2)))
    assert "0.05 EUR" == refused.value.available


def test_what_is_set_aside_does_not_expire_until_it_is_free():
    customer = after(issue("K1", 10, expires_at=hours(2)), reserve(7))
    customer = after(expire(hours(2)), customer=customer)

    assert (eur(3), eur(7)) == (
        customer.credit("EUR").expired,
        customer.credit("EUR").reserved,
    )
    assert eur(7) == after(capture(), customer=customer).credit("EUR").spent
    assert ["CreditReleased", "CreditExpired"] == happened(
        customer, release(at=hours(3))
    )
    freed = after(release(at=hours(3)), customer=customer)
    assert (eur(0), eur(10)) == (
        freed.credit("EUR").available,
        freed.credit("EUR").expired,
    )


def test_a_reservation_ends_by_itself_at_its_time():
    customer = after(issue("K1", 10), reserve(7, until_at=hours(1)))

    assert () == decide(customer, expire(NOON))
    (event,) = decide(customer, expire(hours(1)))

    assert ("time_is_up", [("K1", 7, False)]) == (event.reason, parts(event))


def test_a_reservation_that_was_spent_does_not_end():
    customer = after(issue("K1", 10), reserve(7, until_at=hours(1)), capture())

    assert () == decide(customer, expire(hours(1)))


def test_what_a_revoked_credit_frees_does_not_expire_but_is_taken():
    customer = after(
        issue("K1", 10, expires_at=hours(2)),
        reserve(7, until_at=hours(1)),
        revoke("K1"),
    )

    assert ["CreditReleased", "CreditRevoked"] == happened(customer, expire(hours(3)))


def test_timers_are_set_for_ends_and_for_nothing_else():
    customer = after(issue("K1", 10))
    ending = decide(EMPTY, issue("K1", 10, expires_at=hours(2)))
    held = decide(customer, reserve(7, until_at=hours(1)))
    extended = decide(
        after(reserve(7, until_at=hours(1)), customer=customer),
        reserve(7, until_at=hours(4)),
    )

    assert [(("expire_credit", hours(2)),)] == [timers_of(one) for one in ending]
    assert [(("expire_credit", hours(1)),)] == [timers_of(one) for one in held]
    assert [(("expire_credit", hours(4)),)] == [timers_of(one) for one in extended]
    for command in (issue("K2", 10), reserve(7), revoke("K1")):
        assert [()] == [timers_of(one) for one in decide(customer, command)]


def test_a_timer_asks_what_is_over_at_its_own_time():
    (event,) = decide(EMPTY, issue("K1", 10, expires_at=hours(2)))

    command = timer_command(
        "expire_credit", event, customer_id="c7", command_id="customer:c7:1:timer"
    )

    assert (
        c.ExpireCredit(
            customer_id="c7", at=hours(2), by="timer", command_id="customer:c7:1:timer"
        )
        == command
    )


@pytest.mark.parametrize(
    ("purpose", "expires_at"), [("expire_credit", None), ("check", hours(2))]
)
def test_an_event_has_no_other_timers(purpose, expires_at):
    (event,) = decide(EMPTY, issue("K1", 10, expires_at=expires_at))

    with pytest.raises(LookupError):
        timer_command(purpose, event, customer_id="c7", command_id="k")


def test_each_event_says_who_did_it():
    customer = after(issue("K1", 10, expires_at=hours(1)), issue("K2", 10))
    held = after(reserve(5, until_at=hours(1)), customer=customer)
    events = [
        *decide(customer, reserve(5, by="staff:7")),
        *decide(held, reserve(5, by="staff:7")),
        *decide(held, capture(by="staff:7")),
        *decide(held, release(by="staff:7", at=hours(2))),
        *decide(customer, revoke("K1", by="staff:7")),
    ]

    assert 6 == len(events)
    assert {"staff:7"} == {event.by for event in events}
