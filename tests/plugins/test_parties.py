"""What carriers' forms want to know of a street line."""

import pytest

from postpurchase.plugins.parties import StreetLine, name_of, private_texts, street_line
from postpurchase.testing import label_request
from postpurchase.values.address import Address


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("ul. Długa 5/7", ("ul. Długa", "5", "7")),
        ("вул. Хрещатик, 1", ("вул. Хрещатик", "1", "")),
        ("вул. Сихівська, 12а, кв. 4", ("вул. Сихівська", "12а", "кв. 4")),
        ("ul. 3 Maja 10", ("ul. 3 Maja", "10", "")),
        ("ul. 3 Maja 10 m. 2", ("ul. 3 Maja", "10", "m. 2")),
        ("Hauptstrasse 1", ("Hauptstrasse", "1", "")),
        ("Khreshchatyk", ("Khreshchatyk", "", "")),
        ("", ("", "", "")),
    ],
)
def test_a_street_line_is_taken_apart(line, parts):
    assert StreetLine(*parts) == street_line(
        Address(lines=(line,) if line else (), country="UA")
    )


def test_the_name_on_the_address_comes_first_and_nobody_is_left_out():
    recipient = label_request().recipient

    assert "Олена Шевченко" == name_of(recipient)
    assert {"olena@example.com", "+380501234567", "ul. Długa 5/7"} <= {
        *private_texts(recipient)
    }
