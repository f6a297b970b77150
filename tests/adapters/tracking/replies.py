"""Tracking documents in the shapes of their sources, with made-up parcels."""

from __future__ import annotations

import json


def _json(document):
    return json.dumps(document).encode()


AFTERSHIP = _json(
    {
        "event": "tracking_update",
        "event_id": "0d5a8a4e-5d2b-4d0f-9b5b-1f4d7f0e6a11",
        "msg": {
            "tracking_number": "9400100000000000000000",
            "slug": "usps",
            "tag": "InTransit",
            "subtag": "InTransit_003",
            "expected_delivery": "2026-06-05",
            "updated_at": "2026-06-02T08:00:05+00:00",
            "checkpoints": [
                {
                    "checkpoint_time": "2026-06-01T00:52:00",
                    "message": "Accepted",
                    "tag": "InTransit",
                    "subtag": "InTransit_002",
                    "city": "Omaha",
                    "state": "NE",
                },
                {
                    "checkpoint_time": "2026-06-02T08:00:00+02:00",
                    "message": "Arrived",
                    "tag": "InTransit",
                    "subtag": "InTransit_099",
                    "location": "Lincoln, NE",
                },
            ],
        },
        "ts": 1780387205,
    }
)
EASYPOST = _json(
    {
        "object": "Event",
        "description": "tracker.updated",
        "id": "evt_1",
        "result": {
            "id": "trk_1",
            "object": "Tracker",
            "tracking_code": "EZ4000000004",
            "carrier": "USPS",
            "status": "delivered",
            "status_detail": "arrived_at_destination",
            "est_delivery_date": "2026-06-03T00:00:00Z",
            "updated_at": "2026-06-03T12:00:01Z",
            "carrier_detail": {
                "origin_tracking_location": {"city": "HOUSTON", "zip": "77063"}
            },
            "tracking_details": [
                {
                    "message": "Pre-Shipment Info Sent to USPS",
                    "status": "pre_transit",
                    "status_detail": "status_update",
                    "datetime": "2026-06-01T19:48:46Z",
                    "tracking_location": {"city": None, "zip": None},
                },
                {
                    "message": "Delivered",
                    "status": "delivered",
                    "status_detail": "arrived_at_destination",
                    "datetime": "2026-06-03T12:00:00Z",
                    "tracking_location": {"city": "CHARLESTON", "zip": "29401"},
                },
            ],
        },
    }
)
SHIPPO = _json(
    {
        "event": "track_updated",
        "data": {
            "carrier": "usps",
            "tracking_number": "SHIPPO_TRANSIT",
            "eta": "2026-06-12T00:00:00Z",
            "address_from": {"city": "San Francisco", "zip": "94103"},
            "tracking_status": {
                "status": "TRANSIT",
                "status_details": "Your shipment has departed.",
                "status_date": "2026-06-10T09:00:00Z",
                "substatus": {"code": "package_departed", "text": "Package departed"},
                "location": {"city": "San Francisco", "zip": "94103", "country": "US"},
            },
            "tracking_history": [
                {
                    "status": "UNKNOWN",
                    "status_date": "2026-06-08T09:00:00Z",
                    "substatus": None,
                    "location": None,
                },
                {
                    "status": "TRANSIT",
                    "status_details": "Your shipment has departed.",
                    "status_date": "2026-06-10T09:00:00Z",
                    "substatus": {
                        "code": "package_departed",
                        "text": "Package departed",
                    },
                    "location": {
                        "city": "San Francisco",
                        "zip": "94103",
                        "country": "US",
                    },
                },
            ],
        },
    }
)
SHOPIFY = _json(
    {
        "fulfillment": {
            "tracking_number": "1Z1",
            "tracking_company": "UPS",
            "shipment_status": "out_for_delivery",
            "updated_at": "2026-06-02T07:00:00-04:00",
            "fulfillment_events": [
                {
                    "status": "confirmed",
                    "happened_at": "2026-06-01T09:00:00-04:00",
                    "city": "Ottawa",
                    "country": "CA",
                },
                {
                    "status": "out_for_delivery",
                    "happened_at": "2026-06-02T07:00:00-04:00",
                },
            ],
        }
    }
)
UPU = _json(
    {
        "itemId": "RR123456785UA",
        "events": [
            {"code": "EMA", "at": "2026-06-01T10:00:00+03:00", "location": "Kyiv"},
            {"code": "EMC", "at": "2026-06-02T10:00:00+03:00", "location": "Kyiv"},
            {
                "code": "EMH",
                "at": "2026-06-05T10:00:00+02:00",
                "reason": "Addressee not available",
                "location": "Poznan",
            },
        ],
    }
)
DHL = _json(
    {
        "shipments": [
            {
                "id": 7777777771,
                "status": {
                    "timestamp": "2026-06-02T11:20:00",
                    "statusCode": "delivered",
                    "status": "DELIVERED",
                },
                "estimatedTimeOfDelivery": "2026-06-02T00:00:00Z",
                "events": [
                    {
                        "timestamp": "2026-06-02T11:20:00",
                        "statusCode": "delivered",
                        "description": "Delivered",
                        "location": {"address": {"addressLocality": "Bonn"}},
                    },
                    {
                        "timestamp": "2026-06-01T05:00:00+02:00",
                        "statusCode": "transit",
                        "description": "Sorted",
                    },
                ],
            }
        ]
    }
)
DHL_EXPRESS = b"""<?xml version="1.0" encoding="UTF-8"?>
<req:TrackingResponse xmlns:req="http://www.dhl.com">
  <AWBInfo>
    <AWBNumber>3180000000</AWBNumber>
    <ShipmentInfo>
      <ShipmentEvent>
        <Date>2026-06-01</Date><Time>13:26:00</Time>
        <ServiceEvent><EventCode>PU</EventCode></ServiceEvent>
        <ServiceArea><Description>Barcelona - Spain</Description></ServiceArea>
      </ShipmentEvent>
      <ShipmentEvent>
        <Date>2026-06-03</Date><Time>10:09:00</Time>
        <ServiceEvent><EventCode>OK</EventCode></ServiceEvent>
        <ServiceArea><Description>Milan - Italy</Description></ServiceArea>
      </ShipmentEvent>
    </ShipmentInfo>
  </AWBInfo>
  <AWBInfo>
    <AWBNumber/>
    <Status><ActionStatus>No Shipments Found</ActionStatus></Status>
  </AWBInfo>
</req:TrackingResponse>
"""
DPD = b"""<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/">
<soap:Body><getTrackingDataResponse><trackingresult>
  <shipmentInfo><status>SHIPMENT</status></shipmentInfo>
  <statusInfo>
    <status>BetweenDepots</status>
    <description><content><content>At the hub.</content></content></description>
    <statusHasBeenReached>true</statusHasBeenReached>
    <isCurrentStatus>false</isCurrentStatus>
    <location><content>Puurs (BE)</content></location>
    <date><content>6/1/2026 7:11:26 AM</content></date>
  </statusInfo>
  <statusInfo>
    <status>ReturningFromDelivery</status>
    <description><content><content>Back at the depot.</content></content></description>
    <statusHasBeenReached>true</statusHasBeenReached>
    <isCurrentStatus>true</isCurrentStatus>
    <location><content>Mechelen (BE)</content></location>
    <date><content>6/2/2026 5:11:26 PM</content></date>
  </statusInfo>
  <statusInfo>
    <status>Delivered</status>
    <statusHasBeenReached>false</statusHasBeenReached>
    <isCurrentStatus>false</isCurrentStatus>
  </statusInfo>
</trackingresult></getTrackingDataResponse></soap:Body></soap:Envelope>
"""
FEDEX = _json(
    {
        "output": {
            "completeTrackResults": [
                {
                    "trackingNumber": "776000000000",
                    "trackResults": [
                        {
                            "latestStatusDetail": {"code": "DL"},
                            "scanEvents": [
                                {
                                    "date": "2024-04-26T09:26:00-07:00",
                                    "eventType": "DL",
                                    "eventDescription": "Delivered",
                                }
                            ],
                        },
                        {
                            "latestStatusDetail": {"code": "OD"},
                            "estimatedDeliveryTimeWindow": {
                                "window": {"ends": "2026-06-02T20:00:00-07:00"}
                            },
                            "scanEvents": [
                                {
                                    "date": "2026-06-02T08:52:00-07:00",
                                    "eventType": "OD",
                                    "eventDescription": "On vehicle",
                                    "scanLocation": {
                                        "city": "CLOVIS",
                                        "stateOrProvinceCode": "CA",
                                        "postalCode": "93612",
                                        "countryCode": "US",
                                    },
                                },
                                {
                                    "date": "2026-06-01T14:25:00-07:00",
                                    "eventType": "PU",
                                    "eventDescription": "Picked up",
                                },
                            ],
                        },
                    ],
                },
                {
                    "trackingNumber": "1",
                    "trackResults": [{"error": {"message": "cannot be found"}}],
                },
            ]
        }
    }
)
GLS = _json(
    {
        "parcels": [
            {
                "requested": "36301917597",
                "unitno": "36301917597",
                "status": "INDELIVERY",
                "statusDateTime": "2026-06-02T07:00:00+0200",
                "events": [
                    {
                        "code": "OUTDEL.NORMAL",
                        "city": "Berlin",
                        "postalCode": "10437",
                        "country": "DE",
                        "description": "Out for delivery.",
                        "eventDateTime": "2026-06-02T07:00:00+0200",
                    },
                    {
                        "code": "INTIAL.PREADVICE",
                        "city": "",
                        "country": "DE",
                        "eventDateTime": "2026-06-01T09:30:00+0200",
                    },
                ],
            }
        ]
    }
)
UPS = _json(
    {
        "trackResponse": {
            "shipment": [
                {
                    "package": [
                        {
                            "trackingNumber": "1Z023E2X0000000000",
                            "deliveryDate": [{"date": "20260603", "type": "DEL"}],
                            "currentStatus": {
                                "code": "011",
                                "description": "Delivered",
                            },
                            "activity": [
                                {
                                    "date": "20260603",
                                    "time": "101500",
                                    "gmtDate": "20260603",
                                    "gmtOffset": "-04:00",
                                    "status": {"type": "D", "code": "FS"},
                                    "location": {
                                        "address": {"city": "Wayne", "country": "US"}
                                    },
                                },
                                {
                                    "date": "20260602",
                                    "time": "071356",
                                    "status": {"type": "X", "code": "SR"},
                                },
                            ],
                        }
                    ]
                }
            ]
        }
    }
)
USPS = _json(
    {
        "trackingNumber": "9400100000000000000001",
        "statusCategory": "Delivered",
        "trackingEvents": [
            {
                "eventType": "Delivered, Parcel Locker",
                "eventTimestamp": "2026-06-03T13:58:00",
                "GMTOffset": "-05:00",
                "eventCity": "HERNANDO",
                "eventState": "FL",
                "eventZIP": "34442",
                "eventCode": "01",
            },
            {
                "eventType": "Shipping Label Created",
                "eventTimestamp": "2026-06-01T11:32:00",
                "eventCode": "GX",
            },
        ],
    }
)
ROYAL_MAIL = _json(
    {
        "mailPieces": {
            "mailPieceId": "090367574000000FE1E1C",
            "summary": {
                "lastEventCode": "EVKSP",
                "lastEventDateTime": "2026-06-02T10:04:00+01:00",
                "statusCategory": "DELIVERED",
            },
            "estimatedDelivery": {"date": "2026-06-02"},
            "events": [
                {
                    "eventCode": "EVKSP",
                    "eventName": "Delivered and signed",
                    "eventDateTime": "2026-06-02T10:04:00+01:00",
                    "locationName": "Stafford DO",
                },
                {
                    "eventCode": "EVNMI",
                    "eventName": "Forwarded - Mis-sort",
                    "eventDateTime": "2026-06-01T10:04:00+01:00",
                },
            ],
        }
    }
)
INPOST = _json(
    {
        "tracking_number": "520000000000000000000001",
        "tracking_details": [
            {"status": "ready_to_pickup", "datetime": "2026-06-02T09:00:00.000+02:00"},
            {"status": "confirmed", "datetime": "2026-06-01T09:00:00.000+02:00"},
        ],
    }
)
NOVA_POSHTA = _json(
    {
        "success": True,
        "data": [
            {
                "Number": "59000000000001",
                "StatusCode": "9",
                "Status": "Одержано",
                "DateCreated": "01-06-2026 11:52:42",
                "RecipientDateTime": "03.06.2026 13:53:47",
                "DateScan": "0001-01-01 00:00:00",
                "ScheduledDeliveryDate": "04-06-2026",
                "CityRecipient": "Київ",
            }
        ],
    }
)
RUSSIAN_POST = """<S:Envelope xmlns:S="http://www.w3.org/2003/05/soap-envelope"><S:Body>
<ns7:getOperationHistoryResponse xmlns:ns7="http://russianpost.org/operationhistory">
<ns3:OperationHistoryData xmlns:ns3="http://russianpost.org/operationhistory/data">
  <ns3:historyRecord>
    <ns3:AddressParameters><ns3:OperationAddress>
      <ns3:Index>125000</ns3:Index><ns3:Description>Москва</ns3:Description>
    </ns3:OperationAddress></ns3:AddressParameters>
    <ns3:ItemParameters><ns3:Barcode>RA000000001RU</ns3:Barcode></ns3:ItemParameters>
    <ns3:OperationParameters>
      <ns3:OperType><ns3:Id>1</ns3:Id><ns3:Name>Прием</ns3:Name></ns3:OperType>
      <ns3:OperAttr><ns3:Id>1</ns3:Id><ns3:Name>Единичный</ns3:Name></ns3:OperAttr>
      <ns3:OperDate>2026-06-01T14:50:00.000+03:00</ns3:OperDate>
    </ns3:OperationParameters>
  </ns3:historyRecord>
  <ns3:historyRecord>
    <ns3:OperationParameters>
      <ns3:OperType><ns3:Id>2</ns3:Id><ns3:Name>Вручение</ns3:Name></ns3:OperType>
      <ns3:OperAttr><ns3:Id>1</ns3:Id><ns3:Name>Вручение адресату</ns3:Name></ns3:OperAttr>
      <ns3:OperDate>2026-06-03T14:50:00.000+03:00</ns3:OperDate>
    </ns3:OperationParameters>
  </ns3:historyRecord>
</ns3:OperationHistoryData></ns7:getOperationHistoryResponse></S:Body></S:Envelope>
""".encode()
CDEK = _json(
    {
        "entity": {
            "cdek_number": "1100000001",
            "statuses": [
                {
                    "code": "POSTOMAT_POSTED",
                    "name": "Заложен в постамат",
                    "date_time": "2026-06-02T14:50:00+0000",
                    "city": "Омск",
                },
                {
                    "code": "CREATED",
                    "name": "Создан",
                    "date_time": "2026-06-01T14:50:00+0000",
                    "city": "Офис СДЭК",
                },
            ],
        }
    }
)
CHRONOPOST = b"""<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/">
<soap:Body><ns2:trackSkybillV2Response xmlns:ns2="http://cxf.tracking.soap.chronopost.fr/">
<return><errorCode>0</errorCode><listEventInfoComp>
  <events><code>DC</code><eventDate>2026-06-01T13:47:53+02:00</eventDate>
    <officeLabel>Web Services</officeLabel></events>
  <events><code>D</code><eventDate>2026-06-02T08:30:00+02:00</eventDate>
    <officeLabel>ARRAS CHRONOPOST</officeLabel></events>
  <skybillNumber>89100000000001</skybillNumber>
</listEventInfoComp></return></ns2:trackSkybillV2Response></soap:Body></soap:Envelope>
"""
KARRIO = _json(
    [
        [
            {
                "carrier_id": "my_dpd",
                "carrier_name": "dpd",
                "delivered": True,
                "events": [
                    {
                        "code": "Delivered",
                        "date": "2026-06-02",
                        "time": "13:58 PM",
                        "timestamp": "2026-06-02T13:58:41.000Z",
                        "status": "delivered",
                        "location": "Mechelen (BE)",
                    },
                    {"code": "Depot", "date": "2026-06-01", "time": "04:09 AM"},
                ],
                "status": "delivered",
                "estimated_delivery": "2026-06-02",
                "tracking_number": "05300000000001",
            }
        ],
        [],
    ]
)

REPLIES = {
    name.lower(): reply
    for name, reply in list(globals().items())
    if name.isupper() and isinstance(reply, bytes)
}
"""One document of each format."""
