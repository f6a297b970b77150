"""Last days counted by hand: by calendars written here, and by authorities' examples.

The rest days below are written down from the laws, apart from the calendar that the
library uses, so that one checks the other.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from postpurchase.errors import UnknownCode
from postpurchase.returning.statutes import deadline

EASTER = {
    2023: date(2023, 4, 9),
    2024: date(2024, 3, 31),
    2025: date(2025, 4, 20),
    2026: date(2026, 4, 5),
    2027: date(2027, 3, 28),
    2028: date(2028, 4, 16),
    2029: date(2029, 4, 1),
}
MAUNDY, GOOD_FRIDAY, MONDAY, ASCENSION, WHIT_MONDAY, CORPUS = -3, -2, 1, 39, 50, 60

# Days from Easter; months and days of every year.
CALENDARS = {
    "DE": (
        (GOOD_FRIDAY, MONDAY, ASCENSION, WHIT_MONDAY),
        "01-01 05-01 10-03 12-25 12-26",
    ),
    "PL": (
        (MONDAY, CORPUS),
        "01-01 01-06 05-01 05-03 08-15 11-01 11-11 12-25 12-26",
    ),
    "FI": (
        (GOOD_FRIDAY, MONDAY, ASCENSION),
        "01-01 01-06 05-01 12-06 12-24 12-25 12-26",
    ),
    "FR": (
        (MONDAY, ASCENSION, WHIT_MONDAY),
        "01-01 05-01 05-08 07-14 08-15 11-01 11-11 12-25",
    ),
    "ES": ((GOOD_FRIDAY,), "01-01 01-06 05-01 08-15 10-12 11-01 12-06 12-08 12-25"),
    "IT": ((MONDAY,), "01-01 01-06 04-25 05-01 06-02 08-15 11-01 12-08 12-25 12-26"),
    "NL": (
        (GOOD_FRIDAY, MONDAY, ASCENSION, WHIT_MONDAY),
        "01-01 04-27 05-05 12-25 12-26",
    ),
    "SE": (
        (GOOD_FRIDAY, MONDAY, ASCENSION),
        "01-01 01-06 05-01 06-06 12-24 12-25 12-26 12-31",
    ),
    "AT": (
        (GOOD_FRIDAY, MONDAY, ASCENSION, WHIT_MONDAY, CORPUS),
        "01-01 01-06 05-01 08-15 10-26 11-01 12-08 12-25 12-26",
    ),
    "CZ": (
        (GOOD_FRIDAY, MONDAY),
        "01-01 05-01 05-08 07-05 07-06 09-28 10-28 11-17 12-24 12-25 12-26",
    ),
    "DK": (
        (MAUNDY, GOOD_FRIDAY, MONDAY, ASCENSION, WHIT_MONDAY),
        "01-01 06-05 12-24 12-25 12-26 12-31",
    ),
    "BE": (
        (MONDAY, ASCENSION, WHIT_MONDAY),
        "01-01 05-01 07-21 08-15 11-01 11-11 12-25",
    ),
}

# What the German states add.
EPIPHANY, WOMEN, ASSUMPTION, CHILDREN, REFORMATION, SAINTS = (
    "01-06",
    "03-08",
    "08-15",
    "09-20",
    "10-31",
    "11-01",
)
LANDS = {
    "BB": ((), (REFORMATION,)),
    "BE": ((), (WOMEN,)),
    "BW": ((CORPUS,), (EPIPHANY, SAINTS)),
    "BY": ((CORPUS,), (EPIPHANY, SAINTS)),
    "HB": ((), (REFORMATION,)),
    "HE": ((CORPUS,), ()),
    "HH": ((), (REFORMATION,)),
    "MV": ((), (WOMEN, REFORMATION)),
    "NI": ((), (REFORMATION,)),
    "NW": ((CORPUS,), (SAINTS,)),
    "RP": ((CORPUS,), (SAINTS,)),
    "SH": ((), (REFORMATION,)),
    "SL": ((CORPUS,), (ASSUMPTION, SAINTS)),
    "SN": ((), (REFORMATION,)),
    "ST": ((), (EPIPHANY, REFORMATION)),
    "TH": ((), (CHILDREN, REFORMATION)),
}


def one_off(country, land, year):
    """Return what comes on no fixed day, or not every year."""
    if country == "PL" and year >= 2025:
        yield date(year, 12, 24)
    if country == "IT" and year >= 2026:
        yield date(year, 10, 4)
    if country in {"FI", "SE"}:
        # Midsummer Eve is the Friday of 19 to 25 June.
        yield next(
            day
            for day in (date(year, 6, number) for number in range(19, 26))
            if day.weekday() == 4
        )
    if land == "SN":
        # The Day of Repentance is the Wednesday before 23 November.
        yield next(
            day
            for day in (date(year, 11, number) for number in range(16, 23))
            if day.weekday() == 2
        )
    if land == "BE":
        # Berlin remembers the end of the war, and 17 June 1953.
        yield from {2025: (date(2025, 5, 8),), 2028: (date(2028, 6, 17),)}.get(year, ())


def rest_days(country, land, year):
    moving, fixed = CALENDARS[country]
    more_moving, more_fixed = LANDS[land] if land else ((), ())
    return {
        *(EASTER[year] + timedelta(days=n) for n in (*moving, *more_moving)),
        *(date.fromisoformat(f"{year}-{day}") for day in (*fixed.split(), *more_fixed)),
        *one_off(country, land, year),
    }


def worked(country, land, day):
    return day.weekday() < 5 and day not in rest_days(country, land, day.year)


def roll(country, land, day):
    while not worked(country, land, day):
        day += timedelta(days=1)
    return day


PLACES = [
    *((country, "") for country in CALENDARS),
    *(("DE", land) for land in LANDS),
]


@pytest.mark.parametrize("year", range(2024, 2029))
@pytest.mark.parametrize(("country", "land"), PLACES)
def test_around_every_holiday_the_last_day_is_the_one_counted_by_hand(
    country, land, year
):
    near = sorted(
        {
            day + timedelta(days=n)
            for day in rest_days(country, land, year)
            for n in (-3, -2, -1, 0, 1)
        }
    )
    asked = {day: day - timedelta(days=14) for day in near}
    counted = {
        day: deadline(
            "EU", country=country, subdivision=land, delivered_on=delivered_on
        ).last_on
        for day, delivered_on in asked.items()
    }

    assert {day: roll(country, land, day) for day in near} == counted


@pytest.mark.parametrize("land", LANDS)
def test_without_its_land_only_days_of_the_whole_of_germany_count(land):
    own = rest_days("DE", land, 2027) - rest_days("DE", "", 2027)

    def ends(day, subdivision):
        return deadline(
            "EU",
            country="DE",
            subdivision=subdivision,
            delivered_on=day - timedelta(days=14),
        ).last_on

    for day in own:
        assert roll("DE", "", day) == ends(day, "")
        assert roll("DE", land, day) == ends(day, land)
        if day.weekday() < 5:
            assert day == ends(day, "") < ends(day, land)


def test_a_state_may_be_named_with_its_country():
    def ends(country, subdivision, name="withdraw"):
        return deadline(
            country=country,
            statute="UK" if country == "GB" else "EU",
            name=name,
            subdivision=subdivision,
            delivered_on=date(2026, 5, 21),
        )

    assert date(2026, 6, 5) == ends("DE", "DE-BY").last_on
    assert ends("DE", "BY") == ends("DE", "DE-BY")
    assert date(2031, 5, 21) == ends("GB", "GB-SCT", "guarantee").last_on
    for country, wrong in (("DE", "AT-BY"), ("AT", "DE-BY")):
        with pytest.raises(UnknownCode) as refused:
            ends(country, wrong)
        assert wrong == refused.value.value


EXAMPLES = [
    # UOKiK, the Polish office for consumers, on the days: a television of 10 September
    # until the 24th; a decoder of the 10th and a television of the 17th until
    # 1 October; a subscription from its first issue of the 4th until the 18th; thirty
    # days after an unannounced visit.
    ("PL", {}, "2024-09-10", "2024-09-24"),
    ("PL", {"delivery": "several"}, "2024-09-17", "2024-10-01"),
    ("PL", {"delivery": "regular"}, "2024-09-04", "2024-09-18"),
    ("PL", {"is_visit": True}, "2024-09-10", "2024-10-10"),
    # A Polish taxpayers' association: a laptop of 6 February, the second of two goods
    # on 15 May, a first issue of 17 July, a service of 9 September.
    ("PL", {}, "2024-02-06", "2024-02-20"),
    ("PL", {"delivery": "several"}, "2024-05-15", "2024-05-29"),
    ("PL", {"delivery": "regular"}, "2024-07-17", "2024-07-31"),
    ("PL", {"delivery": "service"}, "2024-09-09", "2024-09-23"),
    # Fundacja Konsumentów: received on 2 December, until 16 December; a last day on
    # Saturday, 1 December moves to Monday; never told, until the next 16 December.
    ("PL", {}, "2025-12-02", "2025-12-16"),
    ("PL", {}, "2018-11-17", "2018-12-03"),
    ("PL", {"is_informed": False}, "2025-12-02", "2026-12-16"),
    # Gazeta Prawna, consumers' guide: received on 1 September, until 15 September.
    ("PL", {}, "2026-09-01", "2026-09-15"),
    # A German law firm's page: Thursday to Thursday; a telephone contract of
    # 10 September; the second of two parcels on 5 November.
    ("DE", {}, "2023-08-03", "2023-08-17"),
    ("DE", {"delivery": "service"}, "2018-09-10", "2018-09-24"),
    ("DE", {"delivery": "several"}, "2020-11-05", "2020-11-19"),
    # Finnish guidance on home sales: on Tuesday, so Wednesday is the first day; holy
    # days, Independence Day, May Day, both eves and Saturdays move the end.
    ("FI", {}, "2026-09-08", "2026-09-22"),
    ("FI", {}, "2026-06-05", "2026-06-22"),
    ("FI", {}, "2024-12-10", "2024-12-27"),
    ("FI", {}, "2025-04-17", "2025-05-02"),
    ("FI", {}, "2028-11-22", "2028-12-07"),
    ("FI", {}, "2026-04-30", "2026-05-15"),
    ("FI", {}, "2027-12-23", "2028-01-07"),
    ("FI", {}, "2024-03-15", "2024-04-02"),
    # KKV: after an unsolicited visit there are fourteen days as well.
    ("FI", {"is_visit": True}, "2026-09-08", "2026-09-22"),
    # Poland: 3 May on a Sunday gives no Monday; 11 November; Corpus Christi.
    ("PL", {}, "2026-04-19", "2026-05-04"),
    ("PL", {}, "2027-10-28", "2027-11-12"),
    ("PL", {}, "2025-06-05", "2025-06-20"),
    ("PL", {}, "2025-12-10", "2025-12-29"),
    ("PL", {}, "2024-12-10", "2024-12-24"),
    # Regular deliveries count from the first one, digital content from the contract.
    ("PL", {"delivery": "regular"}, "2026-06-01", "2026-06-15"),
    ("DE", {"delivery": "digital"}, "2026-06-06", "2026-06-22"),
]


@pytest.mark.parametrize(("country", "facts", "start", "last_on"), EXAMPLES)
def test_examples_of_guidance_pages_come_out_the_same(country, facts, start, last_on):
    by_contract = facts.get("delivery") in {"service", "digital"}
    day = {"contract_on" if by_contract else "delivered_on": date.fromisoformat(start)}

    assert last_on == str(deadline("EU", country=country, **facts, **day).last_on)


NEVER_TOLD = [
    # The German act counts twelve months and fourteen days as one period.
    ("DE", "2026-06-01", "2027-06-15", None),
    ("DE", "2026-06-06", "2027-06-21", "2027-06-20"),
    ("DE", "2026-06-07", "2027-06-21", None),
    ("DE", "2027-02-16", "2028-03-01", None),
    ("DE", "2027-02-15", "2028-02-29", None),
    ("DE", "2024-02-29", "2025-03-14", None),
    ("DE", "2026-12-11", "2027-12-27", "2027-12-25"),
    # The others add twelve months to the day on which the period would have ended.
    ("AT", "2026-06-06", "2027-06-22", None),
    ("PL", "2026-06-06", "2027-06-22", None),
    ("FI", "2026-06-05", "2027-06-22", None),
    ("FI", "2027-02-15", "2028-03-01", None),
    ("FR", "2026-12-11", "2027-12-28", None),
]


@pytest.mark.parametrize(
    ("country", "delivered_on", "last_on", "rolled_from"), NEVER_TOLD
)
def test_a_right_that_was_never_explained_ends_by_the_act_of_the_state(
    country, delivered_on, last_on, rolled_from
):
    ends = deadline(
        country=country,
        delivered_on=date.fromisoformat(delivered_on),
        is_informed=False,
    )

    article = "Directive 2011/83/EU, art. 10(1)"
    assert (last_on, rolled_from) == (
        str(ends.last_on),
        str(ends.rolled_from) if ends.rolled_from else None,
    )
    assert ends.basis == (f"{article}; BGB § 356(3)" if country == "DE" else article)


def test_german_consumers_who_are_told_late_have_fourteen_days_from_then():
    def ends(informed_on):
        return deadline(
            country="DE", delivered_on=date(2026, 6, 1), informed_on=informed_on
        )

    assert [
        ("2026-09-15", "Directive 2011/83/EU, art. 10(2)"),
        ("2027-06-15", "Directive 2011/83/EU, art. 10(2)"),
        ("2027-06-15", "Directive 2011/83/EU, art. 10(1); BGB § 356(3)"),
    ] == [
        (str(end.last_on), end.basis)
        for end in (
            ends(date(2026, 9, 1)),
            ends(date(2027, 6, 1)),
            ends(date(2027, 6, 2)),
        )
    ]


def test_who_was_never_told_was_not_told_on_a_day_either():
    asked = {"country": "PL", "delivered_on": date(2026, 6, 1), "is_informed": False}

    assert (
        deadline(**asked)
        == deadline(**asked, informed_on=date(2026, 6, 1))
        == deadline(**asked, informed_on=date(2026, 9, 1))
    )


def test_goods_are_sent_back_from_the_day_of_the_notice_even_on_a_weekend():
    def ends(country, notice_on):
        return str(
            deadline(
                "EU",
                country=country,
                name="send_back",
                notice_on=date.fromisoformat(notice_on),
            ).last_on
        )

    assert ["2026-06-22", "2026-06-22", "2025-12-29", "2026-04-07"] == [
        ends("PL", "2026-06-06"),
        ends("DE", "2026-06-07"),
        ends("PL", "2025-12-10"),
        ends("FI", "2026-03-20"),
    ]
