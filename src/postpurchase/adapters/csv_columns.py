"""The columns of an order file in CSV, once, for the parser and for the docs."""

from __future__ import annotations

from typing import Final, Literal

import attrs

Level = Literal["order", "line"]


@attrs.frozen
class Column:
    """One column of the file.

    Args:
        name: As it stands in the header.
        level: Whether it belongs to the order or to the row's line. An order's
            value stands in its first row; later rows repeat it or are empty.
        needed: Whether the header must have it.
        meaning: For people.
        example: A value that is accepted.
    """

    name: str
    level: Level
    needed: bool
    meaning: str
    example: str


COLUMNS: Final = (
    Column("order_id", "order", True, "Id of the order; groups the rows", "A-1001"),
    Column("number", "order", False, "Name that people use", "#1001"),
    Column(
        "placed_at",
        "order",
        True,
        "When it was ordered, ISO 8601 with offset",
        "2026-03-01T09:30:00+01:00",
    ),
    Column(
        "updated_at",
        "order",
        False,
        "When the source last changed it",
        "2026-03-02T08:00:00Z",
    ),
    Column("currency", "order", True, "ISO 4217 code of all amounts", "EUR"),
    Column(
        "sales_channel",
        "order",
        False,
        "site, marketplace, social, phone, store",
        "site",
    ),
    Column("customer_id", "order", False, "Pseudonymous id, no e-mail", "C-17"),
    Column("name", "order", False, "Who receives it", "Olena Koval"),
    Column("email", "order", False, "E-mail address", "olena@example.com"),
    Column("phone", "order", False, "With country code", "+380441234567"),
    Column("locale", "order", False, "Language of the customer", "uk"),
    Column("street", "order", False, "Street and house", "Khreshchatyk 1"),
    Column("street_2", "order", False, "Second line", "apt. 5"),
    Column("city", "order", False, "City", "Kyiv"),
    Column("region", "order", False, "State or region", ""),
    Column("postcode", "order", False, "Postcode", "01001"),
    Column("country", "order", False, "ISO 3166-1 alpha-2", "UA"),
    Column("shipping", "order", False, "Shipping price with its tax", "4.90"),
    Column("order_discount", "order", False, "Off the whole order, from zero", "5.00"),
    Column("total", "order", False, "Checked against the sum of the parts", "39.70"),
    Column("paid", "order", False, "What came in", "39.70"),
    Column("payment_method", "order", False, "Such as card, cash_on_delivery", "card"),
    Column("cancelled_at", "order", False, "When all of it was cancelled", ""),
    Column("line_id", "line", False, "Id of the line; else its place, from 1", "1"),
    Column("sku", "line", True, "The article", "MUG-RED"),
    Column("title", "line", False, "The article's name", "Red mug"),
    Column("quantity", "line", True, "Units, from 1", "2"),
    Column("unit_price", "line", True, "Of one unit, before discount", "19.90"),
    Column("discount", "line", False, "Off the line, from zero", "0.00"),
    Column("tax", "line", False, "On top of the line", "0.00"),
    Column("weight_grams", "line", False, "Of one unit", "350"),
    Column("requires_parcel", "line", False, "true or false", "true"),
    Column("barcode", "line", False, "That stands on the goods", "4006381333931"),
    Column("shipped_at", "line", False, "When the row's units left", ""),
    Column("carrier", "line", False, "Who took them", ""),
    Column("tracking_number", "line", False, "Groups rows into a parcel", ""),
)

NAMES: Final = tuple(column.name for column in COLUMNS)
NEEDED: Final = tuple(column.name for column in COLUMNS if column.needed)
OF_ORDER: Final = tuple(column.name for column in COLUMNS if column.level == "order")
