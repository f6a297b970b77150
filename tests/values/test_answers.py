"""Answers of plugins are checked before anything is decided on them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from postpurchase.errors import InvalidInput
from postpurchase.values.answers import Charge, Insert, Message, Package, Promise, Quote
from postpurchase.values.contact import Contact
from postpurchase.values.money import Money
from postpurchase.values.rulings import Ruling

FIRST, LAST = date(2026, 5, 4), date(2026, 5, 6)
NOON = datetime(2026, 5, 6, 12, tzinfo=UTC)
FEE = Money(500, "EUR")
MAIL = {
    "topic": "parcel_shipped", "locale": "uk", "to": Contact(email="olia@example.com"),
    "subject": "Ваше замовлення в дорозі", "body": "Оле, воно в дорозі", "order_id": "1001",
}  # fmt: skip


def test_sound_answers_are_taken():
    assert Promise(earliest_on=FIRST, latest_on=FIRST).latest_on == FIRST
    assert (
        Promise(
            earliest_on=FIRST, latest_on=LAST, probability_percent=95
        ).probability_percent
        == 95
    )
    assert Insert(code="card").quantity == 1
    assert Package().weight_grams == 0
    assert Charge(kind="fee", amount=FEE).amount == FEE
    assert (
        Quote(
            carrier="c", service="s", price=FEE, earliest_on=FIRST, latest_on=LAST
        ).latest_on
        == LAST
    )
    assert (
        Quote(carrier="c", service="s", price=FEE, latest_on=LAST).earliest_on is None
    )
    assert Ruling(policy="window", allowed=False, reasons=("too late",)).reasons
    assert Message(**MAIL).order_id == "1001"


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("carrier", lambda: Promise(earliest_on=FIRST, latest_on=LAST, carrier=7)),
        ("service", lambda: Promise(earliest_on=FIRST, latest_on=LAST, service=None)),
        ("latest_on", lambda: Promise(earliest_on=LAST, latest_on=FIRST)),
        ("latest_on", lambda: Promise(earliest_on=datetime(2026, 5, 1, tzinfo=UTC), latest_on=LAST)),
        ("latest_on", lambda: Promise(earliest_on=FIRST, latest_on="2026-05-06")),
        ("probability_percent", lambda: Promise(earliest_on=FIRST, latest_on=LAST, probability_percent=101)),
        ("probability_percent", lambda: Promise(earliest_on=FIRST, latest_on=LAST, probability_percent=-1)),
        ("probability_percent", lambda: Promise(earliest_on=FIRST, latest_on=LAST, probability_percent=0.9)),
        ("latest_on", lambda: Promise(earliest_on=FIRST, latest_on=date.max)),
        ("zone", lambda: Promise(earliest_on=FIRST, latest_on=LAST, zone=None)),
        ("calendar_version", lambda: Promise(earliest_on=FIRST, latest_on=LAST, calendar_version=7)),
        ("price", lambda: Promise(earliest_on=FIRST, latest_on=LAST, price=4.9)),
        ("latest_on", lambda: Promise(earliest_on=FIRST, latest_on=LAST, dispatch_on=date(2026, 6, 1))),
        ("window_end_at", lambda: Promise(
            earliest_on=FIRST, latest_on=LAST, window_start_at=NOON, window_end_at=NOON)),
        ("code", lambda: Insert(code="")),
        ("text", lambda: Insert(code="card", text=b"Thanks")),
        ("locale", lambda: Insert(code="card", locale=None)),
        ("sealed_text", lambda: Insert(code="card", sealed_text="Thanks")),
        ("quantity", lambda: Insert(code="card", quantity=10**5_000)),
        ("code", lambda: Package(code=None)),
        ("quantity", lambda: Insert(code="card", quantity=0)),
        ("height_mm", lambda: Package(height_mm=-1)),
        ("weight_grams", lambda: Package(weight_grams=1.5)),
        ("kind", lambda: Charge(kind="bribe", amount=FEE)),
        ("amount", lambda: Charge(kind="tip", amount=5)),
        ("carrier", lambda: Quote(carrier="", service="s", price=FEE)),
        ("price", lambda: Quote(carrier="c", service="s", price="5 EUR")),
        ("latest_on", lambda: Quote(carrier="c", service="s", price=FEE, earliest_on=LAST, latest_on=FIRST)),
        ("policy", lambda: Ruling(policy=None, allowed=True)),
        ("topic", lambda: Message(**(MAIL | {"topic": ""}))),
        ("subject", lambda: Message(**(MAIL | {"subject": "a\r\nBcc: all@example.com"}))),
    ],
)  # fmt: skip
def test_unsound_answers_are_refused_with_the_field(path, answer):
    with pytest.raises(InvalidInput) as refused:
        answer()
    assert path == refused.value.path


def test_the_repr_of_a_message_shows_nothing_personal():
    assert "Оле" not in repr(Message(**MAIL))
    assert "olia" not in repr(Message(**MAIL))


SLOT_AT = datetime(2026, 5, 6, 9, tzinfo=UTC)


def test_a_promise_has_its_day_of_dispatch_and_its_slot():
    promise = Promise(
        earliest_on=LAST,
        latest_on=LAST,
        dispatch_on=FIRST,
        window_start_at=SLOT_AT,
        window_end_at=SLOT_AT + timedelta(hours=2),
        carrier="dhl",
        service="express",
    )

    assert promise.dispatch_on == FIRST
    assert promise.window_end_at.tzinfo is UTC
    assert Promise(earliest_on=FIRST, latest_on=LAST).window_start_at is None
    assert Promise(
        earliest_on=FIRST, latest_on=LAST, window_end_at=SLOT_AT
    ).window_end_at == SLOT_AT  # fmt: skip


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("latest_on", {"dispatch_on": date(2026, 5, 7)}),
        ("latest_on", {"dispatch_on": SLOT_AT}),
        ("window_end_at", {"window_start_at": SLOT_AT, "window_end_at": SLOT_AT}),
        ("window", {"window_start_at": datetime(2026, 5, 5, 9)}),
        ("window", {"window_end_at": "noon"}),
        ("window_end_at", {"window_end_at": datetime(2026, 5, 5, 23, 59, tzinfo=UTC)}),
        ("window_end_at", {"window_end_at": datetime(2026, 5, 7, 0, 1, tzinfo=UTC)}),
        ("window_start_at", {"window_start_at": datetime(2026, 5, 3, 23, tzinfo=UTC)}),
        ("window_start_at", {"window_start_at": datetime(2026, 5, 7, tzinfo=UTC)}),
    ],
)
def test_a_promise_that_contradicts_itself_is_refused(path, fields):
    with pytest.raises(InvalidInput) as failure:
        Promise(earliest_on=FIRST, latest_on=LAST, **fields)

    assert failure.value.path == path


def test_the_days_of_a_slot_are_those_of_the_recipient():
    late_on_tuesday = datetime(2026, 5, 5, 22, tzinfo=UTC)
    kyiv = {"earliest_on": LAST, "latest_on": LAST, "zone": "Europe/Kyiv"}

    in_kyiv = Promise(**kyiv, window_start_at=late_on_tuesday)

    assert late_on_tuesday == in_kyiv.window_start_at
    with pytest.raises(InvalidInput) as refused:
        Promise(**(kyiv | {"zone": "Europe/London"}), window_start_at=late_on_tuesday)
    assert "window_start_at" == refused.value.path


def test_a_slot_may_last_until_the_midnight_after_its_day():
    midnight = datetime(2026, 5, 7, tzinfo=UTC)

    promise = Promise(earliest_on=LAST, latest_on=LAST, window_end_at=midnight)

    assert midnight == promise.ends_at


def test_a_promise_ends_with_its_slot_or_with_its_last_day_where_the_recipient_is():
    days = {"earliest_on": FIRST, "latest_on": LAST}

    assert SLOT_AT == Promise(**days, window_end_at=SLOT_AT).ends_at
    assert (
        datetime(2026, 5, 6, 21, tzinfo=UTC)
        == Promise(**days, zone="Europe/Kyiv").ends_at
    )
    assert (
        datetime(2026, 5, 7, tzinfo=UTC)
        == Promise(**days, zone="Mars/Olympus_Mons").ends_at
    )
    # The clocks of that Sunday go back: it has 25 hours.
    sunday = date(2026, 10, 25)
    assert (
        datetime(2026, 10, 25, 23, tzinfo=UTC)
        == Promise(earliest_on=sunday, latest_on=sunday, zone="Europe/Warsaw").ends_at
    )


def test_new_days_keep_recipient_and_price_and_nothing_that_was_true_of_the_old():
    promise = Promise(
        earliest_on=LAST,
        latest_on=LAST,
        zone="Europe/Kyiv",
        probability_percent=95,
        price=FEE,
        calendar_version="2026",
        dispatch_on=FIRST,
        window_start_at=SLOT_AT,
        window_end_at=SLOT_AT + timedelta(hours=2),
        carrier="dhl",
        service="express",
    )
    new_day = date(2026, 5, 20)

    assert promise.postponed(new_day, new_day) == Promise(
        earliest_on=new_day, latest_on=new_day, zone="Europe/Kyiv", price=FEE
    )
    with pytest.raises(InvalidInput):
        promise.postponed(new_day, FIRST)


SIX, EIGHT = SLOT_AT.replace(hour=15), SLOT_AT.replace(hour=17)


@pytest.mark.parametrize(
    ("locale", "by", "between", "days"),
    [
        ("en", "May 6, 2026, by 20:00", "May 6, 2026, 18:00 to 20:00", "May 4\u2009–\u20096, 2026"),
        ("uk", "6 травня 2026\u202fр., до 20:00", "6 травня 2026\u202fр., з 18:00 до 20:00", "4–6 травня 2026\u202fр."),
        ("pl", "6 maja 2026, do godz. 20:00", "6 maja 2026, od 18:00 do 20:00", "4–6 maja 2026"),
        ("ru", "6 мая 2026\u202fг., до 20:00", "6 мая 2026\u202fг., с 18:00 до 20:00", "4–6 мая 2026\u202fг."),
        ("zh", "2026年5月6日，20:00 前", "2026年5月6日，18:00 至 20:00", "2026年5月4日至6日"),
    ],
)  # fmt: skip
def test_a_promise_is_said_with_its_hours_in_the_recipients_zone(
    locale, by, between, days
):
    day = {"earliest_on": LAST, "latest_on": LAST, "zone": "Europe/Kyiv"}
    slot = Promise(**day, window_start_at=SIX, window_end_at=EIGHT)

    assert by == Promise(**day, window_end_at=EIGHT).format(locale)
    assert between == slot.format(locale)
    assert days == Promise(earliest_on=FIRST, latest_on=LAST).format(locale)


def test_a_promise_says_a_start_alone_and_the_end_of_a_day():
    day = {"earliest_on": LAST, "latest_on": LAST, "zone": "Europe/Kyiv"}
    midnight = datetime(2026, 5, 6, 21, tzinfo=UTC)

    assert "May 6, 2026, from 18:00" == Promise(**day, window_start_at=SIX).format()
    until = Promise(**day, window_start_at=SIX, window_end_at=midnight)
    assert "May 6, 2026, 18:00 to 24:00" == until.format()
