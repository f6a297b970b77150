"""The page of statutes says what the tables say."""

from __future__ import annotations

from pathlib import Path

import pytest

from postpurchase.returning.statutes import EXEMPTIONS, GUARANTEE_LAWS, VERSION
from postpurchase.returning.statutes.rest_days import REST_DAYS

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "statutes.md"
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.read_text("utf-8").splitlines()
    if line.startswith("|")
]


@pytest.mark.parametrize("law", GUARANTEE_LAWS, ids=lambda law: law.source)
def test_each_guarantee_stands_on_the_page_with_its_first_day(law):
    first = f"{law.valid_from.day} {law.valid_from:%B %Y}"
    months = [str(law.liability_months), str(law.presumption_months)]

    assert [months] == [
        [cell.removesuffix(" months") for cell in row[2:4]]
        for row in ROWS
        if row[1] == first and row[4].split(",")[0] == law.source.split(",")[0]
    ]


def test_the_page_names_its_edition_the_exceptions_and_the_rest_days():
    text = PAGE.read_text("utf-8")

    assert f"edition {VERSION}." in text
    assert all(f"`{one.category}`" in text for one in EXEMPTIONS)
    assert len(REST_DAYS) == len(text.split("## Rest days")[1].split("\n| ")) - 2
