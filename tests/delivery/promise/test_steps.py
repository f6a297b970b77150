"""Each step of a promise is told in the reader's words."""

from __future__ import annotations

from datetime import date, time

import pytest

from delivery.promise.worlds import calendar, destination, location, service, utc
from postpurchase.delivery.network import Slot, TransitTime
from postpurchase.delivery.promise import PromiseStep, open_slots, promise
from postpurchase.delivery.promise.telling import CODES

WARSAW = location(
    calendar=calendar("PL").with_days(closures=[date(2026, 5, 4)]),
    holidays=calendar("PL").closures,
    processing_days=2,
)
WARSAW_AT_ONCE = location()


def told(made, locale="en"):
    return list(made.words(locale))


def codes(made):
    return [step.code for step in made.steps]


def test_a_long_week_end_is_explained():
    made = promise(
        utc("2026-04-29T15:00+02:00"),
        WARSAW,
        service(pick_up_at=time(17), transit=TransitTime(likely=((10, 1), (95, 2)))),
        destination(),
        percent=95,
    )

    assert [
        "Ordered after the cut-off at 14:00. Counts from: Thursday, April 30.",
        "Public holiday (Poland): Friday, May 1.",
        "The warehouse is closed: May 2\u2009–\u20094, 2026.",
        "2 working days of preparation. Ready: Wednesday, May 6.",
        "Collected by the carrier: Wednesday, May 6, 17:00.",
        "1 to 2 working days on the way.",
        "Arrives: May 7\u2009–\u20098, 2026 (95 % of parcels come in time).",
    ] == told(made)
    assert [
        "Замовлено після 14:00. Початок відліку: четвер, 30 квітня.",
        "Державне свято (Польща): пʼятниця, 1 травня.",
        "Склад не працює: 2–4 травня 2026\u202fр.",
        "2 робочі дні на підготовку. Готово: середа, 6 травня.",
        "Перевізник забирає: середа, 6 травня, 17:00.",
        "1–2 робочі дні в дорозі.",
    ] == told(made, "uk")[:-1]


def test_holidays_on_the_way_are_those_of_the_destination():
    made = promise(
        utc("2026-06-03T10:00+02:00"),
        location("CZ", "Europe/Prague"),
        service(1, 1),
        destination(),
    )

    assert "Dzień wolny od pracy (Polska): czwartek, 4 czerwca." in told(made, "pl")
    assert "Public holiday (Czechia)" not in " ".join(told(made))


def test_holidays_that_follow_each_other_are_one_step():
    made = promise(
        utc("2026-09-30T15:00+08:00"),
        location("CN", "Asia/Shanghai"),
        service(3, 5, unit="calendar"),
        destination("CN", "Asia/Shanghai"),
    )
    holiday = [step for step in made.steps if step.code == "holiday"]

    assert [
        (date(2026, 10, 1), date(2026, 10, 2)),
        (date(2026, 10, 5), date(2026, 10, 7)),
    ] == [(step.on, step.until_on) for step in holiday]
    assert "3至5天" in " ".join(told(made, "zh"))


def test_a_carrier_that_works_on_holidays_is_not_excused_by_them():
    made = promise(
        utc("2026-06-03T10:00+02:00"),
        location("CZ", "Europe/Prague"),
        service(1, 2, works_on_holidays=True),
        destination(),
    )

    assert "holiday" not in codes(made)


def test_goods_that_are_waited_for_are_said():
    made = promise(
        utc("2026-05-05T10:00+02:00"), location(), service(), destination(),
        available_on=date(2026, 5, 12),
    )  # fmt: skip

    assert [
        "in_time",
        "goods_expected",
        "processing",
        "collected",
        "transit",
        "arrives",
    ] == codes(made)
    assert "The goods are expected: Tuesday, May 12." in told(made)
    assert "Prepared on the same day: Tuesday, May 12." in told(made)


def test_goods_that_come_before_work_begins_are_not_waited_for():
    made = promise(
        utc("2026-05-08T15:00+02:00"), location(), service(), destination(),
        available_on=date(2026, 5, 9),
    )  # fmt: skip

    assert "goods_expected" not in codes(made)


def test_what_the_customer_fetches_is_ready_and_does_not_arrive():
    ordered_at = utc("2026-05-05T10:00+02:00")
    store = promise(ordered_at, location(), service(0, 0, kind="store"), destination())
    learned = TransitTime(likely=((90, 1),))
    locker = service(kind="locker", transit=learned)

    assert ["in_time", "processing", "ready_for_pick_up"] == codes(store)
    assert "Gotowe do odbioru: wtorek, 5 maja." == told(store, "pl")[-1]
    assert (
        "Можна забрати: середа, 6 травня (вчасно прибуває 90 % посилок)."
        == told(promise(ordered_at, location(), locker, destination()), "uk")[-1]
    )


def test_the_zone_stands_beside_a_time_that_is_not_the_recipients():
    made = promise(
        utc("2026-05-04T10:00+01:00"),
        location("PT", "Europe/Lisbon"),
        service(pick_up_at=time(17)),
        destination("UA", "Europe/Kyiv"),
    )

    assert "14:00 (Europe/Lisbon)" in told(made)[0]
    assert "17:00 (Europe/Lisbon)" in " ".join(told(made))


def test_a_week_end_is_a_day_off():
    made = promise(
        utc("2026-05-09T10:00+02:00"), location(), service(1, 1), destination()
    )

    assert "Ordered on a day off. Counts from: Monday, May 11." == told(made)[0]
    assert "1 working day on the way." in told(made)


