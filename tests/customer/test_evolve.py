"""Every command and event has its place, and a replay in parts is one at once."""

import attrs
import pytest

from customer.accounts import after, capture, expire, hours, issue, reserve
from postpurchase.customer import commands as c
from postpurchase.customer import events as e
from postpurchase.customer.decide import RULES, decide
from postpurchase.customer.evolve import APPLY, replay
from postpurchase.customer.model import EMPTY


def test_every_event_is_listed_and_applied():
    assert set(e.CustomerEvent.__subclasses__()) == set(e.EVENTS) == set(APPLY)


def test_every_command_is_listed_and_has_a_rule():
    assert set(c.CustomerCommand.__subclasses__()) == set(c.COMMANDS) == set(RULES)


def test_the_version_counts_events_and_the_customer_is_known_from_the_first():
    customer = after(issue("R1", 2000), reserve(500), capture())

    assert (3, "c7") == (customer.version, customer.customer_id)
    assert (0, "") == (EMPTY.version, EMPTY.customer_id)


def test_replay_in_parts_is_replay_at_once():
    customer, events = EMPTY, []
    for command in (
        issue("R1", 2000, 200, expires_at=hours(5)),
        reserve(700, until_at=hours(1)),
        capture(300),
        expire(hours(6)),
    ):
        made = decide(customer, command)
        customer = replay(made, customer)
        events += made

    assert replay(events) == customer
    assert replay(events[2:], replay(events[:2])) == customer


def test_an_account_never_changes():
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        after(issue("R1", 1)).version = 7


def test_a_reservation_that_no_event_made_is_no_state():
    event = e.CreditReleased(at=hours(0), order_id="1", payment_id="P", parts=())

    with pytest.raises(AssertionError, match="in the log"):
        replay([event])
