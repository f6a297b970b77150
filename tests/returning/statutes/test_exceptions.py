"""What the law excepts, on its conditions."""

from __future__ import annotations

import pytest

from postpurchase.returning.statutes import EXEMPTIONS, exemption_of
from postpurchase.returning.statutes.exceptions import is_sealed
from postpurchase.wording.words import WORDS

LETTERS = {
    "service_performed": "a",
    "market_price": "b",
    "made_to_order": "c",
    "personalised": "c",
    "perishable": "d",
    "sealed_hygiene": "e",
    "inseparably_mixed": "f",
    "alcohol_market_price": "g",
    "urgent_repair": "h",
    "sealed_media": "i",
    "periodical": "j",
    "public_auction": "k",
    "dated_service": "l",
    "digital_begun": "m",
}


def test_there_is_an_exception_for_each_letter_and_a_sentence_for_each():
    assert LETTERS == {one.category: one.letter for one in EXEMPTIONS}
    assert list("abcdefghijklm") == sorted(set(LETTERS.values()))
    assert set(LETTERS) == set(WORDS["exemption"])


@pytest.mark.parametrize("category", LETTERS)
@pytest.mark.parametrize("condition", ["", "unopened", "opened", "used", "seal_broken"])
def test_two_exceptions_hold_only_once_the_seal_was_broken(category, condition):
    found = exemption_of(("mug", category), condition)
    sealed = category in {"sealed_hygiene", "sealed_media"}

    assert sealed == is_sealed((category, "mug"))
    if sealed and condition != "seal_broken":
        assert found is None
    else:
        assert (category, LETTERS[category]) == (found.category, found.letter)


def test_ordinary_goods_are_not_excepted():
    assert exemption_of(("mug",), "seal_broken") is None
    assert exemption_of((), "") is None
    assert not is_sealed(("mug",))


def test_of_two_exceptions_the_first_letter_decides():
    assert "c" == exemption_of(("perishable", "made_to_order"), "").letter
