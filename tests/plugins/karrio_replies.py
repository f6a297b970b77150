"""Carriers' replies, written for these tests, and a transport that gives them."""

from __future__ import annotations

import base64
import io
import json
from urllib.parse import urlsplit

from postpurchase.plugins.karrio_bridge import Reply
from postpurchase.values.address import Address
from postpurchase.values.answers import Package
from postpurchase.values.carriage import LabelRequest, Party
from postpurchase.values.contact import Contact

UPS = {"client_id": "id", "client_secret": "canary", "account_number": "A1B2C3"}
GLS = {"client_id": "id", "client_secret": "canary", "contact_id": "276a"}
DPD = {"delis_id": "shop", "password": "canary"}

SENDER = Party(
    contact=Contact(name="Shop", phone="+4930123456"),
    address=Address(lines=("Main 1",), city="Berlin", postcode="10115", country="DE"),
)
RECIPIENT = Party(
    contact=Contact(name="Olena Shevchenko", phone="+48600100200"),
    address=Address(
        lines=("Dluga 5/7",), city="Warszawa", postcode="00-238", country="PL"
    ),
)


def label_request(**changes):
    fields = {
        "order_id": "1001",
        "parcel_id": "P1",
        "service": "ups_standard",
        "package": Package(
            weight_grams=1200, length_mm=300, width_mm=200, height_mm=100
        ),
        "sender": SENDER,
        "recipient": RECIPIENT,
    }
    return LabelRequest(**{**fields, **changes})


def picture():
    from PIL import Image

    file = io.BytesIO()
    Image.new("1", (12, 8), 1).save(file, "GIF")
    return base64.b64encode(file.getvalue()).decode()


TOKEN = {"access_token": "T", "token_type": "Bearer", "expires_in": "14399"}
UPS_TOKEN = {**TOKEN, "issued_at": "32503680000000"}


def ups_label(number="1ZA1B2C36800000001", image=None):
    charges = {"CurrencyCode": "EUR", "MonetaryValue": "14.10"}
    return {
        "ShipmentResponse": {
            "Response": {"ResponseStatus": {"Code": "1", "Description": "Success"}},
            "ShipmentResults": {
                "ShipmentCharges": {"TotalCharges": charges},
                "ShipmentIdentificationNumber": number,
                "PackageResults": [
                    {
                        "TrackingNumber": number,
                        "ShippingLabel": {
                            "ImageFormat": {"Code": "GIF"},
                            "GraphicImage": image or picture(),
                        },
                    }
                ],
            },
        }
    }


UPS_VOIDED = {
    "VoidShipmentResponse": {
        "Response": {"ResponseStatus": {"Code": "1", "Description": "Success"}},
        "SummaryResult": {"Status": {"Code": "1", "Description": "Voided"}},
    }
}
UPS_REFUSED = {
    "response": {
        "errors": [
            {"code": "120206", "message": "Olena Shevchenko, Dluga 5/7: no such place"}
        ]
    }
}


def ups_rates(*amounts, days="2"):
    def rated(code, amount):
        money = {"CurrencyCode": "EUR", "MonetaryValue": amount}
        return {
            "Service": {"Code": code},
            "TransportationCharges": money,
            "BaseServiceCharge": money,
            "ServiceOptionsCharges": {"CurrencyCode": "EUR", "MonetaryValue": "0.00"},
            "TotalCharges": money,
            "ItemizedCharges": [],
            "TimeInTransit": {
                "ServiceSummary": {"EstimatedArrival": {"BusinessDaysInTransit": days}}
            },
        }

    codes = ("11", "65", "07")
    return {
        "RateResponse": {
            "RatedShipment": [
                rated(code, amount)
                for code, amount in zip(codes, amounts, strict=False)
            ]
        }
    }


