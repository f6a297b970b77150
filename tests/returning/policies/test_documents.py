"""Policies as documents: what is written reads the same, what is wrong is named."""

import json
import tomllib
from datetime import date

import pytest
from hypothesis import given as given_any
from hypothesis import strategies as st

from postpurchase.errors import (
    InvalidInput,
    MissingField,
    PostPurchaseError,
    SeveralFaults,
    UnknownCode,
)
from postpurchase.returning.policies import Restocking, Way, combine
from postpurchase.returning.policies.reading import POLICIES_MAX, read_policies
from postpurchase.returning.policies.writing import write_policies
from postpurchase.returning.statutes import Assurances
from postpurchase.values.money import Money
from returning.policies.making import ASSURANCES, policies

PLAIN = {"code": "a", "window_days": 14}


@given_any(policies("a"), policies("b"))
def test_what_is_written_is_read_as_it_was(one, other):
    assert combine(one) == read_policies(write_policies(one))
    assert combine(one, other) == read_policies(write_policies(combine(other, one)))


@given_any(policies("a"))
def test_a_document_survives_json(one):
    text = json.dumps(write_policies(one), default=date.isoformat)

    assert combine(one) == read_policies(json.loads(text))


def read(**fields):
    (policy,) = read_policies({"policy": PLAIN | fields}).policies
    return policy


def test_what_is_left_out_has_its_default():
    assert {"policy": PLAIN} == write_policies(read())


@pytest.mark.parametrize(
    ("written", "points"),
    [(0, 0), (15, 1500), ("12.5", 1250), ("100", 10_000), ("0.01", 1)],
)
def test_a_share_is_a_percentage_of_two_decimals(written, points):
    fee = read(restocking_percent=written).restocking

    assert Restocking(basis_points=points) == fee


def test_toml_may_write_a_share_as_a_decimal():
    from decimal import Decimal

    assert 1250 == read(restocking_percent=Decimal("12.5")).restocking.basis_points


def test_methods_can_be_a_list_that_freight_by_prices():
    listed = ["locker", "in_store"]

    assert (Way(method="locker"), Way(method="in_store")) == read(
        methods=listed, freight_by="shop"
    ).ways
    assert ["customer"] * 2 == [one.paid_by for one in read(methods=listed).ways]


