"""What became of a refund is looked up until somebody knows."""

from datetime import timedelta
from itertools import pairwise

import pytest

from order.making import ask, eur, happened, place
from postpurchase.errors import InvalidInput, UnknownRefund
from postpurchase.order import commands as c
from postpurchase.order import events as e
from postpurchase.order.timers import (
    CHECK_REFUND,
    REFUND_TRIES_MAX,
    timer_command,
    timers_of,
)
from postpurchase.testing import given
from postpurchase.testing.clock import NOON

ASKED = (
    place(),
    ask(c.CapturePayment, payment_id="PAY", method="card", amount=eur(3000)),
    ask(c.RequestRefund, refund_id="R1", units={"L1": 1}),
)
SEND = ask(c.SendRefund, refund_id="R1", gateway="bank")
SENT = happened(e.RefundSent, refund_id="R1", gateway="bank")


def settle(outcome, **more):
    return ask(c.SettleRefund, refund_id="R1", outcome=outcome, **more)


@pytest.mark.parametrize("known", ["succeeded", "failed"])
def test_a_time_out_says_nothing_against_an_answer(known):
    given(*ASKED, settle(known)).when(settle("unknown")).then_nothing()


def test_a_refund_knows_its_gateway_its_first_sending_and_the_providers_id():
    later = ask(c.SendRefund, refund_id="R1", at=NOON + timedelta(hours=1))
    way = (SEND, settle("unknown"), later, settle("succeeded", reference="re_1"))

    refund = given(*ASKED, *way).order.refund("R1")

    known = (refund.gateway, refund.sent_at, refund.reference)
    assert ("bank", NOON, "re_1") == known


def test_nothing_of_it_is_known_of_a_refund_that_was_not_sent():
    refund = given(*ASKED).order.refund("R1")

    assert ("", None, "") == (refund.gateway, refund.sent_at, refund.reference)


@pytest.mark.parametrize("last", [SEND, settle("unknown")])
def test_an_open_refund_is_looked_up(last):
    check = ask(c.CheckRefund, refund_id="R1", tries=3)

    case = given(*ASKED, last).when(check)

    case.then(happened(e.RefundChecked, refund_id="R1", tries=3))


@pytest.mark.parametrize("last", [(), (settle("succeeded"),), (settle("failed"),)])
def test_a_refund_that_was_not_sent_or_is_settled_is_not_looked_up(last):
    given(*ASKED, *last).when(ask(c.CheckRefund, refund_id="R1")).then_nothing()


def test_a_look_changes_nothing():
    looked = happened(e.RefundChecked, refund_id="R1", tries=1)

    before, after = given(*ASKED, SENT).order, given(*ASKED, SENT, looked).order

    assert before.ledger == after.ledger


def test_an_unknown_refund_cannot_be_looked_up():
    check = ask(c.CheckRefund, refund_id="R9")

    given(*ASKED).when(check).then_rejected(UnknownRefund, refund_id="R9")


@pytest.mark.parametrize("tries", [0, True, "1"])
def test_looks_are_counted_from_one(tries):
    with pytest.raises(InvalidInput, match="a whole number from 1"):
        ask(c.CheckRefund, refund_id="R1", tries=tries)


def chain():
    """Follow the timers of a refund that stays open; when each look is due."""
    event, due = SENT, [NOON]
    while timers := timers_of(event):
        ((purpose, due_at),) = timers
        check = timer_command(purpose, event, order_id="1001", command_id="T")
        assert (CHECK_REFUND, due_at) == (purpose, check.at)
        assert (len(due), "R1", "timer") == (check.tries, check.refund_id, check.by)
        due.append(due_at)
        event = happened(e.RefundChecked, refund_id="R1", tries=check.tries, at=due_at)
    return due


def test_looks_come_soon_then_seldom_and_end_after_a_month():
    due = chain()

    pauses = [int((b - a).total_seconds()) for a, b in pairwise(due)]
    assert [60, 600, 3600, 21600] == pauses[:4]
    assert {86_400} == set(pauses[4:])
    assert REFUND_TRIES_MAX == len(pauses) == 34


def test_what_the_shop_sends_by_its_own_means_is_its_own_to_look_up():
    sent = happened(e.RefundSent, refund_id="R1")

    assert () == timers_of(sent)
    with pytest.raises(LookupError):
        timer_command(CHECK_REFUND, sent, order_id="1001", command_id="T")
