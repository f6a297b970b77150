"""One list of words for a parcel's way."""

import pytest

from postpurchase.tracking.vocabulary import (
    CODES,
    STATUSES,
    UNMAPPED,
    TrackingCode,
    check_vocabulary,
)


def test_there_are_thirteen_statuses_each_with_a_code():
    assert 13 == len(STATUSES) == len(set(STATUSES))
    assert set(STATUSES) == {code.status for code in CODES.values()}


def test_every_code_is_named_by_itself_and_says_what_it_means():
    for name, code in CODES.items():
        assert (name, 2) == (code.code, name.count(".") + 1)
        assert code.label
        assert code.severity in ("info", "warn", "critical")
        assert code.action_by in ("none", "recipient", "shipper", "carrier")


def test_only_ends_end():
    ends = {code.status for code in CODES.values() if code.terminal}

    assert {"delivered", "returned", "cancelled", "exception"} == ends


def test_claims_need_a_fault_of_the_carrier():
    claimable = {code.code for code in CODES.values() if code.claimable}

    assert {
        "exception.damaged",
        "exception.lost",
        "exception.stolen",
        "exception.disposed",
        "expired.no_updates",
    } == claimable


def test_an_unmapped_word_has_a_code_of_its_own():
    assert "unknown" == CODES[UNMAPPED].status


@pytest.mark.parametrize(
    "codes",
    [
        {
            **CODES,
            "gone.far": TrackingCode("gone.far", "?", "info", "none", False, False),
        },
        {name: code for name, code in CODES.items() if code.status != "expired"},
    ],
)
def test_a_table_with_a_hole_or_a_stray_status_is_refused(codes):
    with pytest.raises(ValueError, match="is no status, or has no code"):
        check_vocabulary(codes)
