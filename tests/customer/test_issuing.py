"""Giving credit, with the bonus apart, and taking it back."""

import pytest

from customer.accounts import (
    after,
    ask,
    capture,
    eur,
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
from postpurchase.errors import (
    Contradiction,
    CurrencyMismatch,
    InvalidInput,
    InvalidMoney,
    MissingField,
    NaiveTime,
    UnknownCredit,
)
from postpurchase.testing.clock import NOON
from postpurchase.values.money import Money


def test_what_was_paid_for_and_the_bonus_are_entries_of_their_own():
    command = issue(
        "K1",
        2000,
        200,
        expires_at=hours(24),
        order_id="1001",
        refund_id="F1",
        return_id="R1",
        by="staff:7",
    )
    paid, bonus = after(command).entries

    assert (2000, False) == (paid.issued_minor, paid.is_bonus)
    assert (200, True) == (bonus.issued_minor, bonus.is_bonus)
    for entry in (paid, bonus):
        assert ("K1", "EUR", "return") == (
            entry.credit_id,
            entry.currency,
            entry.reason,
        )
        assert ("1001", "F1", "R1") == (
            entry.order_id,
            entry.refund_id,
            entry.return_id,
        )
        assert (NOON, hours(24)) == (entry.issued_at, entry.expires_at)
    (event,) = decide(EMPTY, command)
    assert ("c7", "staff:7", 0) == (
        event.customer_id,
        event.by,
        event.bonus_back_minor,
    )


def test_a_balance_says_what_can_be_spent_and_how_much_of_it_is_a_bonus():
    credit = after(issue("K1", 2000, 200), issue("K2", 500)).credit("EUR")

    assert (eur(2700), eur(200)) == (credit.available, credit.bonus)
    assert (eur(2700), eur(0), eur(0)) == (
        credit.issued,
        credit.reserved,
        credit.spent,
    )


def test_each_currency_has_a_balance_of_its_own():
    pounds = ask(
        c.IssueCredit, credit_id="K2", amount=Money(300, "GBP"), reason="goodwill"
    )
    customer = after(issue("K1", 2000), pounds)

    assert ["EUR", "GBP"] == [one.currency for one in customer.balances]
    assert Money(300, "GBP") == customer.credit("GBP").available
    assert Money(0, "PLN") == customer.credit("PLN").available


def test_a_bonus_alone_is_a_credit_and_so_is_an_amount_alone():
    assert [(200, True)] == [
        (one.issued_minor, one.is_bonus) for one in after(issue("K1", 0, 200)).entries
    ]
    assert [(1, False)] == [
        (one.issued_minor, one.is_bonus) for one in after(issue("K1", 1)).entries
    ]


@pytest.mark.parametrize(
    ("amount", "bonus", "path"),
    [(0, None, "amount"), (0, 0, "amount"), (-1, 5, "amount"), (5, -1, "bonus")],
)
def test_nothing_and_less_is_no_credit(amount, bonus, path):
    with pytest.raises(InvalidMoney) as refused:
        decide(EMPTY, issue("K1", amount, bonus))

    assert path == refused.value.path


def test_a_bonus_is_in_the_currency_of_the_amount():
    command = ask(
        c.IssueCredit,
        credit_id="K1",
        amount=eur(1),
        bonus=Money(1, "USD"),
        reason="return",
    )

    with pytest.raises(CurrencyMismatch):
        decide(EMPTY, command)


def test_all_credit_together_is_an_amount():
    much = 10**18 - 1

    with pytest.raises(InvalidMoney):
        decide(after(issue("K1", much)), issue("K2", 1))


def test_the_end_is_still_to_come():
    with pytest.raises(InvalidInput) as refused:
        decide(EMPTY, issue("K1", 1, expires_at=NOON))
    assert "expires_at" == refused.value.path

    assert 1 == after(issue("K1", 1, expires_at=hours(1))).version


def test_a_time_without_a_zone_is_no_end():
    with pytest.raises(NaiveTime) as refused:
        issue("K1", 1, expires_at=NOON.replace(tzinfo=None))

    assert "expires_at" == refused.value.path


def test_a_credit_says_why_it_is_given():
    with pytest.raises(MissingField):
        issue("K1", 1, reason="")


def test_the_same_credit_is_given_once():
    customer = after(issue("K1", 2000, 200))

    assert () == decide(customer, issue("K1", 2000, 200))


def test_another_amount_under_the_same_id_is_refused_with_both():
    with pytest.raises(Contradiction) as refused:
        decide(after(issue("K1", 2000, 200)), issue("K1", 2000))

    assert ("22.00 EUR", "20.00 EUR") == (refused.value.known, refused.value.said)
    assert "amount" == refused.value.path


def spent_of(paid, bonus):
    return after(issue("K1", paid, bonus), reserve(paid + bonus), capture())


def back(credit_id, amount, bonus=None, **given):
    return issue(credit_id, amount, bonus, order_id="1001", payment_id="P1", **given)


def test_what_was_paid_with_a_bonus_comes_back_as_a_bonus():
    (event,) = decide(spent_of(2000, 200), back("F1", 2200))

    assert (2000, 200, 200) == (
        event.amount_minor,
        event.bonus_minor,
        event.bonus_back_minor,
    )


def test_paid_for_credit_comes_back_first_over_all_refunds():
    customer = after(back("F1", 1500), customer=spent_of(2000, 200))
    (second,) = decide(customer, back("F2", 600))
    (third,) = decide(after(back("F2", 600), customer=customer), back("F3", 100, 30))

    assert (500, 100) == (second.amount_minor, second.bonus_minor)
    assert (0, 130, 100) == (
        third.amount_minor,
        third.bonus_minor,
        third.bonus_back_minor,
    )


def test_more_than_was_paid_with_credit_comes_back_as_paid_for():
    (event,) = decide(spent_of(2000, 200), back("F1", 2300))

    assert (2100, 200) == (event.amount_minor, event.bonus_minor)


def test_another_orders_payment_changes_nothing_about_what_comes_back():
    elsewhere = issue("F1", 15, order_id="1002", payment_id="P1")

    (event,) = decide(spent_of(10, 5), elsewhere)

    assert (15, 0) == (event.amount_minor, event.bonus_minor)


def test_another_currency_does_not_come_back_from_the_payment():
    pounds = ask(
        c.IssueCredit,
        credit_id="F1",
        amount=Money(15, "GBP"),
        reason="return",
        order_id="1001",
        payment_id="P1",
    )

    (event,) = decide(spent_of(10, 5), pounds)

    assert (15, 0) == (event.amount_minor, event.bonus_minor)


def test_a_credit_is_revoked_as_far_as_it_is_left():
    customer = after(issue("K1", 2000, 200), issue("K2", 100), reserve(300))
    customer = after(capture(50), customer=customer)

    (event,) = decide(customer, revoke("K1", reason="goods_not_received"))
    credit = after(revoke("K1"), customer=customer).credit("EUR")

    assert [("K1", 1900, False)] == parts(event)
    assert (300, "goods_not_received") == (event.shortfall_minor, event.reason)
    assert (eur(100), eur(1900)) == (credit.available, credit.revoked)
    assert eur(250) == credit.reserved


def test_a_credit_of_which_nothing_is_left_is_revoked_with_the_whole_shortfall():
    customer = spent_of(2000, 200)

    (event,) = decide(customer, revoke("K1"))

    assert ([], 2200) == (parts(event), event.shortfall_minor)


def test_a_credit_is_revoked_once():
    assert () == decide(after(issue("K1", 5), revoke("K1")), revoke("K1"))


def test_what_is_set_aside_of_a_revoked_credit_is_taken_when_it_is_free():
    customer = after(issue("K1", 500), reserve(300), revoke("K1"))

    _, taken = decide(customer, release())

    assert [("K1", 300, False)] == parts(taken)
    assert (0, "revoked_before") == (taken.shortfall_minor, taken.reason)
    assert ["CreditReleased", "CreditRevoked"] == happened(customer, release())
    assert eur(500) == after(release(), customer=customer).credit("EUR").revoked


def test_a_credit_that_was_never_given_cannot_be_revoked():
    with pytest.raises(UnknownCredit) as refused:
        decide(after(issue("K1", 5, 5)), revoke("K2"))

    assert ("K2", ("K1",)) == (refused.value.credit_id, refused.value.known)


def test_paid_for_credit_that_came_back_in_three_parts_is_counted_once():
    customer = spent_of(2000, 200)
    for credit_id in ("F1", "F2"):
        customer = after(back(credit_id, 900), customer=customer)
    (third,) = decide(customer, back("F3", 300))

    assert (200, 100) == (third.amount_minor, third.bonus_minor)
