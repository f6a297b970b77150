"""Events as text: what stands in the log, and how every age of it is read."""

from __future__ import annotations

import enum
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, Literal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpurchase.errors import BrokenLog, NaiveTime, SchemaTooNew
from postpurchase.order.quantities import LineUnits
from postpurchase.stores import order_wire
from postpurchase.stores.wire import Wire
from postpurchase.values.money import Money
from postpurchase.values.personal import PersonalRef

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


class Size(enum.Enum):
    SMALL = "s"
    LARGE = "l"


@attrs.frozen
class Part:
    name: str
    until_on: date | None = None


@attrs.frozen(kw_only=True)
class Happened:
    at: datetime
    by: str = ""


@attrs.frozen(kw_only=True)
class Everything(Happened):
    flag: bool = False
    number: int = 0
    price: Money | None = None
    units: tuple[LineUnits, ...] = ()
    parts: tuple[Part, ...] = ()
    part: Part | None = None
    ref: PersonalRef | None = None
    size: Size = Size.SMALL
    kind: Literal["a", "b"] = "a"
    names: tuple[str, ...] = ("x",)
    days: tuple[date, ...] = ()
    extra: Mapping[str, Money] | None = None
    ends_at: datetime | None = None


@attrs.frozen(kw_only=True)
class Paid:
    amount: Money
    method: str


WIRE = Wire([Everything, Paid])


def read(event_type: str, text: str, schema: int = 1) -> Any:
    return WIRE.read("order:1", 7, event_type, schema, text)


def test_the_text_is_short_and_can_be_read_by_a_person() -> None:
    event = Everything(
        at=AT,
        price=Money(1999, "EUR"),
        units=(LineUnits("L1", 2),),
        parts=(Part("lid", date(2026, 4, 1)), Part("box")),
        ref=PersonalRef("r", "c"),
        size=Size.LARGE,
        extra={"tip": Money(5, "JPY")},
    )
    tag, schema, text = WIRE.dump(event)
    assert (tag, schema) == ("Everything", 1)
    assert text == (
        '{"at":"2026-03-02T09:30:00Z","price":[1999,"EUR"],"units":[["L1",2]],'
        '"parts":[{"name":"lid","until_on":"2026-04-01"},{"name":"box"}],'
        '"ref":{"ref":"r","commitment":"c"},"size":"l","extra":{"tip":[5,"JPY"]}}'
    )
    assert read("Everything", text) == event


def test_text_in_every_script_is_written_as_it_is() -> None:
    assert "Київ 🎁" in WIRE.dump(Paid(amount=Money(1, "UAH"), method="Київ 🎁"))[2]


def test_fields_that_equal_their_default_are_left_out() -> None:
    assert WIRE.dump(Everything(at=AT))[2] == '{"at":"2026-03-02T09:30:00Z"}'


def test_times_are_written_in_utc() -> None:
    kyiv = timezone(timedelta(hours=2))
    text = WIRE.dump(Everything(at=AT.astimezone(kyiv)))[2]
    assert text == '{"at":"2026-03-02T09:30:00Z"}'
    again = read("Everything", text)
    assert again.at == AT
    assert again.at.tzinfo is UTC


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(NaiveTime):
        WIRE.dump(Everything(at=AT.replace(tzinfo=None)))


money = st.builds(
    Money,
    st.integers(-(10**17), 10**17),
    st.sampled_from(["EUR", "JPY", "KWD"]),
)
text = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
parts = st.builds(Part, name=text, until_on=st.none() | st.dates())
times = st.datetimes(timezones=st.just(UTC))
everything = st.builds(
    Everything,
    at=times,
    by=text,
    flag=st.booleans(),
    number=st.integers(),
    price=st.none() | money,
    units=st.lists(st.builds(LineUnits, text, st.integers(1, 9)), max_size=3).map(
        tuple
    ),
    parts=st.lists(parts, max_size=3).map(tuple),
    part=st.none() | parts,
    ref=st.none() | st.builds(PersonalRef, text, text),
    size=st.sampled_from(Size),
    kind=st.sampled_from(["a", "b"]),
    names=st.lists(text, max_size=3).map(tuple),
    days=st.lists(st.dates(), max_size=3).map(tuple),
    extra=st.none() | st.dictionaries(text, money, max_size=2),
    ends_at=st.none() | times,
)


@given(everything)
def test_whatever_is_written_is_read_as_the_same(event: Everything) -> None:
    tag, schema, written = WIRE.dump(event)
    assert read(tag, written, schema) == event
    json.loads(written, parse_constant=pytest.fail)
    row = (1, tag, schema, written, b"")
    assert WIRE.read_all("o", [row, row]) == [event, event]


