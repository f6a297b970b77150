"""Many processes dispatch the same refunds, and die; each is paid once.

`nox -s refund_faults` runs it in full: 16 processes, and a hundred kills.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from postpurchase import CapturePayment, Money, PostPurchase, RequestRefund
from postpurchase.testing import NOON, Clock, FakeGateway, place_order
from robustness.refunds.payer import open_shop

PAYER = Path(__file__).with_name("payer.py")
IS_FULL = "POSTPURCHASE_REFUND_FAULTS" in os.environ
PROCESSES = 16 if IS_FULL else 4
KILLS = 100 if IS_FULL else 3
FAULTS = ["lost_after,busy,,lost_before,garbled", *([""] if IS_FULL else [])]
REFUNDS = 60 if IS_FULL else 12


def start(url, books, now, faults=""):
    child = subprocess.Popen(
        [sys.executable, str(PAYER), url, str(books), now.isoformat(), faults],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert "ready\n" == child.stdout.readline()
    return child


def go(child):
    child.stdin.write("go\n")
    child.stdin.flush()


@pytest.fixture
def shop_of(tmp_path):
    """Return where a shop with many small refunds on one order is, and its books."""
    url, books = f"sqlite:///{tmp_path}/shop.db", tmp_path / "books.db"
    FakeGateway(path=books).close()
    with open_shop(url, books, Clock()) as shop:
        shop.handle(place_order())
        ask = {"order_id": "1001", "at": NOON}
        paid = Money(3240, "EUR")
        shop.handle(CapturePayment(payment_id="P1", method="card", amount=paid, **ask))
        for n in range(REFUNDS):
            some = Money(20 + n, "EUR")
            shop.handle(RequestRefund(refund_id=f"R{n}", goodwill=some, **ask))
    return url, books


def settle(url, books, now):
    """Dispatch calmly until nothing is open; return the order."""
    clock = Clock(now)
    with open_shop(url, books, clock) as shop:
        for _ in range(50):
            shop.dispatch()
            if not shop.open_refunds():
                break
            clock.advance(minutes=20)
        return shop.order("1001")


def check(order, books):
    """Each refund was paid once, and nothing else was."""
    with_books = FakeGateway(path=books)
    payouts = with_books.payouts()
    with_books.close()
    assert {"succeeded"} == {refund.state for refund in order.refunds}
    assert sorted(refund.key for refund in order.refunds) == sorted(
        payout.key for payout in payouts
    )
    assert order.refunded.amount_minor == sum(
        payout.amount.amount_minor for payout in payouts
    )
    assert REFUNDS == len(payouts)


@pytest.mark.parametrize("faults", FAULTS)
def test_many_processes_pay_each_refund_once(shop_of, faults):
    url, books = shop_of
    children = [start(url, books, NOON, faults) for _ in range(PROCESSES)]
    for child in children:
        go(child)
    said = [child.communicate()[0] for child in children]

    assert all(one.endswith("finished\n") for one in said)
    check(settle(url, books, NOON + timedelta(minutes=2)), books)


def test_a_process_that_is_killed_pays_nothing_twice(shop_of, capsys):
    url, books = shop_of
    rng, now, open_ended = random.Random(4), NOON, 0
    for _ in range(KILLS):
        child = start(url, books, now, "lost_after,,,garbled")
        go(child)
        # It dies right after the provider was asked, once or some times.
        for _ in range(rng.randrange(1, 4)):
            if "asked" not in child.stdout.readline():
                break
        child.send_signal(signal.SIGKILL)
        child.communicate()
        # What a killed worker had leased is free again.
        now += timedelta(minutes=2)
        with PostPurchase.open(url, entry_points=False) as shop:
            order = shop.order("1001")
        provider = FakeGateway(path=books)
        paid = {payout.key for payout in provider.payouts()}
        provider.close()
        open_ended += any(
            refund.state == "sent" and refund.key in paid for refund in order.refunds
        )
        if not [one for one in order.refunds if one.state != "succeeded"]:
            break

    with capsys.disabled():
        print(f"\npaid, and not recorded when it died: {open_ended} times")
    assert open_ended > 0
    check(settle(url, books, now), books)