def test_methods_can_be_a_table_of_prices():
    ways = read(
        methods={
            "locker": "free",
            "own_carrier": "own",
            "post_label": ["3.95 EUR", "15 PLN"],
        }
    ).ways

    assert (
        Way(method="locker"),
        Way(method="own_carrier", paid_by="customer"),
        Way(
            method="post_label",
            paid_by="customer",
            price=(Money(395, "EUR"), Money(1500, "PLN")),
        ),
    ) == ways


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"code": ""}, "code"),
        ({"code": "Big"}, "code"),
        ({"code": "x" * 65}, "code"),
        ({"code": 5}, "code"),
        ({"window_days": -1}, "window_days"),
        ({"window_days": True}, "window_days"),
        ({"window_days": 36_501}, "window_days"),
        ({"window_years": 1}, "window_years"),
        ({"counts_from": "christmas"}, "counts_from"),
        ({"grace_days": 366}, "grace_days"),
        ({"categories": "tea"}, "categories"),
        ({"countries": ["XX"]}, "countries[0]"),
        ({"conditions": ["new"]}, "conditions[0]"),
        ({"conditions": ["used", "used"]}, "conditions[1]"),
        ({"requires": ["tag"]}, "requires[0]"),
        ({"resolutions": [5]}, "resolutions[0]"),
        ({"freight_by": "me"}, "freight_by"),
        ({"methods": "locker"}, "methods"),
        ({"methods": ["lockers"]}, "methods[0]"),
        ({"methods": {"lockers": "free"}}, "methods.lockers"),
        ({"methods": {"locker": "3.95"}}, "methods.locker"),
        ({"methods": {"locker": "-3.95 EUR"}}, "methods.locker"),
        ({"methods": {"locker": ["1 EUR", "2 EUR"]}}, "methods.locker"),
        ({"restocking_percent": 101}, "restocking_percent"),
        ({"restocking_percent": -1}, "restocking_percent"),
        ({"restocking_percent": 12.5}, "restocking_percent"),
        ({"restocking_percent": "12.345"}, "restocking_percent"),
        ({"restocking_percent": "much"}, "restocking_percent"),
        ({"restocking_percent": "NaN"}, "restocking_percent"),
        ({"restocking_percent": True}, "restocking_percent"),
        ({"keep_up_to": 5}, "keep_up_to"),
        ({"keep_up_to": "5 XXQ"}, "keep_up_to"),
        ({"photos": 2}, "photos"),
        ({"photos": {"ugly": 2}}, "photos.ugly"),
        ({"photos": {"quality": 21}}, "photos.quality"),
        ({"refund_when": "soon"}, "refund_when"),
        ({"outbound": "standard"}, "outbound_max"),
        ({"outbound_max": "5 EUR"}, "outbound_max"),
        ({"bonus_percent": 101}, "bonus_percent"),
        ({"link": "http://x.example"}, "link"),
        ({"link": 5}, "link"),
        ({"review": {"units_above": -1}}, "review.units_above"),
        ({"review": 5}, "review"),
        ({"steps": 5}, "steps"),
        ({"steps": [{}]}, "steps[0].from_day"),
        ({"steps": [{"from_day": 0}]}, "steps[0].from_day"),
        ({"steps": [{"from_day": 5}, {"from_day": 5}]}, "steps[1].from_day"),
        ({"segments": [{}]}, "segments[0].name"),
        ({"segments": [{"name": "x" * 61}]}, "segments[0].name"),
        ({"segments": [{"name": "a"}, {"name": "a"}]}, "segments[1].name"),
        ({"segments": [{"name": "a", "review": "no"}]}, "segments[0].review"),
        ({"exclusions": [{}]}, "exclusions[0].categories"),
        ({"exclusions": [{"skus": ["A"], "unless": ["x"]}]}, "exclusions[0].unless[0]"),
    ],
)
def test_a_fault_is_named_by_its_path(fields, path):
    with pytest.raises(InvalidInput) as refused:
        read(**fields)

    assert f"policy.{path}" == refused.value.path


DATES = {"ordered_from": date(2026, 11, 1), "ordered_until": "2026-12-24"}


@pytest.mark.parametrize(
    ("season", "path"),
    [
        (DATES, "window_days"),
        ({"ordered_from": date(2026, 1, 1), "window_days": 5}, "ordered_until"),
        (DATES | {"window_days": 5, "replaces": 1}, "replaces"),
        (DATES | {"window_days": 5, "ordered_from": "soon"}, "ordered_from"),
        (DATES | {"window_days": 5, "ordered_until": "2026-10-31"}, "ordered_until"),
        (DATES | {"window": "open"}, "window"),
        (DATES | {"window_until": 5}, "window_until"),
    ],
)
def test_a_fault_of_a_season_is_named_by_its_path(season, path):
    with pytest.raises(InvalidInput) as refused:
        read(seasons=[season])

    assert f"policy.seasons[0].{path}" == refused.value.path


def test_all_faults_are_told_at_once():
    with pytest.raises(SeveralFaults) as refused:
        read_policies(
            {
                "policy": [
                    {"window_days": 5, "freight_bye": "shop"},
                    {"code": "b", "requires": ["x"], "steps": [{"from_day": 0}]},
                ]
            }
        )

    assert [
        "policy[0].freight_bye",
        "policy[0].code",
        "policy[1].requires[0]",
        "policy[1].window_days",
        "policy[1].steps[0].from_day",
    ] == [fault.path for fault in refused.value.faults]


