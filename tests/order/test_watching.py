"""Findings open once and close once; one check is outstanding at most."""

from datetime import timedelta

import pytest

from order.making import ask, happened, place
from postpurchase.errors import (
    InvalidInput,
    MissingField,
    NaiveTime,
    UnknownFinding,
    UnknownOrder,
    UnknownParcel,
)
from postpurchase.order import commands as c
from postpurchase.order import events as e
from postpurchase.order.findings import Closing, Finding
from postpurchase.order.model import EMPTY
from postpurchase.order.timers import timer_command, timers_of
from postpurchase.testing import given
from postpurchase.testing.clock import NOON

SOON, LATER = NOON + timedelta(hours=1), NOON + timedelta(hours=2)


def finding(finding_id="F1", kind="late", **more):
    return Finding(**{"finding_id": finding_id, "kind": kind, "since_at": NOON, **more})


def opened(**more):
    return ask(c.OpenFinding, finding=finding(**more))


CLOSED = ask(c.CloseFinding, finding_id="F1", reason="settled")


def test_a_finding_opens_and_is_on_the_list():
    order = (
        given(place()).when(opened()).then(happened(e.FindingOpened, finding=finding()))
    )

    assert (finding(),) == order.findings
    assert ("F1",) == order.circumstances.finding_ids


@pytest.mark.parametrize("again", [{}, {"severity": "info"}, {"finding_id": "F2"}])
def test_the_same_finding_or_one_of_its_kind_and_subject_is_nothing_new(again):
    given(place(), opened()).when(opened(**again)).then_nothing()


def test_another_kind_or_subject_is_something_new():
    order = given(
        place(),
        opened(),
        opened(finding_id="F2", kind="lost"),
        opened(finding_id="F3", subject="H1"),
    ).order

    assert ["F1", "F2", "F3"] == [one.finding_id for one in order.findings]


def test_what_closed_never_opens_again():
    order = (
        given(place(), opened())
        .when(CLOSED)
        .then(happened(e.FindingClosed, finding_id="F1", kind="late", reason="settled"))
    )

    assert () == order.findings
    given(place(), opened(), CLOSED).when(opened()).then_nothing()
    given(place(), opened(), CLOSED).when(CLOSED).then_nothing()


def test_only_what_was_found_can_be_closed():
    answer = given(place(), opened()).when(ask(c.CloseFinding, finding_id="F9"))

    answer.then_rejected(UnknownFinding, finding_id="F9", known=("F1",))
    two = given(place(), opened(), opened(finding_id="F2", kind="lost"))
    assert 1 == len(two.when(ask(c.CloseFinding, finding_id="F2")).order.findings)


def test_a_finding_is_about_a_parcel_that_exists():
    given(place()).when(opened(parcel_id="P9")).then_rejected(UnknownParcel)


@pytest.mark.parametrize(
    "command",
    [opened(), CLOSED, ask(c.RecordCheck, seen_version=0), ask(c.CheckOrder)],
)
def test_what_was_never_placed_is_not_watched(command):
    from postpurchase.order.decide import decide

    with pytest.raises(UnknownOrder):
        decide(EMPTY, command)


def test_a_check_records_everything_at_once_and_closes_before_it_opens():
    check = ask(
        c.RecordCheck,
        seen_version=2,
        closed=[Closing("F1", "new_date")],
        opened=[finding("F2"), finding("F3"), finding("F1", kind="lost")],
        check_at=SOON,
    )
    order = (
        given(place(), opened())
        .when(check)
        .then(
            happened(e.FindingClosed, finding_id="F1", kind="late", reason="new_date"),
            happened(e.FindingOpened, finding=finding("F2")),
            happened(e.CheckScheduled, due_at=SOON),
        )
    )

    assert (finding("F2"),) == order.findings
    assert SOON == order.circumstances.check_at


def test_a_check_of_an_order_that_has_moved_on_counts_for_nothing():
    stale = ask(c.RecordCheck, seen_version=1, opened=[finding()], check_at=SOON)

    given(place(), opened(kind="lost")).when(stale).then_nothing()


