"""Told after commit: isolation, order, deadlines, pauses, dead letters, timers."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest

from postpurchase import errors
from postpurchase.dispatch import Dispatcher, Report
from postpurchase.dispatch.pauses import PAUSES, pause_after
from postpurchase.hooks import hookimpl, load_plugins
from postpurchase.hooks.deadline import call_within
from postpurchase.order.commands import AddNote, PlaceHold
from postpurchase.order.events import HoldReleased, NoteAdded, OrderPlaced
from postpurchase.service import Service
from postpurchase.stores import open_store
from postpurchase.testing import NOON, Clock, deliver_parcel, place_order, ship_parcel


class Listener:
    """Keeps what it is told; raises or answers what a test puts in."""

    def __init__(self, name, *, fault=None, answer=None):
        self.plugin_name = name
        self.fault = fault
        self.answer = answer
        self.heard = []

    @hookimpl
    def on_event(self, event, order, key):
        self.heard.append((type(event).__name__, order.version, key))
        if self.fault is not None:
            raise self.fault
        return self.answer(event, key) if self.answer else None


class Shop:
    def __init__(self, *listeners, url="memory:", deadline_s=5.0):
        self.clock = Clock()
        self.store = open_store(url)
        self.service = Service(self.store, load_plugins(listeners), self.clock)
        self.dispatcher = Dispatcher(self.service, worker="w", deadline_s=deadline_s)

    def life(self):
        for command in (place_order(), ship_parcel(), deliver_parcel()):
            self.service.handle(command)

    def run(self):
        return self.dispatcher.run(limit=100)


@pytest.mark.parametrize("url", ["memory:", "sqlite://"])
def test_every_subscriber_hears_every_event_once_and_in_order(url):
    one, two = Listener("one"), Listener("two")
    shop = Shop(one, two, url=url)
    shop.life()

    assert Report(done=8) == shop.run()
    expected = ["OrderPlaced", "ParcelShipped", "TrackingRecorded", "ParcelDelivered"]
    assert expected == [name for name, _, _ in one.heard]
    assert [1, 2, 3, 4] == [version for _, version, _ in two.heard]
    assert len({key for _, _, key in one.heard + two.heard}) == 8
    assert Report() == shop.run()


def test_a_subscriber_that_fails_holds_back_only_its_own_later_events():
    bad, good = Listener("bad", fault=OSError("mail server away")), Listener("good")
    shop = Shop(bad, good)
    shop.life()

    assert Report(done=4, retried=1) == shop.run()
    assert len(good.heard) == 4
    assert len(bad.heard) == 1

    bad.fault = None
    assert Report() == shop.run()
    shop.clock.advance(seconds=5)
    assert Report(done=4) == shop.run()
    assert bad.heard[0][2] == bad.heard[1][2]


def test_pauses_grow_until_the_delivery_is_put_aside_with_its_traceback():
    bad = Listener("bad", fault=OSError("away for olena@example.com +380501234567"))
    shop = Shop(bad)
    shop.service.handle(place_order())
    for _pause in PAUSES:
        assert Report(retried=1) == shop.run()
        shop.clock.advance(days=1)

    assert Report(buried=1) == shop.run()
    (letter,) = shop.store.dead_letters()
    assert letter.subscriber == "bad"
    assert "raise self.fault" in letter.error
    assert "OSError: away for [personal] [personal]" in letter.error
    assert "olena" not in letter.error


def test_a_dead_letter_lets_the_later_events_pass():
    bad = Listener("bad", fault=errors.PermanentFailure(plugin="bad", reason="no"))
    shop = Shop(bad)
    shop.life()

    assert Report(buried=4) == shop.run()
    assert len(shop.store.dead_letters()) == 4


def test_a_revived_letter_is_delivered():
    bad = Listener("bad", fault=errors.PermanentFailure(plugin="bad", reason="no"))
    shop = Shop(bad)
    shop.service.handle(place_order())
    shop.run()
    (letter,) = shop.store.dead_letters()
    bad.fault = None

    assert shop.store.revive(letter.id, shop.clock())
    assert Report(done=1) == shop.run()


def test_what_a_provider_asks_for_is_waited():
    slow = errors.TemporaryFailure(plugin="x", reason="busy", retry_after_s=3600)
    shop = Shop(Listener("x", fault=slow))
    shop.service.handle(place_order())
    shop.run()
    shop.clock.advance(minutes=59)

    assert Report() == shop.run()
    shop.clock.advance(minutes=1)
    assert Report(retried=1) == shop.run()


def test_commands_that_a_subscriber_answers_go_through_the_front_door_once():
    def note(event, key):
        if isinstance(event, OrderPlaced):
            yield AddNote(order_id="1001", at=NOON, note_id="n", text="hello")

    shop = Shop(Listener("noter", answer=note))
    shop.service.handle(place_order())
    shop.run()

    order = shop.service.order("1001")
    assert order.version == 2
    kinds = [type(one.event) for one in shop.store.load("order:1001")]
    assert [OrderPlaced, NoteAdded] == kinds
    assert "1001:1:noter:0" == shop.store.load("order:1001")[1].command_id


def test_a_crash_after_the_follow_up_does_not_repeat_it():
    def note(event, key):
        if isinstance(event, OrderPlaced):
            return [AddNote(order_id="1001", at=NOON, note_id="n", text="hello")]
        return None

    shop = Shop(Listener("noter", answer=note))
    shop.service.handle(place_order())
    done = shop.store.done
    shop.store.done = lambda _delivery: (_ for _ in ()).throw(KeyboardInterrupt)
    with pytest.raises(KeyboardInterrupt):
        shop.run()
    shop.store.done = done
    shop.clock.advance(hours=1)
    shop.run()

    assert shop.service.order("1001").version == 2


def test_a_refused_follow_up_is_put_aside_at_once():
    shop = Shop(Listener("x", answer=lambda *_: [ship_parcel(units={"L1": 9})]))
    shop.service.handle(place_order())

    assert Report(buried=1) == shop.run()
    assert "NotEnoughUnits" in shop.store.dead_letters()[0].error


GARBAGE = [42, "text", b"bytes", [1], [None], ({},), object(), range(10_000)]


@pytest.mark.parametrize("answer", GARBAGE, ids=lambda answer: type(answer).__name__)
def test_hostile_plugins_that_answer_rubbish_are_put_aside(answer):
    shop = Shop(Listener("x", answer=lambda *_: answer), Listener("good"))
    shop.service.handle(place_order())

    assert Report(done=1, buried=1) == shop.run()
    assert shop.service.order("1001").version == 1


FAULTS = [
    ValueError("no"),
    SystemExit(3),
    GeneratorExit(),
    BaseException("anything"),
    RecursionError(),
    MemoryError(),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
def test_hostile_plugins_that_raise_harm_no_order_and_no_other_plugin(fault):
    good = Listener("good")
    shop = Shop(Listener("bad", fault=fault), good)
    shop.life()

    assert Report(done=4, retried=1) == shop.run()
    assert len(good.heard) == 4
    assert shop.service.order("1001").line("L1").places == {"delivered": 2}


def test_hostile_plugins_that_hang_are_left_behind():
    forever = threading.Event()
    shop = Shop(
        Listener("hung", answer=lambda *_: forever.wait(60)),
        Listener("good"),
        deadline_s=0.05,
    )
    shop.service.handle(place_order())

    try:
        assert Report(done=1, retried=1) == shop.run()
    finally:
        forever.set()


def test_hostile_plugins_cannot_change_the_order_that_they_are_shown():
    def tamper(event, key):
        event.lines[0].quantity = 0

    shop = Shop(Listener("x", answer=tamper))
    shop.service.handle(place_order())

    assert Report(retried=1) == shop.run()
    assert shop.service.order("1001").line("L1").ordered == 2


def test_a_plugin_that_is_not_loaded_here_is_waited_for():
    shop = Shop(Listener("away"))
    shop.service.handle(place_order())
    here = Service(shop.store, load_plugins(), shop.clock)

    assert Report(retried=1) == Dispatcher(here, worker="v").run(limit=10)
    shop.clock.advance(seconds=5)
    assert Report(done=1) == shop.run()


def test_a_hold_ends_by_itself_when_its_time_has_come():
    shop = Shop()
    shop.service.handle(place_order())
    until = NOON.replace(day=6)
    hold = PlaceHold(
        order_id="1001", at=NOON, hold_id="H", reason="other", until_at=until
    )
    shop.service.handle(hold)

    assert Report() == shop.run()
    shop.clock.advance(days=2)
    assert Report(done=1) == shop.run()
    last = shop.store.load("order:1001")[-1]
    assert isinstance(last.event, HoldReleased)
    assert (until, "timer") == (last.event.at, last.event.by)


def test_a_limit_is_kept():
    shop = Shop(Listener("x"))
    shop.life()

    assert Report(done=3) == shop.dispatcher.run(limit=3)
    assert shop.store.pending() == 1


def test_a_watch_ends_when_it_is_told_to():
    shop = Shop(Listener("x"))
    shop.life()
    stop, seen = threading.Event(), []

    def each(report):
        seen.append(report)
        stop.set()

    total = shop.dispatcher.watch(stop, poll_s=0.01, each=each)

    assert [Report(done=4)] == seen
    assert Report(done=4) == total


def test_what_a_call_raises_is_raised_here_and_a_late_one_is_told():
    with pytest.raises(ZeroDivisionError):
        call_within(5, "x", lambda: 1 / 0)
    assert call_within(5, "x", lambda: None) is None
    forever = threading.Event()
    with pytest.raises(errors.PluginTimeout) as late:
        call_within(0.01, "x", lambda: forever.wait(60))
    forever.set()
    assert (late.value.plugin, late.value.timeout_s) == ("x", 0.01)


def test_pauses_have_a_floor_and_an_end():
    assert [pause_after(n) for n in range(1, 8)] == list(PAUSES)
    assert pause_after(8) is None
    assert pause_after(1, at_least_s=10**9).days == 1


def test_a_failure_is_logged_with_fields_to_search_by_and_nothing_personal(caplog):
    shop = Shop(Listener("provider", fault=RuntimeError("olia@example.com is unknown")))
    shop.service.handle(place_order())

    shop.run()

    (record,) = caplog.records
    assert ("1001", "provider", 1, "RuntimeError") == (
        record.order_id,
        record.plugin.partition("/")[0],
        record.attempts,
        record.fault,
    )
    assert "olia" not in record.getMessage()


def test_without_a_handler_nothing_is_written():
    said = subprocess.run(
        [sys.executable, "-c", SILENT], capture_output=True, text=True, check=True
    )

    assert ("", "") == (said.stdout, said.stderr)


SILENT = """
from postpurchase import PostPurchase, hookimpl
from postpurchase.testing import place_order

class Broken:
    @hookimpl
    def on_event(self, event, order, key):
        raise RuntimeError("down")

shop = PostPurchase.open("memory:", plugins=[Broken()], entry_points=False)
shop.handle(place_order())
assert shop.dispatch().retried == 1
"""
