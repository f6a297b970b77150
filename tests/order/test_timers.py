"""What an order asks of itself when a time has come."""

from datetime import timedelta

import pytest

from order.making import happened, place, ref
from postpurchase.order import commands as c
from postpurchase.order import events as e
from postpurchase.order.timers import RELEASE_HOLD, timer_command, timers_of
from postpurchase.testing import given
from postpurchase.testing.clock import NOON

TOMORROW = NOON + timedelta(days=1)
HELD = happened(e.HoldPlaced, hold_id="H1", reason="fraud", until_at=TOMORROW)
FOREVER = happened(e.HoldPlaced, hold_id="H1", reason="fraud")
NOTE = happened(e.NoteAdded, note_id="N1", text=ref())


def command(purpose, event):
    return timer_command(purpose, event, order_id="1001", command_id="T1")


def test_a_hold_with_an_end_sets_a_timer():
    assert (("release_hold", TOMORROW),) == timers_of(HELD)


@pytest.mark.parametrize("event", [FOREVER, NOTE])
def test_nothing_else_does(event):
    assert () == timers_of(event)


def test_the_timer_releases_the_hold():
    release = command(RELEASE_HOLD, HELD)

    assert ("1001", TOMORROW, "timer", "T1", "H1") == (
        release.order_id,
        release.at,
        release.by,
        release.command_id,
        release.hold_id,
    )
    assert isinstance(release, c.ReleaseHold)
    assert () == given(place(), HELD, release).order.holds


@pytest.mark.parametrize(
    ("purpose", "event"),
    [("remind", HELD), (RELEASE_HOLD, FOREVER), (RELEASE_HOLD, NOTE)],
)
def test_a_timer_that_was_never_set_asks_nothing(purpose, event):
    with pytest.raises(LookupError):
        command(purpose, event)
