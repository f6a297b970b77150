"""The way back is chosen, arranged, runs out, and is sent."""

from datetime import UTC, date, datetime, timedelta

import attrs
import pytest

from order.making import happened
from order.returns_making import (
    AGREED,
    about,
    allowing,
    delivered,
    machines,
    receive,
    request,
)
from postpurchase.errors import InvalidInput, NotOffered, TransitionNotAllowed
from postpurchase.order import commands as c
from postpurchase.order import events as e
from postpurchase.order.returns import ReturnWay
from postpurchase.order.timers import timer_command, timers_of
from postpurchase.testing.clock import NOON

LABEL = ReturnWay(
    method="post_label", carrier="dhl", expires_at=NOON + timedelta(days=10)
)
ISSUED = about(c.IssueReturnWay, way=LABEL)
SENT = about(c.SendReturn)


def later(command, **delta):
    return attrs.evolve(command, at=NOON + timedelta(**delta))


def test_a_way_is_chosen_and_a_later_choice_replaces_it():
    choice = about(
        c.ChooseReturnWay,
        method="courier_collection",
        carrier="dhl",
        collect_on="2026-05-04",
        slot="10:00-12:00",
    )
    wish = ReturnWay(
        method="courier_collection",
        carrier="dhl",
        collect_on=date(2026, 5, 4),
        slot="10:00-12:00",
    )
    case = delivered(AGREED).when(choice)

    case.then(happened(e.ReturnWayChosen, return_id="R1", wish=wish))
    delivered(AGREED, choice).when(choice).then_nothing()
    other = about(c.ChooseReturnWay, method="locker", pickup_point="A1")
    assert (
        "A1" == delivered(AGREED, choice, other).order.return_("R1").wish.pickup_point
    )
    waits = delivered(request(2), choice).order
    assert wish == waits.return_("R1").wish


@pytest.mark.parametrize("day", ["2026-05-03", "soon"])
def test_a_courier_comes_on_a_day_that_is_not_over(day):
    choice = about(c.ChooseReturnWay, method="courier_collection", collect_on=day)

    with pytest.raises(InvalidInput, match=r"collect_on: .* today or a later day"):
        delivered(AGREED).when(choice)


def test_the_day_itself_can_be_chosen_wherever_it_is_not_over():
    choice = about(
        c.ChooseReturnWay, method="courier_collection", collect_on="2026-05-09"
    )
    late = datetime(2026, 5, 10, 11, 59, tzinfo=UTC)

    case = delivered(AGREED).when(attrs.evolve(choice, at=late))
    assert date(2026, 5, 9) == case.order.return_("R1").wish.collect_on
    with pytest.raises(InvalidInput):
        delivered(AGREED).when(attrs.evolve(choice, at=late + timedelta(minutes=1)))


def test_only_what_is_offered_can_be_chosen():
    asked = request(2, allowing(methods=("locker",)))
    choice = about(c.ChooseReturnWay, method="post_label")

    delivered(asked).when(choice).then_rejected(
        NotOffered, asked="post_label", offered=("locker",)
    )


@pytest.mark.parametrize(
    ("history", "state"),
    [
        ([AGREED, SENT], "in_transit"),
        ([AGREED, receive(1)], "received"),
        ([AGREED, about(c.CancelReturn, reason="x")], "cancelled"),
    ],
)
def test_what_was_sent_or_called_off_needs_no_way(history, state):
    choice = about(c.ChooseReturnWay, method="locker")

    delivered(*history).when(choice).then_rejected(TransitionNotAllowed, state=state)


def test_a_label_is_issued_and_another_replaces_it():
    delivered(AGREED).when(ISSUED).then(
        happened(e.ReturnWayIssued, return_id="R1", way=LABEL)
    )
    delivered(AGREED, ISSUED).when(ISSUED).then_nothing()
    other = attrs.evolve(LABEL, tracking_number="2")
    order = delivered(AGREED, ISSUED, about(c.IssueReturnWay, way=other)).order
    assert ("2", "issued") == (
        order.return_("R1").way.tracking_number,
        order.return_("R1").logistics,
    )
    delivered(request(2)).when(ISSUED).then_rejected(
        TransitionNotAllowed, state="requested"
    )
    delivered(AGREED, SENT).when(ISSUED).then_rejected(
        TransitionNotAllowed, state="in_transit"
    )


def test_the_first_evidence_counts_and_numbers_that_come_later_are_kept():
    order = delivered(AGREED, ISSUED, later(SENT, hours=1)).order
    assert ("approved", "in_transit", "awaiting", "pending") == machines(order)
    assert NOON + timedelta(hours=1) == order.return_("R1").sent_at
    assert LABEL == order.return_("R1").way

    delivered(AGREED, SENT).when(SENT).then_nothing()
    number = about(c.SendReturn, carrier="dpd", tracking_number="7", evidence="scan")
    named = delivered(AGREED, SENT, later(number, hours=5))
    way = named.order.return_("R1").way
    assert ("own_carrier", "dpd", "7") == (way.method, way.carrier, way.tracking_number)
    assert NOON == named.order.return_("R1").sent_at
    named.when(number).then_nothing()
    chosen = about(c.ChooseReturnWay, method="drop_off")
    assert "drop_off" == delivered(AGREED, chosen, SENT).order.return_("R1").way.method


