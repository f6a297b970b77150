"""Policies as schema.org says them, and read from it."""

import json
from datetime import date

import attrs
import pytest
from hypothesis import given as given_any
from hypothesis import strategies as st

from postpurchase.errors import InvalidInput
from postpurchase.returning.policies import (
    NO_RETURNS,
    UNLIMITED,
    Policy,
    Restocking,
    Season,
    Step,
    Way,
    Window,
)
from postpurchase.returning.policies.schema_org import schema_policy
from postpurchase.returning.policies.schema_reading import read_schema_policy
from postpurchase.values.money import Money
from returning.policies.asking import euros, policy
from returning.policies.making import DAYS, policies, some

SAYABLE = st.one_of(
    st.just(UNLIMITED),
    st.just(NO_RETURNS),
    st.integers(0, 400).map(Window.of_days),
    DAYS.map(Window.until),
)
COSTS = st.one_of(
    st.just({}),
    st.just({"paid_by": "customer"}),
    st.integers(0, 900).map(
        lambda minor: {"paid_by": "customer", "price": (Money(minor, "EUR"),)}
    ),
)
WAYS = st.builds(
    lambda mail, kiosk, free, cost: (
        *((Way(method=mail, **cost),) if mail else ()),
        *((Way(method="drop_off", **cost),) if kiosk else ()),
        *(Way(method=one) for one in free),
    ),
    st.sampled_from(("", "post_label", "own_carrier")),
    st.booleans(),
    some(("in_store", "keep_item")),
    COSTS,
)
FEES = st.one_of(
    st.none(),
    st.integers(0, 10_000).map(lambda points: Restocking(basis_points=points)),
    st.integers(0, 900).map(lambda n: Restocking(amount=(Money(n, "EUR"),))),
)


@st.composite
def sayable(draw):
    """Make a policy that schema.org can say."""
    ways = draw(WAYS)
    return Policy(
        code="own",
        window=draw(SAYABLE),
        countries=draw(some(("PL", "DE", "GB"))),
        resolutions=draw(some(("refund_original", "exchange_variant", "store_credit"))),
        conditions=draw(some(("unopened", "used", "defective"))),
        ways=ways,
        freight_by="" if ways else draw(st.sampled_from(("", "shop", "customer"))),
        restocking=draw(FEES),
        seasons=draw(
            st.lists(
                st.builds(
                    lambda days, window: Season(
                        ordered_from=min(days),
                        ordered_until=max(days),
                        window=window,
                        replaces=True,
                    ),
                    st.tuples(DAYS, DAYS),
                    SAYABLE,
                ),
                max_size=2,
            ).map(tuple)
        ),
        link=draw(st.sampled_from(("", "https://shop.example/returns"))),
    )


@given_any(sayable())
def test_what_can_be_said_comes_back_as_it_was(one):
    said = schema_policy(one)
    read = read_schema_policy(json.loads(json.dumps(said.document)))

    assert () == said.lost
    assert (one, ()) == (read.policy, read.lost)


@given_any(policies("own"))
def test_whatever_is_lost_is_named(one):
    said = schema_policy(one)
    read = read_schema_policy(json.loads(json.dumps(said.document)))

    # A season that is longer in any case may as well replace the window.
    seasons = tuple(attrs.evolve(season, replaces=True) for season in one.seasons)
    assert said.lost or attrs.evolve(one, seasons=seasons) == read.policy
    assert () == read.lost
    again = schema_policy(read.policy)
    assert (said.document, ()) == (again.document, again.lost)


