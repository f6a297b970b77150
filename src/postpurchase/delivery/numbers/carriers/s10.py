"""The numbers of postal items, whichever post office issued them.

Source: UPU standard S10, "Identification of postal items": a service indicator of
two letters, eight digits, a check digit, and the country of the operator that
issued the number.
"""

from __future__ import annotations

from string import ascii_uppercase

from postpurchase.delivery.numbers.carriers.operators import OPERATORS, TRACKING_PAGES
from postpurchase.delivery.numbers.checks import s10
from postpurchase.delivery.numbers.formats import CarrierNumbers, Format, LookUp

_BY_FIRST_LETTER = {
    "B": "domestic",
    "C": "parcel",
    "D": "domestic",
    "E": "express mail (EMS)",
    "H": "e-commerce parcel",
    "L": "tracked letter",
    "M": "bag of printed matter (M-bag)",
    "N": "domestic",
    "P": "domestic",
    "R": "registered letter",
    "U": "letter without tracking",
    "V": "insured letter",
    "Z": "domestic",
}
_SERVICES = {
    **{
        first + second: meaning
        for first, meaning in _BY_FIRST_LETTER.items()
        for second in ascii_uppercase
    },
    **{f"Q{second}": "business reply (IBRS)" for second in "ABCDEFGHIJKLM"},
    **{f"A{second}": "domestic" for second in "VWXYZ"},
    **{f"G{second}": "domestic" for second in "AD"},
}

S10: CarrierNumbers = CarrierNumbers(
    carrier="s10",
    name="Postal item (UPU S10)",
    urls_by_country=TRACKING_PAGES,
    formats=(
        Format(
            "s10",
            ("service_type:a2 serial_number:n8 check_digit:n1 country_code:a2",),
            check=s10,
            look_ups=(
                LookUp("service_type", "service", _SERVICES),
                LookUp("country_code", "operator", OPERATORS, is_required=True),
            ),
        ),
    ),
)
"""The numbers of post offices."""
