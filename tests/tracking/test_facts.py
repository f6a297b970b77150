"""One thing that a carrier said, in our words and in its own."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from postpurchase.errors import InvalidInput, NaiveTime
from postpurchase.tracking.facts import TEXT_MAX, TrackingFact

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize("code", ["DELIVERED!", "", None, 7, ["delivered.general"]])
def test_a_word_that_is_not_mapped_is_never_guessed(code):
    fact = TrackingFact(at=NOON, code=code, raw_code="X9")

    assert ("unknown.unmapped", "unknown", "X9") == (
        fact.code,
        fact.status,
        fact.raw_code,
    )


def test_a_word_that_is_not_mapped_is_kept_where_no_other_stands():
    assert "DELIVERED!" == TrackingFact(at=NOON, code="DELIVERED!").raw_code
    assert "" == TrackingFact(at=NOON, code="delivered.signed").raw_code


def test_the_same_content_is_the_same_fact():
    kyiv = timezone(timedelta(hours=3))
    there = TrackingFact(at=NOON.astimezone(kyiv), code="delivered.signed")

    assert {there} == {TrackingFact(at=NOON, code="delivered.signed")}
    assert UTC is there.at.tzinfo


def test_a_fact_has_an_aware_time():
    with pytest.raises(NaiveTime):
        TrackingFact(at=NOON.replace(tzinfo=None), code="delivered.signed")


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"raw_code": 7}, "raw_code"),
        ({"raw_text": "x" * (TEXT_MAX + 1)}, "raw_text"),
        ({"place": None}, "place"),
        ({"reason": b"rain"}, "reason"),
        ({"estimated_on": NOON}, "estimated_on"),
        ({"estimated_on": "tomorrow"}, "estimated_on"),
        ({"correction": -1}, "correction"),
        ({"correction": True}, "correction"),
        ({"at": "noon"}, "at"),
        ({"local_at": "2026-06-01T12:00:00+02:00"}, "local_at"),
        ({"local_at": "noon"}, "local_at"),
        ({"local_at": NOON}, "local_at"),
    ],
)
def test_what_no_carrier_can_say_is_refused_with_its_name(fields, path):
    with pytest.raises(InvalidInput) as refused:
        TrackingFact(**{"at": NOON, "code": "delivered.signed", **fields})

    assert path == refused.value.path


def test_a_carriers_own_words_are_kept():
    fact = TrackingFact(
        at=NOON,
        code="in_transit.delayed_weather",
        raw_text="x" * TEXT_MAX,
        estimated_on=date(2026, 6, 3),
    )

    assert (TEXT_MAX, date(2026, 6, 3)) == (len(fact.raw_text), fact.estimated_on)


@pytest.mark.parametrize(
    "said", ["2021-01-14T00:52:00", "2021-01-14T00:52", "2021-01-14"]
)
def test_a_clock_reading_without_a_zone_is_kept_as_it_was_said(said):
    fact = TrackingFact(at=NOON, code="in_transit.general", local_at=said)

    assert said == fact.local_at
    assert fact != TrackingFact(at=NOON, code="in_transit.general")