def test_a_year_is_written_as_search_engines_read_it():
    year = policy(
        "year",
        Window.of_days(365),
        countries=("GB",),
        resolutions=("refund_original",),
        ways=(
            Way(method="post_label", paid_by="customer", price=(euros("3.95"),)),
            Way(method="in_store"),
        ),
        restocking=Restocking(basis_points=1250),
        seasons=(
            Season(
                ordered_from=date(2026, 11, 1),
                ordered_until=date(2026, 12, 24),
                window=Window.of_days(400),
            ),
        ),
    )

    assert {
        "@context": "https://schema.org",
        "@type": "MerchantReturnPolicy",
        "identifier": "year",
        "applicableCountry": ["GB"],
        "returnPolicyCategory": "https://schema.org/MerchantReturnFiniteReturnWindow",
        "merchantReturnDays": 365,
        "returnMethod": [
            "https://schema.org/ReturnByMail",
            "https://schema.org/ReturnInStore",
        ],
        "inStoreReturnsOffered": True,
        "customerRemorseReturnFees": "https://schema.org/ReturnShippingFees",
        "itemDefectReturnFees": "https://schema.org/FreeReturn",
        "customerRemorseReturnShippingFeesAmount": {
            "@type": "MonetaryAmount",
            "currency": "EUR",
            "value": "3.95",
        },
        "customerRemorseReturnLabelSource": (
            "https://schema.org/ReturnLabelDownloadAndPrint"
        ),
        "restockingFee": 12.5,
        "refundType": ["https://schema.org/FullRefund"],
        "returnPolicySeasonalOverride": [
            {
                "@type": "MerchantReturnPolicySeasonalOverride",
                "startDate": "2026-11-01",
                "endDate": "2026-12-24",
                "returnPolicyCategory": (
                    "https://schema.org/MerchantReturnFiniteReturnWindow"
                ),
                "merchantReturnDays": 400,
            }
        ],
    } == schema_policy(year).document
    assert () == schema_policy(year).lost


SEASON = Season(
    ordered_from=date(2026, 11, 1),
    ordered_until=date(2026, 12, 24),
    window=Window.of_days(7),
)


@pytest.mark.parametrize(
    ("terms", "lost"),
    [
        ({"window": Window.of_months(1)}, ("window",)),
        ({"counts_from": "order"}, ("counts_from",)),
        ({"steps": (Step(from_day=5),)}, ("steps",)),
        ({"seasons": (SEASON,)}, ("seasons[0].replaces",)),
        ({"seasons": (attrs.evolve(SEASON, window=UNLIMITED),)}, ()),
        ({"seasons": (SEASON,), "window": NO_RETURNS}, ()),
        (
            {"seasons": (attrs.evolve(SEASON, window=Window.of_years(1)),)},
            ("seasons[0].window", "seasons[0].replaces"),
        ),
        ({"ways": (Way(method="locker"),)}, ("ways.locker",)),
        (
            {"ways": (Way(method="post_label"), Way(method="own_carrier"))},
            ("ways.own_carrier",),
        ),
        (
            {
                "ways": (
                    Way(method="post_label"),
                    Way(method="drop_off", paid_by="customer"),
                )
            },
            ("ways.drop_off.price",),
        ),
        (
            {"ways": (Way(method="in_store", paid_by="customer"),)},
            ("ways.in_store.price",),
        ),
        ({"ways": (Way(method="drop_off"),), "freight_by": "shop"}, ("freight_by",)),
        ({"resolutions": ("repair",)}, ("resolutions.repair",)),
        ({"conditions": ("opened",)}, ("conditions.opened",)),
        (
            {"restocking": Restocking(basis_points=100, amount=(euros("1"),))},
            ("restocking.amount",),
        ),
        (
            {"restocking": Restocking(basis_points=100, least=(euros("1"),))},
            ("restocking.least",),
        ),
        (
            {"restocking": Restocking(amount=(euros("1"), Money(1, "PLN")))},
            ("restocking.amount.PLN",),
        ),
    ],
)
def test_what_has_no_word_is_named(terms, lost):
    assert lost == schema_policy(policy(**({"code": "own"} | terms))).lost


def test_a_window_of_months_is_never_promised_longer_than_it_is():
    days = [
        schema_policy(policy(window=window)).document["merchantReturnDays"]
        for window in (Window.of_months(2), Window.of_years(2))
    ]

    assert [56, 730] == days


def read(**document):
    return read_schema_policy({"merchantReturnDays": 30, **document}, code="own")


