"""The numbers of UPS.

Source: UPS, "Guide to labeling" (1Z numbers: shipper, service, reference, check
digit) and the service codes printed there for shipments from the United States.
"""

from __future__ import annotations

from functools import partial

from postpurchase.delivery.numbers.checks import mod_10
from postpurchase.delivery.numbers.formats import CarrierNumbers, Format, LookUp

_SERVICES = {
    "01": "Next Day Air",
    "02": "Second Day Air",
    "03": "Ground",
    "12": "Third Day Select",
    "13": "Next Day Air Saver",
    "15": "Next Day Air Early A.M.",
    "22": "Ground, return, three pick-up attempts",
    "32": "Next Day Air Early A.M., cash on delivery",
    "33": "Next Day Air Early A.M., Saturday, cash on delivery",
    "41": "Next Day Air Early A.M., Saturday",
    "42": "Ground, signature required",
    "44": "Next Day Air, Saturday",
    "66": "Worldwide Express",
    "72": "Ground, cash on delivery",
    "78": "Ground, return, one pick-up attempt",
    "90": "Ground, return, label mailed by UPS",
    "A0": "Next Day Air Early A.M., adult signature",
    "A1": "Next Day Air Early A.M., Saturday, adult signature",
    "A2": "Next Day Air, adult signature",
    "A8": "Ground, adult signature",
    "A9": "Next Day Air Early A.M., adult signature, cash on delivery",
    "AA": "Next Day Air Early A.M., Saturday, adult signature, cash on delivery",
    "YW": "SurePost, delivered by USPS",
}
_WAYBILL_SERVICES = {
    "J": "Next Day Express",
    "K": "Ground",
    "V": "Worldwide Express Saver",
}
_1Z = (
    "1Z serial_number( shipper_id:an6 service_type:an2 package_id:an7 ) check_digit:n1"
)
_CHECK = partial(mod_10, weights=(1, 2))

UPS: CarrierNumbers = CarrierNumbers(
    carrier="ups",
    name="UPS",
    tracking_url="https://www.ups.com/track?tracknum={number}",
    formats=(
        Format(
            "ups_1z",
            (_1Z,),
            check=_CHECK,
            look_ups=(LookUp("service_type", "service", _SERVICES),),
        ),
        Format(
            "ups_waybill",
            ("service_type:A|H|J|K|T|V serial_number:n9 check_digit:n1",),
            check=_CHECK,
            look_ups=(LookUp("service_type", "service", _WAYBILL_SERVICES),),
        ),
    ),
)
"""The numbers of UPS."""
