"""Templates are filled once, safely, with the plural that the number needs."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpurchase.values.money import Money
from postpurchase.wording import (
    LOCALES,
    UntranslatedText,
    date_range,
    missing,
    money,
    plural,
    say,
    shown,
    territory,
    text,
    weekday,
    word,
)
from postpurchase.wording.catalogues import FORMS
from postpurchase.wording.texts import plural_form
from shared_data import shared_json

UNITS = ("{n} unit", "{n} units")


@pytest.mark.parametrize(
    ("language", "form", "numbers"),
    [
        ("uk", "one", (1, 21, 101)), ("uk", "few", (2, 22)),
        ("uk", "many", (0, 5, 11, 12, 25, 111)), ("uk", "other", (1.5, Decimal("0.1"))),
        ("ru", "one", (1, 21, 101)), ("ru", "few", (2, 22)),
        ("ru", "many", (0, 5, 11, 12, 25, 111)), ("ru", "other", (1.5,)),
        ("pl", "one", (1,)), ("pl", "few", (2, 22)),
        ("pl", "many", (0, 5, 11, 12, 21, 25, 101, 111)), ("pl", "other", (1.5,)),
        ("zh", "other", (0, 1, 2, 1.5)), ("en", "one", (1,)), ("en", "other", (0, 2, 21, 1.5)),
    ],
)  # fmt: skip
def test_the_plural_form_is_that_of_cldr(language, form, numbers):
    assert {form} == {plural_form(n, language) for n in numbers}


@pytest.mark.real_data
def test_every_published_plural_sample_gets_its_form():
    samples = shared_json("i18n/cldr_plural_samples.json")["cardinal"]
    for language in LOCALES:
        for form, numbers in samples[language].items():
            # 1.0 is a whole number here: no text of ours shows trailing zeros.
            plain = [n for n in numbers if "c" not in n and not n.endswith(".0")]
            for n in plain:
                number = Decimal(n) if "." in n else int(n)
                assert form == plural_form(number, language), (language, n)


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("en", ["1 unit", "2 units", "5 units", "21 units", "1.5 units"]),
        ("uk", ["1 одиниця", "2 одиниці", "5 одиниць", "21 одиниця", "1,5 одиниці"]),
        ("pl-PL", ["1 sztuka", "2 sztuki", "5 sztuk", "21 sztuk", "1,5 sztuki"]),
        ("ru_RU", ["1 единица", "2 единицы", "5 единиц", "21 единица", "1,5 единицы"]),
        ("zh", ["1 件", "2 件", "5 件", "21 件", "1.5 件"]),
    ],
)
def test_numbers_agree_with_their_nouns(locale, said):
    assert said == [plural(*UNITS, n, locale) for n in (1, 2, 5, 21, Decimal("1.5"))]


def test_fields_are_names_only_and_reach_into_nothing():
    hostile = "{order.__class__} {order!r} {order:>99999999} {0} {} {order}"

    said = text(hostile, "en", order="A")

    assert said == "{order.__class__} {order!r} {order:>99999999} {0} {} A"


def test_a_value_is_never_taken_for_a_template():
    assert (
        text("There is no order {order_id}.", "en", order_id="{order_id}")
        == "There is no order {order_id}."
    )


@given(st.text(), st.sampled_from(LOCALES))
def test_what_is_filled_in_stands_there_unchanged(value, locale):
    assert value in text("There is no order {order_id}.", locale, order_id=value)


def test_a_field_that_was_not_given_is_an_error():
    with pytest.raises(KeyError, match="order_id"):
        text("There is no order {order_id}.", "uk")


def test_a_text_without_translation_is_shown_in_english_warned_once_and_counted():
    template = "Nobody translated {what}."
    try:
        with pytest.warns(UntranslatedText, match="no uk translation of 'Nobody"):
            assert text(template, "uk", what="this") == "Nobody translated this."
        assert text(template, "uk", what="that") == "Nobody translated that."

        assert missing["uk", template] == 2
    finally:
        del missing["uk", template]


def test_a_plural_without_translation_falls_back_to_english_plurals():
    try:
        with pytest.warns(UntranslatedText):
            assert plural("{n} gizmo", "{n} gizmos", 21, "uk") == "21 gizmos"
    finally:
        missing.clear()


def test_a_text_that_does_not_count_is_no_plural():
    try:
        with pytest.warns(UntranslatedText):
            assert (
                plural("Something went wrong.", "x", 1, "uk") == "Something went wrong."
            )
    finally:
        missing.clear()


@pytest.mark.parametrize(
    ("value", "locale", "written"),
    [
        ("x", "uk", "x"), (None, "uk", ""), (True, "uk", "True"), (1234567, "uk", "1234567"),
        (1234.5, "uk", "1\xa0234,5"), (Decimal("0.5"), "pl", "0,5"),
        (("a", 1), "ru", "a, 1"), (Money(150, "EUR"), "en", "€1.50"),
        (date(2026, 5, 1), "pl", "1 maja 2026"), (date(2026, 5, 1), "zh", "2026年5月1日"),
        (datetime(2026, 5, 1, 10, 5, tzinfo=UTC), "en-GB", "1 May 2026, 10:05"),
        (datetime(2026, 5, 1, 13, 5, tzinfo=ZoneInfo("Europe/Kyiv")), "pl", "1 maja 2026, 13:05"),
        (b"", "en", ""), (FORMS.__class__, "en", "<class 'dict'>"),
    ],
)  # fmt: skip
def test_values_are_written_as_the_reader_is_used_to(value, locale, written):
    assert written == shown(value, locale)


def test_a_range_of_days_repeats_nothing():
    first, last = date(2026, 5, 1), date(2026, 5, 4)

    assert date_range(first, last, "pl") == "1–4 maja 2026"
    assert date_range(first, first, "en") == "May 1, 2026"
    assert date_range(date(2026, 4, 30), first, "zh") == "2026年4月30日至5月1日"


def test_a_range_of_days_has_its_months_in_full():
    first, last = date(2026, 12, 30), date(2027, 1, 2)

    assert (
        date_range(date(2026, 5, 1), date(2026, 5, 4), "uk")
        == "1–4 травня 2026\u202fр."
    )
    assert date_range(first, last, "uk") == "30 грудня 2026 – 2 січня 2027\u202fрр."
    assert date_range(first, first.replace(year=2027), "en-GB").count("December") == 2


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("en", "Monday, May 4"), ("en-GB", "Monday 4 May"), ("uk", "понеділок, 4 травня"),
        ("pl", "poniedziałek, 4 maja"), ("ru", "понедельник, 4 мая"), ("zh", "5月4日星期一"),
    ],
)  # fmt: skip
def test_a_day_can_be_written_with_its_weekday(locale, said):
    assert said == weekday(date(2026, 5, 4), locale)


def test_amounts_keep_a_space_between_letters_and_digits():
    assert money("-1.500", "IQD", 3, "en") == "-IQD\xa01.500"
    assert money("1.50", "CAD", 2, "en") == "CA$1.50"


def test_countries_are_named_in_the_language_of_the_reader():
    assert territory("PL", "zh") == "波兰"
    assert territory("QQ", "zh") == "QQ"


def test_a_variant_that_is_not_listed_gives_the_plain_phrase():
    assert say("ParcelShipped", variant="by_pigeon", n=3) == "3 items were shipped."
    assert say("TrackingRecorded") == "There is news about the parcel."
    with pytest.raises(KeyError):
        say("NothingLikeIt")


def test_a_word_of_the_shop_is_shown_as_it_is():
    assert word("place", "engraved", "uk") == "engraved"
    assert word("no_such_kind", "x", "uk") == "x"
    assert word("place", "packed", "uk") == "запаковано"
    assert word("place", "packed") == "packed"


def test_a_list_is_divided_as_its_language_does():
    assert "L1, L2" == shown(("L1", "L2"), "uk")
    assert "L1、L2" == shown(("L1", "L2"), "zh")


def test_a_value_that_ends_with_a_full_stop_ends_the_sentence():
    assert "Note: at St." == text("Note: {text}", text="at St.")
    assert "There is no order No." == text(
        "There is no order {order_id}.", order_id="No."
    )
