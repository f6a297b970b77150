"""Errors are data first: a code, typed fields, and a text for whoever reads it."""

from __future__ import annotations

import pickle
import re
import string
from datetime import UTC, datetime

import attrs
import pytest

import postpurchase.errors
from postpurchase.errors import (
    InputTooLarge,
    InvalidContact,
    InvalidInput,
    MissingExtra,
    NaiveTime,
    NotEnoughUnits,
    NotFound,
    OnHold,
    OverRefunded,
    PluginConflict,
    PostPurchaseError,
    SeveralFaults,
    TransitionNotAllowed,
    UnknownCode,
    UnknownOrder,
    UnknownParcel,
    UnknownStep,
)
from postpurchase.errors.inputs import short
from postpurchase.values.address import Address
from postpurchase.values.contact import Contact
from postpurchase.values.ids import check_id
from postpurchase.values.measures import Weight
from postpurchase.values.money import Money
from postpurchase.values.times import aware
from postpurchase.wording import LOCALES
from postpurchase.wording.words import WORDS


def subclasses(root):
    for one in root.__subclasses__():
        yield one
        yield from subclasses(one)


CLASSES = [
    one
    for one in [PostPurchaseError, *subclasses(PostPurchaseError)]
    if one.__module__.startswith("postpurchase.errors")
]
LEAVES = [one for one in CLASSES if not one.__subclasses__()]
SAMPLES = {
    "int": 3,
    "float": 1.5,
    "str": "X",
    "tuple[str, ...]": ("A", "B"),
    "datetime": datetime(2026, 5, 4, 12, tzinfo=UTC),
}


def sample(cls):
    """Make an error whose every field is filled."""
    given = {}
    for field in attrs.fields(cls):
        if field.name == "faults":
            given["faults"] = (
                NaiveTime(path="at", value="12:00"),
                InvalidInput(value="x"),
            )
        else:
            given[field.name] = SAMPLES[str(field.type).removesuffix(" | None")]
    return cls(**given)


def bare(cls):
    """Make an error with what it cannot do without."""
    return cls(
        **{
            field.name: SAMPLES[str(field.type)]
            for field in attrs.fields(cls)
            if field.default is attrs.NOTHING
        }
    )


def test_every_code_is_there_once_and_never_empty():
    codes = [cls.code for cls in CLASSES]

    assert sorted(set(codes)) == sorted(codes)
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", code) for code in codes)


def test_a_code_is_the_name_of_its_class():
    for cls in CLASSES[1:]:
        assert re.sub(r"(?<!^)([A-Z])", r"_\1", cls.__name__).lower() == cls.code


def test_the_tree_in_the_docstring_and_the_exports_name_every_class():
    names = {cls.__name__ for cls in CLASSES}
    tree = postpurchase.errors.__doc__.split("```")[1]

    assert names == set(postpurchase.errors.__all__)
    assert set() == names - set(re.findall(r"\w+", tree))


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_every_class_is_complete(cls):
    fields = {field.name for field in attrs.fields(cls)}
    for template in (cls.template, cls.template_one):
        used = {name for _, name, _, _ in string.Formatter().parse(template) if name}
        assert set() == used - fields - (
            {"n", "summary"} if cls is SeveralFaults else set()
        )
    assert cls.words.keys() <= fields
    assert set(cls.words.values()) <= WORDS.keys()
    assert set(cls.personal) <= fields
    assert cls.__doc__
    assert (
        f"reference/errors.html#{cls.code.replace('_', '-')}" == sample(cls).docs_page
    )


@pytest.mark.parametrize("cls", LEAVES, ids=lambda cls: cls.__name__)
def test_every_error_that_is_raised_says_what_to_do_next(cls):
    assert cls.next_steps
    assert all(step.endswith(".") for step in cls.next_steps)


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_every_error_speaks_every_language(cls):
    for made in (sample(cls), bare(cls)):
        said = [made.user_message(locale) for locale in LOCALES]
        steps = [made.user_next_steps(locale) for locale in LOCALES]

        assert len(LOCALES) == len(set(said))
        assert not any("{" in each for each in said)
        assert not cls.next_steps or len(LOCALES) == len(set(steps))


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_every_error_survives_pickling(cls):
    made = sample(cls)
    again = pickle.loads(pickle.dumps(made))

    assert (type(made), str(made), repr(made)) == (type(again), str(again), repr(again))
    if cls is not SeveralFaults:
        assert made.fields == again.fields


def test_the_path_stands_in_front():
    assert (
        str(NaiveTime(path="lines[0].at", value="12:00"))
        == "lines[0].at: 12:00 has no time zone."
    )


def test_a_refusal_shows_the_sum():
    refused = OverRefunded(
        captured="49.90", refunded="40.00", reserved="0.00", asked="12.00"
    )

    assert str(refused) == "Captured 49.90, refunded 40.00, reserved 0.00, asked 12.00."


@pytest.mark.parametrize(
    ("available", "said"),
    [(1, "1 одиниця"), (2, "2 одиниці"), (5, "5 одиниць"), (21, "21 одиниця")],
)
def test_units_and_places_are_words_of_the_reader(available, said):
    refused = NotEnoughUnits(
        line_id="L1", place="packed", asked=30, available=available
    )

    assert (
        f"Позиція L1: {said} у стані «запаковано», запитано 30."
        == refused.user_message("uk")
    )


