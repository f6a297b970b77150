"""What is exported keeps to the vocabulary, and what is lost is named."""

from __future__ import annotations

import json
import re
from datetime import date, time

import attrs
import pytest
from hypothesis import given

from delivery.promise.test_promising import journeys
from delivery.promise.worlds import location, service
from postpurchase.delivery.network import Limits, Slot, TransitTime
from postpurchase.delivery.promise.schema_org import DAYS_OF_WEEK, shipping_details
from postpurchase.errors import NoPromise
from postpurchase.values.money import Money

MAY = date(2026, 5, 4)
TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d:[0-5]\d[+-]\d\d:\d\d")

# Properties and what they may hold, as schema.org defines them; a tuple of names
# stands for a list or a single one of them.
VOCABULARY = {
    "OfferShippingDetails": {
        "deliveryTime": "ShippingDeliveryTime", "shippingRate": "MonetaryAmount",
        "shippingDestination": "DefinedRegion", "shippingOrigin": "DefinedRegion",
        "doesNotShip": bool,
    },
    "ShippingDeliveryTime": {
        "businessDays": "OpeningHoursSpecification", "cutoffTime": TIME,
        "handlingTime": "QuantitativeValue", "transitTime": "QuantitativeValue",
    },
    "OpeningHoursSpecification": {"dayOfWeek": set(DAYS_OF_WEEK)},
    "QuantitativeValue": {"minValue": int, "maxValue": int, "unitCode": {"DAY"}},
    "MonetaryAmount": {"currency": re.compile("[A-Z]{3}"), "value": re.compile(r"\d+(\.\d+)?")},
    "DefinedRegion": {
        "addressCountry": re.compile("[A-Z]{2}"), "postalCode": str, "postalCodePrefix": str,
    },
}  # fmt: skip


def check(value, expected):
    if isinstance(value, list):
        assert value
        for one in value:
            check(one, expected)
    elif isinstance(expected, str):
        assert expected == value["@type"]
        for name, inner in value.items():
            if not name.startswith("@"):
                check(inner, VOCABULARY[expected][name])
    elif isinstance(expected, re.Pattern):
        assert expected.fullmatch(value), value
    elif isinstance(expected, set):
        assert value in expected
    else:
        assert type(value) is expected


def days(said, name):
    told = said["deliveryTime"][name]
    return told["minValue"], told["maxValue"]


def test_a_service_is_said_in_the_words_of_the_vocabulary():
    everywhere = service(
        1,
        3,
        countries=frozenset({"PL", "DE"}),
        postcodes=("0", "1"),
        excluded_postcodes=("27498",),
    )
    said = shipping_details(
        location(postcode="00-950"), everywhere, on=MAY, rate=Money(1290, "PLN")
    )
    served, refused = said.documents

    for one in said.documents:
        check(one, "OfferShippingDetails")
    assert "14:00:00+02:00" == served["deliveryTime"]["cutoffTime"]
    assert ((0, 0), (1, 3)) == (
        days(served, "handlingTime"),
        days(served, "transitTime"),
    )
    assert {"@type": "MonetaryAmount", "currency": "PLN", "value": "12.90"} == served[
        "shippingRate"
    ]
    assert [["0", "1"]] * 2 == [
        one["postalCodePrefix"] for one in served["shippingDestination"]
    ]
    assert ["DE", "PL"] == [
        one["addressCountry"] for one in served["shippingDestination"]
    ]
    assert "00-950" == served["shippingOrigin"]["postalCode"]
    assert (True, "27498") == (
        refused["doesNotShip"], refused["shippingDestination"][0]["postalCodePrefix"],
    )  # fmt: skip
    assert ("holidays", "cut_off_in_the_other_season") == said.lost
    assert json.loads(json.dumps(said.documents))


@pytest.mark.parametrize(
    ("origin", "carried", "handling"),
    [
        ({"processing_days": 2}, {}, (2, 2)),
        ({}, {"pick_up_at": time(12)}, (1, 1)),
        ({"processing_days": 1}, {"pick_up_at": time(12)}, (1, 1)),
        ({}, {"pick_up_week": "Tue Fri"}, (0, 2)),
        ({"processing_days": 1}, {"pick_up_week": "Wed"}, (1, 5)),
    ],
)
def test_handling_has_the_wait_for_the_carrier(origin, carried, handling):
    said = shipping_details(location(**origin), service(**carried), on=MAY)

    assert handling == days(said.documents[0], "handlingTime")


def test_transit_is_that_of_the_chosen_probability():
    learned = TransitTime(likely=((10, 1), (50, 2), (90, 4), (99, 9)), unit="calendar")

    for percent, most in ((50, 2), (90, 4), (95, 9)):
        said = shipping_details(
            location(), service(), on=MAY, transit=learned, percent=percent
        )
        assert (1, most) == days(said.documents[0], "transitTime")
    assert {"probability", "calendar_days"} <= set(said.lost)


def test_what_the_vocabulary_has_no_words_for_is_named():
    slot = Slot(weekday=0, starts=time(18), ends=time(20))
    odd = service(
        kind="locker",
        slots=(slot,),
        by_at=time(10),
        limits=Limits(weight_grams_max=1000),
        delivery_week="1111110",
    )
    said = shipping_details(location(), odd, on=MAY)

    assert {"slots", "by_at", "limits", "kind", "delivery_week", "rate"} <= set(
        said.lost
    )
    assert "shippingRate" not in said.documents[0]
    assert "shippingDestination" not in said.documents[0]


def test_where_clocks_do_not_change_the_cut_off_holds_all_year():
    said = shipping_details(location("IN", "Asia/Kolkata"), service(), on=MAY)

    assert "14:00:00+05:30" == said.documents[0]["deliveryTime"]["cutoffTime"]
    assert "cut_off_in_the_other_season" not in said.lost


@pytest.mark.parametrize(
    ("carried", "reason"),
    [
        ({"locations": frozenset({"x"})}, "not_collected"),
        ({"pick_up_week": "Sun"}, "never_collected"),
    ],
)
def test_a_service_that_does_not_collect_is_not_exported(carried, reason):
    with pytest.raises(NoPromise) as refused:
        shipping_details(location(), service(**carried), on=MAY)
    assert reason == refused.value.reason


@given(journeys())
def test_every_network_keeps_to_the_vocabulary(way):
    here, by, _ = way
    if not any(
        a == b == "1"
        for a, b in zip(here.calendar.weekmask, by.pick_up_week, strict=True)
    ):
        by = attrs.evolve(by, pick_up_week="1" * 7)
    (said,) = shipping_details(here, by, on=MAY).documents

    check(said, "OfferShippingDetails")
    for name in ("handlingTime", "transitTime"):
        least, most = days(said, name)
        assert 0 <= least <= most
