"""What a border adds to a price, and who is said to pay it."""

from __future__ import annotations

import pytest

from postpurchase.errors import CurrencyMismatch, InvalidInput
from postpurchase.values.customs import CustomsItem, LandedCost, crosses_customs
from postpurchase.values.money import Money
from postpurchase.wording import LOCALES


def pounds(minor):
    return Money(minor, "GBP")


def test_the_total_is_known_only_if_every_part_is():
    known = LandedCost(duty=pounds(100), import_tax=pounds(20), fees=pounds(3))

    assert pounds(123) == known.total
    assert LandedCost(duty=pounds(100), import_tax=pounds(20)).total is None


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("payer", ["shop", "recipient", "unknown"])
def test_who_pays_is_said_in_every_language(locale, payer):
    amounts = {"duty": pounds(0), "import_tax": pounds(2000), "fees": pounds(800)}
    said = LandedCost(paid_by=payer, **amounts).text(locale)
    plain = LandedCost(paid_by=payer).text(locale)

    assert said
    assert "{" not in said + plain
    assert (payer == "recipient") == (said != plain)


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        ("paid_by", {"paid_by": "nobody"}),
        ("duty", {"duty": pounds(-1)}),
        ("import_tax", {"import_tax": 20}),
        ("fees", {"fees": pounds(-1)}),
    ],
)
def test_what_cannot_be_paid_is_refused(path, wrong):
    with pytest.raises(InvalidInput) as caught:
        LandedCost(**wrong)

    assert path == caught.value.path


def test_amounts_in_several_currencies_are_refused():
    with pytest.raises(CurrencyMismatch):
        LandedCost(duty=pounds(1), fees=Money(1, "EUR"))


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        ("hs_code", {"hs_code": "61091"}),
        ("hs_code", {"hs_code": "6109.10"}),
        ("hs_code", {"hs_code": "٦١٠٩١٠"}),
        ("made_in", {"made_in": "UK"}),
        ("quantity", {"quantity": 0}),
    ],
)
def test_what_no_declaration_could_say_is_refused(path, wrong):
    with pytest.raises(InvalidInput) as caught:
        CustomsItem(value=pounds(1000), **wrong)

    assert path == caught.value.path


def test_goods_are_declared_with_their_code_and_origin():
    shirt = CustomsItem(
        description="T-shirt", hs_code="610910", made_in="PT", value=pounds(2500)
    )

    assert ("610910", "PT") == (shirt.hs_code, shirt.made_in)


@pytest.mark.parametrize(
    ("origin", "destination", "crosses"),
    [
        ("PL", "PL", False),
        ("PL", "DE", False),
        ("FR", "MC", False),
        ("PL", "GB", True),
        ("GB", "PL", True),
        ("PL", "NO", True),
        ("UA", "UA", False),
        ("US", "CA", True),
    ],
)
def test_a_customs_border_lies_around_a_territory_not_a_country(
    origin, destination, crosses
):
    assert crosses == crosses_customs(origin, destination)
