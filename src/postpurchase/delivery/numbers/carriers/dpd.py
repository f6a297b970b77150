"""The numbers of DPD.

Source: DPD, "Parcel Label Specification 2.4.1" (barcode of 28 characters, parcel
number of 14, service codes); the check character is that of ISO/IEC 7064.
"""

from __future__ import annotations

from postpurchase.delivery.numbers.carriers.countries import COUNTRIES_BY_NUMBER
from postpurchase.delivery.numbers.checks import mod_37_36
from postpurchase.delivery.numbers.formats import CarrierNumbers, Format, LookUp

_SERVICES = {
    "101": "normal parcel",
    "102": "normal parcel, hazardous goods",
    "105": "normal parcel, ex works",
    "106": "normal parcel, ex works, hazardous goods",
    "109": "normal parcel, cash on delivery",
    "110": "normal parcel, cash on delivery, hazardous goods",
    "113": "normal parcel, exchange",
    "136": "small parcel",
    "154": "parcel letter",
    "155": "guarantee",
    "161": "guarantee, cash on delivery",
    "179": "by 10:00",
    "191": "by 10:00, cash on delivery",
    "225": "by 12:00",
    "237": "by 12:00, cash on delivery",
    "350": "by 8:30",
}
_BARCODE = (
    "serial_number( destination_zip:n7 parcel_number:n14"
    " service_type:n3 country_code:n3 ) check_digit:an1"
)

DPD: CarrierNumbers = CarrierNumbers(
    carrier="dpd",
    name="DPD",
    tracking_url="https://www.dpdgroup.com/nl/mydpd/my-parcels/track?lang=en&parcelNumber={number}",
    formats=(
        Format(
            "dpd_28",
            (_BARCODE,),
            check=mod_37_36,
            look_ups=(
                LookUp("service_type", "service", _SERVICES),
                LookUp("country_code", "country", COUNTRIES_BY_NUMBER),
            ),
        ),
        Format("dpd_14", ("serial_number:n14 check_digit:an1",), check=mod_37_36),
    ),
)
"""The numbers of DPD."""