def test_a_misspelt_key_names_the_nearest_and_no_more():
    with pytest.raises(UnknownCode) as refused:
        read_policies({"policy": {"code": "a", "window_dais": 5}})

    assert ("policy.window_dais", "window_days") == (
        refused.value.path,
        refused.value.near,
    )


@pytest.mark.parametrize(
    "document",
    [{}, {"policy": 5}, {"policy": []}, {"policy": [PLAIN] * (POLICIES_MAX + 1)}],
)
def test_a_document_without_policies_is_refused(document):
    with pytest.raises(InvalidInput):
        read_policies(document)


def test_two_policies_of_one_code_are_refused():
    with pytest.raises(InvalidInput) as refused:
        read_policies({"policy": [PLAIN, PLAIN | {"window_days": 15}]})

    assert "policy.code" == refused.value.path


def test_a_year_and_the_statutory_days_are_a_few_lines():
    text = """
    [[policy]]
    code = "year"
    window_days = 365

    [[policy]]
    code = "fortnight"
    window_days = 14
    """
    found = read_policies(tomllib.loads(text))

    assert ["fortnight", "year"] == [one.code for one in found.policies]


def test_a_missing_code_is_said_to_be_missing():
    with pytest.raises(MissingField) as refused:
        read_policies({"policy": {"window_days": 5}})

    assert isinstance(refused.value, PostPurchaseError)
    assert "policy.code" == refused.value.path


def told(**fields):
    return read_policies({"policy": PLAIN, "assurances": fields}).assurances


def test_a_document_says_what_the_shop_told_its_customers():
    said = {
        "is_informed": False,
        "pays_return": True,
        "collects": True,
        "subdivision": "DE-BY",
        "outbound_max": ["4.00 EUR", "19.00 PLN"],
    }

    assert Assurances(
        is_informed=False,
        pays_return=True,
        collects=True,
        subdivision="DE-BY",
        outbound_max=(Money(400, "EUR"), Money(1900, "PLN")),
    ) == told(**said)
    assert (None, Assurances()) == (
        read_policies({"policy": PLAIN}).assurances,
        told(),
    )


@given_any(policies("a"), st.none() | ASSURANCES)
def test_what_was_told_is_read_as_it_was_written(one, said):
    both = combine(one, assurances=said)

    assert both == read_policies(write_policies(both))
    assert (said is not None) == ("assurances" in write_policies(both))


@pytest.mark.parametrize(
    ("fields", "path", "error"),
    [
        ({"is_informed": "yes"}, "assurances.is_informed", InvalidInput),
        ({"pays_return": 1}, "assurances.pays_return", InvalidInput),
        ({"collects": None}, "assurances.collects", InvalidInput),
        ({"subdivision": "BY"}, "assurances.subdivision", InvalidInput),
        ({"subdivision": "DE-"}, "assurances.subdivision", InvalidInput),
        ({"subdivision": "DE-XX"}, "assurances.subdivision", UnknownCode),
        ({"outbound_max": "4"}, "assurances.outbound_max", InvalidInput),
        ({"informed_on": date(2026, 5, 1)}, "assurances.informed_on", UnknownCode),
    ],
)
def test_what_is_wrong_in_what_was_told_is_named(fields, path, error):
    with pytest.raises(error) as refused:
        told(**fields)
    assert path == refused.value.path


def test_a_misspelt_assurance_is_told_with_the_nearest():
    with pytest.raises(UnknownCode) as refused:
        told(pays_returns=True)
    assert "pays_return" == refused.value.near
    with pytest.raises(UnknownCode) as refused:
        read_policies({"policy": PLAIN, "assurance": {}})
    assert ("assurance", "assurances") == (refused.value.path, refused.value.near)
    with pytest.raises(InvalidInput) as refused:
        read_policies({"policy": PLAIN, "assurances": []})
    assert "assurances" == refused.value.path
