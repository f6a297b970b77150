"""Whatever is asked in whatever order: every cent is in one place, none below zero."""

from hypothesis import given, settings
from hypothesis import strategies as st

from customer.accounts import capture, expire, hours, issue, release, reserve, revoke
from postpurchase.customer.decide import decide
from postpurchase.customer.evolve import replay
from postpurchase.customer.model import EMPTY
from postpurchase.errors import InvalidInput, Rejected

TIMES = st.integers(0, 8).map(hours)
CREDITS = st.sampled_from(["K1", "K2", "K3"])
PAYMENTS = st.sampled_from(["P1", "P2"])
CENTS = st.integers(1, 60)
COMMANDS = st.one_of(
    st.builds(
        lambda name, amount, bonus, at, ends, paid: issue(
            name,
            amount,
            bonus,
            at=at,
            expires_at=ends,
            order_id="1001",
            payment_id=paid,
        ),
        CREDITS,
        CENTS,
        st.none() | CENTS,
        TIMES,
        st.none() | TIMES,
        st.just("") | PAYMENTS,
    ),
    st.builds(
        lambda amount, paid, at, until: reserve(amount, paid, at=at, until_at=until),
        CENTS,
        PAYMENTS,
        TIMES,
        st.none() | TIMES,
    ),
    st.builds(
        lambda amount, paid, at: capture(amount, paid, at=at),
        st.none() | CENTS,
        PAYMENTS,
        TIMES,
    ),
    st.builds(lambda paid, at: release(paid, at=at), PAYMENTS, TIMES),
    st.builds(lambda name, at: revoke(name, at=at), CREDITS, TIMES),
    st.builds(expire, TIMES),
)


def places(entry):
    return (
        entry.available_minor,
        entry.reserved_minor,
        entry.spent_minor,
        entry.expired_minor,
        entry.revoked_minor,
    )


@settings(max_examples=300)
@given(st.lists(COMMANDS, max_size=25))
def test_what_was_issued_is_in_one_of_five_places_and_never_below_zero(commands):
    customer, log = EMPTY, []
    for command in commands:
        try:
            events = decide(customer, command)
        except (Rejected, InvalidInput):
            continue
        customer = replay(events, customer)
        log += events
        for entry in customer.entries:
            assert min(places(entry)) >= 0
            assert entry.issued_minor == sum(places(entry))
            assert not (entry.is_revoked and entry.available_minor)
        held = sum(one.reserved_minor for one in customer.reservations)
        spent = sum(one.spent_minor for one in customer.reservations)
        assert held == sum(entry.reserved_minor for entry in customer.entries)
        assert spent == sum(entry.spent_minor for entry in customer.entries)
        for one in customer.reservations:
            bonus = sum(part.amount_minor for part in one.spent if part.is_bonus)
            assert one.bonus_back_minor <= bonus
    credit = customer.credit("EUR")
    assert credit.issued == (
        credit.available
        + credit.reserved
        + credit.spent
        + credit.expired
        + credit.revoked
    )
    assert replay(log) == customer
