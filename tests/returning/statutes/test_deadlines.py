"""Legal deadlines to the day: worked cases, boundaries, and what is always true."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpurchase.errors import InvalidInput, MissingField, UnknownCode
from postpurchase.returning.statutes import (
    COUNTRIES,
    DELIVERIES,
    RULES,
    WITHDRAWAL_LAWS,
    LegalFacts,
    deadline,
    delay_notice,
    guarantee_law,
    statute_of,
)
from postpurchase.returning.statutes.deadlines import _of_law
from postpurchase.returning.statutes.laws import EEA_STATES, MEMBER_STATES
from postpurchase.returning.statutes.rest_days import rest_calendar


def day(text):
    return date.fromisoformat(text)


def found(statute, country, name, **facts):
    """Return the last day and the day that it was moved from, as text."""
    ends = deadline(
        statute,
        country=country,
        name=name,
        **{
            key: day(value) if key.endswith("_on") else value
            for key, value in facts.items()
        },
    )
    assert name == ends.name
    rolled_from = ends.rolled_from
    return str(ends.last_on), str(rolled_from) if rolled_from else None


WORKED = [
    # Ordinary, Saturday, Sunday and holiday ends in Poland.
    ("PL", "", "2026-06-01", "2026-06-15", None),
    ("PL", "", "2026-06-06", "2026-06-22", "2026-06-20"),
    ("PL", "", "2026-06-07", "2026-06-22", "2026-06-21"),
    ("PL", "", "2026-09-01", "2026-09-15", None),
    ("PL", "", "2018-11-17", "2018-12-03", "2018-12-01"),
    ("PL", "", "2025-12-02", "2025-12-16", None),
    ("PL", "", "2026-04-17", "2026-05-04", "2026-05-01"),
    ("PL", "", "2026-05-21", "2026-06-05", "2026-06-04"),
    ("PL", "", "2026-12-11", "2026-12-28", "2026-12-25"),
    ("PL", "", "2026-03-20", "2026-04-03", None),
    # Christmas Eve is free in Poland since 2025.
    ("PL", "", "2024-12-10", "2024-12-24", None),
    ("PL", "", "2025-12-10", "2025-12-29", "2025-12-24"),
    ("PL", "", "2026-12-10", "2026-12-28", "2026-12-24"),
    # Germany: no Christmas Eve, Good Friday, and what only some states have.
    ("DE", "", "2026-12-10", "2026-12-24", None),
    ("DE", "", "2026-12-11", "2026-12-28", "2026-12-25"),
    ("DE", "", "2026-03-20", "2026-04-07", "2026-04-03"),
    ("DE", "", "2016-06-18", "2016-07-04", "2016-07-02"),
    ("DE", "", "2023-08-03", "2023-08-17", None),
    ("DE", "", "2026-10-17", "2026-11-02", "2026-10-31"),
    ("DE", "", "2025-10-17", "2025-10-31", None),
    ("DE", "SN", "2025-10-17", "2025-11-03", "2025-10-31"),
    ("DE", "", "2026-05-21", "2026-06-04", None),
    ("DE", "BY", "2026-05-21", "2026-06-05", "2026-06-04"),
    ("DE", "", "2026-09-19", "2026-10-05", "2026-10-03"),
    # Finland: Midsummer Eve, Christmas Eve, May Day, Independence Day.
    ("FI", "", "2026-06-05", "2026-06-22", "2026-06-19"),
    ("FI", "", "2026-12-10", "2026-12-28", "2026-12-24"),
    ("FI", "", "2026-04-17", "2026-05-04", "2026-05-01"),
    ("FI", "", "2027-11-22", "2027-12-07", "2027-12-06"),
    ("FI", "", "2026-12-22", "2027-01-05", None),
    ("FI", "", "2026-12-23", "2027-01-07", "2027-01-06"),
    ("FI", "", "2026-12-17", "2026-12-31", None),
    # Days that other states add to their holidays, or do not count.
    ("SE", "", "2026-06-05", "2026-06-22", "2026-06-19"),
    ("SE", "", "2026-12-17", "2027-01-04", "2026-12-31"),
    ("DK", "", "2026-05-22", "2026-06-08", "2026-06-05"),
    ("DK", "", "2026-12-10", "2026-12-28", "2026-12-24"),
    ("DK", "", "2026-12-17", "2027-01-04", "2026-12-31"),
    ("NL", "", "2026-04-21", "2026-05-06", "2026-05-05"),
    ("AT", "", "2026-03-20", "2026-04-07", "2026-04-03"),
    ("AT", "", "2026-12-10", "2026-12-24", None),
    ("AT", "", "2026-12-17", "2026-12-31", None),
    # A worked Saturday is still a Saturday.
    ("HU", "", "2025-12-27", "2026-01-12", "2026-01-10"),
]


@pytest.mark.parametrize(
    ("country", "subdivision", "delivered_on", "last_on", "rolled_from"), WORKED
)
def test_fourteen_days_end_on_a_working_day_where_the_consumer_lives(
    country, subdivision, delivered_on, last_on, rolled_from
):
    assert (last_on, rolled_from) == found(
        "EU", country, "withdraw", subdivision=subdivision, delivered_on=delivered_on
    )


@pytest.mark.parametrize(
    ("delivery", "stated", "basis"),
    [
        ("single", "delivered_on", "art. 9(2)(b)"),
        ("several", "delivered_on", "art. 9(2)(b)(i)"),
        ("lots", "delivered_on", "art. 9(2)(b)(ii)"),
        ("regular", "delivered_on", "art. 9(2)(b)(iii)"),
        ("service", "contract_on", "art. 9(2)(a)"),
        ("digital", "contract_on", "art. 9(2)(c)"),
    ],
)
def test_the_way_of_delivery_says_from_which_day_and_by_which_article(
    delivery, stated, basis
):
    other = "contract_on" if stated == "delivered_on" else "delivered_on"
    ends = deadline(
        "EU",
        country="PL",
        delivery=delivery,
        **{stated: date(2026, 6, 10), other: date(2026, 6, 1)},
    )

    assert (date(2026, 6, 24), f"Directive 2011/83/EU, {basis}") == (
        ends.last_on,
        ends.basis,
    )


@pytest.mark.parametrize("delivery", DELIVERIES)
def test_the_day_that_the_period_runs_from_has_to_be_stated(delivery):
    path = "contract_on" if delivery in {"service", "digital"} else "delivered_on"

    with pytest.raises(MissingField) as refused:
        deadline("EU", country="PL", delivery=delivery)

    assert (path, "a date") == (refused.value.path, refused.value.expected)


INFORMED = [
    # Statute, country, delivered, explained, last day, moved from, article.
    ("EU", "PL", "2026-06-01", "never", "2027-06-15", None, "art. 10(1)"),
    ("EU", "PL", "2026-06-06", "never", "2027-06-22", None, "art. 10(1)"),
    ("EU", "PL", "2026-05-22", "never", "2027-06-07", "2027-06-05", "art. 10(1)"),
    ("EU", "PL", "2026-06-01", "2026-09-01", "2026-09-15", None, "art. 10(2)"),
    ("EU", "PL", "2026-06-01", "2026-05-31", "2026-06-15", None, "art. 9(2)(b)"),
    ("EU", "PL", "2026-06-01", "2026-06-01", "2026-06-15", None, "art. 9(2)(b)"),
    ("EU", "PL", "2026-06-01", "2026-06-02", "2026-06-16", None, "art. 10(2)"),
    ("EU", "PL", "2026-06-01", "2026-06-06", "2026-06-22", "2026-06-20", "art. 10(2)"),
    ("EU", "PL", "2026-06-01", "2027-06-01", "2027-06-15", None, "art. 10(2)"),
    ("EU", "PL", "2026-06-01", "2027-06-02", "2027-06-15", None, "art. 10(1)"),
    ("UK", "GB", "2026-06-06", "never", "2027-06-20", None, "reg. 31(3)"),
    ("UK", "GB", "2026-06-06", "2026-06-13", "2026-06-27", None, "reg. 31(2)"),
    ("UA", "UA", "2026-06-01", "never", "2026-08-31", "2026-08-30", "ст. 13"),
    ("UA", "UA", "2026-06-01", "2026-07-01", "2026-07-15", None, "ст. 13"),
    ("UA", "UA", "2026-06-01", "2026-08-30", "2026-09-14", "2026-09-13", "ст. 13"),
    ("UA", "UA", "2026-06-01", "2026-08-31", "2026-08-31", "2026-08-30", "ст. 13"),
]


@pytest.mark.parametrize(
    (
        "statute",
        "country",
        "delivered_on",
        "informed",
        "last_on",
        "rolled_from",
        "article",
    ),
    INFORMED,
)
def test_a_right_that_was_not_explained_lasts_longer(
    statute, country, delivered_on, informed, last_on, rolled_from, article
):
    ends = deadline(
        statute,
        country=country,
        delivered_on=day(delivered_on),
        is_informed=informed != "never",
        informed_on=None if informed == "never" else day(informed),
    )

    assert last_on == str(ends.last_on)
    assert rolled_from == (str(ends.rolled_from) if ends.rolled_from else None)
    assert ends.basis.endswith(f", {article}")


@pytest.mark.parametrize(
    ("country", "contract_on", "last_on", "article"),
    [
        ("PL", "2026-06-01", "2026-07-01", "art. 9(1a)"),
        ("PL", "2023-01-01", "2026-07-01", "art. 9(1a)"),
        ("PL", "2022-12-31", "2026-06-15", "art. 9(2)(b)"),
        ("ES", "2022-05-28", "2026-07-01", "art. 9(1a)"),
        ("ES", "2022-05-27", "2026-06-15", "art. 9(2)(b)"),
        ("IT", "2023-04-02", "2026-07-01", "art. 9(1a)"),
        ("CZ", "2023-01-06", "2026-07-01", "art. 9(1a)"),
        ("PT", "2022-05-28", "2026-07-01", "art. 9(1a)"),
        ("SK", "2024-07-01", "2026-07-01", "art. 9(1a)"),
        ("DE", "2026-06-01", "2026-06-15", "art. 9(2)(b)"),
    ],
)
def test_after_a_visit_some_states_give_thirty_days(
    country, contract_on, last_on, article
):
    ends = deadline(
        "EU",
        country=country,
        contract_on=day(contract_on),
        delivered_on=date(2026, 6, 1),
        is_visit=True,
    )

    assert (last_on, f"Directive 2011/83/EU, {article}") == (
        str(ends.last_on),
        ends.basis,
    )


def test_the_polish_act_gives_the_same_thirty_days_from_the_same_day():
    found_by_day = {
        text: deadline(
            "PL",
            contract_on=day(text),
            delivered_on=date(2026, 6, 1),
            is_visit=True,
        )
        for text in ("2022-12-31", "2023-01-01")
    }

    assert {
        "2022-12-31": ("2026-06-15", "Ustawa o prawach konsumenta, art. 28 pkt 1"),
        "2023-01-01": ("2026-07-01", "Ustawa o prawach konsumenta, art. 27 ust. 2"),
    } == {text: (str(end.last_on), end.basis) for text, end in found_by_day.items()}


def test_without_a_visit_there_are_fourteen_days_and_after_one_they_are_explained_late():
    asked = {"country": "PL", "delivered_on": date(2026, 6, 1)}

    assert date(2026, 6, 15) == deadline("EU", **asked).last_on
    assert date(2026, 10, 1) == (
        deadline("EU", **asked, is_visit=True, informed_on=date(2026, 9, 1)).last_on
    )


NOTICED = [
    ("EU", "PL", {"notice_on": "2026-06-10"}, "2026-06-24", "art. 13(1)"),
    ("EU", "PL", {"notice_on": "2026-06-06"}, "2026-06-20", "art. 13(1)"),
    (
        "EU",
        "PL",
        {"notice_on": "2026-06-10", "evidence_on": "2026-06-12"},
        "2026-06-24",
        "art. 13(1)",
    ),
    (
        "EU",
        "PL",
        {"notice_on": "2026-06-10", "returned_on": "2026-06-24"},
        "2026-06-24",
        "art. 13(1)",
    ),
    (
        "EU",
        "PL",
        {"notice_on": "2026-06-10", "returned_on": "2026-06-26"},
        "2026-06-26",
        "art. 13(3)",
    ),
    (
        "EU",
        "PL",
        {
            "notice_on": "2026-06-10",
            "returned_on": "2026-06-28",
            "evidence_on": "2026-06-26",
        },
        "2026-06-26",
        "art. 13(3)",
    ),
    (
        "EU",
        "PL",
        {"notice_on": "2026-06-10", "returned_on": "2026-06-26", "collects": True},
        "2026-06-24",
        "art. 13(1)",
    ),
    (
        "EU",
        "PL",
        {
            "notice_on": "2026-06-10",
            "returned_on": "2026-06-26",
            "delivery": "digital",
        },
        "2026-06-24",
        "art. 13(1)",
    ),
    ("PL", "PL", {"notice_on": "2026-06-10"}, "2026-06-24", "art. 32 ust. 1"),
    ("UK", "GB", {"returned_on": "2026-06-16"}, "2026-06-30", "reg. 34(5)"),
    (
        "UK",
        "GB",
        {"returned_on": "2026-06-16", "evidence_on": "2026-06-13"},
        "2026-06-27",
        "reg. 34(5)",
    ),
    (
        "UK",
        "GB",
        {"notice_on": "2026-06-10", "collects": True},
        "2026-06-24",
        "reg. 34(6)",
    ),
    (
        "UK",
        "GB",
        {"notice_on": "2026-06-10", "delivery": "service"},
        "2026-06-24",
        "reg. 34(6)",
    ),
    ("UA", "UA", {"notice_on": "2026-06-10"}, "2026-07-10", "ст. 13"),
]


@pytest.mark.parametrize(("statute", "country", "facts", "last_on", "article"), NOTICED)
def test_the_money_is_back_by_a_day_that_no_holiday_moves(
    statute, country, facts, last_on, article
):
    dated = {k: day(v) if k.endswith("_on") else v for k, v in facts.items()}
    ends = deadline(statute, country=country, name="refund", **dated)

    assert (last_on, None, "") == (str(ends.last_on), ends.rolled_from, ends.calendar)
    assert "refund" == ends.name
    assert ends.basis == f"{WITHDRAWAL_LAWS[statute].act}, {article}"


@pytest.mark.parametrize(
    ("statute", "path"), [("EU", "notice_on"), ("UK", "returned_on")]
)
def test_a_refund_needs_the_day_that_it_runs_from(statute, path):
    with pytest.raises(MissingField) as refused:
        deadline(statute, country=COUNTRIES[statute][-1], name="refund")

    assert path == refused.value.path


def test_the_trader_may_wait_until_the_goods_or_the_evidence_came():
    facts = {"returned_on": "2026-06-26", "evidence_on": "2026-06-12"}

    assert ("2026-06-12", None) == found("EU", "PL", "withhold", **facts)
    ends = deadline("EU", country="PL", name="withhold", returned_on=date(2026, 6, 26))
    assert ("Directive 2011/83/EU, art. 13(3)", date(2026, 6, 26)) == (
        ends.basis,
        ends.last_on,
    )


def test_nothing_is_withheld_where_the_trader_collects_or_nothing_came():
    with pytest.raises(InvalidInput, match="a return by the customer") as refused:
        found("EU", "PL", "withhold", returned_on="2026-06-26", collects=True)
    assert "a return by the customer, not by the shop" == refused.value.expected
    assert ("collects", "an offer to collect") == (
        refused.value.path,
        refused.value.value,
    )
    with pytest.raises(MissingField) as missing:
        found("EU", "PL", "withhold")
    assert "returned_on" == missing.value.path


@pytest.mark.parametrize(
    ("statute", "country", "notice_on", "last_on", "rolled_from"),
    [
        ("EU", "PL", "2026-06-10", "2026-06-24", None),
        ("EU", "PL", "2026-06-06", "2026-06-22", "2026-06-20"),
        ("UK", "GB", "2026-06-06", "2026-06-20", None),
    ],
)
def test_goods_are_sent_back_within_fourteen_days_of_the_notice(
    statute, country, notice_on, last_on, rolled_from
):
    assert (last_on, rolled_from) == found(
        statute, country, "send_back", notice_on=notice_on
    )


def test_ukrainian_law_states_no_period_for_sending_back():
    with pytest.raises(InvalidInput, match="a deadline that the statute") as refused:
        found("UA", "UA", "send_back", notice_on="2026-06-10")
    assert "a deadline that the statute knows" == refused.value.expected
    assert ("name", "send_back") == (refused.value.path, refused.value.value)


ELSEWHERE = [
    ("UK", "GB", "withdraw", {"delivered_on": "2026-06-06"}, "2026-06-20"),
    ("UK", "GB", "withdraw", {"delivered_on": "2026-12-11"}, "2026-12-25"),
    ("UK", "GB", "deliver", {"contract_on": "2026-06-01"}, "2026-07-01"),
    ("UK", "GB", "reject", {"delivered_on": "2026-06-06"}, "2026-07-06"),
    (
        "UK",
        "GB",
        "reject",
        {"delivered_on": "2026-06-06", "asked_on": "2026-06-10"},
        "2026-07-06",
    ),
    (
        "UK",
        "GB",
        "reject",
        {"delivered_on": "2026-06-06", "repaired_on": "2026-06-10"},
        "2026-07-06",
    ),
    (
        "UK",
        "GB",
        "reject",
        {
            "delivered_on": "2026-06-06",
            "asked_on": "2026-06-10",
            "repaired_on": "2026-06-14",
        },
        "2026-07-11",
    ),
    (
        "UK",
        "GB",
        "reject",
        {
            "delivered_on": "2026-06-06",
            "asked_on": "2026-07-06",
            "repaired_on": "2026-07-20",
        },
        "2026-07-27",
    ),
    ("UK", "GB", "reject_refund", {"agreed_on": "2026-06-01"}, "2026-06-14"),
    ("UK", "GB", "presumption", {"delivered_on": "2026-06-01"}, "2026-11-30"),
    ("UK", "GB", "guarantee", {"delivered_on": "2026-06-01"}, "2032-06-01"),
    (
        "UK",
        "GB",
        "guarantee",
        {"delivered_on": "2026-06-01", "subdivision": "SCT"},
        "2031-06-01",
    ),
    ("US", "US", "ship", {"contract_on": "2026-11-02"}, "2026-12-02"),
    (
        "US",
        "US",
        "ship",
        {"contract_on": "2026-11-02", "is_credit": True},
        "2026-12-22",
    ),
    ("US", "US", "ship", {"stated_on": "2026-11-09"}, "2026-11-09"),
    (
        "US",
        "US",
        "cancel",
        {"contract_on": "2026-11-02", "revised_on": "2027-01-15"},
        "2027-01-01",
    ),
    ("US", "US", "cancel", {"contract_on": "2026-11-02"}, "2027-01-01"),
    (
        "US",
        "US",
        "cancel",
        {"contract_on": "2026-11-02", "revised_on": "2027-01-02"},
        "2027-01-01",
    ),
    (
        "US",
        "US",
        "cancel",
        {"stated_on": "2026-12-16", "revised_on": "2026-12-20", "is_renewed": True},
        "2026-12-16",
    ),
    ("US", "US", "refund", {"notice_on": "2027-01-01"}, "2027-01-12"),
    ("US", "US", "refund", {"notice_on": "2026-12-02"}, "2026-12-11"),
    ("US", "US", "refund", {"notice_on": "2026-12-22"}, "2027-01-04"),
    (
        "US",
        "US",
        "refund",
        {"notice_on": "2026-01-31", "is_credit": True},
        "2026-02-28",
    ),
    ("PL", "PL", "complaint", {"asked_on": "2026-06-06"}, "2026-06-20"),
    ("PL", "PL", "deliver", {"contract_on": "2026-06-01"}, "2026-07-01"),
    ("EU", "PL", "deliver", {"contract_on": "2026-06-04"}, "2026-07-04"),
    ("UA", "UA", "withdraw", {"delivered_on": "2026-06-01"}, "2026-06-15"),
    ("UA", "UA", "withdraw", {"delivered_on": "2026-06-06"}, "2026-06-22"),
    ("UA", "UA", "deliver", {"contract_on": "2026-06-01"}, "2026-07-01"),
    ("UA", "UA", "exchange", {"contract_on": "2026-06-02"}, "2026-06-16"),
    ("UA", "UA", "exchange", {"delivered_on": "2026-06-06"}, "2026-06-22"),
]


@pytest.mark.parametrize(("statute", "country", "name", "facts", "last_on"), ELSEWHERE)
def test_other_statutes_have_periods_of_their_own(
    statute, country, name, facts, last_on
):
    assert last_on == found(statute, country, name, **facts)[0]


CRA, RULE = "Consumer Rights Act 2015", "16 CFR 435"

BASES = [
    ("UK", "reject", {"delivered_on": 1}, f"{CRA}, s. 22(3)"),
    (
        "UK",
        "reject",
        {"delivered_on": 1, "asked_on": 2, "repaired_on": 3},
        f"{CRA}, s. 22(7)",
    ),
    ("UK", "reject_refund", {"agreed_on": 1}, f"{CRA}, s. 20(15)"),
    ("UK", "presumption", {"delivered_on": 1}, f"{CRA}, s. 19(14)"),
    ("UK", "guarantee", {"delivered_on": 1}, "Limitation Act 1980, s. 5"),
    (
        "UK",
        "guarantee",
        {"delivered_on": 1, "subdivision": "SCT"},
        "Prescription and Limitation (Scotland) Act 1973, s. 6",
    ),
    ("UK", "deliver", {"contract_on": 1}, f"{CRA}, s. 28(3)"),
    ("US", "ship", {"stated_on": 1}, f"{RULE}.2(a)(1)(i)"),
    ("US", "ship", {"contract_on": 1}, f"{RULE}.2(a)(1)(ii)"),
    ("US", "cancel", {"contract_on": 1}, f"{RULE}.2(b)(1)(iii)"),
    ("US", "cancel", {"contract_on": 1, "is_renewed": True}, f"{RULE}.2(b)(2)"),
    ("US", "refund", {"notice_on": 1}, f"{RULE}.1(f)(1)"),
    ("US", "refund", {"notice_on": 1, "is_credit": True}, f"{RULE}.1(f)(2)"),
    ("EU", "deliver", {"contract_on": 1}, "Directive 2011/83/EU, art. 18(1)"),
    ("EU", "send_back", {"notice_on": 1}, "Directive 2011/83/EU, art. 14(1)"),
    (
        "EU",
        "guarantee",
        {"delivered_on": 1, "repaired_on": 90},
        "Directive (EU) 2019/771, art. 10(2a)",
    ),
    (
        "EU",
        "guarantee",
        {"delivered_on": 1},
        "Ustawa o prawach konsumenta, art. 43c",
    ),
    ("PL", "deliver", {"contract_on": 1}, "Kodeks cywilny, art. 543(1)"),
    ("UA", "deliver", {"contract_on": 1}, "Закон України № 1023-XII, ст. 13"),
    ("UA", "exchange", {"contract_on": 1}, "Закон України № 1023-XII, ст. 9"),
]


@pytest.mark.parametrize(("statute", "name", "facts", "basis"), BASES)
def test_each_deadline_names_its_article(statute, name, facts, basis):
    days = {
        key: date(2026, 5, 31) + timedelta(days=value) if key.endswith("_on") else value
        for key, value in facts.items()
    }
    country = "PL" if statute == "EU" else ""

    assert basis == deadline(statute, country=country, name=name, **days).basis


def test_a_notice_of_a_delay_says_what_silence_means():
    def silence(**facts):
        said = delay_notice(
            LegalFacts(country="US", contract_on=date(2026, 11, 2), **facts)
        )
        return said.silence, said.is_renewed, said.cancels and said.cancels.name

    assert ("consent", False, None) == silence(revised_on=date(2026, 12, 16))
    assert ("cancel", False, "cancel") == silence()
    assert ("cancel", True, "cancel") == silence(is_renewed=True)


def test_working_days_are_counted_by_a_calendar_that_is_named():
    ends = deadline("US", name="refund", notice_on=date(2026, 12, 2))

    assert ends.calendar.startswith("holidays ")
    assert ends.calendar.endswith(" US")


def test_a_delay_of_thirty_days_is_agreed_to_by_silence():
    with pytest.raises(InvalidInput, match="silence does not agree") as refused:
        found("US", "US", "cancel", contract_on="2026-11-02", revised_on="2027-01-01")
    assert "a day that silence does not agree to" == refused.value.expected
    assert ("revised_on", "2027-01-01") == (refused.value.path, refused.value.value)


def test_a_polish_complaint_was_answered_by_another_act_before_2023():
    acts = {
        text: deadline("PL", name="complaint", asked_on=day(text)).basis
        for text in ("2022-12-31", "2023-01-01")
    }

    assert {
        "2022-12-31": "Kodeks cywilny, art. 561(5)",
        "2023-01-01": "Ustawa o prawach konsumenta, art. 7a ust. 1",
    } == acts


GUARANTEED = [
    # Country, delivered, bought, liable until, presumed until.
    ("DE", "2026-06-01", None, "2028-06-01", "2027-06-01"),
    ("PL", "2026-06-01", None, "2028-06-01", "2028-06-01"),
    ("PL", "2023-01-02", "2022-12-31", "2025-01-02", "2024-01-02"),
    ("PL", "2023-01-02", "2023-01-01", "2025-01-02", "2025-01-02"),
    ("DE", "2022-01-10", "2021-12-31", "2024-01-10", "2022-07-11"),
    ("DE", "2022-01-10", "2022-01-01", "2024-01-10", "2023-01-10"),
    ("BE", "2022-06-01", "2022-05-31", "2024-06-03", "2022-12-01"),
    ("BE", "2022-06-01", None, "2024-06-03", "2024-06-03"),
    ("ES", "2026-06-02", None, "2029-06-04", "2028-06-02"),
    ("FR", "2026-06-01", None, "2028-06-01", "2028-06-01"),
    ("PT", "2026-06-01", None, "2029-06-01", "2028-06-01"),
    ("SE", "2026-06-01", None, "2029-06-01", "2028-06-01"),
    ("NO", "2026-06-01", None, "2028-06-01", "2027-06-01"),
    ("DE", "2028-02-29", None, "2030-02-28", "2029-02-28"),
]


@pytest.mark.parametrize(
    ("country", "delivered_on", "contract_on", "liable", "presumed"), GUARANTEED
)
def test_the_seller_answers_for_what_shows_in_time(
    country, delivered_on, contract_on, liable, presumed
):
    facts = {"delivered_on": delivered_on}
    if contract_on:
        facts["contract_on"] = contract_on

    assert [liable, presumed] == [
        found("EU", country, name, **facts)[0] for name in ("guarantee", "presumption")
    ]


@pytest.mark.parametrize(
    ("repaired_on", "last_on"),
    [
        ("2026-07-30", "2028-06-01"),
        ("2026-07-31", "2029-06-01"),
        ("2028-06-01", "2029-06-01"),
        ("2028-06-02", "2028-06-01"),
    ],
)
def test_a_repair_in_time_lengthens_liability_once_the_law_says_so(
    repaired_on, last_on
):
    facts = {"delivered_on": "2026-06-01", "repaired_on": repaired_on}

    assert last_on == found("EU", "DE", "guarantee", **facts)[0]
    assert found("EU", "DE", "presumption", **facts)[0] == "2027-06-01"


@pytest.mark.parametrize(
    ("country", "bought_on", "presumption_months"),
    [
        ("FR", "2016-03-17", 6),
        ("FR", "2016-03-18", 24),
        ("PL", "2014-12-24", 6),
        ("PL", "2014-12-25", 12),
        ("FR", "2022-01-01", 24),
        ("BE", "2005-01-01", 6),
        ("BE", "2022-05-31", 6),
        ("BE", "2022-06-01", 24),
        ("SE", "2022-04-30", 6),
        ("SE", "2022-05-01", 24),
        ("ES", "2021-12-31", 6),
        ("PT", "2021-12-31", 6),
    ],
)
def test_a_row_applies_from_its_first_day(country, bought_on, presumption_months):
    assert presumption_months == (
        guarantee_law(country, day(bought_on)).presumption_months
    )


def test_a_guarantee_needs_a_state_and_a_day_that_it_covers():
    assert 6 == guarantee_law("DE", date(2002, 1, 1)).presumption_months
    for country, bought_on in (("US", date(2026, 6, 1)), ("DE", date(2001, 12, 31))):
        with pytest.raises(InvalidInput, match="legal guarantee covers") as refused:
            guarantee_law(country, bought_on)
        assert (
            "a state and a day that a legal guarantee covers" == refused.value.expected
        )
        assert ("country", f"{country} on {bought_on}") == (
            refused.value.path,
            refused.value.value,
        )


@pytest.mark.parametrize(
    ("statute", "country", "first"),
    [
        ("EU", "PL", date(2011, 12, 12)),
        ("PL", "PL", date(2014, 12, 25)),
        ("UK", "GB", date(2014, 6, 13)),
        ("UA", "UA", date(2005, 12, 1)),
    ],
)
def test_no_law_says_anything_before_it_came_into_force(statute, country, first):
    asked = {"country": country, "name": "withdraw"}

    assert first < deadline(statute, **asked, delivered_on=first).last_on
    with pytest.raises(InvalidInput, match="law was in force") as refused:
        deadline(statute, **asked, delivered_on=first - timedelta(days=1))
    assert "a day on which the law was in force" == refused.value.expected
    assert ("delivered_on", str(first - timedelta(days=1))) == (
        refused.value.path,
        refused.value.value,
    )


def test_a_contract_before_the_law_is_named_as_what_is_wrong():
    with pytest.raises(InvalidInput) as refused:
        deadline("UK", delivery="service", contract_on=date(2014, 6, 12))

    assert ("contract_on", "2014-06-12") == (refused.value.path, refused.value.value)


def test_what_is_not_known_is_refused_with_the_nearest_name():
    def near(*args, **more):
        with pytest.raises(UnknownCode) as refused:
            deadline(*args, **more, delivered_on=date(2026, 6, 1))
        return refused.value.kind, refused.value.value, refused.value.near

    assert ("statute", "EI", "EU") == near("EI")
    assert ("statute", "zzz", "") == near("zzz")
    assert ("deadline", "withdrow", "withdraw") == near("EU", name="withdrow")
    assert ("deadline", "ship", "") == near("EU", name="ship")
    assert ("country", "DEU", "DE") == near("EU", country="DEU")
    assert ("country", "DE", "") == near("PL", country="DE")
    assert ("subdivision", "XX", "") == near("EU", country="DE", subdivision="XX")


def test_the_country_may_be_left_out_where_there_is_one():
    assert date(2026, 6, 20) == deadline("UK", delivered_on=date(2026, 6, 6)).last_on
    with pytest.raises(MissingField) as refused:
        deadline("EU", delivered_on=date(2026, 6, 6))
    assert ("country", "a country code of ISO 3166") == (
        refused.value.path,
        refused.value.expected,
    )


def test_the_union_is_asked_where_no_statute_is_named():
    asked = {"country": "PL", "delivered_on": date(2026, 6, 1)}

    assert deadline("EU", **asked) == deadline(**asked)


def test_what_is_refused_names_all_that_is_known():
    with pytest.raises(UnknownCode) as refused:
        deadline("ZZ")

    assert ("EU", "UK", "US", "PL", "UA") == refused.value.known


def test_each_law_of_withdrawal_answers_the_same_four_questions():
    asked = LegalFacts(
        country="GB",
        delivered_on=date(2026, 6, 1),
        notice_on=date(2026, 6, 3),
        returned_on=date(2026, 6, 8),
    )
    rules = _of_law(WITHDRAWAL_LAWS["UK"])

    assert {
        "withdraw": "2026-06-15",
        "send_back": "2026-06-17",
        "refund": "2026-06-22",
        "withhold": "2026-06-08",
    } == {name: str(rule(asked).last_on) for name, rule in rules.items()}


def test_holidays_of_a_single_state_do_not_move_an_american_refund():
    # Cesar Chavez Day, 31 March, is one of California alone.
    ends = [
        deadline(
            "US", name="refund", subdivision=state, notice_on=date(2026, 3, 26)
        ).last_on
        for state in ("", "CA")
    ]

    assert [date(2026, 4, 6)] * 2 == ends


def test_each_country_has_its_statute_and_each_statute_its_names():
    assert 27 == len(set(MEMBER_STATES))
    assert {"EU"} == {statute_of(one) for one in (*MEMBER_STATES, *EEA_STATES)}
    assert ["UK", "UA", "", ""] == [statute_of(one) for one in ("GB", "UA", "US", "CH")]
    assert set(RULES) == set(COUNTRIES)
    assert ("US",) == COUNTRIES["US"]


def test_the_calendar_is_named_with_its_release_and_with_days_of_our_own():
    def calendar(country, subdivision=""):
        return deadline(
            "EU",
            country=country,
            subdivision=subdivision,
            delivered_on=date(2026, 6, 1),
        ).calendar.split(" ", 2)[2]

    assert ["PL", "DE-BY", "DK + rest days 2026-11"] == [
        calendar("PL"),
        calendar("DE", "BY"),
        calendar("DK"),
    ]


DAYS = st.dates(date(2015, 1, 1), date(2060, 12, 31))
STATES = st.sampled_from((*MEMBER_STATES, *EEA_STATES))


@given(country=STATES, delivered_on=DAYS)
def test_the_last_day_is_worked_and_never_early_and_two_days_at_least_are_worked(
    country, delivered_on
):
    ends = deadline("EU", country=country, delivered_on=delivered_on)
    raw = delivered_on + timedelta(days=14)
    known = rest_calendar(country, "", delivered_on.year, delivered_on.year + 1)

    assert known.is_working_day(ends.last_on)
    assert ends.last_on >= raw
    assert (ends.rolled_from == raw) == (ends.last_on != raw)
    assert not any(
        known.is_working_day(raw + timedelta(days=n))
        for n in range((ends.last_on - raw).days)
    )


@given(country=STATES, one=DAYS, other=DAYS)
def test_who_gets_it_later_never_has_to_withdraw_earlier(country, one, other):
    first, last = sorted((one, other))

    def by(on, **more):
        return deadline("EU", country=country, delivered_on=on, **more).last_on

    assert by(first) <= by(last)
    assert by(first) < by(first, is_informed=False)
    assert by(first, is_informed=False) <= by(last, is_informed=False)


@given(delivered_on=DAYS)
def test_in_the_united_kingdom_no_day_is_moved(delivered_on):
    ends = deadline("UK", delivered_on=delivered_on)

    assert (delivered_on + timedelta(days=14), None, "") == (
        ends.last_on,
        ends.rolled_from,
        ends.calendar,
    )
