"""The promises of every personalizer, and what the postcard does."""

from postpurchase_postcard import Postcard

from postpurchase.testing import NOON, PersonalizerSuite, placed_order, shipped_order


class TestConformance(PersonalizerSuite):
    plugin = "postpurchase_postcard"


def test_a_ukrainian_customer_is_thanked_in_ukrainian():
    [card] = Postcard().inserts(placed_order(locale="uk-UA"), "P1", (), NOON)

    assert card.text == "Дякуємо за замовлення #1001!"


def test_a_second_parcel_has_no_card():
    assert Postcard().inserts(shipped_order(), "P2", (), NOON) == ()
