"""The table of what a failed request means, row by row."""

import pytest

from postpurchase.errors import OutcomeUnknown, PermanentFailure, TemporaryFailure
from postpurchase.plugins.fates import Fate, failure_of, retry_after_s

U, T, P = OutcomeUnknown, TemporaryFailure, PermanentFailure
ROWS = [
    (Fate(was_sent=False), T, T, "the carrier was not reached"),
    (Fate(), U, T, "the carrier did not answer"),
    (Fate(status=429, retry_after_s=30.0), T, T, "the carrier answered 429"),
    (Fate(status=408), T, T, "408"),
    (Fate(status=425), T, T, "425"),
    (Fate(status=503, retry_after_s=5.0), T, T, "503"),
    (Fate(status=503), U, T, "503"),
    (Fate(status=500), U, T, "500"),
    (Fate(status=504), U, T, "504"),
    (Fate(status=301), P, P, "301"),
    (Fate(status=400), P, P, "400"),
    (Fate(status=401), P, P, "401"),
    (Fate(status=409), P, P, "409"),
    (Fate(status=200), U, T, "200"),
    (Fate(status=101), T, T, "101"),
    (Fate(is_login=True), T, T, "the login did not answer"),
    (Fate(is_login=True, status=500), T, T, "the login answered 500"),
    (Fate(is_login=True, status=401), P, P, "the login answered 401"),
    (Fate(is_login=True, status=200), T, T, "the login answered 200"),
]


@pytest.mark.parametrize(("fate", "effect", "question", "said"), ROWS)
def test_each_row_of_the_table(fate, effect, question, said):
    for is_effect, kind in ((True, effect), (False, question)):
        failure = failure_of(fate, is_effect=is_effect, plugin="x", reason="why")

        assert type(failure) is kind
        assert said in failure.reason
        assert failure.reason.endswith(": why")
        if kind is TemporaryFailure:
            assert fate.retry_after_s == failure.retry_after_s


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("30", 30.0),
        (" 5 ", 5.0),
        ("999999999", 86_400.0),
        ("9" * 30, None),
        ("-1", None),
        ("Wed, 21 Oct 2026 07:28:00 GMT", None),
        ("", None),
    ],
)
def test_only_seconds_are_read_and_never_more_than_a_day(said, read):
    assert read == retry_after_s({"retry-after": said})
