"""The numbers of DHL Express and DHL eCommerce.

Source: DHL Express, "Label specification" (waybill and piece numbers, which
follow the air waybill rule of IATA Resolution 600a); DHL eCommerce, "Tracking
number formats".
"""

from __future__ import annotations

from postpurchase.delivery.numbers.checks import mod_7
from postpurchase.delivery.numbers.formats import CarrierNumbers, Format

DHL: CarrierNumbers = CarrierNumbers(
    carrier="dhl",
    name="DHL",
    tracking_url="https://www.dhl.com/en/express/tracking.html?AWB={number}",
    formats=(
        Format("dhl_express", ("serial_number:n9..10 check_digit:n1",), check=mod_7),
        Format("dhl_express_piece", ("J :a2..3 serial_number:n9..10",)),
        Format(
            "dhl_ecommerce",
            ("GM|LX|RX|UV|CN|SG|TH|IN|HK|MY serial_number( :n1 :an9..38 )",),
        ),
        # Nothing but its length is known, so that it always comes last.
        Format("dhl_ecommerce_14", ("serial_number:n14",)),
    ),
)
"""The numbers of DHL."""
