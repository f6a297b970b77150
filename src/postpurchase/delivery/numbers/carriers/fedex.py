"""The numbers of FedEx Express and FedEx Ground.

Source: FedEx, "Ground label layout specification" (96 barcodes, SSCC-18) and
"Express label specification" (ASTRA and the 34-digit barcodes); GS1 General
Specifications for the SSCC.
"""

from __future__ import annotations

from functools import partial

from postpurchase.delivery.numbers.checks import mod_10, sum_product
from postpurchase.delivery.numbers.formats import CarrierNumbers, Format, LookUp

_EXPRESS = partial(sum_product, weights=(3, 1, 7) * 3 + (3, 1), modulus=11)
_EXPRESS_LONG = partial(sum_product, weights=(1, 7, 3) * 4 + (1,), modulus=11)
_GROUND = partial(mod_10, weights=(1, 3))
_EXPRESS_34 = (
    "0|1|2|3|4|5|6|7|8 :n14 destination_zip:n5 serial_number:n13 check_digit:n1"
)
_GROUND_96 = (
    "application_identifier:96 scnc:n2 service_type:n3"
    " serial_number( shipper_id:n7 package_id:n7 ) check_digit:n1"
)
_GROUND_GSN = (
    "application_identifier:96 scnc:n2 :n5 gsn:n10 :n1 serial_number:n13 check_digit:n1"
)
_CONTAINERS = {
    "00": "case or carton",
    "01": "pallet",
    "02": "larger than a pallet",
    "04": "defined within the company",
}

FEDEX: CarrierNumbers = CarrierNumbers(
    carrier="fedex",
    name="FedEx",
    tracking_url="https://www.fedex.com/fedextrack/?trknbr={number}",
    formats=(
        Format(
            "fedex_express_12", ("serial_number:n11 check_digit:n1",), check=_EXPRESS
        ),
        Format(
            "fedex_express_34",
            (_EXPRESS_34,),
            check=_EXPRESS_LONG,
        ),
        # The Express number is inside; no check digit covers the rest.
        Format(
            "fedex_astra_32",
            ("3 :n15 serial_number:n11 check_digit:n1 :n4",),
            check=_EXPRESS,
        ),
        Format("fedex_ground_15", ("serial_number:n14 check_digit:n1",), check=_GROUND),
        Format(
            "fedex_ground_sscc",
            ("shipping_container_type:n2 serial_number:n15 check_digit:n1",),
            check=partial(mod_10, weights=(3, 1)),
            look_ups=(LookUp("shipping_container_type", "container", _CONTAINERS),),
        ),
        Format(
            "fedex_ground_96",
            (_GROUND_96,),
            check=_GROUND,
        ),
        Format(
            "fedex_ground_gsn",
            (_GROUND_GSN,),
            check=_EXPRESS_LONG,
        ),
    ),
)
"""The numbers of FedEx."""
