"""Whatever goes wrong between us and the provider, both books agree in the end.

`nox -s refund_faults` plays every sequence of four (of three with the other two
providers); the short form plays every sequence of two, and a fixed choice of those
of four.
"""

from __future__ import annotations

import logging
import os
from datetime import timedelta
from itertools import count, islice, product

import attrs
import pytest

from postpurchase.plugins.refunds import Payer
from robustness.refunds.world import TROUBLES, Tally, play

DEPTH = int(os.environ.get("POSTPURCHASE_REFUND_FAULTS", "2"))
STRIDE = 331
"""One of so many sequences of four is played in the short form: a prime number."""


@pytest.fixture(autouse=True)
def no_logs():
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


def sequences(depth):
    return product(TROUBLES, repeat=depth)


@pytest.mark.parametrize(
    ("name", "depth", "provider"),
    [
        ("keys for a day, found for ever", DEPTH, {}),
        ("both for a day", min(DEPTH, 3), {"finds_for": timedelta(hours=24)}),
        ("both for ever", min(DEPTH, 3), {"key_lifetime": None}),
    ],
)
def test_the_books_agree_after_every_order_of_troubles(name, depth, provider, capsys):
    tally = play(sequences(depth), Tally(), **provider)

    with capsys.disabled():
        print(f"\n{name}: {tally}")
    assert len(TROUBLES) ** depth == tally.sequences
    assert tally.deaths > 0
    assert tally.states["succeeded"] > tally.sequences


@pytest.mark.skipif(DEPTH >= 4, reason="all sequences of four are played above")
def test_the_books_agree_after_a_choice_of_four_troubles():
    tally = play(islice(sequences(4), 7, None, STRIDE), Tally())

    assert tally.sequences > 150


def asks_blindly(self, refund):
    """Ask again without a thought for how long the provider knows keys."""
    return True


def with_a_new_key(self, order, refund, key):
    """Ask under another key every time."""
    refund = attrs.evolve(refund, key=f"{refund.key}:{next(NUMBERS)}")
    return PAY(self, order, refund, key)


def takes_silence_for_no(self, order, refund, key, outcome, **said):
    """Record that nothing was paid when no answer came."""
    return SETTLED(
        self, order, refund, key, "failed" if outcome == "unknown" else outcome, **said
    )


def takes_not_found_for_no(self, order, refund, key, why):
    """Record that nothing was paid when the provider cannot find it."""
    return SETTLED(self, order, refund, key, "failed")


def believes_that_it_was_paid(self, order, refund, key):
    """Record that it was paid without asking."""
    return SETTLED(self, order, refund, key, "succeeded")


NUMBERS = count(1)
PAY, SETTLED = Payer._pay, Payer._settled
BUGS = [
    ("knows_key", asks_blindly, "paid twice"),
    ("_pay", with_a_new_key, "('succeeded', 0)"),
    ("_settled", takes_silence_for_no, "('failed', "),
    ("_handed_over", takes_not_found_for_no, "('failed', "),
    ("_pay", believes_that_it_was_paid, "('succeeded', 0)"),
]
"""What somebody could do wrong in the plugin, and what this test says about it."""


@pytest.mark.parametrize(("name", "bug", "said"), BUGS)
def test_a_planted_bug_is_found(name, bug, said, monkeypatch):
    monkeypatch.setattr(Payer, name, bug)

    with pytest.raises(AssertionError) as found:
        play(sequences(2), Tally(), finds_for=timedelta(hours=24))

    assert said in str(found.value)