def test_a_number_that_comes_after_the_goods_does_not_send_them_again():
    number = about(c.SendReturn, tracking_number="7")
    order = delivered(AGREED, receive(1), number).order

    assert "received" == order.return_("R1").logistics
    assert "7" == order.return_("R1").way.tracking_number
    other = about(c.SendReturn, tracking_number="8")
    assert (
        "8" == delivered(AGREED, number, other).order.return_("R1").way.tracking_number
    )


def test_what_was_not_agreed_on_is_not_sent():
    delivered(request(2)).when(SENT).then_rejected(
        TransitionNotAllowed, asked="sent back"
    )


def test_a_label_sets_a_reminder_and_its_end():
    (issued,) = delivered(AGREED).when(ISSUED).events
    timers = dict(timers_of(issued))

    assert {
        "remind_of_return": NOON + timedelta(days=7),
        "expire_return": NOON + timedelta(days=10),
    } == timers
    made = [
        timer_command(purpose, issued, order_id="1001", command_id=purpose)
        for purpose in timers
    ]
    assert [c.RemindOfReturn, c.ExpireReturnWay] == [type(one) for one in made]
    assert list(timers.values()) == [one.at for one in made]
    assert {("timer", "R1")} == {(one.by, one.return_id) for one in made}
    with pytest.raises(LookupError):
        timer_command("check", issued, order_id="1001", command_id="X")


@pytest.mark.parametrize(
    ("expires_at", "purposes"),
    [
        (None, []),
        (NOON + timedelta(days=3), ["expire_return"]),
        (
            NOON + timedelta(days=3, seconds=1),
            ["remind_of_return", "expire_return"],
        ),
    ],
)
def test_a_label_that_ends_soon_has_no_reminder(expires_at, purposes):
    way = attrs.evolve(LABEL, expires_at=expires_at)
    (issued,) = delivered(AGREED).when(about(c.IssueReturnWay, way=way)).events

    assert purposes == [purpose for purpose, _ in timers_of(issued)]


REMIND = about(c.RemindOfReturn)


def test_the_customer_is_reminded_in_the_last_days_of_the_label_that_counts():
    case = delivered(AGREED, ISSUED)

    case.when(later(REMIND, days=7, seconds=-1)).then_nothing()
    reminded = case.when(later(REMIND, days=7))
    assert [e.ReturnReminded] == [type(event) for event in reminded.events]
    assert 1 == len(case.when(later(REMIND, days=10, seconds=-1)).events)
    case.when(later(REMIND, days=10)).then_nothing()
    delivered(AGREED, ISSUED, SENT).when(later(REMIND, days=7)).then_nothing()
    delivered(AGREED).when(later(REMIND, days=7)).then_nothing()
    forever = about(c.IssueReturnWay, way=ReturnWay(method="locker"))
    delivered(AGREED, forever).when(REMIND).then_nothing()
    off = about(c.CancelReturn, reason="customer")
    delivered(AGREED, ISSUED, off).when(later(REMIND, days=7)).then_nothing()


EXPIRE = about(c.ExpireReturnWay)


def test_a_label_runs_out_and_another_can_be_chosen():
    case = delivered(AGREED, ISSUED)

    case.when(later(EXPIRE, days=10, seconds=-1)).then_nothing()
    order = delivered(AGREED, ISSUED, later(EXPIRE, days=10)).order
    assert ("approved", "expired", "awaiting", "pending") == machines(order)
    assert 2 == order.line("L1").units("returning")
    again = delivered(
        AGREED,
        ISSUED,
        later(EXPIRE, days=10),
        about(c.ChooseReturnWay, method="locker"),
        about(c.IssueReturnWay, way=ReturnWay(method="locker")),
    ).order
    assert "issued" == again.return_("R1").logistics
    out = delivered(AGREED, ISSUED, later(EXPIRE, days=10))
    out.when(later(EXPIRE, days=10)).then_nothing()
    delivered(AGREED, ISSUED, SENT).when(later(EXPIRE, days=10)).then_nothing()
    delivered(AGREED).when(EXPIRE).then_nothing()
    off = about(c.CancelReturn, reason="customer")
    delivered(AGREED, ISSUED, off).when(later(EXPIRE, days=10)).then_nothing()


def test_what_has_no_end_runs_out_when_somebody_says_so():
    forever = about(c.IssueReturnWay, way=ReturnWay(method="locker"))

    assert "expired" == delivered(AGREED, forever, EXPIRE).order.return_("R1").logistics


@pytest.mark.parametrize("before", [[], [later(EXPIRE, days=10)]])
def test_a_return_may_end_with_its_label(before):
    closing = later(about(c.ExpireReturnWay, closes=True), days=10)
    order = delivered(AGREED, ISSUED, *before, closing).order

    assert ("expired", "expired", "awaiting", "pending") == machines(order)
    assert {"delivered": 3} == order.line("L1").places
    assert ("expired",) == order.return_("R1").reasons