def test_reading_passes_by_the_checks_of_the_constructor() -> None:
    """A currency that was valid when the event was stored stays readable."""
    event = read("Paid", '{"amount":[1,"ZZZ"],"method":"card"}')
    assert event.amount.currency == "ZZZ"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Expecting value"),
        ("{", "Expecting"),
        ("[]", "cannot be read"),
        ("null", "cannot be read"),
        ('{"method":"card"}', "amount"),
        ('{"amount":[1,"EUR"],"method":"card","fee":1}', "unknown fields: fee"),
        ('{"amount":[1],"method":"card"}', "not enough values"),
        ('{"amount":1,"method":"card"}', "cannot unpack"),
        ('{"amount":[NaN,"EUR"],"method":"card"}', "NaN"),
        ('{"amount":[-Infinity,"EUR"],"method":"card"}', "Infinity"),
        ("[" * 100_000, "recursion"),
        ('{"method":"card"},{"amount":[1,"EUR"]}', "Extra data"),
    ],
)
def test_text_that_no_event_was_written_as_is_a_broken_log(
    text: str, said: str
) -> None:
    with pytest.raises(BrokenLog, match=said) as caught:
        read("Paid", text)
    assert (caught.value.stream, caught.value.version) == ("order:1", 7)
    good = (6, "Paid", 1, '{"amount":[1,"EUR"],"method":"card"}', b"")
    with pytest.raises(BrokenLog) as caught:
        WIRE.read_all("order:1", [good, (7, "Paid", 1, text, b"")])
    assert caught.value.version == 7


def test_texts_that_only_together_make_events_are_a_broken_log() -> None:
    rows = [
        (1, "Paid", 1, '{"amount":[1,"EUR"],"method":"a"},{"method":"b"', b""),
        (2, "Paid", 1, '"x":1}', b""),
    ]
    with pytest.raises(BrokenLog):
        WIRE.read_all("order:1", rows)


@pytest.mark.parametrize(("tag", "schema", "known"), [("Paid", 2, 1), ("New", 1, 0)])
def test_events_of_a_newer_release_are_told_apart_from_broken_ones(
    tag: str, schema: int, known: int
) -> None:
    row = (1, tag, schema, '{"amount":[1,"EUR"],"method":"card"}', b"")
    with pytest.raises(SchemaTooNew) as caught:
        read(tag, row[3], schema)
    assert (caught.value.subject, caught.value.known) == (tag, known)
    with pytest.raises(SchemaTooNew):
        WIRE.read_all("o", [row])


GOLDEN = [
    (1, "Paid", 1, '{"cents":1999,"how":"card"}', b""),
    (2, "Paid", 2, '{"amount_minor":1999,"how":"card"}', b""),
    (3, "Paid", 3, '{"amount":[1999,"EUR"],"method":"card"}', b""),
]
UPCASTERS = {
    ("Paid", 1): lambda j: {"amount_minor": j["cents"], "how": j["how"]},
    ("Paid", 2): lambda j: {"amount": [j["amount_minor"], "EUR"], "method": j["how"]},
}


def test_a_log_of_every_age_is_read_as_today() -> None:
    wire = Wire([Paid], UPCASTERS)
    today = Paid(amount=Money(1999, "EUR"), method="card")
    assert wire.read_all("o", GOLDEN) == [today] * 3
    assert [wire.read("o", *row[:4]) for row in GOLDEN] == [today] * 3
    assert wire.dump(today)[1] == 3


def test_a_broken_event_of_an_old_age_is_a_broken_log() -> None:
    wire = Wire([Paid], UPCASTERS)
    with pytest.raises(BrokenLog):
        wire.read("o", 1, "Paid", 1, '{"how":"card"}')


def test_a_missing_step_between_ages_is_found_at_once() -> None:
    with pytest.raises(ValueError, match="Paid 2"):
        Wire([Paid], {("Paid", 2): dict})


def test_an_event_of_another_library_is_not_written() -> None:
    with pytest.raises(TypeError, match="LineUnits"):
        WIRE.dump(LineUnits("L1", 1))


@pytest.mark.parametrize("type_", [float, dict[int, str], list[str], object, int | str])
def test_a_field_that_json_cannot_hold_exactly_is_refused(type_: object) -> None:
    made = attrs.make_class("Made", {"x": attrs.field(type=type_)}, frozen=True)
    with pytest.raises(TypeError, match="cannot hold"):
        Wire([made]).dump(made(x=1))


def test_a_default_that_is_made_anew_each_time_is_refused() -> None:
    field = attrs.field(type=tuple[str, ...], factory=tuple)
    made = attrs.make_class("Made", {"x": field}, frozen=True, slots=True)
    with pytest.raises(TypeError, match="constant"):
        Wire([made]).dump(made())


@pytest.mark.parametrize("cls", order_wire().classes, ids=lambda cls: cls.__name__)
def test_every_event_of_an_order_can_be_stored(cls: type) -> None:
    codegen = order_wire()._codegen
    assert callable(codegen.writer(cls))
    assert callable(codegen.reader(cls))