def ups_tracked(number, *activities):
    """Each activity is (day, clock, type, code, words)."""
    return {
        "trackResponse": {
            "shipment": [
                {
                    "inquiryNumber": number,
                    "package": [
                        {
                            "trackingNumber": number,
                            "deliveryDate": [{"type": "DEL", "date": "20260605"}],
                            "deliveryTime": {},
                            "packageAddress": [],
                            "weight": {"weight": "1.2", "unitOfMeasurement": "KGS"},
                            "service": {"code": "011", "description": "Standard"},
                            "deliveryInformation": {},
                            "activity": [
                                {
                                    "date": day,
                                    "time": clock,
                                    "location": {
                                        "address": {"city": "Warszawa", "country": "PL"}
                                    },
                                    "status": {
                                        "type": kind,
                                        "code": code,
                                        "description": words,
                                    },
                                }
                                for day, clock, kind, code, words in activities
                            ],
                        }
                    ],
                }
            ]
        }
    }


UPS_PICK_UP = {
    "PickupCreationResponse": {
        "Response": {"ResponseStatus": {"Code": "1", "Description": "Success"}},
        "PRN": "2929602E9CP",
    }
}
UPS_PICK_UP_OFF = {
    "PickupCancelResponse": {
        "Response": {"ResponseStatus": {"Code": "1", "Description": "Success"}}
    }
}


def gls_label(document=b"%PDF-1.4 label"):
    return {
        "shipmentId": "S-77",
        "trackingNumbers": ["Z7KSBCZV"],
        "labels": [{"labelData": base64.b64encode(document).decode()}],
        "parcels": [],
    }


DPD_LOGIN = """<?xml version="1.0"?>
<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>
<ns2:getAuthResponse xmlns:ns2="http://dpd.com/common/service/types/LoginService/2.1">
<return><delisId>shop</delisId><customerUid>shop</customerUid>
<authToken>T</authToken><depot>0530</depot>
<authTokenExpires>2999-01-01T00:00:00.00</authTokenExpires></return>
</ns2:getAuthResponse></soap:Body></soap:Envelope>"""


def dpd_tracked(*events):
    """Each event is (status, month/day/year and clock)."""
    told = "".join(
        f"<statusInfo><status>{status}</status><label><content>{status}</content>"
        "</label><location><content>Raunheim</content></location>"
        f"<date><content>{clock}</content></date>"
        f"<description><content><content>{status} it is</content></content>"
        "</description><statusHasBeenReached>true</statusHasBeenReached>"
        "<isCurrentStatus>false</isCurrentStatus></statusInfo>"
        for status, clock in events
    )
    return f"""<?xml version="1.0"?>
<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>
<getTrackingDataResponse
 xmlns="http://dpd.com/common/service/types/ParcelLifeCycleService/2.0">
<trackingresult xmlns="">{told}</trackingresult></getTrackingDataResponse>
</soap:Body></soap:Envelope>"""


class Stub:
    """Answers each request by a part of its address; counts what was sent.

    Args:
        replies: From a part of an address to a `Reply`, a document, or a failure;
            the first that fits counts.
    """

    def __init__(self, **replies):
        self.replies = replies
        self.sent = []
        self.timeouts = set()

    def __call__(self, request, timeout_s):
        path = urlsplit(request.full_url).path
        self.timeouts.add(timeout_s)
        self.sent.append((request.get_method(), path, request.data))
        for part, reply in self.replies.items():
            if part in path:
                return answered(reply)
        return Reply(status=404, content=b"{}")

    def count(self, part):
        return sum(part in path for _, path, _ in self.sent)


def answered(reply):
    if isinstance(reply, BaseException):
        raise reply
    if isinstance(reply, Reply):
        return reply
    content = reply if isinstance(reply, str) else json.dumps(reply)
    return Reply(status=200, content=content.encode())


def ups_replies(**changes):
    return Stub(
        **{
            "oauth": UPS_TOKEN,
            "/v2409/ship": ups_label(),
            "/void/": UPS_VOIDED,
            "/rating/": ups_rates("14.1", "19.99"),
            "/pickupcreation/": UPS_PICK_UP,
            "/shipments/v2409/pickup/": UPS_PICK_UP_OFF,
            **changes,
        }
    )