class TestForeignDocuments:
    def test_words_may_be_bare_or_of_either_address(self):
        document = {"returnMethod": ["ReturnByMail", "http://schema.org/ReturnAtKiosk"]}
        ways = read(returnFees="FreeReturn", **document).policy.ways

        assert (Way(method="post_label"), Way(method="drop_off")) == ways

    def test_fees_for_what_was_not_liked_go_before_the_general_ones(self):
        found = read(
            returnFees="FreeReturn",
            customerRemorseReturnFees="ReturnFeesCustomerResponsibility",
        )

        assert ("customer", ()) == (found.policy.freight_by, found.lost)

    def test_a_price_without_a_method_is_that_of_a_label(self):
        amount = {"value": 3.95, "currency": "EUR"}
        found = read(returnFees="ReturnShippingFees", returnShippingFeesAmount=amount)

        way = Way(method="post_label", paid_by="customer", price=(euros("3.95"),))
        assert (way,) == found.policy.ways

    def test_the_store_is_a_way_of_its_own(self):
        assert (Way(method="in_store"),) == read(inStoreReturnsOffered=True).policy.ways
        mail = read(returnMethod="ReturnByMail", inStoreReturnsOffered=True).policy.ways
        assert [("post_label", "customer"), ("in_store", "shop")] == [
            (way.method, way.paid_by) for way in mail
        ]

    @pytest.mark.parametrize(
        ("document", "lost"),
        [
            ({"returnPolicyCountry": "PL"}, "returnPolicyCountry"),
            ({"itemDefectReturnFees": "RestockingFees"}, "itemDefectReturnFees"),
            ({"returnFees": "OriginalShippingFees"}, "returnFees.OriginalShippingFees"),
            ({"returnMethod": "ReturnByPigeon"}, "returnMethod.ReturnByPigeon"),
            ({"refundType": ["Song"]}, "refundType.Song"),
            (
                {"itemCondition": "RefurbishedCondition"},
                "itemCondition.RefurbishedCondition",
            ),
            (
                {
                    "returnMethod": "ReturnByMail",
                    "returnLabelSource": "ReturnLabelInBox",
                },
                "returnLabelSource.ReturnLabelInBox",
            ),
        ],
    )
    def test_what_has_no_place_is_named(self, document, lost):
        assert (lost,) == read(**document).lost

    def test_a_restocking_fee_has_a_property_of_its_own(self):
        found = read(returnFees=["FreeReturn", "RestockingFees"], restockingFee="7.5")

        assert (Restocking(basis_points=750), ()) == (
            found.policy.restocking,
            found.lost,
        )

    @pytest.mark.parametrize(
        ("given", "window"),
        [
            ("30", Window.of_days(30)),
            ("2027-01-31", Window.until(date(2027, 1, 31))),
            ("2027-01-31T23:59:59+01:00", Window.until(date(2027, 1, 31))),
        ],
    )
    def test_days_may_be_a_number_or_the_last_day(self, given, window):
        assert window == read(merchantReturnDays=given).policy.window

    def test_countries_may_be_named_objects(self):
        country = {"@type": "Country", "name": "PL"}

        assert ("PL",) == read(applicableCountry=country).policy.countries

    @pytest.mark.parametrize(
        ("document", "path"),
        [
            ({"merchantReturnDays": -1}, "merchantReturnDays"),
            ({"merchantReturnDays": "soon"}, "merchantReturnDays"),
            ({"merchantReturnDays": None}, "merchantReturnDays"),
            (
                {"returnPolicyCategory": "MerchantReturnUnspecified"},
                "returnPolicyCategory",
            ),
            ({"returnPolicyCategory": 5}, "returnPolicyCategory"),
            ({"applicableCountry": "XX"}, "applicableCountry[0]"),
            ({"returnFees": "ReturnShippingFees"}, "returnShippingFeesAmount"),
            (
                {"returnFees": "ReturnShippingFees", "returnShippingFeesAmount": 5},
                "returnShippingFeesAmount",
            ),
            ({"restockingFee": 101}, "restockingFee"),
            (
                {"restockingFee": {"value": "-1", "currency": "EUR"}},
                "restockingFee.value",
            ),
            (
                {"returnPolicySeasonalOverride": 5},
                "returnPolicySeasonalOverride[0]",
            ),
            (
                {"returnPolicySeasonalOverride": {"endDate": "2026-12-24"}},
                "returnPolicySeasonalOverride[0].startDate",
            ),
            ({"merchantReturnLink": "http://shop.example"}, "link"),
        ],
    )
    def test_what_is_wrong_is_named_by_its_property(self, document, path):
        with pytest.raises(InvalidInput) as refused:
            read(**document)

        assert path == refused.value.path

    def test_a_policy_needs_a_code(self):
        with pytest.raises(InvalidInput) as refused:
            read_schema_policy({"merchantReturnDays": 30})

        assert "identifier" == refused.value.path

    def test_a_document_is_an_object(self):
        with pytest.raises(InvalidInput):
            read_schema_policy([], code="own")
