"""A locale is accepted as people and systems write it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpurchase.wording import (
    LOCALES,
    LocaleUnknown,
    normalise_locale,
    reader_locale,
    shown,
    text,
)


@pytest.mark.parametrize(
    ("written", "language"),
    [
        ("uk", "uk"), ("uk-UA", "uk"), ("uk_UA", "uk"), ("UK-ua", "uk"), ("pl_PL.UTF-8", "pl"),
        ("zh-Hans-CN", "zh"), ("zh_TW", "zh"), ("en-GB", "en"), ("ru-KZ", "ru"),
    ],
)  # fmt: skip
def test_every_way_to_write_a_locale_gives_its_language(written, language):
    assert language == normalise_locale(written)


@pytest.mark.parametrize(
    ("written", "near"),
    [("de", ""), ("ua", "uk"), ("cn-CN", "zh"), ("", ""), ("C", ""), ("../uk", ""),
     ("uk" * 10**5, ""), ("uk\n", "")],
)  # fmt: skip
def test_a_language_without_texts_is_refused_and_the_nearest_named(written, near):
    with pytest.raises(LocaleUnknown) as refused:
        normalise_locale(written)

    assert near == refused.value.near
    assert "en, uk, pl, ru, zh" in str(refused.value)
    assert len(str(refused.value)) < 120


@given(st.text(max_size=50))
def test_any_text_is_a_known_locale_or_refused(written):
    try:
        assert normalise_locale(written) in LOCALES
    except LocaleUnknown:
        assert reader_locale(written) == "en"


def test_a_reader_of_another_language_gets_the_fallback():
    assert reader_locale("uk-UA") == "uk-UA"
    assert reader_locale("de-DE", "pl") == "pl"


def test_a_region_that_cldr_does_not_know_reads_like_its_language():
    assert shown(1.5, "uk") == shown(1.5, "uk-ZZ") == shown(1.5, "uk-99-99")
    assert text("Something went wrong.", "uk-ZZ") == text("Something went wrong.", "uk")
