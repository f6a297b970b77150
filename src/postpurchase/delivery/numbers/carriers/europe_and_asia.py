"""The numbers of carriers in Europe and Asia beyond DHL and DPD.

A format of which only the length is known is left out, because it would make
everything valid: the 8 characters of a GLS track ID, the 11 digits of GLS without
its check digit, the 12 digits of DHL Paket. InPost is an exception for its length,
which no other carrier here has, and Nova Poshta for its first digits.

Source: the carriers' own tracking pages; GLS, Uni-Box technical documentation,
section 3.2.1; InPost, ShipX documentation (24 digits); Nova Poshta, documentation
of its API (14 digits, of which 20 and 59 begin most).
"""

from __future__ import annotations

from functools import partial

from postpurchase.delivery.numbers.checks import mod_10
from postpurchase.delivery.numbers.formats import CarrierNumbers, Format

GLS: CarrierNumbers = CarrierNumbers(
    carrier="gls",
    name="GLS",
    tracking_url="https://gls-group.eu/EU/en/parcel-tracking?match={number}",
    formats=(
        Format(
            "gls_12",
            ("serial_number:n11 check_digit:n1",),
            check=partial(mod_10, weights=(3, 1), plus=1),
        ),
    ),
)
"""The parcel numbers of GLS in Europe."""

INPOST: CarrierNumbers = CarrierNumbers(
    carrier="inpost",
    name="InPost",
    tracking_url="https://inpost.pl/sledzenie-przesylek?number={number}",
    formats=(Format("inpost_24", ("serial_number:n24",)),),
)
"""The numbers of InPost."""

LANDMARK: CarrierNumbers = CarrierNumbers(
    carrier="landmark",
    name="Landmark Global",
    tracking_url="https://track.landmarkglobal.com/?search={number}",
    formats=(Format("landmark_ltn", ("LTN serial_number:n8 N1",)),),
)
"""The numbers of Landmark Global."""

NOVA_POSHTA: CarrierNumbers = CarrierNumbers(
    carrier="nova_poshta",
    name="Nova Poshta",
    tracking_url="https://novaposhta.ua/tracking/{number}",
    formats=(Format("nova_poshta_14", ("serial_number( 20|59 :n12 )",)),),
)
"""The numbers of Nova Poshta within Ukraine."""

YODEL: CarrierNumbers = CarrierNumbers(
    carrier="yodel",
    name="Yodel",
    tracking_url="https://www.yodel.co.uk/tracking/{number}",
    formats=(Format("yodel", ("JD|JJD serial_number:n16",)),),
)
"""The numbers of Yodel within the United Kingdom."""

YUNEXPRESS: CarrierNumbers = CarrierNumbers(
    carrier="yunexpress",
    name="YunExpress",
    tracking_url="https://www.yuntrack.com/parcelTracking?id={number}",
    formats=(Format("yunexpress", ("YT serial_number:n16",)),),
)
"""The numbers of YunExpress."""