def test_a_stated_time_and_a_window_are_said():
    slot = Slot(weekday=4, starts=time(18), ends=time(20))
    ordered_at = utc("2026-05-05T10:00+02:00")
    by_noon = promise(
        ordered_at, location(), service(1, 1, by_at=time(12)), destination()
    )
    van = service(0, 0, slots=(slot,))
    plain = promise(ordered_at, location(), van, destination())
    chosen = promise(
        ordered_at, location(), van, destination(), slot=open_slots(plain)[0]
    )

    assert "Прибытие: среда, 6 мая, не позднее 12:00." == told(by_noon, "ru")[-1]
    assert "Delivered between 18:00 and 20:00: Friday, May 8." == told(chosen)[-1]
    assert "Collected by the carrier: Friday, May 8." in told(chosen)
    assert "transit" not in codes(chosen)


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("uk", ["1 робочий день у дорозі.", "2 робочі дні в дорозі.", "5 робочих днів у дорозі.", "21 робочий день у дорозі."]),
        ("pl", ["1 dzień roboczy w drodze.", "2 dni robocze w drodze.", "5 dni roboczych w drodze.", "21 dni roboczych w drodze."]),
        ("ru", ["1 рабочий день в пути.", "2 рабочих дня в пути.", "5 рабочих дней в пути.", "21 рабочий день в пути."]),
        ("zh", ["运输1个工作日。", "运输2个工作日。", "运输5个工作日。", "运输21个工作日。"]),
        ("en", ["1 working day on the way.", "2 working days on the way.", "5 working days on the way.", "21 working days on the way."]),
    ],
)  # fmt: skip
def test_days_agree_with_their_number(locale, said):
    day = date(2026, 5, 4)

    assert said == [
        PromiseStep(code="transit", on=day, until_on=day, days=n, days_least=n).words(
            locale
        )
        for n in (1, 2, 5, 21)
    ]


@pytest.mark.parametrize("locale", ["en", "uk", "pl", "ru", "zh"])
@pytest.mark.parametrize("unit", ["working", "calendar"])
@pytest.mark.parametrize("code", CODES)
def test_every_code_can_be_said(code, unit, locale):
    day = date(2026, 5, 4)
    for least, most in ((1, 1), (1, 2), (2, 5)):
        step = PromiseStep(
            code=code,
            on=day,
            until_on=day,
            days=most,
            days_least=least,
            unit=unit,
            country="PL",
        )
        said = step.words(locale)

        assert "{" not in said
        assert "4" in said or code == "transit"


EXPRESS = service(2, 2, unit="calendar", by_at=time(12))
INSTEAD = "So it is the end of the next possible working day."


def test_why_no_time_is_stated_is_said_with_the_days_that_are_in_the_way():
    made = promise(
        utc("2026-04-30T10:00+02:00"),
        WARSAW_AT_ONCE,
        EXPRESS,
        destination("GB", "Europe/London", calendar=calendar("GB", "ENG")),
    )

    assert [
        "2 days on the way.",
        "No delivery: May 2\u2009–\u20093, 2026.",
        "Public holiday (United Kingdom): Monday, May 4.",
        f"No delivery on the day of the stated time: Saturday, May 2. {INSTEAD}",
        "Arrives: Tuesday, May 5.",
    ] == told(made)[-5:]


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("uk", "У день із гарантованим часом доставки немає: субота, 9 травня."),
        ("pl", "W dniu z gwarantowaną godziną nie ma doręczeń: sobota, 9 maja."),
        ("ru", "В день с гарантированным временем доставки нет: суббота, 9 мая."),
        ("zh", "保证时间所在的日期不配送：5月9日星期六。"),
    ],
)
def test_why_no_time_is_stated_is_said_in_every_language(locale, said):
    made = promise(
        utc("2026-05-07T10:00+02:00"), WARSAW_AT_ONCE, EXPRESS, destination()
    )

    assert said in " ".join(told(made, locale))


def test_calendar_days_that_pass_over_a_week_end_are_not_made_longer_by_it():
    made = promise(
        utc("2026-05-07T10:00+02:00"),
        WARSAW_AT_ONCE,
        service(4, 4, unit="calendar"),
        destination(),
    )

    assert date(2026, 5, 11) == made.latest_on
    assert "no_delivery" not in codes(made)


def test_working_days_are_made_longer_by_each_day_without_delivery():
    made = promise(
        utc("2026-05-07T10:00+02:00"), WARSAW_AT_ONCE, service(2, 2), destination()
    )
    assert "No delivery: May 9\u2009–\u200910, 2026." in told(made)

    every_day = service(2, 2, delivery_week="1111111", works_on_holidays=True)
    made = promise(
        utc("2026-05-07T10:00+02:00"), WARSAW_AT_ONCE, every_day, destination()
    )
    assert "no_delivery" not in codes(made)


def test_days_on_which_the_carrier_does_not_collect_are_said_after_the_preparation():
    made = promise(
        utc("2026-05-05T10:00+02:00"),
        WARSAW_AT_ONCE,
        service(pick_up_week="1001000"),
        destination(),
    )

    assert ["in_time", "processing", "no_collection", "collected"] == codes(made)[:4]
    assert "No collection: May 5\u2009–\u20096, 2026." in told(made)


def test_a_week_end_before_work_begins_is_said_once():
    saturday = promise(
        utc("2026-05-09T10:00+02:00"), WARSAW_AT_ONCE, service(), destination()
    )
    friday_night = promise(
        utc("2026-05-08T20:00+02:00"), WARSAW_AT_ONCE, service(), destination()
    )

    assert ["day_off", "processing"] == codes(saturday)[:2]
    assert ["after_cut_off", "closed", "processing"] == codes(friday_night)[:3]