def checked(version, at=None, **more):
    return ask(c.RecordCheck, seen_version=version, check_at=at, **more)


def test_the_earlier_check_counts():
    given(place(), checked(1, SOON)).when(checked(2, LATER)).then_nothing()
    given(place(), checked(1, SOON)).when(checked(2, SOON)).then_nothing()
    order = given(place(), checked(1, LATER)).when(checked(2, SOON)).order
    assert SOON == order.circumstances.check_at


def test_a_check_that_is_overdue_is_replaced():
    late = ask(c.RecordCheck, at=SOON, seen_version=2, check_at=LATER)
    order = given(place(), checked(1, NOON)).when(checked(2, LATER)).order
    assert LATER == order.circumstances.check_at
    order = given(place(), checked(1, NOON)).when(late).order

    assert LATER == order.circumstances.check_at


def test_when_nothing_is_awaited_no_check_remains():
    order = (
        given(place(), checked(1, SOON))
        .when(checked(2))
        .then(happened(e.CheckScheduled, due_at=None))
    )

    assert order.circumstances.check_at is None
    given(place()).when(checked(1)).then_nothing()
    assert () == timers_of(happened(e.CheckScheduled))


def test_a_scheduled_check_is_a_timer_that_says_once_that_its_time_has_come():
    event = happened(e.CheckScheduled, due_at=SOON)
    ((purpose, due_at),) = timers_of(event)
    check = timer_command(purpose, event, order_id="1001", command_id="T1")

    assert ("check", SOON) == (purpose, due_at)
    assert ask(c.CheckOrder, at=SOON, by="timer", command_id="T1") == check
    order = (
        given(place(), checked(1, SOON))
        .when(check)
        .then(happened(e.OrderChecked, at=SOON, by="timer"))
    )
    assert order.circumstances.check_at is None
    given(place(), checked(1, SOON), check).when(check).then_nothing()
    with pytest.raises(LookupError):
        timer_command("check", happened(e.CheckScheduled), order_id="1", command_id="T")


def test_a_timer_that_was_replaced_by_a_later_check_says_nothing():
    early = ask(c.CheckOrder, at=NOON)

    given(place(), checked(1, SOON)).when(early).then_nothing()


def test_a_healthy_order_carries_nothing_of_all_this():
    from postpurchase.order.circumstances import ORDINARY

    assert given(place()).order.circumstances is ORDINARY


@pytest.mark.parametrize(
    ("fields", "error", "path"),
    [
        ({"finding_id": ""}, InvalidInput, "finding_id"),
        ({"kind": ""}, MissingField, "kind"),
        ({"kind": 7}, InvalidInput, "kind"),
        ({"severity": "loud"}, InvalidInput, "severity"),
        ({"whose": "nobody"}, InvalidInput, "whose"),
        ({"evidence": "x" * 501}, InvalidInput, "evidence"),
        ({"since_at": NOON.replace(tzinfo=None)}, NaiveTime, "since_at"),
        ({"skus": "A"}, InvalidInput, "skus"),
        ({"skus": [7]}, InvalidInput, "skus"),
    ],
)
def test_what_is_no_finding_is_refused(fields, error, path):
    with pytest.raises(error) as refused:
        finding(**fields)

    assert path == refused.value.path


@pytest.mark.parametrize("version", [-1, True, "1"])
def test_a_check_names_the_version_that_it_saw(version):
    with pytest.raises(InvalidInput) as refused:
        ask(c.RecordCheck, seen_version=version)

    assert "seen_version" == refused.value.path


@pytest.mark.parametrize(
    ("finding_id", "reason"), [("", "x"), ("F1", 7), ("F1", "x" * 501)]
)
def test_what_is_no_closing_is_refused(finding_id, reason):
    with pytest.raises(InvalidInput):
        Closing(finding_id, reason)


def test_a_text_of_500_characters_and_articles_in_any_shape_are_taken():
    assert "x" * 500 == finding(evidence="x" * 500).evidence
    assert ("A",) == finding(skus=["A"]).skus == finding(skus={"A"}).skus