def test_codes_of_the_shop_stay_as_they_are():
    refused = NotEnoughUnits(line_id="L1", place="engraved", asked=3, available=1)

    assert str(refused) == "Line L1 has 1 unit in “engraved”, asked for 3."


def test_states_and_reasons_are_words_of_the_reader():
    moved = TransitionNotAllowed(
        subject="P1", state="shipped", asked="voided", allowed=("delivered", "lost")
    )
    held = OnHold(
        hold_id="H1", reason="out_of_stock", line_id="L1", asked=3, available=1
    )

    assert (
        (moved.user_message("pl"))
        == "P1: stanu „wysłano” nie można zmienić na „anulowano”. Możliwe: doręczono, zagubiono."
    )
    assert held.user_message("zh") == "已暂停（缺货）。可放行数量：1 / 3。"


@pytest.mark.parametrize(
    "refused",
    [
        lambda: Contact(email="x"),
        lambda: Contact(phone="x"),
        lambda: Contact(name="x" * 300),
        lambda: Contact(zone="x"),
        lambda: Contact(locale="x"),
        lambda: Contact.parse(phone="12"),
        lambda: Address(country="x"),
        lambda: Address(country="UA", lines=("x",) * 7),
        lambda: Address(country="UA", postcode="x" * 21),
        lambda: Money.parse("x", "EUR"),
        lambda: Money(1.5, "EUR"),
        lambda: Weight.parse("x", "kg"),
        lambda: check_id(""),
        lambda: aware("x"),
    ],
)
def test_what_was_expected_is_said_in_the_language_of_the_reader(refused):
    with pytest.raises(InvalidInput) as caught:
        refused()

    assert caught.value.expected in WORDS["expected"]
    assert caught.value.expected not in caught.value.user_message("uk")


def test_a_near_match_is_offered():
    refused = UnknownCode(
        kind="carrier", value="dhll", known=("dhl", "ups"), near="dhl"
    )

    assert (
        str(refused)
        == "There is no carrier “dhll”. Known: dhl, ups. Did you mean “dhl”?"
    )
    assert refused.user_message("uk").endswith("Можливо, ви мали на увазі «dhl»?")


def test_a_reader_whose_language_is_not_spoken_gets_english():
    assert UnknownOrder(order_id="7").user_message("de-DE") == "There is no order 7."


def test_personal_values_are_hidden_from_logs_and_shown_to_their_owner():
    refused = InvalidContact(path="email", value="olia@", expected="name@domain")
    several = SeveralFaults(faults=(refused,))

    for error in (refused, several):
        assert "olia" not in str(error) + repr(error)
        assert "olia@" in error.user_message("uk")


def test_several_faults_are_counted_and_listed_with_their_paths():
    several = SeveralFaults(
        faults=(
            NaiveTime(path="at", value="12:00"),
            InputTooLarge(value="5", expected="4"),
        )
    )

    assert (
        str(several)
        == "2 faults: at: 12:00 has no time zone.; 5 is more than the limit of 4."
    )
    assert several.user_message("uk").startswith("2 помилки: at: 12:00 не має")


def test_errors_are_also_what_python_calls_them():
    assert issubclass(InvalidInput, ValueError)
    assert issubclass(NotFound, LookupError)
    assert issubclass(MissingExtra, ImportError)


def test_a_repr_shows_what_is_known():
    made = PluginConflict(plugin="b", kind="carrier", claimed="dhl", first="a")

    assert (
        repr(made)
        == "PluginConflict(plugin='b', kind='carrier', claimed='dhl', first='a')"
    )


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("x", "'x'"), (5, "5"), (1.5, "1.5"), (None, "None"), (True, "True"),
        (["secret"], "list"), ({}, "dict"), (b"x", "bytes"), (10**41, "a long number"),
        (-(10**40), "a long number"), ("\x00" * 99, "'" + "\\x00" * 9 + "..."),
    ],
)  # fmt: skip
def test_a_refused_value_is_shown_short(value, written):
    assert written == short(value)


@pytest.mark.parametrize(
    ("refused", "said"),
    [
        (
            UnknownStep(line_id="L1", step="pickd", known=("picked",)),
            "Line L1 has no step “pickd”. Its steps: picked. Did you mean “picked”?",
        ),
        (
            UnknownStep(line_id="L1", step="pickd"),
            "Line L1 has no step “pickd”. Its steps: none.",
        ),
        (
            UnknownCode(kind="carrier", value="ups"),
            "There is no carrier “ups”. Known: none.",
        ),
        (
            UnknownParcel(parcel_id="box7", known=("box1",)),
            "The order has no parcel box7. Its parcels: box1. Did you mean “box1”?",
        ),
    ],
)
def test_a_name_that_an_order_does_not_have_shows_its_names_and_the_nearest(
    refused, said
):
    assert said == str(refused)
    assert len(refused.known) == 0 or refused.known[0] in refused.user_message("uk")
