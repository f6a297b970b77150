"""Findings open and close, and never flap: whatever comes, in whatever order."""

from datetime import timedelta

import attrs
from hypothesis import given
from hypothesis import strategies as st

from delivery.watch.making import (
    NOON,
    PROMISE,
    SHOP,
    fact,
    line,
    look,
    order_of,
    placed,
    shipped,
    tracked,
)
from postpurchase.delivery.watch.examining import concerns, examine
from postpurchase.errors import Rejected
from postpurchase.order import commands as c
from postpurchase.order.decide import decide
from postpurchase.order.evolve import replay
from postpurchase.tracking.vocabulary import CODES
from postpurchase.values.answers import Promise

CODE = st.sampled_from(sorted(CODES))
FACT = st.builds(
    lambda code, hours: fact(code, NOON + timedelta(hours=hours)),
    CODE,
    st.integers(0, 400),
)
SENT = order_of(placed(), shipped())
BY_NOON = attrs.evolve(
    PROMISE, window_end_at=NOON + timedelta(days=4), carrier="gls", service="express"
)
SENT_BY_NOON = order_of(placed(promise=BY_NOON), shipped())
BOTH = st.sampled_from([SENT, SENT_BY_NOON])
"""Whole days, and a stated time that was promised with another service."""


def wanted(order, at):
    """What detectors say is wrong at a time, without looking at what is known."""
    found = [one for one in concerns(order, SHOP) if one.due_at <= at]
    return {o.finding.about for o in found if o.until_at is None or at < o.until_at}


def listed(order):
    return {finding.about for finding in order.findings}


def ask(command, at, **fields):
    return command(order_id="1001", at=at, **fields)


@given(
    BOTH,
    st.lists(FACT, min_size=1, max_size=7),
    st.randoms(use_true_random=False),
    st.integers(0, 900),
)
def test_shuffled_repeated_and_late_facts_end_in_the_same_findings(
    sent, facts, chance, hours
):
    at = NOON + timedelta(hours=hours)
    shuffled = facts + chance.choices(facts, k=3)
    chance.shuffle(shuffled)

    ends = []
    for told in (facts, shuffled):
        order = sent
        for one in told:
            order = look(order_of(tracked(one), order=order), at)
        ends.append(listed(order))

    assert ends[0] == ends[1] == wanted(order, at)


@given(
    BOTH,
    st.lists(FACT, max_size=6),
    st.lists(st.integers(0, 200), min_size=1, max_size=12),
)
def test_the_clock_alone_opens_each_finding_once_and_closes_none_but_the_lesser(
    sent, facts, steps
):
    order = order_of(*(tracked(one) for one in facts), order=sent)
    at, opened, closed = NOON, [], []
    for step in steps:
        at += timedelta(hours=step)
        found = examine(order, at, SHOP)
        opened += [finding.finding_id for finding in found.opened]
        closed += [one.finding_id.partition(":")[0] for one in found.closed]
        order = look(order, at)

    assert len(opened) == len(set(opened))
    assert {"not_scanned", "no_movement", "predicted_late", "step_overdue"} >= set(
        closed
    )


@given(BOTH, st.lists(FACT, max_size=5), st.integers(0, 900), st.integers(1, 900))
def test_a_clock_that_goes_back_closes_nothing_and_opens_nothing_again(
    sent, facts, hours, back
):
    order = order_of(*(tracked(one) for one in facts), order=sent)
    at = NOON + timedelta(hours=hours)
    order = look(order, at)
    earlier = examine(order, at - timedelta(hours=back), SHOP)

    assert () == earlier.closed
    again = {finding.finding_id for finding in earlier.opened}
    assert set() == again & set(order.circumstances.finding_ids)


@given(BOTH, st.lists(FACT, max_size=5), st.integers(0, 900))
def test_looking_twice_finds_nothing_new(sent, facts, hours):
    order = order_of(*(tracked(one) for one in facts), order=sent)
    at = NOON + timedelta(hours=hours)

    assert not examine(look(order, at), at, SHOP).is_news


@given(BOTH, st.lists(FACT, max_size=5))
def test_between_two_checks_nothing_can_be_found(sent, facts):
    order = look(order_of(*(tracked(one) for one in facts), order=sent), NOON)
    due_at = examine(order, NOON, SHOP).check_at
    if due_at is None:
        return

    just_before = examine(order, due_at - timedelta(microseconds=1), SHOP)
    assert ((), ()) == (just_before.opened, just_before.closed)


UNITS = {"L1": 1}
PROMISES = [
    Promise(
        earliest_on=(NOON + timedelta(days=n)).date(),
        latest_on=(NOON + timedelta(days=n)).date(),
    )
    for n in (2, 5, 9)
]
PROMISES[1] = attrs.evolve(
    PROMISES[1], window_end_at=NOON + timedelta(days=5), carrier="gls"
)
"""The one with a stated time was made for another carrier, too."""


@st.composite
def happenings(draw):
    """What may happen to an order at its desk and on its way, in any order."""
    kind = draw(st.integers(0, 9))
    n = draw(st.integers(0, 2))
    at = NOON
    return [
        ask(
            c.CompleteStep,
            at,
            step=("allocated", "picked", "checked")[n],
            units=UNITS,
            location_code="KRK" if n == 0 else None,
        ),
        ask(
            c.FailStep,
            at,
            line_id="L1",
            units=1,
            at_step="picked",
            to="placed",
            reason="x",
        ),
        ask(c.SkipSteps, at, units={"L1": n + 1}, reason="x", location_code="KRK"),
        ask(
            c.PlaceHold,
            at,
            hold_id=f"H{n}",
            reason=("out_of_stock", "x", "fraud")[n],
            units=UNITS if n else (),
        ),
        ask(
            c.ReleaseHold,
            at,
            hold_id=f"H{n}",
            reason=draw(st.sampled_from(["x", "time_is_up"])),
        ),
        ask(c.ShipParcel, at, parcel_id=f"P{n}", units=UNITS, carrier="dhl"),
        ask(
            c.RevisePromise,
            at,
            promise=PROMISES[n],
            reason="x",
            parcel_id=f"P{n}" if draw(st.booleans()) else "",
        ),
        ask(c.CancelUnits, at, units=UNITS, reason="x"),
        ask(
            c.RecordTracking,
            at,
            parcel_id=f"P{n}",
            facts=draw(FACT),
            is_correction=draw(st.booleans()),
        ),
        ask(c.EditOrder, at, quantities={"L1": draw(st.integers(1, 5))}),
    ][kind]


@given(
    st.lists(
        st.tuples(happenings(), st.sampled_from([0, 1, 2, 4, 12, 44])), max_size=25
    )
)
def test_whatever_happens_what_is_listed_is_what_is_wrong(history):
    order, at = order_of(placed(line(quantity=3))), NOON
    ever = []
    for command, hours in history:
        at += timedelta(hours=hours)
        try:
            order = replay(decide(order, command), order)
        except Rejected:
            continue
        found = examine(order, at, SHOP)
        ever += [finding.finding_id for finding in found.opened]
        order = look(order, at)

        assert listed(order) == wanted(order, at)
        assert len(ever) == len(set(ever))
        awaited = order.circumstances.check_at
        assert awaited is None or awaited > at
