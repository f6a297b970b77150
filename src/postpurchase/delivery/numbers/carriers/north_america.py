"""The numbers of carriers in North America beyond UPS, USPS and FedEx.

Source: the carriers' own tracking pages and label guides; Canada Post, "Parcel
shipping label specification" (16 digits, GS1 check digit); Old Dominion and
Purolator number by the Luhn rule; OnTrac, "Barcode specification".
"""

from __future__ import annotations

from functools import partial

from postpurchase.delivery.numbers.checks import luhn, mod_10
from postpurchase.delivery.numbers.formats import CarrierNumbers, Format

_ONTRAC = partial(mod_10, weights=(1, 2))

AMAZON: CarrierNumbers = CarrierNumbers(
    carrier="amazon",
    name="Amazon Logistics",
    formats=(
        Format("amazon_logistics", ("TB A|C|M serial_number:n12",)),
        Format("amazon_international", ("A|C|F serial_number:n10",)),
    ),
)
"""The numbers of Amazon, which only its customers can track."""

CANADA_POST: CarrierNumbers = CarrierNumbers(
    carrier="canadapost",
    name="Canada Post",
    tracking_url="https://www.canadapost-postescanada.ca/track-reperage/en#/search?searchFor={number}",
    formats=(
        Format(
            "canada_post_16",
            ("serial_number( origin_id:n7 :n8 ) check_digit:n1",),
            check=partial(mod_10, weights=(3, 1)),
        ),
    ),
)
"""The domestic numbers of Canada Post; its international ones are S10."""

CANPAR: CarrierNumbers = CarrierNumbers(
    carrier="canpar",
    name="Canpar",
    tracking_url="https://www.canpar.com/en/track/tracking.jsp?reference={number}&locale=en",
    formats=(Format("canpar_22", ("serial_number( C|D|K|L|S|U|X|Z :n21 )",)),),
)
"""The numbers of Canpar."""

GOFO: CarrierNumbers = CarrierNumbers(
    carrier="gofo",
    name="GOFO Express",
    tracking_url="https://www.gofoexpress.com/tracking.html?searchID={number}",
    formats=(Format("gofo_us", ("GFUS serial_number:n14",)),),
)
"""The numbers of GOFO Express."""

LASERSHIP: CarrierNumbers = CarrierNumbers(
    carrier="lasership",
    name="LaserShip",
    formats=(
        Format("lasership_lx", ("L A|E|H|I|N|X 1|2|3 serial_number:n7",)),
        Format("lasership_1ls7_15", ("1LS7 1|2 :n4 serial_number:n6",)),
        Format("lasership_1ls7_18", ("1LS7 1|2 :n2 01 1|2|3|4 serial_number:n6 -1",)),
        Format("lasership_1lscx", ("1LSCX serial_number:an10",)),
    ),
)
"""The numbers of LaserShip."""

OLD_DOMINION: CarrierNumbers = CarrierNumbers(
    carrier="old_dominion",
    name="Old Dominion Freight Line",
    tracking_url="https://www.odfl.com/us/en/tools/trace-track-ltl-freight/trace.html?proNumbers={number}",
    formats=(
        Format(
            "old_dominion_pro",
            ("serial_number( 072|777|778|780 :n7 ) check_digit:n1",),
            check=luhn,
        ),
        Format(
            "old_dominion_guaranteed",
            ("serial_number( 80 :n8 ) check_digit:n1",),
            check=luhn,
        ),
    ),
)
"""The PRO numbers of Old Dominion."""

ONTRAC: CarrierNumbers = CarrierNumbers(
    carrier="ontrac",
    name="OnTrac",
    tracking_url="https://www.ontrac.com/tracking/?number={number}",
    formats=(
        # The check digit stands for C as 4 and for D as 5.
        Format(
            "ontrac_c", ("C serial_number:n13 check_digit:n1",), _ONTRAC, prefix="4"
        ),
        Format(
            "ontrac_d", ("D serial_number:n13 check_digit:n1",), _ONTRAC, prefix="5"
        ),
    ),
)
"""The numbers of OnTrac."""

PUROLATOR: CarrierNumbers = CarrierNumbers(
    carrier="purolator",
    name="Purolator",
    tracking_url="https://www.purolator.com/en/shipping/tracker?searchValue={number}",
    formats=(
        Format(
            "purolator_12",
            ("serial_number( 0|1|2|3|4|5 :n10 ) check_digit:n1",),
            check=luhn,
        ),
        Format("purolator_alpha", ("serial_number( :a3 :n9 )",)),
    ),
)
"""The numbers of Purolator."""

SPEE_DEE: CarrierNumbers = CarrierNumbers(
    carrier="speedee",
    name="Spee-Dee Delivery",
    tracking_url="https://www.speedeedelivery.com/track/?tracking={number}",
    formats=(Format("speedee_20", ("SP serial_number:n18",)),),
)
"""The numbers of Spee-Dee."""
