"""Plain packaging: nothing, or a slip without prices in the customer's language."""

from postpurchase.order.quantities import LineUnits
from postpurchase.plugins.plain_packaging import PlainPackaging
from postpurchase.testing import NOON, placed_order

UNITS = (LineUnits("L1", 2), LineUnits("L2", 1))


def test_plain_packaging_adds_nothing():
    assert PlainPackaging().inserts(placed_order(), "P1", UNITS, NOON) == ()


def test_the_slip_lists_what_is_in_the_parcel_and_no_price():
    order = placed_order(locale="uk")

    [slip] = PlainPackaging(packing_slip=True).inserts(order, "P1", UNITS, NOON)

    assert slip.code == "packing-slip"
    assert slip.locale == "uk"
    assert slip.text.splitlines()[1:] == ["2 × Mug", "1 × Tea"]
    assert "#1001" in slip.text
    assert "12" not in slip.text.replace("#1001", "")


def test_a_language_without_texts_gets_english():
    order = placed_order(locale="de")

    [slip] = PlainPackaging(packing_slip=True).inserts(order, "P1", UNITS, NOON)

    assert slip.text.startswith("Order #1001")
