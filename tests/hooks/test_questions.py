"""Asking before a decision: good answers go into the command, bad ones are left out."""

import attrs
import pytest

from postpurchase.errors import PluginAnswerInvalid, PluginFailed
from postpurchase.hooks import load_plugins
from postpurchase.hooks.questions import INSERTS_MAX, ask
from postpurchase.order.commands import AddNote, OpenParcel, SealParcel
from postpurchase.order.model import fingerprint
from postpurchase.order.quantities import LineUnits
from postpurchase.testing import NOON, given, place_order, placed_order, ship_parcel
from postpurchase.values.answers import Insert

CARD = Insert(code="card")


class Says:
    """A personalizer that does what it is told."""

    def __init__(self, answer, code="says"):
        self.code = code
        self.answer = answer
        self.asked = []

    def inserts(self, order, parcel_id, units, at):
        self.asked.append((parcel_id, units, at))
        return self.answer(order) if callable(self.answer) else self.answer


def load(*plugins):
    return load_plugins(plugins, entry_points=False)


def raising(fault):
    def answer(order):
        raise fault

    return answer


def endless(order):
    while True:
        yield CARD


def test_answers_stand_behind_the_shops_own_inserts():
    own = Insert(code="own")
    plugins = load(Says([CARD], "a"), Says(iter([CARD, CARD]), "b"))

    asked = ask(ship_parcel(inserts=(own,)), placed_order(), plugins)

    assert asked.inserts == (own, CARD, CARD, CARD)


def test_a_command_that_closes_no_parcel_asks_nobody():
    personalizer = Says([CARD])
    command = AddNote(order_id="1001", at=NOON, note_id="N1", text="hello")

    assert ask(command, placed_order(), load(personalizer)) is command
    assert personalizer.asked == []


def test_without_an_answer_the_command_stays_the_same_object():
    command = ship_parcel()

    assert ask(command, placed_order(), load(Says(()))) is command


def test_the_question_names_parcel_units_and_time():
    personalizer = Says(())

    ask(ship_parcel(), placed_order(), load(personalizer))

    [(parcel_id, units, at)] = personalizer.asked
    assert (parcel_id, units, at) == ("P1", (LineUnits("L1", 2),), ship_parcel().at)


def opened():
    command = OpenParcel(order_id="1001", at=NOON, parcel_id="P1", units={"L2": 1})
    return given(place_order(), command)


SEAL = SealParcel(order_id="1001", at=NOON, parcel_id="P1")


def test_sealing_asks_about_the_units_that_were_put_in():
    personalizer = Says([CARD])

    asked = ask(SEAL, opened().order, load(personalizer))

    assert personalizer.asked[0][1] == (LineUnits("L2", 1),)
    assert asked.inserts == (CARD,)


def test_a_parcel_that_is_closed_is_not_asked_about_again():
    personalizer = Says([CARD])
    sealed = opened().when(SEAL).order
    command = ship_parcel(units=None)

    assert ask(command, sealed, load(personalizer)) is command
    assert personalizer.asked == []


@pytest.mark.parametrize(
    "fault",
    [
        RuntimeError("no"),
        SystemExit(1),
        GeneratorExit(),
        RecursionError(),
        MemoryError(),
    ],
)
def test_a_personalizer_that_raises_loses_its_say_and_nobody_elses(fault):
    plugins = load(Says(raising(fault), "bad"), Says([CARD], "good"))

    asked = ask(ship_parcel(), placed_order(), plugins)

    assert asked.inserts == (CARD,)
    [problem] = plugins.problems
    assert type(problem) is PluginFailed
    assert problem.plugin == "personalizer bad"
    assert problem.__cause__ is fault


@pytest.mark.parametrize(
    "rubbish",
    [None, 7, "card", ["card"], [None], [Insert], {"code": "card"}, endless, [CARD, 1]],
)
def test_rubbish_is_left_out_and_reported(rubbish):
    plugins = load(Says(rubbish, "bad"), Says([CARD], "good"))

    asked = ask(ship_parcel(), placed_order(), plugins)

    assert asked.inserts == (CARD,)
    [problem] = plugins.problems
    assert isinstance(problem, PluginFailed | PluginAnswerInvalid)
    assert problem.plugin == "personalizer bad"


def test_as_many_inserts_as_allowed_are_taken_whole():
    plugins = load(Says([CARD] * INSERTS_MAX))

    assert len(ask(ship_parcel(), placed_order(), plugins).inserts) == INSERTS_MAX


def test_an_interrupt_is_never_swallowed():
    with pytest.raises(KeyboardInterrupt):
        ask(ship_parcel(), placed_order(), load(Says(raising(KeyboardInterrupt()))))


def test_a_personalizer_cannot_change_order_or_command():
    def meddle(order):
        order.version = 99

    order, command = placed_order(), ship_parcel()
    before = fingerprint(order)
    plugins = load(Says(meddle))

    ask(command, order, plugins)

    assert before == fingerprint(order)
    assert command == ship_parcel()
    [problem] = plugins.problems
    assert isinstance(problem.__cause__, attrs.exceptions.FrozenInstanceError)


def test_a_fault_that_returns_is_reported_once():
    plugins = load(Says(raising(RuntimeError("no"))))
    for _ in range(20):
        ask(ship_parcel(), placed_order(), plugins)

    assert len(plugins.problems) == 1
