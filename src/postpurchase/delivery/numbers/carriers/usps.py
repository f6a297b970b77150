"""The numbers of the United States Postal Service.

Source: USPS Publication 199, "Intelligent Mail package barcode" (constructs C01
to C10 and N01 to N10; a Mailer ID has nine digits if it begins with 9, six
otherwise; 420 and the ZIP code may go before it), and Publication 91,
"Confirmation Services Technical Guide" (the service types of 91 numbers).
"""

from __future__ import annotations

from functools import partial

from postpurchase.delivery.numbers.checks import mod_10
from postpurchase.delivery.numbers.formats import CarrierNumbers, Format, LookUp

_PRIORITY = "Priority Mail or First-Class parcels"
_PACKAGES = "Package Services, Parcel Select or Standard Mail parcels"
_SERVICES = {
    "01": f"Delivery Confirmation: {_PRIORITY}",
    "02": f"Delivery Confirmation: {_PACKAGES}",
    "03": "Delivery Confirmation: retail",
    "04": "Delivery Confirmation: retail",
    "05": f"Delivery Confirmation: {_PRIORITY}, insured over $50",
    "06": f"Delivery Confirmation: {_PACKAGES}, insured over $50",
    "07": "Delivery Confirmation: Priority Mail, insured up to $50",
    "08": f"Delivery Confirmation: {_PACKAGES}, insured up to $50",
    "14": "Delivery Confirmation: approved software vendors",
    "21": f"Signature Confirmation: {_PRIORITY}",
    "22": f"Signature Confirmation: {_PACKAGES}",
    "23": "Signature Confirmation: retail",
    "24": "Signature Confirmation: retail",
    "25": f"Signature Confirmation: {_PRIORITY}, insured",
    "26": f"Signature Confirmation: {_PACKAGES}, insured",
    "34": "Signature Confirmation: approved software vendors",
    "50": "Header of an electronic file, not on a parcel",
    "56": "Scans on the way without a confirmation service",
    "73": "Insured over $50",
    "82": "Merchandise return, Delivery Confirmation",
    "83": "Merchandise return, Delivery Confirmation, insured up to $50",
    "85": "Merchandise return, Delivery Confirmation, insured over $50",
}
_ORIGINS = {
    "92": "Commercial mailer with nine digits, maybe through another carrier",
    "93": "Commercial mailer with six digits, maybe through another carrier",
    "94": "Label bought online or from a vendor",
    "95": "Post office counter or kiosk",
}

_ZIP_5 = "routing_application_id:420 destination_zip:n5"
_ZIP_9 = f"{_ZIP_5} destination_zip_plus4:n4"
_NINE = "shipper_id( 9 :n8 )"
_SIX = "shipper_id( 0|1|2|3|4|5|6|7|8 :n5 )"
_CHECK = partial(mod_10, weights=(3, 1))


def _item(origin: str, shipper: str, package_digits: int) -> str:
    """Write the layout of a number without its routing."""
    return (
        f"serial_number( application_identifier:{origin} service_type:n3"
        f" {shipper} package_id:n{package_digits} ) check_digit:n1"
    )


def _routed(short: tuple[str, ...], long: tuple[str, ...]) -> tuple[str, ...]:
    """Add where it goes: five or nine digits before 22, five before 26."""
    return (
        *short,
        *long,
        *(f"{_ZIP_5} {one}" for one in short),
        *(f"{_ZIP_9} {one}" for one in short),
        *(f"{_ZIP_5} {one}" for one in long),
    )


_N_22 = (_item("94", _NINE, 7), _item("94", _SIX, 10))
_N_26 = (_item("94", _NINE, 11), _item("94", _SIX, 14))
_N_30 = _item("94", _NINE, 15)
_C_22 = (_item("92|95", _NINE, 7), _item("93|95", _SIX, 10))
_C_26 = (_item("92|95", _NINE, 11), _item("93|95", _SIX, 14))
_CONFIRMED = "service_type:n2 shipper_id:n9 package_id:n8"
_20 = f"serial_number( {_CONFIRMED} ) check_digit:n1"
_91 = f"serial_number( application_identifier:91 {_CONFIRMED} ) check_digit:n1"
_SERVICE = LookUp("service_type", "service", _SERVICES)
_ORIGIN = LookUp("application_identifier", "origin", _ORIGINS)

USPS: CarrierNumbers = CarrierNumbers(
    carrier="usps",
    name="United States Postal Service",
    tracking_url="https://tools.usps.com/go/TrackConfirmAction?tLabels={number}",
    formats=(
        Format("usps_20", (_20,), check=_CHECK, look_ups=(_SERVICE,)),
        Format(
            "usps_impb_n",
            (*_routed(_N_22, _N_26), _N_30),
            check=_CHECK,
            look_ups=(_ORIGIN,),
        ),
        Format(
            "usps_91",
            (
                *(_91, _20),
                *(f"{_ZIP_5} {_91}", f"{_ZIP_9} {_91}"),
                *(f"{_ZIP_5} {_20}", f"{_ZIP_9} {_20}"),
            ),
            check=_CHECK,
            # The check digit covers the 91 even where the label leaves it out.
            prefix="91",
            look_ups=(_SERVICE,),
        ),
        Format(
            "usps_impb_c",
            _routed(_C_22, _C_26),
            check=_CHECK,
            look_ups=(
                _ORIGIN,
                LookUp("service_type", "service", {"612": "Parcel Select"}),
            ),
        ),
    ),
)
"""The numbers of the United States Postal Service."""
